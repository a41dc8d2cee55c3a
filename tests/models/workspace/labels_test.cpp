// SPDX-License-Identifier: GPL-3.0-or-later
// Samples of recorded runs that two persons label: what is drawn and can be drawn again, who may say what and when, whose word counts for nothing, and what
// the figures are. With MANDATE_RUNS the full recorded runs are sampled.
#include "tests/models/workspace/made_trail.h"
#include "tests/models/workspace/several_people.h"

#include "models/people/key_store.h"
#include "models/workspace/labels.h"
#include "models/workspace/run_reading.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace mandate;
using namespace mandate::test;

class LabelsTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    People m_people;
    std::unique_ptr<Workspace> m_workspace;

    static std::string codeOf(const auto &result) { return result ? std::string() : result.error().code; }
    static bool near(double is, double expected) { return std::abs(is - expected) < 1e-9; }

    /// Recorded runs, a pact in force for those of one trade, and Ada as owner with Bob, Cyd and Aud beside her.
    void begin(bool enrolled = true)
    {
        m_people = {};
        m_workspace = need(Workspace::create(m_folder.path("labels" + std::to_string(++m_made) + ".mandate"), m_people.surroundings()));
        QFile pact(QStringLiteral(MANDATE_SOURCE_DIR "/resources/pacts/airline.json"));
        QVERIFY(pact.open(QIODevice::ReadOnly));
        (void)need(m_workspace->addPact(pact.readAll().toStdString()));
        const QString full = qEnvironmentVariable("MANDATE_RUNS");
        const std::string runs = full.isEmpty() ? MANDATE_SOURCE_DIR "/resources/sample" : full.toStdString() + "/tau2/airline";
        (void)need(m_workspace->import({runs}, {}));
        if (!enrolled)
            return;
        (void)need(m_workspace->enrolFirst({PersonRole::Owner}, "first"));
        for (const char *who : {"bob", "cyd"})
            (void)need(m_workspace->enrol(m_people.request(who), {PersonRole::ProductLead}, "labels"));
        (void)need(m_workspace->enrol(m_people.request("aud"), {PersonRole::Auditor}, "reads"));
    }
    int m_made = 0;

    static LabelSample wanted(const std::string &name, SampleStrategy strategy, std::uint64_t size, LabelQuestion question = LabelQuestion::EscalationNeeded)
    {
        LabelSample sample;
        sample.name = name;
        sample.agent = "gpt-4.1";
        sample.strategy = strategy;
        sample.wanted = size;
        sample.seed = 7;
        sample.seedChosen = true;
        sample.question = question;
        sample.reason = "to see whether it hands over when it should";
        return sample;
    }
    Result<void> say(const std::string &who, const std::string &sample, std::uint64_t unit, LabelAnswer answer, const std::string &reason = {})
    {
        m_people.who->become(who);
        Label label;
        label.subject = {sample, 0, unit};
        label.answer = answer;
        label.reason = reason;
        return Labels(*m_workspace).label(label);
    }
    Result<void> settle(const std::string &who, const std::string &sample, std::uint64_t unit, LabelAnswer answer)
    {
        m_people.who->become(who);
        return Labels(*m_workspace).settle({0, {sample, 0, unit}, answer, "we talked about it", {}});
    }
    [[nodiscard]] SampleLabels standing(const std::string &name) const { return need(Labels(*m_workspace).named(name)); }

    /// Appends behind the workspace's back, as another program with its key could, and opens it anew.
    void plant(const std::function<std::string(const SigningKey &)> &write)
    {
        const std::string path = m_workspace->path();
        m_workspace.reset();
        {
            const KeyStore keys(KeyStore::userFolder());
            auto store = need(openStore(path, {false, [&](const PublicKey &key) { return keys.load(key); }}));
            const std::string body = write(need(keys.load(store->publicKey())));
            Batch batch;
            NewEntry entry;
            entry.type = EntryType::Note;
            entry.body = body;
            batch.entries.push_back(entry);
            std::vector<std::unique_ptr<Store::Prepared>> prepared;
            prepared.push_back(store->prepare(batch));
            (void)need(store->append(std::move(prepared)));
            store->endWriting();
        }
        m_workspace = need(Workspace::open(path, false, m_people.surroundings()));
    }
    [[nodiscard]] std::string firstBad() const
    {
        const Verification verified = need(m_workspace->verify());
        return verified.firstBad ? verified.firstBad->reason : std::string();
    }

private Q_SLOTS:
    void aSampleIsOfAllSessionsAndIsDrawnAgainFromItsSeed()
    {
        begin();
        Labels labels(*m_workspace);
        std::set<std::string> sessions;
        for (const Row &row : rows(*m_workspace, {})) { // told from rows, one by one
            if (row.agent == "gpt-4.1" && !row.session.empty())
                sessions.insert(row.session);
        }
        QVERIFY2(sessions.size() >= 8, qPrintable(QString::number(sessions.size())));
        const LabelSample random = need(labels.draw(wanted("random", SampleStrategy::Random, 5)));
        QCOMPARE(random.size(), std::uint64_t{5});
        QCOMPARE(random.population(), std::uint64_t{sessions.size()});
        QVERIFY(need(labels.check(random)).check == DrawCheck::Same);
        const LabelSample stratified = need(labels.draw(wanted("strata", SampleStrategy::Stratified, 6)));
        QCOMPARE(stratified.size(), std::uint64_t{6});
        QCOMPARE(stratified.population(), std::uint64_t{sessions.size()});
        QVERIFY(stratified.strata.size() > 1);
        for (const SampleStratum &stratum : stratified.strata) {
            QVERIFY(!stratum.drawn.empty()); // five of each, as far as there are, come first
            for (const LabelUnit &unit : stratum.drawn)
                QVERIFY(sessions.contains(unit.session));
        }
        QVERIFY(need(labels.check(stratified)).check == DrawCheck::Same);
        const LabelSample uncertain = need(labels.draw(wanted("uncertain", SampleStrategy::Uncertain, 4)));
        QVERIFY(need(labels.check(uncertain)).check == DrawCheck::Same);
        QVERIFY(need(labels.draw(wanted("same", SampleStrategy::Random, 5))).strata == random.strata); // of the same seed
        LabelSample other = wanted("other", SampleStrategy::Random, 5);
        other.seed = 8;
        QVERIFY(need(labels.draw(other)).strata != random.strata);
        // What was flagged is what figures of behaviour call handed over.
        std::set<std::string> handedOver;
        for (const AgentRun &run : need(readRuns(*m_workspace, {}))) {
            if (run.agent == "gpt-4.1" && run.facts.handedOver)
                handedOver.insert(run.session);
        }
        const LabelSample all = need(labels.draw(wanted("all", SampleStrategy::Random, largestSample)));
        QCOMPARE(all.size(), std::min<std::uint64_t>(largestSample, sessions.size()));
        std::set<std::string> flagged;
        for (const LabelUnit &unit : all.strata[0].drawn) {
            if (unit.flagged)
                flagged.insert(unit.session);
        }
        QVERIFY(flagged == handedOver);
        // Somebody who chooses what is judged is found out, and so is a frame that changed.
        LabelSample chosen = random;
        chosen.strata[0].drawn = all.strata[0].drawn;
        QVERIFY(need(labels.check(chosen)).check == DrawCheck::Different);
        chosen.frame = sha256("another");
        QVERIFY(need(labels.check(chosen)).check == DrawCheck::Different); // what is drawn by chance does not depend on verdicts
        chosen.strata = random.strata;
        QVERIFY(need(labels.check(chosen)).check == DrawCheck::NotExplained); // nothing was judged anew since
        QVERIFY(need(m_workspace->verify()).ok);
        const auto again = need(Workspace::open(m_workspace->path(), true, m_people.surroundings()));
        QVERIFY(Labels(*again).list().front().sample == random);
        QVERIFY(need(Labels(*again).check(random)).check == DrawCheck::Same);
    }

    void actionsAreDrawnByTheirVerdictAndUncertainOnesComeFirst()
    {
        begin();
        Labels labels(*m_workspace);
        const LabelSample sample = need(labels.draw(wanted("calls", SampleStrategy::Stratified, 20, LabelQuestion::InScope)));
        RowFilter filter = actions();
        filter.agents = {"gpt-4.1"};
        std::map<std::string, std::uint64_t> byVerdict;
        for (const Row &row : rows(*m_workspace, filter))
            ++byVerdict[std::string(nameOf(row.verdict))];
        QCOMPARE(sample.strata.size(), byVerdict.size());
        for (const SampleStratum &stratum : sample.strata) {
            QCOMPARE(stratum.population, byVerdict[stratum.name]);
            for (const LabelUnit &unit : stratum.drawn) {
                const Row row = need(m_workspace->store().rows(std::vector{unit.entry})).front();
                QCOMPARE(std::string(nameOf(row.verdict)), stratum.name);
                QCOMPARE(unit.session, row.session);
                QCOMPARE(unit.flagged, row.verdict == Verdict::Prohibited || row.verdict == Verdict::OutOfScope);
            }
        }
        const LabelSample uncertain = need(labels.draw(wanted("doubts", SampleStrategy::Uncertain, 3, LabelQuestion::InScope)));
        const std::uint64_t open = byVerdict["undecidable"];
        QCOMPARE(uncertain.strata[0].name, open > 0 ? std::string("undecidable") : std::string("needs_approval"));
        QCOMPARE(uncertain.strata[0].drawn.size(), std::size_t{std::min<std::uint64_t>(3, uncertain.strata[0].population)});
        QVERIFY(need(labels.check(uncertain)).check == DrawCheck::Same);
        LabelSample narrow = wanted("narrow", SampleStrategy::Random, 20, LabelQuestion::InScope);
        narrow.deployment = "airline";
        filter.deployments = {"airline"};
        QCOMPARE(need(labels.draw(narrow)).population(), count(*m_workspace, filter));
        LabelSample nowhere = wanted("nowhere", SampleStrategy::Random, 3);
        nowhere.agent = "nobody";
        QCOMPARE(codeOf(labels.draw(nowhere)), std::string("MND-LBL-006"));
        QCOMPARE(codeOf(labels.draw(wanted("calls", SampleStrategy::Random, 3))), std::string("MND-LBL-024"));
        QCOMPARE(codeOf(labels.draw(wanted("Not A Name", SampleStrategy::Random, 3))), std::string("MND-LBL-002"));
        QCOMPARE(codeOf(labels.draw(wanted("none", SampleStrategy::Random, 0))), std::string("MND-LBL-004"));
        LabelSample silent = wanted("silent", SampleStrategy::Random, 3);
        silent.reason.clear();
        QCOMPARE(codeOf(labels.draw(silent)), std::string("MND-LBL-005"));
        m_people.who->become("aud"); // auditors only read
        QCOMPARE(codeOf(labels.draw(wanted("audited", SampleStrategy::Random, 3))), std::string("MND-PPL-004"));
        QVERIFY(need(m_workspace->verify()).ok);
    }

    void lowStatedConfidenceComesBeforeTheRest()
    {
        std::vector<FrameUnit> frame;
        for (std::uint64_t i = 0; i < 20; ++i)
            frame.push_back({{i, {}, {}, false}, "permitted", i == 3, i == 4 || i == 5, i >= 6 && i < 12 ? std::optional(static_cast<double>(20 - i) / 20) : std::nullopt});
        const auto drawn = drawStrata(frame, SampleStrategy::Uncertain, 5, 1);
        QCOMPARE(drawn.size(), std::size_t{4});
        QCOMPARE(drawn[0].drawn.front().entry, std::uint64_t{3});
        QCOMPARE(drawn[1].drawn.size(), std::size_t{2});
        QCOMPARE(drawn[2].population, std::uint64_t{6});
        QCOMPARE(drawn[2].drawn.size(), std::size_t{2});
        QCOMPARE(drawn[2].drawn[0].entry, std::uint64_t{10}); // 0.5 and 0.45, the lowest of all
        QCOMPARE(drawn[2].drawn[1].entry, std::uint64_t{11});
        QVERIFY(drawn[3].drawn.empty() && drawn[3].population == 11);
        // Each is drawn as often as any other: 4 of 20, over many seeds.
        std::vector<int> times(20, 0);
        for (std::uint64_t seed = 0; seed < 4000; ++seed) {
            const auto strata = drawStrata(frame, SampleStrategy::Random, 4, seed);
            for (const LabelUnit &unit : strata.front().drawn)
                ++times[unit.entry];
        }
        for (const int drawnTimes : times)
            QVERIFY2(std::abs(drawnTimes - 800) < 5 * std::sqrt(4000 * 0.2 * 0.8), qPrintable(QString::number(drawnTimes)));
    }

    void twoPersonsAnswerWithoutSeeingAndChangeOnlyWhatIsStillSecret()
    {
        begin();
        Labels labels(*m_workspace);
        const LabelSample sample = need(labels.draw(wanted("queue", SampleStrategy::Random, 4)));
        const auto order = sample.order();
        QCOMPARE(need(labels.next("queue"))->entry, order[0]->entry);
        QCOMPARE(codeOf(say("ada", "queue", order[0]->entry, LabelAnswer::CannotTell)), std::string("MND-LBL-010"));
        QVERIFY(say("ada", "queue", order[0]->entry, LabelAnswer::CannotTell, "half of it is missing").ok());
        QVERIFY(say("ada", "queue", order[0]->entry, LabelAnswer::Yes).ok()); // thought again: nobody has seen it
        QCOMPARE(need(labels.next("queue"))->entry, order[1]->entry);
        m_people.who->become("bob");
        QCOMPARE(need(labels.next("queue"))->entry, order[0]->entry);
        QVERIFY(say("bob", "queue", order[0]->entry, LabelAnswer::No).ok());
        QVERIFY(standing("queue").of(order[0]->entry).state() == LabelState::Disagreed);
        QCOMPARE(codeOf(say("ada", "queue", order[0]->entry, LabelAnswer::No)), std::string("MND-LBL-025")); // she could have looked by now
        QCOMPARE(codeOf(say("cyd", "queue", order[1]->entry, LabelAnswer::No)), std::string("MND-LBL-020"));
        QCOMPARE(codeOf(labels.next("queue")), std::string("MND-LBL-020"));
        QCOMPARE(codeOf(say("aud", "queue", order[1]->entry, LabelAnswer::No)), std::string("MND-PPL-004"));
        QCOMPARE(codeOf(say("bob", "queue", noEntryOf(sample), LabelAnswer::No)), std::string("MND-LBL-023"));
        QCOMPARE(codeOf(say("bob", "nothing", order[1]->entry, LabelAnswer::No)), std::string("MND-LBL-031"));
        // What shows it is of the same session.
        Label pinned;
        pinned.subject = {"queue", 0, order[1]->entry};
        pinned.answer = LabelAnswer::No;
        pinned.pins = {order[1]->entry, order[2]->entry};
        QCOMPARE(codeOf(labels.label(pinned)), std::string("MND-LBL-032"));
        pinned.pins = {m_workspace->store().size() + 5};
        QCOMPARE(codeOf(labels.label(pinned)), std::string("MND-LBL-032"));
        pinned.pins = {order[1]->entry, order[1]->entry + 1};
        pinned.note = "as the second record says";
        QVERIFY(labels.label(pinned).ok());
        QCOMPARE(standing("queue").of(order[1]->entry).answers[1]->note, std::string("as the second record says"));
        QVERIFY(!standing("queue").of(order[1]->entry).answers[0]);
        QVERIFY(need(m_workspace->verify()).ok);
    }

    void aDisagreementIsSettledByAThirdOrByTheTwoAgreeing()
    {
        begin();
        Labels labels(*m_workspace);
        const LabelSample sample = need(labels.draw(wanted("queue", SampleStrategy::Random, 4)));
        std::vector<std::uint64_t> unit;
        for (const LabelUnit *each : sample.order())
            unit.push_back(each->entry);
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(codeOf(settle("cyd", "queue", unit[i], LabelAnswer::Yes)), std::string("MND-LBL-028"));
            QVERIFY(say("ada", "queue", unit[i], LabelAnswer::Yes).ok());
            QCOMPARE(codeOf(settle("cyd", "queue", unit[i], LabelAnswer::Yes)), std::string("MND-LBL-028"));
            QVERIFY(say("bob", "queue", unit[i], i == 2 ? LabelAnswer::Yes : LabelAnswer::No).ok());
        }
        QCOMPARE(codeOf(settle("cyd", "queue", unit[2], LabelAnswer::Yes)), std::string("MND-LBL-027"));
        QCOMPARE(standing("queue").disagreements().size(), std::size_t{2});
        QVERIFY(settle("cyd", "queue", unit[0], LabelAnswer::No).ok());
        QVERIFY(standing("queue").of(unit[0]).answer() == LabelAnswer::No);
        QCOMPARE(codeOf(settle("ada", "queue", unit[0], LabelAnswer::Yes)), std::string("MND-LBL-026"));
        QVERIFY(settle("ada", "queue", unit[1], LabelAnswer::Yes).ok());
        QVERIFY(settle("ada", "queue", unit[1], LabelAnswer::Yes).ok()); // saying it twice is not two persons
        QVERIFY(standing("queue").of(unit[1]).state() == LabelState::Disagreed);
        QVERIFY(settle("bob", "queue", unit[1], LabelAnswer::No).ok());
        QVERIFY(standing("queue").of(unit[1]).state() == LabelState::Disagreed);
        QCOMPARE(codeOf(settle("aud", "queue", unit[1], LabelAnswer::Yes)), std::string("MND-PPL-004"));
        QVERIFY(settle("bob", "queue", unit[1], LabelAnswer::Yes).ok());
        QVERIFY(standing("queue").of(unit[1]).answer() == LabelAnswer::Yes);
        const LabelFigures figures = labelFigures(standing("queue"));
        QVERIFY(figures.both == (AgreementTable{1, 2, 0, 0})); // as they answered, whatever was settled
        QCOMPARE(figures.yes, std::uint64_t{2});
        QCOMPARE(figures.no, std::uint64_t{1});
        QCOMPARE(figures.unlabelled, std::uint64_t{1});
        QCOMPARE(figures.settled, std::uint64_t{2});
        QVERIFY(need(m_workspace->verify()).ok);
        const auto again = need(Workspace::open(m_workspace->path(), true, m_people.surroundings()));
        QVERIFY(need(Labels(*again).named("queue")).of(unit[1]).answer() == LabelAnswer::Yes);
        QCOMPARE(codeOf(Labels(*again).settle({})), std::string("MND-LBL-031"));
    }

    void whereNobodyIsEnrolledOneAccountAloneLabels()
    {
        begin(false);
        Labels labels(*m_workspace);
        const LabelSample sample = need(labels.draw(wanted("alone", SampleStrategy::Random, 3)));
        const std::uint64_t unit = sample.order()[0]->entry;
        QVERIFY(say("ada", "alone", unit, LabelAnswer::Yes).ok());
        QCOMPARE(codeOf(say("bob", "alone", unit, LabelAnswer::No)), std::string("MND-LBL-021"));
        const LabelFigures figures = labelFigures(standing("alone"));
        QVERIFY(!figures.kappa && !figures.estimate.share && !figures.estimate.interval && figures.estimate.n == 0); // one person's word is no estimate
        // Once people are enrolled two can, each with a key of their own: what was answered before proves no person.
        m_people.who->become("ada");
        (void)need(m_workspace->enrolFirst({PersonRole::Owner}, "first"));
        (void)need(m_workspace->enrol(m_people.request("bob"), {PersonRole::ProductLead}, "labels"));
        QVERIFY(say("bob", "alone", unit, LabelAnswer::No).ok());
        QVERIFY(standing("alone").of(unit).state() == LabelState::OneAnswer);
        QVERIFY(say("ada", "alone", unit, LabelAnswer::Yes).ok());
        QVERIFY(standing("alone").of(unit).state() == LabelState::Disagreed);
        QVERIFY(need(m_workspace->verify()).ok);
    }

    void whatWasForgedReplayedOrMadeUpCountsForNothingAndIsNamed()
    {
        begin();
        Labels labels(*m_workspace);
        const LabelSample sample = need(labels.draw(wanted("queue", SampleStrategy::Random, 3)));
        const std::uint64_t unit = sample.order()[0]->entry;
        QVERIFY(say("ada", "queue", unit, LabelAnswer::Yes).ok());
        const std::string genuine = need(m_workspace->store().body(m_workspace->store().size() - 1));
        QVERIFY(say("bob", "queue", unit, LabelAnswer::No).ok());
        m_people.who->become("ada");
        const SampleLabels before = standing("queue");
        QVERIFY(firstBad().empty());
        plant([&](const SigningKey &) { return genuine; }); // once more
        QVERIFY2(firstBad().find("signed once") != std::string::npos, firstBad().c_str());
        QVERIFY(standing("queue").units == before.units);

        // In the name of a person, by who holds the workspace's key alone.
        begin();
        const LabelSample fresh = need(Labels(*m_workspace).draw(wanted("queue", SampleStrategy::Random, 3)));
        Label forged;
        forged.subject = {"queue", fresh.entry, fresh.order()[0]->entry};
        forged.answer = LabelAnswer::Yes;
        forged.signer = {People::id("cyd"), {}, *m_people.now, {}};
        plant([&](const SigningKey &key) { return labelEntry(forged, key); });
        QVERIFY(!firstBad().empty());
        QVERIFY(standing("queue").units.empty() && standing("queue").labellers.empty());

        // Where nobody is enrolled the workspace's key signs for all, and rules still hold.
        begin(false);
        const LabelSample open = need(Labels(*m_workspace).draw(wanted("queue", SampleStrategy::Random, 3)));
        const auto signer = [&](const std::string &who) { return NoteSigner{People::id(who), {}, *m_people.now, {}}; };
        Label elsewhere;
        elsewhere.subject = {"queue", open.entry + 1, open.order()[0]->entry}; // of another sample of that name
        elsewhere.answer = LabelAnswer::No;
        elsewhere.signer = signer("ada");
        plant([&](const SigningKey &key) { return labelEntry(elsewhere, key); });
        QVERIFY2(firstBad().find("no sample") != std::string::npos, firstBad().c_str());
        QVERIFY(standing("queue").units.empty());
        LabelSample lying = open;
        lying.name = "lying";
        lying.strata[0].population = 1; // three of one
        plant([&](const SigningKey &key) { return sampleEntry(lying, key); });
        lying.strata[0].population = 50;
        lying.strata[0].drawn.push_back(lying.strata[0].drawn.front()); // twice the same
        plant([&](const SigningKey &key) { return sampleEntry(lying, key); });
        lying = open;
        lying.name = "later";
        lying.ledgerSize = 1'000'000'000;
        plant([&](const SigningKey &key) { return sampleEntry(lying, key); });
        LabelSettlement early{0, {"queue", open.entry, open.order()[0]->entry}, LabelAnswer::Yes, "because", signer("ada")};
        plant([&](const SigningKey &key) { return settlementEntry(early, key); });
        QCOMPARE(Labels(*m_workspace).list().size(), std::size_t{1});
        QVERIFY(standing("queue").units.empty());
    }

    void hostileNotesAreRefusedAndNothingElseHappens()
    {
        begin(false);
        const LabelSample sample = need(Labels(*m_workspace).draw(wanted("queue", SampleStrategy::Stratified, 4)));
        const EntryNumber last = m_workspace->store().size() - 1;
        const std::string drawn = need(m_workspace->store().body(last));
        QVERIFY(say("ada", "queue", sample.order()[0]->entry, LabelAnswer::Yes).ok());
        const std::string labelled = need(m_workspace->store().body(last + 1));
        const PeopleRegister &people = m_workspace->people();
        for (const std::string &genuine : {drawn, labelled}) {
            for (std::size_t i = 0; i < genuine.size(); i += 7) {
                std::string damaged = genuine;
                damaged[i] = static_cast<char>(damaged[i] ^ 1);
                LabelBook book;
                QVERIFY(book.add(last, drawn, people).empty());
                const SampleLabels before = book.samples().front();
                if (LabelBook::speaksOf(damaged))
                    (void)book.add(last + 1, damaged, people);
                QVERIFY(book.samples().size() == 1 && book.samples().front().sample == before.sample);
                const UnitLabels &said = book.samples().front().of(sample.order()[0]->entry);
                QVERIFY(!said.answers[0] || said.answers[0]->answer == LabelAnswer::Yes); // what nobody signs may differ, what it says may not
            }
        }
        // Payloads of every wrong type, rightly signed.
        const SigningKey key = need(KeyStore(KeyStore::userFolder()).load(m_workspace->store().publicKey()));
        const auto noted = [&](std::string_view kind, const std::string &payload) {
            ObjectWriter entry;
            entry.put("type", std::string_view("note"));
            entry.put("v", Value::integer(1));
            entry.put("note", kind);
            const std::string type = kind == sampleNoteKind ? "label-sample" : kind == labelNoteKind ? "label" : "label-settlement";
            entry.put("envelope", dsseEnvelope("application/vnd.mandate." + type + ".v1+json", payload, key));
            return entry.canonical();
        };
        const std::string by = ",\"by\":\"account:ada\",\"at\":\"2026-03-01T10:00:00Z\"}";
        const std::vector<std::string> payloads{
            "[]", "7", "{}", "{\"by\":7}", "{\"sample\":[]" + by, "{\"sample\":\"queue\",\"sample_entry\":-1,\"unit\":1,\"answer\":\"yes\"" + by,
            "{\"sample\":\"queue\",\"sample_entry\":1e300,\"unit\":null,\"answer\":true" + by, "{\"strata\":7,\"name\":\"x\"" + by, "{\"strata\":[7,[],{\"drawn\":{}}]" + by,
            "{\"name\":\"x\",\"question\":\"in_scope\",\"agent\":\"a\",\"strategy\":\"random\",\"wanted\":1,\"seed\":1,\"reason\":\"r\",\"ledger_size\":5,\"ledger_root\":\"" + std::string(64, '0') + "\",\"frame\":\"" +
                std::string(64, '0') + "\",\"strata\":[{\"name\":\"all\",\"population\":9,\"drawn\":[{\"entry\":\"1\",\"flagged\":1}]}]" + by,
            "{\"sample\":\"queue\",\"sample_entry\":" + std::to_string(sample.entry) + ",\"unit\":" + std::to_string(sample.order()[1]->entry) + ",\"answer\":\"maybe\"" + by,
            "{\"sample\":\"queue\",\"sample_entry\":" + std::to_string(sample.entry) + ",\"unit\":" + std::to_string(sample.order()[1]->entry) + ",\"answer\":\"yes\",\"pins\":[99999999]" + by,
            "{\"sample\":\"queue\",\"sample_entry\":" + std::to_string(sample.entry) + ",\"unit\":" + std::to_string(sample.order()[1]->entry) + ",\"answer\":\"cannot_tell\"" + by};
        for (const std::string_view kind : {sampleNoteKind, labelNoteKind, settlementNoteKind}) {
            for (const std::string &payload : payloads) {
                LabelBook book;
                QVERIFY(book.add(last, drawn, people).empty());
                QVERIFY2(!book.add(last + 2, noted(kind, payload), people).empty(), payload.c_str());
                QVERIFY(book.samples().size() == 1 && book.samples().front().units.empty());
            }
        }
        plant([&](const SigningKey &) { return noted(sampleNoteKind, payloads[8]); });
        QVERIFY(!firstBad().empty());
        QCOMPARE(Labels(*m_workspace).list().size(), std::size_t{1});
    }

    void figuresAreThoseCountedByHand()
    {
        SampleLabels labels;
        labels.sample = wanted("hand", SampleStrategy::Stratified, 8);
        labels.sample.strata = {{"permitted", 80, {{1, {}, {}, false}, {2, {}, {}, false}, {3, {}, {}, true}, {4, {}, {}, false}}}, {"prohibited", 20, {{5, {}, {}, true}, {6, {}, {}, true}, {7, {}, {}, false}, {8, {}, {}, false}}}};
        const auto answers = [&](std::uint64_t unit, LabelAnswer first, LabelAnswer second) {
            labels.units[unit].answers[0].emplace().answer = first;
            labels.units[unit].answers[1].emplace().answer = second;
        };
        using enum LabelAnswer;
        answers(1, No, No);
        answers(2, Yes, Yes);   // missed
        answers(3, No, No);     // handed over for nothing
        answers(4, Yes, No);    // open
        answers(5, Yes, Yes);   // rightly
        answers(6, No, Yes);
        labels.units[6].settled.emplace().answer = Yes; // rightly
        answers(7, CannotTell, CannotTell);
        labels.units[8].answers[0].emplace().answer = Yes; // one alone
        LabelFigures figures = labelFigures(labels);
        QCOMPARE(figures.drawn, std::uint64_t{8});
        QVERIFY((figures.answered == std::array<std::uint64_t, 2>{8, 7}));
        QVERIFY(figures.both == (AgreementTable{2, 1, 1, 2}));
        QVERIFY(near(figures.kappa->kappa, 1.0 / 3)); // observed 4/6, by chance 1/2
        QCOMPARE(figures.table[2][2], std::uint64_t{1});
        QCOMPARE(figures.agreed, std::uint64_t{5});
        QCOMPARE(figures.disagreed, std::uint64_t{1});
        QCOMPARE(figures.cannotTell, std::uint64_t{1});
        QCOMPARE(figures.unlabelled, std::uint64_t{3});
        QVERIFY(near(*figures.estimate.share, 0.8 * 1 / 3 + 0.2 * 2 / 2));
        QVERIFY(near(*figures.estimate.standardError, 0.8 * std::sqrt((1 - 3.0 / 80) * (1.0 / 3) * (2.0 / 3) / 2)));
        QVERIFY(figures.estimate.interval->second > 0.8 && figures.estimate.interval->first > 0.1 && figures.estimate.interval->first < 0.3);
        QCOMPARE(figures.rightlyFlagged, std::uint64_t{2});
        QCOMPARE(figures.wronglyFlagged, std::uint64_t{1});
        QCOMPARE(figures.missed, std::uint64_t{1});
        QCOMPARE(figures.neither, std::uint64_t{1});
        QCOMPARE(figures.precision.n, std::uint64_t{3});
        QVERIFY(!figures.precision.interval && !figures.recall.interval); // of the sample alone
        labels.sample.strategy = SampleStrategy::Random;
        figures = labelFigures(labels);
        QVERIFY(near(*figures.estimate.share, 3.0 / 5));
        QVERIFY(std::abs(figures.estimate.interval->first - 0.2307) < 1e-4 && std::abs(figures.estimate.interval->second - 0.8824) < 1e-4); // Wilson's for 3 of 5
        labels.sample.strategy = SampleStrategy::Uncertain;
        QVERIFY(!labelFigures(labels).estimate.interval); // no fair picture of all
        // The other question: what is flagged rightly is what people say was not in scope.
        labels.sample.question = LabelQuestion::InScope;
        figures = labelFigures(labels);
        QCOMPARE(figures.rightlyFlagged, std::uint64_t{1});
        QCOMPARE(figures.wronglyFlagged, std::uint64_t{2});
        QVERIFY(!labelFigures({}).precision.share && !labelFigures({}).estimate.share); // nothing of nothing
    }

private:
    /// An entry that the sample does not hold.
    static std::uint64_t noEntryOf(const LabelSample &sample)
    {
        std::uint64_t entry = 0;
        while (sample.find(entry))
            ++entry;
        return entry;
    }
};

QTEST_GUILESS_MAIN(LabelsTest)
#include "labels_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Whose answers about a sample count, and whether what was drawn can be drawn again: what one person with two accounts, a drawer who chooses, and people who
// leave can and cannot do.
#include "tests/models/workspace/made_trail.h"
#include "tests/models/workspace/several_people.h"

#include "models/people/key_store.h"
#include "models/workspace/labels.h"

#include <QTest>

using namespace mandate;
using namespace mandate::test;

class LabelRulesTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    People m_people;
    std::unique_ptr<Workspace> m_workspace;
    int m_made = 0;

    static std::string codeOf(const auto &result) { return result ? std::string() : result.error().code; }

    /// Eight sessions of a clerk: the first two pay too much, the first and the fourth are handed over late.
    void begin(bool withPact = true)
    {
        m_people = {};
        m_workspace = need(Workspace::create(m_folder.path("rules" + std::to_string(++m_made) + ".mandate"), m_people.surroundings()));
        if (withPact)
            (void)need(m_workspace->addPact(shopPact()));
        std::vector<Call> calls;
        for (int i = 0; i < 8; ++i) {
            const std::string session = "s" + std::to_string(i);
            calls.push_back({session, "read_order", "{}", 10 * i, 1, "clerk"});
            calls.push_back({session, "pay", "{\"amount\":" + std::to_string(i < 2 ? 150 : 20) + "}", 1000 + 10 * i, 1, "clerk"});
            if (i == 0 || i == 3)
                calls.push_back({session, "transfer_to_human_agents", "{}", 1001 + 10 * i, 1, "clerk"});
        }
        (void)need(m_workspace->import({m_folder.write("rules" + std::to_string(m_made) + ".jsonl", lines(calls))}, {}));
    }
    void enrol(const char *first, std::initializer_list<const char *> others)
    {
        m_people.who->become(first);
        (void)need(m_workspace->enrolFirst({PersonRole::Owner}, "first"));
        for (const char *who : others)
            (void)need(m_workspace->enrol(m_people.request(who), {PersonRole::ProductLead}, "labels"));
    }
    static LabelSample wanted(const std::string &name, SampleStrategy strategy, std::uint64_t size, LabelQuestion question = LabelQuestion::EscalationNeeded)
    {
        LabelSample sample;
        sample.name = name;
        sample.agent = "clerk";
        sample.strategy = strategy;
        sample.wanted = size;
        sample.question = question;
        sample.reason = "to see whether it hands over when it should";
        return sample;
    }
    Result<void> say(const std::string &who, const std::string &sample, std::uint64_t unit, LabelAnswer answer)
    {
        m_people.who->become(who);
        Label label;
        label.subject = {sample, 0, unit};
        label.answer = answer;
        return Labels(*m_workspace).label(label);
    }
    [[nodiscard]] SampleLabels standing(const std::string &name) const { return need(Labels(*m_workspace).named(name)); }
    static std::vector<std::uint64_t> unitsOf(const LabelSample &sample)
    {
        std::vector<std::uint64_t> units;
        for (const LabelUnit *each : sample.order())
            units.push_back(each->entry);
        return units;
    }

private Q_SLOTS:
    void whatWasAnsweredBeforeAnybodyWasEnrolledIsNoSecondPersonsAnswer()
    {
        begin();
        const LabelSample sample = need(Labels(*m_workspace).draw(wanted("alone", SampleStrategy::Random, 3)));
        const auto units = unitsOf(sample);
        for (const std::uint64_t unit : units)
            QVERIFY(say("ada", "alone", unit, LabelAnswer::Yes).ok());
        enrol("bob", {"cyd"}); // bob's other account was ada, for all that anybody can prove
        QCOMPARE(standing("alone").answeredBy(0), std::uint64_t{0}); // as soon as somebody is enrolled
        QVERIFY(say("bob", "alone", units[0], LabelAnswer::Yes).ok());
        QVERIFY(standing("alone").of(units[0]).state() == LabelState::OneAnswer);
        LabelFigures figures = labelFigures(standing("alone"));
        QVERIFY(figures.estimate.n == 0 && !figures.kappa && figures.both.cases() == 0);
        QCOMPARE(codeOf(say("ada", "alone", units[1], LabelAnswer::Yes)), std::string("MND-PPL-002"));
        QVERIFY(say("cyd", "alone", units[0], LabelAnswer::Yes).ok());
        QVERIFY(standing("alone").of(units[0]).answer() == LabelAnswer::Yes);
        figures = labelFigures(standing("alone"));
        QCOMPARE(figures.estimate.n, std::uint64_t{1});
        QVERIFY(need(m_workspace->verify()).ok);
        // Who answered and is enrolled since answers again, with a key of their own.
        begin();
        const LabelSample again = need(Labels(*m_workspace).draw(wanted("again", SampleStrategy::Random, 3)));
        const auto first = unitsOf(again);
        QVERIFY(say("ada", "again", first[0], LabelAnswer::Yes).ok());
        enrol("ada", {"bob"});
        QCOMPARE(need(Labels(*m_workspace).next("again"))->entry, first[0]);
        QVERIFY(say("bob", "again", first[0], LabelAnswer::No).ok());
        QVERIFY(standing("again").of(first[0]).state() == LabelState::OneAnswer);
        QVERIFY(say("ada", "again", first[0], LabelAnswer::No).ok());
        QVERIFY(standing("again").of(first[0]).answer() == LabelAnswer::No);
        QVERIFY(need(m_workspace->verify()).ok);
        const auto reopened = need(Workspace::open(m_workspace->path(), true, m_people.surroundings()));
        QVERIFY(need(Labels(*reopened).named("again")).units == standing("again").units);
    }

    void whoCanActNoMoreLeavesTheirPlaceToAnother()
    {
        begin();
        enrol("ada", {"bob", "cyd", "dan"});
        const LabelSample sample = need(Labels(*m_workspace).draw(wanted("queue", SampleStrategy::Random, 4)));
        const auto units = unitsOf(sample);
        for (std::size_t i = 0; i < 2; ++i)
            QVERIFY(say("bob", "queue", units[i], LabelAnswer::Yes).ok());
        QVERIFY(say("cyd", "queue", units[0], LabelAnswer::No).ok());
        QCOMPARE(codeOf(say("dan", "queue", units[1], LabelAnswer::No)), std::string("MND-LBL-020"));
        m_people.who->become("ada");
        (void)need(m_workspace->leave(People::id("bob"), "another job"));
        m_people.who->become("dan");
        QCOMPARE(need(Labels(*m_workspace).next("queue"))->entry, units[1]); // both have answered the first
        QVERIFY(say("dan", "queue", units[1], LabelAnswer::No).ok());
        QCOMPARE(codeOf(say("dan", "queue", units[0], LabelAnswer::No)), std::string("MND-LBL-025"));
        QVERIFY(standing("queue").of(units[0]).state() == LabelState::Disagreed); // what two answered stays
        QVERIFY(standing("queue").of(units[1]).state() == LabelState::OneAnswer);
        QCOMPARE(codeOf(say("ada", "queue", units[1], LabelAnswer::No)), std::string("MND-LBL-020")); // the places are taken
        QVERIFY(say("cyd", "queue", units[1], LabelAnswer::No).ok());
        QVERIFY(standing("queue").of(units[1]).answer() == LabelAnswer::No);
        // Of the first dan is a third person, though he has a place now.
        m_people.who->become("dan");
        QVERIFY(Labels(*m_workspace).settle({0, {"queue", 0, units[0]}, LabelAnswer::Yes, "the customer asked", {}}).ok());
        QVERIFY(standing("queue").of(units[0]).answer() == LabelAnswer::Yes);
        QVERIFY(need(m_workspace->verify()).ok);
        const auto reopened = need(Workspace::open(m_workspace->path(), true, m_people.surroundings()));
        QVERIFY(need(Labels(*reopened).named("queue")).units == standing("queue").units);
    }

    void aSessionIsToldAsAWholeWhateverTheTimesAre()
    {
        begin();
        LabelSample early = wanted("early", SampleStrategy::Stratified, 8);
        early.until = at(500); // before anybody pays or is handed over
        const LabelSample sample = need(Labels(*m_workspace).draw(early));
        QCOMPARE(sample.population(), std::uint64_t{8});
        std::uint64_t flagged = 0, prohibited = 0;
        for (const SampleStratum &stratum : sample.strata) {
            for (const LabelUnit &unit : stratum.drawn)
                flagged += unit.flagged ? 1 : 0;
            prohibited += stratum.name == "prohibited" ? stratum.population : 0;
        }
        QCOMPARE(flagged, std::uint64_t{2});
        QCOMPARE(prohibited, std::uint64_t{2});
        // What came in after it was drawn changes nothing of it.
        const Call later{"s5", "transfer_to_human_agents", "{}", 2000, 1, "clerk"};
        (void)need(m_workspace->import({m_folder.write("later.jsonl", line(later, 900))}, {}));
        QVERIFY(need(Labels(*m_workspace).check(sample)).check == DrawCheck::Same);
    }

    void aForeignFrameOrRootIsNoExcuseAndAJudgementThatTheLedgerNamesIs()
    {
        begin(false);
        Labels labels(*m_workspace);
        const LabelSample random = need(labels.draw(wanted("random", SampleStrategy::Random, 4)));
        const LabelSample strata = need(labels.draw(wanted("strata", SampleStrategy::Stratified, 4)));
        const auto checkOf = [&](const LabelSample &sample) { return need(labels.check(sample)).check; };
        for (const LabelSample &genuine : {random, strata}) {
            QVERIFY(checkOf(genuine) == DrawCheck::Same);
            LabelSample foreign = genuine;
            foreign.frame = sha256("another");
            QVERIFY(checkOf(foreign) == DrawCheck::NotExplained && isFinding(checkOf(foreign)));
            foreign.frameEntries = sha256("another");
            QVERIFY(checkOf(foreign) == DrawCheck::OtherEntries);
            foreign = genuine;
            foreign.ledgerRoot = sha256("another");
            foreign.seedChosen = true; // else its seed would not follow
            QVERIFY(checkOf(foreign) == DrawCheck::OtherLedger);
        }
        (void)need(m_workspace->addPact(shopPact())); // judges the trail anew
        const DrawnAgain again = need(labels.check(random));
        QVERIFY(again.check == DrawCheck::SameJudgedAnew && !isFinding(again.check)); // by chance: the same whatever was judged
        QVERIFY(again.judgedAnew && *again.judgedAnew > strata.entry);
        QVERIFY(checkOf(strata) == DrawCheck::FrameChanged && !isFinding(checkOf(strata)));
        LabelSample chosen = random;
        chosen.strata[0].drawn[0] = chosen.strata[0].drawn[1];
        QVERIFY(checkOf(chosen) == DrawCheck::Different);
        chosen = strata;
        chosen.strata[0].population += 100; // what it was drawn from has as many as ever
        QVERIFY(checkOf(chosen) == DrawCheck::OtherEntries);
        chosen = strata;
        chosen.strata[0].drawn[0].entry += 1; // no session's first record
        QVERIFY(checkOf(chosen) == DrawCheck::OtherEntries);
        // A note of an older program has no second digest, and can be checked all the same.
        LabelSample old = random;
        old.frameEntries.reset();
        old.seedChosen.reset();
        QVERIFY(checkOf(old) == DrawCheck::SameJudgedAnew);
        const SigningKey key = need(KeyStore(KeyStore::userFolder()).load(m_workspace->store().publicKey()));
        old.name = "old";
        old.signer.ledger.clear();
        const std::string body = sampleEntry(old, key);
        QVERIFY(body.find("frame_entries") == std::string::npos && body.find("seed_chosen") == std::string::npos);
        const LabelSample read = need(readSampleEntry(m_workspace->store().size(), body, m_workspace->people()));
        QVERIFY(!read.frameEntries && !read.seedChosen && read.strata == random.strata);
        QVERIFY(need(m_workspace->verify()).ok);
    }

    void aSeedFollowsFromTheLedgerAndTheNameOrIsSignedAsChosen()
    {
        begin();
        Labels labels(*m_workspace);
        const LabelSample sample = need(labels.draw(wanted("queue", SampleStrategy::Random, 4)));
        QVERIFY(sample.seedChosen == false);
        QCOMPARE(sample.seed, derivedSeed(sample.ledgerRoot, "queue"));
        QVERIFY(sample.seed <= largestSeed && derivedSeed(sample.ledgerRoot, "queue2") != sample.seed && derivedSeed(sha256("x"), "queue") != sample.seed);
        LabelSample byHand = wanted("by-hand", SampleStrategy::Random, 4);
        byHand.seed = 7;
        byHand.seedChosen = true;
        QCOMPARE(need(labels.draw(byHand)).seed, std::uint64_t{7});
        QVERIFY(standing("by-hand").sample.seedChosen == true);
        byHand.name = "not-said"; // a seed that nobody says to have chosen is not taken
        byHand.seedChosen.reset();
        QVERIFY(need(labels.draw(byHand)).seed != 7);
        // Who says that nobody chose it is found out.
        LabelSample lying = sample;
        lying.seed = 7;
        QCOMPARE(sampleRefusal(lying)->code, std::string("MND-LBL-009"));
        // What else was drawn for the same question, and left.
        QVERIFY((otherSamples(labels.list(), sample) == OtherSamples{2, 2, 0}));
        QVERIFY(say("ada", "by-hand", unitsOf(standing("by-hand").sample)[0], LabelAnswer::Yes).ok());
        (void)need(labels.draw(wanted("calls", SampleStrategy::Random, 4, LabelQuestion::InScope)));
        QVERIFY((otherSamples(labels.list(), sample) == OtherSamples{2, 1, 1}));
        QVERIFY((otherSamples(labels.list(), standing("calls").sample) == OtherSamples{}));
        QVERIFY(need(m_workspace->verify()).ok);
    }

    void anAnswerIsNoEntryToShowBeforeTwoHaveGivenIt()
    {
        begin();
        enrol("ada", {"bob"});
        Labels labels(*m_workspace);
        const LabelSample sample = need(labels.draw(wanted("queue", SampleStrategy::Random, 3)));
        const auto units = unitsOf(sample);
        QVERIFY(say("ada", "queue", units[0], LabelAnswer::No).ok());
        const EntryNumber changed = m_workspace->store().size() - 1;
        QVERIFY(say("ada", "queue", units[0], LabelAnswer::Yes).ok());
        const EntryNumber first = m_workspace->store().size() - 1;
        QCOMPARE(labels.secrecy(first)->code, std::string("MND-LBL-029"));
        QVERIFY(labels.secrecy(changed).has_value()); // what was answered before as well
        QVERIFY(!labels.secrecy(sample.entry) && !labels.secrecy(units[0]) && !labels.secrecy(first + 100));
        QVERIFY(say("bob", "queue", units[0], LabelAnswer::No).ok());
        QVERIFY(!labels.secrecy(first) && !labels.secrecy(changed));
    }
};

QTEST_GUILESS_MAIN(LabelRulesTest)
#include "label_rules_test.moc"

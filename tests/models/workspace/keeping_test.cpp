// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping evidence and letting it go: legal holds, retention with its tombstones, custody and reveals, on real workspace files.
#include "tests/models/workspace/quiet_trail.h"
#include "tests/models/workspace/several_people.h"

#include "models/cases/keeping.h"
#include "models/evidence/merkle.h"
#include "models/evidence/record_json.h"
#include "models/people/key_store.h"
#include "models/query/query.h"
#include "models/workspace/selection.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <array>

using namespace mandate;
using namespace mandate::test;

namespace {

Instant daysAfter(const Instant &from, int days)
{
    return {from.nanoseconds + std::int64_t{days} * 86'400 * 1'000'000'000, true};
}

bool anyFileHolds(const std::string &path, const std::string &words)
{
    for (const char *end : {"", "-wal", "-text", "-text-wal"}) {
        QFile file(QString::fromStdString(path + end));
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(QByteArray::fromStdString(words)))
            return true;
    }
    return false;
}

} // namespace

class KeepingTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    People m_people;
    std::string m_path;
    std::unique_ptr<Workspace> m_workspace;
    int m_made = 0;

    /// A workspace of who is signed in now, with a pact that keeps for so long.
    void begin(int days, const std::string &deployment = "*")
    {
        m_people = {};
        m_path = m_folder.path("keeping" + std::to_string(++m_made) + ".mandate");
        m_workspace = need(Workspace::create(m_path, m_people.surroundings()));
        (void)need(m_workspace->addPact(pactKeeping(days, deployment)));
    }
    void import(const std::vector<Call> &calls)
    {
        ++m_made;
        const std::string file = m_folder.write("trail" + std::to_string(m_made) + ".jsonl", lines(calls, static_cast<std::size_t>(m_made) * 100));
        (void)need(m_workspace->import({file}, {}));
    }
    void reopen()
    {
        m_workspace.reset();
        m_workspace = need(Workspace::open(m_path, false, m_people.surroundings()));
    }
    void pass(int days) { m_people.pass(days * 24); }
    [[nodiscard]] std::vector<EntryNumber> actionsOf(const std::string &session) const
    {
        EvidenceSelection selection;
        selection.filter = actions();
        selection.filter.sessions = {session};
        return need(selectEvidence(*m_workspace, selection));
    }
    [[nodiscard]] std::string keptWords(const RetentionPlan &plan) const
    {
        std::string words;
        for (const RetentionPlan::Kept &kept : plan.kept)
            words += (words.empty() ? "" : "; ") + std::string(nameOf(kept.because)) + ' ' + kept.what + ' ' + std::to_string(kept.records);
        return words;
    }
    void holds()
    {
        const Verification verified = need(m_workspace->verify());
        QVERIFY2(verified.ok, verified.firstBad ? verified.firstBad->reason.c_str() : "");
    }
    /// What verification says is wrong.
    [[nodiscard]] QString objection() const
    {
        const Verification verified = need(m_workspace->verify());
        return verified.firstBad ? QString::fromStdString(verified.firstBad->reason) : QStringLiteral("nothing");
    }
    /// What the workspace would sign for two neighbours.
    [[nodiscard]] Tombstone tombstoneFor(const std::vector<EntryNumber> &entries, const std::string &reason) const
    {
        const std::vector<Digest> leaves = need(m_workspace->store().leaves(entries.front(), 2));
        std::string remains;
        for (const std::string &body : need(m_workspace->store().bodies(entries))) {
            JsonReader reader;
            Arena arena;
            appendRecordJson(remains, remainsOf(need(readRecord(body, reader, arena))));
            remains += '\n';
        }
        return {rangesOf(entries), 2, sha256({leaves[0].view(), leaves[1].view()}), sha256(remains), 2, 1, {}, reason, {m_workspace->person().id, {}, *m_people.now, {}}};
    }
    /// Signs as the workspace does and appends behind its back, as another program could.
    void appendBehind(const std::function<std::string(const SigningKey &)> &write, const std::vector<EntryNumber> &erasing = {})
    {
        m_workspace.reset();
        OpenOptions options;
        KeyStore keys(KeyStore::userFolder());
        options.unlock = [&](const PublicKey &key) { return keys.load(key); };
        auto store = need(openStore(m_path, options));
        const SigningKey key = need(keys.load(store->publicKey()));
        if (write) {
            const std::string body = write(key);
            Batch batch;
            NewEntry entry;
            entry.type = EntryType::Note;
            entry.body = body;
            batch.entries.push_back(entry);
            std::vector<std::unique_ptr<Store::Prepared>> prepared;
            prepared.push_back(store->prepare(batch));
            (void)need(store->append(std::move(prepared)));
        }
        if (!erasing.empty())
            (void)need(store->erase(erasing));
        store->endWriting();
    }

private Q_SLOTS:
    void theLongestOfWhatPactsSayCountsAndNeverLessThanSixMonths()
    {
        begin(0);
        import(quietCalls("s1", "quiet", 0));
        const std::uint64_t records = count(*m_workspace, {});
        QCOMPARE(QString::fromStdString(keptWords(need(m_workspace->retentionPlan(daysAfter(*m_people.now, 4000))))),
                 QStringLiteral("no_retention shop@1.0.0 %1").arg(records));
        begin(30);
        import(quietCalls("s1", "quiet", 0));
        // A little over thirty days is not enough, whatever the pact says; half a year is.
        const Instant received = *m_people.now;
        const RetentionPlan early = need(m_workspace->retentionPlan(daysAfter(received, 182)));
        QVERIFY(early.going.empty());
        QCOMPARE(QString::fromStdString(keptWords(early)), QStringLiteral("younger shop@1.0.0 %1").arg(records));
        QVERIFY(early.kept.front().next->nanoseconds <= daysAfter(received, 183).nanoseconds);
        const RetentionPlan late = need(m_workspace->retentionPlan(daysAfter(received, 184)));
        QCOMPARE(late.going.size(), std::size_t{records});
        QCOMPARE(late.pacts.size(), std::size_t{1});
        QCOMPARE(late.pacts.front().days, 183U);
        QVERIFY(late.items > 0 && late.entryOctets > 0 && late.itemOctets > 0);
        // A new version that keeps longer counts for what the old one judged too.
        std::string longer = pactKeeping(400);
        longer.replace(longer.find("1.0.0"), 5, "1.1.0");
        (void)need(m_workspace->addPact(longer));
        QVERIFY(need(m_workspace->retentionPlan(daysAfter(received, 300))).going.empty());
        QCOMPARE(need(m_workspace->retentionPlan(daysAfter(received, 402))).going.size(), std::size_t{records});
    }
    void whatNoPactBindsAndWhatIsOfIncidentsStays()
    {
        begin(183, "shop");
        import({{"bad", "pay", "{\"amount\":60}", 0}, {"bad", "read_order", {}, 1}});
        import(quietCalls("fine", "quiet", 3));
        std::vector<Call> strangers = quietCalls("x1", "quiet", 5);
        for (Call &call : strangers) {
            call.agent = "stranger";
            call.deployment = "elsewhere";
        }
        import(strangers);
        QCOMPARE(need(m_workspace->incidents()).size(), std::size_t{1});
        const RetentionPlan plan = need(m_workspace->retentionPlan(daysAfter(*m_people.now, 400)));
        QCOMPARE(QString::fromStdString(keptWords(plan)), QStringLiteral("open_incident %1 2; no_pact stranger 2").arg(QString::fromStdString(need(m_workspace->incidents()).front().id)));
        QVERIFY(plan.going == actionsOf("fine"));
    }
    void aSessionThatGoesOnKeepsItsPast()
    {
        begin(183);
        import(quietCalls("long", "quiet", 0));
        pass(180);
        import(quietCalls("long", "again", 100));
        const RetentionPlan plan = need(m_workspace->retentionPlan(daysAfter(*m_people.now, 10)));
        QVERIFY(plan.going.empty());
        QCOMPARE(QString::fromStdString(keptWords(plan)), QStringLiteral("younger shop@1.0.0 2; together  2"));
    }
    void whatIsErasedIsInNoFileAndEveryProofHolds()
    {
        begin(183);
        import(quietCalls("gone", "QX7SECRETQX7", 0));
        pass(100);
        import(quietCalls("stays", "ZZ8KEPTZZ8", 50));
        QVERIFY(anyFileHolds(m_path, "QX7SECRETQX7"));
        const Checkpoint before = m_workspace->store().head();
        const std::vector<Digest> leaves = need(m_workspace->store().leaves(0, before.size));
        const std::vector<EntryNumber> gone = actionsOf("gone");
        const std::vector<EntryNumber> stays = actionsOf("stays");
        const auto judgedBefore = verdicts(*m_workspace);
        const Row row = need(m_workspace->store().rows(std::array{gone.front()})).front();
        pass(90);
        QSignalSpy grew(m_workspace.get(), &Workspace::ledgerGrew);
        QVERIFY(!m_workspace->applyRetention({}).ok());
        QVERIFY(!m_workspace->applyRetention("over", 77).ok());
        QCOMPARE(QString::fromStdString(m_workspace->applyRetention("over", gone.size(), {}, &stays).error().code), QStringLiteral("MND-WSP-042")); // as many, but others
        QCOMPARE(m_workspace->store().size(), before.size);
        const AppliedRetention applied = need(m_workspace->applyRetention("retention is over", gone.size()));
        QVERIFY(applied.tombstone.has_value());
        QCOMPARE(applied.erased.entries, std::uint64_t{2});
        QCOMPARE(applied.erased.octets, applied.plan.entryOctets + applied.plan.itemOctets);
        QVERIFY(applied.erased.scrubbed);
        QCOMPARE(grew.count(), 1);
        for (const bool reopened : {false, true}) {
            if (reopened)
                reopen();
            QVERIFY(!anyFileHolds(m_path, "QX7SECRETQX7"));
            holds();
            QCOMPARE(need(m_workspace->verify()).erased, std::uint64_t{2});
            const EvidenceDetail detail = need(m_workspace->detail(gone.front()));
            QVERIFY(detail.row.erased && detail.itemBytes.empty() && detail.body.find("SECRET") == std::string::npos);
            QCOMPARE(detail.leaf, leaves[gone.front()]);
            QCOMPARE(QString::fromStdString(detail.tombstone->tombstone.reason), QStringLiteral("retention is over"));
            QCOMPARE(QString::fromStdString(detail.tombstone->tombstone.pacts.front().version), QStringLiteral("shop@1.0.0"));
            // Figures are as before.
            QVERIFY(verdicts(*m_workspace) == judgedBefore);
            const Row now = need(m_workspace->store().rows(std::array{gone.front()})).front();
            QVERIFY(now.agent == row.agent && now.tool == row.tool && now.time == row.time && now.verdict == row.verdict && now.clause == row.clause);
            // The neighbour, its bytes and its proof.
            const EvidenceDetail neighbour = need(m_workspace->detail(stays.front()));
            QVERIFY(neighbour.body.find("ZZ8KEPTZZ8") != std::string::npos && neighbour.itemBytes.find("ZZ8KEPTZZ8") != std::string::npos);
            const Checkpoint head = m_workspace->store().head();
            const std::vector<Digest> all = need(m_workspace->store().leaves(0, head.size));
            QVERIFY(std::equal(leaves.begin(), leaves.end(), all.begin()));
            QVERIFY(verifyInclusion(leafHash(neighbour.body), stays.front(), head.size, inclusionProof(all, stays.front(), head.size), head.root));
            QVERIFY(verifyInclusion(detail.leaf, gone.front(), head.size, inclusionProof(all, gone.front(), head.size), head.root));
            QVERIFY(need(m_workspace->retentionPlan()).going.empty());
            QCOMPARE(need(m_workspace->retentionPlan()).erasedBefore, std::uint64_t{2});
        }
        // Judging again leaves what was said of erased actions as it was; what is known already stays known.
        std::string next = pactKeeping(183);
        next.replace(next.find("1.0.0"), 5, "1.1.0");
        next.replace(next.find("args.amount > 100"), 17, "args.amount > 1  ");
        (void)need(m_workspace->addPact(next));
        QCOMPARE(QString::fromUtf8(nameOf(need(m_workspace->store().rows(std::array{gone.back()})).front().verdict).data()), QStringLiteral("permitted"));
        holds();
    }
    void aHoldKeepsWhatCameAfterItAndItsReleaseLetsGo()
    {
        begin(183);
        import(quietCalls("s1", "quiet", 0));
        EvidenceSelection selection;
        selection.filter.sessions = {"s1"};
        QVERIFY(!m_workspace->placeHold({}, "court order", selection).ok());
        const LegalHold hold = need(m_workspace->placeHold("M-7", "court order", selection));
        import(quietCalls("s1", "later", 30)); // came in after it was placed
        import(quietCalls("s2", "other", 60));
        pass(200);
        RetentionPlan plan = need(m_workspace->retentionPlan());
        QCOMPARE(QString::fromStdString(keptWords(plan)), QStringLiteral("hold %1 4").arg(QString::fromStdString(hold.id)));
        QVERIFY(plan.going == actionsOf("s2"));
        QCOMPARE(need(m_workspace->heldBy(actionsOf("s1").back())).size(), std::size_t{1});
        QVERIFY(need(m_workspace->heldBy(actionsOf("s2").back())).empty());
        (void)need(m_workspace->applyRetention("over"));
        QVERIFY(need(m_workspace->detail(actionsOf("s1").back())).body.find("later") != std::string::npos);
        // What a pact or a person can change tells no hold.
        for (const char *asked : {"verdict:prohibited", "clause:1", "not finding:2.1", "same_session:(verdict:permitted)"}) {
            EvidenceSelection moving;
            moving.query = asked;
            moving.filter.where.push_back(readQuery(asked, *m_people.now).condition);
            QCOMPARE(QString::fromStdString(m_workspace->placeHold("M-9", "why", moving).error().code), QStringLiteral("MND-WSP-040"));
        }
        EvidenceSelection broken;
        broken.clause = "2.1";
        QVERIFY(!m_workspace->placeHold("M-9", "why", broken).ok());
        // One that nobody can read keeps everything.
        (void)need(m_workspace->releaseHold(hold.id, "settled"));
        QVERIFY(!m_workspace->releaseHold(hold.id, "again").ok());
        QVERIFY(!m_workspace->releaseHold("HOLD-00000000", "no such").ok());
        const NoteSigner me{m_workspace->person().id, {}, *m_people.now, {}};
        appendBehind([&](const SigningKey &key) { return holdEntry({HoldStep::Place, "M-8", "{\"phase_of_moon\":[\"full\"]}", {}, "later words", me}, key); });
        reopen();
        QVERIFY(need(m_workspace->retentionPlan()).going.empty());
        (void)need(m_workspace->releaseHold(m_workspace->holds().back().id, "settled"));
        QCOMPARE(need(m_workspace->applyRetention("over")).erased.entries, std::uint64_t{4});
        holds();
    }
    void onlyOwnersAndLegalHoldEraseAndUnmask()
    {
        begin(183);
        import(quietCalls("s1", "quiet", 0));
        (void)need(m_workspace->enrolFirst({PersonRole::Owner}, "first"));
        for (const auto &[account, role] : {std::pair{"lea", PersonRole::Legal}, {"pia", PersonRole::ProductLead}})
            (void)need(m_workspace->enrol(m_people.request(account), {role}, "enrolled"));
        pass(200);
        m_people.who->become("pia");
        QVERIFY(m_workspace->keepingRefusal("erase evidence").has_value());
        for (const Error &error : {m_workspace->placeHold("M-1", "why", {}).error(), m_workspace->applyRetention("why").error(), m_workspace->setMasking(true, "why").error()})
            QCOMPARE(QString::fromStdString(error.code), QStringLiteral("MND-CUS-003"));
        QCOMPARE(QString::fromStdString(m_workspace->revealField(actionsOf("s1").front(), "/action/arguments/email", "e-mail", "curious").error().code), QStringLiteral("MND-CUS-009"));
        m_people.who->become("lea");
        const LegalHold hold = need(m_workspace->placeHold("M-1", "why", {}));
        QCOMPARE(QString::fromStdString(hold.placed.signer.by), QStringLiteral("account:lea"));
        QVERIFY(need(m_workspace->applyRetention("over")).plan.going.empty());
        (void)need(m_workspace->releaseHold(hold.id, "settled"));
        QVERIFY(need(m_workspace->setMasking(true, "personal data")).on);
        QCOMPARE(QString::fromStdString(need(m_workspace->revealField(actionsOf("s1").front(), "/action/arguments/email", "e-mail", "asked by the customer"))),
                 QStringLiteral("\"quiet@example.org\""));
        QVERIFY(!m_workspace->revealField(actionsOf("s1").front(), "/action/arguments/none", "e-mail", "why").ok());
        // Signed with the workspace's key in her name it counts for nothing, and is named.
        const NoteSigner lea{"account:lea", {}, *m_people.now, {}};
        appendBehind([&](const SigningKey &key) { return holdEntry({HoldStep::Place, "M-9", "{}", {}, "forged", lea}, key); });
        reopen();
        QCOMPARE(m_workspace->holds().size(), std::size_t{1});
        QVERIFY2(objection().contains(QStringLiteral("account:lea")), qPrintable(objection()));
    }
    void anErasureThatWasCutOffIsFinishedByTheNextWriter()
    {
        begin(183);
        import(quietCalls("gone", "QX7SECRETQX7", 0));
        import(quietCalls("bad", "ZZ8KEPTZZ8", 20));
        pass(200);
        // The tombstone is in the ledger, and its writer was killed before it erased: made by one workspace, taken up by a copy from just before.
        const std::vector<EntryNumber> gone = actionsOf("gone");
        const Tombstone tombstone = tombstoneFor(gone, "over");
        appendBehind([&](const SigningKey &key) { return tombstoneEntry(tombstone, key); });
        m_workspace = need(Workspace::open(m_path, true, m_people.surroundings()));
        holds(); // nothing is wrong: it is there, and said to go
        QVERIFY(!need(m_workspace->detail(gone.front())).row.erased);
        QVERIFY(anyFileHolds(m_path, "QX7SECRETQX7"));
        reopen();
        (void)need(m_workspace->placeHold("M-1", "anything that writes", {}));
        QVERIFY(need(m_workspace->detail(gone.front())).row.erased);
        QVERIFY(!anyFileHolds(m_path, "QX7SECRETQX7"));
        QVERIFY(anyFileHolds(m_path, "ZZ8KEPTZZ8"));
        holds();
    }
    void aForgedTombstoneIsNamed()
    {
        begin(183);
        import(quietCalls("s1", "quiet", 0));
        import(quietCalls("s2", "other", 20));
        const std::vector<EntryNumber> first = actionsOf("s1");
        const std::vector<EntryNumber> second = actionsOf("s2");
        // Text that is gone without any tombstone.
        appendBehind({}, first);
        reopen();
        QVERIFY2(objection().contains(QStringLiteral("The text of entry %1 was erased, and no tombstone").arg(first.front())), qPrintable(objection()));
        // One that was signed for other records is not carried out, and named.
        const Tombstone lying{rangesOf(second), 2, sha256("other leaves"), sha256("other text"), 0, 0, {}, "because", {m_workspace->person().id, {}, *m_people.now, {}}};
        appendBehind([&](const SigningKey &key) { return tombstoneEntry(lying, key); });
        reopen();
        (void)need(m_workspace->placeHold("M-1", "anything that writes", {}));
        QVERIFY(!need(m_workspace->detail(second.front())).row.erased);
        // By a key that is nobody's.
        begin(183);
        import(quietCalls("s1", "quiet", 0));
        const std::vector<EntryNumber> there = actionsOf("s1");
        const Tombstone stranger{rangesOf(there), 2, sha256("x"), sha256("y"), 0, 0, {}, "because", {m_workspace->person().id, {}, *m_people.now, {}}};
        const SigningKey other = SigningKey::generate();
        appendBehind([&](const SigningKey &) { return tombstoneEntry(stranger, other); });
        reopen();
        (void)need(m_workspace->placeHold("M-1", "anything that writes", {}));
        QVERIFY(m_workspace->tombstones().empty());
        QVERIFY(!need(m_workspace->detail(there.front())).row.erased);
        QVERIFY2(objection().contains(QStringLiteral("erased records does not hold")), qPrintable(objection()));
    }
    void whoErasedWhatAHoldKeptIsNamed()
    {
        begin(183);
        import(quietCalls("s1", "quiet", 0));
        EvidenceSelection selection;
        selection.filter.sessions = {"s1"};
        const LegalHold hold = need(m_workspace->placeHold("M-7", "court order", selection));
        const std::vector<EntryNumber> kept = actionsOf("s1");
        const Tombstone against = tombstoneFor(kept, "oops");
        appendBehind([&](const SigningKey &key) { return tombstoneEntry(against, key); }, kept);
        reopen();
        QVERIFY2(objection().contains(QString::fromStdString("although " + hold.id + " kept it for M-7")), qPrintable(objection()));
    }
    void whatAHoldKeptIsNotErasedByATombstoneOfACopyWithoutIt()
    {
        begin(183);
        import(quietCalls("s1", "quiet", 0));
        import(quietCalls("s2", "other", 20));
        pass(200);
        EvidenceSelection selection;
        selection.filter.sessions = {"s1"};
        const LegalHold hold = need(m_workspace->placeHold("M-7", "court order", selection));
        // Signed by who may, in a copy of the file from before the hold, and taken over from there.
        const std::vector<EntryNumber> kept = actionsOf("s1");
        const Tombstone against = tombstoneFor(kept, "over");
        appendBehind([&](const SigningKey &key) { return tombstoneEntry(against, key); });
        reopen();
        (void)need(m_workspace->setMasking(true, "anything that writes"));
        QVERIFY(!need(m_workspace->detail(kept.front())).row.erased);
        QVERIFY(need(m_workspace->detail(kept.front())).body.find("quiet") != std::string::npos);
        QVERIFY2(objection().contains(QString::fromStdString("although " + hold.id + " kept it for M-7 when it was signed")), qPrintable(objection()));
        QVERIFY(need(m_workspace->verify()).firstBad->affects.starts_with("Nothing is lost"));
        // Also not when the hold has ended: it was no erasure that could be signed.
        (void)need(m_workspace->releaseHold(hold.id, "settled"));
        reopen();
        (void)need(m_workspace->setMasking(false, "anything that writes"));
        QVERIFY(!need(m_workspace->detail(kept.front())).row.erased);
        QVERIFY(objection().contains(QStringLiteral("when it was signed")));
    }
    void custodyTellsWhoDidWhatWithWhichRecords()
    {
        begin(183);
        import(quietCalls("s1", "quiet", 0));
        import(quietCalls("s2", "other", 20));
        QVERIFY(need(m_workspace->custody()).empty());
        EvidenceSelection selection;
        selection.filter.sessions = {"s1"};
        const LegalHold hold = need(m_workspace->placeHold("M-7", "court order", selection));
        (void)need(m_workspace->revealField(actionsOf("s2").front(), "/action/arguments/email", "e-mail", "asked"));
        (void)need(m_workspace->setMasking(true, "policy"));
        Annotation tag;
        tag.step = AnnotationStep::Tag;
        tag.entry = actionsOf("s2").front();
        tag.text = "matter-7";
        (void)need(m_workspace->annotate(tag));
        (void)need(m_workspace->releaseHold(hold.id, "settled"));
        pass(200);
        (void)need(m_workspace->applyRetention("over"));
        const auto acts = [this](const CustodyScope &scope) {
            QStringList all;
            for (const CustodyEvent &event : need(m_workspace->custody(scope)))
                all += QString::fromUtf8(nameOf(event.act).data());
            return all.join(u' ');
        };
        QCOMPARE(acts({}), QStringLiteral("hold_placed field_revealed masking_changed remarked hold_released erased"));
        QCOMPARE(acts({actionsOf("s1").front(), {}}), QStringLiteral("hold_placed hold_released erased"));
        QCOMPARE(acts({actionsOf("s2").front(), {}}), QStringLiteral("field_revealed remarked erased"));
        QVERIFY(!m_workspace->custody({std::nullopt, "INC-00000000"}).ok());
        const CustodyEvent last = need(m_workspace->custody()).back();
        QCOMPARE(QString::fromStdString(last.reason), QStringLiteral("over"));
        QCOMPARE(QString::fromStdString(last.signer.by), QStringLiteral("account:ada"));
    }
};

QTEST_GUILESS_MAIN(KeepingTest)
#include "keeping_test.moc"

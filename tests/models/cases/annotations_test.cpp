// SPDX-License-Identifier: GPL-3.0-or-later
// Stars, tags and notes on records of a real ledger: who may put them there, what they change and what they never do, and how queries ask for them.
#include "tests/models/workspace/made_trail.h"
#include "tests/models/workspace/several_people.h"

#include "models/cases/annotation_book.h"
#include "models/people/key_store.h"
#include "models/query/query.h"

#include <QSignalSpy>
#include <QTest>

using namespace mandate;
using namespace mandate::test;

namespace {

Annotation about(EntryNumber entry, AnnotationStep step, std::string text = {})
{
    Annotation annotation;
    annotation.entry = entry;
    annotation.step = step;
    annotation.text = std::move(text);
    return annotation;
}

} // namespace

class AnnotationsTest : public QObject
{
    Q_OBJECT

    WorkspaceFolder m_folder;
    int m_made = 0;
    std::string m_path;

    std::unique_ptr<Workspace> open(const People &people)
    {
        m_path = m_folder.path("annotated" + std::to_string(++m_made) + ".mandate");
        auto made = need(Workspace::create(m_path, people.surroundings()));
        (void)need(made->addPact(shopPact()));
        (void)need(made->import({m_folder.write("annotated" + std::to_string(m_made) + ".jsonl",
                                                lines({{"a", "read_order", "{}", 1}, {"a", "read_order", "{}", 2}, {"b", "read_order", "{}", 3}}))},
                                {}));
        return made;
    }
    static std::vector<EntryNumber> records(const Workspace &workspace) { return need(workspace.store().select({}, RowOrder::ArrivalAscending)); }
    static std::vector<EntryNumber> found(const Workspace &workspace, std::string_view query)
    {
        RowFilter filter;
        const QueryReading reading = readQuery(query, systemNow());
        if (reading.problem)
            qFatal("%s", sentenceOf(*reading.problem).c_str());
        filter.where.push_back(reading.condition);
        return need(workspace.store().select(need(workspace.resolved(filter)), RowOrder::ArrivalAscending));
    }

    /// Signs with the workspace's key and appends behind its back, as another program could.
    void appendBehind(const Workspace &workspace, const People &people, Annotation said) const
    {
        said.at = *people.now;
        said.ledger = workspace.store().publicKey().id();
        const KeyStore keys(KeyStore::userFolder());
        auto store = need(openStore(m_path, {false, [&](const PublicKey &key) { return keys.load(key); }}));
        Batch batch;
        NewEntry entry;
        entry.type = EntryType::Note;
        const std::string body = annotationEntry(said, need(keys.load(workspace.store().publicKey())));
        entry.body = body;
        batch.entries.push_back(entry);
        std::vector<std::unique_ptr<Store::Prepared>> prepared;
        prepared.push_back(store->prepare(batch));
        (void)need(store->append(std::move(prepared)));
    }

private Q_SLOTS:
    void aStarATagAndANoteAreSignedEntriesThatChangeNoRecord()
    {
        const People people;
        const auto workspace = open(people);
        const EntryNumber record = records(*workspace).front();
        const std::string before = need(workspace->store().body(record));
        const auto size = workspace->store().size();
        QSignalSpy grew(workspace.get(), &Workspace::ledgerGrew);
        (void)need(workspace->annotate(about(record, AnnotationStep::Star)));
        (void)need(workspace->annotate(about(record, AnnotationStep::Tag, "matter-7")));
        const auto note = need(workspace->annotate(about(record, AnnotationStep::Note, "Ask the desk why.\nBefore Friday.")));
        QCOMPARE(grew.count(), 3);
        QCOMPARE(workspace->store().size(), size + 3);
        QCOMPARE(need(workspace->store().body(record)), before);
        QCOMPARE(note.said.by, std::string("account:ada"));
        QCOMPARE(note.said.leaf, need(workspace->store().leaves(record, 1)).front());
        const auto marks = workspace->recordMarks();
        QCOMPARE(marks.size(), std::size_t(1));
        QCOMPARE(marks.front(), (RecordMarks{record, "account:ada", {"matter-7"}, {"Ask the desk why.\nBefore Friday."}}));
        QVERIFY(need(workspace->verify()).ok);
    }

    void takingBackIsAnotherEntryAndWhatWasSaidStays()
    {
        const People people;
        const auto workspace = open(people);
        const EntryNumber record = records(*workspace).front();
        (void)need(workspace->annotate(about(record, AnnotationStep::Star)));
        const auto note = need(workspace->annotate(about(record, AnnotationStep::Note, "wrong")));
        (void)need(workspace->annotate(about(record, AnnotationStep::Unstar)));
        Annotation back = about(record, AnnotationStep::Withdraw);
        back.note = note.digest;
        (void)need(workspace->annotate(back));
        QVERIFY(workspace->recordMarks().empty());
        const auto said = workspace->annotations(record);
        QCOMPARE(said.size(), std::size_t(4));
        QVERIFY(said[1].takenBack);
        QCOMPARE(said[1].said.text, std::string("wrong"));
        QVERIFY(need(workspace->store().body(note.number)).find("envelope") != std::string::npos);
        QVERIFY(need(workspace->verify()).ok);
    }

    void whatIsNotThereCannotBeTakenBackAndEmptyTextIsRefused()
    {
        const People people;
        const auto workspace = open(people);
        const EntryNumber record = records(*workspace).front();
        const auto size = workspace->store().size();
        QCOMPARE(workspace->annotate(about(record, AnnotationStep::Unstar)).error().code, std::string("MND-ANN-004"));
        QCOMPARE(workspace->annotate(about(record, AnnotationStep::Untag, "x")).error().code, std::string("MND-ANN-004"));
        QCOMPARE(workspace->annotate(about(record, AnnotationStep::Note, " \n")).error().code, std::string("MND-ANN-003"));
        QCOMPARE(workspace->annotate(about(record, AnnotationStep::Tag, std::string(65, 'x'))).error().code, std::string("MND-ANN-003"));
        QCOMPARE(workspace->annotate(about(size + 10, AnnotationStep::Star)).error().code, std::string("MND-ANN-002"));
        RowFilter ofPacts;
        ofPacts.types = {EntryType::Pact};
        const auto pacts = need(workspace->store().select(ofPacts, RowOrder::ArrivalAscending));
        QCOMPARE(workspace->annotate(about(pacts.front(), AnnotationStep::Star)).error().code, std::string("MND-ANN-002"));
        QCOMPARE(workspace->store().size(), size);
    }

    void anyEnrolledPersonMarksAndOnlyTheWriterTakesANoteBack()
    {
        const People people;
        const auto workspace = open(people);
        people.who->become("ada");
        (void)need(workspace->enrolFirst({PersonRole::Owner}, {}));
        (void)need(workspace->enrol(people.request("leo"), {PersonRole::Legal}, {}));
        (void)need(workspace->enrol(people.request("pam"), {PersonRole::ProductLead}, {}));
        const EntryNumber record = records(*workspace).front();
        people.who->become("pam");
        QVERIFY(!workspace->annotationRefusal());
        const auto note = need(workspace->annotate(about(record, AnnotationStep::Note, "Is this the new flow?")));
        people.who->become("leo");
        Annotation back = about(record, AnnotationStep::Withdraw);
        back.note = note.digest;
        QCOMPARE(workspace->annotate(back).error().code, std::string("MND-ANN-004"));
        (void)need(workspace->annotate(about(record, AnnotationStep::Star)));
        people.who->become("stranger");
        QVERIFY(workspace->annotationRefusal());
        QVERIFY(!workspace->annotate(about(record, AnnotationStep::Tag, "x")).ok());
        people.who->become("pam");
        (void)need(workspace->annotate(back));
        (void)need(workspace->annotate(about(record, AnnotationStep::Unstar))); // a star is everybody's
        QVERIFY(workspace->recordMarks().empty());
        QVERIFY(need(workspace->verify()).ok);
    }

    void whoSignsInSomebodyElsesNameIsFoundAndCountsForNothing()
    {
        const People people;
        EntryNumber record = 0;
        {
            const auto workspace = open(people);
            people.who->become("ada");
            (void)need(workspace->enrolFirst({PersonRole::Owner}, {}));
            record = records(*workspace).front();
            Annotation forged = about(record, AnnotationStep::Note, "Ada saw nothing wrong.");
            forged.leaf = need(workspace->store().leaves(record, 1)).front();
            forged.by = "account:ada";
            appendBehind(*workspace, people, std::move(forged));
        }
        const auto workspace = need(Workspace::open(m_path, true, people.surroundings()));
        QVERIFY(workspace->recordMarks().empty());
        QVERIFY(workspace->annotations(record).empty());
        const Verification verification = need(workspace->verify());
        QVERIFY(!verification.ok);
        QVERIFY2(verification.firstBad && verification.firstBad->affects.find("remarked") != std::string::npos, verification.firstBad ? verification.firstBad->affects.c_str() : "");
    }

    /// Its signature holds, but the record at that number is another one than it was said of.
    void whatWasSaidOfAnotherRecordIsInNoListAndNoAnswer()
    {
        const People people;
        EntryNumber record = 0;
        {
            const auto workspace = open(people);
            record = records(*workspace).front();
            Annotation elsewhere = about(record, AnnotationStep::Tag, "matter-7");
            elsewhere.leaf = need(workspace->store().leaves(record + 1, 1)).front();
            elsewhere.by = workspace->person().id;
            appendBehind(*workspace, people, std::move(elsewhere));
        }
        const auto workspace = need(Workspace::open(m_path, true, people.surroundings()));
        QVERIFY(workspace->annotations(record).empty());
        QVERIFY(workspace->recordMarks().empty());
        QVERIFY(found(*workspace, "tag:matter-7").empty());
        const Verification verification = need(workspace->verify());
        QVERIFY(!verification.ok && verification.firstBad);
        QVERIFY2(verification.firstBad->reason.find("said of entry " + std::to_string(record)) != std::string::npos, verification.firstBad->reason.c_str());
        QVERIFY(!verification.firstBad->affects.empty() && !verification.firstBad->stillHolds.empty());
    }

    void marksOutliveTheProgram()
    {
        const People people;
        EntryNumber record = 0;
        {
            const auto workspace = open(people);
            record = records(*workspace).back();
            (void)need(workspace->annotate(about(record, AnnotationStep::Tag, "later")));
        }
        const auto workspace = need(Workspace::open(m_path, true, people.surroundings()));
        QCOMPARE(workspace->recordMarks().size(), std::size_t(1));
        QCOMPARE(workspace->recordMarks().front().entry, record);
        QVERIFY(workspace->annotationRefusal()); // read-only
        QVERIFY(!workspace->annotate(about(record, AnnotationStep::Star)).ok());
    }

    void queriesAskForStarsTagsAndNotes()
    {
        const People people;
        const auto workspace = open(people);
        const auto all = records(*workspace);
        QVERIFY(all.size() >= 3);
        (void)need(workspace->annotate(about(all[0], AnnotationStep::Star)));
        (void)need(workspace->annotate(about(all[1], AnnotationStep::Tag, "matter-7")));
        (void)need(workspace->annotate(about(all[2], AnnotationStep::Note, "Ask the Desk why")));
        using Entries = std::vector<EntryNumber>;
        QCOMPARE(found(*workspace, "star:yes"), (Entries{all[0]}));
        QCOMPARE(found(*workspace, "star:account:ada"), (Entries{all[0]}));
        QCOMPARE(found(*workspace, "tag:matter-*"), (Entries{all[1]}));
        QCOMPARE(found(*workspace, "tag:matter"), Entries{});
        QCOMPARE(found(*workspace, "note:desk"), (Entries{all[2]}));
        QCOMPARE(found(*workspace, "star:yes or note:\"the desk\""), (Entries{all[0], all[2]}));
        QCOMPARE(found(*workspace, "not star:yes").size(), all.size() - 1);
        QCOMPARE(found(*workspace, "same_session:(note:desk) and not star:yes and no:" + std::to_string(all[2])), (Entries{all[2]}));
        // A store that is asked without them says so by matching nothing, never everything.
        RowFilter bare;
        bare.where.push_back(readQuery("star:yes", systemNow()).condition);
        QVERIFY(need(workspace->store().select(bare, RowOrder::ArrivalAscending)).empty());
        for (const char *text : {"star:yes", "tag:matter-*", "note:\"the desk\"", "not tag:(a, b)"}) {
            const auto reading = readQuery(text, systemNow());
            QVERIFY(!reading.problem);
            QCOMPARE(readQuery(queryText(reading.condition), systemNow()).condition, reading.condition);
            QCOMPARE(QString::fromStdString(queryText(reading.condition)), QString::fromLatin1(text));
        }
    }
};

QTEST_GUILESS_MAIN(AnnotationsTest)
#include "annotations_test.moc"

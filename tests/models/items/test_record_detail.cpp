// SPDX-License-Identifier: GPL-3.0-or-later
// One record in plain words, as fields and as bytes: what is said, what is quoted, what is cut, and where fields stand in the bytes.
#include "models/items/record_detail.h"
#include "models/workspace/workspace.h"

#include <QTest>

using namespace mandate;

namespace {

struct Example
{
    EvidenceDetail detail;
    std::string bytes;

    Example()
    {
        bytes = "{\"id\":\"x\",\"name\":\"cancel_reservation\",\"arguments\":{\"reservation_id\":\"EHGLP3\",\"seats\":[1,2]},\"noise\":\"cancel\"}";
        auto memory = std::make_shared<Arena>();
        const std::array<Value, 2> seats{Value::integer(1), Value::integer(2)};
        const std::array<Member, 2> members{Member{Value::string("reservation_id"), Value::string("EHGLP3")},
                                            Member{Value::string("seats"), Value::list({memory->copy(std::span<const Value>(seats)), 2})}};
        detail.record.arguments = Value::map({memory->copy(std::span<const Member>(members)), 2});
        detail.memory = memory;
        detail.record.kind = RecordKind::Action;
        detail.record.tool = "cancel_reservation";
        detail.record.agent = "gpt-4o";
        detail.record.session = "s1";
        detail.record.outcome = Outcome::Executed;
        detail.record.occurred = Instant{1'764'684'248'000'000'000, false};
        detail.record.input = "Please cancel it. <b>now</b>";
        detail.row.type = EntryType::Record;
        detail.row.number = 7;
        detail.row.verdict = Verdict::Prohibited;
        detail.row.clause = "A4";
        detail.itemBytes = bytes;
        detail.spanBegin = 0;
        detail.spanLength = static_cast<std::uint32_t>(bytes.size());
        Explanation why;
        why.pactId = "airline";
        why.pactVersion = "1.0.0";
        why.pactTitle = "Airline agent";
        why.verdict = Verdict::Prohibited;
        why.decidingClause = "A4";
        why.owner = "Owner A";
        Clause clause;
        clause.id = "A4";
        clause.readsAs = "The agent must not cancel outside 24 hours.";
        why.considered.push_back({clause, Explanation::Answer::Yes, {}});
        Clause other;
        other.id = "A4b";
        other.readsAs = "The agent must not cancel a flown flight.";
        why.considered.push_back({other, Explanation::Answer::Undecidable, "state.flight"});
        detail.explanation = why;
    }
};

const DetailField *find(const QList<DetailField> &fields, const QString &name)
{
    for (const DetailField &field : fields) {
        if (field.name == name)
            return &field;
        if (const DetailField *deeper = find(field.children, name))
            return deeper;
    }
    return nullptr;
}

} // namespace

class TestRecordDetail : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anErasedRecordSaysWhoLetItGoAndWhy()
    {
        Example example;
        example.detail.row.erased = true;
        example.detail.row.completeness = HasAction | HasInput | HasTime;
        example.detail.explanation.reset();
        const RecordDetail unclaimed = describeRecord(example.detail);
        QVERIFY(unclaimed.sentence.contains(QStringLiteral("nobody who might signed for that")));
        Tombstone tombstone;
        tombstone.reason = "retention is over <b>now</b>";
        tombstone.pacts = {{"airline@1.0.0", {}, 365, 1}};
        tombstone.signer = {"account:ada", "Ada L.", Instant{1'790'000'000'000'000'000, true}, {}};
        example.detail.tombstone = PlacedTombstone{12, tombstone};
        const RecordDetail told = describeRecord(example.detail);
        QVERIFY2(told.sentence.startsWith(QStringLiteral("Its text was erased on ")) && told.sentence.contains(QStringLiteral("by Ada L. under airline@1.0.0: retention is over <b>now</b>.")),
                 qPrintable(told.sentence));
        QCOMPARE(told.partsPresent(), 3); // what it had, not what remains
    }
    void theSentenceSaysWhoDidWhatWhenAndWhatBecameOfIt()
    {
        const RecordDetail said = describeRecord(Example().detail);
        QVERIFY2(said.sentence.contains(QStringLiteral("gpt-4o asked the tool “cancel_reservation” with reservation_id “EHGLP3”")),
                 qPrintable(said.sentence));
        QVERIFY(said.sentence.contains(QStringLiteral("zone unknown")));
        QVERIFY(said.sentence.endsWith(QStringLiteral("It was executed.")));
    }

    void withoutATimeTheSentenceSaysSo()
    {
        Example example;
        example.detail.record.occurred.reset();
        QVERIFY(describeRecord(example.detail).sentence.startsWith(QStringLiteral("At a time nobody recorded")));
    }

    void theVerdictNamesItsClauseInProseAndWhatIsMissing()
    {
        const RecordDetail said = describeRecord(Example().detail);
        QCOMPARE(said.verdict, words::of(Verdict::Prohibited));
        QCOMPARE(said.clauseSentence, QStringLiteral("The agent must not cancel outside 24 hours."));
        QCOMPARE(said.pactKey, QStringLiteral("airline@1.0.0"));
        QCOMPARE(said.owner, QStringLiteral("Owner A"));
        QCOMPARE(said.missing.size(), 1);
        QVERIFY(said.missing.first().contains(QStringLiteral("state.flight")));
        QCOMPARE(said.considered.size(), 2);
        QVERIFY(said.considered.first().deciding);
    }

    void otherPeoplesWordsAreQuotedAndNeverInterpreted()
    {
        const RecordDetail said = describeRecord(Example().detail);
        QCOMPARE(said.quotes.first().text, QStringLiteral("Please cancel it. <b>now</b>"));
        QVERIFY(!said.quotes.first().label.isEmpty());
    }

    void aMegabyteIsCutAndSaysHowMuchIsLeft()
    {
        Example example;
        const std::string big(1'000'000, 'x');
        example.detail.record.result = big;
        const RecordDetail said = describeRecord(example.detail);
        const QuotedText &result = said.quotes.last();
        QCOMPARE(result.text.size(), quoteLimit);
        QCOMPARE(result.cutOff, quint64(1'000'000 - quoteLimit));
    }

    void evidenceListsTheSixPartsAndWhatIsMissing()
    {
        const RecordDetail said = describeRecord(Example().detail);
        QCOMPARE(said.partsOwed(), 6);
        QCOMPARE(said.partsPresent(), 3); // input, action, time
    }

    void eachFieldSaysWhetherItsSourceSealedIt()
    {
        Example example;
        example.detail.record.basis = "allow, policy v4";
        example.detail.seal = {SealState::Valid, SealKind::HashChain, {}, {}};
        example.detail.ledgerKey = "ed25519:0123456789abcdef";
        example.detail.ledgerSize = 12;
        const RecordDetail said = describeRecord(example.detail);
        const auto sealOf = [&](const char *name) {
            const DetailField *field = find(said.fields, QString::fromLatin1(name));
            return field ? field->seal : StateWord{QStringLiteral("no such field"), Shape::None, Tone::Neutral};
        };
        const StateWord holds{QStringLiteral("Sealed, holds"), Shape::Tick, Tone::Good};
        const StateWord open{QStringLiteral("Recorded, not sealed"), Shape::Diamond, Tone::Neutral};
        QCOMPARE(sealOf("Tool"), holds);
        QCOMPARE(sealOf("Agent"), holds);
        QCOMPARE(sealOf("Occurred"), holds);
        QCOMPARE(sealOf("seats"), holds); // with the arguments it lies in
        QCOMPARE(sealOf("Basis the source claims"), open);
        QCOMPARE(sealOf("Session"), open);
        QCOMPARE(sealOf("Received"), StateWord()); // ours to say, not the source's
        QCOMPARE(sealOf("By its source"), holds);
        QVERIFY(find(said.fields, QStringLiteral("On receipt, by us"))->value.contains(QStringLiteral("ed25519:0123456789abcdef")));

        example.detail.seal = {SealState::Broken, SealKind::HashChain, {}, "Its hash is not over what it says now."};
        const RecordDetail broken = describeRecord(example.detail);
        QCOMPARE(find(broken.fields, QStringLiteral("Tool"))->seal.shape, Shape::Octagon);
        QCOMPARE(find(broken.fields, QStringLiteral("Basis the source claims"))->seal, open);
        QCOMPARE(broken.sealWhy, QStringLiteral("Its hash is not over what it says now."));

        example.detail.seal = {};
        QCOMPARE(describeRecord(example.detail).seal, open);
        QCOMPARE(find(describeRecord(example.detail).fields, QStringLiteral("Tool"))->seal, StateWord()); // said once, not at every field
    }
    void fieldsStandInTheBytes()
    {
        const RecordDetail said = describeRecord(Example().detail);
        const DetailField *tool = find(said.fields, QStringLiteral("Tool"));
        QVERIFY(tool);
        QCOMPARE(said.bytes.mid(tool->begin, tool->length), QByteArrayLiteral("\"cancel_reservation\""));
        QCOMPARE(tool->condition, QStringLiteral("tool:cancel_reservation"));
        const DetailField *id = find(said.fields, QStringLiteral("reservation_id"));
        QVERIFY(id);
        QCOMPARE(said.bytes.mid(id->begin, id->length), QByteArrayLiteral("\"reservation_id\":\"EHGLP3\""));
        const DetailField *seats = find(said.fields, QStringLiteral("seats"));
        QVERIFY(seats);
        QCOMPARE(said.bytes.mid(seats->begin, seats->length), QByteArrayLiteral("\"seats\":[1,2]"));
        QCOMPARE(seats->children.size(), 2);
    }

    void membersAreFoundInJsonWithinJson()
    {
        const QByteArray bytes = "{\"arguments\":\"{\\\"user_id\\\": \\\"mia_li_3668\\\", \\\"n\\\": 2}\"}";
        const ByteRange user = findMember(bytes, 0, bytes.size(), "user_id");
        QCOMPARE(bytes.mid(user.begin, user.length), QByteArrayLiteral("\\\"user_id\\\": \\\"mia_li_3668\\\""));
        QCOMPARE(findMember(bytes, 0, bytes.size(), "absent").begin, qsizetype(-1));
        QCOMPARE(findMember({}, 0, 0, "x").begin, qsizetype(-1));
        QCOMPARE(findText(bytes, 1000, 10, "x").begin, qsizetype(-1));
    }

    void damagedBytesNeverRunPastTheEnd()
    {
        for (const QByteArray &bytes : {QByteArrayLiteral("{\"a\":\"open"), QByteArrayLiteral("{\"a\":\"x\\"), QByteArrayLiteral("{\"a\":{\"b\":[1"),
                                        QByteArrayLiteral("\"a\":")}) {
            const ByteRange range = findMember(bytes, 0, bytes.size(), "a");
            QVERIFY(range.begin < 0 || range.begin + range.length <= bytes.size());
        }
    }
};

QTEST_GUILESS_MAIN(TestRecordDetail)
#include "test_record_detail.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Records as entries: canonical, and the same when read back, for random and for difficult records.
#include "models/base/canonical_json.h"
#include "models/evidence/record_json.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <map>
#include <random>

using namespace mandate;

namespace {

class RandomRecords
{
public:
    explicit RandomRecords(unsigned seed) : m_random(seed) {}

    Record next(Arena &arena)
    {
        Record r;
        r.kind = static_cast<RecordKind>(below(5));
        r.source = text(arena);
        r.format = text(arena);
        r.offset = m_random() >> 12;
        r.line = below(1000);
        if (below(2)) {
            for (auto &octet : r.itemDigest.octets)
                octet = static_cast<std::uint8_t>(below(256));
        }
        r.spanBegin = static_cast<std::uint32_t>(below(2) * below(1U << 31));
        r.spanLength = static_cast<std::uint32_t>(below(1U << 31));
        r.message = static_cast<std::int32_t>(below(100)) - 1;
        r.call = static_cast<std::int32_t>(below(3)) - 1;
        for (std::string_view *field : {&r.agent, &r.agentVersion, &r.model, &r.deployment, &r.session, &r.trace, &r.span, &r.onBehalfOf, &r.tool,
                                        &r.argumentsText, &r.target, &r.said, &r.reasoning, &r.error, &r.basis})
            *field = text(arena);
        if (below(2))
            r.occurred = Instant{static_cast<std::int64_t>(m_random()), below(2) == 1};
        r.received = Instant{static_cast<std::int64_t>(m_random()) / 8, true};
        r.role = static_cast<Role>(below(5));
        if (below(2))
            r.input = text(arena);
        if (below(2))
            r.result = text(arena);
        if (below(2))
            r.arguments = map(arena, 4);
        if (below(2))
            r.labels = map(arena, 3);
        r.callsInMessage = static_cast<std::uint32_t>(below(3));
        if (below(2))
            r.confidence = static_cast<double>(below(1001)) / 1000;
        r.outcome = static_cast<Outcome>(below(4));
        r.signature = static_cast<SignatureState>(below(4));
        return r;
    }

private:
    std::uint64_t below(std::uint64_t end) { return m_random() % end; }

    std::string_view text(Arena &arena)
    {
        static constexpr std::array<std::string_view, 14> pieces{"a",    "Z9", " ", "\"", "\\", "\n", "\t",
                                                                 "\x01", "/",  "~", "é",  "語", "😀",  "\xEF\xBF\xBD"};
        std::string out;
        for (std::uint64_t n = below(5); n > 0; --n)
            out += pieces[below(pieces.size())];
        return arena.copy(out);
    }
    Value value(Arena &arena, int depth)
    {
        switch (below(depth > 0 ? 9 : 7)) {
        case 0: return Value::null();
        case 1: return Value::boolean(below(2) == 1);
        case 2: return Value::integer(static_cast<std::int64_t>(m_random()) >> below(64));
        case 3: return Value::unsignedInteger(m_random() | std::uint64_t{1} << 63);
        case 4: return Value::real(std::ldexp(static_cast<double>(below(1U << 20)) - (1 << 19), static_cast<int>(below(140)) - 60));
        case 5: return Value::real(static_cast<double>(static_cast<std::int64_t>(m_random())) / 1000);
        case 6: return Value::string(text(arena));
        case 7: {
            std::vector<Value> items;
            for (std::uint64_t n = below(4); n > 0; --n)
                items.push_back(value(arena, depth - 1));
            return Value::list({arena.copy(std::span<const Value>(items)), items.size()});
        }
        default: return map(arena, depth - 1);
        }
    }
    Value map(Arena &arena, int depth)
    {
        std::map<std::string, Value, decltype([](const std::string &a, const std::string &b) { return lessByUtf16(a, b); })> sorted;
        for (std::uint64_t n = below(5); n > 0; --n)
            sorted[std::string(text(arena))] = value(arena, depth);
        std::vector<Member> members;
        for (const auto &[key, item] : sorted)
            members.push_back({Value::string(arena.copy(key)), item});
        return Value::map({arena.copy(std::span<const Member>(members)), members.size()});
    }

    std::mt19937_64 m_random;
};

/// Every field; values by `identical`, which compares numbers as typed.
bool same(const Record &a, const Record &b)
{
    return a.kind == b.kind && a.source == b.source && a.format == b.format && a.offset == b.offset && a.line == b.line &&
           a.itemDigest == b.itemDigest && a.spanBegin == b.spanBegin && a.spanLength == b.spanLength && a.message == b.message && a.call == b.call &&
           a.agent == b.agent && a.agentVersion == b.agentVersion && a.model == b.model && a.deployment == b.deployment && a.session == b.session &&
           a.trace == b.trace && a.span == b.span && a.onBehalfOf == b.onBehalfOf && a.occurred == b.occurred && a.received == b.received &&
           a.role == b.role && a.input == b.input && a.tool == b.tool && identical(a.arguments, b.arguments) && a.argumentsText == b.argumentsText &&
           a.target == b.target && a.said == b.said && a.reasoning == b.reasoning && a.callsInMessage == b.callsInMessage &&
           a.confidence == b.confidence && a.outcome == b.outcome && a.result == b.result && a.error == b.error && a.basis == b.basis &&
           identical(a.labels, b.labels) && a.signature == b.signature && a.completeness() == b.completeness();
}

Value oneArgument(Arena &arena, Value value)
{
    const Member member{Value::string("x"), value};
    return Value::map({arena.copy(std::span(&member, 1)), 1});
}

} // namespace

class RecordJsonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anyRecordIsCanonicalAndReadsBackTheSame()
    {
        RandomRecords records(20260101);
        JsonReader reader;
        for (int i = 0; i < 5000; ++i) {
            Arena arena;
            const Record record = records.next(arena);
            std::string json;
            appendRecordJson(json, record);
            Arena other;
            const auto parsed = reader.read(json, other);
            QVERIFY2(parsed.ok(), json.c_str());
            QCOMPARE(canonicalJson(*parsed), json);
            const auto back = readRecord(json, reader, other);
            QVERIFY2(back.ok(), back ? "" : (describe(back.error()) + json).c_str());
            QVERIFY2(same(*back, record), json.c_str());
        }
    }
    void difficultNumbersKeepTheirValueAndType_data()
    {
        QTest::addColumn<int>("row");
        for (int row = 0; row < 12; ++row)
            QTest::addRow("%d", row) << row;
    }
    void difficultNumbersKeepTheirValueAndType()
    {
        QFETCH(int, row);
        const std::array<Value, 12> numbers{Value::integer(INT64_MAX),
                                            Value::integer(INT64_MIN),
                                            Value::integer((1LL << 53) - 1),
                                            Value::integer(1LL << 53),
                                            Value::unsignedInteger(UINT64_MAX),
                                            Value::real(100),
                                            Value::real(1e20),
                                            Value::real(1e21),
                                            Value::real(-0.0),
                                            Value::real(9007199254740993.0),
                                            Value::real(5e-324),
                                            Value::real(std::numeric_limits<double>::max())};
        Arena arena;
        Record record;
        record.arguments = oneArgument(arena, numbers.at(static_cast<std::size_t>(row)));
        std::string json;
        appendRecordJson(json, record);
        JsonReader reader;
        const auto back = readRecord(json, reader, arena);
        QVERIFY2(back.ok(), json.c_str());
        QVERIFY2(identical(back->arguments, record.arguments), json.c_str());
        QCOMPARE(canonicalJson(*reader.read(json, arena)), json);
    }
    void anIntegerThatJsonCannotCarryIsTextAndSaysSo()
    {
        Arena arena;
        Record record;
        record.arguments = oneArgument(arena, Value::integer(9007199254740993));
        std::string json;
        appendRecordJson(json, record);
        QVERIFY(json.find(R"("x":"9007199254740993")") != std::string::npos);
        QVERIFY(json.find(R"("integers_as_text":["/action/arguments/x"])") != std::string::npos);
    }
    void argumentsTooDeepForAnEntryBecomeText()
    {
        std::string deep(510, '[');
        deep += std::string(510, ']');
        JsonReader reader;
        Arena arena;
        Record record;
        record.arguments = oneArgument(arena, *reader.read(deep, arena));
        std::string json;
        appendRecordJson(json, record);
        const auto back = readRecord(json, reader, arena);
        QVERIFY2(back.ok(), back ? "" : describe(back.error()).c_str());
        QCOMPARE(std::string(back->argumentsText), R"({"x":)" + deep + '}');
    }
    void aNameThatIsNotUtf8IsMadeReadable()
    {
        Record record;
        record.source = "caf\xE9.json";
        std::string json;
        appendRecordJson(json, record);
        JsonReader reader;
        Arena arena;
        const auto back = readRecord(json, reader, arena);
        QVERIFY(back.ok());
        QCOMPARE(std::string(back->source), std::string("caf\xEF\xBF\xBD.json"));
    }
    void whatIsNoRecordIsRefusedWithAReason()
    {
        JsonReader reader;
        Arena arena;
        for (const char *json : {"", "{}", "[]", R"({"type":"record"})", R"({"type":"record","v":2})", R"({"type":"record","v":1})",
                                 R"({"type":"record","v":1,"kind":"dance","when":{"received":"2025-01-01T00:00:00Z"}})",
                                 R"({"integers_as_text":["x"],"type":"record","v":1,"when":{"received":"2025-01-01T00:00:00Z"}})"}) {
            const auto record = readRecord(json, reader, arena);
            QVERIFY2(!record, json);
            QCOMPARE(record.error().kind, ErrorKind::Corrupt);
        }
    }
    void searchTextHoldsTheWordsAndEndsAtACodePoint()
    {
        Arena arena;
        Record record;
        record.tool = "cancel";
        record.arguments = oneArgument(arena, Value::string("ORDER-7"));
        record.input = "please";
        record.said = "ééé";
        std::string text;
        appendSearchText(text, record);
        QCOMPARE(text, std::string("cancel\nORDER-7\nplease\nééé\n"));
        text.clear();
        appendSearchText(text, record, 26);
        QCOMPARE(text, std::string("cancel\nORDER-7\nplease\néé"));
    }
    void completenessSaysWhatIsThere()
    {
        Arena arena;
        Record record;
        QCOMPARE(int(record.completeness()), 0);
        record.tool = "t";
        record.arguments = oneArgument(arena, Value::null());
        record.result = "";
        record.input = "hello";
        QCOMPARE(int(record.completeness()), HasInput | HasAction);
        record.result = "r";
        record.occurred = Instant{};
        record.said = "because";
        record.basis = "policy";
        record.signature = SignatureState::Invalid;
        QCOMPARE(int(record.completeness()), 127);
    }
};

QTEST_APPLESS_MAIN(RecordJsonTest)
#include "record_json_test.moc"

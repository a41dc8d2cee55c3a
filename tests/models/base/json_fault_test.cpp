// SPDX-License-Identifier: GPL-3.0-or-later
// Where a refused document stops being JSON: the place for each kind of fault, and that there is a place exactly where the reader refuses.
#include "models/base/json_fault.h"
#include "models/base/json_reader.h"

#include <QTest>

#include <random>

using namespace mandate;

namespace {

/// Well-formed, with one of everything.
const char *const good = "{\"a\":[1,-2.5e3,true,null,\"x\\n\\u00e9\\ud83d\\ude00 \xc3\xa9\xf0\x9f\x98\x80\"],\"b\":{\"c\":\"\",\"d\":false,\"c2\":18446744073709551615},\"e\":[[],{}]}";
/// What is put into it.
const char *const spice = "{}[],:\"\\0123456789.-+eEtfnul \n\x01\xc3\xed\xff";

std::optional<std::uint64_t> faultOf(std::string_view json)
{
    return offsetOfJsonFault(json, JsonReader::maximumDepth);
}

} // namespace

class JsonFaultTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachFaultIsFoundWhereItIs_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<int>("offset");
        const auto row = [](const char *name, const QByteArray &json, int offset) { QTest::newRow(name) << json << offset; };
        row("empty", "", 0);
        row("blank", "  ", 2);
        row("cut off", R"({"subject": {"type": "agent",)", 29);
        row("no value", R"({"a":})", 5);
        row("comma before the end", R"({"a":1,})", 7);
        row("no comma", R"([1 2])", 3);
        row("two documents", R"({} {})", 3);
        row("key without quotes", R"({a:1})", 1);
        row("single quotes", R"({'a':1})", 1);
        row("NaN", R"({"a":NaN})", 5);
        row("a word cut short", R"([tru])", 4);
        row("leading zero", R"([10,012])", 4);
        row("no digits behind the point", R"([1.])", 3);
        row("too large for a double", R"([1,1e999])", 3);
        row("too large for 64 bits", R"([1,18446744073709551616])", 3);
        row("below 64 bits", R"([-9223372036854775809])", 1);
        row("escape", R"(["a\x"])", 3);
        row("half a pair", R"(["\ud800"])", 2);
        row("control character", "[\"a\nb\"]", 3);
        row("no UTF-8", "{\"a\":\"\xff\"}", 6);
        row("overlong UTF-8", "[\"\xc0\xaf\"]", 2);
        row("a surrogate in UTF-8", "[\"\xed\xa0\x80\"]", 2);
        row("key given twice", R"({"a":1,"b":2,"a":3})", 13);
        row("key given twice, once escaped", R"({"a":1,"\u0061":3})", 7);
        row("text not closed", "{\"a\":\"b", 7);
        row("too deep", QByteArray(600, '['), JsonReader::maximumDepth);
    }
    void eachFaultIsFoundWhereItIs()
    {
        QFETCH(QByteArray, json);
        QFETCH(int, offset);
        JsonReader reader;
        Arena arena;
        const auto read = reader.read(json.toStdString(), arena);
        QVERIFY(!read);
        QCOMPARE(read.error().position.offset.value_or(UINT64_MAX), static_cast<std::uint64_t>(offset));
    }

    void thereIsAPlaceExactlyWhereTheReaderRefuses()
    {
        JsonReader reader;
        std::mt19937 random(20261129);
        int refused = 0;
        for (int round = 0; round < 30'000; ++round) {
            std::string json = good;
            for (unsigned change = 0; change <= random() % 3 && !json.empty(); ++change) {
                const std::size_t at = random() % json.size();
                const char wrong = spice[random() % (std::char_traits<char>::length(spice) + 1)]; // its end, too: a NUL
                switch (random() % 4) {
                case 0: json[at] = wrong; break;
                case 1: json.insert(at, 1, wrong); break;
                case 2: json.erase(at, 1 + random() % 4); break;
                default: json.resize(at + 1);
                }
            }
            Arena arena;
            const bool ok = reader.read(json, arena).ok();
            const auto fault = faultOf(json);
            QVERIFY2(ok == !fault && (!fault || *fault <= json.size()), json.c_str());
            refused += ok ? 0 : 1;
        }
        QVERIFY(refused > 15'000 && refused < 30'000); // both kinds were there
    }

    void nestingIsBoundAtTheSamePlace()
    {
        JsonReader reader;
        for (std::size_t depth = JsonReader::maximumDepth - 2; depth <= JsonReader::maximumDepth + 2; ++depth) {
            const std::string json = std::string(depth, '[') + std::string(depth, ']');
            Arena arena;
            const auto read = reader.read(json, arena);
            QCOMPARE(read.ok(), !faultOf(json).has_value());
            QCOMPARE(read.ok(), depth <= JsonReader::maximumDepth);
        }
    }
};

QTEST_APPLESS_MAIN(JsonFaultTest)
#include "json_fault_test.moc"

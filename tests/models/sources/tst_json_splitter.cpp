// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sources/item_stream.h"
#include "models/sources/json_splitter.h"

#include "read_source.h"

#include <QTest>

#include <random>

using namespace mandate;

namespace {

std::vector<std::string> elementsOf(std::string_view json, WalkState &state)
{
    std::vector<std::string> parts;
    ElementWalk walk(json, skipJsonSpace(json, 0));
    while (const auto element = walk.next())
        parts.emplace_back(element->of(json));
    state = walk.state();
    return parts;
}

/// One byte at a time, as plainly as it can be said.
std::optional<std::size_t> slowEndOfContainer(std::string_view json)
{
    bool inString = false;
    std::size_t depth = 0;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            return i + 1;
        }
    }
    return std::nullopt;
}

} // namespace

class JsonSplitterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void elementsAreFoundWhateverTheyAre();
    void bracketsAndQuotesInsideStringsDoNotCount();
    void theFastScanAgreesWithAPlainOne();
    void aCutListGivesItsCompleteElements();
    void membersAreNamedEvenWhenTheirValueIsCut();
    void aPathLeadsToAValue();
    void linesEndWithOrWithoutAReturn();
    void whatIsAroundTheItemsComesAsContext();
    void whatFollowsTheDocumentIsBroken();
    void nestingOfAMillionLevelsIsNoTrouble();
};

void JsonSplitterTest::elementsAreFoundWhateverTheyAre()
{
    WalkState state{};
    const auto parts = elementsOf(R"( [ 1, "a,]" ,{"b":[1,2]},[], null ,-2.5e3,true] )", state);
    const std::vector<std::string> expected{"1", "\"a,]\"", "{\"b\":[1,2]}", "[]", "null", "-2.5e3", "true"};
    QCOMPARE(parts, expected);
    QCOMPARE(state, WalkState::Closed);
    QVERIFY(elementsOf("[]", state).empty());
    QCOMPARE(state, WalkState::Closed);
}

void JsonSplitterTest::bracketsAndQuotesInsideStringsDoNotCount()
{
    const std::string_view json = R"({"a":"}\"]","b\\":"\\\\","c":["]"]} tail)";
    QCOMPARE(endOfJsonValue(json, 0), std::optional<std::size_t>(json.find(" tail")));
}

void JsonSplitterTest::theFastScanAgreesWithAPlainOne()
{
    std::mt19937 random(20250801);
    constexpr std::string_view alphabet = "{}[]\"\\\\\\a ,:";
    for (int round = 0; round < 20000; ++round) {
        std::string json = "[";
        const auto length = random() % 300;
        for (std::size_t i = 0; i < length; ++i)
            json += alphabet[random() % alphabet.size()];
        // Backslashes outside strings are no JSON, and the two judge them differently: leave those out.
        bool inString = false;
        std::string clean;
        for (std::size_t i = 0; i < json.size(); ++i) {
            if (!inString && json[i] == '\\')
                continue;
            clean += json[i];
            if (inString && json[i] == '\\' && i + 1 < json.size())
                clean += json[++i];
            else if (json[i] == '"')
                inString = !inString;
        }
        QCOMPARE(endOfJsonValue(clean, 0), slowEndOfContainer(clean));
    }
}

void JsonSplitterTest::aCutListGivesItsCompleteElements()
{
    const std::string json = R"([{"a":1},{"b":"]"},{"c":[2]}])";
    for (std::size_t cut = 1; cut < json.size(); ++cut) {
        WalkState state{};
        const auto parts = elementsOf(std::string_view(json).substr(0, cut), state);
        QCOMPARE(state, WalkState::Broken);
        QCOMPARE(parts.size(), std::size_t{0} + (cut >= 8) + (cut >= 18) + (cut >= 28));
    }
}

void JsonSplitterTest::membersAreNamedEvenWhenTheirValueIsCut()
{
    const std::string_view json = R"({"a":1,"b":{"c":)";
    MemberWalk walk(json, 0);
    QCOMPARE(text(walk.next()->key), QStringLiteral("a"));
    QCOMPARE(text(walk.next()->key), QStringLiteral("b"));
    QVERIFY(!walk.next());
    QCOMPARE(walk.state(), WalkState::Broken);
}

void JsonSplitterTest::aPathLeadsToAValue()
{
    const std::string_view json = R"({"x":{"list":"no"},"y":{"list":[1,2]}})";
    const auto extent = extentAt(json, {"y", "list"});
    QVERIFY(extent);
    COMPARE_TEXT(extent->of(json), "[1,2]");
    QVERIFY(!extentAt(json, {"y", "absent"}));
    QVERIFY(!extentAt(json, {"x", "list", "deeper"}));
}

void JsonSplitterTest::linesEndWithOrWithoutAReturn()
{
    const std::string_view lines = "a\r\n\nbc\nd";
    LineWalk walk(lines);
    QStringList found;
    while (const auto line = walk.next())
        found << text(line->extent.of(lines)) + QLatin1Char('@') + QString::number(line->number);
    QCOMPARE(found, QStringList({QStringLiteral("a@1"), QStringLiteral("@2"), QStringLiteral("bc@3"), QStringLiteral("d@4")}));
}

void JsonSplitterTest::whatIsAroundTheItemsComesAsContext()
{
    const std::string_view json = R"( {"head":1,"runs":[{"a":1},{"b":2}],"tail":2} )";
    ItemStream stream = ItemStream::elementsOf(json, {"runs"}, true);
    const auto head = stream.next();
    QVERIFY(head && head->context);
    COMPARE_TEXT(head->bytes, R"({"head":1,"runs":[)");
    const auto first = stream.next();
    QVERIFY(first && !first->context);
    COMPARE_TEXT(first->bytes, R"({"a":1})");
    QCOMPARE(first->offset, std::uint64_t{json.find(R"({"a")")});
    QCOMPARE(stream.next()->index, 2U);
    const auto tail = stream.next();
    QVERIFY(tail && tail->context);
    COMPARE_TEXT(tail->bytes, R"(,"tail":2})");
    QVERIFY(!stream.next());
    QVERIFY(!stream.next());
}

void JsonSplitterTest::whatFollowsTheDocumentIsBroken()
{
    ItemStream stream = ItemStream::elements("[1] [2]");
    QVERIFY(!stream.next()->broken);
    const auto rest = stream.next();
    QVERIFY(rest && rest->broken);
    COMPARE_TEXT(rest->bytes, "[2]");
    QVERIFY(!stream.next());
}

void JsonSplitterTest::nestingOfAMillionLevelsIsNoTrouble()
{
    const std::string open(1'000'000, '[');
    QVERIFY(!endOfJsonValue(open, 0));
    const std::string json = open + std::string(1'000'000, ']');
    QCOMPARE(endOfJsonValue(json, 0), std::optional<std::size_t>(json.size()));
}

QTEST_APPLESS_MAIN(JsonSplitterTest)
#include "tst_json_splitter.moc"

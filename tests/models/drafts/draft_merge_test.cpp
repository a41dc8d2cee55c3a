// SPDX-License-Identifier: GPL-3.0-or-later
// What is chosen at a conflict between two drafts, and the number a merged or restored draft gets. What conflicts is merge_test's.
#include "models/drafts/draft_merge.h"
#include "models/drafts/starting_points.h"

#include <QTest>

using namespace mandate;

namespace {

using Json = PactDraft::Json;

Json pactOf(const char *clauses, const char *more = "")
{
    return Json::parse(std::string(R"({"title":"T","schema":"mandate.pact/1","pact_id":"p","version":"1.1.0","binds":[],"clauses":[)") + clauses + ']' + more + '}');
}

std::string clauseOf(const char *id, const char *when)
{
    return std::string(R"({"id":")") + id + R"(","kind":"permit","tools":["t"],"when":")" + when + R"(","reads_as":"It reads."})";
}

ParsedPact parsed(const Json &document)
{
    auto pact = parsePact(document.dump());
    if (!pact)
        qFatal("%s", describe(pact.error()).c_str());
    return std::move(*pact);
}

} // namespace

class DraftMergeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void membersStayInTheOrderOfTheDraft()
    {
        const Json base = pactOf(clauseOf("A", "1 > 0").c_str());
        const Json ours = Json::parse(R"({"version":"1.2.0","title":"T","binds":[],"schema":"mandate.pact/1","pact_id":"p","clauses":[)" + clauseOf("A", "2 > 0") + "]}");
        const Json theirs = pactOf(clauseOf("A", "1 > 0").c_str(), R"(,"purpose":"New.")");
        const DraftMerge merged = mergeDraft(parsed(base), parsed(ours), parsed(theirs));
        QCOMPARE(merged.conflicts.size(), std::size_t(0));
        QCOMPARE(merged.document["purpose"].get<std::string>(), std::string("New."));
        QCOMPARE(merged.document["clauses"][0]["when"].get<std::string>(), std::string("2 > 0"));
    }

    void takingTheirsTakesTheClause()
    {
        const std::string both = clauseOf("A", "1 > 0") + ',' + clauseOf("B", "1 > 0");
        const DraftMerge merged = mergeDraft(parsed(pactOf(both.c_str())), parsed(pactOf((clauseOf("A", "2 > 0") + ',' + clauseOf("B", "2 > 0")).c_str())),
                                             parsed(pactOf((clauseOf("A", "3 > 0") + ',' + clauseOf("B", "3 > 0")).c_str())));
        QCOMPARE(merged.conflicts.size(), std::size_t(2));
        Json document = merged.document;
        takeTheirs(document, merged.conflicts[1]);
        QCOMPARE(document["clauses"][0]["when"].get<std::string>(), std::string("2 > 0"));
        QCOMPARE(document["clauses"][1]["when"].get<std::string>(), std::string("3 > 0"));
    }

    void whatIsGoneOnOneSideGoesOrComesBack()
    {
        const std::string both = clauseOf("A", "1 > 0") + ',' + clauseOf("B", "1 > 0");
        const Json base = pactOf(both.c_str());
        const Json changed = pactOf((clauseOf("A", "1 > 0") + ',' + clauseOf("B", "2 > 0")).c_str());
        const Json without = pactOf(clauseOf("A", "1 > 0").c_str());
        const DraftMerge gone = mergeDraft(parsed(base), parsed(changed), parsed(without));
        QCOMPARE(gone.conflicts.size(), std::size_t(1));
        Json document = gone.document;
        QCOMPARE(document["clauses"].size(), std::size_t(2));
        takeTheirs(document, gone.conflicts[0]);
        QCOMPARE(document["clauses"].size(), std::size_t(1));
        const DraftMerge back = mergeDraft(parsed(base), parsed(without), parsed(changed));
        document = back.document;
        QCOMPARE(document["clauses"].size(), std::size_t(1));
        takeTheirs(document, back.conflicts[0]);
        QCOMPARE(document["clauses"][1]["when"].get<std::string>(), std::string("2 > 0"));
    }

    void otherPartsAreTakenWhole()
    {
        const Json base = pactOf("", R"(,"purpose":"One.")");
        const DraftMerge merged = mergeDraft(parsed(base), parsed(pactOf("", R"(,"purpose":"Two.")")), parsed(pactOf("")));
        QCOMPARE(merged.conflicts.size(), std::size_t(1));
        QCOMPARE(merged.conflicts[0].place, std::string("/purpose"));
        Json document = merged.document;
        takeTheirs(document, merged.conflicts[0]);
        QVERIFY(!document.contains("purpose"));
    }

    void theirOrderOfTheClausesIsTaken()
    {
        const auto list = [](const char *ids) {
            std::string clauses;
            for (const char *id = ids; *id; ++id)
                clauses += (clauses.empty() ? "" : ",") + clauseOf(std::string(1, *id).c_str(), "1 > 0");
            return pactOf(clauses.c_str());
        };
        const DraftMerge merged = mergeDraft(parsed(list("ABC")), parsed(list("CABN")), parsed(list("BAC")));
        QCOMPARE(merged.conflicts.size(), std::size_t(1));
        QVERIFY(merged.conflicts[0].id.empty());
        Json document = merged.document;
        takeTheirs(document, merged.conflicts[0]);
        std::string order;
        for (const Json &clause : document["clauses"])
            order += clause["id"].get<std::string>();
        QCOMPARE(order, std::string("BNAC"));
    }

    void theNumberIsFreeAndLater()
    {
        Json draft{{"version", "1.1.0"}};
        placeAfter(draft, "1.0.0", {"1.0.0"});
        QCOMPARE(draft["version"].get<std::string>(), std::string("1.1.0"));
        placeAfter(draft, "1.10.0", {"1.10.0", "1.11.0"});
        QCOMPARE(draft["version"].get<std::string>(), std::string("1.12.0"));
        QCOMPARE(draft["parent_version"].get<std::string>(), std::string("1.10.0"));
    }
};

QTEST_GUILESS_MAIN(DraftMergeTest)
#include "draft_merge_test.moc"

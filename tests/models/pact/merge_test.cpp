// SPDX-License-Identifier: GPL-3.0-or-later
// Merging two drafts: what either side changed, what both did, and what holds for any three documents.
#include <QTest> // first: moc 6.4 cannot read <compare> when it comes before QObject

#include "models/pact/merge.h"

#include <nlohmann/json.hpp>

#include <random>
#include <set>

using namespace mandate;
using nlohmann::json;

namespace {

json clause(const std::string &id, const std::string &when = "true")
{
    return {{"id", id}, {"kind", "forbid"}, {"tools", {"pay"}}, {"when", when}, {"reads_as", "Clause " + id + "."}};
}

json shop(const std::vector<json> &clauses)
{
    return {{"schema", "mandate.pact/1"},
            {"pact_id", "shop"},
            {"version", "1.0.0"},
            {"title", "Shop"},
            {"binds", json::array({{{"agent", "a"}}})},
            {"accountability", {{"owner", "Owner A"}}},
            {"clauses", clauses}};
}

ParsedPact parsed(const json &document)
{
    auto pact = parsePact(document.dump());
    if (!pact)
        qFatal("%s", describe(pact.error()).c_str());
    return std::move(pact).value();
}

MergedPact merge(const json &base, const json &ours, const json &theirs)
{
    return mergePacts(parsed(base), parsed(ours), parsed(theirs));
}

std::string ids(const MergedPact &merged)
{
    std::string all;
    const json document = json::parse(merged.document);
    for (const json &one : document.at("clauses"))
        all += one.at("id").get<std::string>() + ' ';
    return all;
}

json unversioned(const std::string &document)
{
    json read = json::parse(document);
    read.erase("version");
    read.erase("parent_version");
    return read;
}

/// A document changed in up to four ways.
json changed(json document, std::mt19937 &random)
{
    const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
    for (std::size_t changes = below(5); changes > 0; --changes) {
        json &clauses = document["clauses"];
        switch (below(7)) {
        case 0: document["title"] = "Title " + std::to_string(below(3)); break;
        case 1: document["accountability"]["owner"] = "Owner " + std::to_string(below(3)); break;
        case 2: document["accountability"]["deputy"] = "Deputy " + std::to_string(below(2)); break;
        case 3:
            if (!clauses.empty())
                clauses.erase(clauses.begin() + static_cast<std::ptrdiff_t>(below(clauses.size())));
            break;
        case 4:
            if (!clauses.empty())
                clauses[below(clauses.size())]["when"] = "args.n > " + std::to_string(below(3));
            break;
        case 5: {
            const std::string id = "N" + std::to_string(below(4));
            if (std::ranges::none_of(clauses, [&](const json &one) { return one["id"] == id; }))
                clauses.insert(clauses.begin() + static_cast<std::ptrdiff_t>(below(clauses.size() + 1)), clause(id, below(2) ? "true" : "false"));
            break;
        }
        default:
            if (clauses.size() > 1)
                std::swap(clauses[0], clauses[1 + below(clauses.size() - 1)]);
        }
    }
    return document;
}

} // namespace

class PactMergeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windowsAreKnownByTheirNames();
    void whatOneSideChangedIsTaken();
    void whatBothChangedApartIsAConflictWithThreeTexts();
    void whatBothChangedAlikeIsTakenOnce();
    void clausesKeepTheirOrderAndNewOnesTheirPlace();
    void anOrderThatBothChangedIsAConflict();
    void membersOfAPartAreMergedEach();
    void versionsAreOurs();
    void whatHoldsForAnyThreeDocuments();
};

void PactMergeTest::windowsAreKnownByTheirNames()
{
    const auto with = [](const std::string &paid, const std::string &sent) {
        json pact = shop({clause("A")});
        pact["windows"] = {{{"window", "paid"}, {"within", paid}}, {{"window", "sent"}, {"within", sent}}};
        return pact;
    };
    const MergedPact merged = merge(with("1h", "1h"), with("2h", "1h"), with("1h", "3h"));
    QVERIFY(merged.conflicts.empty());
    QVERIFY(json::parse(merged.document).at("windows") == with("2h", "3h").at("windows"));
}

void PactMergeTest::whatOneSideChangedIsTaken()
{
    const json base = shop({clause("A"), clause("B"), clause("C")});
    json ours = base;
    ours["clauses"][0]["when"] = "args.n > 1";
    json theirs = shop({clause("A"), clause("C", "false"), clause("D")});
    theirs["title"] = "Another title";
    const MergedPact merged = merge(base, ours, theirs);
    QVERIFY(merged.conflicts.empty());
    json expected = shop({clause("A", "args.n > 1"), clause("C", "false"), clause("D")});
    expected["title"] = "Another title";
    QCOMPARE(merged.document, parsed(expected).canonical);
}

void PactMergeTest::whatBothChangedApartIsAConflictWithThreeTexts()
{
    const json base = shop({clause("A"), clause("B")});
    json ours = base;
    ours["clauses"][1] = clause("B", "args.n > 1");
    json theirs = base;
    theirs["clauses"][1] = clause("B", "args.n > 2");
    const MergedPact merged = merge(base, ours, theirs);
    QCOMPARE(merged.conflicts.size(), std::size_t{1});
    const MergeConflict &conflict = merged.conflicts[0];
    QCOMPARE(conflict.place, std::string("/clauses/1"));
    QCOMPARE(conflict.id, std::string("B"));
    QVERIFY(json::parse(conflict.base) == base["clauses"][1]);
    QVERIFY(json::parse(conflict.ours) == ours["clauses"][1]);
    QVERIFY(json::parse(conflict.theirs) == theirs["clauses"][1]);
    QCOMPARE(merged.document, parsed(ours).canonical);
    // Taken out here, changed there: a person decides.
    const json without = shop({clause("A")});
    for (const auto &[one, other] : {std::pair{without, theirs}, std::pair{theirs, without}}) {
        const MergedPact torn = merge(base, one, other);
        QCOMPARE(torn.conflicts.size(), std::size_t{1});
        QCOMPARE(torn.conflicts[0].id, std::string("B"));
        QVERIFY(torn.conflicts[0].ours.empty() != torn.conflicts[0].theirs.empty());
    }
}

void PactMergeTest::whatBothChangedAlikeIsTakenOnce()
{
    const json base = shop({clause("A")});
    const json both = shop({clause("A", "false"), clause("B")});
    const MergedPact merged = merge(base, both, both);
    QVERIFY(merged.conflicts.empty());
    QCOMPARE(merged.document, parsed(both).canonical);
}

void PactMergeTest::clausesKeepTheirOrderAndNewOnesTheirPlace()
{
    const json base = shop({clause("A"), clause("B"), clause("C")});
    const json ours = shop({clause("A"), clause("O"), clause("B"), clause("C")});
    const json theirs = shop({clause("T"), clause("C"), clause("A"), clause("B"), clause("U")});
    QCOMPARE(QString::fromStdString(ids(merge(base, ours, theirs))), QStringLiteral("T C A O B U "));
    QCOMPARE(QString::fromStdString(ids(merge(base, theirs, ours))), QStringLiteral("T C A O B U "));
    QVERIFY(merge(base, ours, theirs).conflicts.empty());
    // Both at the same place: by name, whichever side is ours.
    const json p = shop({clause("A"), clause("P"), clause("B"), clause("C")});
    QCOMPARE(QString::fromStdString(ids(merge(base, ours, p))), QStringLiteral("A O P B C "));
    QCOMPARE(QString::fromStdString(ids(merge(base, p, ours))), QStringLiteral("A O P B C "));
}

void PactMergeTest::anOrderThatBothChangedIsAConflict()
{
    const json base = shop({clause("A"), clause("B"), clause("C")});
    const json ours = shop({clause("B"), clause("A"), clause("C")});
    const json theirs = shop({clause("A"), clause("C"), clause("B")});
    const MergedPact merged = merge(base, ours, theirs);
    QCOMPARE(QString::fromStdString(ids(merged)), QStringLiteral("B A C "));
    QCOMPARE(merged.conflicts.size(), std::size_t{1});
    QCOMPARE(merged.conflicts[0].place, std::string("/clauses"));
}

void PactMergeTest::membersOfAPartAreMergedEach()
{
    const json base = shop({clause("A")});
    json ours = base;
    ours["accountability"]["deputy"] = "Deputy B";
    json theirs = base;
    theirs["accountability"]["owner"] = "Owner C";
    const MergedPact merged = merge(base, ours, theirs);
    QVERIFY(merged.conflicts.empty());
    QVERIFY((json::parse(merged.document)["accountability"] == json{{"owner", "Owner C"}, {"deputy", "Deputy B"}}));
    ours["accountability"]["owner"] = "Owner D";
    const MergedPact torn = merge(base, ours, theirs);
    QCOMPARE(torn.conflicts.size(), std::size_t{1});
    QCOMPARE(torn.conflicts[0].place, std::string("/accountability/owner"));
    QCOMPARE(torn.conflicts[0].theirs, std::string("\"Owner C\""));
}

void PactMergeTest::versionsAreOurs()
{
    const json base = shop({clause("A")});
    json ours = base;
    ours["version"] = "1.1.0";
    ours["parent_version"] = "1.0.0";
    json theirs = base;
    theirs["version"] = "1.0.5";
    const MergedPact merged = merge(base, ours, theirs);
    QVERIFY(merged.conflicts.empty());
    QCOMPARE(merged.document, parsed(ours).canonical);
}

void PactMergeTest::whatHoldsForAnyThreeDocuments()
{
    std::mt19937 random(11);
    const json base = shop({clause("A"), clause("B"), clause("C"), clause("D"), clause("E")});
    int clean = 0;
    int torn = 0;
    for (int round = 0; round < 600; ++round) {
        const json ours = changed(base, random);
        const json theirs = changed(base, random);
        const std::string told = ours.dump() + '\n' + theirs.dump();
        // With a side that changed nothing the other one is the result.
        QVERIFY2(merge(base, ours, base).document == parsed(ours).canonical && merge(base, ours, base).conflicts.empty(), told.c_str());
        QVERIFY2(unversioned(merge(base, base, theirs).document) == unversioned(theirs.dump()), told.c_str());
        const MergedPact one = merge(base, ours, theirs);
        const MergedPact other = merge(base, theirs, ours);
        QVERIFY2(parsePact(one.document).ok(), told.c_str()); // it reads
        // Whichever side is ours: the same places are contested, with the texts changed about, and without any the result is the same.
        std::multiset<std::string> contested[2];
        for (const MergeConflict &conflict : one.conflicts)
            contested[0].insert(conflict.id + '|' + conflict.base + '|' + conflict.ours + '|' + conflict.theirs);
        for (const MergeConflict &conflict : other.conflicts)
            contested[1].insert(conflict.id + '|' + conflict.base + '|' + conflict.theirs + '|' + conflict.ours);
        QVERIFY2(contested[0] == contested[1], told.c_str());
        if (one.conflicts.empty()) {
            ++clean;
            QVERIFY2(one.document == other.document, told.c_str());
        } else {
            ++torn;
        }
        // Nothing is lost: a clause that only one side touched is there as that side has it.
        const json result = json::parse(one.document);
        const auto find = [](const json &document, const std::string &id) {
            for (const json &candidate : document["clauses"]) {
                if (candidate["id"] == id)
                    return candidate;
            }
            return json();
        };
        for (const char *id : {"A", "B", "C", "D", "E", "N0", "N1", "N2", "N3"}) {
            const json b = find(base, id);
            const json o = find(ours, id);
            const json t = find(theirs, id);
            if (b == o)
                QVERIFY2(find(result, id) == t, told.c_str());
            else if (b == t)
                QVERIFY2(find(result, id) == o, told.c_str());
        }
    }
    QVERIFY(clean > 60 && torn > 60);
}

QTEST_APPLESS_MAIN(PactMergeTest)
#include "merge_test.moc"

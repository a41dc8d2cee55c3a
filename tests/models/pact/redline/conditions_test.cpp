// SPDX-License-Identifier: GPL-3.0-or-later
// The class of a clause against pairs of conditions whose relation is known: never a wrong class, and seldom no class.
#include <QTest>

#include "asked_worlds.h"
#include "condition_pairs.h"

#include <algorithm>
#include <array>
#include <cstdio>

using namespace mandate;

class ConditionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thePairsAreManyAndOfEveryRelation();
    void theEvaluatorFindsTheSameRelation_data() { rows(); }
    void theEvaluatorFindsTheSameRelation();
    void theClassIsNeverWrong_data() { rows(); }
    void theClassIsNeverWrong();
    void theClassIsSeldomMissing();

private:
    static void rows();
    int m_undecided = 0;
    int m_asked = 0;
};

void ConditionsTest::rows()
{
    QTest::addColumn<int>("index");
    int index = 0;
    for (const ConditionPair &pair : conditionPairs())
        QTest::newRow(pair.name.c_str()) << index++;
}

void ConditionsTest::thePairsAreManyAndOfEveryRelation()
{
    std::array<int, 4> counts{};
    for (const ConditionPair &pair : conditionPairs())
        ++counts[static_cast<std::size_t>(pair.relation)];
    QVERIFY(conditionPairs().size() >= 80);
    for (const int count : counts)
        QVERIFY(count >= 8);
}

void ConditionsTest::theEvaluatorFindsTheSameRelation()
{
    QFETCH(const int, index);
    const ConditionPair &pair = conditionPairs()[static_cast<std::size_t>(index)];
    bool milder = false;
    bool stricter = false;
    for (const Json &world : worldsOf(Json::parse(pair.values))) {
        const Answer before = answerTo(pair.before, world);
        const Answer after = answerTo(pair.after, world);
        const bool isNow = isMilder(pair.kind, before, after);
        const bool was = isMilder(pair.kind, after, before);
        const bool allowed = (!isNow || pair.relation == Relation::Widens || pair.relation == Relation::Moves) &&
                             (!was || pair.relation == Relation::Narrows || pair.relation == Relation::Moves);
        QVERIFY2(allowed, world.dump().c_str());
        milder |= isNow;
        stricter |= was;
    }
    QCOMPARE(milder, pair.relation == Relation::Widens || pair.relation == Relation::Moves);
    QCOMPARE(stricter, pair.relation == Relation::Narrows || pair.relation == Relation::Moves);
}

void ConditionsTest::theClassIsNeverWrong()
{
    QFETCH(const int, index);
    const ConditionPair &pair = conditionPairs()[static_cast<std::size_t>(index)];
    const auto [before, after] = pactsOf(pair.kind, pair.before, pair.after);
    const auto redline = compare(before, after, patience());
    QVERIFY(redline);
    const PactChange change = changeOf(*redline);
    ++m_asked;
    if (change.change == ScopeChange::CannotTell) {
        ++m_undecided;
        std::printf("INFO   : cannot tell: %s\n", pair.name.c_str());
        return;
    }
    const ScopeChange wanted = pair.relation == Relation::Same      ? ScopeChange::Same
                               : pair.relation == Relation::Narrows ? ScopeChange::Narrows
                                                                    : ScopeChange::Widens;
    QCOMPARE(nameOf(change.change), nameOf(wanted));
    if (wanted == ScopeChange::Widens)
        QCOMPARE(problemOfExample(change, pair.kind, pair.before, pair.after), std::string());
    else
        QCOMPARE(change.counterexample, std::string());
    const bool saysItMoves =
        std::any_of(change.sentences.begin(), change.sentences.end(), [](const std::string &s) { return s.starts_with("It moves"); });
    if (pair.relation == Relation::Widens)
        QVERIFY(!saysItMoves);
}

void ConditionsTest::theClassIsSeldomMissing()
{
    std::printf("INFO   : cannot tell %d of %d\n", m_undecided, m_asked);
    QCOMPARE(m_asked, static_cast<int>(conditionPairs().size()));
    QVERIFY2(m_undecided * 100 <= m_asked * 15, "more than 15 % cannot be told");
}

QTEST_APPLESS_MAIN(ConditionsTest)
#include "conditions_test.moc"

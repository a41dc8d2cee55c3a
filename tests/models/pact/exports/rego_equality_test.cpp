// SPDX-License-Identifier: GPL-3.0-or-later
// The exported Rego module against our evaluator, clause by clause, over every recorded action with its session's facts. Read and evaluated by
// rego_subset.mjs, which is no engine but knows the part of the language that is exported; anything else in a module fails the test.
#include "answered_actions.h"
#include "made_up_actions.h"
#include "tests/models/pact/judged_session.h"

#include <QTest>

#include <algorithm>

using namespace mandate;

namespace {

bool holds(const nlohmann::json &set, const std::string &id)
{
    return std::find(set.begin(), set.end(), id) != set.end();
}

struct Counts
{
    std::size_t pairs = 0;
    std::size_t yes = 0;
    std::size_t undecidable = 0;
    std::size_t outside = 0;
};

QString difference(const JudgedPact &pact, const AnsweredAction &action, const nlohmann::json &theirs, Counts &counts)
{
    const QString where = QString::fromStdString(action.pact + ' ' + action.tool + ' ' + action.args + ": ");
    for (const Clause &clause : pact.compiled->clauses()) {
        const auto ours = action.answers.find(clause.id);
        const auto &expressed = pact.exported.clausesExpressed;
        if (std::find(expressed.begin(), expressed.end(), clause.id) == expressed.end())
            continue;
        if (holds(theirs["asked"], clause.id) != (ours != action.answers.end()))
            return where + QString::fromStdString(clause.id) + QStringLiteral(" speaks of other tools");
        if (ours == action.answers.end())
            continue;
        const bool yes = holds(theirs["yes"], clause.id);
        const bool no = holds(theirs["no"], clause.id);
        const bool undecidable = holds(theirs["undecidable"], clause.id);
        if (yes + no + undecidable != 1)
            return where + QString::fromStdString(clause.id) + QStringLiteral(" has not one answer");
        if (holds(theirs["outside"], clause.id)) {
            ++counts.outside;
            if (!undecidable)
                return where + QString::fromStdString(clause.id) + QStringLiteral(" is decided outside its description");
            continue;
        }
        ++counts.pairs;
        counts.yes += yes;
        counts.undecidable += undecidable;
        if ((yes ? Answer::Yes : no ? Answer::No : Answer::Undecidable) != ours->second)
            return where + QString::fromStdString(clause.id + " is another; Rego: " + theirs.dump());
    }
    return {};
}

} // namespace

class RegoEqualityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRecordedActionGetsTheSameAnswerFromTheModule()
    {
        Pacts pacts;
        std::size_t clauses = 0;
        for (const char *name : {"airline", "banking", "retail", "telecom"}) {
            pacts.emplace(name, judgedPact(shippedPactText(name), ExportTarget::Rego));
            clauses += pacts.at(name).exported.clausesExpressed.size();
        }
        compareAll(pacts, clauses, recordedActions(pacts, qgetenv("MANDATE_RUNS").toStdString()));
    }

    void madeUpArgumentsGetTheSameAnswerFromTheModule()
    {
        Pacts pacts;
        pacts.emplace("conditions", judgedPact(conditionPact(), ExportTarget::Rego));
        const std::size_t clauses = pacts.at("conditions").exported.clausesExpressed.size();
        QCOMPARE(clauses, conditionPactClauses - 1); // two places of no kind are not put in order
        compareAll(pacts, clauses, madeUpActions(pacts, "conditions", 2000));
    }

    void conditionsPutTogetherAtRandomGetTheSameAnswer()
    {
        Pacts pacts;
        pacts.emplace("random", judgedPact(randomConditionPact(90), ExportTarget::Rego));
        QVERIFY(pacts.at("random").exported.clausesExpressed.size() > 45);
        compareAll(pacts, pacts.at("random").exported.clausesExpressed.size(), madeUpActions(pacts, "random", 500));
    }

private:
    static void compareAll(const Pacts &pacts, std::size_t clauses, const std::vector<AnsweredAction> &actions)
    {
        const Asked asked = ask(pacts, actions, QStringLiteral(MANDATE_NODE),
                                {QStringLiteral(MANDATE_SOURCE_DIR "/tests/models/pact/exports/rego_subset.mjs"), QStringLiteral("-")});
        QVERIFY2(asked.failure.isEmpty(), qPrintable(asked.failure));
        Counts counts;
        for (std::size_t i = 0; i < actions.size(); ++i) {
            const QString other = difference(pacts.at(actions[i].pact), actions[i], asked.answers[i], counts);
            QVERIFY2(other.isEmpty(), qPrintable(other));
        }
        qInfo("%zu actions, %zu clauses exported, %zu pairs compared (%zu yes, %zu undecidable), %zu outside the description", actions.size(),
              clauses, counts.pairs, counts.yes, counts.undecidable, counts.outside);
        QVERIFY(counts.pairs > 0 && counts.yes > 0);
        QVERIFY(counts.outside * 4 < counts.pairs);
    }
};

QTEST_GUILESS_MAIN(RegoEqualityTest)
#include "rego_equality_test.moc"

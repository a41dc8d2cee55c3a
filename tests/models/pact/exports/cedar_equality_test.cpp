// SPDX-License-Identifier: GPL-3.0-or-later
// Exported Cedar policies in the real engine (npm @cedar-policy/cedar-wasm) against our evaluator, clause by clause and action by action:
// every recorded action of the four agents ($MANDATE_RUNS), and made-up arguments with gaps, nulls and hostile texts.
#include "answered_actions.h"
#include "tests/models/pact/judged_session.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace mandate;

namespace {

struct Counts
{
    std::size_t actions = 0;
    std::size_t clauses = 0;
    std::size_t pairs = 0;
    std::size_t yes = 0;
    std::size_t undecidable = 0;                ///< of the pairs
    std::size_t refused = 0;                    ///< actions that the mapping does not admit
    std::map<std::string, std::size_t> reasons; ///< of the refused
};

bool contains(const std::vector<std::string> &all, const std::string &one)
{
    return std::find(all.begin(), all.end(), one) != all.end();
}

/// What Cedar said to one clause.
Answer answerOf(const Clause &clause, const std::vector<std::string> &yes, Answer ours)
{
    if (contains(yes, clause.id))
        return Answer::Yes;
    if (clause.kind == ClauseKind::Permit) // an undecidable permission permits nothing, and Cedar cannot say which of both it was
        return ours == Answer::Undecidable ? Answer::Undecidable : Answer::No;
    return contains(yes, clause.id + ".undecidable") ? Answer::Undecidable : Answer::No;
}

/// Compares all; gives the first difference.
QString firstDifference(const Pacts &pacts, const std::vector<AnsweredAction> &actions, const nlohmann::json &theirs, Counts &counts)
{
    static constexpr std::array<const char *, 3> words{"no", "yes", "undecidable"};
    for (const auto &[name, pact] : pacts)
        counts.clauses += pact.exported.clausesExpressed.size();
    for (std::size_t i = 0; i < actions.size(); ++i) {
        const AnsweredAction &action = actions[i];
        const nlohmann::json &their = theirs[i];
        ++counts.actions;
        if (their.contains("refused")) {
            ++counts.refused;
            ++counts.reasons[action.tool + ": " + their["refused"].get<std::string>()];
            continue;
        }
        const QString where = QString::fromStdString(action.pact + ' ' + action.tool + ' ' + action.args);
        if (!their["errors"].empty())
            return where + QStringLiteral(": Cedar fell over: ") + QString::fromStdString(their["errors"].dump());
        const auto yes = their["yes"].get<std::vector<std::string>>();
        const JudgedPact &pact = pacts.at(action.pact);
        bool permitted = false;
        bool stopped = false;
        for (const Clause &clause : pact.compiled->clauses()) {
            const auto ours = action.answers.find(clause.id);
            if (ours == action.answers.end()) {
                if (contains(yes, clause.id) || contains(yes, clause.id + ".undecidable"))
                    return where + QStringLiteral(": Cedar applies a clause that does not speak of the tool: ") + QString::fromStdString(clause.id);
                continue;
            }
            if (!contains(pact.exported.clausesExpressed, clause.id))
                continue;
            const Answer their3 = answerOf(clause, yes, ours->second);
            ++counts.pairs;
            counts.yes += ours->second == Answer::Yes;
            counts.undecidable += ours->second == Answer::Undecidable;
            if (their3 != ours->second)
                return where + QStringLiteral(": %1 is %2, Cedar says %3")
                                   .arg(QString::fromStdString(clause.id), QLatin1String(words[static_cast<std::size_t>(ours->second)]),
                                        QLatin1String(words[static_cast<std::size_t>(their3)]));
            permitted |= clause.kind == ClauseKind::Permit && ours->second == Answer::Yes;
            stopped |= clause.kind != ClauseKind::Permit && ours->second != Answer::No;
        }
        if ((their["decision"] == "allow") != (permitted && !stopped))
            return where + QStringLiteral(": the decision is another: ") + QString::fromStdString(their["decision"]);
    }
    return {};
}

std::string conditionPact()
{
    struct Row
    {
        const char *kind;
        const char *when;
    };
    static constexpr Row rows[] = {
        {"forbid", "has(args.a)"},
        {"forbid", "!has(args.a)"},
        {"forbid", "args.text == 'x'"},
        {"forbid", "args.text != 'x'"},
        {"forbid", "has(args.text) && args.text == 'x'"},
        {"forbid", "has(args.text) && args.text != null && args.text == 'x'"},
        {"forbid", "args[?'text'].orValue('') == 'x'"},
        {"forbid", "args.?text.orValue('x') == 'x'"},
        {"forbid", "args[?'text'].hasValue() || args.n > 5"},
        {"forbid", R"(args.text in ['x', 'a*b', '', 'é\\n\\\"'])"},
        {"forbid", "!(has(args.text) && args.text in ['x', 'y'])"},
        {"forbid", "args.text.startsWith('a*')"},
        {"forbid", R"(args.text.endsWith('*b\\\\\\\\'))"},
        {"forbid", R"(args.text.contains('\"') || string(args.text).contains('*'))"},
        {"forbid", "args.n > 2.5"},
        {"forbid", "double(args.n) >= 2.5 && double(args.n) <= 1000.25"},
        {"forbid", "args.n == 3 || args.n == 2.5"},
        {"forbid", "args.n != 3"},
        {"forbid", "args.n in [1, 2.5, 3]"},
        {"forbid", "args.n < args.m"},
        {"forbid", "double(args.n) < double(args.m) || args.flag"},
        {"forbid", "args.flag"},
        {"forbid", "!args.flag && args.n > 1"},
        {"forbid", "args.flag == true"},
        {"forbid", "args.flag ? args.n > 1 : args.text == 'x'"},
        {"forbid", "(args.flag ? args.n : args.m) > 1"},
        {"forbid", "has(args.deep.inner) && args.deep.inner > 1"},
        {"forbid", "args.deep.inner > 1 || args.text == 'x'"},
        {"forbid", "has(args.deep) && has(args.deep.inner)"},
        {"forbid", "args.deep['in ner'] == 'x'"},
        {"forbid", "'x' in args.list"},
        {"forbid", "args.text in args.list"},
        {"forbid", "has(args.list) && !('*' in args.list)"},
        {"forbid", R"(args['if'] == 'x' && args['\"q'] != 'y')"},
        {"forbid", "args.text == args.other && args.other == 'x'"},
        {"forbid", "args.text == null"},
        {"forbid", "args.text != null && args.n > 0"},
        {"escalate", "has(args.n) && args.n > 0.125"},
        {"escalate", "1 < 2"},
        {"permit", "args.n < 10 || args.flag"},
        {"permit", "has(args.text)"},
    };
    std::string clauses;
    int number = 0;
    for (const Row &row : rows) {
        clauses +=
            (clauses.empty() ? "" : ",") + clause("K" + std::to_string(number), row.kind, row.when, number % 3 == 0 ? R"(,"tools":["t","u*"])" : "");
        ++number;
    }
    return pactWith(
        R"("tools":[{"name":"t","title":"T","consequence":["internal"]},{"name":"u \"1\"","title":"U","consequence":["internal"]}],"clauses":[)" +
        clauses + ']');
}

std::string randomArguments(std::mt19937 &dice)
{
    const auto pick = [&](auto... of) {
        const std::array<std::string, sizeof...(of)> all{of...};
        return all[dice() % all.size()];
    };
    std::string out;
    const auto add = [&](const std::string &key, const std::string &value) {
        if (dice() % 4 != 0)
            out += (out.empty() ? "" : ",") + key + ':' + (dice() % 25 == 0 ? "null" : value);
    };
    const auto text = [&] {
        return pick(R"("x")", R"("y")", R"("")", R"("a*b")", R"("ab")", R"("a*c\"")", R"("é\n\"")", R"("q*b\\\\")", R"("q*b\\")", R"("\u0000*")",
                    R"("*")");
    };
    const auto number = [&] {
        return pick("0", "1", "2", "2.5", "3", "3.0", "-0.0", "10", "1000.25", "1000.255", "0.125", "-7", "1e3", "99999999999", "9007199254740993",
                    "0.1");
    };
    add("\"a\"", pick("1", "\"\"", "{}", "[]"));
    add("\"text\"", text());
    add("\"other\"", text());
    add("\"n\"", number());
    add("\"m\"", number());
    add("\"flag\"", pick("true", "false"));
    const std::string inner = pick("{\"inner\":2}", "{\"inner\":1,\"in ner\":\"x\"}", "{}", "{\"in ner\":\"*\"}", "{\"inner\":null}");
    add("\"deep\"", inner);
    add("\"list\"", pick("[]", "[\"x\"]", "[\"*\",\"x\"]", "[\"\",\"y\",\"x\",\"x\"]"));
    add("\"if\"", text());
    add("\"\\\"q\"", text());
    if (dice() % 20 == 0)
        add("\"n\\u0020\"", "1");
    return '{' + out + '}';
}

} // namespace

class CedarEqualityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRecordedActionGetsTheSameAnswerFromCedar()
    {
        Pacts pacts;
        for (const char *name : {"airline", "banking", "retail", "telecom"})
            pacts.emplace(name, judgedPact(shippedPactText(name), ExportTarget::Cedar));
        const auto actions = recordedActions(pacts, qgetenv("MANDATE_RUNS").toStdString());
        compareAll(pacts, actions);
    }

    void madeUpArgumentsGetTheSameAnswerFromCedar()
    {
        Pacts pacts;
        pacts.emplace("conditions", judgedPact(conditionPact(), ExportTarget::Cedar));
        const Export &exported = pacts.at("conditions").exported;
        std::string left;
        for (const Inexpressible &part : exported.left)
            left += part.place + ": " + part.reason + '\n';
        QVERIFY2(exported.clausesExpressed.size() == 39, left.c_str());
        std::mt19937 dice(20250221); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same actions every time
        std::vector<AnsweredAction> actions;
        for (int i = 0; i < 3000; ++i)
            actions.push_back(answered(pacts, "conditions", i % 2 == 0 ? "t" : "u \"1\"", randomArguments(dice)));
        compareAll(pacts, actions);
    }

private:
    static void compareAll(const Pacts &pacts, const std::vector<AnsweredAction> &actions)
    {
        const Asked asked =
            ask(pacts, actions, QStringLiteral(MANDATE_NODE),
                {QStringLiteral(MANDATE_SOURCE_DIR "/tests/models/pact/exports/cedar_answers.mjs"), QStringLiteral(MANDATE_PACKAGES)});
        QVERIFY2(asked.failure.isEmpty(), qPrintable(asked.failure));
        Counts counts;
        const QString difference = firstDifference(pacts, actions, asked.answers, counts);
        qInfo("%zu actions, %zu clauses exported, %zu pairs compared (%zu yes, %zu undecidable); %zu actions outside the schema", counts.actions,
              counts.clauses, counts.pairs, counts.yes, counts.undecidable, counts.refused);
        for (const auto &[reason, times] : counts.reasons)
            qInfo("  outside: %s, %zu times", reason.c_str(), times);

        QVERIFY2(difference.isEmpty(), qPrintable(difference));
        QVERIFY(counts.pairs > 0 && counts.yes > 0);
        QVERIFY(counts.refused * 2 < counts.actions);
    }
};

QTEST_GUILESS_MAIN(CedarEqualityTest)
#include "cedar_equality_test.moc"

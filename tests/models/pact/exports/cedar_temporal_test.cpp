// SPDX-License-Identifier: GPL-3.0-or-later
// Clauses about history in Cedar's temporal dialect. What is Cedar of the export runs in the real engine; the temporal blocks are evaluated by a
// script of ours (temporal_blocks.mjs), since no engine of the dialect is at hand. The text itself is held against what the dialect's guide shows.
#include "answered_actions.h"
#include "tests/models/pact/judged_session.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <set>

using namespace mandate;

namespace {

constexpr const char *ranBefore = "history.exists(h, h.executed && h.tool == 'pay' && h.args.invoice == args.invoice)";

std::string onPay(std::string_view id, std::string_view kind, std::string_view when)
{
    return clause(id, kind, when, R"(,"tools":["pay"])");
}

/// Every form that the dialect says, over tools pay, read and refund.
std::string historyPact()
{
    std::string clauses = onPay("ran", "forbid", ranBefore);
    clauses += "," + onPay("any", "forbid", "history.exists(h, h.executed && h.tool in ['refund', 'cancel'] && h.args[?'invoice'].orValue('') == args.invoice)");
    clauses += "," + onPay("never", "permit", "!history.exists(h, h.executed && h.tool in ['refund', 'cancel']) && args.amount < 50");
    clauses += "," + onPay("count", "escalate", "size(history.filter(h, h.executed && h.tool == 'pay')) >= 3");
    clauses += "," + onPay("few", "permit", "2 > history.filter(h, h.executed && h.tool == 'read' && h.args.kind == 'full').size()");
    clauses += "," + onPay("distinct", "forbid", "size(history.filter(h, h.executed && h.tool == 'pay').map(h, h.args.invoice).distinct()) > 2");
    clauses += "," + onPay("sum", "escalate", "history.filter(h, h.executed && h.tool == 'refund').map(h, int(h.args.units)).sum() >= 10");
    clauses += "," + onPay("both", "forbid", std::string("args.urgent == true && ") + ranBefore);
    return pactWith(R"("tools":[{"name":"read","title":"Read"},{"name":"refund","title":"Refund"},{"name":"cancel","title":"Cancel"},{"name":"pay","title":"Pay"}],"clauses":[)" + clauses + "]");
}

std::string policyOf(const Export &exported, const std::string &id)
{
    const std::string &text = exported.file("policies.dw")->text;
    const std::size_t at = text.find("@id(\"" + id + "\")");
    return at == std::string::npos ? std::string() : text.substr(at, text.find(";\n", at) + 1 - at);
}

std::string reasonFor(const std::string &when, const std::string &more = R"(,"tools":["pay"])")
{
    const JudgedPact pact = judgedPact(pactWith(R"("tools":[{"name":"read","title":"Read"}],"clauses":[)" + clause("P", "permit", "true", R"(,"tools":["pay"])") + ',' + clause("C", "forbid", when, more) + "]"), ExportTarget::CedarTemporal);
    const auto found = std::find_if(pact.exported.left.begin(), pact.exported.left.end(), [](const Inexpressible &part) { return part.place == "C"; });
    return found == pact.exported.left.end() ? std::string() : found->reason;
}

bool has(const std::string &text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

std::vector<std::string> expressedOf(const std::string &name, ExportTarget target)
{
    return judgedPact(shippedPactText(name), target).exported.clausesExpressed;
}

} // namespace

class CedarTemporalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCallThatRanBeforeIsFormerlyAResponse()
    {
        const Export exported = judgedPact(historyPact(), ExportTarget::CedarTemporal).exported;
        const std::string ran = policyOf(exported, "ran");
        QVERIFY2(ran.ends_with(")\nwhen temporal { (formerly within 24h AgentCore::Action::\"p___pay\"::response{ eventResource: resource, "
                               "input.invoice: context.input.invoice }) };"),
                 ran.c_str());
        QVERIFY(has(policyOf(exported, "count"), "when temporal { (exists (n: Long). ((count for (t: Timepoint). where (formerly within 24h (AgentCore::Action::"
                                                 "\"p___pay\"::response{ eventResource: resource } && tp(t)))) == n && n >= 3)) };"));
        QVERIFY(has(policyOf(exported, "distinct"), "(count for (v: String). where (formerly within 24h AgentCore::Action::\"p___pay\"::response{ "
                                                    "eventResource: resource, input.invoice: v })) == n && n >= 3)"));
        QVERIFY(has(policyOf(exported, "sum"), "(sum v for (v: Long), (t: Timepoint). where (formerly within 24h (AgentCore::Action::\"p___refund\""
                                               "::response{ eventResource: resource, input.units: v } && tp(t)))) == n && n >= 1000)")); // hundredths
        QVERIFY(has(policyOf(exported, "few"), "unless temporal { exists (n: Long)."));
        QVERIFY2(has(policyOf(exported, "never"), "context.input.amount < 5000"), policyOf(exported, "never").c_str());
        QVERIFY(has(policyOf(exported, "never"), "}\nunless temporal { formerly within 24h AgentCore::Action::\"p___cancel\""));
    }

    void orBecomesAPolicyEachAndUndecidableIsTold()
    {
        const Export exported = judgedPact(historyPact(), ExportTarget::CedarTemporal).exported;
        QVERIFY(has(policyOf(exported, "any"), "p___refund"));
        QVERIFY(has(policyOf(exported, "any:or:2"), "p___cancel"));
        QVERIFY(policyOf(exported, "any:or:3").empty());
        const std::string open = policyOf(exported, "both:undecidable"); // "urgent" may be missing
        QVERIFY2(has(open, "unless { (context.input has urgent && ") && has(open, "when temporal { (formerly"), open.c_str());
        const auto mapping = nlohmann::json::parse(exported.file("mapping.json")->text);
        QCOMPARE(mapping["clauses"]["any"]["yes"].dump(), nlohmann::json({"any", "any:or:2"}).dump());
        QCOMPARE(mapping["history"]["window"].get<std::string>(), std::string("24h"));
        const auto needs = [&](const char *tool, const char *argument) {
            const auto &input = mapping["actions"][tool]["input"];
            return std::any_of(input.begin(), input.end(), [&](const auto &one) { return one["argument"][0] == argument && one.value("required", false); });
        };
        QVERIFY(needs("pay", "invoice") && needs("refund", "invoice") && needs("refund", "units") && needs("read", "kind") && !needs("pay", "urgent"));
    }

    void whatIsNotExactIsListedWithItsReason()
    {
        QVERIFY(has(reasonFor("history.exists(h, h.tool == 'pay')"), "it counts calls that did not run too"));
        QVERIFY(has(reasonFor("history.exists(h, h.executed)"), "it does not say of which tools"));
        QVERIFY(has(reasonFor("history.exists(h, h.executed && h.tool == 'pay' && h.result.contains('x'))"), "it asks of an earlier call more than"));
        QVERIFY(has(reasonFor("history.exists(h, h.executed && h.tool == 'drop')"), "calls of drop, which the pact does not name"));
        QVERIFY(has(reasonFor("size(history.filter(h, h.executed && h.tool in ['pay', 'pay2'])) >= 5"), "counts calls of several tools together"));
        QVERIFY(has(reasonFor("size(history.filter(h, h.executed && h.tool == 'pay')) == 5"), "an exact number"));
        QVERIFY(has(reasonFor("history.filter(h, h.executed && h.tool == 'pay').map(h, double(h.args.amount)).sum() > 5.0"), "rounding can decide"));
        QVERIFY(has(reasonFor("args.x == 1 || history.exists(h, h.executed && h.tool == 'pay')"), "no temporal operator says"));
        QVERIFY(has(reasonFor(ranBefore, ""), "it speaks of every tool"));
        QVERIFY(has(reasonFor("size(history.filter(h, h.executed && h.tool == 'pay')) + size(action.earlier) >= 5"), "no temporal operator says"));
        QVERIFY(has(reasonFor("!history.exists(h, h.executed && h.tool in ['pay', 'a', 'b', 'c'])", R"(,"tools":["pay","a","b","c"])"), "needs 4 temporal operators"));
        QVERIFY(has(reasonFor("args.invoice > 3 && " + std::string(ranBefore)), "as another kind"));
    }

    void ofTheShippedPactsOneClauseMoreIsSaid()
    {
        for (const char *name : {"airline", "banking", "retail", "telecom"}) {
            std::vector<std::string> more = expressedOf(name, ExportTarget::CedarTemporal);
            for (const std::string &id : expressedOf(name, ExportTarget::Cedar))
                std::erase(more, id);
            QCOMPARE(more, std::string_view(name) == "retail" ? std::vector<std::string>{"R6"} : std::vector<std::string>{});
        }
    }

#ifdef MANDATE_NODE
    void madeUpSessionsGetTheSameAnswers()
    {
        Pacts pacts;
        pacts.emplace("history", judgedPact(historyPact(), ExportTarget::CedarTemporal));
        const JudgedPact &pact = pacts.at("history");
        QCOMPARE(pact.exported.clausesExpressed.size(), std::size_t(8));
        std::mt19937 random(7);
        const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
        std::vector<AnsweredAction> actions;
        for (int session = 0; session < 120; ++session) {
            JudgedSession judged(pact.compiled);
            for (int call = 0; call < 12; ++call) {
                nlohmann::json args{{"invoice", std::string(1, static_cast<char>('a' + below(3)))}};
                const char *tools[]{"pay", "pay", "pay", "read", "refund", "cancel"};
                const std::string tool = tools[below(6)];
                if (tool == "pay") {
                    if (below(4))
                        args["amount"] = below(10) * 12.5;
                    if (below(3))
                        args["urgent"] = below(2) == 0;
                }
                if (tool == "refund")
                    args["units"] = below(8) - 1;
                if (tool == "read")
                    args["kind"] = below(2) ? "full" : "short";
                AnsweredAction action{"history", tool, args.dump(), {}, {}, {}};
                const bool executed = below(4) != 0;
                action.session = {{"name", std::to_string(session)}, {"time", call * 60}, {"executed", executed}};
                const Judged said = judged.call(tool, action.args, "{}", executed ? Outcome::Executed : Outcome::Failed);
                action.answers = said.answers;
                action.verdict = said.verdict;
                actions.push_back(std::move(action));
            }
        }
        const Asked asked = ask(pacts, actions, QStringLiteral(MANDATE_NODE),
                                {QStringLiteral("--liftoff-only"), QStringLiteral(MANDATE_SOURCE_DIR "/tests/models/pact/exports/cedar_answers.mjs"),
                                 QStringLiteral(MANDATE_PACKAGES)});
        QVERIFY2(asked.failure.isEmpty(), qPrintable(asked.failure));
        std::map<std::string, std::array<int, 3>> seen;
        for (std::size_t i = 0; i < actions.size(); ++i) {
            const nlohmann::json &their = asked.answers[i];
            QVERIFY2(!their.contains("refused") && their["errors"].empty(), their.dump().c_str());
            const auto yes = their["yes"].get<std::set<std::string>>();
            const auto said = [&](const std::string &id) { return yes.contains(id) || yes.contains(id + ":or:2"); };
            for (const auto &[id, ours] : actions[i].answers) {
                const bool permit = id == "never" || id == "few";
                const Answer theirs = said(id)                                                                 ? Answer::Yes
                                      : said(id + ":undecidable") || (permit && ours == Answer::Undecidable) ? Answer::Undecidable
                                                                                                               : Answer::No;
                QVERIFY2(theirs == ours, (actions[i].session.dump() + actions[i].tool + actions[i].args + ' ' + id + ' ' + their.dump()).c_str());
                ++seen[id][static_cast<std::size_t>(ours)];
            }
        }
        for (const auto &[id, counts] : seen)
            qInfo("%s: %d, %d and %d times", id.c_str(), counts[0], counts[1], counts[2]);
        QCOMPARE(seen.size(), std::size_t(8));
        for (const auto &[id, counts] : seen)
            QVERIFY2(counts[0] > 20 && counts[1] > 20, id.c_str());
    }
#endif
};

QTEST_GUILESS_MAIN(CedarTemporalTest)
#include "cedar_temporal_test.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/rules.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

Clause rule(std::string_view id, Severity severity, std::string readsAs, std::string why)
{
    Clause clause;
    clause.id = id;
    clause.kind = ClauseKind::Forbid;
    clause.severity = severity;
    clause.readsAs = std::move(readsAs);
    clause.why = std::move(why);
    return clause;
}

} // namespace

const Clause *builtInRule(std::string_view id)
{
    static const std::string missed = "The budget of the target is spent, or is spent so fast that it will not last: what the pact allows is used up by how the agent behaves.";
    static const std::array rules{
        rule(actingWhileSuspended, Severity::Critical, "An agent whose authorization is suspended or revoked does not act.",
             "A suspension holds only as long as no executed action is seen after it."),
        rule(reportedAfterStop, Severity::Major, "What an agent did before it was stopped is reported, or was permitted by the gateway, before it was stopped.",
             "Reported after the stop, says it happened before; nothing shows it did."),
        rule(approvalNotCovering, Severity::Critical, "What runs on an approval is exactly the action that was approved.",
             "An approval is bound to one action and its arguments; another action on it was approved by nobody."),
        rule(outOfScopeAction, Severity::Major, "An agent does only what its pact permits.", "No clause of the pact permits the action: nobody wrote that it may be done."),
        rule(undecidedAction, Severity::Minor, "Whether an action was permitted can be told from the trail.",
             "A clause asks for a fact that the trail does not hold: whether the pact was kept cannot be decided."),
        rule(verifierDisagreeing, Severity::Critical, "A verifier allows only what the scope policy allows.",
             "The scope policy is evaluated here as well, and it did not allow the action: the verifier reads another policy, reads it wrongly, or is not to be trusted."),
        rule(againstScopePolicy, Severity::Critical, "What runs is within the scope policy in force, whatever the pact permits.",
             "The pact let the action pass and the separately kept scope policy does not allow it: one of the two is wrong, or the action ran unchecked."),
        rule("target_missed.scope_violation_rate", Severity::Major, "Calls beyond the pact stay within the pact's target.", missed),
        rule("target_missed.executed_violation_rate", Severity::Major, "Calls beyond the pact that ran stay within the pact's target.", missed),
        rule("target_missed.unapproved_execution_rate", Severity::Major, "Calls that needed an approval and ran without one stay within the pact's target.", missed),
        rule("target_missed.evidence_completeness", Severity::Major, "As many calls as the pact's target says have all the evidence that is owed.", missed),
        rule(sourceGap, Severity::Major, "What a source has to tell is here: every file that its seals name, and records as often as somebody signed that they are expected.",
             "The source sealed a file that was not imported, or was silent for more than three times as long as it may be: what happened meanwhile is not in the trail."),
        rule(drifted, Severity::Major, "The agent behaves as it did when its baseline was set.",
             "It breaks the pact or fails more often, or acts otherwise, than chance explains: what was accepted is not what acts now."),
        rule(verificationFailed, Severity::Critical, "The ledger is as it was signed.",
             "An entry is not what was sealed, or somebody signed who may not: what rests on it cannot be relied on until it is explained."),
        rule(sourceSealBroken, Severity::Critical, "What a source signed is as it signed it.",
             "The record says something else than what its source sealed: it was changed behind the source, or what came before it is missing."),
    };
    const auto found = std::ranges::find(rules, id, &Clause::id);
    return found == rules.end() ? nullptr : &*found;
}

const Clause *ruleForVerdict(Verdict verdict, bool executed)
{
    if (verdict == Verdict::OutOfScope)
        return builtInRule(outOfScopeAction);
    return verdict == Verdict::Undecidable && executed ? builtInRule(undecidedAction) : nullptr;
}

} // namespace mandate

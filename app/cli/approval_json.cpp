// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/approval_json.h"

#include "app/cli/output.h"

namespace mandate::cli {

namespace {

using Json = nlohmann::ordered_json;

Json textOrNull(const std::string &text)
{
    return text.empty() ? Json(nullptr) : Json(text);
}

Json parametersOf(const std::string &parameters)
{
    Json parsed = Json::parse(parameters, nullptr, false);
    return parsed.is_discarded() ? Json(parameters) : parsed;
}

Json proposalJson(const Proposal &proposal)
{
    Json missing = Json::array();
    for (const std::string_view name : proposal.missing())
        missing.push_back(name);
    return {{"reasoning", textOrNull(proposal.reasoning)}, {"scope", textOrNull(proposal.scope)}, {"blast_radius", textOrNull(proposal.blastRadius)},
            {"reversible", nameOf(proposal.reversible)}, {"confidence", proposal.confidence ? Json(*proposal.confidence) : Json(nullptr)},
            {"alternatives", textOrNull(proposal.alternatives)}, {"missing", std::move(missing)}};
}

Json scopeJson(const ScopeCheck &check)
{
    return {{"policy", textOrNull(check.policy)},
            {"digest", check.policy.empty() ? Json(nullptr) : Json(check.digest.hex())},
            {"outcome", textOrNull(check.outcome)},
            {"rule", textOrNull(check.rule)},
            {"says", check.words}};
}

} // namespace

Json stepJson(const ApprovalLife::Event &event)
{
    const ApprovalStatement &step = event.statement;
    return {{"entry", step.entry}, {"step", nameOf(step.step)}, {"actor", nameOf(step.actorKind)}, {"by", textOrNull(step.by)},
            {"acting_for", textOrNull(step.actingFor)}, {"at", formatInstant(step.at)}, {"reason", textOrNull(step.reasonCode)}, {"note", step.note}, {"to", textOrNull(step.to)},
            {"until", jsonOf(step.until)}, {"verdict", textOrNull(step.verdict)}, {"scope_policy_digest", step.policy ? Json(step.policy->hex()) : Json(nullptr)},
            {"scope", step.scope ? scopeJson(*step.scope) : Json(nullptr)}, {"shown", step.shown ? Json(step.shown->hex()) : Json(nullptr)},
            {"void", textOrNull(event.voidBecause)}};
}

Json approvalJson(const ApprovalView &view, const std::optional<Delegation> &away, bool full)
{
    const ApprovalRequest &request = view.request;
    Json json{{"id", view.id},
              {"decision", nameOf(view.decision)},
              {"operation", nameOf(view.operation)},
              {"agent", request.action.agent},
              {"tool", request.action.tool},
              {"clause", textOrNull(request.clause)},
              {"pact", request.pactId.empty() ? Json(nullptr) : Json(request.pactId + '@' + request.pactVersion)},
              {"to", textOrNull(request.to)},
              {"requested_at", formatInstant(request.requestedAt)},
              {"respond_by", formatInstant(request.respondBy)},
              {"expires_at", formatInstant(request.expiresAt)},
              {"claimed_by", textOrNull(view.claimedBy)},
              {"claimed_until", jsonOf(view.claimedUntil)},
              {"assigned_to", textOrNull(view.assignedTo)},
              {"away", away ? Json{{"person", away->person}, {"delegate", away->delegate}, {"until", formatInstant(away->until)}} : Json(nullptr)},
              {"snoozed", view.snoozed},
              {"awaits_answer", view.awaitsAnswer},
              {"decided_by", view.decided ? textOrNull(view.decided->by) : Json(nullptr)},
              {"decided_for", view.decided ? textOrNull(view.decided->actingFor) : Json(nullptr)},
              {"decided_for_until", view.decided ? jsonOf(view.decided->actingUntil) : Json(nullptr)},
              {"decided_actor", view.decided ? Json(nameOf(view.decided->actorKind)) : Json(nullptr)},
              {"decided_at", view.decided ? Json(formatInstant(view.decided->at)) : Json(nullptr)},
              {"reason", view.decided ? textOrNull(view.decided->reasonCode) : Json(nullptr)},
              {"disagreement", view.disagreement},
              {"digest", view.digest.hex()},
              {"approved_digest", view.decision == DecisionState::Approved ? Json(view.approvedDigest.hex()) : Json(nullptr)},
              // A seeded test is known when it is decided, not before.
              {"test_item", view.decision == DecisionState::Open ? Json(nullptr) : Json(request.testItem)}};
    if (!full)
        return json;
    json["reads_as"] = view.readsAs;
    json["owner"] = textOrNull(view.owner);
    json["session"] = textOrNull(request.session);
    json["deployment"] = textOrNull(request.deployment);
    json["on_behalf_of"] = textOrNull(request.action.onBehalfOf);
    json["arguments"] = parametersOf(request.action.parameters);
    json["limited_to"] = view.limitedTo ? parametersOf(view.limitedTo->parameters) : Json(nullptr);
    json["input"] = textOrNull(request.input);
    json["proposal"] = proposalJson(request.proposal);
    json["verifier"] = textOrNull(view.verifierVerdict);
    json["needs_verifier"] = request.needsVerifier;
    json["verified_by"] = view.verified ? Json(view.verified->by) : Json(nullptr);
    json["verified_at"] = view.verified ? Json(formatInstant(view.verified->at)) : Json(nullptr);
    json["verdict_fresh"] = view.verdictFresh;
    json["scope"] = view.scope ? scopeJson(*view.scope) : Json(nullptr);
    json["hand_off"] = request.handOff;
    json["source"] = request.source;
    json["binding_grade"] = nameOf(request.grade);
    Json history = Json::array();
    for (const ApprovalLife::Event &event : view.history) {
        Json step = stepJson(event);
        if (view.decision == DecisionState::Open && event.statement.step == ApprovalStep::File)
            step["by"] = request.action.agent;
        if (view.decision == DecisionState::Open && event.statement.step == ApprovalStep::File)
            step["actor"] = nameOf(ActorKind::Agent);
        history.push_back(std::move(step));
    }
    json["history"] = std::move(history);
    return json;
}

} // namespace mandate::cli

// SPDX-License-Identifier: GPL-3.0-or-later
// A gateway that reads the ledger by itself: it is asked for a decision as agents ask it (OpenID AuthZEN 1.0), marked as a probe.
#include "models/enforcement/point_kinds.h"
#include "models/enforcement/probe.h"

namespace mandate::gateway {

namespace {

Passes decisionOn(Errand &errand, std::string_view agent, std::string_view tool)
{
    const std::vector<Member> subject{{Value::string("type"), Value::string("agent")}, {Value::string("id"), Value::string(agent)}};
    const std::vector<Member> action{{Value::string("name"), Value::string(tool)}};
    const std::vector<Member> resource{{Value::string("type"), Value::string("tool")}, {Value::string("id"), Value::string(tool)}};
    const std::string deployment = errand.point().setting("deployment");
    std::vector<Member> context{{Value::string("probe"), Value::boolean(true)}};
    if (!deployment.empty())
        context.push_back({Value::string("deployment"), Value::string(deployment)});
    HttpRequest request;
    request.method = "POST";
    request.contentType = "application/json";
    request.body = jsonOf({{Value::string("subject"), Value::map(subject)},
                           {Value::string("action"), Value::map(action)},
                           {Value::string("resource"), Value::map(resource)},
                           {Value::string("context"), Value::map(context)}});
    const auto reply = errand.askWithSecret(std::move(request), joined(errand.point().url, "/access/v1/evaluation"));
    if (const auto *problem = std::get_if<Delivery>(&reply))
        return *problem;
    return answerIn(errand, std::get<HttpReply>(reply), "an AuthZEN decision", [](const Value &body) -> std::optional<bool> {
        const Value *decision = body.find("decision");
        return decision != nullptr && decision->is(ValueKind::Bool) ? std::optional(decision->asBool()) : std::nullopt;
    });
}

} // namespace

Delivery ask(Errand &errand, const EnforcedStanding &standing)
{
    if (standing.state != AgentState::Authorized)
        errand.setByHand("Stop the gateway itself: agents that ask before they act are then refused.");
    return tried(errand, standing, errand.point().setting("probe_tool", anyTool),
                 [&](const std::string &tool) { return decisionOn(errand, standing.agent, tool); });
}

Delivery test(Errand &errand)
{
    const Passes answer = decisionOn(errand, nobody, errand.point().setting("probe_tool", anyTool));
    if (const auto *problem = std::get_if<Delivery>(&answer))
        return *problem;
    if (std::get<bool>(answer))
        return errand.failed("MND-ENF-014", "It lets pass an agent that does not exist.", "Check that the gateway judges by this workspace.", false,
                             200);
    return errand.confirmed("It answered and refused an agent that does not exist.", 200);
}

} // namespace mandate::gateway

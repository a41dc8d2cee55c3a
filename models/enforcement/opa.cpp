// SPDX-License-Identifier: GPL-3.0-or-later
// Open Policy Agent by its data API: standings are documents that policies read, and decisions are asked for as programs ask for them.
#include "models/base/canonical_json.h"
#include "models/enforcement/point_kinds.h"
#include "models/enforcement/probe.h"

namespace mandate::opa {

namespace {

std::string dataAddress(const EnforcementPoint &point, std::string_view agent)
{
    return joined(point.url, "/v1/data/" + point.setting("data_path", "mandate/agents") + '/' + percentEncoded(agent));
}

Passes decisionOn(Errand &errand, std::string_view agent, std::string_view tool)
{
    const std::vector<Member> input{{Value::string("agent"), Value::string(agent)}, {Value::string("tool"), Value::string(tool)}};
    HttpRequest request;
    request.method = "POST";
    request.contentType = "application/json";
    request.body = jsonOf({{Value::string("input"), Value::map(input)}});
    const std::string path = errand.point().setting("decision_path", "mandate/allow");
    const auto reply = errand.askWithSecret(std::move(request), joined(errand.point().url, "/v1/data/" + path));
    if (const auto *problem = std::get_if<Delivery>(&reply))
        return *problem;
    const std::string wanted = "a decision at " + path + " (true, false, or an object with \"allow\")";
    return answerIn(errand, std::get<HttpReply>(reply), wanted, [](const Value &body) -> std::optional<bool> {
        const Value *result = body.find("result");
        if (result != nullptr && result->isMap())
            result = result->find("allow");
        return result != nullptr && result->is(ValueKind::Bool) ? std::optional(result->asBool()) : std::nullopt;
    });
}

} // namespace

Delivery deliver(Errand &errand, const EnforcedStanding &standing)
{
    const std::string address = dataAddress(errand.point(), standing.agent);
    errand.setByHand("Write the document of agent " + quotedText(standing.agent) + " with state \"" + std::string(nameOf(standing.state)) +
                     "\" into Open Policy Agent" + (standing.state == AgentState::Authorized ? "." : ", or stop the programs that ask it."));
    Arena arena;
    HttpRequest request;
    request.method = "PUT";
    request.contentType = "application/json";
    request.body = canonicalJson(standingValue(standing, arena));
    const auto reply = errand.askWithSecret(std::move(request), address);
    if (const auto *problem = std::get_if<Delivery>(&reply))
        return *problem;
    if (std::get<HttpReply>(reply).status != 204)
        return errand.unexpected(std::get<HttpReply>(reply), "HTTP 204");
    return errand.confirmed("The document was written. Whether a policy reads it is seen by asking for a decision.", 204);
}

Delivery holds(Errand &errand, const EnforcedStanding &standing)
{
    if (standing.state != AgentState::Authorized)
        errand.setByHand("Stop the programs that ask Open Policy Agent for agent " + quotedText(standing.agent) + '.');
    return tried(errand, standing, errand.point().setting("probe_tool", anyTool),
                 [&](const std::string &tool) { return decisionOn(errand, standing.agent, tool); });
}

Delivery test(Errand &errand)
{
    const Passes answer = decisionOn(errand, nobody, errand.point().setting("probe_tool", anyTool));
    if (const auto *problem = std::get_if<Delivery>(&answer))
        return *problem;
    if (std::get<bool>(answer))
        return errand.failed("MND-ENF-014", "Its policy lets pass an agent of which it knows nothing.",
                             "Let the policy refuse agents without a document.", false, 200);
    return errand.confirmed("It answered and refused an agent of which it knows nothing. Whether the token may write is seen when a state is sent.",
                            200);
}

} // namespace mandate::opa

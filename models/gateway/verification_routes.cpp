// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/verification_routes.h"

#include "models/gateway/json_text.h"
#include "models/workspace/scope_policies.h"

namespace mandate {

namespace {

http::Reply uncached(JsonText &json)
{
    http::Reply reply;
    reply.body = json.take();
    reply.fields.emplace_back("Cache-Control", "no-store");
    return reply;
}

} // namespace

http::Reply VerificationRoutes::waiting(const Caller &caller) const
{
    const auto waiting = ScopePolicies(m_workspace).awaitingVerdict(caller.token->onlyAgent(), mostWaiting + 1);
    if (!waiting)
        return replyOf(waiting.error());
    JsonText json;
    json.open().key("verifications").open('[');
    for (std::size_t i = 0; i < waiting->size() && i < mostWaiting; ++i) {
        const ScopePolicies::Awaiting &one = (*waiting)[i];
        json.open().put("id", one.request).put("agent", one.action.agent).put("deployment", one.deployment).key("action").raw(one.action.canonical());
        json.put("action_digest", one.digest.hex()).put("expires_at", formatInstant(one.expiresAt));
        if (one.policy)
            json.put("scope_policy", one.policy->first).put("scope_policy_digest", one.policy->second.hex());
        json.close();
    }
    json.close(']').put("more", waiting->size() > mostWaiting).close();
    return uncached(json);
}

http::Reply VerificationRoutes::scopePolicy(const http::Request &request) const
{
    const auto agent = request.head.parameter("agent");
    if (!agent || agent->empty())
        return replyOf(HttpProblem{400, problem_codes::wrongMember, "\"agent\" is missing: whose scope policy is asked for.", "Ask for /v1/scope-policies?agent=A&deployment=D.", {}, {}});
    const auto found = ScopePolicies(m_workspace).inForce(*agent, request.head.parameter("deployment").value_or(std::string()));
    if (!found)
        return replyOf(HttpProblem{404, problem_codes::noScopePolicy, "No scope policy in force binds the agent \"" + *agent + "\" there.", "Refuse what needs a verdict, and let its owner put one in force: mandate scope set.", {}, {}});
    if (!found->notCounting.empty())
        return replyOf(HttpProblem{409, problem_codes::scopePolicyVoid, "The scope policy " + found->document().name() + " does not count: " + found->notCounting, "Refuse what needs a verdict.", {}, {}});
    JsonText json;
    json.open().put("scope_policy", found->document().name()).put("digest", found->version.digest.hex()).put("since", formatInstant(found->version.from));
    json.put("owner", found->document().owner).put("entry", found->version.entry).key("document").raw(found->version.source).close();
    return uncached(json);
}

} // namespace mandate

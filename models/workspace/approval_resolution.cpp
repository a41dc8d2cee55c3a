// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/approval_resolution.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"

#include <algorithm>

namespace mandate {

std::string resolutionEnvelope(const ApprovalView &approved, const SigningKey &key)
{
    const std::string digest = approved.approvedDigest.hex();
    const std::string expires = formatInstant(approved.request.expiresAt);
    const std::string resolved = approved.decided ? formatInstant(approved.decided->at) : std::string();
    const std::string entry = approved.decided ? std::to_string(approved.decided->entry) : std::string();
    const auto text = [](std::string_view view) { return Value::string(view); };
    const std::vector<Member> members{
        {text("approval_request_id"), text(approved.id)},
        {text("outcome"), text("approved")},
        {text("action_digest"), text(digest)},
        {text("agent_id"), text(approved.request.action.agent)},
        {text("policy_id"), text(approved.request.pactId)},
        {text("policy_version"), text(approved.request.pactVersion)},
        {text("clause"), text(approved.request.clause)},
        {text("resolved_at"), text(resolved)},
        {text("expires_at"), text(expires)},
        {text("final_entry"), text(entry)},
    };
    return dsseEnvelope(resolutionPayloadType, canonicalJson(Value::map(members)), key);
}

bool isResolutionOf(std::string_view envelope, std::string_view request, const Digest &approvedAction, const PublicKey &key)
{
    const auto opened = openDsse(envelope, key);
    if (!opened || opened->payloadType != resolutionPayloadType)
        return false;
    JsonReader reader;
    Arena arena;
    const auto payload = reader.read(opened->payload, arena);
    return payload && payload->findText("approval_request_id") == request && payload->findText("outcome") == "approved" &&
           payload->findText("action_digest") == std::string_view(approvedAction.hex());
}

bool needsVerifier(const PactDocument &pact, std::string_view tool)
{
    const PactTool *known = pact.tool(tool);
    return (known && known->destructive) ||
           std::ranges::any_of(pact.verifiedTools, [&](const std::string &pattern) { return matchesPattern(pattern, tool); });
}

bool asksForVerification(const PactDocument &pact)
{
    return !pact.verifiedTools.empty() || std::ranges::any_of(pact.tools, &PactTool::destructive);
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/seals/seal.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 5> stateNames{"not_sealed", "valid", "broken", "unknown_key", "unknown"};
constexpr std::array<std::string_view, 5> sealKindNames{"none", "signature", "envelope", "hash_chain", "digest_file"};

/// What AGT's entry hash is over (AUDIT-COMPLIANCE 1.0, section 4.4), as records name it: agent_did, action, resource, data, outcome, timestamp, entry_id,
/// event_type. Not the policy decision, its rule and version, the hash of the arguments, or who approved (section 4.3.1).
constexpr std::array<std::string_view, 9> chained{"agent", "tool", "target", "arguments", "outcome", "occurred", "span", "labels/event_type", "labels/outcome"};

constexpr std::array<std::string_view, 22> fromSource{"agent",     "agent_version", "model", "deployment", "on_behalf_of", "session",    "trace",   "span",
                                                      "occurred",  "tool",          "target", "arguments", "input",        "said",       "reasoning", "confidence",
                                                      "proposal",  "verifier",      "outcome", "result",   "error",        "basis"};

} // namespace

std::string_view nameOf(SealState state)
{
    return stateNames.at(static_cast<std::size_t>(state));
}

std::string_view nameOf(SealKind kind)
{
    return sealKindNames.at(static_cast<std::size_t>(kind));
}

bool covers(SealKind kind, std::string_view part)
{
    switch (kind) {
    case SealKind::None: return false;
    case SealKind::HashChain: return std::ranges::find(chained, part) != chained.end();
    case SealKind::Signature:
    case SealKind::Envelope:
    case SealKind::DigestFile: return part.starts_with("labels/") || std::ranges::find(fromSource, part) != fromSource.end();
    }
    return false;
}

std::vector<std::string> partsOf(const Record &record)
{
    std::vector<std::string> parts;
    const auto add = [&](std::string_view name, bool there) {
        if (there)
            parts.emplace_back(name);
    };
    add("agent", !record.agent.empty());
    add("agent_version", !record.agentVersion.empty());
    add("model", !record.model.empty());
    add("deployment", !record.deployment.empty());
    add("on_behalf_of", !record.onBehalfOf.empty());
    add("session", !record.session.empty());
    add("trace", !record.trace.empty());
    add("span", !record.span.empty());
    add("occurred", record.occurred.has_value());
    add("tool", !record.tool.empty());
    add("target", !record.target.empty());
    add("arguments", record.arguments.isMap() || !record.argumentsText.empty());
    add("input", record.input.has_value());
    add("said", !record.said.empty());
    add("reasoning", !record.reasoning.empty());
    add("confidence", record.confidence.has_value());
    add("proposal", !record.proposal.isNull());
    add("verifier", !record.verifier.isNull());
    add("outcome", record.kind == RecordKind::Action);
    add("result", record.result.has_value());
    add("error", !record.error.empty());
    add("basis", !record.basis.empty());
    if (record.labels.isMap()) {
        for (const Member &member : record.labels.members())
            parts.push_back("labels/" + std::string(member.key.text()));
    }
    return parts;
}

std::vector<const TrustedKey *> candidates(std::span<const TrustedKey> keys, std::string_view named)
{
    std::vector<const TrustedKey *> found;
    for (const TrustedKey &key : keys) {
        if (named.empty() || key.name.empty() || key.name == named || key.key.id() == named)
            found.push_back(&key);
    }
    return found;
}

bool isNamed(std::span<const TrustedKey> keys, std::string_view named)
{
    return std::ranges::any_of(keys, [&](const TrustedKey &key) { return key.name == named || key.key.id() == named; });
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// What exactly an agent is about to do, and the digest that an approval binds to. Members are named as in the Agent Governance Toolkit's
// ADR-0030 (ActionBinding); the digest is SHA-256 over the RFC 8785 form.
#pragma once

#include "models/base/digest.h"
#include "models/base/result.h"
#include "models/base/value.h"

#include <string>
#include <string_view>

namespace mandate {

/// One action with its exact arguments. Two actions are the same when their digests are.
struct ActionBinding
{
    std::string operation = "execute_tool";
    std::string agent;
    std::string onBehalfOf; ///< subject_id: whom the agent acts for; empty when nobody is named
    std::string tool;
    std::string toolSchemaVersion; ///< empty when the caller names none
    std::string resource;          ///< what the tool acts on; empty when the caller names none
    std::string parameters = "{}"; ///< arguments, an object in RFC 8785 form

    bool operator==(const ActionBinding &) const = default;
    /// RFC 8785 form of {schema_version, operation, agent_id, subject_id, target: {tool_name, tool_schema_version, resource}, parameters}.
    [[nodiscard]] std::string canonical() const;
    [[nodiscard]] Digest digest() const;
};

/// Brings `parameters` into RFC 8785 form. Input error when they are no JSON object.
Result<void> normalise(ActionBinding &action);
/// Reads what canonical() wrote. Input error when it is none.
Result<ActionBinding> readActionBinding(const Value &binding);

/// Whether `narrower` asks for no more than `approved`: the same action but for numbers that are smaller and not negative, and lists with some of
/// their elements left out. No argument may be left out, since that can widen what a tool does. What a person limits an approval to must be this;
/// whether the tool takes it so only the person knows, and the pact judges it again.
[[nodiscard]] bool isNarrower(const ActionBinding &narrower, const ActionBinding &approved);

} // namespace mandate

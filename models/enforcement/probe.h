// SPDX-License-Identifier: GPL-3.0-or-later
// Asking a point, tool by tool, whether it lets an agent pass, and what the answers mean together. Private to this folder.
#pragma once

#include "models/base/value.h"
#include "models/enforcement/errand.h"

#include <functional>
#include <string>
#include <string_view>
#include <variant>

namespace mandate {

/// What one question came to: whether the agent may pass, or why that is not known.
using Passes = std::variant<bool, Delivery>;

/// Asks every question about the standing until one answer is not as it must be.
[[nodiscard]] Delivery tried(Errand &errand, const EnforcedStanding &standing, const std::string &probeTool,
                             const std::function<Passes(const std::string &tool)> &ask);

/// A JSON object of texts and other objects, as bytes.
[[nodiscard]] std::string jsonOf(std::initializer_list<Member> members);

/// Reads a reply's body and gives it to `judge`; a body that is not JSON, or of which `judge` makes nothing, is an unexpected answer.
[[nodiscard]] Passes answerIn(const Errand &errand, const HttpReply &reply, std::string_view wanted,
                              const std::function<std::optional<bool>(const Value &body)> &judge);

} // namespace mandate

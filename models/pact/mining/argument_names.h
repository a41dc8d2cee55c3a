// SPDX-License-Identifier: GPL-3.0-or-later
// Names and values that tell a choice among few from an identifier or free text. Rules of thumb, stated in docs/pact.md: where in doubt no
// list of values is proposed.
#pragma once

#include <string>
#include <string_view>

namespace mandate::mining {

/// Whether an argument of this name holds an identifier, a person's data, a time, or free text: "user_id", "toEmail", "body".
[[nodiscard]] bool namesSomething(std::string_view name);
/// The same of a number: an order's number is not an amount.
[[nodiscard]] bool numbersSomething(std::string_view name);
/// Whether a text looks like an identifier, an address, a time or a sentence.
[[nodiscard]] bool looksUnique(std::string_view text);

/// A member as CEL reads it, and as it asks for its presence: `base.name` and `has(base.name)`, or `base["na me"]` and `"na me" in base`.
[[nodiscard]] std::string celMember(std::string_view base, std::string_view name);
[[nodiscard]] std::string celPresence(std::string_view base, std::string_view name);

} // namespace mandate::mining

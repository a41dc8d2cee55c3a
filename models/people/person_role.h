// SPDX-License-Identifier: GPL-3.0-or-later
// What an enrolled person may be. What each role may do is in people_refusals.cpp and models/authorization.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace mandate {

/// Owner: answers for agents, and enrols others. Auditor: reads, and signs nothing.
enum class PersonRole : std::uint8_t { Owner, Deputy, Legal, ProductLead, Auditor };
inline constexpr std::size_t personRoleCount = 5;
/// Stable names: "owner", "deputy", "legal", "product_lead", "auditor".
[[nodiscard]] std::string_view nameOf(PersonRole role);
[[nodiscard]] std::optional<PersonRole> personRoleOf(std::string_view name);
/// The role that a pact's words for a reviewer mean, such as "accountability owner" or "Legal"; none when they are the pact's own.
[[nodiscard]] std::optional<PersonRole> personRoleMeant(std::string_view words);
/// "owner, legal"
[[nodiscard]] std::string namesOf(const std::vector<PersonRole> &roles);

} // namespace mandate

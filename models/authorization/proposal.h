// SPDX-License-Identifier: GPL-3.0-or-later
// What an agent says about an action before it does it. Its words, never our finding: what we compute ourselves is models/workspace/blast_radius.
#pragma once

#include "models/base/result.h"
#include "models/base/value.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

enum class Reversibility : std::uint8_t { Unknown, None, Partial, Full };
/// "unknown", "none", "partial", "full".
[[nodiscard]] std::string_view nameOf(Reversibility reversibility);
[[nodiscard]] std::optional<Reversibility> reversibilityOf(std::string_view name);

struct Proposal
{
    std::string reasoning;    ///< the agent's own words
    std::string scope;        ///< what will be different afterwards
    std::string blastRadius;  ///< what it expects to be touched
    Reversibility reversible = Reversibility::Unknown;
    std::optional<double> confidence; ///< 0 to 1
    std::string alternatives;
    bool operator==(const Proposal &) const = default;

    /// Names of what a person needs to decide and the agent left out: of "reasoning", "scope", "blast_radius", "reversible", "confidence".
    /// As long as there are any, nobody can approve.
    [[nodiscard]] std::vector<std::string_view> missing() const;
    [[nodiscard]] Value toValue(Arena &arena) const;
};

/// From {"reasoning", "scope", "blast_radius", "reversible", "confidence", "alternatives"}; a member that is absent stays missing, a boolean
/// `reversible` is full or none. Input error when it is no object, a member is of a wrong kind, or confidence is not from 0 to 1.
Result<Proposal> readProposal(const Value &proposal);

} // namespace mandate

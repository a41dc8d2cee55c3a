// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody says caused an incident: one of four causes, or that the evidence does not suffice, and the records it rests on. A claim is a value;
// who may make one and what becomes of it is case_life.h.
#pragma once

#include "models/base/result.h"
#include "models/base/value.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// Policy: the pact was clear and what was done broke it. Technical: the agent's own program or model went wrong (it repeated itself, obeyed text
/// that it read). Specification: what was asked, or the pact, was silent or contradictory. Infrastructure: a tool or system around the agent
/// told it something untrue, or did something else than it was told.
enum class Cause : std::uint8_t { Policy, Technical, Specification, Infrastructure, NotEnoughEvidence };
/// "policy", "technical", "specification", "infrastructure", "not_enough_evidence".
[[nodiscard]] std::string_view nameOf(Cause cause);
[[nodiscard]] std::optional<Cause> causeOf(std::string_view name);

enum class ClaimGrade : std::uint8_t { Likely, Confirmed };
/// "likely", "confirmed".
[[nodiscard]] std::string_view nameOf(ClaimGrade grade);
[[nodiscard]] std::optional<ClaimGrade> claimGradeOf(std::string_view name);

/// For whom a claim is made. Who enters it is the signer.
inline constexpr std::array<std::string_view, 5> claimParties{"us", "vendor", "customer", "operator", "authority"};

struct Pin
{
    std::uint64_t entry = 0; ///< of the record
    std::string shows;       ///< what it shows, in the claimant's words; may be empty
    bool operator==(const Pin &) const = default;
};

struct CauseClaim
{
    Cause cause = Cause::Policy;
    ClaimGrade grade = ClaimGrade::Likely;
    std::string party = "us";              ///< one of claimParties
    std::vector<Cause> contributing;       ///< never the cause itself
    std::string pattern;                   ///< of attribution.h, such as "runaway"; may be empty
    std::string explanation;
    std::vector<Pin> pins;                 ///< at least one, except that not enough evidence may name what is missing instead
    std::vector<std::string> missing;      ///< NotEnoughEvidence: what would have to be known
    std::map<std::string, std::string> answers; ///< to the questions of attribution.h: "yes", "no", "unknown"
    std::string suggested;                 ///< the cause that was computed and shown when the claim was made; empty: none was
    std::string introducedBy;              ///< how it came in: a release, a model, a pact version; may be empty
    std::string missedBy;                  ///< what should have held it and did not
    std::string detectedBy;                ///< how it came to light
    bool operator==(const CauseClaim &) const = default;

    [[nodiscard]] Value toValue(Arena &arena) const;
};

/// The form that toValue() gives. Input error with the member at fault.
Result<CauseClaim> readCauseClaim(const Value &value);
/// Why it proves nothing, whoever says it: no record pinned, a cause twice, nothing missing named. Nothing when it can stand.
[[nodiscard]] std::optional<Error> claimRefusal(const CauseClaim &claim);

} // namespace mandate

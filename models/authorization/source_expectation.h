// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody signs when they expect records of a source again and again, or no longer: by it a silence is told from a recording that has ended. A ledger entry of
// type note; it changes no record. What follows from it is computed (models/workspace/source_coverage).
#pragma once

#include "models/people/note_envelope.h"
#include "models/people/people_register.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// How often records were expected before, up to what was signed next.
struct EarlierExpectation
{
    std::int64_t everySeconds = 0;
    Instant from;
    bool operator==(const EarlierExpectation &) const = default;
};

struct SourceExpectation
{
    std::string source;            ///< as records name it, a pattern with '*', or telemetrySource
    std::int64_t everySeconds = 0; ///< 0: expected no longer
    std::string reason;
    NoteSigner signer;
    std::uint64_t entry = 0; ///< of the ledger; no part of what is signed
    // What follows is read from the ledger, and no part of what is signed either.
    std::vector<EarlierExpectation> before; ///< what was expected of the same source without interruption, the oldest first
    std::uint64_t firstEntry = 0;           ///< of the oldest; `entry` where nothing was before
    /// Signing again interrupts nothing: since when records have been expected.
    [[nodiscard]] const Instant &since() const { return before.empty() ? signer.at : before.front().from; }
    /// Goes on from the statement about the same source that was the newest until now.
    void follow(const SourceExpectation &earlier);
    bool operator==(const SourceExpectation &) const = default;
};

inline constexpr std::string_view sourceExpectationKind = "source_expectation";
/// All telemetry that the gateway received, of whichever agent: each body of it is a file of its own.
inline constexpr std::string_view telemetrySource = "telemetry";
inline constexpr std::int64_t shortestExpectation = 60;                             ///< seconds
inline constexpr std::int64_t longestExpectation = std::int64_t{400} * 24 * 3600; ///< seconds

/// Why it cannot be said so; nothing when it can.
[[nodiscard]] std::optional<Error> expectationRefusal(const SourceExpectation &expectation);
/// Why this person may not say what is expected; nothing when they may: owners, deputies, legal and product leads, and anybody while nobody is enrolled.
[[nodiscard]] std::optional<Error> expectingRefusal(const PeopleRegister &people, const std::string &person);

/// The ledger entry, signed.
[[nodiscard]] std::string sourceExpectationEntry(const SourceExpectation &expectation, const SigningKey &key);
/// Corrupt when it is none, cannot be one, or who it names may not say so.
Result<SourceExpectation> readSourceExpectation(std::string_view body, const PeopleRegister &people);

} // namespace mandate

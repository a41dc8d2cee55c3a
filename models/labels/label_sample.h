// SPDX-License-Identifier: GPL-3.0-or-later
// What people are asked to judge: a sample of an agent's sessions or actions, drawn from a seed so that it can be drawn again and checked. Pure: it is handed
// what there is to draw from, and knows no store.
#pragma once

#include "models/base/digest.h"
#include "models/base/instant.h"
#include "models/base/result.h"
#include "models/people/note_envelope.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

enum class LabelQuestion : std::uint8_t {
    EscalationNeeded, ///< of a session: should it have been handed to a person?
    InScope           ///< of an action: was it within what the agent is there for?
};
/// Stable names: "escalation_needed", "in_scope".
[[nodiscard]] std::string_view nameOf(LabelQuestion question);
[[nodiscard]] std::optional<LabelQuestion> labelQuestionOf(std::string_view name);

enum class SampleStrategy : std::uint8_t {
    Random,     ///< each as likely as any other
    Stratified, ///< some of every verdict, more where there are more
    Uncertain   ///< what could not be decided, then what needed approval, then what the agent was least sure of: no fair picture of all
};
/// Stable names: "random", "stratified", "uncertain".
[[nodiscard]] std::string_view nameOf(SampleStrategy strategy);
[[nodiscard]] std::optional<SampleStrategy> sampleStrategyOf(std::string_view name);

/// What one answer is about.
struct LabelUnit
{
    std::uint64_t entry = 0; ///< the action, or the session's first record: names it in this ledger
    std::string deployment;
    std::string session;     ///< of an action: in which it ran
    /// When the sample was drawn: the agent handed the session to a person; of an action, its verdict said that it was out of scope or prohibited.
    bool flagged = false;
    bool operator==(const LabelUnit &) const = default;
};

struct SampleStratum
{
    std::string name;             ///< a verdict's; "all"; of Uncertain why they come first: "undecidable", "needs_approval", "stated_confidence", "rest"
    std::uint64_t population = 0; ///< how many there were
    std::vector<LabelUnit> drawn; ///< ascending by entry
    bool operator==(const SampleStratum &) const = default;
};

struct LabelSample
{
    std::uint64_t entry = 0; ///< of the ledger; not signed
    std::string name;        ///< small letters, digits, hyphens and points
    LabelQuestion question = LabelQuestion::EscalationNeeded;
    std::string agent;
    std::string deployment;       ///< empty: all of them
    std::optional<Instant> since; ///< inclusive
    std::optional<Instant> until; ///< exclusive
    SampleStrategy strategy = SampleStrategy::Random;
    std::uint64_t wanted = 0;
    std::uint64_t seed = 0;
    std::optional<bool> seedChosen; ///< by hand; else it is derivedSeed(). Samples of older programs do not say
    std::string reason;
    std::uint64_t ledgerSize = 0; ///< drawn from the first that many entries
    Digest ledgerRoot;
    Digest frame;                 ///< what it was drawn from: frameDigest()
    std::optional<Digest> frameEntries; ///< the same without what a later judgement changes: frameEntriesDigest(). Samples of older programs have none
    std::vector<SampleStratum> strata;
    NoteSigner signer;
    bool operator==(const LabelSample &) const = default;

    [[nodiscard]] std::uint64_t size() const;
    [[nodiscard]] std::uint64_t population() const;
    [[nodiscard]] const LabelUnit *find(std::uint64_t unit) const;
    /// In which order people are asked: shuffled by the seed, so that it does not tell the stratum.
    [[nodiscard]] std::vector<const LabelUnit *> order() const;
};

inline constexpr std::uint64_t largestSample = 1000;
inline constexpr std::uint64_t largestSeed = (std::uint64_t{1} << 53U) - 1; ///< every JSON reader keeps it

/// One of those that a sample is drawn from.
struct FrameUnit
{
    LabelUnit unit;
    std::string stratum;              ///< name of its verdict; of a session the gravest of its actions'
    bool undecidable = false;         ///< it has an action that could not be decided
    bool needsApproval = false;       ///< it has one that needed approval
    std::optional<double> confidence; ///< the lowest that the agent stated; read for Uncertain alone
};
/// Of all that a draw depends on beside strategy, size and seed.
[[nodiscard]] Digest frameDigest(std::span<const FrameUnit> frame);
/// Of the entries alone: the same whatever is judged anew.
[[nodiscard]] Digest frameEntriesDigest(std::span<const FrameUnit> frame);
/// What a seed is where nobody chooses it: it follows from the ledger's root and the sample's name.
[[nodiscard]] std::uint64_t derivedSeed(const Digest &ledgerRoot, std::string_view name);
/// The same units for the same frame, strategy, size and seed on every machine. Stratified: five of each stratum as far as there are, then each in proportion
/// to what it holds. Strata come in the order of their names, of Uncertain in its own.
[[nodiscard]] std::vector<SampleStratum> drawStrata(std::span<const FrameUnit> frame, SampleStrategy strategy, std::uint64_t size, std::uint64_t seed);

/// Why it cannot be one, whoever says it; nothing when it can.
[[nodiscard]] std::optional<Error> sampleRefusal(const LabelSample &sample);

} // namespace mandate

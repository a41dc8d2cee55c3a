// SPDX-License-Identifier: GPL-3.0-or-later
// Pact versions and judgements as ledger entries, and how entries make up the lives of pacts. No storage.
#pragma once

#include "models/people/people_register.h"
#include "models/scope_policy/life.h"
#include "models/workspace/pact_timelines.h"
#include "models/workspace/pact_version.h"

#include <optional>
#include <string>
#include <string_view>

namespace mandate {

/// How a version came into the ledger. An entry of an older program says nothing and was adopted.
enum class PactOrigin : std::uint8_t { Adopted, ForReview };

struct PactEntry
{
    PactVersion version; ///< what never changes of it
    PactOrigin origin = PactOrigin::Adopted;
};

[[nodiscard]] std::string pactEntry(const ParsedPact &pact, PactOrigin origin, const Person &person, const Instant &now);
Result<PactEntry> readPactEntry(EntryNumber entry, std::string_view body);

/// Takes entries in, in the order of the ledger.
/// What was put in force without review after people were enrolled waits for a submission instead.
void takePact(PactLives &lives, const PactEntry &pact, const PeopleRegister &people);
/// A statement about a pact, void where its signer may not sign or take the step at this place of the ledger.
Result<PactStatement> readPactStatement(std::string_view body, const PeopleRegister &people);
/// Voids a statement whose signer keeps the scope policy of the same agents, or whose pact that policy is not independent of.
void objectForScopes(PactStatement &statement, const PactLives &lives, const ScopePolicyBook &scopes, const PeopleRegister &people);
void takePactStatement(PactLives &lives, EntryNumber entry, PactStatement statement, std::string_view body);

/// What a judgement entry says of itself.
struct JudgementRange
{
    EntryNumber first = 0;
    EntryNumber end = 0;
    std::optional<Digest> timelines; ///< PactTimelines::digest(); entries of older programs have none
};
[[nodiscard]] std::optional<JudgementRange> readJudgementRange(std::string_view body);

} // namespace mandate

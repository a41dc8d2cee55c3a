// SPDX-License-Identifier: GPL-3.0-or-later
// Which records may be erased because their time is over, and why the others stay. Values.
#pragma once

#include "models/base/instant.h"
#include "models/cases/tombstone.h"
#include "models/store/store.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mandate {

/// The least that a record is kept, whatever its pact says: six months (Regulation (EU) 2024/1689, Articles 19 and 26(6)).
inline constexpr std::uint32_t leastRetentionDays = 183;

enum class KeptBecause : std::uint8_t {
    Hold,         ///< a legal hold keeps it
    OpenIncident, ///< it belongs to an incident that is not closed
    NoPact,       ///< no pact binds its agent, so nobody said how long
    NoRetention,  ///< its pact does not say how long
    Younger,      ///< its time is not over
    Together      ///< its session goes on, or what was received holds another record that stays
};
/// "hold", "open_incident", "no_pact", "no_retention", "younger", "together".
[[nodiscard]] std::string_view nameOf(KeptBecause because);

struct RetentionPlan
{
    Instant at;
    std::uint64_t size = 0; ///< of the ledger it was made from

    std::vector<EntryNumber> going; ///< ascending
    std::vector<Tombstone::Pact> pacts;
    std::uint64_t items = 0;        ///< received bytes that go with them
    std::uint64_t entryOctets = 0;
    std::uint64_t itemOctets = 0;

    struct Kept
    {
        KeptBecause because = KeptBecause::Younger;
        std::string what; ///< the hold, incident or pact; the agent where no pact binds it; empty: Together
        std::uint64_t records = 0;
        EntryNumber first = 0;
        EntryNumber last = 0;
        std::optional<Instant> next; ///< Younger: when the first of them may go
    };
    std::vector<Kept> kept;
    std::uint64_t keptRecords = 0;
    std::uint64_t erasedBefore = 0;
};

struct AppliedRetention
{
    RetentionPlan plan;
    std::optional<PlacedTombstone> tombstone; ///< none: nothing had to go
    Erased erased;
};

} // namespace mandate

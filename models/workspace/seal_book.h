// SPDX-License-Identifier: GPL-3.0-or-later
// The seals of all sources as of one state of the ledger and of the keys that are trusted: computed from the exact bytes, kept in memory only.
#pragma once

#include "models/seals/cloudtrail_digests.h"
#include "models/store/store.h"

#include <array>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace mandate {

/// Of one source: how many of its records are in which state, and what is missing.
struct SourceSeals
{
    std::string source;
    std::string format;
    std::uint64_t records = 0;
    std::array<std::uint64_t, 5> byState{}; ///< by SealState
    std::vector<EntryNumber> broken; ///< records whose seal does not hold, the first thousand
    std::vector<std::string> gaps;   ///< what the source's seals name and is not here, in sentences; the first hundred
    std::uint64_t gapCount = 0;
    [[nodiscard]] std::uint64_t count(SealState state) const { return byState.at(static_cast<std::size_t>(state)); }
};

class SealBook
{
public:
    using KeysOf = std::function<std::vector<TrustedKey>(const std::string &source)>;
    /// An item that could not be read: it breaks the chain that it lies in.
    struct Unread
    {
        EntryNumber entry = 0;
        std::string source;
        std::uint64_t offset = 0;
        std::uint64_t item = 0;
    };

    /// Whether records of this format can be sealed by their source at all.
    [[nodiscard]] static bool canBeSealed(std::string_view format);
    static Result<SealBook> read(const Store &store, const std::vector<Unread> &unread, const KeysOf &keysOf, std::stop_token stop);

    /// By name and format.
    [[nodiscard]] const std::vector<SourceSeals> &sources() const { return m_sources; }
    /// Of a record whose row this is. `item` is asked for its exact bytes where they are needed.
    [[nodiscard]] Result<Seal> sealOf(const Store &store, const Row &row, const KeysOf &keysOf) const;

private:
    class Reader;
    std::vector<SourceSeals> m_sources;
    CloudTrailDigests m_digests;
    std::vector<Seal> m_seals;                                ///< different ones
    std::unordered_map<EntryNumber, std::uint32_t> m_chained; ///< index into m_seals
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody signs when records are erased because their time is over: which entries, under which pacts, why. It is in the ledger before anything
// is erased; the leaves of the entries stay, so that every proof does. A ledger entry of type note.
#pragma once

#include "models/base/digest.h"
#include "models/people/note_envelope.h"
#include "models/people/people_register.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// Entries first to last, both included.
struct EntryRange
{
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    bool operator==(const EntryRange &) const = default;
};

/// Entries in ascending order as ranges.
[[nodiscard]] std::vector<EntryRange> rangesOf(std::span<const std::uint64_t> entries);
[[nodiscard]] std::vector<std::uint64_t> entriesOf(std::span<const EntryRange> ranges);

struct Tombstone
{
    /// A version of a pact whose retention is over for some of the records.
    struct Pact
    {
        std::string version; ///< "id@1.0.0"
        Digest digest;
        std::uint32_t days = 0; ///< how long records had to be kept
        std::uint64_t records = 0;
        bool operator==(const Pact &) const = default;
    };
    std::vector<EntryRange> entries;
    std::uint64_t records = 0; ///< how many entries these are
    Digest leaves;             ///< SHA-256 over their leaf hashes, one after another
    Digest remains;            ///< SHA-256 over what stays of them in the columns; remainsLine()
    std::uint64_t items = 0;   ///< received bytes that go with them, as items
    std::uint64_t octets = 0;  ///< of entries and items
    std::vector<Pact> pacts;
    std::string reason;
    NoteSigner signer;
    bool operator==(const Tombstone &) const = default;
};

inline constexpr std::string_view tombstonePayloadType = "application/vnd.mandate.tombstone.v1+json";

[[nodiscard]] std::string tombstoneEntry(const Tombstone &tombstone, const SigningKey &key);
/// Corrupt when it is none, or who it names may not sign.
Result<Tombstone> readTombstone(std::string_view body, const Keyring &keys);

struct PlacedTombstone
{
    std::uint64_t entry = 0; ///< that holds it
    Tombstone tombstone;
};

/// Those that count, in the order of the ledger.
class TombstoneBook
{
public:
    /// Takes the next entry that is one. Why it counts for nothing; empty when it counts.
    std::string add(std::uint64_t entry, std::string_view body, const PeopleRegister &people);
    [[nodiscard]] std::span<const PlacedTombstone> tombstones() const { return m_tombstones; }
    /// The one that names an entry; nullptr: none does.
    [[nodiscard]] const PlacedTombstone *of(std::uint64_t entry) const;

private:
    std::vector<PlacedTombstone> m_tombstones;
    std::map<std::uint64_t, std::pair<std::uint64_t, std::size_t>> m_ranges; ///< last entry and tombstone, by first entry
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// The hash chain of the Agent Governance Toolkit's audit entries (its specification AUDIT-COMPLIANCE 1.0, section 4.4): each entry holds the SHA-256 over
// nine of its members, one of which is the hash of the entry before it. A chain without a key: it shows a change within, not that the whole was made anew.
#pragma once

#include "models/base/json_reader.h"
#include "models/seals/seal.h"

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace mandate {

/// Whether the hash that an entry states is over what it says. The specification wants sorted JSON without white space, in UTF-8; the reference
/// implementation writes Python's json.dumps with its spaces and \u escapes, over the time as isoformat() has it ("+00:00" where files say "Z"). Any of
/// these proves the same, so any is taken.
[[nodiscard]] bool agtHashHolds(const Value &entry);

/// Fed with the entries of all sources, a source after the other, each in its order.
class AgtChain
{
public:
    /// What is not known of any entry: that the first of a source continues one that is not here, or that a new chain begins within it.
    struct Beginning
    {
        std::string previous; ///< hash that the entry names and nobody has; empty: the start of a chain
        std::size_t index = 0; ///< of the entry in its source, from 0
    };

    /// Begins with another source.
    void nextSource();
    /// Takes the next entry of the source, exactly as it was received.
    Seal add(std::string_view entry, JsonReader &reader);
    /// Of the present source, beyond its first entry being the start of a chain.
    [[nodiscard]] const std::vector<Beginning> &beginnings() const { return m_beginnings; }

private:
    struct FirstOctets
    {
        std::size_t operator()(const Digest &digest) const
        {
            std::size_t octets = 0;
            std::memcpy(&octets, digest.octets.data(), sizeof octets);
            return octets;
        }
    };
    std::unordered_map<Digest, SealState, FirstOctets> m_known; ///< entries of the sources before, by the hash they state: what a chain may go on from
    std::vector<std::pair<Digest, SealState>> m_here;           ///< those of the present source
    std::vector<Beginning> m_beginnings;
    std::optional<std::string> m_last; ///< hash that the entry before states; none before the first
    SealState m_state = SealState::Valid; ///< of the entry before: Valid, or the chain is broken up to here
    std::size_t m_index = 0;
};

} // namespace mandate

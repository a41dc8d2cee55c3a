// SPDX-License-Identifier: GPL-3.0-or-later
// Which legal holds are in force. Pure: fed with what was signed, in the ledger's order, and with who people were then. The same rules refuse a step
// before it is signed and void it when it is read. Which records a hold keeps is asked of the evidence, not here.
#pragma once

#include "models/cases/hold_statement.h"
#include "models/people/people_register.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

struct LegalHold
{
    std::string id;          ///< "HOLD-1a2b3c4d"
    std::uint64_t entry = 0; ///< that placed it
    Digest digest;           ///< of that entry
    HoldStatement placed;
    std::optional<HoldStatement> released;
    std::uint64_t releasedEntry = 0;

    [[nodiscard]] bool isInForce() const { return !released; }
};

/// Why this person may neither place nor release holds, nor erase; nothing when they may. `what` completes "… may not ".
[[nodiscard]] std::optional<Error> keepingRefusal(const PeopleRegister &people, const std::string &person, const std::string &what);

class HoldBook
{
public:
    /// Why it must not be done; nothing when it may.
    [[nodiscard]] std::optional<Error> refusal(const HoldStatement &statement, const PeopleRegister &people) const;
    /// Takes the next entry that speaks of a hold. Why it counts for nothing; empty when it counts.
    std::string add(std::uint64_t entry, std::string_view body, const PeopleRegister &people);
    /// In the order they were placed.
    [[nodiscard]] std::span<const LegalHold> holds() const { return m_holds; }
    [[nodiscard]] const LegalHold *find(std::string_view id) const;

private:
    std::vector<LegalHold> m_holds;
};

} // namespace mandate

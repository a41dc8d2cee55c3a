// SPDX-License-Identifier: GPL-3.0-or-later
// What was signed about keeping evidence, letting it go and showing it, read in the ledger's order.
#pragma once

#include "models/cases/hold_book.h"
#include "models/cases/masking_statement.h"
#include "models/cases/tombstone.h"

#include <string>
#include <string_view>

namespace mandate {

struct Keeping
{
    HoldBook holds;
    TombstoneBook tombstones;
    MaskingSetting masking; ///< the last one that counts

    /// Whether an entry of type note is one that add() takes.
    [[nodiscard]] static bool speaksOf(std::string_view body);
    /// Why it counts for nothing; empty when it counts.
    std::string add(std::uint64_t entry, std::string_view body, const PeopleRegister &people);
};

} // namespace mandate

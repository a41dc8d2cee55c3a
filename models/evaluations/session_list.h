// SPDX-License-Identifier: GPL-3.0-or-later
// An evaluation whose cases are sessions of the ledger: what the trail's own labels say of each, and which part of the ledger was read. Its bytes are what is
// signed and kept, so that anybody can read the ledger again and get the same.
#pragma once

#include "models/base/digest.h"
#include "models/evaluations/result_file.h"

#include <optional>
#include <string>
#include <vector>

namespace mandate {

struct SessionList
{
    std::string agent;
    std::string ledger; ///< its origin
    std::uint64_t size = 0; ///< entries of the ledger when it was read
    std::string root;       ///< its root hash then, hexadecimal
    std::uint64_t first = 0, last = 0; ///< entries of the first and the last action that was read
    std::optional<Instant> since, until;
    std::optional<Instant> ended; ///< time of the newest action that was read: how old the evidence is
    std::vector<ResultCase> sessions;
};

/// Canonical JSON; readResultFile() reads it.
[[nodiscard]] std::string sessionListJson(const SessionList &list);

} // namespace mandate

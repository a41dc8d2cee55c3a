// SPDX-License-Identifier: GPL-3.0-or-later
// The entries of the ledger that give records their meaning: pacts, who is who, what people decided about the agents, incidents, judgements, and
// earlier exports of the same. In order, a bounded number at a time.
#pragma once

#include "models/store/store.h"

#include <functional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

namespace mandate::bundle {

/// What the records are about.
struct Scope
{
    std::set<std::string> agents;
    std::set<std::string> sessions;
    std::set<std::string> pacts; ///< ids
    std::string selection;       ///< as ExportStatement::selection
    EntryNumber first = 0;       ///< of the records
    EntryNumber last = 0;
    std::span<const EntryNumber> records; ///< all of them, sorted
};

/// Calls `visit` with every entry below `end` that belongs to the scope. Its error ends the reading.
using ContextVisitor = std::function<Result<void>(EntryNumber, EntryType, const std::string &body)>;
Result<void> eachContextEntry(const Store &store, const Scope &scope, EntryNumber end, const ContextVisitor &visit, std::stop_token stop);

/// What an entry's envelope signs, as JSON; empty when it has none. No signature is checked.
[[nodiscard]] std::string signedPayload(std::string_view body);

} // namespace mandate::bundle

// SPDX-License-Identifier: GPL-3.0-or-later
// Verifying a workspace: the store, and then what people signed: about agents, pacts and each other.
#include "models/workspace/signed_entries.h"
#include "models/workspace/workspace_private.h"

namespace mandate {

Result<Verification> Workspace::verify(const Progress &progress, std::stop_token stop) const
{
    auto verification = m->store->verify(progress, stop);
    if (!verification || !verification->ok)
        return verification;
    // The tree holds; now what people signed within it.
    RowFilter filter;
    filter.types = {EntryType::Pact, EntryType::Statement, EntryType::Person, EntryType::ScopePolicy, EntryType::Case};
    const auto entries = m->store->select(filter, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return entries.error();
    const auto rows = m->store->rows(*entries);
    if (!rows)
        return rows.error();
    SignedEntries people(m->store->publicKey());
    for (const Row &row : *rows) {
        const auto body = m->store->body(row.number);
        if (!body)
            return body.error();
        if (auto bad = people.add(row.number, row.type, *body)) {
            verification->ok = false;
            bad->stillHolds = "All other entries, the tree and its checkpoints hold.";
            verification->firstBad = std::move(bad);
            break;
        }
    }
    return verification;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// Verifying a workspace: the store, and then what people signed: about agents, pacts, requests and each other, and in notes.
#include "models/workspace/erasure.h"
#include "models/workspace/signed_entries.h"
#include "models/workspace/workspace_private.h"

#include <set>

namespace mandate {

namespace {

/// A remark is bound to the record that it was said of; nothing when that is the one it names.
Result<std::optional<BadEntry>> saidOfAnother(EntryNumber number, std::string_view body, const Keyring &keys, const Store &store)
{
    const auto remark = readAnnotationEntry(body, keys);
    if (!remark)
        return std::optional<BadEntry>(); // said already
    const auto leaf = remark->entry < store.size() ? store.leaves(remark->entry, 1) : Result<std::vector<Digest>>(std::vector<Digest>());
    if (!leaf)
        return leaf.error();
    if (!leaf->empty() && leaf->front() == remark->leaf)
        return std::optional<BadEntry>();
    return std::optional(BadEntry{number,
                                  "The remark is said of entry " + std::to_string(remark->entry) + " and was signed for another record: the leaf in it is not that entry's.",
                                  "It counts for nothing: the entry carries no star, tag or note by it. Somebody moved it, or it is from another copy of the ledger.",
                                  {}});
}

} // namespace

Result<Verification> Workspace::verify(const Progress &progress, std::stop_token stop) const
{
    auto verification = m->store->verify(progress, stop);
    if (!verification || !verification->ok)
        return verification;
    // The tree holds; now what people signed within it.
    RowFilter filter;
    filter.types = {EntryType::Pact, EntryType::Statement, EntryType::Person, EntryType::ScopePolicy, EntryType::Request, EntryType::Note, EntryType::Case};
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
        auto bad = people.add(row.number, row.type, *body);
        if (!bad && row.type == EntryType::Note && speaksOfAnnotation(*body)) {
            auto misplaced = saidOfAnother(row.number, *body, people.keyring(), *m->store);
            if (!misplaced)
                return misplaced.error();
            bad = std::move(misplaced).value();
        }
        if (bad) {
            verification->ok = false;
            bad->stillHolds = "All other entries, the tree and its checkpoints hold.";
            verification->firstBad = std::move(bad);
            return verification;
        }
    }
    auto objection = objectionToErasures(*this, people.keeping(), stop);
    if (!objection)
        return objection.error();
    verification->ok = !*objection;
    verification->firstBad = std::move(objection).value();
    if (!verification->ok)
        return verification;
    // And what authorities outside said about it.
    const auto checkpoints = m->store->checkpoints();
    if (!checkpoints)
        return checkpoints.error();
    std::set<std::string_view> signedNotes;
    for (const StoredCheckpoint &one : *checkpoints)
        signedNotes.insert(one.note);
    (void)m->load();
    const std::shared_lock reading(m->lock);
    for (const KeptTimestamp &kept : m->timestamps) {
        std::string why;
        if (kept.certificates.empty())
            why = "The time stamp is of an authority that was never set up.";
        else if (!signedNotes.contains(kept.checkpoint))
            why = "The time stamp is over a checkpoint that this ledger never had.";
        else if (const auto stamp = openTimestamp(kept.response, sha256(kept.checkpoint), kept.certificates); !stamp)
            why = stamp.error().happened;
        if (why.empty())
            continue;
        verification->ok = false;
        verification->firstBad = BadEntry{kept.entry, std::move(why), "When the entries before it were there is shown by no authority here.", "All entries, the tree, its checkpoints and what people signed hold."};
        break;
    }
    return verification;
}

} // namespace mandate

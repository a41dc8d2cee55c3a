// SPDX-License-Identifier: GPL-3.0-or-later
// Erasing what retention lets go: first the signed tombstone, then the bytes. Who is killed in between leaves the rest to the next writer.
#include "models/workspace/erasure.h"

#include "models/base/digest_stream.h"
#include "models/evidence/record_json.h"
#include "models/workspace/holds.h"
#include "models/workspace/selection.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::size_t erasedAtOnce = 4096;

/// Calls `visit` with the bodies, some at a time.
Result<void> eachBody(const Store &store, std::span<const EntryNumber> entries, const std::function<Result<void>(const std::string &)> &visit)
{
    for (std::size_t done = 0; done < entries.size(); done += erasedAtOnce) {
        const auto bodies = store.bodies(entries.subspan(done, std::min(erasedAtOnce, entries.size() - done)));
        if (!bodies)
            return bodies.error();
        for (const std::string &body : *bodies) {
            if (auto visited = visit(body); !visited)
                return visited;
        }
    }
    return {};
}

/// Whether a hold was in force when this entry came in.
bool keptAt(const LegalHold &hold, EntryNumber entry)
{
    return hold.entry < entry && (hold.isInForce() || hold.releasedEntry > entry);
}

BadEntry badErasure(EntryNumber entry, std::string reason)
{
    return {entry, std::move(reason), "What this record said is lost, and nobody who might answers for that.", "All other entries, the tree and its checkpoints hold."};
}

} // namespace

Result<Digest> leavesDigest(const Store &store, std::span<const EntryNumber> entries)
{
    DigestStream digest;
    for (const EntryRange &range : rangesOf(entries)) {
        const auto leaves = store.leaves(range.first, range.last - range.first + 1);
        if (!leaves)
            return leaves.error();
        for (const Digest &leaf : *leaves)
            digest.add(leaf.view());
    }
    return digest.digest();
}

Result<Digest> remainsDigest(const Store &store, std::span<const EntryNumber> entries)
{
    DigestStream digest;
    JsonReader reader;
    Arena arena(1 << 16);
    std::string line;
    auto read = eachBody(store, entries, [&](const std::string &body) -> Result<void> {
        arena.reset();
        const auto record = readRecord(body, reader, arena);
        if (!record)
            return record.error();
        line.clear();
        appendRecordJson(line, remainsOf(*record));
        digest.add(line + '\n');
        return {};
    });
    if (!read)
        return read.error();
    return digest.digest();
}

Result<std::optional<BadEntry>> objectionToErasures(const Workspace &workspace, const Keeping &kept, std::stop_token stop)
{
    const Store &store = workspace.store();
    RowFilter filter;
    filter.erased = true;
    const auto erased = store.select(filter, RowOrder::ArrivalAscending, stop);
    if (!erased)
        return erased.error();
    for (const EntryNumber entry : *erased) {
        if (!kept.tombstones.of(entry))
            return std::optional(badErasure(entry, "The text of entry " + std::to_string(entry) + " was erased, and no tombstone that counts says so."));
    }
    EvidenceSelector selector(workspace); // incidents are read once for all holds
    for (const auto &[number, tombstone] : kept.tombstones.tombstones()) {
        const std::vector<EntryNumber> entries = entriesOf(tombstone.entries);
        const auto leaves = leavesDigest(store, entries);
        const auto remains = remainsDigest(store, entries);
        if (!leaves || !remains)
            return leaves ? remains.error() : leaves.error();
        if (*leaves != tombstone.leaves)
            return std::optional(badErasure(number, "The tombstone in entry " + std::to_string(number) + " was signed for other records than those it names."));
        if (*remains != tombstone.remains)
            return std::optional(badErasure(entries.front(), "What remains of the erased entries " + std::to_string(entries.front()) + " to " + std::to_string(entries.back()) +
                                                                 " is not what the tombstone in entry " + std::to_string(number) + " was signed for."));
        for (const LegalHold &hold : kept.holds.holds()) { // as far as it can still be told
            const auto selection = keptAt(hold, number) ? readSelectionJson(hold.placed.selection) : Result<EvidenceSelection>(Error{});
            const auto held = selection ? selector.select(*selection, stop) : Result<std::vector<EntryNumber>>(Error{});
            if (!held)
                continue;
            const auto both = std::ranges::find_if(*held, [&](EntryNumber entry) { return std::ranges::binary_search(entries, entry); });
            if (both == held->end())
                continue;
            if (std::ranges::binary_search(*erased, *both))
                return std::optional(badErasure(*both, "Entry " + std::to_string(*both) + " was erased although " + hold.id + " kept it for " + hold.placed.matter + '.'));
            return std::optional(BadEntry{number,
                                          "The tombstone in entry " + std::to_string(number) + " says that entry " + std::to_string(*both) + " is erased, although " + hold.id + " kept it for " +
                                              hold.placed.matter + " when it was signed.",
                                          "Nothing is lost: its text is here, and no program erases it. Who signed, by a copy of the file without the hold or knowingly, may not.",
                                          "All other entries, the tree and its checkpoints hold."});
        }
    }
    return std::optional<BadEntry>();
}

std::vector<PlacedTombstone> Workspace::tombstones() const
{
    (void)m->load();
    const std::shared_lock reading(m->lock);
    return {m->kept.tombstones.tombstones().begin(), m->kept.tombstones.tombstones().end()};
}

Result<void> Workspace::Private::finishErasures()
{
    std::vector<PlacedTombstone> open;
    std::vector<LegalHold> holds;
    {
        const std::shared_lock reading(lock);
        const auto all = kept.tombstones.tombstones();
        open.assign(all.begin() + static_cast<std::ptrdiff_t>(std::min(erasuresDone, all.size())), all.end());
        if (!open.empty())
            holds.assign(kept.holds.holds().begin(), kept.holds.holds().end());
    }
    for (const auto &[number, tombstone] : open) {
        const std::vector<EntryNumber> entries = entriesOf(tombstone.entries);
        const auto rows = store->rows(entries);
        if (!rows)
            return rows.error();
        const bool allRecords = std::ranges::all_of(*rows, [](const Row &row) { return row.type == EntryType::Record; });
        if (rows->front().erased || !allRecords) { // all of them go at once; one that names anything else than records counts for nothing
            ++erasuresDone;
            continue;
        }
        // Holds of then and of now: one that was released since is asked as if it were in force.
        std::vector<LegalHold> thenOrNow;
        std::ranges::copy_if(holds, std::back_inserter(thenOrNow), [number = number](const LegalHold &hold) { return hold.isInForce() || keptAt(hold, number); });
        for (LegalHold &hold : thenOrNow)
            hold.released.reset();
        const auto held = HeldEntries::of(*face, thenOrNow);
        if (!held)
            return held.error();
        if (std::ranges::any_of(entries, [&held](EntryNumber entry) { return held->by(entry) >= 0; })) {
            ++erasuresDone;
            continue;
        }
        const auto leaves = leavesDigest(*store, entries);
        if (!leaves)
            return leaves.error();
        if (*leaves == tombstone.leaves) { // else it was signed for other records: verification names it
            if (auto erased = store->erase(entries); !erased)
                return erased.error();
        }
        ++erasuresDone;
    }
    return {};
}

Result<AppliedRetention> Workspace::applyRetention(const std::string &reason, const std::optional<std::uint64_t> &expected, std::stop_token stop, const std::vector<EntryNumber> *shown)
{
    if (m->readOnly)
        return m->unlock().error();
    if (reason.empty())
        return Error{ErrorKind::Usage, "MND-WSP-036", "Why the records are erased is missing.", "Nothing was erased.", "Say it; it is signed and stays in the record.", {}};
    AppliedRetention applied;
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(std::chrono::seconds(30)); !begun)
            return begun.error();
        const auto signer = m->signer();
        if (!signer)
            return signer.error();
        if (const auto refusal = keepingRefusal("erase evidence"))
            return *refusal;
        auto plan = retentionPlan({}, stop); // nobody writes meanwhile: no hold is placed behind it
        if (!plan)
            return plan.error();
        applied.plan = std::move(plan).value();
        if (expected && *expected != applied.plan.going.size())
            return refused("MND-WSP-037", std::to_string(applied.plan.going.size()) + " records may go now, not " + std::to_string(*expected) + '.', "Nothing was erased.",
                           "Look at the plan again; something changed since.");
        if (shown && *shown != applied.plan.going)
            return refused("MND-WSP-042", "Other records may go now than the plan named.", "Nothing was erased.", "Look at the plan again; something changed since.");
        if (applied.plan.going.empty())
            return applied;
        Tombstone tombstone;
        tombstone.entries = rangesOf(applied.plan.going);
        tombstone.records = applied.plan.going.size();
        const auto leaves = leavesDigest(*m->store, applied.plan.going);
        const auto remains = remainsDigest(*m->store, applied.plan.going);
        if (!leaves || !remains)
            return leaves ? remains.error() : leaves.error();
        tombstone.leaves = *leaves;
        tombstone.remains = *remains;
        tombstone.items = applied.plan.items;
        tombstone.octets = applied.plan.entryOctets + applied.plan.itemOctets;
        tombstone.pacts = applied.plan.pacts;
        tombstone.reason = reason;
        tombstone.signer = m->noteSigner(*signer);
        if (stop.stop_requested())
            return Error{ErrorKind::Cancelled, "MND-WSP-041", "Erasing was stopped.", "Nothing was erased.", "Start it again when you like.", {}};
        const auto appended = m->appendEntry(EntryType::Note, tombstoneEntry(tombstone, *signer->key));
        if (!appended)
            return appended.error();
        applied.tombstone = PlacedTombstone{appended->first, std::move(tombstone)};
        if (auto loaded = m->load(); !loaded)
            return loaded.error();
        auto erased = m->store->erase(applied.plan.going);
        if (!erased) {
            Error error = erased.error();
            error.unaffected = "The tombstone is signed; the next program that writes to the workspace erases what it names.";
            return error;
        }
        applied.erased = *erased;
        m->erasuresDone = m->kept.tombstones.tombstones().size();
    }
    (void)m->store->indexText(); // built again; without it searches are only slower
    Q_EMIT ledgerGrew(m->store->size());
    return applied;
}

} // namespace mandate

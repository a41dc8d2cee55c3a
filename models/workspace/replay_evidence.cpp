// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/replay_evidence.h"

#include "models/workspace/replay_scope.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

std::string namesOf(const std::vector<PactName> &pacts)
{
    std::string names;
    for (const PactName &pact : pacts)
        names += (names.empty() ? "" : ", ") + pact.id + '@' + pact.version;
    return names.empty() ? "no pact" : names;
}

Error notHolding(std::string code, std::string happened)
{
    return refused(std::move(code), std::move(happened), "The replay stays in the ledger as it is; no pact was changed.",
                   "Replay this version again and go on with that replay.");
}

/// Whether the ledger had this root when it was this long: every append leaves a checkpoint.
Result<bool> wasLedger(const Store &store, std::uint64_t size, const Digest &root)
{
    const Checkpoint head = store.head();
    if (size == head.size)
        return root == head.root;
    const auto checkpoints = store.checkpoints();
    if (!checkpoints)
        return checkpoints.error();
    const auto found = std::ranges::find(*checkpoints, size, &StoredCheckpoint::size);
    if (found == checkpoints->end())
        return false;
    const auto opened = openCheckpoint(found->note, store.publicKey());
    if (!opened)
        return opened.error();
    return opened->root == root;
}

} // namespace

Result<void> requireFresh(const StoredReplay &replay, const ReplayStanding &standing, const Digest &pact)
{
    const std::string replayed = replay.report.pactId + '@' + replay.report.pactVersion;
    if (replay.report.pact != pact)
        return notHolding("MND-RPL-002", "The replay in entry " + std::to_string(replay.entry) +
                                             " is of other content than this version: it replayed " + replayed + '.');
    if (standing.pactsChanged)
        return notHolding("MND-RPL-003", replayed + " was simulated against " + namesOf(replay.report.inForce) + "; in force now is " +
                                             namesOf(standing.inForce) + '.');
    if (standing.newActions > 0)
        return notHolding("MND-RPL-004", std::to_string(standing.newActions) + (standing.newActions == 1 ? " action was" : " actions were") +
                                             " recorded since " + replayed + " was replayed.");
    return {};
}

Result<StoredReplay> Workspace::recordReplay(const ReplayReport &report)
{
    if (m->readOnly)
        return m->unlock().error();
    std::string body;
    Appended appended;
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(); !begun)
            return begun.error();
        const auto ours = wasLedger(*m->store, report.trailEntries, report.trailRoot);
        if (!ours)
            return ours.error();
        if (!*ours)
            return refused("MND-RPL-005", "The replay is not of this ledger.", "Nothing was stored.", "Replay the pact in this workspace.");
        body = replayEntry(report, m->surroundings.clock(), person().id, "mandate " MANDATE_VERSION);
        const auto stored = m->appendEntry(EntryType::Note, body);
        if (!stored)
            return stored.error();
        appended = *stored;
        if (auto loaded = m->load(); !loaded)
            return loaded.error();
    }
    Q_EMIT ledgerGrew(m->store->size());
    auto read = readReplayEntry(appended.first, body);
    if (!read)
        return read.error();
    return std::move(read->value());
}

Result<std::vector<StoredReplay>> Workspace::replays() const
{
    RowFilter notes;
    notes.types = {EntryType::Note};
    const auto entries = m->store->select(notes, RowOrder::ArrivalDescending);
    if (!entries)
        return entries.error();
    const auto bodies = m->store->bodies(*entries);
    if (!bodies)
        return bodies.error();
    std::vector<StoredReplay> replays;
    for (std::size_t i = 0; i < entries->size(); ++i) {
        auto read = readReplayEntry((*entries)[i], (*bodies)[i]);
        if (!read)
            return read.error();
        if (*read)
            replays.push_back(std::move(**read));
    }
    return replays;
}

Result<StoredReplay> Workspace::replayIn(EntryNumber entry) const
{
    Error missing = refused("MND-RPL-006", "Entry " + std::to_string(entry) + " of the ledger is no replay.", "No pact was changed.",
                            "See \"mandate pact replays\" for those there are, or keep one with \"mandate pact replay --record\".");
    missing.kind = ErrorKind::Missing;
    if (entry >= m->store->size())
        return missing;
    const auto rows = m->store->rows(std::array{entry});
    if (!rows)
        return rows.error();
    if (rows->front().type != EntryType::Note) // what a source wrote may look like one
        return missing;
    const auto body = m->store->body(entry);
    if (!body)
        return body.error();
    auto read = readReplayEntry(entry, *body);
    if (!read)
        return read.error();
    if (!*read)
        return missing;
    return std::move(**read);
}

Result<ReplayStanding> Workspace::standingOf(const StoredReplay &replay) const
{
    const ReplayReport &report = replay.report;
    const auto agents = boundAgents(*m->store, report.binds);
    if (!agents)
        return agents.error();
    ReplayStanding standing;
    standing.inForce = pactsInForce(*this, *agents);
    standing.pactsChanged = standing.inForce != report.inForce;
    RowFilter since;
    since.kinds = {RecordKind::Action};
    since.since = report.range.since;
    since.until = report.range.until;
    auto entries = m->store->select(since, RowOrder::ArrivalAscending);
    if (!entries)
        return entries.error();
    std::erase_if(*entries, [&](EntryNumber entry) { return entry < report.trailEntries; });
    const auto rows = m->store->rows(*entries);
    if (!rows)
        return rows.error();
    standing.newActions = static_cast<std::uint64_t>(std::ranges::count_if(*rows, [&](const Row &row) {
        return agents->contains({row.agent, row.deployment});
    }));
    return standing;
}

} // namespace mandate

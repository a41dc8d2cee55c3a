// SPDX-License-Identifier: GPL-3.0-or-later
// Witnesses of a workspace's ledger: setting them up, taking checkpoints to them, and holding a checkpoint that was kept elsewhere against the ledger of
// today. Who signs is who is signed in at the workspace.
#pragma once

#include "models/evidence/merkle.h"
#include "models/evidence/signing.h"
#include "models/timestamps/witness_statement.h"
#include "models/workspace/workspace.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace mandate {

/// What became of taking the present checkpoint to one witness.
struct WitnessReport
{
    std::string witness;
    WitnessKind kind = WitnessKind::Folder;
    std::uint64_t size = 0;          ///< of the checkpoint
    bool nothingNew = false;         ///< it has this checkpoint already
    std::optional<Timestamp> stamp;  ///< of an authority
    std::optional<Error> problem;
};

/// A time stamp of the ledger, read and checked again.
struct LedgerTimestamp
{
    KeptTimestamp kept;
    Checkpoint checkpoint;
    std::optional<Timestamp> stamp; ///< where it holds
    std::string problem;            ///< why it does not; empty when it does
};

/// A checkpoint kept elsewhere, held against the ledger of today.
struct CheckpointComparison
{
    Checkpoint held;
    Checkpoint today; ///< or the later one that it is compared with
    bool holds = false;
    std::string says;           ///< one sentence
    std::vector<Digest> proof;  ///< RFC 6962 section 2.1.2, where it holds
};

/// How far one witness is, by what it has now.
struct WitnessStanding
{
    WitnessStatement witness;
    std::optional<std::uint64_t> size; ///< entries under the newest checkpoint that it has; none: it has none
    std::optional<Instant> at;         ///< when it stamped that, or when its file was written
    std::string authority;             ///< who stamped it, by its certificate
    std::uint64_t behind = 0;          ///< entries since then; what only answers about checkpoints is left out
    std::optional<Error> problem;      ///< it cannot be reached, or what it has does not hold
};

class Witnesses
{
public:
    explicit Witnesses(Workspace &workspace) : m_workspace(workspace) {}

    /// In the order of their names; those that were taken away are left out.
    [[nodiscard]] std::vector<WitnessStatement> list() const;
    /// Why who is signed in may not say who witnesses; nothing when they may.
    [[nodiscard]] std::optional<Error> refusal() const;
    /// Sets one up, anew, or takes it away (`removed`). Owners and legal may. `by` and `at` are filled in.
    Result<void> set(WitnessStatement statement);
    /// Takes the present checkpoint to each, or to this one alone. A witness that cannot be reached harms no other.
    Result<std::vector<WitnessReport>> tell(const std::string &only = {}, std::stop_token stop = {});
    /// Looks at what each has: reads folders and mailboxes, asks no network.
    [[nodiscard]] Result<std::vector<WitnessStanding>> standing() const;
    /// A request about the present checkpoint, to be carried to an authority by hand, and the checkpoint it is about.
    Result<std::pair<std::string, std::string>> request(const std::string &witness) const;
    /// Keeps what an authority answered about a checkpoint of this ledger.
    Result<Timestamp> keep(const std::string &witness, const std::string &checkpoint, const std::string &response);
    /// A time stamp over this text by the first authority that has an address: for bundles. Missing when there is none.
    Result<std::pair<WitnessStatement, std::string>> stampOver(std::string_view text, std::stop_token stop = {}) const;
    /// Newest first, each checked again.
    [[nodiscard]] std::vector<LedgerTimestamp> timestamps() const;
    /// The signed note over the whole ledger.
    [[nodiscard]] Result<std::string> checkpoint() const;
    /// Corrupt when the note is none of this ledger's key. `with` is a later checkpoint of this ledger, to be compared with in place of today's.
    Result<CheckpointComparison> compare(std::string_view note, std::string_view with = {}) const;

private:
    Result<WitnessReport> tellOne(const WitnessStatement &witness, const std::string &note, const Checkpoint &head, const std::stop_token &stop);
    Workspace &m_workspace;
};

/// "mandate-consistency-proof/1", the two checkpoints' sizes and roots, and a digest a line: for whoever holds the older one.
[[nodiscard]] std::string consistencyText(const CheckpointComparison &comparison);
/// Whether such a text proves that a ledger with root `newer` extends `older`; Input error when it is none.
Result<bool> consistencyHolds(std::string_view text, const Checkpoint &older, const Checkpoint &newer);

} // namespace mandate

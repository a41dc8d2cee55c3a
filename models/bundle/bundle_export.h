// SPDX-License-Identifier: GPL-3.0-or-later
// Evidence as a bundle: planned (which records, how many, what is hidden: all of it said before anything is written), then written and sealed. The export
// is a signed entry of the ledger before its files are, and its end, sealed or abandoned, is another. What a bundle holds: docs/bundle.md.
#pragma once

#include "models/bag/bag_writer.h"
#include "models/bundle/redaction_profile.h"
#include "models/workspace/selection.h"
#include "models/workspace/workspace.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace mandate {

struct ExportOrder
{
    EvidenceSelection selection;
    std::string purpose; ///< why, in a sentence; stays in the ledger and in the bundle
    std::string matter;  ///< number of the case
    std::string zone;    ///< name of a zone, for times beside UTC
    std::optional<RedactionProfile> profile;
};

/// What would be written. Of the ledger's first `size` entries.
struct ExportPlan
{
    std::vector<EntryNumber> entries;
    std::uint64_t size = 0;
    Digest root;
    Digest digest;          ///< of records/selection.txt
    std::uint64_t actions = 0;
    std::array<std::uint64_t, 7> has{}; ///< of the actions, with bit i of Has set
    std::uint64_t items = 0;            ///< received items the records speak of
    std::set<std::pair<std::string, std::string>> agents; ///< with their deployments
    std::set<std::string> sessions;
    std::optional<Instant> first; ///< by the source's own time
    std::optional<Instant> last;
    std::vector<PactVersion> pacts; ///< that were in force for these agents at some time
    std::map<std::string, std::uint64_t> hidden; ///< values by class
    std::uint64_t erased = 0;                    ///< records of which only leaf, proof and tombstone are there to hand out
    std::uint64_t firstWhole = 0;                ///< which of the records is the first that was not erased
    [[nodiscard]] std::uint64_t hiddenValues() const;
};

/// Records done, of all.
using ExportProgress = std::function<void(std::uint64_t done, std::uint64_t all)>;

/// Input when nothing matches, Usage when the zone is none. Writes nothing.
Result<ExportPlan> planExport(const Workspace &workspace, const ExportOrder &order, const ExportProgress &progress = {}, std::stop_token stop = {});

struct ExportOutcome
{
    RecordedExport begun;
    SealedBag bag;
    std::uint64_t ledgerEntries = 0; ///< beside the records
    std::uint64_t pages = 0;         ///< of the PDF
};

/// On any error, and when it is stopped, nothing is at `target`, and the ledger says that the export was abandoned.
Result<ExportOutcome> writeBundle(Workspace &workspace, const ExportOrder &order, const ExportPlan &plan, const std::string &target, BagForm form,
                                  const ExportProgress &progress = {}, std::stop_token stop = {});

} // namespace mandate

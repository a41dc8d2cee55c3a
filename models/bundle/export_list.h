// SPDX-License-Identifier: GPL-3.0-or-later
// The exports of a ledger: each with how it ended and what was revealed of it later. Read from the entries alone; no bundle is looked at.
#pragma once

#include "models/workspace/workspace.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace mandate {

/// One signed step of an export, where it stands in the ledger.
struct ExportStepEntry
{
    EntryNumber entry = 0;
    ExportStatement statement;
};

struct ListedExport
{
    EntryNumber entry = 0;      ///< that began it
    ExportStatement begun;
    std::optional<ExportStepEntry> end; ///< Sealed or Abandoned; nothing: it was cut off, or is under way
    std::vector<ExportStepEntry> reveals;
};

struct ExportList
{
    std::vector<ListedExport> exports; ///< in order of the ledger
    std::vector<EntryNumber> notHeld;  ///< entries about exports that do not hold: who they name did not sign them
};

Result<ExportList> exportsIn(const Workspace &workspace, std::stop_token stop = {});

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// Which records somebody asks for: by a filter, by a clause, by an incident, or one by one. One meaning for queries and exports.
#pragma once

#include "models/incidents/incident.h"
#include "models/store/store.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace mandate {

class Workspace;

struct EvidenceSelection
{
    RowFilter filter;     ///< `where` holds what `query` says
    std::string query;    ///< in the query language, with all times written out (queryText()); empty: none
    std::string clause;   ///< those that it decided or that are findings of it; empty: any
    std::string incident; ///< "INC-…": all records of its session, and what the same files say once for all sessions; else empty
    std::vector<EntryNumber> entries; ///< these records and no others, ascending; empty: those that the rest says
    bool operator==(const EvidenceSelection &) const = default;
};

/// In order of the ledger. Missing when there is no such incident, or an entry is no record.
Result<std::vector<EntryNumber>> selectEvidence(const Workspace &workspace, const EvidenceSelection &selection, std::stop_token stop = {});

/// The same for several selections, one after another: incidents are read once for all of them, which costs as much as the selecting.
class EvidenceSelector
{
public:
    explicit EvidenceSelector(const Workspace &workspace) : m_workspace(workspace) {}
    Result<std::vector<EntryNumber>> select(const EvidenceSelection &selection, const std::stop_token &stop = {});

private:
    const Workspace &m_workspace;
    std::optional<Result<std::vector<Incident>>> m_incidents;
};

/// Whether which records it selects changes when a pact does: it asks for verdicts, clauses or findings.
[[nodiscard]] bool followsPacts(const EvidenceSelection &selection);

/// What was asked for, as canonical JSON: only what narrows it.
[[nodiscard]] std::string selectionJson(const EvidenceSelection &selection);
/// What selectionJson() wrote; Corrupt when it is something else, or more than this program understands.
Result<EvidenceSelection> readSelectionJson(std::string_view json);
/// Entries as ranges, "12-14", of which each names all between its ends.
[[nodiscard]] std::vector<std::string> entryRanges(const std::vector<EntryNumber> &entries);
/// The same for a person: "agent = airline-agent, verdict = prohibited"; "every record". Says how many of a long list it leaves out.
[[nodiscard]] std::string selectionWords(const EvidenceSelection &selection);

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// What an import judges, gathered batch by batch and given its entry numbers as it is stored: so nothing is read again at the end.
#pragma once

#include "models/workspace/incident_opening.h"
#include "models/workspace/judged_range.h"

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace mandate {

class JudgedImport
{
public:
    explicit JudgedImport(IncidentOpening opening) : m_opening(std::move(opening)) {}

    /// What follows is of the next batch to be stored.
    void beginBatch() { m_waiting.emplace_back(); }
    /// `entry` is the index in the batch; `clause` must live until stored().
    void add(std::uint32_t entry, Verdict verdict, std::string_view clause) { m_waiting.back().verdicts.push_back({entry, verdict, clause}); }
    void addBreach(std::uint32_t entry, const Record &record, const std::shared_ptr<const LoadedPact> &pact, const Clause &clause);
    /// The first batches of those gathered, in order, are in the ledger; a later one may be gathered still.
    void stored(const Appended &appended);

    /// False once a batch lost items to the ones stored before: then only the store knows the numbers.
    [[nodiscard]] bool isExact() const { return m_exact; }
    [[nodiscard]] JudgedRange &range() { return m_range; }
    [[nodiscard]] const IncidentOpening &opening() const { return m_opening; }

private:
    struct JudgedEntry
    {
        std::uint32_t entry;
        Verdict verdict;
        std::string_view clause;
    };
    struct Breach
    {
        std::uint32_t entry;
        std::string agent, deployment, session;
        std::shared_ptr<const LoadedPact> pact;
        const Clause *clause;
    };
    struct Gathered
    {
        std::vector<JudgedEntry> verdicts;
        std::vector<Breach> breaches;
    };

    std::deque<Gathered> m_waiting; ///< by batch
    bool m_exact = true;
    JudgedRange m_range;
    IncidentOpening m_opening;
};

} // namespace mandate

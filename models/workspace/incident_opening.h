// SPDX-License-Identifier: GPL-3.0-or-later
// Gathers what broke clauses into the incidents to open for it: one per agent, session, clause and pact. No storage.
#pragma once

#include "models/incidents/detect.h"
#include "models/workspace/workspace_private.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

class IncidentOpening
{
public:
    /// `known` are the ids of the incidents that are open already: nothing is gathered for those.
    IncidentOpening(std::set<std::string> known, std::function<Instant()> clock) : m_known(std::move(known)), m_clock(std::move(clock)) {}

    struct Breach
    {
        std::string_view agent, deployment, session;
        const PactVersion &pact;
        const Clause &clause;
    };
    /// A clause for which opensIncident() holds; in the order of the ledger.
    void add(const Breach &breach, EntryNumber entry);

    [[nodiscard]] bool empty() const { return m_opening.empty(); }
    /// In the order in which they happened.
    [[nodiscard]] std::vector<const IncidentEntry *> inOrder() const;

private:
    std::set<std::string> m_known;
    std::function<Instant()> m_clock;
    std::map<std::string, IncidentEntry> m_opening; ///< by id
};

} // namespace mandate

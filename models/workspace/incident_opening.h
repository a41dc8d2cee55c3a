// SPDX-License-Identifier: GPL-3.0-or-later
// Gathers what broke clauses into the incidents to open for it: one per agent, session, clause and pact. No storage.
#pragma once

#include "models/incidents/detect.h"
#include "models/workspace/workspace_private.h"

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
    explicit IncidentOpening(std::set<std::string> known) : m_known(std::move(known)) {}

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
    std::map<std::string, IncidentEntry> m_opening; ///< by id
};

} // namespace mandate

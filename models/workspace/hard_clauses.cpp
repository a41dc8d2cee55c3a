// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/hard_clauses.h"

#include <algorithm>

namespace mandate {

std::optional<Severity> hardnessOf(const Clause &clause)
{
    const bool counts = clause.kind == ClauseKind::Forbid || (clause.kind == ClauseKind::Evidence && clause.severity != Severity::Minor);
    return counts && !clause.heuristic ? std::optional(clause.severity) : std::nullopt;
}

HardClauses::HardClauses(const Workspace &workspace) : m_workspace(workspace)
{
    for (const PactVersion &pact : workspace.pacts()) {
        for (const Clause &clause : pact.document.clauses) {
            const auto [known, isNew] = m_hard.try_emplace(clause.id, hardnessOf(clause));
            if (!isNew && known->second != hardnessOf(clause))
                m_differ.insert(clause.id);
        }
    }
}

std::optional<Severity> HardClauses::find(const std::string &clause, const Row &row) const
{
    if (!m_differ.contains(clause)) {
        const auto known = m_hard.find(clause);
        return known == m_hard.end() ? std::nullopt : known->second;
    }
    const auto pact = m_workspace.pactFor(row.agent, row.deployment, row.time);
    const Clause *found = pact ? pact->document.clause(clause) : nullptr;
    return found ? hardnessOf(*found) : std::nullopt;
}

} // namespace mandate

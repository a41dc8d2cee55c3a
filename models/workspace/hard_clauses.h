// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the clause that a finding names is hard in the pact that judged its action: a prohibition, or an evidence duty that is more than minor; never one
// that is judged from words.
#pragma once

#include "models/workspace/workspace.h"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace mandate {

/// Of one clause; none when it is not hard.
[[nodiscard]] std::optional<Severity> hardnessOf(const Clause &clause);

class HardClauses
{
public:
    explicit HardClauses(const Workspace &workspace);
    /// Its severity; none when it is not hard. Two pacts may mean different things by the same id: then the one in force at the action's time is asked.
    [[nodiscard]] std::optional<Severity> find(const std::string &clause, const Row &row) const;

private:
    const Workspace &m_workspace;
    std::map<std::string, std::optional<Severity>, std::less<>> m_hard;
    std::set<std::string, std::less<>> m_differ;
};

} // namespace mandate

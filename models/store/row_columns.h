// SPDX-License-Identifier: GPL-3.0-or-later
// Rows as one array a column: for figures that are computed over all of them, where a Row each would be most of the time.
#pragma once

#include "models/base/instant.h"
#include "models/pact/verdict.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace mandate {

/// All arrays are of the same length, in order of arrival.
struct RowColumns
{
    static constexpr std::int64_t noTime = std::numeric_limits<std::int64_t>::min();

    std::vector<std::uint64_t> entry;
    std::vector<std::int64_t> timeNs;                          ///< noTime where the source gave none
    std::vector<std::uint32_t> agent, deployment, tool, source; ///< indexes into the names below
    std::vector<std::uint32_t> session;                        ///< the same number is the same session; nothing else can be told from it
    std::uint32_t noSession = UINT32_MAX;                      ///< the number of rows that name none
    std::vector<std::uint8_t> verdict, outcome, completeness;  ///< Verdict, Outcome, bits of Has
    std::vector<std::string> agentNames, deploymentNames, toolNames, sourceNames; ///< also some that no row has

    [[nodiscard]] std::size_t size() const { return entry.size(); }
    /// Puts the values of one row in the place of another.
    void copy(std::size_t from, std::size_t to);
    /// Keeps the first so many rows.
    void shorten(std::size_t rows);
};

} // namespace mandate

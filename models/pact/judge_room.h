// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of JudgeRoom, shared by judge and session facts. Not for callers of models/pact.
#pragma once

#include "models/base/json_reader.h"
#include "models/pact/compiled_pact.h"

#include <vector>

namespace mandate {

/// Empties scratch memory. Conditions need much of it only once in a while; past a bound it is given back.
inline void recycle(Arena &scratch)
{
    constexpr std::size_t kept = std::size_t{1} << 20;
    if (scratch.reserved() > kept)
        scratch = Arena();
    else
        scratch.reset();
}

struct JudgeRoom::Parts
{
    Parts();

    Arena scratch;     ///< of clauses: answers point into it until the next judge()
    Arena factScratch; ///< of fact expressions
    JsonReader reader;
    std::vector<Value> values;     ///< slots of clauses
    std::vector<Value> factValues; ///< slots of fact expressions
    std::vector<ClauseAnswer> answers;
    ToolClauses unnamedTool;       ///< of the last tool that no pact names
    Arena forever{256};
    Value noArguments, noInput, noConfidence, noProposal, noVerifier, noResult, noTime, noWindows;
};

} // namespace mandate

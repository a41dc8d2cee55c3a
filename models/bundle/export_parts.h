// SPDX-License-Identifier: GPL-3.0-or-later
// What planning an export and writing it have in common. Not for callers.
#pragma once

#include "models/bundle/bundle_lines.h"
#include "models/evidence/merkle.h"
#include "models/store/store.h"

#include <string>

namespace mandate::bundle {

inline constexpr std::size_t recordsAtOnce = 256;

inline Error exportError(ErrorKind kind, std::string code, std::string happened, std::string remedy)
{
    return {kind, std::move(code), std::move(happened), "Nothing was written.", std::move(remedy), {}};
}

inline SelectionLine lineOf(const Row &row, const Digest &leaf)
{
    return {row.number, leaf, row.verdict, row.clause};
}

/// Of an erased record it is the ledger that knows it.
inline Result<Digest> leafOf(const Store &store, const Row &row, const std::string &body)
{
    if (!row.erased)
        return leafHash(body);
    const auto leaves = store.leaves(row.number, 1);
    return leaves ? Result<Digest>(leaves->front()) : Result<Digest>(leaves.error());
}

} // namespace mandate::bundle

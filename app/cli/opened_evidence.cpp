// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/opened_evidence.h"

#include "models/bundle/opened_bundle.h"

namespace mandate::cli {

Result<std::unique_ptr<Workspace>> openEvidence(const std::string &path)
{
    if (!looksLikeBundle(path))
        return Workspace::open(path, true);
    auto opened = openBundle(path);
    if (!opened)
        return opened.error();
    if (const auto &bad = opened->verification.firstBad) {
        Error error{ErrorKind::Corrupt, "MND-CLI-041", "The bundle does not hold: " + bad->place + ": " + bad->reason, bad->stillHolds, "See \"mandate verify\", and ask for another copy of the bundle.", {}};
        error.position.file = path;
        return error;
    }
    return std::move(opened->workspace);
}

} // namespace mandate::cli

// SPDX-License-Identifier: GPL-3.0-or-later
// A bundle opened for reading, on any machine, without its workspace: checked first, then shown as an excerpt of its ledger. Only entries that prove themselves
// against the bundle's own signed checkpoint are in it; nothing can be added, signed or judged again.
#pragma once

#include "models/bundle/bundle_verification.h"
#include "models/workspace/workspace.h"

#include <memory>
#include <stop_token>
#include <string>

namespace mandate {

struct OpenedBundle
{
    std::unique_ptr<Workspace> workspace;
    BundleVerification verification;
    ExportStatement exported;       ///< as its signed entry says; empty where that does not hold
    std::uint64_t leftOut = 0;      ///< entries that do not prove themselves, or cannot be read
    std::uint64_t withheld = 0;     ///< entries of the ledger of which only the proof is there
    std::string folder;             ///< where its files are, as long as the workspace lives
};

/// An error when it cannot be read, is no bundle, or its checkpoint is signed by nobody: then nothing in it is shown. What else does not hold is in `verification`.
Result<OpenedBundle> openBundle(const std::string &path, Surroundings surroundings = {}, std::stop_token stop = {});

} // namespace mandate

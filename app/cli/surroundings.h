// SPDX-License-Identifier: GPL-3.0-or-later
// What the command line gives a workspace that signs: where keys are, and who is asked for a passphrase.
#pragma once

#include "models/workspace/workspace.h"

namespace mandate::cli {

/// The desktop's keychain where one answers; else sealed files, whose passphrase comes from MANDATE_PASSPHRASE_FILE or is asked for on the
/// terminal. Where there is neither, signing is refused and says so.
[[nodiscard]] Surroundings surroundings();

} // namespace mandate::cli

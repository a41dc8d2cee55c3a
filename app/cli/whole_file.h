// SPDX-License-Identifier: GPL-3.0-or-later
// Files written whole or not at all.
#pragma once

#include "models/base/result.h"

#include <string>

namespace mandate::cli {

/// A usage error when something is there already, be it a link that leads nowhere.
Result<void> writeNewFile(const std::string &place, const std::string &text);
/// In one step: whoever reads the file sees the old text or the new one. Follows a link, and keeps mode and, if it may, owner.
Result<void> replaceFile(const std::string &place, const std::string &text);

} // namespace mandate::cli

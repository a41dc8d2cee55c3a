// SPDX-License-Identifier: GPL-3.0-or-later
// A file that is on the disk, whole and under its name, before the function returns; readable by its owner only.
#pragma once

#include "models/base/result.h"

#include <string>
#include <string_view>

namespace mandate {

/// Writes beside `place`, then takes its place in one step. Storage error with the system's reason; then what was there is as it was.
Result<void> writeDurably(const std::string &place, std::string_view bytes);

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// A secret that a command takes from a file: never from its own words, which others on the machine see.
#pragma once

#include "app/cli/arguments.h"

#include <optional>
#include <string>

namespace mandate::cli {

/// What is in the file of --secret-file, whole and without the line end that editors add; absent without the option. `unaffected` is what an empty one
/// leaves as it was.
Result<std::optional<std::string>> secretOption(const Arguments &arguments, std::string unaffected);

} // namespace mandate::cli

// SPDX-License-Identifier: GPL-3.0-or-later
// Help: all commands, those of a group, and one command with what it takes. At most 100 columns wide.
#pragma once

#include "app/cli/commands.h"

#include <string>
#include <vector>

namespace mandate::cli {

/// All commands, or those whose name begins with a group's and a space: "pact".
void printCommands(const std::vector<Command> &commands, const std::string &group = {});
void printCommand(const Command &command);
/// The words that a command takes without options, as its usage names them.
[[nodiscard]] std::vector<std::string> wordsOf(const Shape &shape);

} // namespace mandate::cli

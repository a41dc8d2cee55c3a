// SPDX-License-Identifier: GPL-3.0-or-later
// The text editor of whoever sits at the terminal.
#pragma once

#include "models/base/result.h"

#include <string>

namespace mandate::cli {

/// Opens a file in $VISUAL, else $EDITOR, else vi, and waits until the editor ends; an error when it could not run or said that it failed.
/// What it prints goes to standard error where standard output is for something else.
Result<void> openInEditor(const std::string &file, bool standardOutputIsTaken);

} // namespace mandate::cli

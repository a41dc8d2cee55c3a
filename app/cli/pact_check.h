// SPDX-License-Identifier: GPL-3.0-or-later
// pact check: every problem of a pact file that can be found, as lines, JSON or SARIF.
#pragma once

namespace mandate::cli {

class Arguments;

/// Exit code: Findings when a problem is of class security or error.
int checkPactFile(const Arguments &arguments);

} // namespace mandate::cli

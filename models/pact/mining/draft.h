// SPDX-License-Identifier: GPL-3.0-or-later
// Proposals as JSON in the form of the pact format, and as a whole draft: the pact in force with its permissions replaced by them.
#pragma once

#include "models/base/result.h"
#include "models/pact/mining/mined_scope.h"

#include <string>
#include <string_view>
#include <vector>

namespace mandate::mining {

/// A clause as it stands in a document, in one line.
[[nodiscard]] std::string clauseJson(const Clause &clause);

struct DraftOrigin
{
    std::string agent;
    std::vector<std::string> deployments; ///< where it was seen to act
    bool everywhere = true;               ///< that is everywhere it acts, not a choice
    std::string inForce;                  ///< JSON of the pact that binds the agent; empty when none does
    bool oneBasis = true;                 ///< the same pact binds it everywhere it was seen, or none anywhere
};

/// A document that binds this agent alone and keeps everything of the pact in force but its permissions: a new version of that pact if it
/// binds nobody else, else a pact of its own. Refused when the agent cannot be named exactly or has no one basis. Read with parsePact and compiled
/// before it is given.
Result<std::string> draftDocument(const MinedScope &scope, const DraftOrigin &origin);

} // namespace mandate::mining

// SPDX-License-Identifier: GPL-3.0-or-later
// What a verifier agent asks: which actions wait for a second agent's verdict, and the scope policy they are checked against. It is told the structured
// action and nothing else, and not what our own evaluation says: its verdict is to be its own.
#pragma once

#include "models/gateway/access.h"
#include "models/gateway/refusals.h"
#include "models/workspace/workspace.h"

namespace mandate {

class VerificationRoutes
{
public:
    explicit VerificationRoutes(const Workspace &workspace) : m_workspace(workspace) {}

    [[nodiscard]] http::Reply waiting(const Caller &caller) const;
    [[nodiscard]] http::Reply scopePolicy(const http::Request &request) const;

    static constexpr std::size_t mostWaiting = 100; ///< told at once; the soonest to expire first

private:
    const Workspace &m_workspace;
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// Tells enforcement points what agents may do now, until each has confirmed it: a suspension that was requested and not confirmed is completed
// by whoever runs next, console or gateway. What points answer is kept in the ledger. Threads of its own; stops with its end.
#pragma once

#include "models/workspace/enforcement.h"

#include <chrono>
#include <memory>

namespace mandate {

class Workspace;

class Enforcer
{
public:
    struct Limits
    {
        std::chrono::milliseconds look{20};     ///< how often the ledger is looked at for what others wrote
        std::chrono::seconds again{60};         ///< how often a point is asked whether a stop still holds
        std::chrono::hours renew{6};            ///< how often signed lists are made anew
        TimeLimits time;                        ///< of one errand
    };
    explicit Enforcer(Workspace &workspace) : Enforcer(workspace, Limits()) {}
    Enforcer(Workspace &workspace, const Limits &limits);
    ~Enforcer();
    Enforcer(const Enforcer &) = delete;
    Enforcer &operator=(const Enforcer &) = delete;

    /// Looks now instead of at the next time.
    void wake();

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate

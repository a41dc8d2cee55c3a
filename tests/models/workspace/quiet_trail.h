// SPDX-License-Identifier: GPL-3.0-or-later
// Calls that break nothing, with words that are nowhere else, under a pact that says how long they are kept: for tests of keeping and erasing.
#pragma once

#include "tests/models/workspace/made_trail.h"

namespace mandate::test {

/// The shop's pact with a retention; 0: none is said.
inline std::string pactKeeping(int days, const std::string &deployment = "*")
{
    std::string pact = shopPact("1.0.0", "shop", deployment);
    pact.pop_back();
    return pact + (days > 0 ? ",\"evidence\":{\"retention_days\":" + std::to_string(days) + "}}" : "}");
}

/// Two calls that break nothing, with words that are nowhere else.
inline std::vector<Call> quietCalls(const std::string &session, const std::string &secret, int minute)
{
    return {{session, "read_order", "{\"email\":\"" + secret + "@example.org\"}", minute, 1, "clerk", "shop", "said " + secret},
            {session, "pay", "{\"amount\":3,\"note\":\"" + secret + "\"}", minute + 1, 1, "clerk", "shop", "paid " + secret}};
}

} // namespace mandate::test

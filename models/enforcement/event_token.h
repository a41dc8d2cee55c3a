// SPDX-License-Identifier: GPL-3.0-or-later
// Security event tokens (RFC 8417) about an agent's account, signed with Ed25519 (RFC 8037): which events say which standing, and their form.
// How they are sent is security_events.cpp. Private to this folder.
#pragma once

#include "models/enforcement/point.h"
#include "models/enforcement/standing.h"
#include "models/evidence/signing.h"

#include <string>
#include <vector>

namespace mandate {

struct EventToken
{
    std::string id;      ///< "jti": the same whenever the same is said again
    std::string event;   ///< short name for people, such as "account-disabled"
    std::string compact; ///< the signed JWT
};

/// In the order in which they must arrive, so that at no time more is allowed than the standing allows. One event a token, as the OpenID
/// Shared Signals Framework asks.
[[nodiscard]] std::vector<EventToken> tokensFor(const EnforcementPoint &point, const EnforcedStanding &standing, const Instant &now,
                                                const SigningKey &key);

/// The verification event of the Shared Signals Framework: says nothing about anybody.
[[nodiscard]] EventToken verificationToken(const EnforcementPoint &point, const Instant &now, const SigningKey &key);

} // namespace mandate

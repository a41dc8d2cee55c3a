// SPDX-License-Identifier: GPL-3.0-or-later
// What each kind of point does with the three errands. Private to this folder; delivery.cpp chooses.
#pragma once

#include "models/enforcement/errand.h"

namespace mandate {

namespace gateway {
Delivery ask(Errand &errand, const EnforcedStanding &standing);
Delivery test(Errand &errand);
} // namespace gateway

namespace status_file {
Delivery deliver(Errand &errand, const EnforcedStanding &standing);
Delivery holds(Errand &errand, const EnforcedStanding &standing);
Delivery test(Errand &errand);
} // namespace status_file

namespace webhook {
Delivery deliver(Errand &errand, const EnforcedStanding &standing);
Delivery holds(Errand &errand, const EnforcedStanding &standing);
Delivery test(Errand &errand);
} // namespace webhook

namespace opa {
Delivery deliver(Errand &errand, const EnforcedStanding &standing);
Delivery holds(Errand &errand, const EnforcedStanding &standing);
Delivery test(Errand &errand);
} // namespace opa

namespace security_events {
Delivery deliver(Errand &errand, const EnforcedStanding &standing);
Delivery holds(Errand &errand);
Delivery test(Errand &errand);
} // namespace security_events

namespace keycloak {
Delivery deliver(Errand &errand, const EnforcedStanding &standing);
Delivery holds(Errand &errand, const EnforcedStanding &standing);
Delivery test(Errand &errand);
} // namespace keycloak

/// An agent that no trail has: what a connection test asks about.
inline constexpr std::string_view nobody = "mandate.connection-test";
/// The tool an agent is tried with where the configuration names none.
inline constexpr std::string_view anyTool = "mandate.probe";

} // namespace mandate

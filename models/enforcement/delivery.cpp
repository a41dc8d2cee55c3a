// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses the kind of point, and lets nothing out but a Delivery.
#include "models/enforcement/delivery.h"

#include "models/enforcement/point_kinds.h"

#include <array>
#include <exception>

namespace mandate {

namespace {

Delivery tell(Errand &errand, const EnforcedStanding &standing)
{
    switch (errand.point().kind) {
    case PointKind::Gateway: return gateway::ask(errand, standing); // it reads the ledger itself: what it answers shows whether it did
    case PointKind::StatusFile: return status_file::deliver(errand, standing);
    case PointKind::Webhook: return webhook::deliver(errand, standing);
    case PointKind::OpenPolicyAgent: return opa::deliver(errand, standing);
    case PointKind::SecurityEvents: return security_events::deliver(errand, standing);
    case PointKind::Keycloak: return keycloak::deliver(errand, standing);
    }
    return errand.cancelled();
}

Delivery askWhether(Errand &errand, const EnforcedStanding &standing)
{
    switch (errand.point().kind) {
    case PointKind::Gateway: return gateway::ask(errand, standing);
    case PointKind::StatusFile: return status_file::holds(errand, standing);
    case PointKind::Webhook: return webhook::holds(errand, standing);
    case PointKind::OpenPolicyAgent: return opa::holds(errand, standing);
    case PointKind::SecurityEvents: return security_events::holds(errand);
    case PointKind::Keycloak: return keycloak::holds(errand, standing);
    }
    return errand.cancelled();
}

Delivery reach(Errand &errand)
{
    switch (errand.point().kind) {
    case PointKind::Gateway: return gateway::test(errand);
    case PointKind::StatusFile: return status_file::test(errand);
    case PointKind::Webhook: return webhook::test(errand);
    case PointKind::OpenPolicyAgent: return opa::test(errand);
    case PointKind::SecurityEvents: return security_events::test(errand);
    case PointKind::Keycloak: return keycloak::test(errand);
    }
    return errand.cancelled();
}

template<typename Work>
Delivery run(Purpose purpose, const EnforcementPoint &point, const Secrets &secrets, const Outside &outside, std::stop_token stop,
             const Work &work) noexcept
{
    try {
        Errand errand(purpose, point, secrets, outside, std::move(stop));
        return errand.cleaned(work(errand));
    } catch (...) { // out of memory or threads, or a callback that throws: its words may hold anything, so none are taken over
        Delivery delivery;
        delivery.at = systemNow();
        delivery.code = "MND-ENF-024";
        delivery.detail = "This program could not finish the request. What the point received is not known.";
        delivery.byHand = "Free memory, try again, and report this if it stays.";
        delivery.retry = true;
        return delivery;
    }
}

} // namespace

std::string_view nameOf(Delivery::Outcome outcome)
{
    static constexpr std::array<std::string_view, 3> names{"confirmed", "failed", "unknown"};
    return names[static_cast<std::size_t>(outcome)];
}

Delivery deliver(const EnforcementPoint &point, const EnforcedStanding &standing, const Secrets &secrets, const Outside &outside,
                 std::stop_token stop) noexcept
{
    return run(Purpose::Deliver, point, secrets, outside, std::move(stop), [&standing](Errand &errand) { return tell(errand, standing); });
}

Delivery holds(const EnforcementPoint &point, const EnforcedStanding &standing, const Secrets &secrets, const Outside &outside,
               std::stop_token stop) noexcept
{
    return run(Purpose::Hold, point, secrets, outside, std::move(stop), [&standing](Errand &errand) { return askWhether(errand, standing); });
}

Delivery tryConnection(const EnforcementPoint &point, const Secrets &secrets, const Outside &outside, std::stop_token stop) noexcept
{
    return run(Purpose::Test, point, secrets, outside, std::move(stop), reach);
}

} // namespace mandate

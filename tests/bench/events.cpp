// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/events.h"

#include <algorithm>

namespace mandate::bench {

namespace {

constexpr std::int64_t firstNs = 1'772'323'200'000'000'000; // 2026-03-01T00:00:00Z
constexpr std::int64_t spanNs = std::int64_t{90} * 86'400 * 1'000'000'000;
constexpr std::uint32_t openSessions = 256;

/// Calls in a thousand, in the order of Tool.
constexpr std::array<std::uint32_t, 20> weights{130, 110, 80, 50, 50, 45, 45, 45, 80, 25, 20, 85, 30, 25, 30, 30, 20, 50, 35, 15};

/// An index of a list whose earlier entries are the usual ones; the last ones are what a pact minds.
std::uint8_t usually(Random &random, std::size_t entries, std::uint32_t usual, std::uint32_t oddPerMille)
{
    if (random.chance(oddPerMille))
        return static_cast<std::uint8_t>(usual + random.below(static_cast<std::uint32_t>(entries) - usual));
    return static_cast<std::uint8_t>(random.below(usual));
}

} // namespace

Events::Events(std::uint64_t total, std::uint64_t seed)
    : m_random(seed),
      m_open(openSessions),
      m_timeNs(firstNs),
      m_stepNs(spanNs / static_cast<std::int64_t>(std::max<std::uint64_t>(1, total)))
{
    for (Session &session : m_open)
        begin(session);
}

void Events::begin(Session &session)
{
    session = {};
    session.number = m_sessions++;
    session.length = static_cast<std::uint32_t>(m_random.between(5, 13));
    session.agent = static_cast<std::uint8_t>(m_random.below(agentCount));
    session.order = m_random.below(900'000);
    session.customer = m_random.below(200'000);
    session.totalCents = m_random.between(900, 120'000);
    session.status = static_cast<std::uint8_t>(m_random.below(4));
    session.tier = static_cast<std::uint8_t>(m_random.below(3));
    session.country = usually(m_random, countries.size(), 5, 60);
    session.verified = m_random.chance(920);
}

Tool Events::chooseTool(const Session &session)
{
    if (session.done == 0 && m_random.chance(700))
        return Tool::GetCustomer;
    if (session.done == 1 && m_random.chance(800))
        return Tool::GetOrder;
    std::uint32_t at = m_random.below(1000);
    std::size_t tool = 0;
    while (at >= weights[tool])
        at -= weights[tool++];
    return static_cast<Tool>(tool);
}

void Events::fillArguments(Event &event, const Session &session)
{
    Random &r = m_random;
    const auto choose = [&](const auto &list, std::uint32_t usual, std::uint32_t odd) { event.choice = usually(r, list.size(), usual, odd); };
    event.subject = session.order;
    // clang-format off
    switch (event.tool) {
    case Tool::GetOrder: choose(channels, 3, 40); break;
    case Tool::GetCustomer: event.subject = session.customer; choose(purposes, 3, 30); break;
    case Tool::IssueRefund: event.cents = r.chance(80) ? r.between(40'000, 150'000) : r.between(500, 40'000); choose(currencies, 1, 100); break;
    case Tool::CancelOrder: choose(reasons, 2, 50); break;
    case Tool::ExchangeItems: event.count = r.chance(40) ? r.between(4, 6) : r.between(1, 3); break;
    case Tool::UpdateAddress: choose(countries, 5, 40); break;
    case Tool::ApplyDiscount: event.count = r.chance(50) ? r.between(31, 60) : r.between(5, 30); break;
    case Tool::TransferFunds: event.subject = session.customer; event.cents = r.between(1'000, 400'000); choose(currencies, 1, 80); break;
    case Tool::SendEmail: event.subject = session.customer; choose(mailHosts, 1, 40); break;
    case Tool::GrantAccess:
    case Tool::RevokeAccess:
        event.subject = session.customer % 4'000 + r.below(2);
        event.count = r.chance(30) ? r.between(31, 365) : r.between(1, 30);
        event.second = usually(r, resources.size(), 3, 40);
        choose(roles, 3, 30);
        break;
    case Tool::RunQuery: event.second = static_cast<std::uint8_t>(r.below(4)); event.count = r.chance(20) ? 500'000 : r.between(10, 5'000); choose(queries, 3, 20); break;
    case Tool::ExportData: event.second = static_cast<std::uint8_t>(r.below(4)); event.count = r.between(100, 50'000); event.flag = r.chance(940); break;
    case Tool::DeleteRecords: event.second = static_cast<std::uint8_t>(r.below(4)); event.count = r.between(1, 1'000); event.flag = r.chance(950); break;
    case Tool::DeployService:
    case Tool::RestartService:
        event.second = static_cast<std::uint8_t>((session.number + r.below(2)) % services.size());
        event.count = r.between(1, 8);
        choose(environments, 2, event.tool == Tool::DeployService ? 300 : 40);
        break;
    case Tool::ScaleCluster: event.count = r.chance(40) ? r.between(41, 80) : r.between(3, 40); break;
    case Tool::CreateTicket: event.second = static_cast<std::uint8_t>(r.below(4)); choose(priorities, 3, 50); break;
    case Tool::CloseTicket: choose(resolutions, 3, 40); break;
    case Tool::PublishPost: event.count = r.between(40, 2'000); event.flag = r.chance(950); break;
    }
    // clang-format on
}

Event Events::next()
{
    Session &session = m_open[m_random.below(openSessions)];
    m_timeNs += m_stepNs / 2 + m_random.below(1'000'000) * (m_stepNs / 1'000'000);
    Event event;
    event.timeNs = m_timeNs;
    event.durationUs = static_cast<std::uint32_t>(m_random.between(900, 90'000));
    event.number = m_events++;
    event.session = session.number;
    event.agent = session.agent;
    event.tool = chooseTool(session);
    event.failed = m_random.chance(30);
    fillArguments(event, session);
    event.totalCents = session.totalCents;
    event.status = session.status;
    event.tier = session.tier;
    event.country = session.country;
    event.verified = session.verified;
    if (++session.done == session.length)
        begin(session);
    return event;
}

} // namespace mandate::bench

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/by_hand.h"

#include <algorithm>

namespace mandate::bench {

namespace {

Verdict byArguments(const Event &e)
{
    const auto forbid = [](bool holds) { return holds ? Verdict::Prohibited : Verdict::Permitted; };
    const auto escalate = [](bool holds) { return holds ? Verdict::NeedsApproval : Verdict::Permitted; };
    // clang-format off
    switch (e.tool) {
    case Tool::GetOrder: return forbid(e.choice > 2);
    case Tool::GetCustomer: return forbid(e.choice == 3);
    case Tool::IssueRefund: return escalate(e.cents > 50'000);
    case Tool::CancelOrder: return forbid(e.choice > 1);
    case Tool::ExchangeItems: return forbid(e.count > 3);
    case Tool::UpdateAddress: return escalate(e.choice > 4);
    case Tool::ApplyDiscount: return forbid(e.count > 30);
    case Tool::TransferFunds: return escalate(e.cents >= 250'000 && e.choice != 0);
    case Tool::SendEmail: return forbid(e.choice != 0);
    case Tool::GrantAccess: return forbid(e.choice == 3 || e.count > 30);
    case Tool::RevokeAccess: return escalate(e.second == 3);
    case Tool::RunQuery: return forbid(e.choice == 3 || e.count > 100'000);
    case Tool::ExportData: return forbid(!e.flag && e.count > 1'000);
    case Tool::DeleteRecords: return forbid(e.count > 100 && !e.flag);
    case Tool::DeployService: return forbid(e.choice == 2 && e.count < 2);
    case Tool::RestartService: return escalate(e.choice == 2);
    case Tool::ScaleCluster: return escalate(e.count > 40);
    case Tool::CreateTicket: return forbid(e.choice == 3 && e.second != 0);
    case Tool::CloseTicket: return forbid(e.choice == 3);
    case Tool::PublishPost: return forbid(!e.flag);
    }
    // clang-format on
    return Verdict::Permitted;
}

} // namespace

VerdictCounts countByArguments(std::span<const Event> events)
{
    VerdictCounts counts{};
    for (const Event &event : events)
        ++counts[static_cast<std::size_t>(byArguments(event))];
    return counts;
}

Verdict HistoryByHand::judge(const Event &e, const Session &session)
{
    const std::span<const Call> history(session.calls.data(), session.size);
    const auto any = [&](auto &&holds) { return std::any_of(history.begin(), history.end(), holds); };
    const auto times = [&](auto &&holds) { return std::count_if(history.begin(), history.end(), holds); };
    if (history.size() >= 12)
        return Verdict::Prohibited; // H13
    // clang-format off
    switch (e.tool) {
    case Tool::GetOrder:
    case Tool::GetCustomer:
    case Tool::RunQuery:
    case Tool::CreateTicket: break;
    case Tool::IssueRefund:
        if (any([&](const Call &h) { return h.tool == Tool::IssueRefund && h.executed && h.subject == e.subject; }))
            return Verdict::Prohibited; // H2
        if (!session.orderRead)
            return Verdict::Undecidable;
        return e.cents > e.totalCents ? Verdict::NeedsApproval : Verdict::Permitted; // H1
    case Tool::CancelOrder:
        if (!session.orderRead)
            return Verdict::Undecidable;
        return e.status != 0 ? Verdict::Prohibited : Verdict::Permitted; // H3
    case Tool::ExchangeItems:
        if (any([&](const Call &h) { return h.tool == Tool::ExchangeItems && h.executed && h.subject == e.subject; }))
            return Verdict::Prohibited; // H5
        if (!session.orderRead)
            return Verdict::Undecidable;
        return e.status != 2 ? Verdict::Prohibited : Verdict::Permitted; // H4
    case Tool::UpdateAddress: return session.orderRead ? Verdict::Permitted : Verdict::Prohibited; // H6
    case Tool::ApplyDiscount: return times([](const Call &h) { return h.tool == Tool::ApplyDiscount; }) >= 2 ? Verdict::NeedsApproval : Verdict::Permitted; // H7
    case Tool::TransferFunds: {
        if (!session.customerRead)
            return Verdict::Undecidable;
        if (!e.verified)
            return Verdict::Prohibited; // H8
        std::int64_t cents = e.cents;
        for (const Call &h : history)
            cents += h.tool == Tool::TransferFunds && h.executed ? h.cents : 0;
        return cents > 500'000 ? Verdict::NeedsApproval : Verdict::Permitted; // H9
    }
    case Tool::SendEmail: return any([](const Call &h) { return h.tool == Tool::ExportData && !h.flag; }) ? Verdict::Prohibited : Verdict::Permitted; // H10
    case Tool::GrantAccess: return times([](const Call &h) { return h.tool == Tool::GrantAccess && h.executed; }) >= 2 ? Verdict::NeedsApproval : Verdict::Permitted; // H11
    case Tool::RevokeAccess: return any([&](const Call &h) { return h.tool == Tool::GrantAccess && h.subject == e.subject; }) ? Verdict::Prohibited : Verdict::Permitted; // H12
    case Tool::ExportData: return session.customerRead && e.country > 4 ? Verdict::Prohibited : Verdict::Permitted; // H14
    case Tool::DeleteRecords: return any([](const Call &h) { return h.tool == Tool::RunQuery && h.executed; }) ? Verdict::Permitted : Verdict::Prohibited; // H15
    case Tool::DeployService:
        return any([&](const Call &h) { return h.tool == Tool::DeployService && !h.executed && h.second == e.second; }) ? Verdict::Prohibited : Verdict::Permitted; // H16
    case Tool::RestartService: return any([&](const Call &h) { return h.tool == Tool::RestartService && h.second == e.second; }) ? Verdict::NeedsApproval : Verdict::Permitted; // H17
    case Tool::ScaleCluster: return any([&](const Call &h) { return h.tool == Tool::ScaleCluster && h.count > e.count; }) ? Verdict::Prohibited : Verdict::Permitted; // H18
    case Tool::CloseTicket: return history.size() < 2 ? Verdict::Prohibited : Verdict::Permitted; // H19
    case Tool::PublishPost: return any([](const Call &h) { return h.tool == Tool::RunQuery || h.tool == Tool::ExportData; }) ? Verdict::Prohibited : Verdict::Permitted; // H20
    }
    // clang-format on
    return Verdict::Permitted;
}

void HistoryByHand::count(std::span<const Event> events, VerdictCounts &counts)
{
    for (const Event &e : events) {
        if (e.session >= m_sessions.size())
            m_sessions.resize(e.session + 1);
        Session &session = m_sessions[e.session];
        ++counts[static_cast<std::size_t>(judge(e, session))];
        if (session.size < longest)
            session.calls[session.size++] = {e.count, e.cents, e.subject, e.tool, e.second, !e.failed, e.flag};
        session.orderRead |= e.tool == Tool::GetOrder && !e.failed;
        session.customerRead |= e.tool == Tool::GetCustomer && !e.failed;
    }
}

} // namespace mandate::bench

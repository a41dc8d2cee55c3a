// SPDX-License-Identifier: GPL-3.0-or-later
// The bench's world: 24 agents call 20 tools for 90 days in interleaved sessions of about nine calls. Events as plain numbers, the same for a
// seed; event_json.h writes them as telemetry, by_hand.h judges them without any of our engine.
#pragma once

#include "tests/bench/random.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace mandate::bench {

enum class Tool : std::uint8_t {
    GetOrder,
    GetCustomer,
    IssueRefund,
    CancelOrder,
    ExchangeItems,
    UpdateAddress,
    ApplyDiscount,
    TransferFunds,
    SendEmail,
    GrantAccess,
    RevokeAccess,
    RunQuery,
    ExportData,
    DeleteRecords,
    DeployService,
    RestartService,
    ScaleCluster,
    CreateTicket,
    CloseTicket,
    PublishPost
};
inline constexpr std::array<std::string_view, 20> toolNames{"get_order",       "get_customer",   "issue_refund",   "cancel_order",   "exchange_items",
                                                            "update_address",  "apply_discount", "transfer_funds", "send_email",     "grant_access",
                                                            "revoke_access",   "run_query",      "export_data",    "delete_records", "deploy_service",
                                                            "restart_service", "scale_cluster",  "create_ticket",  "close_ticket",   "publish_post"};
inline constexpr std::uint32_t agentCount = 24;

// What arguments and results choose from; an Event holds the index.
inline constexpr std::array<std::string_view, 5> channels{"chat", "phone", "mail", "app", "scraper"};
inline constexpr std::array<std::string_view, 4> purposes{"support", "delivery", "billing", "marketing"};
inline constexpr std::array<std::string_view, 4> reasons{"no longer needed", "ordered by mistake", "found it cheaper", "customer is upset"};
inline constexpr std::array<std::string_view, 3> currencies{"EUR", "USD", "GBP"};
inline constexpr std::array<std::string_view, 7> countries{"DE", "FR", "NL", "BE", "AT", "US", "BR"};
inline constexpr std::array<std::string_view, 4> statuses{"pending", "shipped", "delivered", "cancelled"};
inline constexpr std::array<std::string_view, 3> tiers{"basic", "silver", "gold"};
inline constexpr std::array<std::string_view, 3> mailHosts{"example.com", "example.org", "mail.example.net"};
inline constexpr std::array<std::string_view, 4> roles{"reader", "editor", "operator", "admin"};
inline constexpr std::array<std::string_view, 4> resources{"wiki/handbook", "staging/orders", "staging/mail", "prod/orders"};
inline constexpr std::array<std::string_view, 4> databases{"orders", "customers", "billing", "telemetry"};
inline constexpr std::array<std::string_view, 4> queries{
    "SELECT status, count(*) FROM orders GROUP BY status", "SELECT id, total FROM orders WHERE status = 'pending'",
    "SELECT country, avg(total) FROM orders GROUP BY country", "DELETE FROM carts WHERE touched < now() - interval '90 days'"};
inline constexpr std::array<std::string_view, 3> environments{"test", "staging", "production"};
inline constexpr std::array<std::string_view, 6> services{"checkout", "search", "mailer", "ledger", "inventory", "gateway"};
inline constexpr std::array<std::string_view, 4> priorities{"P4", "P3", "P2", "P1"};
inline constexpr std::array<std::string_view, 4> desks{"incidents", "billing", "shipping", "accounts"};
inline constexpr std::array<std::string_view, 4> resolutions{"answered", "refunded", "duplicate", ""};

/// One call. What a field means depends on the tool; see event_json.cpp.
struct Event
{
    std::int64_t timeNs = 0;
    std::uint32_t durationUs = 0;
    std::uint32_t number = 0;
    std::uint32_t session = 0;
    Tool tool = Tool::GetOrder;
    std::uint8_t agent = 0;
    bool failed = false;
    bool flag = false;         ///< masked, backup, approved
    std::uint8_t choice = 0;   ///< channel, purpose, reason, country, currency, host, role, query, environment, priority, resolution
    std::uint8_t second = 0;   ///< resource, database, service, desk
    std::uint32_t subject = 0; ///< order, customer, principal, ticket
    std::int64_t count = 0;    ///< items, percent, days, rows, records, replicas, nodes, length
    std::int64_t cents = 0;    ///< amount asked for
    // What it returned, of get_order and get_customer.
    std::int64_t totalCents = 0;
    std::uint8_t status = 0;
    std::uint8_t tier = 0;
    std::uint8_t country = 0;
    bool verified = false;
};

class Events
{
public:
    /// `total` events fill the 90 days.
    explicit Events(std::uint64_t total, std::uint64_t seed = 20260301);
    Event next();

private:
    struct Session
    {
        std::uint32_t number = 0;
        std::uint32_t done = 0;
        std::uint32_t length = 0;
        std::uint32_t order = 0;
        std::uint32_t customer = 0;
        std::int64_t totalCents = 0;
        std::uint8_t agent = 0;
        std::uint8_t status = 0;
        std::uint8_t tier = 0;
        std::uint8_t country = 0;
        bool verified = false;
    };
    void begin(Session &session);
    Tool chooseTool(const Session &session);
    void fillArguments(Event &event, const Session &session);

    Random m_random;
    std::vector<Session> m_open;
    std::uint32_t m_sessions = 0;
    std::uint32_t m_events = 0;
    std::int64_t m_timeNs;
    std::int64_t m_stepNs;
};

} // namespace mandate::bench

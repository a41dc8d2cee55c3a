// SPDX-License-Identifier: GPL-3.0-or-later
// What stands behind an action in money and customers, as far as the recording says it. Nothing is inferred: what is not said is unknown.
// Definitions for people: docs/pact.md, "At stake".
#pragma once

#include "models/base/value.h"
#include "models/pact/document.h"
#include "models/workspace/name_table.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// Money of one action: `amount` and, if it is a text, `currency` of its arguments. Millionths of the unit, so that sums are exact.
struct Amount
{
    std::int64_t millionths = 0;
    std::string_view currency; ///< empty when the arguments name none
};

/// Whether the pact says that the tool spends; only then is an amount money.
[[nodiscard]] bool spends(const PactDocument &pact, std::string_view tool);
/// Absent unless `amount` is a number, or a text that is one, from 0 to below 10¹².
[[nodiscard]] std::optional<Amount> amountOf(const Value &arguments);

struct MoneyAtStake
{
    std::map<std::string, std::int64_t> millionths; ///< sum by currency; "" holds what names none
    std::uint64_t counted = 0;                      ///< cases that are in a sum
    std::uint64_t unknown = 0;                      ///< cases of spending tools that are not
    void add(const std::optional<Amount> &amount);
    bool operator==(const MoneyAtStake &) const = default;
};

struct CustomersAtStake
{
    std::uint64_t different = 0;
    std::uint64_t unknown = 0; ///< cases whose customer the recording does not name
    bool operator==(const CustomersAtStake &) const = default;
};

/// The customer an action itself names: `customer_id`, else `user_id` of its arguments, else whom the source says the agent acted for.
/// The text may lie in `room`.
[[nodiscard]] std::string_view namedCustomer(const Value &arguments, std::string_view onBehalfOf, std::string &room);

/// The customer behind each action, as a number. One that an action does not name is the session's, as long as the session named one only.
class Customers
{
public:
    static constexpr std::uint32_t unknown = 0;
    /// Actions of a session must come in their order. `named` is empty when the action names none.
    std::uint32_t of(std::uint32_t session, std::string_view deployment, std::string_view named);

private:
    static constexpr std::uint32_t several = UINT32_MAX;
    NameTable m_names;                 ///< deployment and name: customer 7 of two trades is two customers
    std::vector<std::uint32_t> m_only; ///< by session
    std::string m_key;
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/stakes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace mandate {

namespace {

std::optional<double> numberOf(const Value &value)
{
    if (!value.isString())
        return value.number();
    const std::string_view text = value.text();
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

} // namespace

bool spends(const PactDocument &pact, std::string_view tool)
{
    const PactTool *declared = pact.tool(tool);
    return declared && std::ranges::find(declared->consequences, Consequence::Spends) != declared->consequences.end();
}

std::optional<Amount> amountOf(const Value &arguments)
{
    const Value *said = arguments.find("amount");
    const auto number = said ? numberOf(*said) : std::nullopt;
    constexpr double tooMuch = 1e12;
    if (!number || !(*number >= 0 && *number < tooMuch)) // also no number
        return std::nullopt;
    return Amount{std::llround(*number * 1e6), arguments.findText("currency").value_or(std::string_view())};
}

void MoneyAtStake::add(const std::optional<Amount> &amount)
{
    if (amount) {
        std::int64_t &sum = millionths[std::string(amount->currency)];
        std::int64_t larger = 0;
        if (!__builtin_add_overflow(sum, amount->millionths, &larger)) {
            sum = larger;
            ++counted;
            return;
        }
    }
    ++unknown;
}

std::string_view namedCustomer(const Value &arguments, std::string_view onBehalfOf, std::string &room)
{
    for (const std::string_view name : {"customer_id", "user_id"}) {
        const Value *value = arguments.find(name);
        if (!value)
            continue;
        if (value->isString() && !value->text().empty())
            return value->text();
        if (value->is(ValueKind::Int))
            return room = std::to_string(value->asInt());
    }
    return onBehalfOf;
}

std::uint32_t Customers::of(std::uint32_t session, std::string_view deployment, std::string_view named)
{
    if (session >= m_only.size())
        m_only.resize(std::size_t{session} + 1, unknown);
    std::uint32_t &only = m_only[session];
    if (named.empty())
        return only == several ? unknown : only;
    m_key.assign(deployment).push_back('\0');
    m_key += named;
    const std::uint32_t customer = m_names.numberOf(m_key) + 1;
    only = only == unknown || only == customer ? customer : several;
    return customer;
}

} // namespace mandate

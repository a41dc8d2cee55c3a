// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/metrics/expected_actions.h"

#include "models/base/canonical_json.h"
#include "models/evidence/record_numbers.h"

namespace mandate {

namespace {

/// The same text for calls that are the same in value: RFC 8785 writes 2.0 as 2.
std::string actionInValue(std::string_view tool, const Value &arguments)
{
    std::string text;
    appendCanonicalString(text, tool);
    if (arguments.isNull())
        text += "{}";
    else
        appendCanonical(text, arguments);
    return text;
}

/// The same text only where also each number is of the same kind, and with it written alike.
std::string actionAsWritten(std::string text, const Value &arguments)
{
    Arena arena;
    ExactNumbers numbers(arena);
    (void)numbers.written(arguments, {});
    for (const std::string &real : numbers.reals())
        text += '\n' + real;
    return text;
}

} // namespace

void ExpectedActions::add(std::string_view tool, const Value &arguments)
{
    std::string value = actionInValue(tool, arguments);
    m_written.insert(actionAsWritten(value, arguments));
    m_values.insert(std::move(value));
}

void ExpectedActions::merge(ExpectedActions &&other)
{
    m_written.merge(other.m_written);
    m_values.merge(other.m_values);
}

Expectation ExpectedActions::match(std::string_view tool, const Value &arguments) const
{
    const std::string value = actionInValue(tool, arguments);
    if (!m_values.contains(value))
        return Expectation::None;
    return m_written.contains(actionAsWritten(value, arguments)) ? Expectation::AsWritten : Expectation::InValue;
}

} // namespace mandate

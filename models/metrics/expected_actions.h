// SPDX-License-Identifier: GPL-3.0-or-later
// The actions that a run's task expects of tools that change something, and how a call compares with them: word for word, or only in the values of its numbers.
#pragma once

#include "models/base/value.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace mandate {

enum class Expectation : std::uint8_t {
    None,    ///< no expected action has this tool and these arguments
    InValue, ///< one differs only in how a number is written: 2 for 2.0
    AsWritten
};

class ExpectedActions
{
public:
    void add(std::string_view tool, const Value &arguments);
    void merge(ExpectedActions &&other);
    [[nodiscard]] bool empty() const { return m_values.empty(); }
    [[nodiscard]] Expectation match(std::string_view tool, const Value &arguments) const;

private:
    std::set<std::string, std::less<>> m_written;
    std::set<std::string, std::less<>> m_values;
};

} // namespace mandate

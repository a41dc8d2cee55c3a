// SPDX-License-Identifier: GPL-3.0-or-later
// What names a condition may use and what they are. Not their values: those are the slots given to Program::evaluate.
#pragma once

#include "models/pact/cel/type.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::cel {

/// Declared variables, each with a slot number, and how names are looked up. A plain value; compile() copies what it needs.
class Environment
{
public:
    /// A declared variable. Its slot is its position in variables().
    struct Variable {
        std::string name;
        Type type;
    };

    /// Declares a variable and returns its slot. A name may be qualified ("a.b"). Declaring a name again changes its type only.
    std::uint32_t declare(std::string name, Type type = {});

    /// Declares a function for the checker only ("string, int -> string | …"); running a call of it is an error.
    Result<void> declareFunction(std::string name, std::string_view signatures);

    /// Names are first looked up inside this dotted namespace, then in the ones around it (CEL specification, "Name Resolution").
    void setContainer(std::string container) { m_container = std::move(container); }

    /// Without checks only the syntax and what is not offered is refused; unknown names and wrong types become errors while running.
    void setChecked(bool checked) { m_checked = checked; }

    [[nodiscard]] const std::vector<Variable> &variables() const { return m_variables; }
    [[nodiscard]] std::optional<std::uint32_t> slotOf(std::string_view name) const;
    [[nodiscard]] const std::vector<Signature> *function(std::string_view name) const;
    [[nodiscard]] const std::string &container() const { return m_container; }
    [[nodiscard]] bool checked() const { return m_checked; }

private:
    std::vector<Variable> m_variables;
    std::map<std::string, std::uint32_t, std::less<>> m_slots;
    std::map<std::string, std::vector<Signature>, std::less<>> m_functions;
    std::string m_container;
    bool m_checked = true;
};

} // namespace mandate::cel

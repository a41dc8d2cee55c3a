// SPDX-License-Identifier: GPL-3.0-or-later
// Type variables and what is known of them while a condition is checked (CEL specification, "Gradual Type Checking"). Follows the rules
// of the reference checker: dyn fits everywhere, joining picks the more general type.
#pragma once

#include "models/pact/cel/type.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace mandate::cel {

class Inference
{
public:
    /// A type variable nobody else has.
    [[nodiscard]] Type fresh();
    /// The signature with variables of its own.
    [[nodiscard]] Signature instantiate(const Signature &signature);
    /// Whether values of `given` fit where `wanted` is asked, variables bound as needed; nothing is bound when they do not.
    [[nodiscard]] bool assignable(const Type &given, const Type &wanted);
    [[nodiscard]] bool assignable(const std::vector<Type> &given, const std::vector<Type> &wanted);
    /// The type that covers both, or dyn.
    [[nodiscard]] Type join(const Type &a, const Type &b);
    /// The type with its variables replaced; unknown ones become dyn if `settled`.
    [[nodiscard]] Type known(const Type &type, bool settled) const;

private:
    bool fits(const Type &given, const Type &wanted);
    bool fitsAll(const std::vector<Type> &given, const std::vector<Type> &wanted);
    /// Whether `variable` may stand for `type`; `hasBinding` tells whether it stood for something already.
    bool bind(const Type &type, const Type &variable, bool &hasBinding);
    [[nodiscard]] bool occurs(const Type &variable, const Type &type) const;
    void set(const std::string &variable, Type type);
    void rollBack(std::size_t mark);
    Type renamed(const Type &type, std::unordered_map<std::string, Type> &names);

    struct Change {
        std::string variable;
        bool existed;
        Type before;
    };
    std::unordered_map<std::string, Type> m_bindings;
    std::vector<Change> m_trail;
    std::size_t m_next = 0;
};

} // namespace mandate::cel

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/inference.h"

#include <algorithm>

namespace mandate::cel {
namespace {

using Kind = Type::Kind;

Type withParameters(const Type &type, std::vector<Type> parameters)
{
    switch (type.kind()) {
    case Kind::Type: return Type::typeOf(std::move(parameters[0]));
    case Kind::List: return Type::list(std::move(parameters[0]));
    case Kind::Map: return Type::map(std::move(parameters[0]), std::move(parameters[1]));
    case Kind::Optional: return Type::optional(std::move(parameters[0]));
    case Kind::Abstract: return Type::abstract(type.givenName(), std::move(parameters));
    default: return type;
    }
}

/// Null may stand where something nullable is asked.
bool isNullable(Kind kind)
{
    return kind == Kind::Null || kind == Kind::Optional || kind == Kind::Abstract || kind == Kind::Timestamp || kind == Kind::Duration;
}

bool isEqualOrLessSpecific(const Type &a, const Type &b)
{
    if (a.isDyn() || a.kind() == Kind::Parameter)
        return true;
    if (b.isDyn() || b.kind() == Kind::Parameter || a.kind() != b.kind())
        return false;
    if (a.kind() == Kind::Type)
        return true;
    return a.givenName() == b.givenName() && a.parameters().size() == b.parameters().size()
           && std::equal(a.parameters().begin(), a.parameters().end(), b.parameters().begin(), isEqualOrLessSpecific);
}

const Type &mostGeneral(const Type &a, const Type &b)
{
    return isEqualOrLessSpecific(a, b) ? a : b;
}

} // namespace

Type Inference::fresh()
{
    return Type::parameter('%' + std::to_string(m_next++));
}

Type Inference::renamed(const Type &type, std::unordered_map<std::string, Type> &names)
{
    if (type.kind() == Kind::Parameter) {
        const auto found = names.find(type.givenName());
        return found != names.end() ? found->second : names.emplace(type.givenName(), fresh()).first->second;
    }
    if (type.parameters().empty())
        return type;
    std::vector<Type> parameters;
    for (const Type &parameter : type.parameters())
        parameters.push_back(renamed(parameter, names));
    return withParameters(type, std::move(parameters));
}

Signature Inference::instantiate(const Signature &signature)
{
    std::unordered_map<std::string, Type> names;
    Signature result;
    for (const Type &parameter : signature.parameters)
        result.parameters.push_back(renamed(parameter, names));
    result.result = renamed(signature.result, names);
    return result;
}

void Inference::set(const std::string &variable, Type type)
{
    const auto found = m_bindings.find(variable);
    m_trail.push_back({variable, found != m_bindings.end(), found != m_bindings.end() ? found->second : Type()});
    m_bindings[variable] = std::move(type);
}

void Inference::rollBack(std::size_t mark)
{
    while (m_trail.size() > mark) {
        Change &change = m_trail.back();
        if (change.existed)
            m_bindings[change.variable] = std::move(change.before);
        else
            m_bindings.erase(change.variable);
        m_trail.pop_back();
    }
}

bool Inference::assignable(const Type &given, const Type &wanted)
{
    const std::size_t mark = m_trail.size();
    if (fits(given, wanted))
        return true;
    rollBack(mark);
    return false;
}

bool Inference::assignable(const std::vector<Type> &given, const std::vector<Type> &wanted)
{
    const std::size_t mark = m_trail.size();
    if (fitsAll(given, wanted))
        return true;
    rollBack(mark);
    return false;
}

Type Inference::join(const Type &a, const Type &b)
{
    if (!assignable(a, b))
        return {};
    if (a.kind() == Kind::Null && !b.isDyn() && b.kind() != Kind::Parameter)
        return b;
    if (b.kind() == Kind::Null && !a.isDyn() && a.kind() != Kind::Parameter)
        return a;
    return mostGeneral(a, b);
}

bool Inference::fitsAll(const std::vector<Type> &given, const std::vector<Type> &wanted)
{
    if (given.size() != wanted.size())
        return false;
    for (std::size_t i = 0; i < given.size(); ++i) {
        if (!fits(given[i], wanted[i]))
            return false;
    }
    return true;
}

bool Inference::fits(const Type &given, const Type &wanted)
{
    bool hasBinding = false;
    if (wanted.kind() == Kind::Parameter) {
        if (bind(given, wanted, hasBinding))
            return true;
        if (hasBinding)
            return false;
    }
    if (given.kind() == Kind::Parameter)
        return bind(wanted, given, hasBinding);
    if (given.isDyn() || wanted.isDyn())
        return true;
    if (given.kind() == Kind::Null)
        return isNullable(wanted.kind());
    if (wanted.kind() == Kind::Null)
        return isNullable(given.kind());
    if (given.kind() != wanted.kind() || given.givenName() != wanted.givenName())
        return false;
    return given.kind() == Kind::Type || fitsAll(given.parameters(), wanted.parameters());
}

bool Inference::bind(const Type &type, const Type &variable, bool &hasBinding)
{
    if (type == variable) {
        hasBinding = true;
        return true;
    }
    const auto found = m_bindings.find(variable.givenName());
    hasBinding = found != m_bindings.end();
    if (!hasBinding) {
        if (occurs(variable, type))
            return false;
        set(variable.givenName(), type);
        return true;
    }
    const Type bound = found->second; // a copy: binding may rehash
    if (type == bound)
        return true;
    if (!fits(type, bound))
        return false;
    const Type general = mostGeneral(type, bound);
    if (!occurs(variable, general))
        set(variable.givenName(), general);
    return true;
}

bool Inference::occurs(const Type &variable, const Type &type) const
{
    if (type == variable)
        return true;
    if (type.kind() == Kind::Parameter) {
        const auto found = m_bindings.find(type.givenName());
        return found != m_bindings.end() && occurs(variable, found->second);
    }
    return std::any_of(type.parameters().begin(), type.parameters().end(), [&](const Type &inner) { return occurs(variable, inner); });
}

Type Inference::known(const Type &type, bool settled) const
{
    if (type.kind() == Kind::Parameter) {
        const auto found = m_bindings.find(type.givenName());
        if (found != m_bindings.end())
            return known(found->second, settled);
        return settled ? Type() : type;
    }
    if (type.parameters().empty())
        return type;
    std::vector<Type> parameters;
    for (const Type &parameter : type.parameters())
        parameters.push_back(known(parameter, settled));
    return withParameters(type, std::move(parameters));
}

} // namespace mandate::cel

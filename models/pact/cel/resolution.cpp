// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/resolution.h"

#include <array>

namespace mandate::cel {
namespace {

constexpr std::array<std::string_view, 13> typeNames{
    "bool", "int", "uint", "double", "string", "bytes", "list", "map", "type", "null_type", "optional_type",
    "google.protobuf.Timestamp", "google.protobuf.Duration"};

/// Calls `found(candidate)` for each name the container makes possible, longest first, until it returns true.
template<typename Found>
void forEachCandidate(std::string_view container, std::string_view name, Found found)
{
    if (name.starts_with('.')) {
        found(name.substr(1));
        return;
    }
    while (!container.empty()) {
        if (found(std::string(container) + '.' + std::string(name)))
            return;
        const std::size_t dot = container.rfind('.');
        container = dot == std::string_view::npos ? std::string_view() : container.substr(0, dot);
    }
    found(name);
}

} // namespace

std::optional<Meaning> meaningOf(const Environment &environment, std::string_view name)
{
    std::optional<Meaning> meaning;
    forEachCandidate(environment.container(), name, [&](std::string_view candidate) {
        if (const auto slot = environment.slotOf(candidate)) {
            meaning = Meaning{Meaning::Kind::Slot, *slot, {}};
            return true;
        }
        for (const std::string_view type : typeNames) {
            if (type == candidate) {
                meaning = Meaning{Meaning::Kind::Type, 0, type};
                return true;
            }
        }
        return false;
    });
    return meaning;
}

Type typeNamed(std::string_view typeName)
{
    if (typeName == "null_type")
        return Type::of(Type::Kind::Null);
    if (typeName == "google.protobuf.Timestamp")
        return Type::of(Type::Kind::Timestamp);
    if (typeName == "google.protobuf.Duration")
        return Type::of(Type::Kind::Duration);
    if (typeName == "type")
        return Type::of(Type::Kind::Type);
    Result<Type> type = Type::parse(typeName);
    return type ? std::move(type).value() : Type();
}

Callee calleeOf(const Ast &ast, const Expr &call, const Environment &environment)
{
    Callee callee;
    callee.name = call.name;
    const auto take = [&](std::string_view candidate) {
        if (const std::vector<Signature> *declared = environment.function(candidate))
            callee.signatures = declared;
        if (const Function *function = findFunction(candidate, CallStyle::Global)) {
            callee.function = function;
            callee.signatures = &function->signatures;
        }
        return callee.signatures != nullptr;
    };
    if (!call.member) {
        forEachCandidate(environment.container(), call.name, take);
        return callee;
    }
    const std::string space = qualifiedName(ast, call.children[0]);
    if (!space.empty()) {
        forEachCandidate(environment.container(), space + '.' + call.name, take);
        if (callee.signatures) {
            callee.name = space + '.' + call.name;
            return callee;
        }
    }
    callee.member = true;
    callee.function = findFunction(call.name, CallStyle::Member);
    if (callee.function)
        callee.signatures = &callee.function->signatures;
    return callee;
}

} // namespace mandate::cel

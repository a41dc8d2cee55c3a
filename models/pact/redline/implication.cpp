// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/redline/implication.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace mandate::redline {

namespace {

constexpr std::size_t mostParts = 64; ///< of a condition; longer ones are left to the solver

/// A part without && and ||, as what it may be compared by.
struct Part
{
    std::string text;
    std::string subject;         ///< of an ordering or a list of values
    int direction = 0;           ///< 1: above the bound, -1: below it, 0: no ordering
    bool orEqual = false;
    Value bound;                 ///< Int, Uint or Double, which need no arena
    std::set<std::string> values; ///< that the subject may have; empty where it is no such part
};

bool isNumber(const Value &value)
{
    return value.is(ValueKind::Int) || value.is(ValueKind::Uint) || value.is(ValueKind::Double);
}

/// A part and the parts of which one is enough for it.
struct Alternatives
{
    std::vector<Part> parts;
};

void split(const cel::Ast &ast, cel::ExprId id, const char *by, std::vector<cel::ExprId> &parts)
{
    const cel::Expr &e = ast[id];
    if (e.kind != cel::ExprKind::Call || e.name != by) {
        parts.push_back(id);
        return;
    }
    for (const cel::ExprId child : e.children)
        split(ast, child, by, parts);
}

int directionOf(const std::string &name)
{
    return name == "_>_" || name == "_>=_" ? 1 : name == "_<_" || name == "_<=_" ? -1 : 0;
}

Part partOf(const cel::Ast &ast, cel::ExprId id)
{
    const cel::Expr &e = ast[id];
    Part part;
    part.text = cel::unparse(ast, id);
    if (e.kind != cel::ExprKind::Call || e.children.size() != 2)
        return part;
    const cel::Expr &left = ast[e.children[0]];
    const cel::Expr &right = ast[e.children[1]];
    const auto isConstant = [](const cel::Expr &side) { return side.kind == cel::ExprKind::Literal; };
    if (const int direction = directionOf(e.name); direction != 0) {
        const bool turned = isConstant(left);
        if (isConstant(left) == isConstant(right) || !isNumber((turned ? left : right).literal))
            return part;
        part.subject = cel::unparse(ast, e.children[turned ? 1 : 0]);
        part.direction = turned ? -direction : direction;
        part.orEqual = e.name.find('=') != std::string::npos;
        part.bound = (turned ? left : right).literal;
    } else if (e.name == "_==_" && isConstant(left) != isConstant(right)) {
        const bool turned = isConstant(left);
        part.subject = cel::unparse(ast, e.children[turned ? 1 : 0]);
        part.values = {cel::unparse(ast, e.children[turned ? 0 : 1])};
    } else if (e.name == "@in" && right.kind == cel::ExprKind::List && right.optionalParts.empty()) {
        for (const cel::ExprId element : right.children) {
            if (!isConstant(ast[element]))
                return part;
            part.values.insert(cel::unparse(ast, element));
        }
        part.subject = cel::unparse(ast, e.children[0]);
    }
    return part;
}

/// The second bound is met by everything that meets the first, both of one kind.
bool isWithin(const Part &stronger, const Part &weaker)
{
    if (stronger.bound.kind() != weaker.bound.kind())
        return false;
    const auto order = [&]() -> std::partial_ordering {
        switch (stronger.bound.kind()) {
        case ValueKind::Int: return stronger.bound.asInt() <=> weaker.bound.asInt();
        case ValueKind::Uint: return stronger.bound.asUint() <=> weaker.bound.asUint();
        default: return stronger.bound.asDouble() <=> weaker.bound.asDouble();
        }
    }();
    if (order == std::partial_ordering::unordered)
        return false;
    if (order == std::partial_ordering::equivalent)
        return weaker.orEqual || !stronger.orEqual;
    return (order == std::partial_ordering::greater) == (stronger.direction > 0);
}

bool impliesPart(const Part &stronger, const Part &weaker)
{
    if (stronger.text == weaker.text)
        return true;
    if (stronger.subject.empty() || stronger.subject != weaker.subject)
        return false;
    if (stronger.direction != 0)
        return stronger.direction == weaker.direction && isWithin(stronger, weaker);
    return !stronger.values.empty() && weaker.direction == 0 && std::ranges::includes(weaker.values, stronger.values);
}

/// The condition as choices that all have to be met; nothing where it is too long.
std::optional<std::vector<Alternatives>> choicesOf(const cel::Ast &ast)
{
    std::vector<cel::ExprId> all;
    split(ast, ast.root(), "_&&_", all);
    std::vector<Alternatives> choices;
    std::size_t count = 0;
    for (const cel::ExprId one : all) {
        std::vector<cel::ExprId> any;
        split(ast, one, "_||_", any);
        count += any.size();
        if (count > mostParts)
            return std::nullopt;
        Alternatives choice;
        for (const cel::ExprId id : any)
            choice.parts.push_back(partOf(ast, id));
        choices.push_back(std::move(choice));
    }
    return choices;
}

} // namespace

bool impliesByForm(const cel::Ast &stronger, const cel::Ast &weaker)
{
    const auto has = choicesOf(stronger);
    const auto needs = choicesOf(weaker);
    if (!has || !needs)
        return false;
    // A choice that is met meets another one when each way to meet it is one for the other.
    return std::ranges::all_of(*needs, [&](const Alternatives &needed) {
        return std::ranges::any_of(*has, [&](const Alternatives &given) {
            return std::ranges::all_of(given.parts, [&](const Part &one) {
                return std::ranges::any_of(needed.parts, [&](const Part &other) { return impliesPart(one, other); });
            });
        });
    });
}

} // namespace mandate::redline

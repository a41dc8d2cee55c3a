// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/redline/known_clause.h"

#include "models/pact/redline/world.h"

#include <algorithm>

namespace mandate::redline {

namespace {

bool isPath(const cel::Ast &ast, cel::ExprId id)
{
    const cel::Expr &e = ast[id];
    if (e.kind == cel::ExprKind::Select)
        return isPath(ast, e.children[0]);
    if (e.kind == cel::ExprKind::Call)
        return (e.name == "_[_]" || e.name == "_[?_]") && isPath(ast, e.children[0]);
    return e.kind == cel::ExprKind::Ident;
}

/// What a path is called however it is read: has(args.a), args.a, args[?'a'].
std::string placeName(const cel::Ast &ast, cel::ExprId id)
{
    const cel::Expr &e = ast[id];
    if (e.kind == cel::ExprKind::Ident)
        return e.name;
    const std::string base = placeName(ast, e.children[0]);
    if (e.kind == cel::ExprKind::Select)
        return base + '.' + e.name;
    const cel::Expr &key = ast[e.children[1]];
    if (key.kind == cel::ExprKind::Literal && key.literal.isString())
        return base + '.' + std::string(key.literal.text());
    return base + '[' + cel::unparse(ast, e.children[1]) + ']';
}

} // namespace

std::optional<bool> KnownClause::constant() const
{
    Arena arena;
    const Value value = isConstant() ? program->evaluate({}, arena) : Value::null();
    return value.is(ValueKind::Bool) ? std::optional(value.asBool()) : std::nullopt;
}

std::set<std::string> placesOf(const cel::Program &program)
{
    std::set<std::string> places;
    const cel::Ast &ast = program.ast();
    for (std::size_t i = 0; i < ast.size(); ++i) {
        const cel::ExprId id{static_cast<std::uint32_t>(i)};
        if (ast[id].kind != cel::ExprKind::Ident && isPath(ast, id))
            places.insert(placeName(ast, id));
        else if (ast[id].kind == cel::ExprKind::Ident && (ast[id].name == "input" || ast[id].name == "confidence" || ast[id].name == "now"))
            places.insert(ast[id].name);
    }
    return places;
}

bool toolsWithin(const Clause &inner, const Clause &outer)
{
    if (outer.tools.empty())
        return true;
    return !inner.tools.empty() && std::ranges::all_of(inner.tools, [&](const std::string &tool) { return speaksOf(outer, tool); });
}

std::optional<std::vector<std::string>> commonTools(const Clause &a, const Clause &b)
{
    if (a.tools.empty())
        return b.tools;
    if (b.tools.empty())
        return a.tools;
    std::vector<std::string> common;
    for (const auto &[these, others] : {std::pair{&a, &b}, std::pair{&b, &a}}) {
        for (const std::string &tool : these->tools) {
            if (speaksOf(*others, tool) && std::ranges::find(common, tool) == common.end())
                common.push_back(tool);
        }
    }
    return common.empty() ? std::nullopt : std::optional(common);
}

bool overlaps(const std::set<std::string> &a, const std::set<std::string> &b)
{
    return std::ranges::any_of(a, [&](const std::string &place) { return b.contains(place); });
}

int lineOf(const Clause &clause)
{
    switch (clause.kind) {
    case ClauseKind::Forbid: return 0;
    case ClauseKind::Escalate: return 1;
    case ClauseKind::Permit: return 2;
    case ClauseKind::Evidence: break;
    }
    return -1;
}

std::string_view wordOf(ClauseKind kind)
{
    switch (kind) {
    case ClauseKind::Forbid: return "prohibition";
    case ClauseKind::Escalate: return "escalation";
    case ClauseKind::Permit: return "permission";
    case ClauseKind::Evidence: break;
    }
    return "duty";
}

} // namespace mandate::redline

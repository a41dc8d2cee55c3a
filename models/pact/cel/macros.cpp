// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/macros.h"

#include "models/pact/cel/lexer.h"

#include <array>

namespace mandate::cel {
namespace {

struct Macro {
    std::string_view name;
    MacroKind kind;
    std::size_t variables;
    std::size_t arguments; ///< variables included
};

/// Receiver macros: standard, two-variable (comprehensions v2), optionals, lists.
constexpr std::array receiverMacros{
    Macro{"all", MacroKind::All, 1, 2},
    Macro{"all", MacroKind::All, 2, 3},
    Macro{"exists", MacroKind::Exists, 1, 2},
    Macro{"exists", MacroKind::Exists, 2, 3},
    Macro{"exists_one", MacroKind::ExistsOne, 1, 2},
    Macro{"existsOne", MacroKind::ExistsOne, 1, 2},
    Macro{"existsOne", MacroKind::ExistsOne, 2, 3},
    Macro{"map", MacroKind::Map, 1, 2},
    Macro{"map", MacroKind::Map, 1, 3},
    Macro{"filter", MacroKind::Filter, 1, 2},
    Macro{"transformList", MacroKind::TransformList, 2, 3},
    Macro{"transformList", MacroKind::TransformList, 2, 4},
    Macro{"transformMap", MacroKind::TransformMap, 2, 3},
    Macro{"transformMap", MacroKind::TransformMap, 2, 4},
    Macro{"transformMapEntry", MacroKind::TransformMapEntry, 2, 3},
    Macro{"transformMapEntry", MacroKind::TransformMapEntry, 2, 4},
    Macro{"sortBy", MacroKind::SortBy, 1, 2},
    Macro{"optMap", MacroKind::OptionalMap, 1, 2},
    Macro{"optFlatMap", MacroKind::OptionalFlatMap, 1, 2},
};

bool isWhole(const Ast &ast, ExprId id)
{
    return ast[id].kind == ExprKind::Literal && ast[id].literal.is(ValueKind::Int) && ast[id].literal.asInt() >= 0;
}

bool isCelNamespace(const Ast &ast, std::optional<ExprId> target)
{
    return target && ast[*target].kind == ExprKind::Ident && ast[*target].name == "cel";
}

Error misuse(std::string_view source, std::uint32_t offset, std::string_view macro, std::string what, std::string remedy)
{
    return conditionError(source, offset, "MND-CEL-001", "The macro " + std::string(macro) + " " + std::move(what), std::move(remedy));
}

Result<std::string> variableName(const Ast &ast, std::string_view source, std::string_view macro, ExprId id)
{
    const Expr &expression = ast[id];
    if (expression.kind == ExprKind::Ident && !expression.name.starts_with('.') && !expression.name.starts_with("@index"))
        return expression.name;
    return misuse(source, expression.offset, macro, "needs a plain name for its variable here", "Write a name such as x");
}

Expr macroNode(MacroKind kind, std::uint32_t offset)
{
    Expr node;
    node.kind = ExprKind::Macro;
    node.macro = kind;
    node.offset = offset;
    return node;
}

std::optional<Result<ExprId>> expandHas(Ast &ast, std::string_view source, const std::vector<ExprId> &arguments, std::uint32_t offset)
{
    if (arguments.size() != 1)
        return std::nullopt;
    const Expr &select = ast[arguments[0]];
    if (select.kind != ExprKind::Select || select.testOnly)
        return Result<ExprId>(misuse(source, offset, "has()", "needs a field to look for", "Write has(order.status), not has(order)"));
    Expr test = select; // a copy: the tree only grows
    test.testOnly = true;
    test.offset = offset;
    return Result<ExprId>(ast.add(std::move(test)));
}

/// cel.bind, cel.block, cel.index, cel.iterVar, cel.accuVar.
std::optional<Result<ExprId>> expandCel(Ast &ast, std::string_view source, std::string_view name, const std::vector<ExprId> &arguments,
                                        std::uint32_t offset)
{
    if (name == "bind" && arguments.size() == 3) {
        Result<std::string> variable = variableName(ast, source, "cel.bind()", arguments[0]);
        if (!variable)
            return Result<ExprId>(std::move(variable).error());
        Expr node = macroNode(MacroKind::Bind, offset);
        node.variables = {std::move(variable).value()};
        node.children = {arguments[1], arguments[2]};
        return Result<ExprId>(ast.add(std::move(node)));
    }
    if (name == "block" && arguments.size() == 2) {
        const Expr &list = ast[arguments[0]];
        if (list.kind != ExprKind::List || !list.optionalParts.empty())
            return Result<ExprId>(
                misuse(source, offset, "cel.block()", "needs a list as its first argument", "Write cel.block([a, b], result)"));
        Expr node = macroNode(MacroKind::Block, offset);
        node.children = list.children;
        node.children.push_back(arguments[1]);
        return Result<ExprId>(ast.add(std::move(node)));
    }
    Expr ident;
    ident.kind = ExprKind::Ident;
    ident.offset = offset;
    if (name == "index" && arguments.size() == 1 && isWhole(ast, arguments[0])) {
        ident.name = "@index" + std::to_string(ast[arguments[0]].literal.asInt());
        return Result<ExprId>(ast.add(std::move(ident)));
    }
    if ((name == "iterVar" || name == "accuVar") && arguments.size() == 2 && isWhole(ast, arguments[0]) && isWhole(ast, arguments[1])) {
        ident.name = "@" + std::string(name) + ":" + std::to_string(ast[arguments[0]].literal.asInt()) + ":"
                     + std::to_string(ast[arguments[1]].literal.asInt());
        return Result<ExprId>(ast.add(std::move(ident)));
    }
    return std::nullopt;
}

} // namespace

std::optional<Result<ExprId>> expandMacro(Ast &ast, std::string_view source, std::string_view name, std::optional<ExprId> target,
                                          const std::vector<ExprId> &arguments, std::uint32_t offset)
{
    if (!target)
        return name == "has" ? expandHas(ast, source, arguments, offset) : std::nullopt;
    if (isCelNamespace(ast, target))
        return expandCel(ast, source, name, arguments, offset);
    for (const Macro &macro : receiverMacros) {
        if (macro.name != name || macro.arguments != arguments.size())
            continue;
        Expr node = macroNode(macro.kind, offset);
        node.children.push_back(*target);
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            if (i >= macro.variables) {
                node.children.push_back(arguments[i]);
                continue;
            }
            Result<std::string> variable = variableName(ast, source, std::string(name) + "()", arguments[i]);
            if (!variable)
                return Result<ExprId>(std::move(variable).error());
            node.variables.push_back(std::move(variable).value());
        }
        if (node.variables.size() == 2 && node.variables[0] == node.variables[1])
            return Result<ExprId>(
                misuse(source, offset, std::string(name) + "()", "has two variables of the same name", "Give them two names"));
        return Result<ExprId>(ast.add(std::move(node)));
    }
    return std::nullopt;
}

std::string_view macroName(const Expr &expression)
{
    switch (expression.macro) {
    case MacroKind::All: return "all";
    case MacroKind::Exists: return "exists";
    case MacroKind::ExistsOne: return expression.variables.size() == 2 ? "existsOne" : "exists_one";
    case MacroKind::Map: return "map";
    case MacroKind::Filter: return "filter";
    case MacroKind::TransformList: return "transformList";
    case MacroKind::TransformMap: return "transformMap";
    case MacroKind::TransformMapEntry: return "transformMapEntry";
    case MacroKind::SortBy: return "sortBy";
    case MacroKind::OptionalMap: return "optMap";
    case MacroKind::OptionalFlatMap: return "optFlatMap";
    case MacroKind::Bind: return "bind";
    case MacroKind::Block: return "block";
    case MacroKind::None: break;
    }
    return "";
}

std::string spellVariable(std::string_view variable)
{
    if (variable.starts_with("@index"))
        return "cel.index(" + std::string(variable.substr(6)) + ")";
    if (!variable.starts_with('@'))
        return std::string(variable);
    const std::size_t first = variable.find(':');
    const std::size_t second = variable.find(':', first + 1);
    return "cel." + std::string(variable.substr(1, first - 1)) + "(" + std::string(variable.substr(first + 1, second - first - 1)) + ", "
           + std::string(variable.substr(second + 1)) + ")";
}

} // namespace mandate::cel

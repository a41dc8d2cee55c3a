// SPDX-License-Identifier: GPL-3.0-or-later
// The abstract syntax tree of a condition, for whoever reads conditions: checker, compiler, redline, prose. Macros stay macros, so that
// the tree says what the author wrote. Nothing here evaluates.
#pragma once

#include "models/base/arena.h"
#include "models/base/value.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::cel {

/// Index of an expression in its Ast.
enum class ExprId : std::uint32_t {};

enum class ExprKind : std::uint8_t {
    Literal, ///< `literal`
    Ident,   ///< `name`; begins with '.' when the source names the root scope
    Select,  ///< children[0].name, has(children[0].name) if `testOnly`, children[0].?name if `optional`
    Call,    ///< `name` (operators by their CEL names, "_+_"); children[0] is the receiver if `member`
    List,    ///< children are elements; optionalParts[i] marks `?element`
    Map,     ///< children are key, value, key, value …; optionalParts[i] marks entry i
    Macro,   ///< `macro` over children, binding `variables`
};

/// Macros with variables. children[0] is the range (or receiver); the rest as noted.
enum class MacroKind : std::uint8_t {
    None,
    All,               ///< range.all(v, condition), also with two variables
    Exists,            ///< range.exists(v, condition)
    ExistsOne,         ///< range.exists_one(v, condition), two variables: existsOne
    Map,               ///< range.map(v, result) or range.map(v, condition, result)
    Filter,            ///< range.filter(v, condition)
    TransformList,     ///< range.transformList(i, v, [condition,] result)
    TransformMap,      ///< range.transformMap(k, v, [condition,] result)
    TransformMapEntry, ///< range.transformMapEntry(k, v, [condition,] map)
    SortBy,            ///< range.sortBy(v, key)
    OptionalMap,       ///< optional.optMap(v, result)
    OptionalFlatMap,   ///< optional.optFlatMap(v, optional)
    Bind,              ///< cel.bind(v, children[0], children[1])
    Block,             ///< cel.block([children but the last], last); slots are named @index0, @index1 …
};

struct Expr {
    ExprKind kind = ExprKind::Literal;
    MacroKind macro = MacroKind::None;
    bool member = false;
    bool testOnly = false;
    bool optional = false;
    std::uint32_t offset = 0; ///< bytes into the source, where a message about this expression points
    std::uint32_t height = 1; ///< levels below and including this one
    Value literal;
    std::string name;
    std::vector<ExprId> children;
    std::vector<bool> optionalParts;
    std::vector<std::string> variables;
};

/// Owns the expressions of one condition. Move-only; children come before their parents.
class Ast
{
public:
    /// Deepest nesting offered, counted over parentheses, operators, calls, literals and macros.
    static constexpr std::uint32_t maximumHeight = 250;

    [[nodiscard]] const Expr &operator[](ExprId id) const { return m_expressions[static_cast<std::uint32_t>(id)]; }
    [[nodiscard]] ExprId root() const { return m_root; }
    [[nodiscard]] std::size_t size() const { return m_expressions.size(); }

    ExprId add(Expr expression);
    void setRoot(ExprId root) { m_root = root; }
    /// Where literals of this tree live.
    [[nodiscard]] Arena &arena() { return m_arena; }

private:
    std::vector<Expr> m_expressions;
    ExprId m_root{};
    Arena m_arena{512};
};

/// The dotted name an expression spells, such as "a.b.c", or empty when it is no chain of plain names.
[[nodiscard]] std::string qualifiedName(const Ast &ast, ExprId id);

/// The condition as canonical source text; parsing it again gives the same tree.
[[nodiscard]] std::string unparse(const Ast &ast);
[[nodiscard]] std::string unparse(const Ast &ast, ExprId id);

} // namespace mandate::cel

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/ast.h"

#include <algorithm>

namespace mandate::cel {

ExprId Ast::add(Expr expression)
{
    for (const ExprId child : expression.children)
        expression.height = std::max(expression.height, (*this)[child].height + 1);
    m_expressions.push_back(std::move(expression));
    return ExprId{static_cast<std::uint32_t>(m_expressions.size() - 1)};
}

std::string qualifiedName(const Ast &ast, ExprId id)
{
    const Expr &expression = ast[id];
    if (expression.kind == ExprKind::Ident)
        return expression.name;
    if (expression.kind != ExprKind::Select || expression.testOnly || expression.optional)
        return {};
    std::string name = qualifiedName(ast, expression.children[0]);
    if (!name.empty())
        name += '.' + expression.name;
    return name;
}

} // namespace mandate::cel

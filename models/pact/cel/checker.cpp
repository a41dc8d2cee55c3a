// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/checker.h"

#include "models/pact/cel/inference.h"
#include "models/pact/cel/lexer.h"
#include "models/pact/cel/resolution.h"

#include <algorithm>
#include <optional>

namespace mandate::cel {
namespace {

using Kind = Type::Kind;

Type plain(Kind kind)
{
    return Type::of(kind);
}

Type literalType(const Value &value)
{
    switch (value.kind()) {
    case ValueKind::Null: return plain(Kind::Null);
    case ValueKind::Bool: return plain(Kind::Bool);
    case ValueKind::Int: return plain(Kind::Int);
    case ValueKind::Uint: return plain(Kind::Uint);
    case ValueKind::Double: return plain(Kind::Double);
    case ValueKind::String: return plain(Kind::String);
    case ValueKind::Bytes: return plain(Kind::Bytes);
    default: return {};
    }
}

/// Whether a type is nested deeper than types of real conditions are; blocks could otherwise pile them up.
bool isDeeperThan(const Type &type, int levels)
{
    return levels == 0 || std::any_of(type.parameters().begin(), type.parameters().end(), [&](const Type &t) { return isDeeperThan(t, levels - 1); });
}

bool mayBeKey(Kind kind)
{
    return kind == Kind::String || kind == Kind::Int || kind == Kind::Uint || kind == Kind::Bool || kind == Kind::Dyn || kind == Kind::Parameter;
}

std::string joined(const std::vector<Type> &types)
{
    std::string text = "(";
    for (std::size_t i = 0; i < types.size(); ++i)
        text += (i ? ", " : "") + types[i].name();
    return text + ')';
}

/// A type, or nothing once the condition is refused. Small, for it lives in the stack frames of every level: the error itself is kept once.
using Checked = std::optional<Type>;

/// Goes down the tree by recursion, whose depth Ast::maximumHeight bounds. Sentences of errors are built outside the frames of the recursion.
class Checker
{
public:
    Checker(const Ast &ast, std::string_view source, const Environment &environment) : m_ast(ast), m_source(source), m_environment(environment) {}

    Result<Type> run()
    {
        if (const Checked type = check(m_ast.root()))
            return m_inference.known(*type, true);
        return *std::move(m_error);
    }

private:
    Checked check(ExprId id)
    {
        const Expr &e = m_ast[id];
        switch (e.kind) {
        case ExprKind::Literal: return literalType(e.literal);
        case ExprKind::Ident: return ident(e);
        case ExprKind::Select: return select(id, e);
        case ExprKind::Call: return call(e);
        case ExprKind::List: return list(e);
        case ExprKind::Map: return map(e);
        case ExprKind::Macro: return macro(e);
        }
        return Type();
    }

    // ---- errors: the first one counts, and everything ends with it
    [[gnu::noinline, gnu::cold]] std::nullopt_t fail(Error error)
    {
        m_error = std::move(error);
        return std::nullopt;
    }

    // ---- names
    [[nodiscard]] const Type *local(std::string_view name) const
    {
        for (auto it = m_scope.rbegin(); it != m_scope.rend(); ++it) {
            if (it->first == name)
                return &it->second;
        }
        return nullptr;
    }

    [[nodiscard]] std::optional<Type> globalType(std::string_view name) const
    {
        const std::optional<Meaning> meaning = meaningOf(m_environment, name);
        if (!meaning)
            return std::nullopt;
        if (meaning->kind == Meaning::Kind::Slot)
            return m_environment.variables()[meaning->slot].type;
        return Type::typeOf(typeNamed(meaning->typeName));
    }

    [[gnu::noinline]] Checked ident(const Expr &e)
    {
        if (const Type *type = local(e.name))
            return *type;
        if (std::optional<Type> type = globalType(e.name))
            return *std::move(type);
        return unknownName(e);
    }

    [[gnu::noinline, gnu::cold]] std::nullopt_t unknownName(const Expr &e)
    {
        std::string known;
        for (const Environment::Variable &variable : m_environment.variables())
            known += (known.empty() ? "" : ", ") + variable.name;
        const std::string remedy = known.empty() ? "No variables are declared here" : "Use one of: " + known;
        return fail(conditionError(m_source, e.offset, "MND-CEL-004", "Nothing is known by the name \"" + e.name + "\" here", remedy));
    }

    [[gnu::noinline]] Checked select(ExprId id, const Expr &e)
    {
        if (Checked type = qualified(id))
            return type;
        const Checked operand = check(e.children[0]);
        if (!operand)
            return {};
        return fieldOf(e, m_inference.known(*operand, false));
    }

    /// The type of a chain of names that is one variable or type.
    [[gnu::noinline]] std::optional<Type> qualified(ExprId id) const
    {
        const std::string name = qualifiedName(m_ast, id);
        return name.empty() || local(firstPart(name)) ? std::nullopt : globalType(name);
    }

    [[gnu::noinline]] Checked fieldOf(const Expr &e, Type type)
    {
        bool wraps = e.optional;
        if (type.kind() == Kind::Optional) {
            type = m_inference.known(type.parameters()[0], false);
            wraps = true;
        }
        Type result;
        if (type.kind() == Kind::Map) {
            result = type.parameters()[1];
        } else if (type.kind() == Kind::Parameter) {
            if (!m_inference.assignable(type, Type()))
                return mismatch(e, type);
        } else if (!type.isDyn()) {
            return mismatch(e, type);
        }
        if (e.testOnly)
            return plain(Kind::Bool);
        return wraps ? Type::optional(result) : result;
    }

    [[gnu::noinline, gnu::cold]] std::nullopt_t mismatch(const Expr &e, const Type &type)
    {
        return fail(conditionError(m_source, e.offset, "MND-CEL-006",
                                   "The field \"" + e.name + "\" is asked of a value of type " + m_inference.known(type, true).name() +
                                       ", which has no fields",
                                   "Fields belong to maps; check which value is meant"));
    }

    // ---- calls
    /// The types of all from `first` on; false when the condition is refused.
    [[gnu::noinline]] bool checkAll(const std::vector<ExprId> &ids, std::vector<Type> &types, std::size_t first = 0)
    {
        for (std::size_t i = first; i < ids.size(); ++i) {
            Checked type = check(ids[i]);
            if (!type)
                return false;
            types.push_back(*std::move(type));
        }
        return true;
    }

    [[gnu::noinline]] Checked call(const Expr &e)
    {
        const Callee callee = calleeOf(m_ast, e, m_environment);
        if (!callee.signatures)
            return unknownFunction(e);
        std::vector<Type> arguments;
        if (!checkAll(e.children, arguments, e.member && !callee.member ? 1 : 0))
            return {};
        return resultOf(e, callee, arguments);
    }

    [[gnu::noinline]] Checked resultOf(const Expr &e, const Callee &callee, const std::vector<Type> &arguments)
    {
        if (e.name == "_&&_" || e.name == "_||_") {
            for (const Type &argument : arguments) {
                if (!m_inference.assignable(argument, plain(Kind::Bool)))
                    return noSignature(e, callee, arguments);
            }
            return plain(Kind::Bool);
        }
        if (callee.function && callee.function->variadic)
            return resolve(e, callee, {Type::list(joinAll(arguments))});
        return resolve(e, callee, arguments);
    }

    Type joinAll(const std::vector<Type> &types)
    {
        if (types.empty())
            return m_inference.fresh();
        Type result = types[0];
        for (const Type &type : types)
            result = m_inference.join(result, type);
        return result;
    }

    /// The result of all signatures that fit; dyn where they differ.
    Checked resolve(const Expr &e, const Callee &callee, const std::vector<Type> &arguments)
    {
        std::optional<Type> result;
        for (const Signature &signature : *callee.signatures) {
            if (signature.parameters.size() != arguments.size())
                continue;
            const Signature own = m_inference.instantiate(signature);
            if (!m_inference.assignable(arguments, own.parameters))
                continue;
            const Type type = m_inference.known(own.result, false);
            if (!result)
                result = type;
            else if (!result->isDyn() && !(type == *result))
                result = Type();
        }
        if (!result)
            return noSignature(e, callee, arguments);
        return result;
    }

    [[gnu::noinline, gnu::cold]] std::nullopt_t noSignature(const Expr &e, const Callee &callee, const std::vector<Type> &arguments)
    {
        std::vector<Type> given;
        for (const Type &argument : arguments)
            given.push_back(m_inference.known(argument, true));
        std::string offered;
        for (const Signature &signature : *callee.signatures)
            offered += (offered.empty() ? "" : " or ") + joined(signature.parameters);
        return fail(conditionError(m_source, e.offset, "MND-CEL-006", "\"" + callee.name + "\" does not take " + joined(given),
                                   "It takes " + offered + "; convert with int(), double(), string() … where needed"));
    }

    [[gnu::noinline, gnu::cold]] std::nullopt_t unknownFunction(const Expr &e)
    {
        std::string remedy = "See the list of functions in the help";
        if (isFunctionName(e.name))
            remedy = e.member ? "Call it as " + e.name + "(…)" : "Call it on a value: x." + e.name + "(…)";
        return fail(conditionError(m_source, e.offset, "MND-CEL-005",
                                   "The condition calls \"" + e.name + "\", which is no function or macro that Mandate offers" +
                                       (e.member ? " on a value" : ""),
                                   std::move(remedy)));
    }

    // ---- literals
    [[gnu::noinline]] Checked unwrapped(const Expr &e, std::size_t part, Type type)
    {
        if (part >= e.optionalParts.size() || !e.optionalParts[part])
            return type;
        const Type inner = m_inference.fresh();
        if (!m_inference.assignable(type, Type::optional(inner))) {
            return fail(conditionError(m_source, e.offset, "MND-CEL-006", "A part marked with \"?\" is of type " + type.name() + ", not an optional",
                                       "Remove the \"?\" or wrap the value in optional.of(…)"));
        }
        return m_inference.known(inner, false);
    }

    [[gnu::noinline]] Checked list(const Expr &e)
    {
        std::vector<Type> types;
        if (!checkAll(e.children, types))
            return {};
        return listOf(e, types);
    }

    [[gnu::noinline]] Checked listOf(const Expr &e, std::vector<Type> &types)
    {
        for (std::size_t i = 0; i < types.size(); ++i) {
            Checked element = unwrapped(e, i, types[i]);
            if (!element)
                return {};
            types[i] = *std::move(element);
        }
        return Type::list(joinAll(types));
    }

    [[gnu::noinline]] Checked map(const Expr &e)
    {
        std::vector<Type> types;
        if (!checkAll(e.children, types))
            return {};
        return mapOf(e, types);
    }

    [[gnu::noinline]] Checked mapOf(const Expr &e, const std::vector<Type> &types)
    {
        std::vector<Type> keys;
        std::vector<Type> values;
        for (std::size_t i = 0; i < types.size(); i += 2) {
            const Type key = m_inference.known(types[i], false);
            if (!mayBeKey(key.kind())) {
                return fail(conditionError(m_source, m_ast[e.children[i]].offset, "MND-CEL-006", "A map cannot have keys of type " + key.name(),
                                           "Use string, int, uint or bool keys"));
            }
            keys.push_back(key);
            Checked value = unwrapped(e, i / 2, types[i + 1]);
            if (!value)
                return {};
            values.push_back(*std::move(value));
        }
        Type key = joinAll(keys);
        return Type::map(std::move(key), joinAll(values));
    }

    // ---- macros
    [[gnu::noinline]] Checked macro(const Expr &e)
    {
        if (e.macro == MacroKind::Bind || e.macro == MacroKind::Block)
            return binding(e);
        const Checked range = check(e.children[0]);
        if (!range)
            return {};
        if (e.macro == MacroKind::OptionalMap || e.macro == MacroKind::OptionalFlatMap)
            return optionalMacro(e, *range);
        const std::size_t depth = m_scope.size();
        if (!openVariables(e, *range))
            return {};
        std::vector<Type> bodies;
        const bool checked = checkAll(e.children, bodies, 1);
        Checked type = checked ? macroType(e, *range, m_scope[depth].second, bodies) : std::nullopt;
        m_scope.resize(depth);
        return type;
    }

    /// Puts a macro's variables over a range in scope.
    [[gnu::noinline]] bool openVariables(const Expr &e, const Type &range)
    {
        Type first;
        Type second;
        if (!variablesOf(e, m_inference.known(range, false), first, second))
            return false;
        m_scope.emplace_back(e.variables[0], std::move(first));
        if (e.variables.size() == 2)
            m_scope.emplace_back(e.variables[1], std::move(second));
        return true;
    }

    /// What a macro over `range` gives; `first` is the type of its first variable.
    [[gnu::noinline]] Checked macroType(const Expr &e, const Type &range, const Type &first, const std::vector<Type> &bodies)
    {
        const bool yieldsResult = e.macro == MacroKind::Map || e.macro == MacroKind::TransformList || e.macro == MacroKind::TransformMap ||
                                  e.macro == MacroKind::TransformMapEntry || e.macro == MacroKind::SortBy;
        const std::size_t conditions = yieldsResult ? bodies.size() - 1 : bodies.size();
        for (std::size_t i = 0; i < conditions; ++i) {
            if (!m_inference.assignable(bodies[i], plain(Kind::Bool))) {
                return fail(conditionError(m_source, m_ast[e.children[i + 1]].offset, "MND-CEL-006",
                                           "The condition inside the macro is of type " + m_inference.known(bodies[i], true).name() + ", not bool",
                                           "Write a comparison or another expression that is true or false"));
            }
        }
        const Type &result = bodies.back();
        switch (e.macro) {
        case MacroKind::Map:
        case MacroKind::TransformList: return Type::list(result);
        case MacroKind::TransformMap: return Type::map(first, result);
        case MacroKind::TransformMapEntry: return m_inference.known(result, false).kind() == Kind::Map ? result : Type();
        case MacroKind::Filter: {
            const Type known = m_inference.known(range, false);
            return known.kind() == Kind::List ? known : Type::list(first);
        }
        case MacroKind::SortBy: return range;
        default: return plain(Kind::Bool);
        }
    }

    /// The types of a macro's variables over a range.
    bool variablesOf(const Expr &e, const Type &range, Type &first, Type &second)
    {
        const bool two = e.variables.size() == 2;
        if (range.kind() == Kind::List) {
            first = two ? plain(Kind::Int) : range.parameters()[0];
            second = range.parameters()[0];
        } else if (range.kind() == Kind::Map && e.macro != MacroKind::SortBy) {
            first = range.parameters()[0];
            second = range.parameters()[1];
        } else if (range.kind() == Kind::Parameter) {
            [[maybe_unused]] const bool bound = m_inference.assignable(range, Type());
        } else if (!range.isDyn()) {
            fail(conditionError(m_source, e.offset, "MND-CEL-006",
                                "The macro goes over a value of type " + range.name() + ", which is neither a list nor a map",
                                "Use it on a list or a map"));
            return false;
        }
        return true;
    }

    [[gnu::noinline]] Checked optionalMacro(const Expr &e, const Type &operand)
    {
        if (!openOptional(e, operand))
            return {};
        Checked body = check(e.children[1]);
        m_scope.pop_back();
        if (!body || e.macro == MacroKind::OptionalFlatMap)
            return body;
        return Type::optional(*std::move(body));
    }

    [[gnu::noinline]] bool openOptional(const Expr &e, const Type &operand)
    {
        const Type inner = m_inference.fresh();
        if (!m_inference.assignable(operand, Type::optional(inner))) {
            fail(conditionError(m_source, e.offset, "MND-CEL-006",
                                "optMap and optFlatMap need an optional, not " + m_inference.known(operand, true).name(),
                                "Wrap the value in optional.of(…), or select with .?"));
            return false;
        }
        m_scope.emplace_back(e.variables[0], m_inference.known(inner, false));
        return true;
    }

    [[gnu::noinline]] Checked binding(const Expr &e)
    {
        const std::size_t depth = m_scope.size();
        for (std::size_t i = 0; i + 1 < e.children.size(); ++i) {
            const Checked type = check(e.children[i]);
            if (!type)
                return {};
            openBound(e, i, m_inference.known(*type, false));
        }
        Checked result = check(e.children.back());
        m_scope.resize(depth);
        return result;
    }

    [[gnu::noinline]] void openBound(const Expr &e, std::size_t index, Type bound)
    {
        if (isDeeperThan(bound, 64))
            bound = Type();
        m_scope.emplace_back(e.macro == MacroKind::Bind ? e.variables[0] : "@index" + std::to_string(index), std::move(bound));
    }

    const Ast &m_ast;
    std::string_view m_source;
    const Environment &m_environment;
    Inference m_inference;
    std::vector<std::pair<std::string, Type>> m_scope;
    std::optional<Error> m_error;
};

} // namespace

Result<Type> check(const Ast &ast, std::string_view source, const Environment &environment)
{
    return Checker(ast, source, environment).run();
}

} // namespace mandate::cel

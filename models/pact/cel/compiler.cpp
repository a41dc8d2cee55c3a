// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/compiler.h"

#include "models/pact/cel/lexer.h"
#include "models/pact/cel/macros.h"
#include "models/pact/cel/nodes.h"
#include "models/pact/cel/patterns.h"
#include "models/pact/cel/resolution.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <new>
#include <string>

namespace mandate::cel {
namespace {

constexpr std::uint32_t noLocal = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t foldingSteps = 200'000; ///< for all constants of one condition together
constexpr std::size_t smallestTextSet = 8;      ///< shorter lists are searched one by one

/// A node and what it depends on.
struct Built
{
    Node *node = nullptr;
    bool varies = false;                 ///< reads a slot, or is an error to be met while running
    std::uint32_t lowestLocal = noLocal; ///< of the macro variables it reads
};

struct Local
{
    std::string name;
    std::uint32_t index;
    NodeForm form;
    const Node *origin; ///< range or bound expression, for paths
    bool second;        ///< the second of two variables
};

class Assembler
{
public:
    Assembler(const Ast &ast, std::string_view source, const Environment &environment, Arena &arena)
        : m_ast(ast),
          m_source(source),
          m_environment(environment),
          m_arena(arena)
    {
    }

    Result<Assembly> run()
    {
        m_assembly.root = build(m_ast.root()).node;
        if (m_error)
            return *std::move(m_error);
        return std::move(m_assembly);
    }

private:
    Node *make(ExprId id, Run code)
    {
        ++m_nodes;
        Node *node = new (m_arena.array<Node>(1)) Node;
        node->run = code;
        node->id = id;
        return node;
    }

    std::string_view keep(std::string_view text) { return m_arena.copy(text); }

    static void include(Built &built, const Built &part)
    {
        built.varies = built.varies || part.varies;
        built.lowestLocal = std::min(built.lowestLocal, part.lowestLocal);
    }

    Built constant(ExprId id, Value value)
    {
        Node *node = make(id, runConstant);
        node->constant = value;
        return {node, value.isError(), noLocal};
    }

    [[gnu::noinline]] Built failing(ExprId id, const std::string &message, std::string_view missing = {})
    {
        return constant(id, Value::error(m_arena, message, missing));
    }

    /// The node's value in its place, if it can be known now and is no error.
    [[gnu::noinline]] Built folded(Built built)
    {
        if (built.varies || built.lowestLocal != noLocal || built.node->run == runConstant || m_steps == 0)
            return built;
        std::vector<Value> locals(m_assembly.locals + 1);
        std::vector<std::uint32_t> positions(m_assembly.locals + 1);
        Evaluation evaluation{nullptr, m_arena, locals.data(), positions.data(), &m_ast, m_steps};
        const Value value = (*built.node)(evaluation);
        m_steps = evaluation.budget;
        if (value.isError())
            return built;
        return constant(built.node->id, value);
    }

    static bool isConstant(const Node *node) { return node->run == runConstant; }

    Built build(ExprId id)
    {
        const Expr &e = m_ast[id];
        switch (e.kind) {
        case ExprKind::Literal: return constant(id, e.literal);
        case ExprKind::Ident: return ident(id, e);
        case ExprKind::Select: return select(id, e);
        case ExprKind::Call: return call(id, e);
        case ExprKind::List: return folded(parts(id, e, runList));
        case ExprKind::Map: return folded(parts(id, e, runMap));
        case ExprKind::Macro: return folded(macro(id, e));
        }
        return failing(id, "internal error");
    }

    // ---- names
    [[nodiscard]] const Local *local(std::string_view name) const
    {
        const auto found = std::find_if(m_scope.rbegin(), m_scope.rend(), [&](const Local &l) { return l.name == name; });
        return found == m_scope.rend() ? nullptr : &*found;
    }

    std::optional<Built> global(ExprId id, std::string_view name)
    {
        const std::optional<Meaning> meaning = meaningOf(m_environment, name);
        if (!meaning)
            return std::nullopt;
        if (meaning->kind == Meaning::Kind::Type)
            return constant(id, Value::type(meaning->typeName));
        m_assembly.slots.insert(meaning->slot);
        Node *node = make(id, runSlot);
        node->index = meaning->slot;
        node->form = NodeForm::Slot;
        node->text = keep(m_environment.variables()[meaning->slot].name);
        return Built{node, true, noLocal};
    }

    [[gnu::noinline]] Built ident(ExprId id, const Expr &e)
    {
        if (const Local *known = local(e.name)) {
            Node *node = make(id, runLocal);
            node->index = known->index;
            node->second = known->index - 1;
            node->flag = known->second;
            node->form = known->form;
            node->a = known->origin;
            node->text = keep(e.name);
            return {node, false, known->index};
        }
        if (std::optional<Built> found = global(id, e.name))
            return *found;
        return failing(id, "undeclared reference to '" + e.name + "'", e.name);
    }

    /// A chain of names that is one variable or type.
    [[gnu::noinline]] std::optional<Built> qualified(ExprId id)
    {
        const std::string name = qualifiedName(m_ast, id);
        return name.empty() || local(firstPart(name)) ? std::nullopt : global(id, name);
    }

    [[gnu::noinline]] Built select(ExprId id, const Expr &e)
    {
        if (const std::optional<Built> found = qualified(id))
            return *found;
        const Built operand = build(e.children[0]);
        const bool ofSlot = operand.node->run == runSlot;
        Node *node = make(id, e.testOnly ? runHas : ofSlot ? runSlotSelect : runSelect);
        node->a = operand.node;
        node->index = operand.node->index;
        node->text = keep(e.name);
        node->flag = e.optional;
        node->form = NodeForm::Select;
        return folded({node, operand.varies, operand.lowestLocal});
    }

    // ---- calls and literals
    [[gnu::noinline]] Built parts(ExprId id, const Expr &e, Run code, std::size_t first = 0)
    {
        Built built;
        const std::size_t count = e.children.size() - first;
        const Node **children = m_arena.array<const Node *>(count);
        for (std::size_t i = 0; i < count; ++i) {
            const Built child = build(e.children[first + i]);
            children[i] = child.node;
            include(built, child);
        }
        built.node = make(id, code);
        built.node->children = {children, count};
        built.node->a = count > 0 ? children[0] : nullptr;
        built.node->b = count > 1 ? children[1] : nullptr;
        built.node->c = count > 2 ? children[2] : nullptr;
        if (!e.optionalParts.empty())
            built.node->optionalParts = &e.optionalParts;
        return built;
    }

    [[gnu::noinline]] Built call(ExprId id, const Expr &e)
    {
        const auto callee = std::make_unique<const Callee>(calleeOf(m_ast, e, m_environment)); // not in the frames of the recursion
        if (!callee->function)
            return failing(id, "unbound function: " + e.name);
        return called(id, e, *callee, parts(id, e, callee->function->run, e.member && !callee->member ? 1 : 0));
    }

    /// A call whose arguments are built.
    [[gnu::noinline]] Built called(ExprId id, const Expr &e, const Callee &callee, Built built)
    {
        const Function &function = *callee.function;
        Node *node = built.node;
        const std::size_t count = node->children.size();
        if (e.name == "_&&_" || e.name == "_||_")
            return junction(built, e.name == "_||_");
        if (function.variadic) {
            node->run = runVariadic;
            node->function = function.function;
            return folded(built);
        }
        const bool fits =
            std::any_of(function.signatures.begin(), function.signatures.end(), [&](const Signature &s) { return s.parameters.size() == count; });
        if (!fits)
            return failing(id, "no such overload: " + callee.name + " with " + std::to_string(count) + " arguments");
        if (e.name == "_[_]" || e.name == "_[?_]")
            node->form = NodeForm::Index;
        if (!function.run) {
            node->function = function.function;
            node->run = count == 1 ? runCall1 : count == 2 ? runCall2 : runCall;
        }
        specialise(*node, callee.name);
        return folded(built);
    }

    /// Faster forms of some calls whose second argument is constant.
    void specialise(Node &node, std::string_view name)
    {
        if (node.children.size() != 2 || !isConstant(node.b))
            return;
        const Value &second = node.b->constant;
        if (name == "matches" && second.isString()) {
            std::string why;
            auto pattern = compilePattern(second.text(), why);
            if (!pattern) {
                if (m_environment.checked() && !m_error) {
                    m_error = conditionError(m_source, m_ast[node.b->id].offset, "MND-CEL-008", "The pattern is not valid: " + why,
                                             "Correct the regular expression (RE2 syntax)");
                }
                return;
            }
            node.run = runMatchesConstant;
            node.constant = second;
            node.extra = pattern.get();
            m_assembly.patterns.push_back(std::move(pattern));
        } else if (name == "@in" && second.isList() && second.items().size() >= smallestTextSet &&
                   std::all_of(second.items().begin(), second.items().end(), [](const Value &v) { return v.isString(); })) {
            auto *texts = m_arena.array<std::string_view>(second.items().size());
            std::transform(second.items().begin(), second.items().end(), texts, [](const Value &v) { return v.text(); });
            std::sort(texts, texts + second.items().size());
            node.run = runInTexts;
            node.extra = new (m_arena.array<TextSet>(1)) TextSet{{texts, second.items().size()}};
        }
    }

    /// An operand that decides whatever the others are makes the whole constant.
    Built junction(const Built &built, bool deciding)
    {
        for (const Node *child : built.node->children) {
            if (isConstant(child) && child->constant.is(ValueKind::Bool) && child->constant.asBool() == deciding)
                return constant(built.node->id, child->constant);
        }
        return folded(built);
    }

    // ---- macros
    std::uint32_t openLocals(std::uint32_t count)
    {
        const std::uint32_t first = m_nextLocal;
        m_nextLocal += count;
        m_assembly.locals = std::max(m_assembly.locals, m_nextLocal);
        return first;
    }

    [[gnu::noinline]] void open(std::string name, std::uint32_t index, NodeForm form, const Node *origin, bool second)
    {
        m_scope.push_back({std::move(name), index, form, origin, second});
    }

    /// Ends the scope of locals from `first` on; what only read them reads none now.
    void closeLocals(Built &built, std::uint32_t first, std::size_t depth)
    {
        m_scope.resize(depth, Local{});
        m_nextLocal = first;
        if (built.lowestLocal >= first)
            built.lowestLocal = noLocal;
    }

    static Run runOf(MacroKind kind)
    {
        switch (kind) {
        case MacroKind::All: return runAll;
        case MacroKind::Exists: return runExists;
        case MacroKind::ExistsOne: return runExistsOne;
        case MacroKind::Map:
        case MacroKind::TransformList: return runMapMacro;
        case MacroKind::Filter: return runFilter;
        case MacroKind::TransformMap: return runTransformMap;
        case MacroKind::TransformMapEntry: return runTransformMapEntry;
        case MacroKind::SortBy: return runSortBy;
        case MacroKind::OptionalMap:
        case MacroKind::OptionalFlatMap: return runOptionalMap;
        case MacroKind::Bind: return runBind;
        case MacroKind::Block: return runBlock;
        case MacroKind::None: break;
        }
        return runConstant;
    }

    [[gnu::noinline]] Built macro(ExprId id, const Expr &e)
    {
        if (e.macro == MacroKind::Block)
            return block(id, e);
        const std::size_t depth = m_scope.size();
        Built built = build(e.children[0]);
        const Node *range = built.node;
        const bool two = e.variables.size() == 2;
        const std::uint32_t first = openLocals(two ? 2 : 1);
        const bool alias = e.macro == MacroKind::Bind || e.macro == MacroKind::OptionalMap || e.macro == MacroKind::OptionalFlatMap;
        const NodeForm form = alias ? NodeForm::Alias : two ? NodeForm::Other : NodeForm::Element;
        open(e.variables[0], first, form, range, false);
        if (two)
            open(e.variables[1], first + 1, NodeForm::Element, range, true);
        const std::uint32_t before = m_nodes;
        std::vector<const Node *> bodies;
        for (std::size_t i = 1; i < e.children.size(); ++i) {
            const Built body = build(e.children[i]);
            bodies.push_back(body.node);
            include(built, body);
        }
        Node *node = make(id, runOf(e.macro));
        node->a = range;
        node->index = first;
        node->second = two ? first + 1 : first;
        node->flag = two || e.macro == MacroKind::OptionalFlatMap;
        node->cost = m_nodes - before;
        node->text = macroName(e);
        const bool onlyCondition = e.macro == MacroKind::Filter || e.macro == MacroKind::ExistsOne;
        if (onlyCondition) {
            node->c = bodies[0];
        } else {
            node->b = bodies.back();
            node->c = bodies.size() == 2 ? bodies[0] : nullptr;
        }
        built.node = node;
        closeLocals(built, first, depth);
        return built;
    }

    [[gnu::noinline]] Built block(ExprId id, const Expr &e)
    {
        const std::size_t depth = m_scope.size();
        Built built;
        const std::size_t count = e.children.size() - 1;
        const std::uint32_t first = openLocals(static_cast<std::uint32_t>(count));
        const Node **children = m_arena.array<const Node *>(count);
        for (std::size_t i = 0; i < count; ++i) {
            const Built slot = build(e.children[i]);
            include(built, slot);
            children[i] = slot.node;
            open("@index" + std::to_string(i), first + static_cast<std::uint32_t>(i), NodeForm::Alias, slot.node, false);
        }
        const Built body = build(e.children[count]);
        include(built, body);
        built.node = make(id, runBlock);
        built.node->children = {children, count};
        built.node->index = first;
        built.node->b = body.node;
        closeLocals(built, first, depth);
        return built;
    }

    const Ast &m_ast;
    std::string_view m_source;
    const Environment &m_environment;
    Arena &m_arena;
    Assembly m_assembly;
    std::vector<Local> m_scope;
    std::uint32_t m_nextLocal = 0;
    std::uint32_t m_nodes = 0;
    std::uint64_t m_steps = foldingSteps;
    std::optional<Error> m_error;
};

} // namespace

Result<Assembly> assemble(const Ast &ast, std::string_view source, const Environment &environment, Arena &arena)
{
    return Assembler(ast, source, environment, arena).run();
}

} // namespace mandate::cel

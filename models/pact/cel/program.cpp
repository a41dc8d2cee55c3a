// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/program.h"

#include "models/pact/cel/checker.h"
#include "models/pact/cel/compiler.h"
#include "models/pact/cel/nodes.h"
#include "models/pact/cel/parser.h"

#include <algorithm>
#include <new>

namespace mandate::cel {

/// What copies of a program share.
struct Program::Parts {
    std::string source;
    Ast ast;
    Type resultType;
    Arena arena{1024};
    Assembly assembly;
    std::vector<std::uint32_t> slots;
    std::vector<std::string> slotNames; ///< of all slots up to the last one read
};

namespace {

constexpr std::uint32_t localsOnStack = 16;

/// The slots, with absent ones added at the end.
std::span<const Value> completed(std::span<const Value> slots, const std::vector<std::string> &names, Arena &arena)
{
    Value *all = arena.array<Value>(names.size());
    for (std::size_t i = 0; i < names.size(); ++i)
        new (all + i) Value(i < slots.size() ? slots[i] : absent(arena, names[i]));
    return {all, names.size()};
}

} // namespace

Value Program::evaluate(std::span<const Value> slots, Arena &arena, std::uint64_t steps) const
{
    const Parts &parts = *m_parts;
    if (slots.size() < parts.slotNames.size())
        slots = completed(slots, parts.slotNames, arena);
    // Locals are written before they are read, so the room for them stays uninitialised.
    alignas(Value) std::byte localRoom[localsOnStack * sizeof(Value)];
    std::uint32_t positionRoom[localsOnStack];
    const bool fits = parts.assembly.locals <= localsOnStack;
    Value *locals = fits ? reinterpret_cast<Value *>(localRoom) : arena.array<Value>(parts.assembly.locals);
    std::uint32_t *positions = fits ? positionRoom : arena.array<std::uint32_t>(parts.assembly.locals);
    Evaluation evaluation{slots.data(), arena, locals, positions, &parts.ast, steps};
    return (*parts.assembly.root)(evaluation);
}

const Ast &Program::ast() const
{
    return m_parts->ast;
}

const std::string &Program::source() const
{
    return m_parts->source;
}

const std::vector<std::uint32_t> &Program::referencedSlots() const
{
    return m_parts->slots;
}

const Type &Program::resultType() const
{
    return m_parts->resultType;
}

bool Program::isConstant() const
{
    return m_parts->assembly.root->run == runConstant && !m_parts->assembly.root->constant.isError();
}

Result<Program> compile(std::string_view source, const Environment &environment)
{
    auto parts = std::make_shared<Program::Parts>();
    Result<Ast> ast = parse(source);
    if (!ast)
        return std::move(ast).error();
    parts->source = source;
    parts->ast = std::move(ast).value();
    if (environment.checked()) {
        Result<Type> type = check(parts->ast, parts->source, environment);
        if (!type)
            return std::move(type).error();
        parts->resultType = std::move(type).value();
    }
    Result<Assembly> assembly = assemble(parts->ast, parts->source, environment, parts->arena);
    if (!assembly)
        return std::move(assembly).error();
    parts->assembly = std::move(assembly).value();
    parts->slots.assign(parts->assembly.slots.begin(), parts->assembly.slots.end());
    const std::size_t count = parts->slots.empty() ? 0 : std::size_t{parts->slots.back()} + 1;
    for (std::size_t i = 0; i < count; ++i)
        parts->slotNames.push_back(environment.variables()[i].name);
    return Program(std::move(parts));
}

Value absent(Arena &arena, std::string_view path)
{
    return Value::error(arena, "no such variable: " + std::string(path), path);
}

} // namespace mandate::cel

// SPDX-License-Identifier: GPL-3.0-or-later
// What the places that a condition reads can hold: variables as docs/pact.md gives them, arguments and facts as the trail showed them.
// Inside of the checks; nothing here reports problems.
#pragma once

#include "models/pact/cel/ast.h"
#include "models/pact/document.h"
#include "models/pact/vocabulary.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// Kinds as bits: those of ObservedKind, and what only conditions make.
using KindSet = std::uint32_t;
[[nodiscard]] constexpr KindSet kindBit(ObservedKind kind)
{
    return 1U << static_cast<unsigned>(kind);
}
inline constexpr KindSet otherKinds = 1U << observedKinds; ///< times, durations, types, optionals
inline constexpr KindSet anyKind = (otherKinds << 1U) - 1;
inline constexpr KindSet nullKind = kindBit(ObservedKind::Null);
inline constexpr KindSet boolKind = kindBit(ObservedKind::Bool);
inline constexpr KindSet intKind = kindBit(ObservedKind::Int);
inline constexpr KindSet doubleKind = kindBit(ObservedKind::Double);
inline constexpr KindSet textKind = kindBit(ObservedKind::Text);
inline constexpr KindSet listKind = kindBit(ObservedKind::List);
inline constexpr KindSet objectKind = kindBit(ObservedKind::Object);
inline constexpr KindSet numberKinds = intKind | doubleKind;

/// "a text", "a whole number or a list"
[[nodiscard]] std::string wordsOf(KindSet kinds);

/// What an expression stands for, as far as it is known.
struct Reading
{
    enum class Role : std::uint8_t {
        Computed, ///< nothing is known but `kinds`
        Data,     ///< `values`, all that was seen there; none when the trail says nothing
        Object,   ///< an object that Mandate makes: `shape` says its members
        State,
        Facts, ///< the map of a fact with a key
        Tool,  ///< name of a tool
        Tools, ///< list of names of tools
        Agent,
        Deployment,
        History,
        Windows, ///< the variable `window`
        Window,  ///< list of the values in one, named by `fact`
    };
    Role role = Role::Computed;
    KindSet kinds = anyKind;
    std::vector<const ObservedValue *> values;
    std::string path;                   ///< as the author wrote it
    std::string fact;                   ///< of Facts and Window
    std::string shape;                  ///< of Object: "action", "record", "call", "proposal", "verifier"
    bool ofArguments = false;           ///< Data below `args`
    bool ofEveryTool = true;            ///< every tool that the clause names was called
    std::optional<cel::ExprId> written; ///< a list that is written in the condition

    [[nodiscard]] static Reading computed(KindSet kinds);
    [[nodiscard]] static Reading data(std::vector<const ObservedValue *> values, std::string path, bool ofArguments);
    /// Whether something was seen there and all of it is known.
    [[nodiscard]] bool isObserved() const { return role == Role::Data && !values.empty() && kinds != anyKind; }
    /// How often something was seen there.
    [[nodiscard]] std::uint64_t times() const;
};

/// Members of the objects that Mandate makes.
[[nodiscard]] const std::vector<std::pair<std::string_view, Reading>> &membersOf(std::string_view shape);

/// The variables of a pact's conditions.
class Readings
{
public:
    /// Without a vocabulary, arguments and facts may hold anything.
    Readings(const PactDocument &pact, const Vocabulary *vocabulary);

    /// Variable of a clause's condition that speaks of these tools, or of a fact's or a window's expressions.
    [[nodiscard]] Reading ofClause(std::string_view variable, const std::vector<std::string> &tools) const;
    [[nodiscard]] Reading ofFactPart(std::string_view variable, const StateFact &fact) const;
    [[nodiscard]] Reading ofWindowPart(std::string_view variable, const ActionWindow &window) const;
    [[nodiscard]] const ActionWindow *window(std::string_view name) const;
    [[nodiscard]] std::string nearestWindow(std::string_view name) const;
    [[nodiscard]] const StateFact *fact(std::string_view name) const;
    /// Name of the declared fact that a misspelt one may mean; empty when none is near.
    [[nodiscard]] std::string nearestFact(std::string_view name) const;
    /// state.<fact>, or an entry of it when it has a key.
    [[nodiscard]] Reading valueOf(const StateFact &fact, std::string path) const;
    /// An element of a list, or of what a macro goes over.
    [[nodiscard]] Reading elementOf(const Reading &range) const;

    [[nodiscard]] const Vocabulary *vocabulary() const { return m_vocabulary; }
    /// Tools with arguments of this name.
    [[nodiscard]] std::vector<std::string> toolsWithArgument(std::string_view name) const;
    [[nodiscard]] std::vector<const ObservedTool *> toolsOf(const std::vector<std::string> &patterns) const;

private:
    [[nodiscard]] std::vector<const ObservedValue *> argumentsOf(const std::vector<std::string> &patterns) const;
    [[nodiscard]] std::vector<const ObservedValue *> objectsFor(const StateFact &fact) const;
    [[nodiscard]] Reading keptBy(const StateFact &fact) const;

    const PactDocument &m_pact;
    const Vocabulary *m_vocabulary;
    std::map<std::string, Reading, std::less<>> m_facts; ///< what is kept of each
};

} // namespace mandate

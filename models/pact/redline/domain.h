// SPDX-License-Identifier: GPL-3.0-or-later
// What the conditions of both versions speak of, shared by both translations: places that are read, what is not modelled, and elements of
// lists that a condition quantifies over. Also everything that is known of them. Not the conditions themselves: that is Translation.
#pragma once

#include "models/base/arena.h"
#include "models/pact/document.h"
#include "models/pact/redline/symbol.h"
#include "models/pact/variables.h"

#include <array>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace mandate::redline {

/// Which version a condition belongs to.
enum class Side : std::uint8_t { Before, After };

/// Thrown inside this folder when a condition is outside of what is modelled as a whole; caught where a clause is decided.
struct Unmodelled
{
    const char *why;
};

/// A name for what an expression means: equal names mean equal values in every action.
class Keys
{
public:
    [[nodiscard]] int of(const std::string &spelling) { return m_numbers.try_emplace(spelling, static_cast<int>(m_numbers.size())).first->second; }

private:
    std::unordered_map<std::string, int> m_numbers;
};

/// What is known beforehand of a place and of what lies below it (models/pact/judge.cpp and session_facts.cpp fill them so).
enum class Role : std::uint8_t { Data, Loose, Text, Number, Truth, Action, Record, State, KeyedFact, Windows, History, Call, Earlier };

/// Something the conditions read: a variable, a field or entry of another place, or an element of a list.
struct Place
{
    enum class Step : std::uint8_t { Root, Field, Entry, Element } step = Step::Root;
    Role role = Role::Data;
    int parent = -1;
    std::string name;              ///< of the variable or field
    std::uint32_t slot = 0;        ///< of a Root
    std::shared_ptr<Symbol> entry; ///< key of an Entry
    std::string entrySource;       ///< the key as a condition, when it has no variables of macros
    bool oneSided = false;         ///< differs between the versions, so that no single action shows it
    bool fixed = false;            ///< a clock that stands still
    bool sized = false;            ///< a condition asks for its size
    Formula present;               ///< whether the parent has it; of an Element: whether it is in the list
    Symbol value;
};

/// A fact as one version declares it.
struct FactShape
{
    bool declared = false;
    bool keyed = false;
    bool shared = false; ///< declared the same in both
    std::uint32_t kinds = KAny;
};

/// What both versions say beside the conditions.
struct Setting
{
    std::map<std::string, std::array<FactShape, 2>, std::less<>> facts;
    std::array<std::optional<Instant>, 2> clock;
    std::map<std::string, std::array<bool, 2>, std::less<>> windows; ///< declared
    bool sameWindows = true; ///< and the same agents are bound: what lies in them is the same
    [[nodiscard]] bool factsDiffer() const;
    static Setting of(const PactDocument &before, const PactDocument &after);
};

class Domain
{
public:
    Domain(z3::context &ofSolver, const Setting &ofPacts) : solver(ofSolver), setting(ofPacts) {}

    z3::context &solver;
    const Setting &setting;
    mutable Keys keys;
    Arena arena;                ///< of constants
    std::vector<Place> places;  ///< parents before children
    std::vector<Formula> facts; ///< what is always so
    std::vector<Formula> usual; ///< what a natural example keeps to

    void know(const Formula &fact)
    {
        if (!fact.is_true())
            facts.push_back(fact);
    }
    void prefer(const Formula &fact)
    {
        if (!fact.is_true())
            usual.push_back(fact);
    }
    [[nodiscard]] Formula flag(const std::string &name) { return solver.bool_const(fresh(name).c_str()); }
    [[nodiscard]] Formula whole(const std::string &name) { return solver.int_const(fresh(name).c_str()); }

    /// The value of a variable; -1 as key is filled in.
    [[nodiscard]] Symbol root(std::uint32_t slot, Side side);
    /// Field or entry of a place; `key` names it. The symbol is an error where the evaluator gives one for want of the value.
    [[nodiscard]] Symbol field(int place, const std::string &name, Side side, int key);
    [[nodiscard]] Symbol entry(int place, const Symbol &entryKey, const std::string &source, Side side, int key);
    /// An element of the list at a place, or of a list that is no place (−1), with the formula whether it is in the list.
    [[nodiscard]] std::pair<Symbol, Formula> element(const Symbol &list, int key);
    /// Whether the map at a place has the child of this key.
    [[nodiscard]] Formula presence(int child) const { return places[static_cast<std::size_t>(child)].present; }
    [[nodiscard]] int placeOf(int key) const;
    /// The same for a fact whose declaration differs is another place on each side.
    [[nodiscard]] std::string sideMark(const Place &parent, const std::string &name, Side side) const;

    /// A value of which nothing is known but its kinds.
    [[nodiscard]] Symbol unknown(std::uint32_t kinds, const std::string &name, bool mayFail);

private:
    [[nodiscard]] std::string fresh(const std::string &name) { return name + '!' + std::to_string(m_count++); }
    int add(Place place, int key);
    [[nodiscard]] Symbol read(const Place &parent, const Formula &present, std::uint32_t kinds, const std::string &name);

    std::unordered_map<int, int> m_places; ///< key → place
    int m_count = 0;
};

} // namespace mandate::redline

// SPDX-License-Identifier: GPL-3.0-or-later
// What a trail really holds: tools, the arguments and results they had, with kinds and values. A plain value, so that a check on each
// keystroke needs no ledger. Gathered in one pass and bounded memory; what was left out is marked. Says nothing about what is allowed.
#pragma once

#include "models/base/arena.h"
#include "models/base/json_reader.h"
#include "models/evidence/record.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

enum class ObservedKind : std::uint8_t { Null, Bool, Int, Double, Text, List, Object };
inline constexpr std::size_t observedKinds = 7;

/// Everything that was ever seen in one place of a tool's arguments or results.
struct ObservedValue
{
    struct Member;

    std::array<std::uint64_t, observedKinds> seen{}; ///< by ObservedKind
    std::vector<Member> members;                     ///< of objects, sorted by name
    std::vector<ObservedValue> element;              ///< of lists, all elements as one; empty when none was seen
    std::vector<std::string> texts;                  ///< distinct ones, sorted
    std::optional<double> least;                     ///< of numbers
    std::optional<double> greatest;
    bool partsCut = false; ///< there were more members or elements than are kept
    bool textsCut = false; ///< there were more texts than are kept, or long ones

    [[nodiscard]] std::uint64_t times() const;
    [[nodiscard]] bool has(ObservedKind kind) const { return seen[static_cast<std::size_t>(kind)] > 0; }
    [[nodiscard]] const ObservedValue *member(std::string_view name) const;
};

struct ObservedValue::Member
{
    std::string name;
    ObservedValue value;
};

struct ObservedTool
{
    std::uint64_t calls = 0;
    ObservedValue arguments;
    ObservedValue result; ///< of calls not known to have failed: JSON where it is, else text
};

struct Vocabulary
{
    std::map<std::string, ObservedTool, std::less<>> tools;
    std::vector<std::string> agents;      ///< sorted
    std::vector<std::string> deployments; ///< sorted
    std::uint64_t actions = 0;
    std::uint64_t runs = 0;
    bool toolsCut = false; ///< there were more tools, agents or deployments than are kept
};

/// Gathers a Vocabulary from actions in any order. Memory is bounded by Bounds, and 8 bytes a run.
class VocabularyBuilder
{
public:
    struct Bounds
    {
        std::size_t names = 2000; ///< tools, agents, deployments
        std::size_t places = 400; ///< of one tool, in arguments and results each
        std::size_t texts = 64;   ///< of one place
        std::size_t textBytes = 100;
        std::size_t elements = 200; ///< of a list, looked at
        std::size_t depth = 8;
        std::size_t resultBytes = std::size_t{1} << 20;
    };
    VocabularyBuilder() = default;
    explicit VocabularyBuilder(const Bounds &bounds) : m_bounds(bounds) {}

    /// Needs the record only during the call; records that are no actions are ignored.
    void add(const Record &record);
    [[nodiscard]] Vocabulary take();

private:
    void observe(const Value &value, ObservedValue &place, std::size_t &places, std::size_t depth);
    void observeText(std::string_view text, ObservedValue &place) const;
    void observeResult(std::string_view text, ObservedTool &tool, std::size_t &places);
    void addName(std::vector<std::string> &names, std::string_view name);
    void countRun(const Record &record);
    void dropRepeatedRuns();

    Bounds m_bounds;
    Vocabulary m_vocabulary;
    struct Places
    {
        std::size_t arguments = 0, result = 0;
    };
    std::map<std::string, Places, std::less<>> m_places;
    std::vector<std::uint64_t> m_runs; ///< hashes
    std::size_t m_nextDrop = 4096;
    JsonReader m_reader;
    Arena m_arena;
};

} // namespace mandate

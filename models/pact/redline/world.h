// SPDX-License-Identifier: GPL-3.0-or-later
// An action with everything conditions may ask about it, as plain data, and what both versions of a clause answer to it. Answers come from
// our own evaluator; nothing here knows the solver.
#pragma once

#include "models/base/arena.h"
#include "models/pact/cel/program.h"
#include "models/pact/document.h"
#include "models/pact/judge.h"
#include "models/pact/variables.h"

#include <nlohmann/json.hpp>

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace mandate::redline {

using Json = nlohmann::ordered_json;

struct World
{
    std::string tool;
    Json variables = Json::object(); ///< by name, without `now`; what is not there is absent
    std::optional<std::int64_t> now; ///< nanoseconds since 1970, where no clock stands still

    /// Every variable that always has a value gets one, and parts of the record that follow from others follow.
    void complete(const PactDocument &before, const PactDocument &after);
};

/// The slots of one version's conditions for a world; the world must outlive them.
std::vector<Value> slotsOf(const World &world, const std::optional<Instant> &clock, Arena &arena);
[[nodiscard]] Answer answerIn(const cel::Program &condition, const std::vector<Value> &slots, Arena &arena);

/// A clause of one version, or none, and its condition. Not compiled: `program` is empty.
struct Version
{
    const Clause *clause = nullptr;
    std::optional<cel::Program> program;
};

/// How hard a clause is on an action: by prohibitions and escalations, by permission, by what is owed. More of the first and last is
/// harder, more of the second is easier.
struct Standing
{
    int limited = 0;
    int permitted = 0;
    int owed = 0;
    Answer answer = Answer::No;
    bool operator==(const Standing &) const = default;
};
/// What an answer of the clause amounts to; No is nothing.
[[nodiscard]] Standing standingOf(const Clause &clause, Answer answer);
/// Whether `after` lets something pass that `before` did not.
[[nodiscard]] bool widens(const Standing &before, const Standing &after);
[[nodiscard]] bool speaksOf(const Clause &clause, std::string_view tool);

/// The two versions of a clause, asked about worlds.
class Pair
{
public:
    Pair(const Version &before, const Version &after, const PactDocument &pactBefore, const PactDocument &pactAfter)
        : m_versions{&before, &after},
          m_pacts{&pactBefore, &pactAfter}
    {
    }
    [[nodiscard]] std::array<Standing, 2> ask(const World &world);
    /// Where a condition has no answer for want of an entry of a fact, such as state.status["A 1"], adds it with this text. False when
    /// that is not so: keys that conditions put together cannot be guessed.
    bool addMissingFact(World &world, const std::string &text);
    [[nodiscard]] const Version &version(std::size_t side) const { return *m_versions[side]; }
    [[nodiscard]] const PactDocument &pact(std::size_t side) const { return *m_pacts[side]; }
    /// The value of an expression for the first version's clock; for keys of entries.
    [[nodiscard]] std::optional<Json> valueOf(const cel::Program &expression, const World &world);

private:
    std::array<const Version *, 2> m_versions;
    std::array<const PactDocument *, 2> m_pacts;
    Arena m_arena;
};

} // namespace mandate::redline

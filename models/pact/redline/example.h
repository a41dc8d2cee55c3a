// SPDX-License-Identifier: GPL-3.0-or-later
// From readings of places to an action, and where readings come from: a model of the solver, or the constants of both conditions tried
// at random. Whether the action shows anything is for the evaluator to say (world.h).
#pragma once

#include "models/pact/redline/domain.h"
#include "models/pact/redline/translation.h"
#include "models/pact/redline/world.h"

#include <functional>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace mandate::redline {

/// What one place holds in an example.
struct Reading
{
    bool there = false;
    std::uint32_t kind = KNull;
    bool truth = false;
    std::int64_t whole = 0; ///< nanoseconds of a clock
    std::uint64_t unsignedWhole = 0;
    double real = 0;
    std::string text;
    std::int64_t length = -1;         ///< of a list or map whose size is asked for
    std::optional<std::string> entry; ///< key of an Entry, when the solver says it
    std::size_t copies = 1;           ///< of an Element
};

class ExampleMaker
{
public:
    ExampleMaker(const Domain &domain, Pair &pair) : d(domain), m_pair(pair) {}
    /// Nothing when the readings are no action that could be recorded.
    [[nodiscard]] std::optional<World> make(const std::vector<Reading> &readings, const std::string &tool);

private:
    using Path = std::vector<std::pair<std::string, std::size_t>>; ///< member, or index where the name is empty
    [[nodiscard]] static Json *find(Json &root, const Path &path);
    [[nodiscard]] std::optional<Json> entryOf(const Place &place, const Reading &reading, const World &world);
    [[nodiscard]] static std::optional<Json> valueOf(const Reading &reading);

    const Domain &d;
    Pair &m_pair;
    std::map<std::string, std::optional<cel::Program>> m_keys;
};

/// Readings of a model. `quantified` says how many elements a condition counts.
[[nodiscard]] std::vector<Reading> readingsOf(const Domain &domain, const Translation &translation, const z3::model &model);

/// Values worth trying, from the constants of conditions.
struct Pool
{
    std::vector<std::string> texts;
    std::vector<std::int64_t> wholes;
    std::vector<double> reals;
    std::vector<std::int64_t> times;
    std::vector<std::size_t> sizes;
};
[[nodiscard]] Pool poolOf(const std::vector<const cel::Ast *> &conditions, std::int64_t around);
[[nodiscard]] std::vector<Reading> randomReadings(const Domain &domain, const Pool &pool, std::mt19937 &random);

} // namespace mandate::redline

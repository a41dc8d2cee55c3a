// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers and instants of a record that RFC 8785 text alone would not bring back exactly, and how entries write them; also for those who compare values as they were written.
#pragma once

#include "models/base/instant.h"
#include "models/base/value.h"

#include <optional>
#include <string>
#include <vector>

namespace mandate {

/// Arguments or labels nested deeper than this would exceed JsonReader's limit once inside an entry.
constexpr int deepestValue = 500;
[[nodiscard]] bool nestedDeeperThan(const Value &value, int levels);

/// Prepares values for writing: integers beyond ±(2⁵³−1) become text; a real number whose canonical form looks like an integer is listed so
/// that it is read as a real number again, and becomes text beyond ±(2⁵³−1). Lists hold JSON Pointers, sorted.
class ExactNumbers
{
public:
    explicit ExactNumbers(Arena &arena) : m_arena(arena) {}
    /// The value itself when nothing in it needs care, else a changed copy in the arena.
    [[nodiscard]] Value written(const Value &value, std::string_view pointer);
    [[nodiscard]] const std::vector<std::string> &integersAsText();
    [[nodiscard]] const std::vector<std::string> &reals();

private:
    Value rewritten(const Value &value, std::string &pointer);
    Arena &m_arena;
    std::vector<std::string> m_integers;
    std::vector<std::string> m_reals;
};

/// RFC 3339 text, or "<digits>ns" for the few instants beyond the years 1678 to 2261.
[[nodiscard]] std::string instantText(const Instant &instant);
[[nodiscard]] std::optional<Instant> instantOfText(std::string_view text);

} // namespace mandate

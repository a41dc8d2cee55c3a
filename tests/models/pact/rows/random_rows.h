// SPDX-License-Identifier: GPL-3.0-or-later
// Random rows of every kind, made by the model's own constructors, with texts and numbers that are easily written wrongly.
#pragma once

#include "models/pact/rows/row.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace mandate::rows {

class RandomRows
{
public:
    explicit RandomRows(std::uint32_t seed) : m_random(seed) {}

    [[nodiscard]] Row row(int depth);
    [[nodiscard]] Term term(int depth);

private:
    std::size_t below(std::size_t limit) { return m_random() % limit; }
    template<typename T>
    T any(std::size_t count)
    {
        return static_cast<T>(below(count));
    } ///< an enumerator
    Row elements(int depth);
    Row written();
    Constant constant();
    Term text();
    FieldPath path(int depth);
    std::string variable(); ///< a new name for an element, which encloses what is made until leave()
    void leave() { m_enclosing.pop_back(); }

    std::mt19937 m_random;
    std::vector<std::string> m_enclosing;
};

} // namespace mandate::rows

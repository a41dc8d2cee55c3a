// SPDX-License-Identifier: GPL-3.0-or-later
// What LogicMemory holds: decisions by the clauses they are about, and which clauses the last check knew.
#pragma once

#include "models/pact/redline/decision.h"
#include "models/pact/redline/logic.h"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>

namespace mandate {

/// What is asked of one clause or of two.
enum class LogicQuestion : std::uint8_t {
    Holds,   ///< some action makes it true
    Fails,   ///< some action makes it false
    Outside, ///< some action makes the first true and the second not
    Common,  ///< some action makes both true
};

struct LogicMemory::Kept
{
    struct Told
    {
        redline::Decision decision;
        std::chrono::milliseconds tried{0}; ///< the limit of the question that got no answer
        std::uint64_t check = 0;            ///< that used it last
    };

    /// A number for this text, the same as long as it is in use.
    std::uint32_t fingerprintOf(const std::string &text);
    /// Not told yet: a new one, with Unknown.
    Told &of(LogicQuestion question, std::uint32_t first, std::uint32_t second);
    [[nodiscard]] const Told *find(LogicQuestion question, std::uint32_t first, std::uint32_t second) const;

    void begin(); ///< of a check
    /// Keeps what the check used, and of the rest as much as there is room for.
    void end(std::set<std::uint32_t> clauses);

    std::mutex inUse;
    std::set<std::uint32_t> clauses; ///< of the last check that came to its end

private:
    struct Named
    {
        std::uint32_t number = 0;
        std::uint64_t check = 0;
    };
    std::unordered_map<std::string, Named> m_names;
    std::unordered_map<std::uint64_t, Told> m_told;
    std::uint32_t m_next = 0;
    std::uint64_t m_check = 0;
};

} // namespace mandate

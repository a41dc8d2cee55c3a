// SPDX-License-Identifier: GPL-3.0-or-later
// What one argument was in the calls of a tool, with the parts of objects and the elements of lists below it.
#pragma once

#include "models/base/value.h"
#include "models/pact/mining/number_use.h"
#include "models/pact/mining/text_use.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace mandate::mining {

enum class ArgumentKind : std::uint8_t { Null, Bool, Number, Text, List, Object };
inline constexpr std::size_t argumentKinds = 6;

/// Room that one call's arguments may take.
struct UseRoom
{
    const Limits &limits;
    std::size_t &arguments; ///< left for this tool
    std::size_t &cells;     ///< left for sessions
};

class ArgumentUse
{
public:
    void add(const Value &value, Entry entry, std::uint64_t session, UseRoom room, int depth = 0);

    [[nodiscard]] std::uint64_t seen() const { return m_seen; }   ///< times, also more than once a call
    [[nodiscard]] std::uint64_t calls() const { return m_calls; } ///< calls with it
    [[nodiscard]] std::uint64_t times(ArgumentKind kind) const { return m_times[static_cast<std::size_t>(kind)]; }
    [[nodiscard]] const NumberUse &numbers() const { return m_numbers; }
    [[nodiscard]] const NumberUse &sizes() const { return m_sizes; }
    [[nodiscard]] const TextUse &texts() const { return m_texts; }
    [[nodiscard]] std::uint64_t timesTrue() const { return m_true; }
    [[nodiscard]] const std::map<std::string, ArgumentUse> &members() const { return m_members; }
    [[nodiscard]] bool membersCut() const { return m_membersCut; } ///< some member is not among members()
    [[nodiscard]] const ArgumentUse *element() const { return m_element.get(); }

private:
    void addMembers(const Value &object, Entry entry, std::uint64_t session, UseRoom room, int depth);

    std::uint64_t m_seen = 0;
    std::uint64_t m_calls = 0;
    Entry m_call = 0;
    std::array<std::uint64_t, argumentKinds> m_times{};
    std::uint64_t m_true = 0;
    NumberUse m_numbers;
    NumberUse m_sizes; ///< of lists
    TextUse m_texts;
    std::map<std::string, ArgumentUse> m_members;
    bool m_membersCut = false;
    std::unique_ptr<ArgumentUse> m_element;
};

} // namespace mandate::mining

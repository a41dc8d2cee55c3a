// SPDX-License-Identifier: GPL-3.0-or-later
// Turns the messages of one session into Message and Action records: keeps the last user text and the policy in force, and joins results to
// calls. It knows no format; adapters tell it what each message says.
#pragma once

#include "models/sources/fields.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mandate {

/// How a result finds its call among the calls of the last calling message.
enum class Join : std::uint8_t {
    ByPosition, ///< the k results follow the k calls in order; ids are not trusted (they repeat in tau2)
    ById        ///< by id where it is unambiguous, else by position
};

/// The message something was said in.
struct Turn
{
    std::int32_t message = -1;
    std::optional<Instant> when;
    Extent extent;
};

struct Call
{
    std::string_view id;
    std::string_view tool;
    Value arguments;
    std::string_view argumentsText;
    std::int32_t index = 0;    ///< among the calls of its message
    std::uint32_t ofCalls = 1; ///< calls its message holds
    std::string_view said;     ///< text beside the call
    std::string_view reasoning;
    bool byUser = false; ///< a simulated user's own device, not the agent: kept as an Event
};

struct Answer
{
    std::string_view id;
    std::optional<std::string_view> text;
    bool failed = false;
    std::string_view error; ///< when empty and the call failed, its text stands for it
};

/// A result text that reports a failure by its first word.
[[nodiscard]] bool tellsOfError(std::string_view resultText);

class Transcript
{
public:
    Transcript(Reading &reading, Join join) : m_reading(reading), m_join(join) {}

    /// A text; blank texts are passed over. A System text is the policy in force from then on.
    void say(const Turn &turn, Role role, std::string_view text, std::string_view reasoning = {});
    /// Calls of one message come one after another, `index` from 0.
    void call(const Turn &turn, const Call &call);
    void answer(const Turn &turn, const Answer &answer);
    /// Something that is neither said nor done, kept as an Event under its name.
    void note(const Turn &turn, std::string_view what);

private:
    struct Pending
    {
        std::size_t record;
        bool answered;
    };
    std::optional<std::size_t> waitingFor(std::string_view id);

    Reading &m_reading;
    Join m_join;
    std::optional<std::string_view> m_input;
    std::string_view m_basis;
    std::vector<Pending> m_pending; ///< of the whole session, in order
    std::size_t m_groupBegin = 0;   ///< first of the last calling message
    std::size_t m_nextByPosition = 0;
    std::unordered_map<std::string_view, std::size_t> m_byId; ///< latest call with an id; an impossible index when two of one message share it
};

/// The list of messages at `path` in an item, with the extent of each.
class MessageList
{
public:
    /// Wrong when there is no such list or an element is no object. Null is an empty list.
    bool read(Reading &reading, const Value *list, std::string_view path, std::initializer_list<std::string_view> memberPath);
    [[nodiscard]] std::size_t size() const { return m_items.size(); }
    [[nodiscard]] const Value &operator[](std::size_t i) const { return m_items[i]; }
    [[nodiscard]] Turn turn(std::size_t i) const;
    /// "/messages/3" for messages about what is wrong.
    [[nodiscard]] std::string pathOf(std::size_t i) const;

private:
    std::span<const Value> m_items;
    std::vector<Extent> m_extents;
    Extent m_whole;
    std::string m_path;
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// Finds where the parts of a JSON text lie without parsing it: members of an object, elements of an array, lines. It knows strings and
// brackets, nothing more: whether a part is well-formed is judged later, when that part is read. No recursion, no allocation, linear time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace mandate {

/// Bytes [begin, end) of a text.
struct Extent
{
    std::size_t begin = 0;
    std::size_t end = 0;

    bool operator==(const Extent &) const = default;
    [[nodiscard]] std::size_t length() const { return end - begin; }
    [[nodiscard]] std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
};

/// Offset of the first byte at or after `at` that is no JSON white space; the text's size when there is none.
[[nodiscard]] std::size_t skipJsonSpace(std::string_view json, std::size_t at);

/// Offset just past the value that begins at `at` (no white space there), or nothing when the text ends before the value does or no value
/// begins there.
[[nodiscard]] std::optional<std::size_t> endOfJsonValue(std::string_view json, std::size_t at);

/// The parts of a list or object lie one after another; a walk ends Closed behind the closing bracket or Broken where the text is cut off
/// or no JSON any more.
enum class WalkState : std::uint8_t { Going, Closed, Broken };

/// The elements of the array that begins at `at` (which must hold '[').
class ElementWalk
{
public:
    ElementWalk(std::string_view json, std::size_t at);
    /// The next complete element.
    std::optional<Extent> next();
    [[nodiscard]] WalkState state() const { return m_state; }
    /// Closed: just past the bracket. Broken: where the first incomplete part begins.
    [[nodiscard]] std::size_t position() const { return m_position; }

private:
    std::optional<Extent> breakAt(std::size_t where);

    std::string_view m_json;
    std::size_t m_position;
    WalkState m_state = WalkState::Going;
    bool m_first = true;
};

/// A member of an object: its key as written (without quotes, escapes not undone) and where its value begins.
struct MemberStart
{
    std::string_view key;
    std::size_t value = 0;
};

/// The members of the object that begins at `at` (which must hold '{'). A member is given before its value is looked at, so that a key is
/// known even where the value is cut off.
class MemberWalk
{
public:
    MemberWalk(std::string_view json, std::size_t at);
    std::optional<MemberStart> next();
    /// The caller has walked the current member's value itself; it ends at `end`.
    void resumeAt(std::size_t end)
    {
        m_position = end;
        m_valuePending = false;
    }
    [[nodiscard]] WalkState state() const { return m_state; }
    /// Closed: just past the bracket. Broken: where the first incomplete part begins.
    [[nodiscard]] std::size_t position() const { return m_position; }

private:
    std::optional<MemberStart> breakAt(std::size_t where);

    std::string_view m_json;
    std::size_t m_position;
    WalkState m_state = WalkState::Going;
    bool m_first = true;
    bool m_valuePending = false;
};

/// Where the value at a path of object members lies; nothing when a member is absent or the value is incomplete. The first of equal keys
/// wins.
[[nodiscard]] std::optional<Extent> extentAt(std::string_view json, std::initializer_list<std::string_view> path);

/// Lines of a text, without their "\n" or "\r\n". Numbers count from 1.
class LineWalk
{
public:
    explicit LineWalk(std::string_view text, std::size_t from = 0) : m_text(text), m_position(from) {}
    struct Line
    {
        Extent extent;
        std::uint64_t number = 0;
    };
    std::optional<Line> next();

private:
    std::string_view m_text;
    std::size_t m_position;
    std::uint64_t m_number = 0;
};

} // namespace mandate

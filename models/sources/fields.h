// SPDX-License-Identifier: GPL-3.0-or-later
// Small readers of fields that a source may leave out or give with another type, and a writer of label maps. No format's names are known
// here.
#pragma once

#include "models/base/instant.h"
#include "models/sources/json_file_adapter.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// True for a text of white space only.
[[nodiscard]] bool isBlank(std::string_view text);

/// "an object", "a number" … for messages.
[[nodiscard]] std::string_view kindInWords(const Value &value);

/// The member when it is there and not null.
[[nodiscard]] const Value *present(const Value &object, std::string_view key);

/// Text member. Absent or null leaves `out` as it is; another type is wrong.
[[nodiscard]] bool readText(Reading &reading, const Value &object, std::string_view key, std::string_view path, std::string_view &out);

/// Int, Uint or Double as a double.
[[nodiscard]] std::optional<double> numberOf(const Value *value);
[[nodiscard]] std::optional<bool> boolOf(const Value *value);

/// An ISO 8601 text, or a number: seconds since 1970 as OpenAI and Unix give them, milliseconds when it is too large for seconds.
[[nodiscard]] std::optional<Instant> instantOf(const Value *value);

/// Text of a scalar as it is written ("0", "task_3"); empty for null, lists and maps.
[[nodiscard]] std::string_view scalarText(const Value *value, Arena &arena);

/// A value as JSON text: a String as it is, anything else canonical. For results that a source gives as structure.
[[nodiscard]] std::string_view textOf(const Value &value, Arena &arena);

/// Text of a message's content: a string, null, or a list of blocks of type "text" (with `text` or `content`). Blocks of other kinds are
/// left out here. Several texts are joined by a line break. Anything else is wrong.
[[nodiscard]] bool readContent(Reading &reading, const Value *content, std::string_view path, std::string_view &out);

/// Arguments given as an object, as a JSON text, or not at all. A text that is no JSON object is kept as text.
[[nodiscard]] bool readArguments(Reading &reading, const Value *given, std::string_view path, Value &arguments, std::string_view &text);

/// Builds a Map in an arena, in the order of `add`.
class MapWriter
{
public:
    explicit MapWriter(Arena &arena) : m_arena(arena) {}
    /// `key` must outlive the map (a literal, or in the arena).
    void add(std::string_view key, const Value &value) { m_members.push_back({Value::string(key), value}); }
    /// Adds a copy of reference to the member when the object has it and it is not null.
    void take(const Value &object, std::string_view key) { take(object, key, key); }
    void take(const Value &object, std::string_view key, std::string_view as);
    /// Null when nothing was added.
    [[nodiscard]] Value finish() const;

private:
    Arena &m_arena;
    std::vector<Member> m_members;
};

} // namespace mandate

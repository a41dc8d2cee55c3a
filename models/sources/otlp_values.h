// SPDX-License-Identifier: GPL-3.0-or-later
// Values as OTLP/JSON writes them: AnyValue, attribute lists, 64-bit integers as texts, ids as hexadecimal, enums as numbers.
#pragma once

#include "models/base/instant.h"
#include "models/sources/fields.h"
#include "models/sources/otlp_attributes.h"

namespace mandate {

/// The plain value of an AnyValue: text, bool, integer (exact, also when written as a text), double, list, map. Null for an unset one.
[[nodiscard]] Value plainValue(const Value &anyValue, Arena &arena);

/// Nanoseconds since 1970, as text or number; nothing for 0, which OTLP uses for "unknown", or past the range of Instant.
[[nodiscard]] std::optional<Instant> unixNano(const Value *value);

/// An id in lower case, so that one trace has one name.
[[nodiscard]] std::string_view hexId(const Value &object, std::string_view key, Arena &arena);

/// The number of an enum, given as number or by name ending in one of the `names` (index = number); −1 when it is absent or unknown.
[[nodiscard]] int enumNumber(const Value *value, std::span<const std::string_view> names);

/// The attributes that matter, from the resource down to the span.
class OtlpFacts
{
public:
    /// Adds an attribute list ({key, value} objects); later lists win over earlier ones at equal rank. False after Reading::wrong.
    [[nodiscard]] bool add(const Value &owner, std::string_view path, Reading &reading);

    /// The AnyValue of the best attribute for a field, or nullptr.
    [[nodiscard]] const Value *find(OtlpField field) const { return m_values[static_cast<std::size_t>(field)]; }
    /// Its text; numbers and lists as JSON text; empty when there is none.
    [[nodiscard]] std::string_view text(OtlpField field, Arena &arena) const;
    /// The attributes that are labels, each once: the innermost.
    void copyLabels(MapWriter &labels, Arena &arena) const;

private:
    std::array<const Value *, otlpFieldCount> m_values{};
    std::array<std::uint8_t, otlpFieldCount> m_ranks{};
    std::vector<const Value *> m_labels; ///< {key, value} objects
};

/// An attribute list as a map.
[[nodiscard]] Value plainAttributes(const Value &owner, Arena &arena);

} // namespace mandate

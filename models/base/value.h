// SPDX-License-Identifier: GPL-3.0-or-later
// The one tree of values: what JSON holds and what the condition language computes with. 16 bytes each, immutable once built,
// living in an Arena. Not a document to edit: for that, see nlohmann::ordered_json where pacts are written.
#pragma once

#include "models/base/arena.h"

#include <cassert>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mandate {

enum class ValueKind : std::uint8_t {
    Null, Bool, Int, Uint, Double, String, Bytes, List, Map, // what data holds
    Timestamp, Duration, Type, Optional, Error               // what only conditions produce
};

struct Member;

/// Why a condition has no answer (CEL: an error value). `missing` names the absent fact, such as "state.order[\"#W1\"]", and is
/// empty when the error is of another kind (overflow, wrong type).
struct ValueError
{
    std::string_view message;
    std::string_view missing;
};

/// A value in an arena. Copying copies 16 bytes, never the tree.
class Value
{
public:
    constexpr Value() : m_int(0) {}

    static Value null() { return {}; }
    static Value boolean(bool b) { Value v(ValueKind::Bool); v.m_int = b ? 1 : 0; return v; }
    static Value integer(std::int64_t i) { Value v(ValueKind::Int); v.m_int = i; return v; }
    static Value unsignedInteger(std::uint64_t u) { Value v(ValueKind::Uint); v.m_uint = u; return v; }
    static Value real(double d) { Value v(ValueKind::Double); v.m_double = d; return v; }
    /// `text` must be UTF-8 and outlive the value.
    static Value string(std::string_view text) { return ofText(ValueKind::String, text); }
    static Value bytes(std::string_view octets) { return ofText(ValueKind::Bytes, octets); }
    /// A CEL type value, named as CEL names it ("int", "map", "google.protobuf.Timestamp").
    static Value type(std::string_view name) { return ofText(ValueKind::Type, name); }
    static Value list(std::span<const Value> items)
    {
        Value v(ValueKind::List);
        v.m_size = static_cast<std::uint32_t>(items.size());
        v.m_items = items.data();
        return v;
    }
    static Value map(std::span<const Member> members);
    /// Seconds since 1970-01-01T00:00:00Z and 0 ≤ nanoseconds < 10⁹.
    static Value timestamp(std::int64_t seconds, std::uint32_t nanoseconds)
    {
        Value v(ValueKind::Timestamp);
        v.m_int = seconds;
        v.m_size = nanoseconds;
        return v;
    }
    /// Seconds and nanoseconds of the same sign, |nanoseconds| < 10⁹ (as google.protobuf.Duration).
    static Value duration(std::int64_t seconds, std::int32_t nanoseconds)
    {
        Value v(ValueKind::Duration);
        v.m_int = seconds;
        v.m_size = static_cast<std::uint32_t>(nanoseconds);
        return v;
    }
    /// An optional; `inner` null means none, else it must outlive the value.
    static Value optional(const Value *inner) { Value v(ValueKind::Optional); v.m_items = inner; return v; }
    static Value error(const ValueError *why) { Value v(ValueKind::Error); v.m_error = why; return v; }
    static Value error(Arena &arena, std::string_view message, std::string_view missing = {});

    [[nodiscard]] ValueKind kind() const { return m_kind; }
    [[nodiscard]] bool is(ValueKind kind) const { return m_kind == kind; }
    [[nodiscard]] bool isNull() const { return m_kind == ValueKind::Null; }
    [[nodiscard]] bool isError() const { return m_kind == ValueKind::Error; }
    [[nodiscard]] bool isString() const { return m_kind == ValueKind::String; }
    [[nodiscard]] bool isMap() const { return m_kind == ValueKind::Map; }
    [[nodiscard]] bool isList() const { return m_kind == ValueKind::List; }

    [[nodiscard]] bool asBool() const { assert(is(ValueKind::Bool)); return m_int != 0; }
    [[nodiscard]] std::int64_t asInt() const { assert(is(ValueKind::Int)); return m_int; }
    [[nodiscard]] std::uint64_t asUint() const { assert(is(ValueKind::Uint)); return m_uint; }
    [[nodiscard]] double asDouble() const { assert(is(ValueKind::Double)); return m_double; }
    /// Its number, however it is kept; none of other kinds.
    [[nodiscard]] std::optional<double> number() const;
    /// Text of a String, octets of Bytes, name of a Type.
    [[nodiscard]] std::string_view text() const
    {
        assert(is(ValueKind::String) || is(ValueKind::Bytes) || is(ValueKind::Type));
        return {m_text, m_size};
    }
    [[nodiscard]] std::span<const Value> items() const { assert(isList()); return {m_items, m_size}; }
    [[nodiscard]] inline std::span<const Member> members() const;
    [[nodiscard]] std::int64_t seconds() const { return m_int; }
    [[nodiscard]] std::int32_t nanoseconds() const { return static_cast<std::int32_t>(m_size); }
    [[nodiscard]] const Value *inner() const { assert(is(ValueKind::Optional)); return m_items; }
    [[nodiscard]] const ValueError &why() const { assert(isError()); return *m_error; }

    /// Member of a map by text key, or nullptr. Also nullptr when this is no map, so that look-ups chain. Linear: objects are small.
    [[nodiscard]] const Value *find(std::string_view key) const;
    /// Text of a String member, if there is one.
    [[nodiscard]] std::optional<std::string_view> findText(std::string_view key) const;

private:
    explicit constexpr Value(ValueKind kind) : m_kind(kind), m_int(0) {}
    static Value ofText(ValueKind kind, std::string_view text)
    {
        Value v(kind);
        v.m_size = static_cast<std::uint32_t>(text.size());
        v.m_text = text.data();
        return v;
    }

    ValueKind m_kind = ValueKind::Null;
    std::uint32_t m_size = 0;
    union {
        std::int64_t m_int;
        std::uint64_t m_uint;
        double m_double;
        const char *m_text;
        const Value *m_items;
        const Member *m_members;
        const ValueError *m_error;
    };
};

static_assert(sizeof(Value) == 16);

/// A map's entry. JSON keys are Strings; CEL allows Bool, Int, Uint and String.
struct Member
{
    Value key;
    Value value;
};

inline Value Value::map(std::span<const Member> members)
{
    Value v(ValueKind::Map);
    v.m_size = static_cast<std::uint32_t>(members.size());
    v.m_members = members.data();
    return v;
}

inline std::span<const Member> Value::members() const
{
    assert(isMap());
    return {m_members, m_size};
}

/// Same kind and same content, numbers exactly as typed (1 and 1.0 differ). For CEL's own equality see models/pact/cel.
[[nodiscard]] bool identical(const Value &a, const Value &b);

/// A deep copy whose every part lives in `arena`.
[[nodiscard]] Value clone(const Value &value, Arena &arena);

} // namespace mandate

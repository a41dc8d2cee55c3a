// SPDX-License-Identifier: GPL-3.0-or-later
// Text functions: the standard ones and CEL's strings extension. Positions and lengths count code points. format() is in format.cpp,
// matches() in patterns.cpp.
#include "models/pact/cel/describe.h"
#include "models/pact/cel/function.h"
#include "models/pact/cel/text.h"

#include <algorithm>
#include <array>
#include <limits>

namespace mandate::cel {
namespace {

using Arguments = std::span<const Value>;

bool allTexts(Arguments arguments)
{
    return std::all_of(arguments.begin(), arguments.end(), [](const Value &x) { return x.isString(); });
}

Value outOfRange(Evaluation &e, std::int64_t index)
{
    return Value::error(e.arena, "index out of range: " + std::to_string(index));
}

/// Octet offset of a position given by the author, or nothing.
std::optional<std::size_t> positionOf(std::string_view text, std::int64_t index)
{
    return index < 0 ? std::nullopt : text::offsetOf(text, static_cast<std::size_t>(index));
}

Value startsWith(Evaluation &e, Arguments x)
{
    return allTexts(x) ? Value::boolean(x[0].text().starts_with(x[1].text())) : e.noOverload("startsWith", x);
}

Value endsWith(Evaluation &e, Arguments x)
{
    return allTexts(x) ? Value::boolean(x[0].text().ends_with(x[1].text())) : e.noOverload("endsWith", x);
}

Value contains(Evaluation &e, Arguments x)
{
    if (!allTexts(x))
        return e.noOverload("contains", x);
    if (!e.charge(1 + x[0].text().size() / 8))
        return e.tooLong();
    return Value::boolean(x[0].text().find(x[1].text()) != std::string_view::npos);
}

Value charAt(Evaluation &e, Arguments x)
{
    if (!x[0].isString() || !x[1].is(ValueKind::Int))
        return e.noOverload("charAt", x);
    const std::string_view text = x[0].text();
    const auto at = positionOf(text, x[1].asInt());
    if (!at)
        return outOfRange(e, x[1].asInt());
    return Value::string(*at == text.size() ? std::string_view() : text.substr(*at, text::width(text[*at])));
}

Value codePointIndex(std::string_view text, std::size_t offset)
{
    return Value::integer(offset == std::string_view::npos ? -1 : static_cast<std::int64_t>(text::codePoints(text.substr(0, offset))));
}

Value indexOf(Evaluation &e, Arguments x)
{
    if (!x[0].isString() || !x[1].isString() || (x.size() == 3 && !x[2].is(ValueKind::Int)))
        return e.noOverload("indexOf", x);
    if (!e.charge(1 + x[0].text().size() / 8))
        return e.tooLong();
    const auto from = x.size() == 3 ? positionOf(x[0].text(), x[2].asInt()) : 0;
    if (!from)
        return outOfRange(e, x[2].asInt());
    return codePointIndex(x[0].text(), x[0].text().find(x[1].text(), *from));
}

Value lastIndexOf(Evaluation &e, Arguments x)
{
    if (!x[0].isString() || !x[1].isString() || (x.size() == 3 && !x[2].is(ValueKind::Int)))
        return e.noOverload("lastIndexOf", x);
    if (!e.charge(1 + x[0].text().size() / 8))
        return e.tooLong();
    const auto from = x.size() == 3 ? positionOf(x[0].text(), x[2].asInt()) : std::string_view::npos;
    if (!from)
        return outOfRange(e, x[2].asInt());
    return codePointIndex(x[0].text(), x[0].text().rfind(x[1].text(), *from));
}

Value substring(Evaluation &e, Arguments x)
{
    if (!x[0].isString() || !x[1].is(ValueKind::Int) || (x.size() == 3 && !x[2].is(ValueKind::Int)))
        return e.noOverload("substring", x);
    const std::string_view text = x[0].text();
    const auto begin = positionOf(text, x[1].asInt());
    if (!begin)
        return outOfRange(e, x[1].asInt());
    if (x.size() == 2)
        return Value::string(text.substr(*begin));
    const auto end = positionOf(text, x[2].asInt());
    if (!end)
        return outOfRange(e, x[2].asInt());
    if (*end < *begin) {
        return Value::error(e.arena, "invalid substring range. start: " + std::to_string(x[1].asInt()) + ", end: "
                                         + std::to_string(x[2].asInt()));
    }
    return Value::string(text.substr(*begin, *end - *begin));
}

/// Unicode White_Space, which trim() removes.
bool isSpace(char32_t c)
{
    return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028
           || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

Value trim(Evaluation &e, Arguments x)
{
    if (!allTexts(x))
        return e.noOverload("trim", x);
    std::string_view text = x[0].text();
    while (!text.empty() && isSpace(text::decode(text, 0)))
        text.remove_prefix(text::width(text[0]));
    while (!text.empty()) {
        std::size_t last = text.size() - 1;
        while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0) == 0x80)
            --last;
        if (!isSpace(text::decode(text, last)))
            break;
        text = text.substr(0, last);
    }
    return Value::string(text);
}

template<char from, char to>
Value asciiCase(Evaluation &e, Arguments x)
{
    if (!allTexts(x))
        return e.noOverload(from == 'A' ? "lowerAscii" : "upperAscii", x);
    const std::string_view text = x[0].text();
    if (!e.charge(1 + text.size() / 8))
        return e.tooLong();
    char *room = e.arena.array<char>(text.size());
    std::transform(text.begin(), text.end(), room,
                   [](char c) { return c >= from && c <= from + 25 ? static_cast<char>(c - from + to) : c; });
    return Value::string({room, text.size()});
}

Value reverse(Evaluation &e, Arguments x)
{
    const std::string_view text = x[0].text();
    if (!e.charge(1 + text.size() / 8))
        return e.tooLong();
    char *room = e.arena.array<char>(text.size());
    char *at = room + text.size();
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t width = text::width(text[i]);
        at -= width;
        std::copy_n(text.data() + i, width, at);
        i += width;
    }
    return Value::string({room, text.size()});
}

/// replace(old, new[, limit]); an empty `old` matches between all code points, as in Go.
Value replace(Evaluation &e, Arguments x)
{
    if (!allTexts(x.first(3)) || (x.size() == 4 && !x[3].is(ValueKind::Int)))
        return e.noOverload("replace", x);
    const std::string_view text = x[0].text();
    const std::string_view old = x[1].text();
    const std::string_view fresh = x[2].text();
    std::int64_t left = x.size() == 4 && x[3].asInt() >= 0 ? x[3].asInt() : std::numeric_limits<std::int64_t>::max();
    std::string out;
    std::size_t at = 0;
    if (!e.charge(1 + text.size() / 8))
        return e.tooLong();
    for (; left > 0; --left) {
        std::size_t next = text.find(old, at);
        if (next == std::string_view::npos)
            break;
        if (!e.charge(2 + fresh.size() / 8))
            return e.tooLong();
        out += text.substr(at, next - at);
        out += fresh;
        at = next + old.size();
        if (old.empty()) {
            if (at >= text.size())
                return textValue(e, out);
            const std::size_t width = text::width(text[at]);
            out += text.substr(at, width);
            at += width;
        }
    }
    out += text.substr(at);
    return textValue(e, out);
}

/// split(separator[, limit]); an empty separator splits into code points.
Value split(Evaluation &e, Arguments x)
{
    if (!allTexts(x.first(2)) || (x.size() == 3 && !x[2].is(ValueKind::Int)))
        return e.noOverload("split", x);
    const std::string_view text = x[0].text();
    const std::string_view separator = x[1].text();
    const std::int64_t limit = x.size() == 3 && x[2].asInt() >= 0 ? x[2].asInt() : std::numeric_limits<std::int64_t>::max();
    if (limit == 0)
        return Value::list({});
    if (limit == 1)
        return listValue(e, std::array{x[0]});
    if (!e.charge(1 + text.size() / 2))
        return e.tooLong();
    const auto count = [&] {
        std::size_t parts = separator.empty() ? text::codePoints(text) : 1;
        for (std::size_t at = 0; !separator.empty() && (at = text.find(separator, at)) != std::string_view::npos; at += separator.size())
            ++parts;
        return std::min<std::size_t>(parts, static_cast<std::size_t>(limit));
    }();
    Value *room = e.arena.array<Value>(count);
    std::size_t at = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t end = i + 1 == count     ? text.size()
                                : separator.empty() ? at + text::width(text[at])
                                                    : text.find(separator, at);
        new (room + i) Value(Value::string(text.substr(at, end - at)));
        at = end + separator.size();
    }
    return Value::list({room, count});
}

Value join(Evaluation &e, Arguments x)
{
    if (!x[0].isList() || (x.size() == 2 && !x[1].isString()))
        return e.noOverload("join", x);
    const std::string_view separator = x.size() == 2 ? x[1].text() : std::string_view();
    std::string out;
    bool first = true;
    for (const Value &item : x[0].items()) {
        if (!item.isString())
            return e.noOverload("join", {item});
        if (!e.charge(1 + (separator.size() + item.text().size()) / 8))
            return e.tooLong();
        if (!first)
            out += separator;
        first = false;
        out += item.text();
    }
    return textValue(e, out);
}

Value quote(Evaluation &e, Arguments x)
{
    return allTexts(x) ? textValue(e, quoted(x[0].text())) : e.noOverload("strings.quote", x);
}

/// reverse() serves texts and lists.
Value reverseAny(Evaluation &e, Arguments x)
{
    if (x[0].isString())
        return reverse(e, x);
    if (!x[0].isList())
        return e.noOverload("reverse", x);
    const auto items = x[0].items();
    if (!e.charge(1 + items.size()))
        return e.tooLong();
    Value *room = e.arena.array<Value>(items.size());
    std::reverse_copy(items.begin(), items.end(), room);
    return Value::list({room, items.size()});
}

constexpr std::array stringsRows{
    FunctionRow{"startsWith", CallStyle::Member, "string, string -> bool", startsWith},
    FunctionRow{"endsWith", CallStyle::Member, "string, string -> bool", endsWith},
    FunctionRow{"contains", CallStyle::Member, "string, string -> bool", contains},
    FunctionRow{"charAt", CallStyle::Member, "string, int -> string", charAt},
    FunctionRow{"indexOf", CallStyle::Member, "string, string -> int | string, string, int -> int", indexOf},
    FunctionRow{"lastIndexOf", CallStyle::Member, "string, string -> int | string, string, int -> int", lastIndexOf},
    FunctionRow{"substring", CallStyle::Member, "string, int -> string | string, int, int -> string", substring},
    FunctionRow{"trim", CallStyle::Member, "string -> string", trim},
    FunctionRow{"lowerAscii", CallStyle::Member, "string -> string", asciiCase<'A', 'a'>},
    FunctionRow{"upperAscii", CallStyle::Member, "string -> string", asciiCase<'a', 'A'>},
    FunctionRow{"reverse", CallStyle::Member, "string -> string | list(A) -> list(A)", reverseAny},
    FunctionRow{"replace", CallStyle::Member, "string, string, string -> string | string, string, string, int -> string", replace},
    FunctionRow{"split", CallStyle::Member, "string, string -> list(string) | string, string, int -> list(string)", split},
    FunctionRow{"join", CallStyle::Member, "list(string) -> string | list(string), string -> string", join},
    FunctionRow{"strings.quote", CallStyle::Global, "string -> string", quote},
    FunctionRow{"quote", CallStyle::Member, "string -> string", quote},
};

} // namespace

std::span<const FunctionRow> stringFunctions()
{
    return stringsRows;
}

} // namespace mandate::cel

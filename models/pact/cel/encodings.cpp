// SPDX-License-Identifier: GPL-3.0-or-later
// CEL's encoders extension: base64 (RFC 4648, section 4); decoding accepts missing padding.
#include "models/pact/cel/describe.h"
#include "models/pact/cel/function.h"

#include <array>

namespace mandate::cel {
namespace {

int sextet(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

Value encode(Evaluation &e, std::span<const Value> x)
{
    if (!x[0].is(ValueKind::Bytes))
        return e.noOverload("base64.encode", x);
    return textValue(e, base64(x[0].text()));
}

Value decode(Evaluation &e, std::span<const Value> x)
{
    if (!x[0].isString())
        return e.noOverload("base64.decode", x);
    std::string_view text = x[0].text();
    const std::size_t whole = text.size();
    for (int i = 0; i < 2 && text.ends_with('='); ++i)
        text.remove_suffix(1);
    if (text.size() % 4 == 1 || (whole != text.size() && whole % 4 != 0))
        return e.error("text is not base64");
    if (!e.charge(1 + text.size() / 8))
        return e.tooLong();
    char *room = e.arena.array<char>(text.size());
    std::size_t count = 0;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        const int value = sextet(c);
        if (value < 0)
            return e.error("text is not base64");
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        held += 6;
        if (held >= 8) {
            held -= 8;
            room[count++] = static_cast<char>(static_cast<unsigned char>(bits >> held));
        }
    }
    return Value::bytes({room, count});
}

constexpr std::array encodingsRows{
    FunctionRow{"base64.encode", CallStyle::Global, "bytes -> string", encode},
    FunctionRow{"base64.decode", CallStyle::Global, "string -> bytes", decode},
};

} // namespace

std::span<const FunctionRow> encodingFunctions()
{
    return encodingsRows;
}

} // namespace mandate::cel

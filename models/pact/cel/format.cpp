// SPDX-License-Identifier: GPL-3.0-or-later
// string.format(list) of CEL's strings extension: %s %d %f %e %b %o %x %X, with a precision for %f and %e. No widths, no flags, no locale.
#include "models/pact/cel/civil_time.h"
#include "models/pact/cel/compare.h"
#include "models/pact/cel/describe.h"
#include "models/pact/cel/function.h"
#include "models/pact/cel/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

namespace mandate::cel {
namespace {

/// Writes clauses into a text; `failure` is set once and ends the work.
class Formatter
{
public:
    explicit Formatter(Evaluation &e) : m_e(e) {}

    Value run(std::string_view pattern, std::span<const Value> arguments)
    {
        std::size_t used = 0;
        for (std::size_t i = 0; i < pattern.size() && !m_failure.isError(); ++i) {
            if (pattern[i] != '%') {
                m_out += pattern[i];
                continue;
            }
            if (++i == pattern.size())
                return m_e.error("could not parse formatting clause: unexpected end of format string");
            if (pattern[i] == '%') {
                m_out += '%';
                continue;
            }
            const std::optional<int> precision = takePrecision(pattern, i);
            if (m_failure.isError())
                break;
            if (used >= arguments.size())
                return Value::error(m_e.arena, "index " + std::to_string(used) + " out of range");
            clause(pattern[i], precision, arguments[used++]);
        }
        return m_failure.isError() ? m_failure : textValue(m_e, m_out);
    }

private:
    std::optional<int> takePrecision(std::string_view pattern, std::size_t &i)
    {
        if (pattern[i] != '.')
            return std::nullopt;
        int precision = 0;
        const char *begin = pattern.data() + i + 1;
        const auto [stop, status] = std::from_chars(begin, pattern.data() + pattern.size(), precision);
        if (status != std::errc{} || precision < 0 || precision > 1000 || stop == pattern.data() + pattern.size())
            m_failure = m_e.error("could not parse formatting clause: invalid precision");
        else
            i = static_cast<std::size_t>(stop - pattern.data());
        return precision;
    }

    void clause(char verb, std::optional<int> precision, const Value &x)
    {
        switch (verb) {
        case 's': text(x, 0); return;
        case 'd': decimal(x); return;
        case 'f': fraction(x, precision, std::chars_format::fixed, "fixed-point clause can only be used on doubles"); return;
        case 'e': fraction(x, precision, std::chars_format::scientific, "scientific clause can only be used on doubles"); return;
        case 'b':
            if (x.is(ValueKind::Bool))
                m_out += x.asBool() ? '1' : '0';
            else
                whole(x, 2, "only integers and bools can be formatted as binary");
            return;
        case 'o': whole(x, 8, "octal clause can only be used on integers"); return;
        case 'x':
        case 'X': hexadecimal(x, verb == 'X'); return;
        default:
            m_failure = Value::error(m_e.arena, std::string("could not parse formatting clause: unrecognized clause \"") + verb + '"');
        }
    }

    void refuse(std::string_view why, const Value &x)
    {
        m_failure = Value::error(m_e.arena, "error during formatting: " + std::string(why) + ", was given " + std::string(typeName(x)));
    }

    void whole(const Value &x, int base, std::string_view why)
    {
        std::array<char, 72> buffer{};
        if (x.is(ValueKind::Int)) {
            m_out.append(buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), x.asInt(), base).ptr);
        } else if (x.is(ValueKind::Uint)) {
            m_out.append(buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), x.asUint(), base).ptr);
        } else {
            refuse(why, x);
        }
    }

    void decimal(const Value &x)
    {
        if (x.is(ValueKind::Double))
            m_out += plainDoubleText(x.asDouble());
        else
            whole(x, 10, "decimal clause can only be used on integers");
    }

    void fraction(const Value &x, std::optional<int> precision, std::chars_format form, std::string_view why)
    {
        if (!isNumber(x.kind()))
            return refuse(why, x);
        const double number = x.is(ValueKind::Double) ? x.asDouble()
                              : x.is(ValueKind::Int)  ? static_cast<double>(x.asInt())
                                                      : static_cast<double>(x.asUint());
        if (!std::isfinite(number)) {
            m_out += plainDoubleText(number);
            return;
        }
        std::array<char, 1400> buffer{};
        m_out.append(buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, form, precision.value_or(6)).ptr);
    }

    void hexadecimal(const Value &x, bool upper)
    {
        const std::size_t begin = m_out.size();
        if (x.isString() || x.is(ValueKind::Bytes)) {
            if (!m_e.charge(1 + x.text().size() / 4)) {
                m_failure = m_e.tooLong();
                return;
            }
            static constexpr std::string_view digits = "0123456789abcdef";
            for (const char c : x.text()) {
                m_out += digits[static_cast<unsigned char>(c) >> 4];
                m_out += digits[static_cast<unsigned char>(c) & 15];
            }
        } else {
            whole(x, 16, "only integers, byte buffers, and strings can be formatted as hex");
        }
        if (upper)
            for (std::size_t i = begin; i < m_out.size(); ++i)
                m_out[i] = m_out[i] >= 'a' && m_out[i] <= 'f' ? static_cast<char>(m_out[i] - 'a' + 'A') : m_out[i];
    }

    void text(const Value &x, int depth)
    {
        const std::size_t size = x.isString() || x.is(ValueKind::Bytes) ? x.text().size() / 8 : 0;
        if (depth > 200 || !m_e.charge(1 + size)) {
            m_failure = m_e.tooLong();
            return;
        }
        switch (x.kind()) {
        case ValueKind::Null: m_out += "null"; return;
        case ValueKind::Bool: m_out += x.asBool() ? "true" : "false"; return;
        case ValueKind::Int:
        case ValueKind::Uint:
        case ValueKind::Double: decimal(x); return;
        case ValueKind::Bytes:
            if (!text::isUtf8(x.text()))
                m_failure = m_e.error("error during formatting: bytes are not valid UTF-8");
            else
                m_out += x.text();
            return;
        case ValueKind::String:
        case ValueKind::Type: m_out += x.text(); return;
        case ValueKind::Timestamp: m_out += timestampText(x); return;
        case ValueKind::Duration: m_out += durationText(x); return;
        case ValueKind::List: list(x, depth); return;
        case ValueKind::Map: map(x, depth); return;
        case ValueKind::Optional:
        case ValueKind::Error: refuse("string clause cannot be used on optionals", x); return;
        }
    }

    void list(const Value &x, int depth)
    {
        m_out += '[';
        const char *separator = "";
        for (const Value &item : x.items()) {
            m_out += separator;
            separator = ", ";
            text(item, depth + 1);
            if (m_failure.isError())
                return;
        }
        m_out += ']';
    }

    /// Entries in the order of their keys as text.
    void map(const Value &x, int depth)
    {
        std::vector<std::pair<std::string, const Value *>> entries;
        std::string before;
        before.swap(m_out);
        for (const Member &member : x.members()) {
            m_out.clear();
            text(member.key, depth + 1);
            entries.emplace_back(m_out, &member.value);
        }
        m_out.swap(before);
        std::sort(entries.begin(), entries.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
        m_out += '{';
        const char *separator = "";
        for (const auto &[key, value] : entries) {
            m_out += separator + key + ": ";
            separator = ", ";
            text(*value, depth + 1);
            if (m_failure.isError())
                return;
        }
        m_out += '}';
    }

    Evaluation &m_e;
    std::string m_out;
    Value m_failure;
};

Value format(Evaluation &e, std::span<const Value> x)
{
    if (!x[0].isString() || !x[1].isList())
        return e.noOverload("format", x);
    if (!e.charge(1 + x[0].text().size() / 8))
        return e.tooLong();
    return Formatter(e).run(x[0].text(), x[1].items());
}

constexpr std::array formatRows{FunctionRow{"format", CallStyle::Member, "string, list(dyn) -> string", format}};

} // namespace

std::span<const FunctionRow> formatFunctions()
{
    return formatRows;
}

} // namespace mandate::cel

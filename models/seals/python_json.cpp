// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/seals/python_json.h"

#include "models/base/code_points.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

namespace mandate {

namespace {

class PythonWriter
{
public:
    explicit PythonWriter(PythonJson form)
        : m_spaced(form == PythonJson::Spaced || form == PythonJson::SpacedUtf8), m_ascii(form == PythonJson::Spaced || form == PythonJson::CompactAscii)
    {
    }

    void write(const Value &value)
    {
        switch (value.kind()) {
        case ValueKind::Bool: m_out += value.asBool() ? "true" : "false"; break;
        case ValueKind::Int: m_out += std::to_string(value.asInt()); break;
        case ValueKind::Uint: m_out += std::to_string(value.asUint()); break;
        case ValueKind::Double: writeReal(value.asDouble()); break;
        case ValueKind::String: writeText(value.text()); break;
        case ValueKind::List: writeList(value); break;
        case ValueKind::Map: writeMap(value); break;
        default: m_out += "null"; break;
        }
    }

    [[nodiscard]] std::string take() { return std::move(m_out); }

private:
    /// float.__repr__: the shortest digits that give the number back, with an exponent below 1e-4 and from 1e16 on.
    void writeReal(double number)
    {
        std::array<char, 64> digits{};
        const double size = std::fabs(number);
        const bool scientific = size != 0 && (size < 1e-4 || size >= 1e16);
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, scientific ? std::chars_format::scientific : std::chars_format::fixed).ptr;
        const std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
        m_out += text;
        if (!scientific && text.find('.') == std::string_view::npos)
            m_out += ".0";
    }

    void escape(char32_t unit)
    {
        static constexpr std::string_view hex = "0123456789abcdef";
        m_out += "\\u";
        for (const unsigned shift : {12U, 8U, 4U, 0U})
            m_out += hex[(unit >> shift) & 15U];
    }

    void writeText(std::string_view text)
    {
        m_out += '"';
        for (std::size_t at = 0; at < text.size();) {
            const char c = text[at];
            if (static_cast<unsigned char>(c) >= 0x80) {
                const Utf8Point point = utf8PointAt(text.substr(at));
                if (!m_ascii) {
                    m_out += text.substr(at, point.octets);
                } else if (point.value < 0x10000) {
                    escape(point.value);
                } else {
                    escape(0xD800 + ((point.value - 0x10000) >> 10));
                    escape(0xDC00 + ((point.value - 0x10000) & 0x3FF));
                }
                at += point.octets;
                continue;
            }
            ++at;
            switch (c) {
            case '"': m_out += "\\\""; break;
            case '\\': m_out += "\\\\"; break;
            case '\n': m_out += "\\n"; break;
            case '\r': m_out += "\\r"; break;
            case '\t': m_out += "\\t"; break;
            case '\b': m_out += "\\b"; break;
            case '\f': m_out += "\\f"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20 || (c == 0x7f && m_ascii))
                    escape(static_cast<char32_t>(c));
                else
                    m_out += c;
            }
        }
        m_out += '"';
    }

    void writeList(const Value &value)
    {
        m_out += '[';
        bool first = true;
        for (const Value &item : value.items()) {
            separate(first);
            write(item);
        }
        m_out += ']';
    }

    void writeMap(const Value &value)
    {
        std::vector<const Member *> members;
        for (const Member &member : value.members())
            members.push_back(&member);
        std::ranges::sort(members, {}, [](const Member *member) { return member->key.text(); }); // UTF-8 sorts as code points do
        m_out += '{';
        bool first = true;
        for (const Member *member : members) {
            separate(first);
            writeText(member->key.text());
            m_out += m_spaced ? ": " : ":";
            write(member->value);
        }
        m_out += '}';
    }

    void separate(bool &first)
    {
        if (!first)
            m_out += m_spaced ? ", " : ",";
        first = false;
    }

    bool m_spaced;
    bool m_ascii;
    std::string m_out;
};

} // namespace

std::string pythonJson(const Value &value, PythonJson form)
{
    PythonWriter writer(form);
    writer.write(value);
    return writer.take();
}

} // namespace mandate

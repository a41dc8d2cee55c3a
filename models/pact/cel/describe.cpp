// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/cel/describe.h"

#include "models/pact/cel/civil_time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace mandate::cel {
namespace {

constexpr std::size_t longestJson = std::size_t{16} << 20;
constexpr int deepestJson = 1000;

void appendEscaped(std::string &out, std::string_view text)
{
    out += '"';
    for (const char c : text) {
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
                std::array<char, 8> buffer{};
                std::snprintf(buffer.data(), buffer.size(), "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
                out += buffer.data();
            } else {
                out += c;
            }
        }
    }
    out += '"';
}

/// Writes JSON up to a size and a depth.
class JsonWriter
{
public:
    bool write(const Value &value, int depth = 0)
    {
        if (m_out.size() > longestJson || depth > deepestJson)
            return false;
        switch (value.kind()) {
        case ValueKind::Null: m_out += "null"; return true;
        case ValueKind::Bool: m_out += value.asBool() ? "true" : "false"; return true;
        case ValueKind::Int: m_out += std::to_string(value.asInt()); return true;
        case ValueKind::Uint: m_out += std::to_string(value.asUint()); return true;
        case ValueKind::Double:
            if (std::isfinite(value.asDouble()))
                m_out += doubleText(value.asDouble());
            else
                appendEscaped(m_out, plainDoubleText(value.asDouble()));
            return true;
        case ValueKind::String:
        case ValueKind::Type: appendEscaped(m_out, value.text()); return true;
        case ValueKind::Bytes: appendEscaped(m_out, base64(value.text())); return true;
        case ValueKind::Timestamp: appendEscaped(m_out, timestampText(value)); return true;
        case ValueKind::Duration: appendEscaped(m_out, durationText(value)); return true;
        case ValueKind::Optional:
            if (value.inner())
                return write(*value.inner(), depth + 1);
            m_out += "null";
            return true;
        case ValueKind::List: return writeList(value, depth);
        case ValueKind::Map: return writeMap(value, depth);
        case ValueKind::Error: return writeError(value.why());
        }
        return false;
    }

    std::string take() { return std::move(m_out); }

private:
    bool writeList(const Value &value, int depth)
    {
        m_out += '[';
        const char *separator = "";
        for (const Value &item : value.items()) {
            m_out += separator;
            separator = ",";
            if (!write(item, depth + 1))
                return false;
        }
        m_out += ']';
        return true;
    }

    bool writeMap(const Value &value, int depth)
    {
        m_out += '{';
        const char *separator = "";
        for (const Member &member : value.members()) {
            m_out += separator;
            separator = ",";
            if (member.key.isString())
                appendEscaped(m_out, member.key.text());
            else
                appendEscaped(m_out, literalText(member.key));
            m_out += ':';
            if (!write(member.value, depth + 1))
                return false;
        }
        m_out += '}';
        return true;
    }

    bool writeError(const ValueError &why)
    {
        m_out += "{\"error\":";
        appendEscaped(m_out, why.message);
        if (!why.missing.empty()) {
            m_out += ",\"missing\":";
            appendEscaped(m_out, why.missing);
        }
        m_out += '}';
        return true;
    }

    std::string m_out;
};

/// Type with parameters, where all elements agree; "dyn" where they do not. Looks at no more elements than `budget`, 4 levels deep.
std::string fullTypeName(const Value &value, std::size_t &budget, int depth = 0)
{
    const auto joined = [](std::string &known, std::string next) {
        if (known.empty())
            known = std::move(next);
        else if (known != next)
            known = "dyn";
    };
    if (depth > 4 || budget == 0)
        return "dyn";
    --budget;
    switch (value.kind()) {
    case ValueKind::Null: return "null";
    case ValueKind::Timestamp: return "timestamp";
    case ValueKind::Duration: return "duration";
    case ValueKind::Error: return "error";
    case ValueKind::List: {
        std::string element;
        for (const Value &item : value.items().first(std::min(budget, value.items().size())))
            joined(element, fullTypeName(item, budget, depth + 1));
        return "list(" + (element.empty() ? "dyn" : element) + ")";
    }
    case ValueKind::Map: {
        std::string key;
        std::string mapped;
        for (const Member &member : value.members().first(std::min(budget, value.members().size()))) {
            joined(key, fullTypeName(member.key, budget, depth + 1));
            joined(mapped, fullTypeName(member.value, budget, depth + 1));
        }
        return "map(" + (key.empty() ? "dyn" : key) + ", " + (mapped.empty() ? "dyn" : mapped) + ")";
    }
    case ValueKind::Optional: return "optional_type(" + (value.inner() ? fullTypeName(*value.inner(), budget, depth + 1) : "dyn") + ")";
    default: return std::string(typeName(value));
    }
}

std::string escapedBytes(std::string_view octets)
{
    std::string out = "b\"";
    for (const char c : octets) {
        const auto octet = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (octet >= 0x20 && octet < 0x7F) {
            out += c;
        } else {
            std::array<char, 8> buffer{};
            std::snprintf(buffer.data(), buffer.size(), "\\x%02x", static_cast<unsigned>(octet));
            out += buffer.data();
        }
    }
    return out + '"';
}

} // namespace

Description describe(const Value &value)
{
    JsonWriter writer;
    if (!writer.write(value))
        return {false, R"({"error":"the value is too large to print"})", "error"};
    std::size_t budget = 1000;
    return {!value.isError(), writer.take(), fullTypeName(value, budget)};
}

std::string_view typeName(const Value &value)
{
    switch (value.kind()) {
    case ValueKind::Null: return "null_type";
    case ValueKind::Bool: return "bool";
    case ValueKind::Int: return "int";
    case ValueKind::Uint: return "uint";
    case ValueKind::Double: return "double";
    case ValueKind::String: return "string";
    case ValueKind::Bytes: return "bytes";
    case ValueKind::List: return "list";
    case ValueKind::Map: return "map";
    case ValueKind::Timestamp: return "google.protobuf.Timestamp";
    case ValueKind::Duration: return "google.protobuf.Duration";
    case ValueKind::Type: return "type";
    case ValueKind::Optional: return "optional_type";
    case ValueKind::Error: return "error";
    }
    return "error";
}

std::string literalText(const Value &value)
{
    switch (value.kind()) {
    case ValueKind::Null: return "null";
    case ValueKind::Bool: return value.asBool() ? "true" : "false";
    case ValueKind::Int: return std::to_string(value.asInt());
    case ValueKind::Uint: return std::to_string(value.asUint()) + 'u';
    case ValueKind::Double: return doubleText(value.asDouble());
    case ValueKind::String: return quoted(value.text());
    case ValueKind::Bytes: return escapedBytes(value.text());
    default: return std::string(typeName(value));
    }
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
        case '\a': out += "\\a"; break;
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        case '\v': out += "\\v"; break;
        case '\\': out += "\\\\"; break;
        case '"': out += "\\\""; break;
        default: out += c;
        }
    }
    return out + '"';
}

std::string doubleText(double number)
{
    std::string text = plainDoubleText(number);
    if (std::isfinite(number) && text.find_first_of(".e") == std::string::npos)
        text += ".0";
    return text;
}

std::string plainDoubleText(double number)
{
    if (std::isnan(number))
        return "NaN";
    if (std::isinf(number))
        return number > 0 ? "Infinity" : "-Infinity";
    std::array<char, 32> buffer{};
    const double size = std::fabs(number);
    const bool fixed = size == 0 || (size >= 1e-6 && size < 1e16);
    const auto [end, status] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                             fixed ? std::chars_format::fixed : std::chars_format::scientific);
    return status == std::errc{} ? std::string(buffer.data(), end) : std::string("NaN");
}

std::string base64(std::string_view octets)
{
    static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((octets.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < octets.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = (group << 8) | (i + k < octets.size() ? static_cast<unsigned char>(octets[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            out += i + k > octets.size() ? '=' : alphabet[(group >> (18 - 6 * k)) & 63];
    }
    return out;
}

} // namespace mandate::cel

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/source_map.h"

#include "models/pact/cel/text.h"

#include <algorithm>
#include <cctype>

namespace mandate {

namespace {

std::string escapedForPointer(std::string_view name)
{
    std::string out;
    for (const char c : name)
        out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return out;
}

/// Octets of one character of a JSON text as it is written: an escape, a pair of them, or a code point.
std::size_t writtenWidth(std::string_view json, std::size_t at)
{
    if (json[at] != '\\')
        return cel::text::width(json[at]);
    if (json.substr(at, 2) != "\\u")
        return 2;
    const std::string_view high = json.substr(at + 2, 4);
    const bool pair = high.size() == 4 && (high[0] == 'd' || high[0] == 'D') && std::string_view("89abAB").find(high[1]) != std::string_view::npos;
    return pair && json.substr(at + 6, 2) == "\\u" ? 12 : 6;
}

bool isLineFeed(std::string_view written)
{
    return written == "\\n" || written == "\\u000a" || written == "\\u000A";
}

/// Text between quotation marks, escapes of ASCII undone: enough for names of members.
std::string plainName(std::string_view written)
{
    std::string out;
    for (std::size_t i = 0; i < written.size(); ++i) {
        if (written[i] == '\\' && i + 1 < written.size() && written[i + 1] != 'u')
            ++i;
        out += written[i];
    }
    return out;
}

} // namespace

/// Goes through the text once. Ends where it is no JSON.
class SourceMap::Scan
{
public:
    Scan(std::string_view json, std::map<std::string, Bytes, std::less<>> &values) : m_json(json), m_values(values) {}
    void run() { (void)value({}, 0); }

private:
    static constexpr int deepest = 512;

    void skipSpace()
    {
        while (m_at < m_json.size() && std::string_view(" \t\r\n").find(m_json[m_at]) != std::string_view::npos)
            ++m_at;
    }
    bool take(char c)
    {
        skipSpace();
        if (m_at >= m_json.size() || m_json[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    bool text()
    {
        if (!take('"'))
            return false;
        while (m_at < m_json.size() && m_json[m_at] != '"')
            m_at += m_json[m_at] == '\\' ? 2 : 1;
        return m_at < m_json.size() && m_json[m_at++] == '"';
    }

    bool value(const std::string &pointer, int depth)
    {
        skipSpace();
        if (m_at >= m_json.size() || depth > deepest)
            return false;
        const std::size_t begin = m_at;
        // Known from its beginning, so that what is cut off has a place too.
        auto &bytes = m_values[pointer];
        bytes = {begin, begin + 1};
        bool whole = false;
        if (m_json[m_at] == '{')
            whole = object(pointer, depth);
        else if (m_json[m_at] == '[')
            whole = list(pointer, depth);
        else if (m_json[m_at] == '"')
            whole = text();
        else {
            while (m_at < m_json.size() &&
                   (std::isalnum(static_cast<unsigned char>(m_json[m_at])) || std::string_view("+-.").find(m_json[m_at]) != std::string_view::npos))
                ++m_at;
            whole = m_at > begin;
        }
        bytes.end = std::min(std::max(m_at, begin + 1), m_json.size());
        return whole;
    }

    bool object(const std::string &pointer, int depth)
    {
        ++m_at;
        if (take('}'))
            return true;
        do {
            skipSpace();
            const std::size_t begin = m_at + 1;
            if (!text())
                return false;
            const std::string name = plainName(m_json.substr(begin, m_at - 1 - begin));
            if (!take(':') || !value(pointer + '/' + escapedForPointer(name), depth + 1))
                return false;
        } while (take(','));
        return take('}');
    }

    bool list(const std::string &pointer, int depth)
    {
        ++m_at;
        if (take(']'))
            return true;
        for (std::size_t i = 0;; ++i) {
            if (!value(pointer + '/' + std::to_string(i), depth + 1))
                return false;
            if (!take(','))
                return take(']');
        }
    }

    std::string_view m_json;
    std::map<std::string, Bytes, std::less<>> &m_values;
    std::size_t m_at = 0;
};

SourceMap::SourceMap(std::string_view json) : m_json(json)
{
    Scan(json, m_values).run();
}

SourceSpan SourceMap::spanOf(Bytes bytes) const
{
    const auto place = [&](std::size_t at) {
        const std::string_view before = m_json.substr(0, at);
        const std::size_t lineStart = before.rfind('\n') + 1; // npos + 1 is 0
        std::uint64_t column = 1;
        for (const char c : before.substr(lineStart))
            column += (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
        return std::pair{static_cast<std::uint64_t>(std::ranges::count(before, '\n')) + 1, column};
    };
    const auto [line, column] = place(bytes.begin);
    const auto [endLine, endColumn] = place(bytes.end);
    return {line, column, endLine, endColumn};
}

std::optional<SourceSpan> SourceMap::of(std::string_view pointer) const
{
    const auto found = m_values.find(pointer);
    return found == m_values.end() ? std::nullopt : std::optional(spanOf(found->second));
}

SourceSpan SourceMap::nearest(std::string_view pointer) const
{
    for (;;) {
        if (const auto span = of(pointer))
            return *span;
        if (pointer.empty())
            return {};
        const std::size_t slash = pointer.rfind('/');
        pointer = pointer.substr(0, slash == std::string_view::npos ? 0 : slash);
    }
}

std::optional<SourceSpan> SourceMap::within(std::string_view pointer, std::uint64_t line, std::uint64_t column) const
{
    const auto found = m_values.find(pointer);
    if (found == m_values.end() || found->second.end < found->second.begin + 2 || m_json[found->second.begin] != '"')
        return std::nullopt;
    std::uint64_t atLine = 1;
    std::uint64_t atColumn = 1;
    for (std::size_t at = found->second.begin + 1; at < found->second.end;) {
        const std::size_t width = std::min(writtenWidth(m_json, at), found->second.end - at);
        if (atLine == line && atColumn == column)
            return spanOf({at, at + width});
        const bool ends = isLineFeed(m_json.substr(at, width));
        atLine += ends;
        atColumn = ends ? 1 : atColumn + 1;
        at += width;
    }
    return std::nullopt;
}

std::string pointerOf(const PactDocument &pact, const Problem &problem)
{
    const std::string &place = problem.place;
    const auto indexOf = [](const auto &list, auto name, std::string_view wanted) {
        const auto found = std::ranges::find(list, wanted, name);
        return found == list.end() ? std::string() : '/' + std::to_string(found - list.begin());
    };
    if (place.starts_with("/tools/")) {
        const std::string index = indexOf(pact.tools, &PactTool::name, std::string_view(place).substr(7));
        return index.empty() ? place : "/tools" + index;
    }
    if (place.empty() || place.front() == '/')
        return place;
    for (const std::size_t begin : {std::size_t{6}, std::size_t{7}}) { // "state.NAME.PART", "window.NAME.PART"
        const bool isFact = begin == 6;
        if (!place.starts_with(isFact ? "state." : "window."))
            continue;
        const std::size_t dot = place.find('.', begin);
        const auto name = std::string_view(place).substr(begin, dot == std::string::npos ? dot : dot - begin);
        const std::string index = isFact ? indexOf(pact.state, &StateFact::fact, name) : indexOf(pact.windows, &ActionWindow::window, name);
        if (!index.empty())
            return (isFact ? "/state" : "/windows") + index + (dot == std::string::npos ? std::string() : '/' + place.substr(dot + 1));
    }
    const std::string index = indexOf(pact.clauses, &Clause::id, place);
    if (index.empty())
        return {};
    return "/clauses" + index + (problem.line ? "/when" : "");
}

SourceSpan spanOf(const PactDocument &pact, const Problem &problem, const SourceMap &source)
{
    const std::string pointer = pointerOf(pact, problem);
    if (problem.rule == "schema" && problem.line && problem.place.empty())
        return {*problem.line, problem.column.value_or(1), *problem.line, problem.column.value_or(1)};
    if (problem.line) {
        if (const auto inside = source.within(pointer, *problem.line, problem.column.value_or(1)))
            return *inside;
    }
    return source.nearest(pointer);
}

} // namespace mandate

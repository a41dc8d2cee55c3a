// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/structure/source_text.h"

#include <algorithm>
#include <cctype>

namespace mandate::structure {
namespace {

bool isNameCharacter(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Walks the bytes once; every part it recognises is blanked in `code`, line ends excepted.
class Reader
{
public:
    explicit Reader(std::string_view bytes) : m_bytes(bytes) { m_source.code.assign(bytes); }

    SourceText read()
    {
        while (m_at < m_bytes.size()) {
            const char c = m_bytes[m_at];
            if (startsWith("//"))
                blankTo(endOfLine());
            else if (startsWith("/*"))
                blankTo(after("*/", m_at + 2));
            else if (c == '#' && atLineStart())
                directive();
            else if (c == '"')
                constant();
            else if (c == '\'' && !(m_at > 0 && std::isxdigit(static_cast<unsigned char>(m_bytes[m_at - 1])) != 0))
                blankTo(endOfQuoted('\'')); // else a digit separator
            else
                other(c);
        }
        m_source.firstLine = std::string(m_bytes.substr(0, m_bytes.find('\n')));
        m_source.lines = static_cast<std::size_t>(std::count(m_bytes.begin(), m_bytes.end(), '\n'));
        if (!m_bytes.empty() && m_bytes.back() != '\n')
            ++m_source.lines;
        return std::move(m_source);
    }

private:
    [[nodiscard]] bool startsWith(std::string_view text) const { return m_bytes.substr(m_at).starts_with(text); }

    [[nodiscard]] bool atLineStart() const
    {
        for (std::size_t i = m_at; i > 0 && m_bytes[i - 1] != '\n'; --i) {
            if (m_bytes[i - 1] != ' ' && m_bytes[i - 1] != '\t')
                return false;
        }
        return true;
    }

    [[nodiscard]] std::size_t endOfLine() const { return std::min(m_bytes.find('\n', m_at), m_bytes.size()); }

    [[nodiscard]] std::size_t after(std::string_view end, std::size_t from) const
    {
        const std::size_t found = m_bytes.find(end, from);
        return found == std::string_view::npos ? m_bytes.size() : found + end.size();
    }

    [[nodiscard]] std::size_t endOfQuoted(char quote) const
    {
        std::size_t i = m_at + 1;
        while (i < m_bytes.size() && m_bytes[i] != quote && m_bytes[i] != '\n')
            i += m_bytes[i] == '\\' ? 2 : 1;
        return std::min(i + 1, m_bytes.size());
    }

    void blankTo(std::size_t end)
    {
        for (; m_at < end; ++m_at) {
            if (m_bytes[m_at] == '\n')
                ++m_line;
            else
                m_source.code[m_at] = ' ';
        }
    }

    void other(char c)
    {
        if (c == '\n')
            ++m_line;
        else if (c != ' ' && c != '\t' && c != '\r')
            m_joins = false;
        ++m_at;
    }

    /// #include and #pragma once; what else a directive says is read as code.
    void directive()
    {
        std::string_view rest = m_bytes.substr(m_at + 1, endOfLine() - m_at - 1);
        const auto skipBlanks = [&rest] { rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size())); };
        skipBlanks();
        if (rest.starts_with("include")) {
            rest.remove_prefix(7);
            skipBlanks();
            const char close = rest.starts_with('<') ? '>' : '"';
            const std::size_t end = rest.size() > 1 ? rest.find(close, 1) : std::string_view::npos;
            if (end != std::string_view::npos)
                m_source.includes.push_back({m_line, std::string(rest.substr(1, end - 1)), close == '"'});
            blankTo(endOfLine());
            return;
        }
        if (rest.starts_with("pragma")) {
            rest.remove_prefix(6);
            skipBlanks();
            m_source.hasPragmaOnce = m_source.hasPragmaOnce || rest.starts_with("once");
        }
        ++m_at;
    }

    void constant()
    {
        const bool raw = m_at > 0 && m_bytes[m_at - 1] == 'R' && (m_at < 2 || !isNameCharacter(m_bytes[m_at - 2]) || isEncodingPrefix());
        const std::size_t line = m_line;
        std::string_view text;
        std::size_t end = 0;
        if (raw) {
            const std::size_t open = std::min(m_bytes.find('(', m_at), m_bytes.size());
            const std::string close = ")" + std::string(m_bytes.substr(m_at + 1, open - m_at - 1)) + "\"";
            end = after(close, open);
            const std::size_t begin = std::min(open + 1, end);
            text = m_bytes.substr(begin, end - begin - std::min(close.size(), end - begin));
        } else {
            end = endOfQuoted('"');
            text = m_bytes.substr(m_at + 1, end - m_at - std::min<std::size_t>(2, end - m_at));
        }
        if (m_joins && !m_source.constants.empty())
            m_source.constants.back().text += text;
        else
            m_source.constants.push_back({line, std::string(text)});
        blankTo(end);
        m_joins = true;
    }

    [[nodiscard]] bool isEncodingPrefix() const
    {
        const char before = m_bytes[m_at - 2];
        return before == 'u' || before == 'U' || before == 'L' || before == '8';
    }

    std::string_view m_bytes;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
    bool m_joins = false; ///< only blanks and comments since the last constant
    SourceText m_source;
};

} // namespace

SourceText readSource(std::string_view bytes)
{
    return Reader(bytes).read();
}

} // namespace mandate::structure

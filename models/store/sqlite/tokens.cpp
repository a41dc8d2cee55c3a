// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/tokens.h"

#include <algorithm>
#include <array>

namespace mandate::sqlite {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

} // namespace

/// FTS5 hands out its tokenizers only through a connection: a private one in memory, which stays empty.
Tokenizer::Tokenizer()
{
    if (sqlite3_open_v2(":memory:", &m_database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK)
        return;
    fts5_api *api = nullptr;
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(m_database, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    void *context = nullptr;
    if (!api || api->xFindTokenizer(api, "unicode61", &context, &m_functions) != SQLITE_OK)
        return;
    std::array<const char *, 2> arguments{"remove_diacritics", "2"};
    if (m_functions.xCreate(context, arguments.data(), static_cast<int>(arguments.size()), &m_instance) != SQLITE_OK)
        m_instance = nullptr;
}

Tokenizer::~Tokenizer()
{
    if (m_instance)
        m_functions.xDelete(m_instance);
    sqlite3_close(m_database);
}

TextQuery::TextQuery(std::string_view text, const Tokenizer &tokenizer)
{
    std::size_t at = 0;
    while (at < text.size()) {
        if (isSpace(text[at])) {
            ++at;
            continue;
        }
        m_blank = false;
        const bool quoted = text[at] == '"';
        std::size_t end = quoted ? ++at : at;
        while (end < text.size() && (quoted ? text[end] != '"' : !isSpace(text[end]) && text[end] != '"'))
            ++end;
        std::vector<std::string> phrase;
        tokenizer.each(text.substr(at, end - at), [&](std::string_view token) {
            phrase.emplace_back(token);
            return phrase.size() < longestPhrase;
        });
        if (!phrase.empty()) {
            m_hasPhrases = m_hasPhrases || phrase.size() > 1;
            m_phrases.push_back(std::move(phrase));
        }
        at = quoted ? end + 1 : end;
    }
}

bool TextQuery::matches(std::string_view text, const Tokenizer &tokenizer) const
{
    // Shift-and: bit i of a phrase's state says that its first i + 1 words were just read.
    std::vector<std::uint64_t> states(m_phrases.size());
    std::vector<bool> found(m_phrases.size());
    std::size_t missing = m_phrases.size();
    tokenizer.each(text, [&](std::string_view token) {
        for (std::size_t p = 0; p < m_phrases.size(); ++p) {
            if (found[p])
                continue;
            const auto &phrase = m_phrases[p];
            std::uint64_t here = 0;
            for (std::size_t i = 0; i < phrase.size(); ++i)
                here |= static_cast<std::uint64_t>(phrase[i] == token) << i;
            states[p] = (states[p] << 1 | 1) & here;
            if (states[p] >> (phrase.size() - 1) & 1) {
                found[p] = true;
                --missing;
            }
        }
        return missing > 0;
    });
    return missing == 0;
}

std::string TextQuery::expression() const
{
    std::string expression;
    for (const auto &phrase : m_phrases) {
        for (const std::string &token : phrase) {
            if (!expression.empty())
                expression += " AND ";
            expression += '"';
            for (const char c : token) {
                if (c == '"')
                    expression += '"';
                expression += c;
            }
            expression += '"';
        }
    }
    return expression;
}

} // namespace mandate::sqlite

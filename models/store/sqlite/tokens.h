// SPDX-License-Identifier: GPL-3.0-or-later
// What a search asks for, in words as SQLite's FTS5 cuts them (unicode61, diacritics removed), so that a search gives the same answer
// with and without the index.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <sqlite3.h>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::sqlite {

/// The arguments after "tokenize =" of the index.
constexpr const char *tokenizerName = "unicode61 remove_diacritics 2";

/// For one thread at a time.
class Tokenizer
{
public:
    Tokenizer();
    ~Tokenizer();
    Tokenizer(const Tokenizer &) = delete;
    Tokenizer &operator=(const Tokenizer &) = delete;

    /// Calls `visit(token)` until it returns false.
    template<typename Visit>
    void each(std::string_view text, Visit visit) const
    {
        if (!m_instance)
            return;
        constexpr auto call = [](void *context, int, const char *token, int length, int, int) {
            return (*static_cast<Visit *>(context))(std::string_view(token, static_cast<std::size_t>(length))) ? SQLITE_OK : SQLITE_DONE;
        };
        m_functions.xTokenize(m_instance, &visit, FTS5_TOKENIZE_DOCUMENT, text.data(),
                              static_cast<int>(std::min<std::size_t>(text.size(), INT32_MAX)), call);
    }

private:
    sqlite3 *m_database = nullptr;
    fts5_tokenizer m_functions{};
    Fts5Tokenizer *m_instance = nullptr;
};

/// Words and phrases that must all occur. A word that is cut into several tokens ("get_user") is a phrase.
class TextQuery
{
public:
    TextQuery(std::string_view text, const Tokenizer &tokenizer);

    /// Nothing was asked: everything matches.
    [[nodiscard]] bool isBlank() const { return m_blank; }
    /// Something was asked that holds no word: nothing matches.
    [[nodiscard]] bool isUnanswerable() const { return !m_blank && m_phrases.empty(); }
    /// True when the index alone cannot decide, because it keeps no positions.
    [[nodiscard]] bool hasPhrases() const { return m_hasPhrases; }
    [[nodiscard]] bool matches(std::string_view text, const Tokenizer &tokenizer) const;
    /// All words as an FTS5 expression.
    [[nodiscard]] std::string expression() const;

private:
    static constexpr std::size_t longestPhrase = 64;
    std::vector<std::vector<std::string>> m_phrases;
    bool m_blank = true;
    bool m_hasPhrases = false;
};

} // namespace mandate::sqlite

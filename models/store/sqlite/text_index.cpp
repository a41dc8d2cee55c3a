// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/text_index.h"

#include <filesystem>

namespace mandate::sqlite {

namespace {

constexpr std::uint64_t commitEvery = 65'536;
constexpr std::size_t textLimit = 16'384;

constexpr const char *textTables = R"(
CREATE VIRTUAL TABLE IF NOT EXISTS text USING fts5(words, content = '', detail = none, columnsize = 0, tokenize = 'unicode61 remove_diacritics 2');
CREATE TABLE IF NOT EXISTS state(id INTEGER PRIMARY KEY CHECK(id = 1), origin TEXT NOT NULL, indexed INTEGER NOT NULL);
)";

/// How far an index of this origin reaches, if the file is one.
std::optional<std::uint64_t> reachOf(Connection &connection, const std::string &origin)
{
    Statement state = connection.statement("SELECT origin, indexed FROM state WHERE id = 1");
    if (state.step() != SQLITE_ROW || state.octets(0) != origin)
        return std::nullopt;
    return static_cast<std::uint64_t>(state.number(1));
}

} // namespace

void appendEntryText(std::string &out, std::string_view body, JsonReader &json, Arena &arena)
{
    arena.reset();
    const auto record = readRecord(body, json, arena);
    if (record)
        appendSearchText(out, *record, textLimit);
    else
        out += body.substr(0, textLimit); // a decision, a pact, a note
}

bool TextIndex::openForSearch(std::uint64_t entries) const
{
    if (m_search.isOpen()) {
        const auto reach = reachOf(m_search, m_origin);
        if (reach && *reach <= entries)
            return true;
        m_search.close();
    }
    std::error_code ignored;
    if (!std::filesystem::exists(m_path, ignored) || !m_search.open(m_path, SQLITE_OPEN_READONLY))
        return false;
    const auto reach = reachOf(m_search, m_origin);
    if (reach && *reach <= entries)
        return true;
    m_search.close();
    return false;
}

std::uint64_t TextIndex::indexedTo(std::uint64_t entries) const
{
    const std::lock_guard lock(m_mutex);
    return openForSearch(entries) ? reachOf(m_search, m_origin).value_or(0) : 0;
}

void TextIndex::removeFiles()
{
    {
        const std::lock_guard lock(m_mutex);
        m_search.close();
    }
    std::error_code ignored;
    for (const char *end : {"", "-wal", "-shm"})
        std::filesystem::remove(m_path + end, ignored);
}

void TextIndex::discard()
{
    const std::lock_guard building(m_building);
    removeFiles();
}

Result<void> TextIndex::build(std::uint64_t entries, Reader &reader, const Progress &progress, std::stop_token stop)
{
    const std::lock_guard building(m_building);
    constexpr std::string_view doing = "building the search index";
    Connection connection;
    const auto openFresh = [&]() -> Result<void> {
        if (auto opened = connection.open(m_path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE); !opened)
            return opened;
        // Lost by a power cut at worst: then it is built again.
        if (connection.run("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536") != SQLITE_OK ||
            connection.run(textTables) != SQLITE_OK ||
            connection.run("INSERT INTO text(text, rank) VALUES('hashsize', 33554432)") != SQLITE_OK) // fewer, larger runs to merge
            return connection.error(doing);
        // Who may write the workspace may write what lies beside it. Where that cannot be said it is built again by who writes next.
        std::error_code problem;
        const auto status = std::filesystem::status(m_path.substr(0, m_path.size() - std::string_view("-text").size()), problem);
        if (!problem)
            std::filesystem::permissions(m_path, status.permissions() & std::filesystem::perms(0666), problem);
        return {};
    };
    auto opened = openFresh();
    auto reach = opened ? reachOf(connection, m_origin) : std::nullopt;
    if (!opened || !reach || *reach > entries) { // none, another ledger's, or damaged: start anew
        connection.close();
        removeFiles();
        if (opened = openFresh(); !opened)
            return opened;
        if (connection.statement("INSERT INTO state(id, origin, indexed) VALUES(1, ?1, 0)").bindText(1, m_origin).step() != SQLITE_DONE)
            return connection.error(doing);
        reach = 0;
    }
    JsonReader json;
    Arena arena(1 << 16);
    std::string text;
    for (std::uint64_t next = *reach; next < entries;) {
        if (connection.run("BEGIN IMMEDIATE") != SQLITE_OK)
            return connection.error(doing);
        const std::uint64_t end = std::min(entries, next + commitEvery);
        for (; next < end && !stop.stop_requested(); ++next) {
            const auto body = reader.body(next);
            text.clear();
            if (body) // what cannot be read cannot be found; verification names it
                appendEntryText(text, *body, json, arena);
            if (connection.statement("INSERT INTO text(rowid, words) VALUES(?1, ?2)")
                    .bind(1, static_cast<std::int64_t>(next) + 1)
                    .bindText(2, text)
                    .step() != SQLITE_DONE) {
                Error error = connection.error(doing);
                connection.run("ROLLBACK");
                return error;
            }
            if (progress && next % 4096 == 0)
                progress(next, entries);
        }
        if (connection.statement("UPDATE state SET indexed = ?1 WHERE id = 1").bind(1, static_cast<std::int64_t>(next)).step() != SQLITE_DONE ||
            connection.run("COMMIT") != SQLITE_OK) {
            Error error = connection.error(doing);
            connection.run("ROLLBACK");
            return error;
        }
        if (progress)
            progress(next, entries);
        if (stop.stop_requested())
            return cancelled();
    }
    return {};
}

Result<std::vector<bool>> TextIndex::hits(const TextQuery &query, std::uint64_t below) const
{
    std::vector<bool> found(below);
    const std::string expression = query.expression();
    Statement search = m_search.statement("SELECT rowid FROM text WHERE text MATCH ?1");
    search.bindText(1, expression);
    int code = search.step();
    for (; code == SQLITE_ROW; code = search.step()) {
        const auto entry = static_cast<std::uint64_t>(search.number(0)) - 1;
        if (entry < below)
            found[entry] = true;
    }
    if (code != SQLITE_DONE)
        return m_search.error("searching the text");
    return found;
}

Result<void> TextIndex::restrict(Masks &masks, const std::string &text, const Image &image, Reader &reader, std::stop_token stop) const
{
    const Tokenizer tokenizer;
    const TextQuery query(text, tokenizer);
    if (query.isBlank())
        return {};
    if (query.isUnanswerable()) {
        for (auto &mask : masks)
            std::ranges::fill(mask, 0);
        return {};
    }
    std::vector<bool> found; // for entries that the index knows
    {
        const std::lock_guard lock(m_mutex);
        if (openForSearch(image.entries)) {
            if (auto hit = hits(query, reachOf(m_search, m_origin).value_or(0)))
                found = std::move(hit).value();
            else
                m_search.close(); // a damaged index only costs time
        }
    }
    JsonReader json;
    Arena arena(1 << 16);
    std::string words;
    for (std::size_t s = 0; s < masks.size(); ++s) {
        for (std::size_t i = 0; i < masks[s].size(); ++i) {
            if (!masks[s][i])
                continue;
            const EntryNumber entry = image.segments[s]->first() + i;
            const bool indexed = entry < found.size();
            if (indexed && (!found[entry] || !query.hasPhrases())) {
                masks[s][i] = found[entry];
                continue;
            }
            if (stop.stop_requested())
                return cancelled();
            const auto body = reader.body(entry);
            if (!body)
                return body.error();
            words.clear();
            appendEntryText(words, *body, json, arena);
            masks[s][i] = query.matches(words, tokenizer);
        }
    }
    return {};
}

} // namespace mandate::sqlite

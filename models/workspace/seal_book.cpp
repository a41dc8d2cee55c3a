// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/seal_book.h"

#include "models/base/digest_stream.h"
#include "models/base/json_reader.h"
#include "models/evidence/record_json.h"
#include "models/seals/agt_chain.h"
#include "models/seals/signed_seal.h"

#include <algorithm>
#include <map>

namespace mandate {

namespace {

constexpr std::string_view signedFormat = "signed";
constexpr std::string_view chainFormat = "agt";
constexpr std::string_view logFormat = "cloudtrail";
constexpr std::string_view digestFormat = "cloudtrail-digest";

constexpr std::size_t mostBroken = 1000;
constexpr std::size_t mostGaps = 100;

/// How CloudTrail delivers a log file: between its records there is a comma and nothing else, so that the file can be put together again from them.
constexpr std::string_view logHead = "{\"Records\":[";
constexpr std::string_view logTail = "]}";

Error sealsCancelled()
{
    Error error;
    error.kind = ErrorKind::Cancelled;
    error.code = "MND-WSP-062";
    error.happened = "Checking the sources' seals was stopped.";
    return error;
}

/// Of a record whose bytes were erased: nobody can say any more what its source sealed.
Seal erasedSeal()
{
    return {SealState::Unknown, SealKind::None, {}, "The record's bytes were erased; what its source signed went with them."};
}

/// One stretch of a log file, by where it lay in it.
struct Piece
{
    std::uint64_t offset = 0;
    std::uint64_t item = 0;
    auto operator<=>(const Piece &) const = default;
};

/// SHA-256 of the log file that these are the pieces of; nothing where they do not make up one as CloudTrail delivers it.
Result<std::optional<Digest>> digestOfLog(const Store &store, std::vector<Piece> pieces)
{
    std::ranges::sort(pieces);
    DigestStream stream;
    stream.add(logHead);
    std::uint64_t at = logHead.size();
    bool first = true;
    for (const Piece &piece : pieces) {
        if (!first) {
            stream.add(",");
            ++at;
        }
        first = false;
        if (piece.offset != at)
            return std::optional<Digest>();
        const auto item = store.item(piece.item);
        if (!item)
            return item.error();
        stream.add(item->bytes);
        at += item->bytes.size();
    }
    stream.add(logTail);
    return std::optional(stream.digest());
}

} // namespace

class SealBook::Reader
{
public:
    Reader(const Store &store, const std::vector<Unread> &unread, const KeysOf &keysOf, std::stop_token stop, SealBook &book)
        : m_store(store), m_unread(unread), m_keysOf(keysOf), m_stop(std::move(stop)), m_book(book)
    {
    }

    Result<void> run()
    {
        const auto tallies = m_store.tally({}, std::array{Dimension::Source, Dimension::Format});
        if (!tallies)
            return tallies.error();
        for (const Tally &tally : *tallies) {
            SourceSeals source;
            source.source = tally.key[0];
            source.format = tally.key[1];
            source.records = tally.count;
            m_book.m_sources.push_back(std::move(source));
        }
        std::ranges::sort(m_book.m_sources, {}, [](const SourceSeals &source) { return std::tie(source.source, source.format); });
        const bool digests = std::ranges::find(m_book.m_sources, digestFormat, &SourceSeals::format) != m_book.m_sources.end();
        std::vector<std::pair<EntryNumber, SourceSeals *>> chains; // chains go on from one source to the next in the order of the ledger
        for (SourceSeals &source : m_book.m_sources) {
            Result<void> read;
            if (source.format == signedFormat)
                read = readSigned(source);
            else if (source.format == chainFormat)
                read = eachRow(source, [&](const Row &row) -> Result<bool> {
                    chains.emplace_back(row.number, &source);
                    return false;
                });
            else if (source.format == digestFormat)
                read = eachItem(source, [&](const Row &, const std::string &bytes) { (void)m_book.m_digests.addFile(source.source, bytes, m_reader); });
            else if (source.format == logFormat && digests)
                read = readLog(source);
            if (!read)
                return read;
        }
        std::ranges::sort(chains, {}, [](const auto &chain) { return chain.first; });
        for (const auto &chain : chains) {
            if (auto read = readChain(*chain.second); !read)
                return read;
        }
        if (digests)
            takeDigests();
        for (SourceSeals &source : m_book.m_sources) { // whose records were not looked at one by one
            if (std::ranges::all_of(source.byState, [](std::uint64_t count) { return count == 0; }))
                source.byState[static_cast<std::size_t>(SealState::NotSealed)] = source.records;
        }
        return {};
    }

private:
    /// Calls `visit` with each row of a source in the order of the ledger, until it gives false.
    Result<void> eachRow(const SourceSeals &source, const std::function<Result<bool>(const Row &)> &visit)
    {
        RowFilter filter;
        filter.sources = {source.source};
        const auto entries = m_store.select(filter, RowOrder::ArrivalAscending, m_stop);
        if (!entries)
            return entries.error();
        constexpr std::size_t atOnce = 4096;
        for (std::size_t done = 0; done < entries->size(); done += atOnce) {
            const auto rows = m_store.rows(std::span(*entries).subspan(done, std::min(atOnce, entries->size() - done)));
            if (!rows)
                return rows.error();
            for (const Row &row : *rows) {
                if (m_stop.stop_requested())
                    return sealsCancelled();
                if (row.format != source.format)
                    continue;
                const auto goOn = visit(row);
                if (!goOn)
                    return goOn.error();
                if (!*goOn)
                    return {};
            }
        }
        return {};
    }

    Result<void> eachItem(const SourceSeals &source, const std::function<void(const Row &, const std::string &)> &visit)
    {
        return eachRow(source, [&](const Row &row) -> Result<bool> {
            if (!row.item || row.erased)
                return true;
            const auto item = m_store.item(*row.item);
            if (!item)
                return item.error();
            visit(row, item->bytes);
            return true;
        });
    }

    static void count(SourceSeals &source, EntryNumber entry, SealState state)
    {
        ++source.byState[static_cast<std::size_t>(state)];
        if (state == SealState::Broken && source.broken.size() < mostBroken)
            source.broken.push_back(entry);
    }

    static void addGap(SourceSeals &source, std::string gap)
    {
        ++source.gapCount;
        if (source.gaps.size() < mostGaps)
            source.gaps.push_back(std::move(gap));
    }

    Result<void> readSigned(SourceSeals &source)
    {
        const auto keys = m_keysOf(source.source);
        return eachItem(source, [&](const Row &row, const std::string &bytes) { count(source, row.number, sealOfSignedLine(bytes, keys, m_reader).state); });
    }

    Result<void> readChain(SourceSeals &source)
    {
        m_chain.nextSource();
        std::vector<EntryNumber> entries;
        std::vector<Unread> damaged;
        std::ranges::copy_if(m_unread, std::back_inserter(damaged), [&](const Unread &item) { return item.source == source.source; });
        auto next = damaged.begin();
        std::optional<Error> failed;
        const auto tellBeginnings = [&] {
            for (const AgtChain::Beginning &beginning : m_chain.beginnings()) {
                const std::string at = "entry " + std::to_string(entries[beginning.index]);
                addGap(source, beginning.previous.empty() ? "A new chain begins at " + at + ": nothing ties it to what came before."
                                                          : "The chain begins in its middle at " + at + ": what came before it was not imported, or was erased.");
            }
        };
        auto read = eachRow(source, [&](const Row &row) -> Result<bool> {
            if (row.erased) { // nothing behind it can be tied to what was before it
                tellBeginnings();
                m_chain = AgtChain();
                entries.clear();
                keep(row.number, erasedSeal());
                count(source, row.number, SealState::Unknown);
                return true;
            }
            if (!row.item)
                return true;
            const auto kept = m_store.item(*row.item);
            if (!kept)
                return kept.error();
            const std::string &bytes = kept->bytes;
            for (; next != damaged.end() && next->entry < row.number; ++next) {
                const auto item = m_store.item(next->item);
                if (!item)
                    failed = item.error();
                else
                    (void)m_chain.add(item->bytes, m_reader);
                entries.push_back(next->entry);
            }
            entries.push_back(row.number);
            keep(row.number, m_chain.add(bytes, m_reader));
            count(source, row.number, m_book.m_seals[m_book.m_chained[row.number]].state);
            return true;
        });
        if (!read || failed)
            return failed ? *failed : read.error();
        tellBeginnings();
        return {};
    }

    void keep(EntryNumber entry, const Seal &seal)
    {
        const auto [known, added] = m_known.try_emplace(std::string(nameOf(seal.state)) + seal.why, static_cast<std::uint32_t>(m_book.m_seals.size()));
        if (added)
            m_book.m_seals.push_back(seal);
        m_book.m_chained[entry] = known->second;
    }

    Result<void> readLog(const SourceSeals &source)
    {
        std::vector<Piece> pieces;
        bool erased = false;
        for (const Unread &item : m_unread) {
            if (item.source == source.source)
                pieces.push_back({item.offset, item.item});
        }
        auto read = eachRow(source, [&](const Row &row) -> Result<bool> {
            erased = erased || row.erased;
            if (erased)
                return false;
            const auto body = m_store.body(row.number);
            if (!body)
                return body.error();
            Arena arena;
            const auto record = readRecord(*body, m_reader, arena);
            if (!record)
                return record.error();
            if (row.item)
                pieces.push_back({record->offset, *row.item});
            return true;
        });
        if (!read)
            return read;
        const auto digest = erased ? Result<std::optional<Digest>>(std::optional<Digest>()) : digestOfLog(m_store, std::move(pieces));
        if (!digest)
            return digest.error();
        m_book.m_digests.addLog(source.source, *digest);
        return {};
    }

    void takeDigests()
    {
        m_book.m_digests.check(m_keysOf);
        for (SourceSeals &source : m_book.m_sources) {
            if (source.format != logFormat && source.format != digestFormat)
                continue;
            const Seal seal = m_book.m_digests.sealOf(source.source);
            source.byState[static_cast<std::size_t>(seal.state)] = source.records;
            if (seal.state == SealState::Broken)
                (void)eachRow(source, [&](const Row &row) -> Result<bool> {
                    source.broken.push_back(row.number);
                    return source.broken.size() < mostBroken;
                });
            for (const std::string &gap : m_book.m_digests.gapsOf(source.source))
                addGap(source, gap);
        }
    }

    const Store &m_store;
    const std::vector<Unread> &m_unread;
    const KeysOf &m_keysOf;
    std::stop_token m_stop;
    SealBook &m_book;
    JsonReader m_reader;
    AgtChain m_chain;
    std::map<std::string, std::uint32_t> m_known; ///< of m_seals, by state and sentence
};

bool SealBook::canBeSealed(std::string_view format)
{
    return format == signedFormat || format == chainFormat || format == logFormat || format == digestFormat;
}

Result<SealBook> SealBook::read(const Store &store, const std::vector<Unread> &unread, const KeysOf &keysOf, std::stop_token stop)
{
    SealBook book;
    Reader reader(store, unread, keysOf, std::move(stop), book);
    if (auto read = reader.run(); !read)
        return read.error();
    return book;
}

Result<Seal> SealBook::sealOf(const Store &store, const Row &row, const KeysOf &keysOf) const
{
    if (row.format == chainFormat) {
        const auto found = m_chained.find(row.number);
        return found == m_chained.end() ? Seal() : m_seals[found->second];
    }
    if (row.format == logFormat || row.format == digestFormat)
        return m_digests.sealOf(row.source);
    if (row.erased && row.format == signedFormat)
        return erasedSeal();
    if (row.format != signedFormat || !row.item)
        return Seal{SealState::NotSealed, SealKind::None, {}, "Sources of this format sign nothing."};
    const auto item = store.item(*row.item);
    if (!item)
        return item.error();
    JsonReader reader;
    return sealOfSignedLine(item->bytes, keysOf(row.source), reader);
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/window_books.h"

#include "models/evidence/record_json.h"
#include "models/workspace/in_parallel.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <numeric>

namespace mandate {

namespace {

constexpr EntryNumber mostToTake = 65'536; ///< more than that was a large import: everything is read again, in one go
constexpr std::size_t takenAtOnce = 4096;

std::vector<std::shared_ptr<const CompiledPact>> pactsOf(const PactTimelines &timelines)
{
    std::vector<std::shared_ptr<const CompiledPact>> pacts;
    for (const PactTimelines::Window *window : timelines.windows())
        pacts.push_back(window->pact->compiled);
    return pacts;
}

} // namespace

WindowBooks::WindowBooks(const std::vector<std::shared_ptr<const CompiledPact>> &pacts)
{
    for (const auto &pact : pacts) {
        if (pact->looksAtWindows())
            m_books.try_emplace(pact, pact, WindowBook::Begin::Filling);
    }
}

Result<WindowBooks> WindowBooks::read(const Store &store, const std::vector<std::shared_ptr<const CompiledPact>> &pacts, EntryNumber end,
                                      const std::stop_token &stop)
{
    WindowBooks books(pacts);
    if (books.isEmpty())
        return books;
    const auto tools = store.names(Dimension::Tool);
    if (!tools)
        return tools.error();
    RowFilter filter;
    filter.kinds = {RecordKind::Action, RecordKind::Decision};
    filter.erased = false;
    std::ranges::copy_if(*tools, std::back_inserter(filter.tools), [&](const std::string &tool) { return books.concerns(tool); });
    if (!filter.tools.empty()) { // an empty filter would mean all of them
        const auto entries = store.select(filter, RowOrder::ArrivalAscending, stop);
        if (!entries)
            return entries.error();
        const auto last = std::ranges::lower_bound(*entries, end);
        if (auto taken = books.takeRecords(store, {entries->begin(), last}, stop); !taken)
            return taken.error();
    }
    books.settle();
    return books;
}

Result<WindowBooks> WindowBooks::read(const Store &store, const PactTimelines &timelines, EntryNumber end, const std::stop_token &stop)
{
    return read(store, pactsOf(timelines), end, stop);
}

bool WindowBooks::concerns(std::string_view tool) const
{
    return std::ranges::any_of(m_books, [&](const auto &book) { return book.second.concerns(tool); });
}

WindowsBefore WindowBooks::before(const std::shared_ptr<const CompiledPact> &pact, EntryNumber entry) const
{
    if (m_books.empty())
        return {};
    const auto found = m_books.find(pact);
    return {found != m_books.end() ? &found->second : nullptr, entry};
}

void WindowBooks::take(const Record &record, EntryNumber entry)
{
    for (auto &[pact, book] : m_books) {
        book.permit(record, entry);
        book.act(record, entry);
    }
}

Result<void> WindowBooks::takeRecords(const Store &store, std::span<const EntryNumber> entries, const std::stop_token &stop)
{
    JsonReader reader;
    Arena arena;
    while (!entries.empty()) {
        if (stop.stop_requested())
            return judgingStopped();
        const auto some = entries.first(std::min(takenAtOnce, entries.size()));
        entries = entries.subspan(some.size());
        const auto bodies = store.bodies(some);
        if (!bodies)
            return bodies.error();
        for (std::size_t i = 0; i < some.size(); ++i) {
            arena.reset();
            const auto record = readRecord((*bodies)[i], reader, arena);
            if (!record)
                return record.error();
            take(*record, some[i]);
        }
    }
    return {};
}

Result<void> WindowBooks::takeEntries(const Store &store, EntryNumber first, EntryNumber end)
{
    std::vector<EntryNumber> entries(end - first);
    std::iota(entries.begin(), entries.end(), first);
    const auto rows = store.rows(entries);
    if (!rows)
        return rows.error();
    entries.clear();
    for (const Row &row : *rows) {
        if (row.type == EntryType::Record && (row.kind == RecordKind::Action || row.kind == RecordKind::Decision) && concerns(row.tool))
            entries.push_back(row.number);
    }
    return takeRecords(store, entries, {});
}

void WindowBooks::settle()
{
    for (auto &[pact, book] : m_books)
        book.settle();
}

bool WindowBooks::takeDisorder()
{
    bool disorder = false;
    for (auto &[pact, book] : m_books)
        disorder = book.takeDisorder() || disorder;
    return disorder;
}

Result<WindowBooks *> LiveWindows::follow(const Store &store, const std::shared_ptr<const PactTimelines> &timelines,
                                          const std::function<Result<EntryNumber>()> &judgedTo)
{
    const EntryNumber end = store.size();
    if (!m_timelines || m_timelines->digest() != timelines->digest() || (!m_books.isEmpty() && end - m_seen > mostToTake)) {
        clear();
        m_books = WindowBooks();
        m_seen = 0;
        if (timelines->windowsMatter()) {
            const auto judged = judgedTo();
            if (!judged)
                return judged.error();
            m_seen = std::min(*judged, end);
            auto books = WindowBooks::read(store, *timelines, m_seen);
            if (!books)
                return books.error();
            m_books = std::move(books).value();
        }
        m_timelines = timelines;
    }
    if (m_books.isEmpty())
        return nullptr;
    if (m_seen < end) {
        if (auto taken = m_books.takeEntries(store, m_seen, end); !taken) {
            clear();
            return taken.error();
        }
        m_seen = end;
    }
    return &m_books;
}

} // namespace mandate

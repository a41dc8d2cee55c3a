// SPDX-License-Identifier: GPL-3.0-or-later
// The windows of the pacts that judge, with what the ledger holds of them: read as a whole, or followed as the ledger grows. What a window holds
// is models/pact/window_book.h.
#pragma once

#include "models/pact/window_book.h"
#include "models/store/store.h"
#include "models/workspace/pact_timelines.h"

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace mandate {

class WindowBooks
{
public:
    WindowBooks() = default;
    /// A book for each pact whose conditions look at windows.
    explicit WindowBooks(const std::vector<std::shared_ptr<const CompiledPact>> &pacts);
    /// The same with everything below entry `end` of the ledger taken in.
    static Result<WindowBooks> read(const Store &store, const std::vector<std::shared_ptr<const CompiledPact>> &pacts, EntryNumber end,
                                    const std::stop_token &stop = {});
    static Result<WindowBooks> read(const Store &store, const PactTimelines &timelines, EntryNumber end, const std::stop_token &stop = {});

    [[nodiscard]] bool isEmpty() const { return m_books.empty(); }
    /// Without a book for a pact that looks at no window.
    [[nodiscard]] WindowsBefore before(const std::shared_ptr<const CompiledPact> &pact, EntryNumber entry) const;
    /// An action, or a decision of the gateway. Others are passed over.
    void take(const Record &record, EntryNumber entry);
    /// Takes in the entries in [first, end) of the ledger.
    Result<void> takeEntries(const Store &store, EntryNumber first, EntryNumber end);
    /// See WindowBook.
    [[nodiscard]] bool takeDisorder();

private:
    [[nodiscard]] bool concerns(std::string_view tool) const;
    Result<void> takeRecords(const Store &store, std::span<const EntryNumber> entries, const std::stop_token &stop);
    void settle();

    std::map<std::shared_ptr<const CompiledPact>, WindowBook> m_books;
};

/// Books of the pacts in force that grow with the ledger, for who decides now and for what comes in. Used by who writes.
class LiveWindows
{
public:
    /// The books with everything that the ledger holds; null where no pact in force looks at windows. Valid until the next call. `judgedTo` says up
    /// to where the ledger notes that verdicts were given: what came in behind may have come late for one of those.
    Result<WindowBooks *> follow(const Store &store, const std::shared_ptr<const PactTimelines> &timelines,
                                 const std::function<Result<EntryNumber>()> &judgedTo);
    /// What the ledger gained up to here was taken in by the caller.
    void skipTo(EntryNumber end) { m_seen = end; }
    /// Forgets all: it is read again.
    void clear()
    {
        m_timelines.reset();
        ++m_reading;
    }
    /// Another number whenever what was taken in by a caller may be gone.
    [[nodiscard]] std::uint64_t reading() const { return m_reading; }

private:
    std::shared_ptr<const PactTimelines> m_timelines;
    WindowBooks m_books;
    EntryNumber m_seen = 0;
    std::uint64_t m_reading = 0;
};

} // namespace mandate

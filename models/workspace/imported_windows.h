// SPDX-License-Identifier: GPL-3.0-or-later
// The windows that an import judges by, growing with what it brings. What lies in them is window_books.h; when all is judged again is import.cpp.
#pragma once

#include "models/workspace/workspace_private.h"

namespace mandate {

/// Once something came late for a verdict that was given, windows are not asked any more: what reads them is undecidable until all is judged again
/// at the end of the import. Who decides meanwhile reads them from the ledger.
class ImportedWindows
{
public:
    explicit ImportedWindows(Workspace::Private &workspace) : m_workspace(workspace) {}
    ~ImportedWindows()
    {
        if (m_late || !m_done)
            m_workspace.liveWindows.clear(); // they may hold what the ledger does not
    }
    ImportedWindows(const ImportedWindows &) = delete;
    ImportedWindows &operator=(const ImportedWindows &) = delete;

    /// What others wrote is taken in; what is judged next becomes entry `next` of the ledger and those behind it. `inChunk`: a part of a chunk is
    /// taken in and not stored yet.
    Result<void> follow(EntryNumber next, bool inChunk)
    {
        if (inChunk && next != m_end) // what was taken in of the chunk has other numbers now
            giveUp();
        m_next = m_end = next;
        if (m_late)
            return {};
        const auto reading = m_workspace.liveWindows.reading();
        const auto books = m_workspace.followWindows();
        if (!books)
            return books.error();
        const bool wasUsed = m_books != nullptr;
        m_books = *books;
        if (m_books && (m_books->takeDisorder() || (inChunk && wasUsed && m_workspace.liveWindows.reading() != reading)))
            giveUp();
        return {};
    }
    /// An action that becomes the entry so many behind the next one; then it may be judged.
    void take(const Record &record, std::size_t entry)
    {
        if (!m_books)
            return;
        m_books->take(record, m_next + entry);
        if (m_books->takeDisorder())
            giveUp();
    }
    [[nodiscard]] WindowsBefore before(const std::shared_ptr<const CompiledPact> &pact, std::size_t entry) const
    {
        return m_books ? m_books->before(pact, m_next + entry) : WindowsBefore{};
    }
    /// What was taken in is in the ledger up to here, every item of it or not.
    void stored(EntryNumber end, bool all)
    {
        m_end = end;
        if (!all)
            giveUp();
        if (m_books)
            m_workspace.liveWindows.skipTo(end);
    }
    void done() { m_done = true; }
    [[nodiscard]] bool cameLate() const { return m_late; }

private:
    void giveUp()
    {
        m_late = m_late || m_books != nullptr;
        if (m_books)
            m_workspace.liveWindows.clear();
        m_books = nullptr;
    }

    Workspace::Private &m_workspace;
    WindowBooks *m_books = nullptr; ///< none: nobody looks at windows, or something came late
    EntryNumber m_next = 0;
    EntryNumber m_end = 0; ///< of the ledger as we know it
    bool m_late = false;
    bool m_done = false;
};

} // namespace mandate

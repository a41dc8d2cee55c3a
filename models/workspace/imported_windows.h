// SPDX-License-Identifier: GPL-3.0-or-later
// The windows that an import judges by, growing with what it brings. What lies in them is window_books.h; when all is judged again is import.cpp.
#pragma once

#include "models/workspace/workspace_private.h"

namespace mandate {

/// Once something came late for a verdict that was given, windows are not asked any more: what reads them is undecidable until all is judged again
/// at the end of the import.
class ImportedWindows
{
public:
    explicit ImportedWindows(Workspace::Private &workspace) : m_workspace(workspace) {}
    ~ImportedWindows()
    {
        if (m_disorder || !m_done)
            m_workspace.liveWindows.clear(); // they may hold what the ledger does not
    }
    ImportedWindows(const ImportedWindows &) = delete;
    ImportedWindows &operator=(const ImportedWindows &) = delete;

    /// What others wrote is taken in; what is judged next becomes entry `next` of the ledger and those behind it. `inChunk`: a part of a chunk is
    /// taken in and not stored yet.
    Result<void> follow(EntryNumber next, bool inChunk)
    {
        m_disorder = m_disorder || (m_books && inChunk && next != m_end); // what was taken in of the chunk has other numbers now
        m_next = next;
        if (m_disorder)
            return {};
        const auto books = m_workspace.followWindows();
        if (!books)
            return books.error();
        m_books = *books;
        m_disorder = m_books && m_books->takeDisorder();
        return {};
    }
    /// An action that becomes the entry so many behind the next one; then it may be judged.
    void take(const Record &record, std::size_t entry)
    {
        if (!m_books || m_disorder)
            return;
        m_books->take(record, m_next + entry);
        m_disorder = m_books->takeDisorder();
    }
    [[nodiscard]] WindowsBefore before(const std::shared_ptr<const CompiledPact> &pact, std::size_t entry) const
    {
        return m_books && !m_disorder ? m_books->before(pact, m_next + entry) : WindowsBefore{};
    }
    /// What was taken in is in the ledger up to here, every item of it or not.
    void stored(EntryNumber end, bool all)
    {
        m_end = end;
        m_disorder = m_disorder || (m_books && !all);
        if (!m_disorder)
            m_workspace.liveWindows.skipTo(end);
    }
    void done() { m_done = true; }
    [[nodiscard]] bool cameLate() const { return m_disorder; }

private:
    Workspace::Private &m_workspace;
    WindowBooks *m_books = nullptr;
    EntryNumber m_next = 0;
    EntryNumber m_end = 0; ///< of what was stored last
    bool m_disorder = false;
    bool m_done = false;
};

} // namespace mandate

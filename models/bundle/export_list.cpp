// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bundle/export_list.h"

#include "models/bag/bag_error.h"

#include <algorithm>
#include <map>
#include <span>

namespace mandate {

namespace {

constexpr std::size_t notesAtOnce = 1024;

/// Takes in one step after another.
class Listing
{
public:
    explicit Listing(const PublicKey &workspace) : m_people(workspace) {}

    void add(const Row &row, const std::string &body)
    {
        if (row.type == EntryType::Person)
            m_people.add(row.number, body); // who might sign with which key, as of what follows
        else if (speaksOfExport(body))
            step(row.number, body);
    }
    [[nodiscard]] ExportList take() { return std::move(m_list); }

private:
    void step(EntryNumber entry, const std::string &body)
    {
        auto read = readExportEntry(body, m_people.keyring());
        const auto begun = read && read->begun ? m_at.find(*read->begun) : m_at.end();
        const bool begins = read && read->step == ExportStep::Begin;
        if (!begins && begun == m_at.end()) {
            m_list.notHeld.push_back(entry);
            return;
        }
        if (begins) {
            m_at.emplace(sha256(body), m_list.exports.size());
            m_list.exports.push_back({entry, std::move(read).value(), {}, {}});
            return;
        }
        ListedExport &listed = m_list.exports[begun->second];
        ExportStepEntry taken{entry, std::move(read).value()};
        if (taken.statement.step == ExportStep::Reveal)
            listed.reveals.push_back(std::move(taken));
        else if (!listed.end)
            listed.end = std::move(taken);
    }

    PeopleRegister m_people;
    std::map<Digest, std::size_t> m_at; ///< of the entries that begin exports
    ExportList m_list;
};

} // namespace

Result<ExportList> exportsIn(const Workspace &workspace, std::stop_token stop)
{
    const Store &store = workspace.store();
    RowFilter filter;
    filter.types = {EntryType::Note, EntryType::Person};
    const auto entries = store.select(filter, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return entries.error();
    Listing listing(store.publicKey());
    for (std::size_t done = 0; done < entries->size(); done += notesAtOnce) {
        if (stop.stop_requested())
            return bagStopped();
        const auto some = std::span(*entries).subspan(done, std::min(notesAtOnce, entries->size() - done));
        const auto rows = store.rows(some);
        if (!rows)
            return rows.error();
        const auto bodies = store.bodies(some);
        if (!bodies)
            return bodies.error();
        for (std::size_t i = 0; i < some.size(); ++i)
            listing.add((*rows)[i], (*bodies)[i]);
    }
    return listing.take();
}

} // namespace mandate

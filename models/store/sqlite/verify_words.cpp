// SPDX-License-Identifier: GPL-3.0-or-later
// What a failed verification says to a person.
#include "models/store/sqlite/verify.h"

namespace mandate::sqlite {

void FirstProblem::report(EntryNumber entry, std::string reason)
{
    const std::lock_guard lock(m_mutex);
    if (!m_first || entry < m_first->first)
        m_first = {entry, std::move(reason)};
}

std::optional<std::pair<EntryNumber, std::string>> FirstProblem::first() const
{
    const std::lock_guard lock(m_mutex);
    return m_first;
}

BadEntry badEntryOf(EntryNumber entry, std::string reason, std::uint64_t entries, std::uint64_t proven, const PublicKey &key)
{
    BadEntry bad;
    bad.entry = entry;
    bad.reason = std::move(reason);
    const std::string number = std::to_string(entry);
    if (entries == 0)
        bad.affects = "The workspace holds no entries yet; new ones would rest on a damaged beginning.";
    else
        bad.affects = "What entry " + number +
                      " says cannot be relied on, nor can verdicts, incidents and figures that count it. "
                      "Later entries may be affected too.";
    if (proven > 0)
        bad.stillHolds = "Entries 0 to " + std::to_string(proven - 1) +
                         " are proven unchanged: their hashes were computed anew and give the root of the checkpoint over " + std::to_string(proven) +
                         " entries signed by " + key.id() + '.';
    else if (entry > 0)
        bad.stillHolds = "Entries 0 to " + std::to_string(entry - 1) + " match their own hashes, but no signed checkpoint covers just them.";
    else
        bad.stillHolds =
            "Nothing before it: it is the first entry. A copy of the workspace or of a checkpoint kept elsewhere can still prove the past.";
    return bad;
}

} // namespace mandate::sqlite

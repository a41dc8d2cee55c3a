// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/judged_import.h"

namespace mandate {

void JudgedImport::addBreach(std::uint32_t entry, const Record &record, const std::shared_ptr<const LoadedPact> &pact, const Clause &clause)
{
    m_waiting.back().breaches.push_back(
        {entry, std::string(record.agent), std::string(record.deployment), std::string(record.session), pact, &clause});
}

void JudgedImport::stored(const Appended &appended)
{
    EntryNumber first = appended.first;
    for (const Appended::Part &part : appended.parts) {
        m_exact = m_exact && part.itemsKnown == 0;
        const Gathered &batch = m_waiting.front();
        if (m_exact) {
            for (const JudgedEntry &judged : batch.verdicts)
                m_range.add(first + judged.entry, judged.verdict, judged.clause);
            for (const Breach &breach : batch.breaches)
                m_opening.add({breach.agent, breach.deployment, breach.session, breach.pact->version, *breach.clause}, first + breach.entry);
        }
        first += part.records + part.otherEntries;
        m_waiting.pop_front();
    }
}

} // namespace mandate

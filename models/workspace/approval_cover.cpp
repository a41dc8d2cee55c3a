// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/approval_cover.h"

#include "models/base/canonical_json.h"
#include "models/evidence/record_json.h"

#include <algorithm>

namespace mandate {

ApprovalCover::ApprovalCover(const ApprovalBook &approvals, const Store *store) : m_store(store)
{
    for (const ApprovalLife *life : approvals.used()) {
        const auto used = std::ranges::find_if(life->history(), [](const ApprovalLife::Event &event) {
            return event.statement.step == ApprovalStep::Consume && event.voidBecause.empty();
        });
        const ActionBinding &action = life->approvedAction();
        m_uses[keyOf(action.agent, life->request().session, action.tool, action.parameters)].entries.push_back(used->statement.entry);
    }
    for (auto &[key, uses] : m_uses)
        std::ranges::sort(uses.entries);
}

std::string ApprovalCover::keyOf(std::string_view agent, std::string_view session, std::string_view tool, std::string_view parameters)
{
    std::string key;
    for (const std::string_view part : {agent, session, tool, parameters}) {
        key += part;
        key += '\0';
    }
    return key;
}

void ApprovalCover::lookUp(Uses &uses, const Record &record, const std::string &key) const
{
    RowFilter filter;
    filter.kinds = {RecordKind::Action};
    filter.agents = {std::string(record.agent)};
    filter.sessions = {std::string(record.session)};
    filter.tools = {std::string(record.tool)};
    filter.verdicts = {Verdict::Approved};
    const auto entries = m_store->select(filter, RowOrder::ArrivalAscending);
    const auto bodies = entries ? m_store->bodies(*entries) : Result<std::vector<std::string>>(entries.error());
    if (!bodies) { // what cannot be read covers nothing
        uses.entries.clear();
        return;
    }
    JsonReader reader;
    Arena arena;
    for (std::size_t i = 0; i < bodies->size(); ++i) {
        arena.reset();
        const auto earlier = readRecord((*bodies)[i], reader, arena);
        if (!earlier || keyOf(earlier->agent, earlier->session, earlier->tool, canonicalJson(earlier->arguments)) != key)
            continue;
        const auto use = std::ranges::find_if(uses.entries, [&](EntryNumber entry) { return entry < (*entries)[i]; });
        if (use != uses.entries.end())
            uses.entries.erase(use);
    }
}

Verdict ApprovalCover::verdict(Verdict judged, const Record &record, EntryNumber entry)
{
    if (judged != Verdict::NeedsApproval || m_uses.empty() || !record.arguments.isMap())
        return judged;
    const std::string key = keyOf(record.agent, record.session, record.tool, canonicalJson(record.arguments));
    const auto found = m_uses.find(key);
    if (found == m_uses.end())
        return judged;
    Uses &uses = found->second;
    if (m_store && !uses.known)
        lookUp(uses, record, key);
    uses.known = true;
    const auto use = std::ranges::find_if(uses.entries, [&](EntryNumber of) { return of < entry; });
    if (use == uses.entries.end())
        return judged;
    uses.entries.erase(use);
    return Verdict::Approved;
}

} // namespace mandate

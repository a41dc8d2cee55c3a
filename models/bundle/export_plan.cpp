// SPDX-License-Identifier: GPL-3.0-or-later
// What an export would hold, before anything is written.
#include "models/bundle/bundle_export.h"

#include "models/bag/bag_error.h"
#include "models/base/digest_stream.h"
#include "models/bundle/case_zone.h"
#include "models/bundle/export_parts.h"
#include "models/bundle/redaction.h"

#include <algorithm>
#include <numeric>

namespace mandate {

using namespace bundle;

namespace {

std::vector<PactVersion> pactsFor(const Workspace &workspace, const ExportPlan &plan)
{
    std::vector<PactVersion> pacts;
    for (PactVersion &pact : workspace.pacts()) {
        const auto binds = [&](const auto &agent) { return pact.document.bindsAgent(agent.first, agent.second); };
        if ((pact.effectiveFrom || pact.adopted) && std::ranges::any_of(plan.agents, binds))
            pacts.push_back(std::move(pact));
    }
    return pacts;
}

} // namespace

std::uint64_t ExportPlan::hiddenValues() const
{
    return std::accumulate(hidden.begin(), hidden.end(), std::uint64_t{0}, [](std::uint64_t sum, const auto &one) { return sum + one.second; });
}

Result<ExportPlan> planExport(const Workspace &workspace, const ExportOrder &order, const ExportProgress &progress, std::stop_token stop)
{
    if (!order.zone.empty() && !isZone(order.zone))
        return exportError(ErrorKind::Usage, "MND-BDL-008", "\"" + order.zone + "\" is no time zone.", "Name one of the IANA list, such as Europe/Madrid.");
    const Store &store = workspace.store();
    ExportPlan plan;
    const Checkpoint head = store.head();
    plan.size = head.size;
    plan.root = head.root;
    auto selected = selectEvidence(workspace, order.selection, stop);
    if (!selected)
        return selected.error();
    plan.entries = std::move(selected).value();
    std::erase_if(plan.entries, [&](EntryNumber entry) { return entry >= plan.size; });
    if (plan.entries.empty())
        return exportError(ErrorKind::Input, "MND-BDL-006", "No record matches: " + selectionWords(order.selection) + '.', "Ask for others; \"mandate query\" shows what is there.");
    DigestStream digest;
    std::set<std::uint64_t> items;
    for (std::size_t done = 0; done < plan.entries.size(); done += recordsAtOnce) {
        if (stop.stop_requested())
            return bagStopped();
        const auto some = std::span(plan.entries).subspan(done, std::min(recordsAtOnce, plan.entries.size() - done));
        const auto rows = store.rows(some);
        if (!rows)
            return rows.error();
        const auto bodies = store.bodies(some);
        if (!bodies)
            return bodies.error();
        for (std::size_t i = 0; i < some.size(); ++i) {
            const Row &row = (*rows)[i];
            const auto leaf = leafOf(store, row, (*bodies)[i]);
            if (!leaf)
                return leaf.error();
            const SelectionLine line = lineOf(row, *leaf);
            digest.add(textOf(line));
            if (row.erased && plan.firstWhole == done + i)
                ++plan.firstWhole;
            plan.erased += row.erased;
            if (row.item && !row.erased)
                items.insert(*row.item);
            plan.agents.emplace(row.agent, row.deployment);
            if (!row.session.empty())
                plan.sessions.insert(row.session);
            if (row.time && (!plan.first || row.time->nanoseconds < plan.first->nanoseconds))
                plan.first = row.time;
            if (row.time && (!plan.last || row.time->nanoseconds > plan.last->nanoseconds))
                plan.last = row.time;
            if (row.kind == RecordKind::Action) {
                ++plan.actions;
                for (std::size_t bit = 0; bit < plan.has.size(); ++bit)
                    plan.has[bit] += (row.completeness >> bit) & 1U;
            }
            if (order.profile && !row.erased) {
                const auto redacted = redact(*order.profile, {}, line.entry, line.leaf, (*bodies)[i]);
                if (!redacted)
                    return redacted.error();
                for (const auto &[name, count] : redacted->hidden)
                    plan.hidden[name] += count;
            }
        }
        if (progress)
            progress(done + some.size(), plan.entries.size());
    }
    plan.digest = digest.digest();
    plan.items = items.size();
    plan.pacts = pactsFor(workspace, plan);
    return plan;
}

} // namespace mandate

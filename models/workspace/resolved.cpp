// SPDX-License-Identifier: GPL-3.0-or-later
// What a filter asks for that no column of the store holds, as the entries that meet it.
#include "models/metrics/counted_entries.h"
#include "models/store/entries_of.h"
#include "models/workspace/kept_trail.h"
#include "models/workspace/workspace_private.h"

namespace mandate {

const std::shared_ptr<KeptTrail> &Workspace::keptTrail() const
{
    return m->trail;
}

Result<RowFilter> Workspace::resolved(RowFilter filter, std::stop_token stop) const
{
    const AsksFor asked = asksFor(filter);
    if (!asked.marks && !asked.figures)
        return filter;
    if (asked.figures && m->store->isExcerpt())
        return noFiguresHere();
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    std::shared_ptr<const MetricTrail> trail;
    RunModels models;
    if (asked.figures) {
        auto taken = m->trail->take(*this, stop);
        if (!taken)
            return taken.error();
        trail = std::move(taken).value();
    }
    if (asked.models) {
        auto taken = m->trail->models(*this, *trail, stop);
        if (!taken)
            return taken.error();
        models = std::move(taken).value();
    }
    MetricWindow window;
    const FilterTimes times = timesOf(filter);
    if (times.since)
        window.sinceNs = times.since->nanoseconds;
    if (times.until)
        window.untilNs = times.until->nanoseconds;
    std::optional<CountedEntries> counted;
    if (trail)
        counted.emplace(*trail, window, models);
    const EntriesOf entries{[this](const MarkedBy &mark) {
                                const std::shared_lock reading(m->lock);
                                return m->annotations.entriesMarked(mark);
                            },
                            [&counted](const CountedIn &in) { return counted->of(in); }};
    return withEntries(std::move(filter), entries);
}

} // namespace mandate

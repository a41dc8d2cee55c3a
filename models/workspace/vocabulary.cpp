// SPDX-License-Identifier: GPL-3.0-or-later
// What the trail of some agents holds, read once.
#include "models/workspace/workspace_private.h"

#include "models/pact/vocabulary.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

bool bindsAny(const std::vector<Binding> &binds, std::string_view agent, std::string_view deployment)
{
    return std::ranges::any_of(
        binds, [&](const Binding &binding) { return matchesPattern(binding.agent, agent) && matchesPattern(binding.deployment, deployment); });
}

} // namespace

Result<Vocabulary> Workspace::vocabulary(const std::vector<Binding> &binds, const ImportProgress &progress, std::stop_token stop) const
{
    RowFilter actions;
    actions.kinds = {RecordKind::Action};
    const auto pairs = m->store->tally(actions, std::array{Dimension::Agent, Dimension::Deployment}, stop);
    if (!pairs)
        return pairs.error();
    // Others' entries are not even unpacked.
    for (const Tally &pair : *pairs) {
        if (!bindsAny(binds, pair.key[0], pair.key[1]))
            continue;
        for (const auto &[names, name] : {std::pair{&actions.agents, &pair.key[0]}, std::pair{&actions.deployments, &pair.key[1]}}) {
            if (std::ranges::find(*names, *name) == names->end())
                names->push_back(*name);
        }
    }
    VocabularyBuilder builder;
    if (actions.agents.empty())
        return builder.take();
    const auto read = m->eachAction(
        actions,
        [&](EntryNumber, const Record &record) {
            if (bindsAny(binds, record.agent, record.deployment))
                builder.add(record);
        },
        progress, std::move(stop));
    if (!read)
        return read.error();
    return builder.take();
}

} // namespace mandate

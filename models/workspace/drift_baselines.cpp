// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/drift_baselines.h"

#include "models/workspace/run_reading.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <set>

namespace mandate {

namespace {

/// What names exactly these runs, whatever order they were read in.
Digest sessionsDigest(const std::vector<AgentRun> &runs)
{
    std::vector<std::string> names;
    for (const AgentRun &run : runs)
        names.push_back(run.session);
    std::ranges::sort(names);
    std::string all;
    for (const std::string &name : names)
        all += name + '\n';
    return sha256(all);
}

} // namespace

RowFilter runsOf(const DriftBaseline &baseline)
{
    RowFilter filter;
    filter.agents = {baseline.agent};
    if (!baseline.deployment.empty())
        filter.deployments = {baseline.deployment};
    filter.since = baseline.since;
    filter.until = baseline.until;
    return filter;
}

std::optional<Instant> endOf(const DriftBaseline &baseline)
{
    return baseline.until && baseline.until->nanoseconds <= baseline.signer.at.nanoseconds ? baseline.until : std::nullopt;
}

std::vector<DriftBaseline> DriftBaselines::list() const
{
    auto &inside = *m_workspace.m;
    (void)inside.load();
    const std::shared_lock reading(inside.lock);
    return inside.baselines;
}

Result<DriftBaseline> DriftBaselines::named(const std::string &name) const
{
    const auto all = list();
    const auto found = std::ranges::find(all, name, &DriftBaseline::name);
    if (found == all.end())
        return Error{ErrorKind::Missing, "MND-BSL-007", "There is no baseline \"" + name + "\".", "Nothing was compared.", "\"mandate baseline list\" shows those there are.", {}};
    return *found;
}

Result<DriftBaseline> DriftBaselines::set(DriftBaseline wanted, std::stop_token stop)
{
    auto &inside = *m_workspace.m;
    if (inside.readOnly)
        return inside.unlock().error();
    if (wanted.until && wanted.until->nanoseconds > m_workspace.now().nanoseconds)
        return Error{ErrorKind::Input, "MND-BSL-011", "The baseline would end at " + formatInstant(*wanted.until) + ", which has not come.", "Nothing was signed.", "Leave the end out, or name one that is past.", {}};
    const Checkpoint head = inside.store->head();
    wanted.ledgerSize = head.size;
    wanted.ledgerRoot = head.root;
    const auto runs = readRuns(m_workspace, {runsOf(wanted), RunDepth::Whole, 0, head.size}, std::move(stop));
    if (!runs)
        return runs.error();
    std::set<std::string> deployments;
    for (const AgentRun &run : *runs)
        deployments.insert(run.deployment);
    if (deployments.size() > 1) {
        std::string names;
        for (const std::string &name : deployments)
            names += (names.empty() ? "" : ", ") + (name.empty() ? std::string("one without a name") : name);
        return Error{ErrorKind::Input, "MND-BSL-010", wanted.agent + " acts in several deployments: " + names + '.', "Nothing was signed: each has a pact and a behaviour of its own.", "Name one.", {}};
    }
    wanted.deployment = deployments.empty() ? wanted.deployment : *deployments.begin();
    wanted.counts = countsOf(*runs);
    wanted.sessions = sessionsDigest(*runs);
    if (auto refusal = baselineRefusal(wanted))
        return *refusal;
    const AgentRun *last = &runs->front(); // the pact that judged the newest of them
    for (const AgentRun &run : *runs) {
        if (run.began && (!last->began || run.began->nanoseconds > last->began->nanoseconds))
            last = &run;
    }
    if (const auto pact = m_workspace.pactFor(last->agent, last->deployment, last->began)) {
        wanted.pact = pact->document.id + '@' + pact->document.version;
        wanted.pactDigest = pact->digest;
    }
    {
        Workspace::Private::Writing writing(inside);
        if (auto begun = writing.begin(); !begun)
            return begun.error();
        const auto signer = inside.signer();
        if (!signer)
            return signer.error();
        if (auto refusal = baselineRoleRefusal(inside.people, signer->person.id, wanted.agent, m_workspace.now()))
            return *refusal;
        if (std::ranges::find(inside.baselines, wanted.name, &DriftBaseline::name) != inside.baselines.end())
            return Error{ErrorKind::Refused, "MND-BSL-008", "There is a baseline \"" + wanted.name + "\" already.", "Nothing was signed: a baseline never changes.", "Set another under another name.", {}};
        const auto ofThis = [&](const SignedNote &note) { return note.kind == "evaluation" && note.agent == wanted.agent && note.content == *wanted.evaluation; };
        const auto withResults = [&](const EvaluationStatement &run) { return (run.agent.empty() || run.agent == wanted.agent) && run.content == *wanted.evaluation; };
        if (wanted.evaluation && std::ranges::none_of(inside.notes, ofThis) && std::ranges::none_of(inside.evaluations, withResults))
            return Error{ErrorKind::Missing, "MND-BSL-009", "No evaluation of " + wanted.agent + " has this digest.", "Nothing was signed.", "Record the evaluation first, or leave it out.", {}};
        wanted.signer = inside.noteSigner(*signer);
        const auto appended = inside.appendEntry(EntryType::Note, baselineEntry(wanted, *signer->key));
        if (!appended)
            return appended.error();
        wanted.entry = appended->first;
        if (auto loaded = inside.load(); !loaded)
            return loaded.error();
    }
    Q_EMIT m_workspace.ledgerGrew(inside.store->size());
    return wanted;
}

} // namespace mandate

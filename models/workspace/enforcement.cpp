// SPDX-License-Identifier: GPL-3.0-or-later
// Workspace's part of enforcement: configuring points, how far they are, drills. Telling them is enforcer.cpp.
#include "models/authorization/signed_note.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <set>

namespace mandate {

namespace {

constexpr std::string_view pointsAsTheyWere = "Enforcement points are as they were.";

} // namespace

Secrets Workspace::Private::pointSecrets(const std::shared_ptr<const SigningKey> &key) const
{
    Secrets secrets;
    secrets.find = [store = surroundings.secrets](const std::string &name) -> std::optional<std::string> {
        const auto secret = store->get(name);
        if (!secret)
            return std::nullopt;
        return secret->text;
    };
    secrets.key = key.get();
    return secrets;
}

EnforcedStanding Workspace::Private::enforcedStanding(const std::string &agent, const std::vector<std::string> &deployments, const Instant &now) const
{
    const AgentStanding standing = this->standing(agent, deployments, now);
    EnforcedStanding enforced;
    enforced.agent = agent;
    enforced.state = standing.state;
    if (standing.state == AgentState::Restricted)
        enforced.refusedTools = standing.tools;
    enforced.validUntil = standing.validUntil;
    enforced.since = standing.since.value_or(Instant{0, true});
    enforced.reasonCode = standing.reason;
    const std::shared_lock reading(lock);
    if (const Statement *statement = authorizations.current(agent)) {
        enforced.entry = statement->entry;
        enforced.statement = authorizations.lastDigest(agent);
    } else if (const PactPointer pact = pactNamed(standing.pactId, standing.pactVersion)) {
        enforced.entry = pact->version.entry;
        enforced.statement = pact->version.digest;
    }
    return enforced;
}

std::vector<std::string> Workspace::Private::deploymentsOf(const std::string &agent) const
{
    RowFilter seen;
    seen.agents = {agent};
    std::vector<std::string> deployments;
    if (const auto tallies = store->tally(seen, std::array{Dimension::Deployment})) {
        for (const Tally &tally : *tallies)
            deployments.push_back(tally.key[0]);
    }
    if (deployments.empty())
        deployments.emplace_back();
    return deployments;
}

std::vector<EnforcedStanding> Workspace::Private::enforcedStandings(const Instant &now) const
{
    std::set<std::string> agents;
    if (auto names = store->names(Dimension::Agent))
        agents.insert(names->begin(), names->end());
    std::map<std::string, std::vector<std::string>> deployments;
    RowFilter seen;
    if (const auto tallies = store->tally(seen, std::array{Dimension::Agent, Dimension::Deployment})) {
        for (const Tally &tally : *tallies)
            deployments[tally.key[0]].push_back(tally.key[1]);
    }
    {
        const std::shared_lock reading(lock);
        for (std::string &agent : authorizations.agents())
            agents.insert(std::move(agent));
    }
    agents.erase(std::string());
    std::vector<EnforcedStanding> standings;
    for (const std::string &agent : agents) {
        auto &in = deployments[agent];
        if (in.empty())
            in.emplace_back();
        EnforcedStanding standing = enforcedStanding(agent, in, now);
        if (standing.statement != Digest()) // somebody or a pact says something about it
            standings.push_back(std::move(standing));
    }
    return standings;
}

Result<std::vector<ConfiguredPoint>> Workspace::points() const
{
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    const std::shared_lock reading(m->lock);
    return std::vector<ConfiguredPoint>(m->enforcement.points().begin(), m->enforcement.points().end());
}

Result<void> Workspace::Private::changePoint(PointChange change)
{
    Writing step(*this);
    if (readOnly)
        return unlock().error();
    if (auto begun = step.begin(); !begun)
        return begun.error();
    auto acting = signer();
    if (!acting)
        return acting.error();
    {
        const std::shared_lock reading(lock);
        if (!people.isOpen() && !people.is(acting->person.id, PersonRole::Owner))
            return refused("MND-ENF-030", acting->person.id + " may not change enforcement points.", std::string(pointsAsTheyWere),
                           "Those who can: " + people.whoIs({PersonRole::Owner}) + '.');
        const bool there = std::ranges::any_of(enforcement.points(), [&](const ConfiguredPoint &known) { return known.point.id == change.point.id; });
        if (change.removed && !there) {
            Error error = refused("MND-ENF-031", "There is no enforcement point \"" + change.point.id + "\".", std::string(pointsAsTheyWere),
                                  "\"mandate points\" lists those there are.");
            error.kind = ErrorKind::Missing;
            return error;
        }
    }
    change.by = acting->person.id;
    change.byName = acting->person.displayName;
    change.at = surroundings.clock();
    change.ledger = acting->ledger;
    if (const auto appended = appendEntry(EntryType::Point, pointChangeEntry(change, *acting->key)); !appended)
        return appended.error();
    return load();
}

Result<ConfiguredPoint> Workspace::setPoint(std::string_view json, const std::optional<std::string> &secret)
{
    auto point = parsePoint(json);
    if (!point)
        return point.error();
    if (secret && point->secretName.empty())
        point->secretName = "point-" + point->id;
    if (secret) {
        if (auto kept = m->surroundings.secrets->put(point->secretName, *secret); !kept)
            return kept.error();
    }
    const std::string id = point->id;
    PointChange change;
    change.point = std::move(point).value();
    if (auto changed = m->changePoint(std::move(change)); !changed)
        return changed.error();
    Q_EMIT ledgerGrew(m->store->size());
    const auto all = points();
    if (!all)
        return all.error();
    return *std::ranges::find_if(*all, [&](const ConfiguredPoint &known) { return known.point.id == id; });
}

Result<void> Workspace::removePoint(const std::string &id)
{
    PointChange change;
    change.removed = true;
    change.point.id = id;
    if (auto changed = m->changePoint(std::move(change)); !changed)
        return changed;
    Q_EMIT ledgerGrew(m->store->size());
    return {};
}

Delivery Workspace::testPoint(const EnforcementPoint &point) const
{
    std::shared_ptr<const SigningKey> key;
    if (auto unlocked = m->unlock())
        key = std::make_shared<const SigningKey>(std::move(unlocked).value());
    Outside outside;
    outside.now = m->surroundings.clock;
    return tryConnection(point, m->pointSecrets(key), outside);
}

Result<EnforcementView> Workspace::enforcement(const std::string &agent) const
{
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    const Instant now = m->surroundings.clock();
    const AgentStanding standing = this->standing(agent);
    EnforcementView view;
    view.agent = agent;
    view.state = standing.state;
    view.since = standing.since;
    const EnforcedStanding enforced = m->enforcedStanding(agent, m->deploymentsOf(agent), now);
    {
        const std::shared_lock reading(m->lock);
        for (const ConfiguredPoint &configured : m->enforcement.points()) {
            if (configured.point.concerns(agent))
                view.points.push_back(m->enforcement.progress(configured.point, enforced));
        }
        view.openRequests = m->approvals.openOf(agent, now);
    }
    if ((view.state != AgentState::Suspended && view.state != AgentState::Revoked) || !view.since)
        return view;
    RowFilter refusedQuestions;
    refusedQuestions.kinds = {RecordKind::Decision};
    refusedQuestions.agents = {agent};
    refusedQuestions.outcomes = {Outcome::Refused};
    refusedQuestions.since = view.since;
    RowFilter actions = refusedQuestions;
    actions.kinds = {RecordKind::Action};
    actions.outcomes = {Outcome::Executed, Outcome::Unknown};
    const auto refusals = m->store->select(refusedQuestions, RowOrder::TimeAscending);
    const auto ran = m->store->select(actions, RowOrder::TimeAscending);
    if (!refusals)
        return refusals.error();
    if (!ran)
        return ran.error();
    if (!refusals->empty()) {
        const auto rows = m->store->rows({refusals->data(), 1});
        if (!rows)
            return rows.error();
        view.firstRefused = rows->front().time;
        view.firstRefusedEntry = refusals->front();
    }
    view.actionsAfter = ran->size();
    Result<std::vector<EntryNumber>> late = std::vector<EntryNumber>();
    {
        const std::shared_lock reading(m->lock);
        if (const auto stops = m->stopsOf(agent); !stops.empty() && !stops.back().until)
            late = m->reportedLate(agent, stops.back());
    }
    if (!late)
        return late.error();
    view.reportedLate = late->size();
    if (!late->empty())
        view.reportedLateEntry = late->back();
    if (!ran->empty()) {
        const auto rows = m->store->rows({&ran->back(), 1});
        if (!rows)
            return rows.error();
        view.lastAction = rows->front().time;
        view.lastActionEntry = ran->back();
    }
    return view;
}

Result<DrillReport> Workspace::drill(const std::string &agent)
{
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    const Instant now = m->surroundings.clock();
    const AgentStanding standing = this->standing(agent);
    const auto names = m->store->names(Dimension::Agent);
    if (!names)
        return names.error();
    if (std::ranges::find(*names, agent) == names->end()) {
        Error error = refused("MND-WSP-007", "There is no agent \"" + agent + "\" in the workspace.", "Nothing was tried.", "See \"mandate agents\" for those there are.");
        error.kind = ErrorKind::Missing;
        return error;
    }
    if (mayAct(standing.state))
        return refused("MND-ENF-032", "The agent " + agent + " may act now, so a drill would have to stop it.", "Nothing was changed.",
                       "Suspend it, run the drill, and resume it; or run the drill before it is authorized.");
    const EnforcedStanding enforced = m->enforcedStanding(agent, m->deploymentsOf(agent), now);
    std::shared_ptr<const SigningKey> key;
    if (auto unlocked = m->unlock())
        key = std::make_shared<const SigningKey>(std::move(unlocked).value());
    else
        return unlocked.error();
    const auto configured = points();
    if (!configured)
        return configured.error();
    DrillReport report;
    report.agent = agent;
    report.passed = true;
    Outside outside;
    outside.now = m->surroundings.clock;
    outside.standings = [this] { return m->enforcedStandings(m->surroundings.clock()); };
    std::size_t asked = 0;
    for (const ConfiguredPoint &point : *configured) {
        if (!point.point.concerns(agent))
            continue;
        const Delivery told = deliver(point.point, enforced, m->pointSecrets(key), outside);
        const Delivery held = mandate::holds(point.point, enforced, m->pointSecrets(key), outside);
        PointProgress progress;
        progress.point = point.point;
        progress.attempts = 1;
        const Delivery &last = held.outcome == Delivery::Outcome::Unknown && told.outcome != Delivery::Outcome::Confirmed ? told : held;
        progress.detail = last.detail;
        progress.code = last.code;
        progress.byHand = last.byHand;
        if (told.outcome == Delivery::Outcome::Confirmed)
            progress.confirmedAt = told.at;
        switch (held.outcome) {
        case Delivery::Outcome::Confirmed:
            progress.state = PointState::Holds;
            progress.heldAt = held.at;
            ++asked;
            break;
        case Delivery::Outcome::Failed: progress.state = PointState::NotStopped; break;
        case Delivery::Outcome::Unknown:
            progress.state = progress.confirmedAt && held.code == "MND-ENF-017" ? PointState::Confirmed : PointState::Unknown;
            break;
        }
        report.passed = report.passed && (progress.state == PointState::Holds || progress.state == PointState::Confirmed);
        report.points.push_back(std::move(progress));
    }
    report.passed = report.passed && asked > 0; // a point that only says so proves nothing
    {
        Private::Writing step(*m);
        if (auto begun = step.begin(); !begun)
            return begun.error();
        auto acting = m->signer();
        if (!acting)
            return acting.error();
        SignedNote note;
        note.kind = "drill";
        note.agent = agent;
        for (const PointProgress &progress : report.points)
            note.subject += (note.subject.empty() ? "" : ", ") + progress.point.id + ' ' + std::string(nameOf(progress.state));
        note.result = report.passed ? "held" : "not_held";
        note.by = acting->person.id;
        note.at = m->surroundings.clock();
        note.ledger = acting->ledger;
        const auto appended = m->appendEntry(EntryType::Note, signedNoteEntry(note, *acting->key));
        if (!appended)
            return appended.error();
        report.at = note.at;
        report.entry = appended->first;
        if (auto loaded = m->load(); !loaded)
            return loaded.error();
    }
    Q_EMIT ledgerGrew(m->store->size());
    return report;
}

Result<std::uint64_t> Workspace::suspendAll(const std::string &reasonCode, const std::string &note)
{
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    std::uint64_t suspended = 0;
    std::optional<Error> problem;
    for (const EnforcedStanding &agent : m->enforcedStandings(m->surroundings.clock())) { // also those that only asked so far
        if (!mayAct(agent.state))
            continue;
        const auto done = suspend(agent.agent, reasonCode, note);
        if (done)
            ++suspended;
        else if (!problem)
            problem = done.error(); // the others are stopped all the same
    }
    if (problem && suspended == 0)
        return *problem;
    return suspended;
}

} // namespace mandate

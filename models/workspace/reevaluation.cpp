// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/reevaluation.h"

#include "models/base/json_reader.h"
#include "models/evaluations/evaluation_grid.h"
#include "models/evidence/record_json.h"
#include "models/incidents/rules.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <map>
#include <set>

namespace mandate {

namespace {

/// Where an action stands to the evaluation: by its own time, or by its place in the ledger where it has none.
bool isAfter(const Row &row, const LastEvaluated &last)
{
    return row.time ? row.time->nanoseconds > last.at.nanoseconds : row.number > last.entry;
}

Error basisReadingStopped()
{
    return {ErrorKind::Cancelled, "MND-EVL-030", "The reading was stopped.", {}, {}, {}};
}

std::size_t strictness(std::string_view onOverdue)
{
    return onOverdue == "suspend" ? 2 : onOverdue == "restrict" ? 1 : 0;
}

/// When a person last let the agent go on, knowing what was overdue then: gave it back what was taken, or authorized it. What a rule decided, what takes more
/// away, what counts for nothing and what is dated after now are no such decisions.
std::optional<Instant> letGoAt(const std::vector<Statement> &history, const Instant &now)
{
    std::optional<Instant> last;
    const Statement *before = nullptr;
    for (const Statement &statement : history) {
        if (!statement.voidBecause.empty() || statement.kind != StatementKind::Decision)
            continue;
        const bool givesBack = before && (!mayAct(before->to) || std::ranges::any_of(before->tools, [&](const std::string &tool) { return std::ranges::find(statement.tools, tool) == statement.tools.end(); }));
        const bool goesOn = statement.to == AgentState::Authorized || (statement.to == AgentState::Restricted && givesBack);
        if (goesOn && isPerson(statement.decidedBy) && statement.decidedAt.nanoseconds <= now.nanoseconds && (!last || last->nanoseconds < statement.decidedAt.nanoseconds))
            last = statement.decidedAt;
        before = &statement;
    }
    return last;
}

/// Sessions of one deployment, each by its first action.
struct Sessions
{
    std::vector<EntryNumber> before, after;
    std::set<std::string> known;
    std::set<std::string> tools; ///< used before
};

/// The first sessions after an evaluation, and what they used.
struct Beginning
{
    std::set<std::pair<std::string, std::string>> sessions; ///< deployment and session
    std::set<std::string> deployments, tools;

    void take(const Row &row)
    {
        std::pair session(row.deployment, row.session);
        if (sessions.size() == sessionsOfBasis && !sessions.contains(session))
            return;
        sessions.insert(std::move(session));
        deployments.insert(row.deployment);
        tools.insert(row.tool);
    }
};

/// What a session was run with, as its first action names it.
struct Basis
{
    std::string model, prompt;
};

class BasisReader
{
public:
    BasisReader(const Store &store, std::stop_token stop) : m_store(store), m_stop(std::move(stop)) {}

    /// In the order asked.
    Result<std::vector<std::pair<Basis, Instant>>> read(std::span<const EntryNumber> entries)
    {
        std::vector<std::pair<Basis, Instant>> found;
        constexpr std::size_t atOnce = 4096;
        for (std::size_t done = 0; done < entries.size(); done += atOnce) {
            if (m_stop.stop_requested())
                return basisReadingStopped();
            const auto part = entries.subspan(done, std::min(atOnce, entries.size() - done));
            const auto bodies = m_store.bodies(part);
            if (!bodies)
                return bodies.error();
            for (const std::string &body : *bodies) {
                m_arena.reset();
                const auto record = readRecord(body, m_reader, m_arena);
                if (!record)
                    return record.error();
                found.emplace_back(Basis{std::string(record->model), std::string(record->basis)}, record->received);
            }
        }
        return found;
    }

private:
    const Store &m_store;
    std::stop_token m_stop;
    JsonReader m_reader;
    Arena m_arena;
};

std::string joined(const std::set<std::string> &names)
{
    std::string all;
    for (const std::string &name : names)
        all += (all.empty() ? "" : ", ") + name;
    return all;
}

} // namespace

EvaluationTerms Reevaluations::termsOf(const std::string &agent) const
{
    EvaluationTerms terms;
    const AgentStanding standing = m_workspace.standing(agent);
    const auto timelines = m_workspace.m->currentTimelines();
    for (const std::string &name : standing.pacts) {
        for (const PactTimelines::Window *window : timelines->windows()) {
            const PactDocument &document = window->pact->version.document;
            if (document.id + '@' + document.version != name || (document.evaluationCadence.empty() && document.evaluationTriggers.empty()))
                continue;
            if (terms.pact.empty()) {
                terms.pact = name;
                terms.since = Instant{window->signedFrom};
                terms.entry = window->entry;
            }
            const auto days = daysOfCadence(document.evaluationCadence);
            const auto known = daysOfCadence(terms.cadence);
            if (terms.cadence.empty() || (days && (!known || *days < *known)))
                terms.cadence = document.evaluationCadence;
            for (const std::string &trigger : document.evaluationTriggers) {
                if (std::ranges::find(terms.triggers, trigger) == terms.triggers.end())
                    terms.triggers.push_back(trigger);
            }
            if (strictness(document.onOverdue) > strictness(terms.onOverdue)) {
                terms.onOverdue = document.onOverdue;
                terms.onOverduePact = name;
            }
            break;
        }
    }
    return terms;
}

Reevaluations::Newest Reevaluations::newestOf(const std::string &agent, const Instant &now) const
{
    const std::shared_lock reading(m_workspace.m->lock);
    Newest newest;
    const auto take = [&now](std::optional<LastEvaluated> &last, const NoteSigner &signer, const Instant &at, EntryNumber entry) {
        const bool newer = signer.at.nanoseconds <= now.nanoseconds && (!last || last->at.nanoseconds <= at.nanoseconds); // what was not signed yet does not count yet
        if (newer)
            last = LastEvaluated{at, signer.by, entry};
        return newer;
    };
    for (const SignedNote &note : m_workspace.m->notes) {
        if (note.kind == "evaluation" && note.agent == agent && take(newest.last, {note.by, {}, note.at, {}}, note.at, note.entry))
            newest.pact.reset();
    }
    for (const EvaluationStatement &evaluation : m_workspace.m->evaluations) {
        if (evaluation.agent != agent || !evaluation.mayCount || !measuresTheAgent(evaluation))
            continue;
        const auto at = evaluatedAt(evaluation);
        if (!at)
            (void)take(newest.undated, evaluation.signer, evaluation.signer.at, evaluation.entry);
        else if (take(newest.last, evaluation.signer, *at, evaluation.entry))
            newest.pact = evaluation.pact;
    }
    if (newest.undated && newest.last && newest.undated->entry < newest.last->entry)
        newest.undated.reset(); // the one that counts was brought in after it
    return newest;
}

Result<std::vector<BasisChange>> Reevaluations::changesSince(const std::string &agent, const LastEvaluated &last, std::stop_token stop) const
{
    const Store &store = m_workspace.store();
    RowFilter actions;
    actions.agents = {agent};
    actions.kinds = {RecordKind::Action};
    const auto entries = store.select(actions, RowOrder::TimeAscending, stop);
    if (!entries)
        return entries.error();
    std::vector<BasisChange> changes;
    std::map<std::string, Sessions> deployments;
    std::map<std::string, Row> newTools;
    Beginning beginning;
    constexpr std::size_t atOnce = 4096;
    for (std::size_t done = 0; done < entries->size(); done += atOnce) {
        if (stop.stop_requested())
            return basisReadingStopped();
        const auto rows = store.rows(std::span(*entries).subspan(done, std::min(atOnce, entries->size() - done)));
        if (!rows)
            return rows.error();
        for (const Row &row : *rows) {
            const bool after = isAfter(row, last);
            Sessions &sessions = deployments[row.deployment];
            if (after) {
                newTools.try_emplace(row.tool, row);
                beginning.take(row);
            } else {
                sessions.tools.insert(row.tool);
            }
            if (sessions.known.insert(row.session).second)
                (after ? sessions.after : sessions.before).push_back(row.number);
        }
    }
    std::set<std::string> toolsBefore;
    for (const auto &[name, sessions] : deployments)
        toolsBefore.insert(sessions.tools.begin(), sessions.tools.end());
    const bool knownBefore = !toolsBefore.empty();
    if (!knownBefore) // evaluated, and then deployed: how it began is what was evaluated
        toolsBefore = std::move(beginning.tools);
    for (const auto &[tool, row] : newTools) {
        if (!toolsBefore.contains(tool) && !row.erased)
            changes.push_back({TriggerKind::Tools, {}, tool, row.time, last.at, row.number});
    }
    BasisReader reader(store, stop);
    for (auto &[deployment, sessions] : deployments) {
        if (sessions.before.size() > sessionsOfBasis)
            sessions.before.erase(sessions.before.begin(), sessions.before.end() - sessionsOfBasis);
        const auto before = reader.read(sessions.before);
        if (!before)
            return before.error();
        const auto after = reader.read(sessions.after);
        if (!after)
            return after.error();
        const auto rows = store.rows(sessions.after);
        if (!rows)
            return rows.error();
        if (!rows->empty() && (knownBefore ? sessions.before.empty() : !beginning.deployments.contains(deployment)))
            changes.push_back({TriggerKind::Context, {}, deployment, rows->front().time, after->front().second, rows->front().number});
        for (const auto &[kind, member] : {std::pair{TriggerKind::Model, &Basis::model}, std::pair{TriggerKind::Prompt, &Basis::prompt}}) {
            std::set<std::string> known;
            for (const auto &[basis, received] : *before)
                known.insert(basis.*member);
            known.erase(std::string()); // a record that names none says nothing
            if (known.empty()) { // the first one there is stands for what was evaluated
                const auto first = std::ranges::find_if(*after, [&, of = member](const auto &one) { return !(one.first.*of).empty(); });
                if (first != after->end())
                    known.insert(first->first.*member);
            }
            const std::string was = joined(known);
            for (std::size_t i = 0; i < after->size() && !was.empty(); ++i) {
                const std::string &now = (*after)[i].first.*member;
                if (!now.empty() && known.insert(now).second)
                    changes.push_back({kind, was, now, (*rows)[i].time, (*after)[i].second, (*rows)[i].number});
            }
        }
    }
    return changes;
}

Result<AgentReevaluation> Reevaluations::of(const std::string &agent, std::stop_token stop) const
{
    AgentReevaluation told;
    told.agent = agent;
    const AgentStanding standing = m_workspace.standing(agent);
    told.owner = standing.appointment && !standing.appointment->vacated ? standing.appointment->owner : standing.owner;
    told.terms = termsOf(agent);
    StalenessFacts facts;
    facts.now = m_workspace.now();
    facts.cadence = told.terms.cadence;
    facts.triggers = told.terms.triggers;
    facts.asksSince = told.terms.since;
    facts.asksEntry = told.terms.entry;
    const Newest newest = newestOf(agent, facts.now);
    const std::optional<std::string> &pactThen = newest.pact;
    facts.last = newest.last;
    facts.undated = newest.undated;
    const auto asks = [&told](std::string_view trigger) { return std::ranges::find(told.terms.triggers, trigger) != told.terms.triggers.end(); };
    if (facts.last && !told.terms.pact.empty()) {
        if (asks("model") || asks("prompt") || asks("tools") || asks("context")) {
            auto changes = changesSince(agent, *facts.last, stop);
            if (!changes)
                return changes.error();
            facts.changes = *std::move(changes);
        }
        const std::string then = pactThen.value_or(std::string());
        // A note that does not say, of before the pact was here; or an evaluation of before it was in force, whenever it was brought in.
        const bool before = told.terms.since && told.terms.since->nanoseconds > facts.last->at.nanoseconds && (pactThen || told.terms.entry > facts.last->entry);
        const bool otherPact = then.empty() ? before : std::ranges::find(standing.pacts, then) == standing.pacts.end();
        if (asks("pact") && otherPact)
            facts.changes.push_back({TriggerKind::Pact, then, told.terms.pact, told.terms.since, facts.now, told.terms.entry});
        if (asks("incident") || asks("drift")) {
            const auto incidents = m_workspace.incidents();
            if (!incidents)
                return incidents.error();
            for (const Incident &incident : *incidents) {
                if (incident.agent != agent || incident.state == CaseState::Merged)
                    continue;
                const TriggerKind kind = incident.clause.id == drifted ? TriggerKind::Drift : TriggerKind::Incident;
                if (incident.entry > facts.last->entry)
                    facts.changes.push_back({kind, {}, incident.id, incident.opened, incident.opened, incident.entry});
                else if (incident.firstTime && incident.firstTime->nanoseconds > facts.last->at.nanoseconds)
                    facts.changes.push_back({kind, {}, incident.id, incident.firstTime, incident.opened, incident.entry});
            }
        }
    }
    told.staleness = stalenessOf(facts);
    return told;
}

Result<std::vector<AgentReevaluation>> Reevaluations::all(std::stop_token stop) const
{
    const auto names = m_workspace.store().names(Dimension::Agent);
    if (!names)
        return names.error();
    std::vector<AgentReevaluation> found;
    for (const std::string &agent : *names) {
        if (termsOf(agent).pact.empty())
            continue;
        auto one = of(agent, stop);
        if (!one)
            return one.error();
        found.push_back(*std::move(one));
    }
    std::ranges::stable_sort(found, [](const AgentReevaluation &a, const AgentReevaluation &b) {
        const auto when = [](const AgentReevaluation &one) { return one.staleness.deadline ? one.staleness.deadline->nanoseconds : INT64_MAX; };
        return a.staleness.state != b.staleness.state ? a.staleness.state > b.staleness.state : when(a) < when(b);
    });
    return found;
}

Result<std::uint64_t> Reevaluations::respond(Workspace &workspace, std::stop_token stop)
{
    const auto windows = workspace.m->currentTimelines();
    if (workspace.isReadOnly() || std::ranges::none_of(windows->windows(), [](const PactTimelines::Window *window) { return strictness(window->pact->version.document.onOverdue) > 0; }))
        return std::uint64_t{0};
    const auto names = workspace.store().names(Dimension::Agent);
    if (!names)
        return names.error();
    const Reevaluations reevaluations(workspace);
    std::uint64_t done = 0;
    std::optional<Error> problem; ///< the first; the other agents are answered all the same
    for (const std::string &agent : *names) {
        if (strictness(reevaluations.termsOf(agent).onOverdue) == 0 || !mayAct(workspace.standing(agent).state))
            continue;
        const auto one = reevaluations.of(agent, stop);
        if (!one) {
            problem = problem ? problem : one.error();
            continue;
        }
        if (one->staleness.state != EvaluationState::Overdue)
            continue;
        const auto letGo = letGoAt(workspace.statements(agent), workspace.now());
        const auto unanswered = std::ranges::find_if(one->staleness.reasons, [&](const ReevaluationReason &reason) { return !letGo || reason.deadline.nanoseconds >= letGo->nanoseconds; });
        if (unanswered == one->staleness.reasons.end() || unanswered->deadline.nanoseconds >= workspace.now().nanoseconds)
            continue; // reasons come by their deadlines
        const std::string rule = one->terms.onOverduePact + "#evaluation";
        const std::string why = "Its evaluation is overdue since " + formatInstant(unanswered->deadline) + '.';
        if (one->terms.onOverdue == "suspend") {
            const auto suspended = workspace.suspendByRule(agent, rule, "other", why);
            if (!suspended)
                problem = problem ? problem : suspended.error();
            done += suspended.ok();
            continue;
        }
        const auto pact = workspace.pact(one->terms.onOverduePact);
        if (!pact) {
            problem = problem ? problem : pact.error();
            continue;
        }
        std::vector<std::string> tools = workspace.standing(agent).tools;
        const std::size_t before = tools.size();
        for (const PactTool &tool : pact->document.tools) {
            const bool acts = tool.destructive || std::ranges::any_of(tool.consequences, [](Consequence consequence) { return consequence != Consequence::Internal; });
            if (acts && std::ranges::find(tools, tool.name) == tools.end())
                tools.push_back(tool.name);
        }
        if (tools.size() == before)
            continue;
        const auto restricted = workspace.restrictByRule(agent, std::move(tools), rule, "other", why);
        if (!restricted)
            problem = problem ? problem : restricted.error();
        done += restricted.ok();
    }
    if (problem)
        return *problem;
    return done;
}

} // namespace mandate

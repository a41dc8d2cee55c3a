// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/response_times.h"

#include "models/base/json_reader.h"
#include "models/metrics/oversight.h"
#include "models/workspace/oversight_cases.h"
#include "models/workspace/signed_entries.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace mandate {

namespace {

constexpr std::size_t entriesAtOnce = 4096;

/// Calls `take` with each entry of these types and its text, in the ledger's order.
template<typename Take>
Result<void> eachEntry(const Store &store, std::vector<EntryType> types, const std::stop_token &stop, const Take &take)
{
    RowFilter filter;
    filter.types = std::move(types);
    const auto entries = store.select(filter, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return entries.error();
    for (std::size_t done = 0; done < entries->size(); done += entriesAtOnce) {
        const auto some = std::span(*entries).subspan(done, std::min(entriesAtOnce, entries->size() - done));
        const auto rows = store.rows(some);
        const auto bodies = store.bodies(some);
        if (!rows || !bodies)
            return !rows ? rows.error() : bodies.error();
        for (std::size_t i = 0; i < some.size(); ++i)
            take(some[i], (*rows)[i].type, (*bodies)[i]);
    }
    return {};
}

Result<DecisionFigures> decisionsOf(const Workspace &workspace, const ResponseQuestion &question)
{
    ApprovalFilter filter;
    filter.agent = question.agent;
    const auto views = workspace.approvals(filter);
    if (!views)
        return views.error();
    DecisionFigures figures;
    std::vector<double> seconds;
    std::uint64_t leftOut = 0;
    for (const ApprovalPointer &view : *views) {
        if (view->request.testItem || !question.covers(view->request.requestedAt))
            continue;
        ++figures.asked;
        figures.open += view->decision == DecisionState::Open;
        figures.cancelled += view->decision == DecisionState::Cancelled;
        const auto closed = oversightCase(*view, 0);
        if (!closed)
            continue;
        figures.approved += closed->end == OversightCase::End::Approved;
        figures.denied += closed->end == OversightCase::End::Denied;
        figures.expired += closed->end == OversightCase::End::Abandoned;
        if (closed->end == OversightCase::End::Abandoned)
            continue;
        if (const auto took = secondsBetween(closed->askedNs, closed->decidedNs))
            seconds.push_back(*took);
        else
            ++leftOut;
    }
    figures.toDecision = summaryOf(seconds, leftOut);
    return figures;
}

/// Calls `take` with each entry of a type that counts, and with the keys that were good when it came in: who left or has another key since signed validly then.
template<typename Take>
Result<void> eachSigned(const Workspace &workspace, EntryType type, const std::stop_token &stop, const Take &take)
{
    SignedEntries told(workspace.store().publicKey());
    return eachEntry(workspace.store(), {EntryType::Person, type}, stop, [&](EntryNumber entry, EntryType of, const std::string &body) {
        if (!told.add(entry, of, body) && of == type)
            take(entry, body, told.keyring());
    });
}

/// What people signed about the causes of incidents, as far as it stands.
class CauseSteps
{
public:
    static Result<CauseSteps> read(const Workspace &workspace, const std::stop_token &stop)
    {
        CauseSteps steps;
        const auto read = eachSigned(workspace, EntryType::Case, stop, [&](EntryNumber, const std::string &body, const Keyring &keys) {
            if (auto step = readCaseEntry(body, keys))
                steps.take(std::move(step).value(), sha256(body));
        });
        if (!read)
            return read.error();
        return steps;
    }

    /// When the cause that the claims agree on was confirmed, or somebody else agreed.
    [[nodiscard]] std::optional<Instant> confirmedAt(const Incident &incident) const
    {
        std::optional<Instant> first;
        if (!incident.cause || *incident.cause == Cause::NotEnoughEvidence)
            return first;
        const auto offer = [&first](const Instant &at) {
            if (!first || at.nanoseconds < first->nanoseconds)
                first = at;
        };
        const auto [from, to] = m_claims.equal_range(incident.id);
        for (auto claim = from; claim != to; ++claim) {
            if (claim->second.withdrawn || claim->second.claim.cause != *incident.cause)
                continue;
            if (claim->second.claim.grade == ClaimGrade::Confirmed)
                offer(claim->second.at);
            if (claim->second.agreedAt && incident.attribution == AttributionState::Agreed)
                offer(*claim->second.agreedAt);
        }
        return first;
    }
    void detectedBy(const Incident &incident, std::set<std::string> &words) const
    {
        const auto [from, to] = m_claims.equal_range(incident.id);
        for (auto claim = from; claim != to; ++claim) {
            if (!claim->second.withdrawn && !claim->second.claim.detectedBy.empty())
                words.insert(claim->second.claim.detectedBy);
        }
    }
    [[nodiscard]] std::optional<Instant> closedAt(const Incident &incident) const
    {
        const auto found = m_closed.find(incident.id);
        return found == m_closed.end() || incident.state != CaseState::Closed ? std::nullopt : std::optional(found->second);
    }

private:
    struct Standing
    {
        CauseClaim claim;
        Digest digest;
        Instant at;
        std::optional<Instant> agreedAt;
        bool withdrawn = false;
    };
    void take(CaseStatement step, const Digest &digest)
    {
        if (step.step == CaseStep::Close)
            m_closed[step.incident] = step.at;
        if (step.step == CaseStep::Claim && step.claim)
            m_claims.emplace(step.incident, Standing{std::move(*step.claim), digest, step.at, {}, false});
        if (!step.about)
            return;
        const auto [from, to] = m_claims.equal_range(step.incident);
        for (auto claim = from; claim != to; ++claim) {
            if (claim->second.digest != *step.about)
                continue;
            claim->second.withdrawn = claim->second.withdrawn || step.step == CaseStep::Withdraw;
            if (step.step == CaseStep::Agree && !claim->second.agreedAt)
                claim->second.agreedAt = step.at;
        }
    }
    std::multimap<std::string, Standing> m_claims; ///< by incident
    std::map<std::string, Instant> m_closed;
};

std::optional<std::int64_t> comparable(const std::optional<Instant> &time)
{
    return time && time->zoneKnown ? std::optional(time->nanoseconds) : std::nullopt;
}

bool openedByRule(const Incident &incident)
{
    return incident.openedBy.starts_with("rule ");
}

IncidentFigures incidentFigures(const std::vector<Incident> &incidents, const CauseSteps &steps, const ResponseQuestion &question)
{
    IncidentFigures figures;
    std::vector<double> toDetection, toCause;
    std::set<std::string> words;
    for (const Incident &incident : incidents) {
        if (incident.state == CaseState::Merged || !question.covers(incident.opened) || (!question.agent.empty() && incident.agent != question.agent))
            continue;
        ++figures.incidents;
        figures.byRule += openedByRule(incident);
        std::optional<std::int64_t> first;
        for (const IncidentAction &action : incident.actions) {
            const auto at = comparable(action.time);
            first = at && (!first || *at < *first) ? at : first;
        }
        if (const auto took = secondsBetween(first, comparable(incident.opened)))
            toDetection.push_back(*took);
        const auto confirmed = steps.confirmedAt(incident);
        figures.attributed += confirmed.has_value();
        if (const auto took = secondsBetween(comparable(incident.opened), comparable(confirmed)))
            toCause.push_back(*took);
        steps.detectedBy(incident, words);
    }
    figures.toDetection = summaryOf(toDetection, figures.incidents - toDetection.size());
    figures.toCause = summaryOf(toCause, figures.incidents - toCause.size());
    figures.detectedBy.assign(words.begin(), words.end());
    return figures;
}

/// When agents executed what broke their pact, by agent and deployment, ascending.
struct Violations
{
    std::map<std::pair<std::string, std::string>, std::vector<std::int64_t>> times;
    std::uint64_t withoutTime = 0;

    static Result<Violations> read(const Workspace &workspace, const MetricTrail &trail, const std::string &agent)
    {
        Violations violations;
        std::vector<EntryNumber> entries;
        for (std::size_t row = 0; row < trail.rows.size(); ++row) {
            if (trail.is(row, MetricTrail::Broke) && trail.ran(row) && (agent.empty() || trail.rows.agentNames[trail.rows.agent[row]] == agent))
                entries.push_back(trail.rows.entry[row]);
        }
        for (std::size_t done = 0; done < entries.size(); done += entriesAtOnce) {
            const auto rows = workspace.store().rows(std::span(entries).subspan(done, std::min(entriesAtOnce, entries.size() - done)));
            if (!rows)
                return rows.error();
            for (const Row &row : *rows) {
                if (const auto at = comparable(row.time))
                    violations.times[{row.agent, row.deployment}].push_back(*at);
                else
                    ++violations.withoutTime;
            }
        }
        for (auto &[of, times] : violations.times)
            std::ranges::sort(times);
        return violations;
    }
    [[nodiscard]] std::vector<std::int64_t> ofAgent(const std::string &agent) const
    {
        std::vector<std::int64_t> all;
        for (const auto &[of, in] : times) {
            if (of.first == agent)
                all.insert(all.end(), in.begin(), in.end());
        }
        std::ranges::sort(all);
        return all;
    }
};

bool isStop(AgentState state)
{
    return state == AgentState::Suspended || state == AgentState::Revoked;
}

/// The agent's stops, each from where the one before it ended.
std::vector<StopCase> stopsOf(const Workspace &workspace, const std::string &agent)
{
    std::vector<StopCase> stops;
    std::int64_t from = INT64_MIN;
    bool stopped = false;
    for (const Statement &statement : workspace.statements(agent)) {
        if (!statement.voidBecause.empty() || statement.kind != StatementKind::Decision)
            continue;
        const std::int64_t at = statement.decidedAt.nanoseconds;
        if (isStop(statement.to) && !stopped) {
            StopCase stop;
            stop.entry = statement.entry;
            stop.agent = agent;
            stop.reasonCode = statement.reasonCode;
            stop.noticed = statement.decidedBy.starts_with("rule:") ? Noticed::Rule : Noticed::Person;
            stop.fromNs = from;
            stop.stoppedNs = at;
            stops.push_back(std::move(stop));
        } else if (!isStop(statement.to) && stopped) {
            from = statement.validFrom ? std::max(at, statement.validFrom->nanoseconds) : at;
            stops.back().untilNs = from;
        }
        stopped = isStop(statement.to);
    }
    return stops;
}

/// A person who stops it acted on what a rule had found where the first incident that was open then, of those since the stop before, is a rule's.
void findWhoNoticed(std::vector<StopCase> &stops, const std::vector<Incident> &incidents, const CauseSteps &steps)
{
    for (StopCase &stop : stops) {
        const Incident *first = nullptr;
        for (const Incident &incident : incidents) {
            const std::int64_t opened = incident.opened.nanoseconds;
            const auto closed = steps.closedAt(incident);
            if (incident.agent != stop.agent || opened < stop.fromNs || opened > stop.stoppedNs || (closed && closed->nanoseconds < stop.stoppedNs))
                continue;
            if (!first || opened < first->opened.nanoseconds)
                first = &incident;
        }
        if (first && stop.noticed == Noticed::Person)
            stop.noticed = openedByRule(*first) ? Noticed::Rule : Noticed::Person;
    }
}

/// The first proof that a stop holds: an enforcement point that was asked refuses the agent, or the gateway refused a question of it.
class Proofs
{
public:
    static Result<Proofs> read(const Workspace &workspace, const std::stop_token &stop)
    {
        Proofs proofs;
        Arena arena;
        JsonReader reader;
        const auto read = eachEntry(workspace.store(), {EntryType::Point}, stop, [&](EntryNumber, EntryType, const std::string &body) {
            arena.reset();
            const auto answer = reader.read(body, arena);
            if (!answer || answer->findText("what") != "asked" || answer->findText("outcome") != "confirmed")
                return;
            if (const auto at = parseInstant(answer->findText("at").value_or(std::string_view())))
                proofs.m_asked[std::string(answer->findText("agent").value_or(std::string_view()))].push_back(at->nanoseconds);
        });
        if (!read)
            return read.error();
        return proofs;
    }

    Result<std::optional<std::int64_t>> firstOf(const Workspace &workspace, const StopCase &stop) const
    {
        std::optional<std::int64_t> first;
        const auto offer = [&](std::int64_t at) {
            if (at >= stop.stoppedNs && (!stop.untilNs || at < *stop.untilNs) && (!first || at < *first))
                first = at;
        };
        if (const auto found = m_asked.find(stop.agent); found != m_asked.end())
            std::ranges::for_each(found->second, offer);
        RowFilter refusedQuestions;
        refusedQuestions.kinds = {RecordKind::Decision};
        refusedQuestions.agents = {stop.agent};
        refusedQuestions.outcomes = {Outcome::Refused};
        refusedQuestions.since = Instant{stop.stoppedNs, true};
        if (stop.untilNs)
            refusedQuestions.until = Instant{*stop.untilNs, true};
        const auto refusals = workspace.store().select(refusedQuestions, RowOrder::TimeAscending);
        if (!refusals)
            return refusals.error();
        if (refusals->empty())
            return first;
        const auto rows = workspace.store().rows({refusals->data(), 1});
        if (!rows)
            return rows.error();
        if (const auto at = comparable(rows->front().time))
            offer(*at);
        return first;
    }

private:
    std::map<std::string, std::vector<std::int64_t>> m_asked; ///< by agent
};

/// The stops of all agents, and the same of each deployment, with what was violated there.
Result<void> readStops(const Workspace &workspace, const MetricTrail &trail, const std::vector<Incident> &incidents, const CauseSteps &steps, const ResponseQuestion &question,
                       const std::stop_token &stop, ResponseTimes &times)
{
    const auto agents = workspace.agents();
    const auto violations = Violations::read(workspace, trail, question.agent);
    const auto proofs = Proofs::read(workspace, stop);
    if (!agents || !violations || !proofs)
        return !agents ? agents.error() : !violations ? violations.error() : proofs.error();
    times.violationsWithoutTime = violations->withoutTime;
    std::map<std::string, DeploymentStops> deployments;
    std::map<std::string, std::vector<StopCase>> inDeployment;
    for (const AgentOverview &agent : *agents) {
        if (!question.agent.empty() && agent.agent != question.agent)
            continue;
        std::vector<StopCase> stops = stopsOf(workspace, agent.agent);
        findWhoNoticed(stops, incidents, steps);
        std::erase_if(stops, [&](const StopCase &one) { return !question.covers(Instant{one.stoppedNs, true}); });
        for (StopCase &one : stops) {
            auto held = proofs->firstOf(workspace, one);
            if (!held)
                return held.error();
            one.heldNs = *held;
        }
        std::vector<std::string> names = agent.deployments;
        if (names.empty())
            names.emplace_back(); // its source names none
        for (const std::string &name : names) {
            DeploymentStops &deployment = deployments[name];
            deployment.deployment = name;
            ++deployment.agents;
            deployment.stoppedAgents += !stops.empty();
            const auto there = violations->times.find({agent.agent, name});
            for (StopCase one : stops) {
                countExposure(one, there == violations->times.end() ? std::span<const std::int64_t>() : std::span(there->second));
                inDeployment[name].push_back(std::move(one));
            }
        }
        const std::vector<std::int64_t> all = violations->ofAgent(agent.agent);
        for (StopCase &one : stops) {
            countExposure(one, all);
            times.stops.push_back(std::move(one));
        }
    }
    std::ranges::sort(times.stops, {}, [](const StopCase &one) { return std::pair(one.stoppedNs, one.entry); });
    times.stopFigures = stopFigures(times.stops);
    for (auto &[name, deployment] : deployments) {
        deployment.figures = stopFigures(inDeployment[name]);
        times.deployments.push_back(std::move(deployment));
    }
    rankByExposure(times.deployments);
    return {};
}

/// Exports by their matter, each with the first that the ledger knows of it: its legal hold, or the beginning of its first export.
Result<std::vector<EvidenceQuery>> queriesOf(const Workspace &workspace, const ResponseQuestion &question, const std::stop_token &stop)
{
    std::map<std::string, EvidenceQuery> queries; // by matter; those without one by the digest of what began them
    std::map<Digest, std::string> begun;          // under which name each export is there
    const auto read = eachSigned(workspace, EntryType::Note, stop, [&](EntryNumber entry, const std::string &body, const Keyring &keys) {
        if (!speaksOfExport(body))
            return;
        const auto statement = readExportEntry(body, keys);
        if (!statement)
            return;
        if (statement->step == ExportStep::Begin) {
            const std::string name = statement->matter.empty() ? sha256(body).hex() : "matter " + statement->matter;
            begun[sha256(body)] = name;
            queries.try_emplace(name, EvidenceQuery{entry, statement->matter, statement->purpose, statement->at.nanoseconds, {}});
        } else if (statement->step == ExportStep::Sealed && statement->begun) {
            if (const auto name = begun.find(*statement->begun); name != begun.end() && !queries[name->second].answeredNs)
                queries[name->second].answeredNs = statement->at.nanoseconds;
        }
    });
    if (!read)
        return read.error();
    for (const LegalHold &hold : workspace.holds()) {
        const auto found = queries.find("matter " + hold.placed.matter);
        if (found == queries.end() || hold.placed.signer.at.nanoseconds >= found->second.askedNs)
            continue;
        found->second.askedNs = hold.placed.signer.at.nanoseconds;
        found->second.entry = hold.entry;
    }
    std::vector<EvidenceQuery> inTime;
    for (auto &[name, query] : queries) {
        if (question.covers(Instant{query.askedNs, true}))
            inTime.push_back(std::move(query));
    }
    std::ranges::sort(inTime, {}, &EvidenceQuery::askedNs);
    return inTime;
}

} // namespace

bool ResponseQuestion::covers(const Instant &at) const
{
    return (!since || at.nanoseconds >= since->nanoseconds) && (!until || at.nanoseconds < until->nanoseconds);
}

Result<ResponseTimes> responseTimes(const Workspace &workspace, const MetricTrail &trail, const ResponseQuestion &question, std::stop_token stop)
{
    ResponseTimes times;
    auto decisions = decisionsOf(workspace, question);
    if (!decisions)
        return decisions.error();
    times.decisions = std::move(decisions).value();
    const auto incidents = workspace.incidents();
    const auto steps = CauseSteps::read(workspace, stop);
    if (!incidents || !steps)
        return !incidents ? incidents.error() : steps.error();
    times.incidents = incidentFigures(*incidents, *steps, question);
    if (auto stops = readStops(workspace, trail, *incidents, *steps, question, stop, times); !stops)
        return stops.error();
    if (question.agent.empty()) {
        auto queries = queriesOf(workspace, question, stop);
        if (!queries)
            return queries.error();
        times.queries = std::move(queries).value();
        times.answering = answeringOf(times.queries);
    }
    return times;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// The gate before an agent is authorized: pact, owner, live evidence, evaluation, tested stop. Five refusals, each with what to do.
#include "models/authorization/signed_note.h"
#include "models/workspace/evaluations.h"
#include "models/workspace/reevaluation.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::int64_t gateDayNs = 24LL * 3600 * 1'000'000'000;
constexpr std::int64_t liveDays = 30;
constexpr std::array<std::string_view, 5> gateNames{"pact", "owner", "evidence", "evaluation", "stop"};

GateCheck passed(GateItem item, std::string says)
{
    return {item, std::move(says), {}};
}

GateCheck stopped(GateItem item, std::string says, std::string remedy)
{
    GateCheck check{item, std::move(says), {}};
    check.refusal = refused("MND-AUT-10" + std::to_string(static_cast<int>(item) + 1), check.says, "No authorization was changed.", std::move(remedy));
    return check;
}

const SignedNote *newestNote(const std::vector<SignedNote> &notes, std::string_view kind, std::string_view agent)
{
    const auto found = std::find_if(notes.rbegin(), notes.rend(), [&](const SignedNote &note) { return note.kind == kind && note.agent == agent; });
    return found == notes.rend() ? nullptr : &*found;
}

/// When a stop of the agent was last tried, if it held then.
std::optional<Instant> lastStopDrill(const std::vector<SignedNote> &notes, std::string_view agent)
{
    const SignedNote *drill = newestNote(notes, "drill", agent);
    return drill && drill->result == "held" ? std::optional(drill->at) : std::nullopt;
}

/// Refused where the pact asks for evaluations and there is none, or it is overdue; what is due only is told.
GateCheck evaluationCheck(const AgentReevaluation &agent)
{
    const Staleness &staleness = agent.staleness;
    const std::string asked = agent.terms.cadence.empty() ? "on changes" : agent.terms.cadence;
    const std::string lastSaid = staleness.last ? "Evaluated at " + formatInstant(staleness.last->at) + " by " + staleness.last->by + '.' : staleness.undated ? "Nobody said when its evaluation in entry " + std::to_string(staleness.undated->entry) + " ran." : "It was never evaluated.";
    if (staleness.state == EvaluationState::NotAsked)
        return passed(GateItem::Evaluation, "The pact asks for no evaluation. " + lastSaid);
    if (!staleness.last)
        return stopped(GateItem::Evaluation, "The pact asks for an evaluation (" + asked + "), and the agent " + agent.agent + " has none" + (staleness.undated ? " that counts. " + lastSaid : "."),
                       "Evaluate it and bring in the results: \"mandate evaluate import\", with \"--ran\" where they do not say when.");
    if (staleness.state == EvaluationState::Overdue)
        return stopped(GateItem::Evaluation, "The evaluation that the pact asks for (" + asked + ") is overdue since " + formatInstant(*staleness.deadline) + ": " + reasonWords(staleness.reasons.front()) + ' ' + lastSaid,
                       "Evaluate it again and bring in the results: \"mandate evaluate import\".");
    if (staleness.state == EvaluationState::Due)
        return passed(GateItem::Evaluation, lastSaid + " Due again by " + formatInstant(*staleness.deadline) + ": " + reasonWords(staleness.reasons.front()));
    return passed(GateItem::Evaluation, lastSaid);
}

} // namespace

std::string_view nameOf(GateItem item)
{
    return gateNames.at(static_cast<std::size_t>(item));
}

Result<Gate> Workspace::gate(const std::string &agent) const
{
    const AgentStanding now = standing(agent);
    const Instant clock = m->surroundings.clock();
    const PeopleRegister people = this->people();
    Gate gate;

    if (now.pactId.empty()) {
        gate.checks[0] = stopped(GateItem::Pact, "No pact in force binds the agent " + agent + '.', "Put a pact in force that binds it: \"mandate pact\".");
    } else {
        gate.checks[0] = passed(GateItem::Pact, now.pactId + '@' + now.pactVersion + " is in force.");
    }

    if (people.isOpen())
        gate.checks[1] = now.owner.empty() ? stopped(GateItem::Owner, "Nobody answers for the agent " + agent + '.', "Name an owner in its pact, or enrol people and appoint one.")
                                           : passed(GateItem::Owner, "The pact names \"" + now.owner + "\". No people are enrolled, so nothing proves who that is.");
    else if (!now.ownerFinding.empty())
        gate.checks[1] = stopped(GateItem::Owner, now.ownerFinding, "Appoint an owner: \"mandate people appoint\".");
    else
        gate.checks[1] = passed(GateItem::Owner, now.appointment->owner + " answers for it.");

    RowFilter records;
    records.agents = {agent};
    records.since = Instant{clock.nanoseconds - liveDays * gateDayNs};
    const auto live = m->store->count(records);
    if (!live)
        return live.error();
    gate.checks[2] = *live == 0 ? stopped(GateItem::Evidence, "No source has a record of the agent " + agent + " of the last 30 days.",
                                          "Connect a source that sees it, or import its newest log.")
                                : passed(GateItem::Evidence, std::to_string(*live) + " records of the last 30 days.");

    const auto evaluated = Reevaluations(*this).of(agent);
    if (!evaluated)
        return evaluated.error();
    gate.checks[3] = evaluationCheck(*evaluated);

    const std::shared_lock reading(m->lock);
    const auto drill = lastStopDrill(m->notes, agent);
    gate.checks[4] = drill ? passed(GateItem::Stop, "A stop was tried and held at " + formatInstant(*drill) + '.')
                            : stopped(GateItem::Stop, "Nobody has tried whether the agent " + agent + " can be stopped.", "Run a stop drill, and keep that it held.");
    return gate;
}

Result<EntryNumber> Workspace::recordEvaluation(const std::string &agent, const std::string &suite, std::string_view result)
{
    if (m->readOnly)
        return m->unlock().error();
    EntryNumber entry = 0;
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(); !begun)
            return begun.error();
        const auto signer = m->signer();
        if (!signer)
            return signer.error();
        if (auto refusal = evaluationRoleRefusal(m->people, signer->person.id, agent, m->surroundings.clock()))
            return *std::move(refusal);
        SignedNote note;
        note.kind = "evaluation";
        note.agent = agent;
        note.subject = suite;
        note.result = "recorded";
        note.content = sha256(result);
        note.by = signer->person.id;
        note.at = m->surroundings.clock();
        note.ledger = signer->ledger;
        const auto appended = m->appendEntry(EntryType::Note, signedNoteEntry(note, *signer->key));
        if (!appended)
            return appended.error();
        entry = appended->first;
        if (auto loaded = m->load(); !loaded)
            return loaded.error();
    }
    Q_EMIT ledgerGrew(m->store->size());
    return entry;
}

} // namespace mandate

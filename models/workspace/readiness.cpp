// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/readiness.h"

#include "models/workspace/drift_baselines.h"
#include "models/workspace/metric_trail.h"
#include "models/workspace/target_standings.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 5> questionNames{"authorization", "behaviour", "attribution", "evaluation", "accountability"};
constexpr std::array<std::string_view, 5> questionWords{"Is its authorization unambiguous?", "Is its behaviour measured?", "Can its incidents be attributed?", "Is it evaluated continuously?",
                                                        "Is someone accountable for it?"};
constexpr std::array<std::string_view, 3> answerNames{"yes", "partly", "no"};

/// mandate://page?key=value, the value percent-encoded (RFC 3986).
std::string readinessLink(const std::string &page, const std::string &key, std::string_view value, const std::string &more = {})
{
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string link = "mandate://" + page + '?' + key + '=';
    for (const char c : value) {
        const auto octet = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain)
            link += c;
        else
            link += {'%', hex[octet >> 4U], hex[octet & 15U]};
    }
    return link + more;
}

std::string actionsWord(std::uint64_t count)
{
    return std::to_string(count) + (count == 1 ? " action" : " actions");
}

/// What of the workspace is asked about every agent.
struct Facts
{
    const Workspace &workspace;
    std::shared_ptr<const MetricTrail> trail;
    std::vector<TargetStanding> targets;
    std::vector<Incident> incidents;
    std::vector<DriftBaseline> baselines;
    std::vector<EvaluationStatement> evaluations;
};

/// One agent being asked.
class AskedAgent
{
public:
    AskedAgent(const Facts &facts, const AgentOverview &agent, Gate gate) : m_facts(facts), m_agent(agent), m_gate(std::move(gate))
    {
        MetricWindow all;
        all.agent = agent.agent;
        m_figures = figuresIn(*facts.trail, all);
    }

    [[nodiscard]] AgentReadiness answers() const
    {
        AgentReadiness readiness;
        readiness.agent = m_agent.agent;
        readiness.checks = {authorization(), behaviour(), attribution(), evaluation(), accountability()};
        return readiness;
    }

private:
    [[nodiscard]] std::string here(const std::string &more = {}) const { return readinessLink("agents", "agent", m_agent.agent, more); }
    [[nodiscard]] const GateCheck &passing(GateItem item) const { return m_gate.checks[static_cast<std::size_t>(item)]; }

    static ReadinessCheck begun(ReadinessQuestion question)
    {
        ReadinessCheck check;
        check.question = question;
        return check;
    }
    static void lacks(ReadinessCheck &check, ReadinessAnswer answer, std::string says, std::string remedy, std::string link)
    {
        check.answer = std::max(check.answer, answer);
        check.missing.push_back({std::move(says), std::move(remedy), std::move(link)});
    }
    /// A check of the gate: a fact when it passed, else what is missing.
    void gated(ReadinessCheck &check, GateItem item, ReadinessAnswer otherwise, std::string link) const
    {
        const GateCheck &of = passing(item);
        if (of.refusal)
            lacks(check, otherwise, of.says, of.refusal->remedy, std::move(link));
        else
            check.facts.push_back(of.says);
    }

    [[nodiscard]] ReadinessCheck authorization() const
    {
        ReadinessCheck check = begun(ReadinessQuestion::Authorization);
        gated(check, GateItem::Pact, ReadinessAnswer::No, "mandate://pacts");
        check.facts.push_back("It is " + std::string(nameOf(m_agent.state)) + (m_agent.reason.empty() ? std::string() : " (" + m_agent.reason + ')') +
                              (m_agent.since ? " since " + formatInstant(*m_agent.since) + '.' : std::string(".")));
        if (m_agent.reason == "broken_chain")
            lacks(check, ReadinessAnswer::No, "The signed statements about it do not follow one another.", "Verify the ledger, and authorize it anew.", here("&view=overview"));
        if (m_agent.state == AgentState::NotAuthorized && m_agent.reason != "broken_chain")
            lacks(check, ReadinessAnswer::Partly, "Nothing authorizes it now, though it has acted or was named.", "Authorize it, or revoke it.", here("&view=overview"));
        if (m_agent.proposal)
            lacks(check, ReadinessAnswer::Partly, "A change of its authorization waits for a second person.", "Confirm or decline it.", here("&view=overview"));
        if (!m_agent.scopeFinding.empty())
            lacks(check, ReadinessAnswer::Partly, m_agent.scopeFinding, "Put a scope policy in force.", here("&view=scope"));
        if (m_agent.undecidable > 0)
            lacks(check, ReadinessAnswer::Partly, "The pact cannot say of " + actionsWord(m_agent.undecidable) + " whether it allows what was done.", "Record the missing facts, or revise the pact.",
                  readinessLink("evidence", "agent", m_agent.agent, "&verdict=undecidable"));
        if (const std::uint64_t unanswered = countOf(Verdict::OutOfScope); unanswered > 0)
            lacks(check, ReadinessAnswer::Partly, "The pact says nothing of " + actionsWord(unanswered) + '.', "Say so in the next version of the pact.",
                  readinessLink("evidence", "agent", m_agent.agent, "&verdict=out_of_scope"));
        if (const std::uint64_t without = countOf(Verdict::NoPact); without > 0 && !m_agent.pactId.empty())
            lacks(check, ReadinessAnswer::Partly, "For " + actionsWord(without) + " no pact was in force.", "Bind the deployments in which it acts.",
                  readinessLink("evidence", "agent", m_agent.agent, "&verdict=no_pact"));
        return check;
    }

    [[nodiscard]] ReadinessCheck behaviour() const
    {
        ReadinessCheck check = begun(ReadinessQuestion::Behaviour);
        gated(check, GateItem::Evidence, ReadinessAnswer::No, "mandate://sources");
        if (m_figures.decidable > 0)
            check.facts.push_back(std::to_string(m_figures.attempted) + " of " + actionsWord(m_figures.decidable) + " that could be judged broke the pact.");
        else
            lacks(check, ReadinessAnswer::No, "No action of it could be judged.", "Put a pact in force that binds it, and import its records.", "mandate://pacts");
        std::size_t set = 0, measured = 0;
        for (const TargetStanding &target : m_facts.targets) {
            if (target.agent != m_agent.agent)
                continue;
            ++set;
            const std::string name = "The target " + target.target.metric + (target.deployment.empty() ? std::string() : " in " + target.deployment);
            if (!target.metric || target.windowSeconds == 0)
                lacks(check, ReadinessAnswer::Partly, name + " is measured by nothing.", "Name a metric that \"mandate targets --metrics\" lists, and a window such as 30d.", pactLink());
            else if (target.answer == TargetAnswer::NoData)
                lacks(check, ReadinessAnswer::Partly, name + " has no data in its window.", "Import the records or results that it is counted from.", readinessLink("metrics", "agent", m_agent.agent));
            else
                ++measured;
        }
        if (set == 0 && !m_agent.pactId.empty())
            lacks(check, ReadinessAnswer::Partly, "Its pact sets no target, so nothing says what is good enough.", "Set targets in the next version of the pact.", pactLink());
        if (set > 0)
            check.facts.push_back(std::to_string(measured) + " of " + std::to_string(set) + (set == 1 ? " target is" : " targets are") + " measured.");
        return check;
    }

    [[nodiscard]] ReadinessCheck attribution() const
    {
        ReadinessCheck check = begun(ReadinessQuestion::Attribution);
        const std::string incidentsPage = readinessLink("incidents", "agent", m_agent.agent);
        std::uint64_t incidents = 0, caused = 0, disputed = 0, late = 0;
        for (const Incident &incident : m_facts.incidents) {
            if (incident.agent != m_agent.agent || incident.state == CaseState::Merged)
                continue;
            ++incidents;
            caused += incident.cause.has_value() && *incident.cause != Cause::NotEnoughEvidence;
            disputed += incident.attribution == AttributionState::Disputed;
            late += incident.escalated;
        }
        if (m_figures.calls == 0) {
            lacks(check, ReadinessAnswer::No, "There is no action of it on record, so nothing could be pinned to a cause.", "Connect a source that sees it.", "mandate://sources");
            return check;
        }
        if (incidents == 0)
            check.facts.emplace_back("It has no incident.");
        else
            check.facts.push_back("Of " + std::to_string(incidents) + (incidents == 1 ? " incident " : " incidents ") + std::to_string(caused) + (caused == 1 ? " has" : " have") + " a cause on record.");
        if (caused < incidents)
            lacks(check, caused == 0 ? ReadinessAnswer::No : ReadinessAnswer::Partly, std::to_string(incidents - caused) + (incidents - caused == 1 ? " incident has" : " incidents have") + " no cause on record.",
                  "Claim the cause with the records that show it.", incidentsPage);
        if (disputed > 0)
            lacks(check, ReadinessAnswer::Partly, "The cause of " + std::to_string(disputed) + (disputed == 1 ? " incident" : " incidents") + " is disputed.", "Agree, or say what would settle it.", incidentsPage);
        if (late > 0)
            lacks(check, ReadinessAnswer::Partly, "Nobody acted in time on " + std::to_string(late) + (late == 1 ? " incident." : " incidents."), "Assign somebody.", incidentsPage);
        if (m_figures.evidenceOwed > 0)
            check.facts.push_back(std::to_string(m_figures.evidenceOwed - m_figures.evidenceMissing) + " of " + actionsWord(m_figures.evidenceOwed) + " have all evidence that the pact owes.");
        else if (!m_agent.pactId.empty())
            lacks(check, ReadinessAnswer::Partly, "Its pact owes no evidence, so nothing says what has to be there when something happens.", "Name the owed evidence in the next version of the pact.", pactLink());
        if (m_figures.evidenceMissing > 0)
            lacks(check, ReadinessAnswer::Partly, "Of " + actionsWord(m_figures.evidenceMissing) + " a part of the owed evidence is missing.", "Let the source record it.",
                  readinessLink("evidence", "agent", m_agent.agent));
        return check;
    }

    [[nodiscard]] ReadinessCheck evaluation() const
    {
        ReadinessCheck check = begun(ReadinessQuestion::Evaluation);
        gated(check, GateItem::Evaluation, ReadinessAnswer::No, "mandate://help");
        if (!passing(GateItem::Evaluation).refusal && !asksForEvaluation())
            lacks(check, hasResults() ? ReadinessAnswer::Partly : ReadinessAnswer::No, "Its pact asks for no evaluation, so nothing says when one is due.",
                  "Set a rhythm, or what calls for one, in the next version of the pact.", pactLink());
        const auto baseline = std::ranges::find(m_facts.baselines.rbegin(), m_facts.baselines.rend(), m_agent.agent, &DriftBaseline::agent);
        if (baseline == m_facts.baselines.rend())
            lacks(check, ReadinessAnswer::Partly, "No baseline of its behaviour is pinned, so drift cannot be told.", "Pin one: \"mandate baseline set\".", readinessLink("metrics", "agent", m_agent.agent));
        else
            check.facts.push_back("The baseline " + baseline->name + " is pinned, by " + baseline->signer.by + " at " + formatInstant(baseline->signer.at) + '.');
        return check;
    }

    [[nodiscard]] ReadinessCheck accountability() const
    {
        ReadinessCheck check = begun(ReadinessQuestion::Accountability);
        const std::string peoplePage = readinessLink("people", "agent", m_agent.agent);
        gated(check, GateItem::Owner, ReadinessAnswer::No, peoplePage);
        if (!passing(GateItem::Owner).refusal && !m_agent.appointment)
            lacks(check, ReadinessAnswer::Partly, "Nobody was appointed by a signed statement: the owner is a name only.", "Enrol people and appoint one.", peoplePage);
        if (m_agent.appointment && !m_agent.appointment->vacated && m_agent.appointment->deputy.empty())
            lacks(check, ReadinessAnswer::Partly, "There is no deputy for when the owner is away.", "Appoint the owner again, with a deputy.", peoplePage);
        if (m_agent.appointment && !m_agent.appointment->deputy.empty())
            check.facts.push_back(m_agent.appointment->deputy + " is the deputy.");
        gated(check, GateItem::Stop, ReadinessAnswer::Partly, here("&view=drill"));
        if (m_agent.executedWhileSuspended > 0)
            lacks(check, ReadinessAnswer::Partly, "It executed " + actionsWord(m_agent.executedWhileSuspended) + " while it was suspended.", "See which enforcement point let it act.", here("&view=enforcement"));
        return check;
    }

    [[nodiscard]] std::string pactLink() const
    {
        return m_agent.pactId.empty() ? std::string("mandate://pacts") : readinessLink("pacts", "pact", m_agent.pactId + '@' + m_agent.pactVersion);
    }
    [[nodiscard]] bool asksForEvaluation() const
    {
        const auto pact = m_agent.pactId.empty() ? Result<PactVersion>(Error{}) : m_facts.workspace.pact(m_agent.pactId + '@' + m_agent.pactVersion);
        return pact && !(pact->document.evaluationCadence.empty() && pact->document.evaluationTriggers.empty());
    }
    [[nodiscard]] bool hasResults() const { return std::ranges::find(m_facts.evaluations, m_agent.agent, &EvaluationStatement::agent) != m_facts.evaluations.end(); }
    [[nodiscard]] std::uint64_t countOf(Verdict verdict) const
    {
        RowFilter filter;
        filter.kinds = {RecordKind::Action};
        filter.agents = {m_agent.agent};
        filter.verdicts = {verdict};
        const auto count = m_facts.workspace.store().count(filter);
        return count ? *count : 0;
    }

    const Facts &m_facts;
    const AgentOverview &m_agent;
    Gate m_gate;
    WindowFigures m_figures;
};

} // namespace

std::string_view nameOf(ReadinessQuestion question)
{
    return questionNames.at(static_cast<std::size_t>(question));
}

std::string_view wordsOf(ReadinessQuestion question)
{
    return questionWords.at(static_cast<std::size_t>(question));
}

std::string_view nameOf(ReadinessAnswer answer)
{
    return answerNames.at(static_cast<std::size_t>(answer));
}

bool AgentReadiness::isReady() const
{
    return std::ranges::all_of(checks, [](const ReadinessCheck &check) { return check.answer == ReadinessAnswer::Yes; });
}

Result<std::vector<AgentReadiness>> readinessOf(Workspace &workspace, const std::string &agent, std::stop_token stop)
{
    const auto agents = workspace.agents();
    if (!agents)
        return agents.error();
    if (!agent.empty() && std::ranges::find(*agents, agent, &AgentOverview::agent) == agents->end())
        return Error{ErrorKind::Missing, "MND-RDY-001", "There is no agent \"" + agent + "\" in the workspace.", "Nothing was computed.", "See \"mandate agents\" for those there are.", {}};
    const auto trail = readMetricTrail(workspace, stop);
    if (!trail)
        return trail.error();
    auto incidents = workspace.incidents();
    if (!incidents)
        return incidents.error();
    const Facts facts{workspace, *trail, targetStandings(workspace, **trail, {agent, {}}), std::move(incidents).value(), DriftBaselines(workspace).list(), workspace.evaluations()};
    std::vector<AgentReadiness> all;
    for (const AgentOverview &one : *agents) {
        if (!agent.empty() && one.agent != agent)
            continue;
        auto gate = workspace.gate(one.agent);
        if (!gate)
            return gate.error();
        all.push_back(AskedAgent(facts, one, std::move(gate).value()).answers());
    }
    return all;
}

} // namespace mandate

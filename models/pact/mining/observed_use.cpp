// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/mining/observed_use.h"

#include "models/pact/cel/environment.h"
#include "models/pact/cel/program.h"
#include "models/pact/mining/choice.h"
#include "models/pact/mining/condition.h"
#include "models/pact/variables.h"

#include <algorithm>
#include <array>

namespace mandate::mining {

namespace {

constexpr std::size_t mostPhrases = 12;
constexpr std::size_t longestCondition = 16 * 1024;

/// A clause names tools by patterns, so these cannot be named exactly.
std::string whyNoClause(std::string_view tool)
{
    if (tool.empty())
        return "The source gives it no name.";
    return tool.find('*') != std::string_view::npos ? "Its name holds a '*', which a clause reads as any text." : "";
}

std::string sentence(const std::string &tool, const std::vector<std::string> &phrases)
{
    std::string all = "The agent may use " + tool;
    for (std::size_t i = 0; i < std::min(phrases.size(), mostPhrases); ++i)
        all += (i == 0 ? " with " : i + 1 == phrases.size() ? ", and with " : ", ") + phrases[i];
    if (phrases.size() > mostPhrases)
        all += ", and within " + std::to_string(phrases.size() - mostPhrases) + " further limits that the condition states";
    return all + '.';
}

std::string freeId(const std::string &prefix, std::set<std::string> &taken)
{
    for (std::size_t number = 1;; ++number) {
        std::string id = prefix + std::to_string(number);
        if (taken.insert(id).second)
            return id;
    }
}

std::string callsWords(std::uint64_t calls, const std::optional<std::uint64_t> &sessions)
{
    std::string words = std::to_string(calls) + (calls == 1 ? " executed call" : " executed calls");
    return sessions ? words + " in " + std::to_string(*sessions) + (*sessions == 1 ? " session" : " sessions") : words;
}

} // namespace

void ObservedUse::add(const SeenCall &call)
{
    auto found = m_tools.find(call.tool);
    if (found == m_tools.end()) {
        if (m_tools.size() >= m_limits.tools) {
            m_callsOfFurtherTools += call.minable;
            return;
        }
        found = m_tools.emplace(std::string(call.tool), Tool()).first;
        found->second.room = m_limits.arguments;
    }
    Tool &tool = found->second;
    const std::uint64_t session = std::hash<std::string_view>{}(call.session); // two that clash count as one, which loosens a limit only
    std::uint64_t earlier = 0;
    auto inSession = tool.sessions.find(session);
    if (inSession == tool.sessions.end() && m_toolCells > 0) {
        --m_toolCells;
        inSession = tool.sessions.emplace(session, Tool::InSession()).first;
    }
    if (inSession == tool.sessions.end()) {
        tool.sessionsCut = true;
    } else {
        earlier = inSession->second.executed;
        inSession->second.executed += call.executed;
        inSession->second.mined |= call.minable;
    }
    if (!call.minable)
        return;
    if (tool.calls++ == 0)
        tool.first = call.entry;
    tool.last = call.entry;
    tool.outOfScope += call.outOfScope;
    const UseRoom room{m_limits, tool.room, m_cells};
    tool.perSession.add({Value::integer(static_cast<std::int64_t>(earlier + 1))}, call.entry, session, m_limits, m_cells);
    if (call.arguments.isMap())
        tool.arguments.add(call.arguments, call.entry, session, room);
    else
        ++tool.withoutArguments;
}

Proposal ObservedUse::proposalFor(const std::string &name, const Tool &tool) const
{
    Proposal proposal;
    proposal.calls = tool.calls;
    if (!tool.sessionsCut)
        proposal.sessions = static_cast<std::uint64_t>(std::ranges::count_if(tool.sessions, [](const auto &one) { return one.second.mined; }));
    proposal.first = tool.first;
    proposal.last = tool.last;
    proposal.outOfScope = tool.outOfScope;
    proposal.restsOnLittle = tool.calls < enoughCalls;

    MinedCondition condition = conditionOf(tool.arguments);
    std::vector<std::string> bounds;
    std::vector<std::string> boundWords;
    for (const Tighter &tighter : condition.tighter) {
        bounds.push_back(celNumber(tighter.now));
        boundWords.push_back(plainNumber(tighter.now));
    }
    const BoundedText marked = BoundedText::of(condition.when);
    const std::string when = marked.with(bounds);
    const bool compiles = when.size() <= longestCondition && static_cast<bool>(cel::compile(when, variables::clauseEnvironment()));
    if (tool.withoutArguments > 0)
        proposal.notCovered.push_back(std::to_string(tool.withoutArguments) + " of the calls carry no arguments, so none can be limited.");
    else if (!compiles)
        proposal.notCovered.emplace_back("Its arguments: a condition on all of them would be too long.");
    const bool limited = tool.withoutArguments == 0 && compiles;
    Clause &clause = proposal.clause;
    clause.kind = ClauseKind::Permit;
    clause.tools = {name};
    proposal.when = limited ? marked : BoundedText::of("true");
    proposal.readsAs = BoundedText::of(sentence(name, limited ? condition.phrases : std::vector<std::string>()));
    clause.when = proposal.when.with(bounds);
    clause.readsAs = proposal.readsAs.with(boundWords);
    clause.why = "Proposed from use: " + callsWords(proposal.calls, proposal.sessions) + ", entries " + std::to_string(proposal.first) + " to " +
                 std::to_string(proposal.last) + " of the ledger.";
    proposal.arguments = std::move(condition.arguments);
    if (limited) {
        proposal.notCovered.insert(proposal.notCovered.end(), condition.notCovered.begin(), condition.notCovered.end());
        proposal.tighter = std::move(condition.tighter);
    } else {
        for (ArgumentEvidence &argument : proposal.arguments)
            argument.notCovered = "the proposal does not look at arguments";
    }

    if (tool.sessionsCut) {
        proposal.notCovered.emplace_back("How often it is used in a session: there were too many sessions to remember.");
        return proposal;
    }
    SessionLimit limit;
    limit.most = static_cast<std::uint64_t>(tool.perSession.range().to.value.asInt());
    limit.entry = tool.perSession.range().toEntry;
    limit.tighter = tool.perSession.tighter();
    limit.clause.kind = ClauseKind::Escalate;
    limit.clause.tools = {name};
    limitCalls(limit.clause, limit.most);
    limit.clause.why =
        "Proposed from use: no session made more of them, and entry " + std::to_string(limit.entry) + " was the first to make as many.";
    limit.clause.escalation = Escalation{"owner", 3600, false};
    proposal.perSession = std::move(limit);
    return proposal;
}

MinedScope ObservedUse::propose(std::set<std::string> taken) const
{
    MinedScope scope;
    scope.callsOfFurtherTools = m_callsOfFurtherTools;
    for (const auto &[name, tool] : m_tools) {
        if (tool.calls == 0)
            continue;
        if (std::string why = whyNoClause(name); !why.empty()) {
            scope.left.push_back({name, tool.calls, std::move(why)});
            continue;
        }
        Proposal proposal = proposalFor(name, tool);
        proposal.clause.id = freeId("M", taken);
        if (proposal.perSession)
            proposal.perSession->clause.id = freeId("L", taken);
        scope.proposals.push_back(std::move(proposal));
    }
    return scope;
}

} // namespace mandate::mining

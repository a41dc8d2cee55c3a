// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/mining/choice.h"

#include "models/pact/cel/describe.h"
#include "models/pact/mining/condition.h"

#include <algorithm>
#include <charconv>

namespace mandate::mining {

namespace {

/// Bytes that UTF-8 has nowhere, so that no name and no value of a source can be taken for a mark.
constexpr char markBegin = '\xFF';
constexpr char markEnd = '\xFE';

std::string tighterWords(const std::string &path, const std::string &bound, const std::string &now)
{
    return " Chosen tighter than observed: " + path + " at most " + bound + " instead of " + now + '.';
}

} // namespace

std::string boundMark(std::size_t index)
{
    return markBegin + std::to_string(index) + markEnd;
}

BoundedText BoundedText::of(const std::string &marked)
{
    BoundedText text;
    std::size_t begin = 0;
    for (std::size_t mark = marked.find(markBegin); mark != std::string::npos; mark = marked.find(markBegin, begin)) {
        std::size_t index = 0;
        const std::size_t end = marked.find(markEnd, mark);
        if (end == std::string::npos)
            break;
        std::from_chars(marked.data() + mark + 1, marked.data() + end, index);
        text.parts.push_back(marked.substr(begin, mark - begin));
        text.bounds.push_back(index);
        begin = end + 1;
    }
    text.parts.push_back(marked.substr(begin));
    return text;
}

std::string BoundedText::with(const std::vector<std::string> &numbers) const
{
    std::string all;
    for (std::size_t i = 0; i < parts.size(); ++i)
        all += parts[i] + (i < bounds.size() && bounds[i] < numbers.size() ? numbers[bounds[i]] : std::string());
    return all;
}

Clause clauseOf(const Proposal &proposal, const ProposalChoice &choice)
{
    Clause clause = proposal.clause;
    std::vector<std::string> bounds;
    std::vector<std::string> boundWords;
    for (std::size_t i = 0; i < proposal.tighter.size(); ++i) {
        const Tighter &tighter = proposal.tighter[i];
        const std::optional<Number> wanted = i < choice.bounds.size() ? choice.bounds[i] : std::nullopt;
        const Number &bound = wanted.value_or(tighter.now);
        bounds.push_back(celNumber(bound));
        boundWords.push_back(plainNumber(bound));
        if (wanted)
            clause.why += tighterWords(tighter.path, boundWords.back(), plainNumber(tighter.now));
    }
    clause.when = proposal.when.with(bounds);
    clause.readsAs = proposal.readsAs.with(boundWords);
    return clause;
}

std::optional<Clause> limitOf(const Proposal &proposal, const ProposalChoice &choice)
{
    if (!proposal.perSession || !choice.limited)
        return std::nullopt;
    Clause clause = proposal.perSession->clause;
    if (choice.most) {
        limitCalls(clause, *choice.most);
        clause.why += tighterWords("calls a session", std::to_string(*choice.most), std::to_string(proposal.perSession->most));
    }
    return clause;
}

MinedScope chosen(MinedScope scope, const std::vector<ProposalChoice> &choices)
{
    std::vector<Proposal> taken;
    for (std::size_t i = 0; i < scope.proposals.size(); ++i) {
        Proposal &proposal = scope.proposals[i];
        const ProposalChoice choice = i < choices.size() ? choices[i] : ProposalChoice();
        if (!choice.taken)
            continue;
        const auto limit = limitOf(proposal, choice);
        proposal.clause = clauseOf(proposal, choice);
        if (limit)
            proposal.perSession->clause = *limit;
        else
            proposal.perSession.reset();
        taken.push_back(std::move(proposal));
    }
    scope.proposals = std::move(taken);
    return scope;
}

void limitCalls(Clause &clause, std::uint64_t most)
{
    const std::string &tool = clause.tools.front();
    clause.when = "size(history.filter(h, h.executed && h.tool == " + cel::quoted(tool) + ")) >= " + std::to_string(most);
    clause.readsAs = "A person approves further calls of " + tool + " once a session has made " + (most == 1 ? "one." : std::to_string(most) + '.');
}

} // namespace mandate::mining

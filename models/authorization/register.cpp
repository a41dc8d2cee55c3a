// SPDX-License-Identifier: GPL-3.0-or-later
// The chains. Who may do what is authority.cpp.
#include "models/authorization/register.h"

namespace mandate {

void Register::add(Statement statement, std::string_view entryBody)
{
    add(std::move(statement), entryBody, PeopleRegister(PublicKey()));
}

void Register::add(Statement statement, std::string_view entryBody, const PeopleRegister &people)
{
    if (!statement.actingFor.empty() && !mayDecide(people, statement.decidedBy, statement.actingFor, statement.agent, statement.decidedAt))
        statement.actingFor.clear(); // nobody speaks for who did not hand over to them; what they may themselves still counts
    if (statement.voidBecause.empty() && !people.isOpen()) {
        if (const auto refused = refusal({statement.kind, statement.agent, statement.to, statement.tools, statement.decidedBy, statement.decidedAt,
                                          statement.proposal, statement.actingFor},
                                         people))
            statement.voidBecause = refused->happened;
    }
    Chain &chain = m_chains[statement.agent];
    if (!statement.voidBecause.empty()) {
        chain.statements.push_back(std::move(statement));
        return;
    }
    chain.broken = chain.broken || statement.previous != chain.last;
    chain.last = sha256(entryBody);
    if (!chain.latest || chain.latest->nanoseconds < statement.decidedAt.nanoseconds)
        chain.latest = statement.decidedAt;
    const std::size_t place = chain.statements.size();
    chain.proposal.reset(); // whatever was decided since, it was proposed for another state
    if (statement.kind == StatementKind::Decision)
        chain.current = place;
    if (statement.kind == StatementKind::Proposal) {
        chain.proposal = place;
        chain.proposalDigest = chain.last;
    }
    chain.statements.push_back(std::move(statement));
}

const Register::Chain *Register::chainOf(std::string_view agent) const
{
    const auto found = m_chains.find(agent);
    return found == m_chains.end() ? nullptr : &found->second;
}

const Statement *Register::current(std::string_view agent) const
{
    const Chain *chain = chainOf(agent);
    return chain && chain->current ? &chain->statements[*chain->current] : nullptr;
}

const Statement *Register::proposal(std::string_view agent, const Instant &at) const
{
    const Chain *chain = chainOf(agent);
    if (!chain || !chain->proposal)
        return nullptr;
    const Statement &waiting = chain->statements[*chain->proposal];
    return at.nanoseconds - waiting.decidedAt.nanoseconds < proposalLifeNs ? &waiting : nullptr;
}

std::optional<Digest> Register::proposalDigest(std::string_view agent) const
{
    const Chain *chain = chainOf(agent);
    return chain && chain->proposal ? std::optional(chain->proposalDigest) : std::nullopt;
}

bool Register::isBroken(std::string_view agent) const
{
    const Chain *chain = chainOf(agent);
    return chain && chain->broken;
}

std::vector<Statement> Register::history(std::string_view agent) const
{
    const Chain *chain = chainOf(agent);
    return chain ? chain->statements : std::vector<Statement>();
}

std::vector<std::string> Register::agents() const
{
    std::vector<std::string> names;
    for (const auto &[name, chain] : m_chains)
        names.push_back(name);
    return names;
}

Digest Register::lastDigest(std::string_view agent) const
{
    const Chain *chain = chainOf(agent);
    return chain ? chain->last : Digest();
}

} // namespace mandate

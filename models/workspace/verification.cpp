// SPDX-License-Identifier: GPL-3.0-or-later
// Verifying a workspace: the store, and then what people signed: about agents, pacts and each other.
#include "models/workspace/pact_entry.h"
#include "models/workspace/workspace_private.h"

namespace mandate {

namespace {

/// Why a statement about an agent does not hold; empty when it does.
std::string whyNot(std::string_view body, const PeopleRegister &people, Register &chains)
{
    auto statement = readStatementEntry(body, people.keyring());
    if (!statement)
        return statement.error().happened;
    const std::string agent = statement->agent;
    chains.add(std::move(statement).value(), body, people);
    if (const std::string why = chains.history(agent).back().voidBecause; !why.empty())
        return why;
    return chains.isBroken(agent) ? "The statement does not follow the agent's previous one: a statement between them is missing." : std::string();
}

/// The same of a statement about a pact, which also has to be one that could be made then.
std::string whyNot(std::string_view body, EntryNumber entry, const PeopleRegister &people, PactLives &lives, const ScopePolicyBook &scopes)
{
    auto statement = readPactStatement(body, people);
    if (!statement)
        return statement.error().happened;
    objectForScopes(*statement, lives, scopes, people);
    const std::string id = statement->pactId;
    takePactStatement(lives, entry, std::move(statement).value(), body);
    return lives.find(id)->second.history().back().voidBecause;
}

} // namespace

Result<Verification> Workspace::verify(const Progress &progress, std::stop_token stop) const
{
    auto verification = m->store->verify(progress, stop);
    if (!verification || !verification->ok)
        return verification;
    // The tree holds; now what people signed within it.
    RowFilter filter;
    filter.types = {EntryType::Pact, EntryType::Statement, EntryType::Person, EntryType::ScopePolicy};
    const auto entries = m->store->select(filter, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return entries.error();
    const auto rows = m->store->rows(*entries);
    if (!rows)
        return rows.error();
    Register chains;
    PactLives lives;
    ScopePolicyBook scopes;
    PeopleRegister people(m->store->publicKey());
    for (const Row &row : *rows) {
        const auto body = m->store->body(row.number);
        if (!body)
            return body.error();
        std::string reason;
        std::string affects = "The authorization of the agent it speaks of cannot be relied on.";
        if (row.type == EntryType::Person) {
            people.add(row.number, *body);
            reason = people.history().back().voidBecause;
            affects = "It counts for nothing. Who wrote it could sign with the workspace's key and not with the person's.";
        } else if (row.type == EntryType::Pact) {
            const auto pact = readPactEntry(row.number, *body);
            if (!pact)
                reason = pact.error().happened;
            else if (takePact(lives, *pact, people); pact->origin == PactOrigin::Adopted && !people.isOpen())
                reason = "A pact was put in force without review after people were enrolled.";
            affects = "What was judged by this pact cannot be relied on.";
        } else if (row.type == EntryType::ScopePolicy) {
            reason = scopes.add(row.number, *body, people, lives);
            affects = "It counts for nothing: what a verifier has to check against is as the statements before it say.";
        } else if (speaksOfPact(*body)) {
            reason = whyNot(*body, row.number, people, lives, scopes);
            affects = "Which version of the pact it speaks of is in force cannot be relied on.";
        } else {
            reason = whyNot(*body, people, chains);
        }
        if (!reason.empty()) {
            verification->ok = false;
            verification->firstBad = BadEntry{row.number, reason, affects, "All other entries, the tree and its checkpoints hold."};
            break;
        }
    }
    return verification;
}

} // namespace mandate

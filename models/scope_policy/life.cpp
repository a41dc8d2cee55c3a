// SPDX-License-Identifier: GPL-3.0-or-later
// What the ledger's statements about scope policies come to. Refusals in words are refusals.cpp.
#include "models/scope_policy/life.h"

#include <algorithm>

namespace mandate {

const ScopeVersion *ScopeLife::current() const
{
    return m_versions.empty() || m_versions.back().until ? nullptr : &m_versions.back();
}

const ScopeVersion *ScopeLife::inForce(const Instant &at) const
{
    const auto found = std::ranges::find_if(m_versions, [&](const ScopeVersion &version) {
        return version.from.nanoseconds <= at.nanoseconds && (!version.until || at.nanoseconds < version.until->nanoseconds);
    });
    return found == m_versions.end() ? nullptr : &*found;
}

std::string ScopePolicyBook::add(std::uint64_t entry, std::string_view body, const PeopleRegister &people, const PactLives &pacts)
{
    auto read = readScopeStatementEntry(body, people.keyring());
    if (!read)
        return read.error().happened; // whose it is cannot be told, so it is no part of any chain
    read->entry = entry;
    ScopeLife &life = m_lives[read->policyId];
    ScopeLife::Event event;
    event.voidBecause = read->voidBecause;
    if (event.voidBecause.empty()) { // who may not sign is no part of the chain and cannot break it
        life.m_broken = life.m_broken || read->previous != life.m_last;
        life.m_last = sha256(body);
        if (life.m_broken) {
            event.voidBecause = "The statements about this scope policy do not follow one another: one is missing before it.";
        } else {
            Attempt attempt{read->step, read->policyId, read->decidedBy, read->note, read->decidedAt, nullptr};
            ParsedScopePolicy parsed;
            std::shared_ptr<const CompiledScopePolicy> policy;
            if (read->step == ScopeStep::Set) {
                auto document = parseScopePolicy(read->document);
                auto compiled = document ? CompiledScopePolicy::compile(document->document) : Result<std::shared_ptr<const CompiledScopePolicy>>(document.error());
                if (!compiled) {
                    event.voidBecause = compiled.error().happened;
                } else {
                    parsed = std::move(document).value();
                    policy = std::move(compiled).value();
                    attempt.document = &parsed;
                    if (parsed.document.id != read->policyId || parsed.document.version != read->version)
                        event.voidBecause = "It names another policy than its document.";
                }
            }
            if (event.voidBecause.empty()) {
                if (const auto refused = refusal(attempt, people, pacts))
                    event.voidBecause = refused->happened;
                else
                    apply(life, *read, std::move(parsed), std::move(policy), !people.isOpen());
            }
        }
    }
    std::string why = event.voidBecause;
    event.statement = std::move(read).value();
    event.statement.document.clear(); // the version holds it
    life.m_history.push_back(std::move(event));
    return why;
}

void ScopePolicyBook::apply(ScopeLife &life, const ScopeStatement &statement, ParsedScopePolicy &&parsed, std::shared_ptr<const CompiledScopePolicy> policy, bool proven)
{
    life.m_latest = statement.decidedAt;
    if (!life.m_versions.empty() && !life.m_versions.back().until) {
        ScopeVersion &before = life.m_versions.back();
        before.until = statement.decidedAt;
        before.endedBy = statement.decidedBy;
        before.withdrawn = statement.step == ScopeStep::Withdraw;
        if (before.withdrawn)
            before.endReason = statement.note;
    }
    if (statement.step == ScopeStep::Withdraw)
        return;
    ScopeVersion version;
    version.policy = std::move(policy);
    version.digest = parsed.digest;
    version.source = std::move(parsed.canonical);
    version.setBy = statement.decidedBy;
    version.setByName = statement.decidedByName;
    version.note = statement.note;
    version.from = statement.decidedAt;
    version.proven = proven;
    version.entry = statement.entry;
    life.m_versions.push_back(std::move(version));
}

const ScopeLife *ScopePolicyBook::find(std::string_view id) const
{
    const auto found = m_lives.find(id);
    return found == m_lives.end() ? nullptr : &found->second;
}

ScopeStanding ScopePolicyBook::standing(std::string_view agent, std::string_view deployment, const Instant &at) const
{
    ScopeStanding standing;
    for (const auto &[id, life] : m_lives) {
        if (life.m_broken) { // the last one that held still says which tools need it, and allows none
            const ScopeVersion *last = life.m_versions.empty() ? nullptr : &life.m_versions.back();
            if (last && last->document().bindsAgent(agent, deployment))
                return {last, true};
            continue;
        }
        const ScopeVersion *version = life.inForce(at);
        if (version && version->document().bindsAgent(agent, deployment))
            standing.version = version;
    }
    return standing;
}

} // namespace mandate

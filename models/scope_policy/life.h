// SPDX-License-Identifier: GPL-3.0-or-later
// The lives of all scope policies: which version is in force for whom and since when, who may change it, and what was signed. Pure: fed with the
// statements of the ledger in order, and asked. The same rules refuse a step before it is signed and void it when it is read. At most one policy
// binds an agent in a deployment. A chain that does not hold allows nothing any more.
#pragma once

#include "models/scope_policy/compiled.h"
#include "models/scope_policy/independence.h"
#include "models/scope_policy/statement.h"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

struct ScopeVersion
{
    std::shared_ptr<const CompiledScopePolicy> policy;
    Digest digest;
    std::string source; ///< the document's RFC 8785 form
    std::string setBy;  ///< person id
    std::string setByName;
    std::string note;
    Instant from;
    std::optional<Instant> until; ///< superseded or withdrawn then
    bool withdrawn = false;
    std::string endedBy;   ///< person id
    std::string endReason; ///< of a withdrawal
    bool proven = false;   ///< people were enrolled when it was signed: whose hand it is, is proven
    std::uint64_t entry = 0;

    [[nodiscard]] const ScopePolicyDocument &document() const { return policy->document(); }
    [[nodiscard]] ScopeAuthorship authorship() const { return {&document(), digest, setBy}; }
};

class ScopeLife
{
public:
    struct Event
    {
        ScopeStatement statement;
        std::string voidBecause; ///< why it counts for nothing; empty when it counts
    };
    [[nodiscard]] std::span<const ScopeVersion> versions() const { return m_versions; }
    [[nodiscard]] std::span<const Event> history() const { return m_history; }
    /// In force now; nullptr after a withdrawal, and before the first.
    [[nodiscard]] const ScopeVersion *current() const;
    [[nodiscard]] const ScopeVersion *inForce(const Instant &at) const;
    [[nodiscard]] bool isBroken() const { return m_broken; }
    [[nodiscard]] Digest lastDigest() const { return m_last; }

private:
    friend class ScopePolicyBook;
    std::vector<ScopeVersion> m_versions;
    std::vector<Event> m_history;
    std::optional<Instant> m_latest;
    Digest m_last;
    bool m_broken = false;
};

/// What binds an agent at a time.
struct ScopeStanding
{
    const ScopeVersion *version = nullptr; ///< none: nobody put a scope policy in force for it
    bool broken = false;                   ///< what was signed about it does not hold: it allows nothing
};

class ScopePolicyBook
{
public:
    struct Attempt
    {
        ScopeStep step = ScopeStep::Set;
        std::string policyId;
        std::string person;
        std::string note;
        Instant at;
        const ParsedScopePolicy *document = nullptr; ///< Set; it compiles
    };
    /// Why it must not be done: what happened, who can, what to do. Nothing when it may.
    [[nodiscard]] std::optional<Error> refusal(const Attempt &attempt, const PeopleRegister &people, const PactLives &pacts) const;
    /// Whether this person may keep scope policies at all.
    [[nodiscard]] static std::optional<Error> roleRefusal(std::string_view person, const PeopleRegister &people);

    /// The next statement of the ledger, with the people and pacts that were before it. Says why it counts for nothing; empty when it counts.
    std::string add(std::uint64_t entry, std::string_view body, const PeopleRegister &people, const PactLives &pacts);

    [[nodiscard]] ScopeStanding standing(std::string_view agent, std::string_view deployment, const Instant &at) const;
    [[nodiscard]] const ScopeLife *find(std::string_view id) const;
    [[nodiscard]] const std::map<std::string, ScopeLife, std::less<>> &lives() const { return m_lives; }
    [[nodiscard]] bool isEmpty() const { return m_lives.empty(); }
    /// Why a step about a version of a pact must not be taken, as far as scope policies are concerned.
    [[nodiscard]] std::optional<Error> pactRefusal(PactStep step, std::string_view person, const PactDocument &pact, const Digest &digest, const PeopleRegister &people) const;

private:
    [[nodiscard]] std::optional<Error> settingRefusal(const Attempt &attempt, const PeopleRegister &people, const PactLives &pacts) const;
    void apply(ScopeLife &life, const ScopeStatement &statement, ParsedScopePolicy &&parsed, std::shared_ptr<const CompiledScopePolicy> policy, bool proven);

    std::map<std::string, ScopeLife, std::less<>> m_lives; ///< by policy id
};

} // namespace mandate

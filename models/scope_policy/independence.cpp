// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/scope_policy/independence.h"

#include <algorithm>
#include <cctype>

namespace mandate {

namespace {

Error notIndependent(std::string code, std::string happened, std::string remedy)
{
    Error error;
    error.kind = ErrorKind::Refused;
    error.code = std::move(code);
    error.happened = std::move(happened);
    error.unaffected = "Nothing was changed; what is in force stays in force.";
    error.remedy = std::move(remedy);
    return error;
}

/// The person that a document means: an id or a display name of somebody enrolled, else the words themselves, without case and outer blanks.
std::string personMeant(std::string_view words, const PeopleRegister &people)
{
    const std::size_t begin = words.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos)
        return {};
    words = words.substr(begin, words.find_last_not_of(" \t\r\n") - begin + 1);
    const auto same = [](std::string_view a, std::string_view b) {
        return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
    };
    for (const EnrolledPerson &person : people.people()) {
        if (same(person.id, words) || (!person.name.empty() && same(person.name, words)))
            return person.id;
    }
    std::string lower(words);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

/// Whether every rule stands in the pact word for word: then it is the pact that is asked twice.
bool isCopy(const ScopePolicyDocument &scope, const PactDocument &pact)
{
    return !scope.rules.empty() && std::ranges::all_of(scope.rules, [&](const ScopeRule &rule) {
        return std::ranges::any_of(pact.clauses, [&](const Clause &clause) {
            return clause.when == rule.when && clause.tools == rule.tools && (rule.allows ? clause.kind == ClauseKind::Permit : clause.kind == ClauseKind::Forbid);
        });
    });
}

std::optional<Error> contentDependence(const ScopePolicyDocument &scope, const Digest &digest, const PactDocument &pact, const Digest &pactDigest)
{
    const std::string pactName = pact.id + '@' + pact.version;
    if (digest == pactDigest)
        return notIndependent("MND-SCP-020", scope.name() + " is the same document as the pact " + pactName + ": it is not independent.",
                              "Let somebody else write a scope policy of its own.");
    if (isCopy(scope, pact))
        return notIndependent("MND-SCP-021", "Every rule of " + scope.name() + " stands word for word in the pact " + pactName + ": it is not independent.",
                              "Let the scope policy's owner say in rules of their own what may be destroyed.");
    return std::nullopt;
}

std::optional<Error> ownerDependence(const ScopePolicyDocument &scope, const PactDocument &pact, const PeopleRegister &people)
{
    if (pact.owner.empty() || personMeant(scope.owner, people) != personMeant(pact.owner, people))
        return std::nullopt;
    return notIndependent("MND-SCP-022", "The scope policy " + scope.name() + " and the pact " + pact.id + '@' + pact.version + " have the same owner, " + scope.owner + ": they are not independent.",
                          "Let another person answer for the scope policy.");
}

std::string asWhat(std::string_view person, const VersionLife &version, const PactLife &pact)
{
    if (version.submittedBy == person)
        return "submitted";
    if (std::ranges::find(version.approvals, person, &PactApproval::person) != version.approvals.end())
        return "approved";
    const PactWindow *window = version.adopted ? pact.windowOf(version.document.version) : nullptr;
    return window && window->by == person ? "added" : "";
}

} // namespace

bool patternsMeet(std::string_view a, std::string_view b)
{
    // meets[j]: whether a from i on and b from j on have a text in common.
    std::vector<char> meets(b.size() + 1);
    std::vector<char> next(b.size() + 1);
    for (std::size_t i = a.size() + 1; i-- > 0;) {
        for (std::size_t j = b.size() + 1; j-- > 0;) {
            const bool endA = i == a.size();
            const bool endB = j == b.size();
            if (endA && endB)
                meets[j] = 1;
            else if (!endA && a[i] == '*')
                meets[j] = next[j] || (!endB && meets[j + 1]);
            else if (!endB && b[j] == '*')
                meets[j] = meets[j + 1] || (!endA && next[j]);
            else
                meets[j] = !endA && !endB && a[i] == b[j] && next[j + 1];
        }
        std::swap(meets, next);
    }
    return next[0];
}

bool bindingsMeet(const std::vector<Binding> &a, const std::vector<Binding> &b)
{
    return std::ranges::any_of(a, [&](const Binding &one) {
        return std::ranges::any_of(b, [&](const Binding &other) { return patternsMeet(one.agent, other.agent) && patternsMeet(one.deployment, other.deployment); });
    });
}

bool isBoundBy(const Binding &binding, const std::vector<Binding> &by)
{
    // A pattern that fits another pattern's text fits all that the other fits, since only its '*' can stand for the other's.
    return std::ranges::any_of(by, [&](const Binding &one) { return matchesPattern(one.agent, binding.agent) && matchesPattern(one.deployment, binding.deployment); });
}

std::optional<Error> authorshipRefusal(std::string_view person, const ScopePolicyDocument &scope, const PactLife &pact, const PeopleRegister &people)
{
    if (people.isOpen() || person.empty())
        return std::nullopt;
    for (const VersionLife &version : pact.versions()) {
        if (!bindingsMeet(scope.binds, version.document.binds))
            continue;
        if (const std::string did = asWhat(person, version, pact); !did.empty())
            return notIndependent("MND-SCP-023", std::string(person) + ' ' + did + " the pact " + pact.id() + '@' + version.document.version + ", which binds the same agents, and cannot keep their scope policy too.",
                                  "Let somebody who had no hand in the pact do it: " + people.whoIs({PersonRole::Owner, PersonRole::Deputy, PersonRole::Legal}, person) + '.');
    }
    return std::nullopt;
}

std::optional<Error> dependence(const ScopeAuthorship &scope, const PactLife &pact, const PeopleRegister &people)
{
    for (const VersionLife &version : pact.versions()) {
        if (!bindingsMeet(scope.document->binds, version.document.binds))
            continue;
        if (auto found = contentDependence(*scope.document, scope.digest, version.document, version.digest))
            return found;
        const PactWindow *window = pact.windowOf(version.document.version);
        const bool over = version.withdrawn || (window && window->until);
        if (over)
            continue;
        if (auto found = ownerDependence(*scope.document, version.document, people))
            return found;
    }
    return authorshipRefusal(scope.savedBy, *scope.document, pact, people);
}

std::optional<Error> pactDependence(std::string_view person, const PactDocument &pact, const Digest &digest, const ScopeAuthorship &scope, const PeopleRegister &people)
{
    if (!bindingsMeet(scope.document->binds, pact.binds))
        return std::nullopt;
    if (!people.isOpen() && !person.empty() && scope.savedBy == person)
        return notIndependent("MND-SCP-024", std::string(person) + " saved the scope policy " + scope.document->name() + ", which binds the same agents, and cannot have a hand in their pact too.",
                              "Let somebody else do it; who keeps the scope policy keeps out of the pact.");
    if (auto found = contentDependence(*scope.document, scope.digest, pact, digest))
        return found;
    return ownerDependence(*scope.document, pact, people);
}

} // namespace mandate

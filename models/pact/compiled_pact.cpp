// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/compiled_pact.h"

#include <algorithm>

namespace mandate {

namespace {

/// Clauses that other parts of the document imply, so that a duty written there is judged like one written as a clause.
void addImplied(const PactDocument &pact, std::vector<Clause> &clauses)
{
    if (pact.handOffBelow) {
        Clause clause;
        clause.id = "hand_off";
        clause.kind = ClauseKind::Escalate;
        clause.when = "confidence < " + std::to_string(*pact.handOffBelow);
        clause.readsAs = "Below a confidence of " + std::to_string(*pact.handOffBelow) + " the agent hands the case to " + pact.handOffTo + '.';
        clause.escalation = Escalation{pact.handOffTo, 0, true};
        clauses.push_back(std::move(clause));
    }
    if (!pact.verifiedTools.empty()) {
        Clause clause;
        clause.id = "verification";
        clause.kind = ClauseKind::Evidence;
        clause.tools = pact.verifiedTools;
        clause.when = "verifier.verdict != \"allow\"";
        clause.readsAs = "A second agent checks the action against the scope policy before it runs.";
        clause.severity = Severity::Critical;
        clauses.push_back(std::move(clause));
    }
    if (!pact.owedEvidence.empty()) {
        Clause clause;
        clause.id = "evidence";
        clause.kind = ClauseKind::Evidence;
        std::string owed;
        for (const std::string &part : pact.owedEvidence) {
            clause.when += (clause.when.empty() ? "!record." : " || !record.") + part;
            owed += (owed.empty() ? "" : ", ") + part;
        }
        clause.readsAs = "Every action leaves this evidence: " + owed + '.';
        clause.severity = Severity::Minor;
        clauses.push_back(std::move(clause));
    }
}

Error inClause(Error error, const std::string &place)
{
    error.position.path = place;
    error.unaffected = "The pact was not taken in; pacts in force are as they were.";
    return error;
}

Result<std::optional<cel::Program>> compileFactPart(const std::string &source, const StateFact &fact, std::string_view part)
{
    if (source.empty())
        return std::optional<cel::Program>();
    auto program = cel::compile(source, variables::factEnvironment());
    if (!program)
        return inClause(program.error(), "state." + fact.fact + '.' + std::string(part));
    return std::optional<cel::Program>(std::move(program).value());
}

} // namespace

CompiledPact::CompiledPact() : m(std::make_unique<Private>()) {}
CompiledPact::~CompiledPact() = default;

Result<std::shared_ptr<const CompiledPact>> CompiledPact::compile(PactDocument document)
{
    std::shared_ptr<CompiledPact> pact(new CompiledPact);
    Private &parts = *pact->m;
    parts.clauses = document.clauses;
    addImplied(document, parts.clauses);
    for (const Clause &clause : parts.clauses) {
        auto program = cel::compile(clause.when, variables::clauseEnvironment());
        if (!program)
            return inClause(program.error(), clause.id);
        for (const std::uint32_t slot : program->referencedSlots())
            parts.uses[slot] = true;
        parts.programs.push_back(std::move(program).value());
    }
    for (const StateFact &fact : document.state) {
        CompiledFact compiled;
        compiled.fact = fact;
        for (auto [source, name, target] : {std::tuple{&fact.when, "when", &compiled.when}, std::tuple{&fact.key, "key", &compiled.key},
                                            std::tuple{&fact.value, "value", &compiled.value}}) {
            auto part = compileFactPart(*source, fact, name);
            if (!part)
                return part.error();
            *target = std::move(part).value();
            if (*target) {
                const auto &slots = (*target)->referencedSlots();
                compiled.readsObjects |= std::find(slots.begin(), slots.end(), variables::FactValue) != slots.end();
            }
        }
        compiled.readsObjects |= fact.value.empty();
        parts.facts.push_back(std::move(compiled));
    }
    if (document.fixedClock) {
        const std::int64_t nanoseconds = document.fixedClock->nanoseconds;
        const std::int64_t seconds = nanoseconds / 1'000'000'000 - (nanoseconds % 1'000'000'000 < 0);
        parts.now = Value::timestamp(seconds, static_cast<std::uint32_t>(nanoseconds - seconds * 1'000'000'000));
    }
    parts.document = std::move(document);
    return std::shared_ptr<const CompiledPact>(std::move(pact));
}

const PactDocument &CompiledPact::document() const { return m->document; }
std::span<const Clause> CompiledPact::clauses() const { return m->clauses; }

std::vector<std::uint32_t> CompiledPact::clausesFor(std::string_view tool) const
{
    std::vector<std::uint32_t> found;
    for (std::uint32_t i = 0; i < m->clauses.size(); ++i) {
        const auto &tools = m->clauses[i].tools;
        if (tools.empty() || std::any_of(tools.begin(), tools.end(), [&](const std::string &p) { return matchesPattern(p, tool); }))
            found.push_back(i);
    }
    return found;
}

} // namespace mandate

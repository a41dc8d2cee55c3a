// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/compiled_pact.h"

#include "models/base/canonical_json.h"

#include <algorithm>

namespace mandate {

namespace {

/// A number as a double literal of the condition language, exact and the same in every locale.
std::string doubleLiteral(double number)
{
    std::string text;
    appendCanonicalNumber(text, number);
    return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

/// Clauses that other parts of the document imply, so that a duty written there is judged like one written as a clause.
void addImplied(const PactDocument &pact, std::vector<Clause> &clauses)
{
    if (pact.handOffBelow) {
        Clause clause;
        clause.id = "hand_off";
        clause.kind = ClauseKind::Escalate;
        const std::string bound = doubleLiteral(*pact.handOffBelow);
        clause.when = "confidence < " + bound;
        clause.readsAs = "Below a confidence of " + bound + " the agent hands the case to " + pact.handOffTo + '.';
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

/// An expression of a part that may be left out; `place` names it in what is said about it.
Result<void> compilePart(const std::string &source, const cel::Environment &environment, const std::string &place, cel::Type::Kind gives,
                         std::optional<cel::Program> &into)
{
    if (source.empty())
        return {};
    auto program = compileCondition(source, environment, gives);
    if (!program)
        return inClause(program.error(), place);
    into = std::move(program).value();
    return {};
}

} // namespace

Result<cel::Program> compileCondition(const std::string &source, const cel::Environment &environment, cel::Type::Kind gives)
{
    auto program = cel::compile(source, environment);
    if (!program)
        return program;
    const cel::Type &type = program->resultType();
    if (gives == cel::Type::Kind::Dyn || type.kind() == gives || type.isDyn() || type.kind() == cel::Type::Kind::Parameter)
        return program;
    Error error;
    error.kind = ErrorKind::Input;
    error.code = "MND-PCT-002";
    error.unaffected = "Nothing was evaluated.";
    if (gives == cel::Type::Kind::Bool) {
        error.happened = "The condition gives a value of type " + type.name() + ", where a yes or no is needed.";
        error.remedy = "Compare it with something, as in \"size(args.items) > 5\".";
    } else {
        error.happened = "The expression gives a value of type " + type.name() + ", where a text is needed.";
        error.remedy = "Make it a text with \"string(…)\".";
    }
    error.position.line = 1;
    error.position.column = 1;
    return error;
}

CompiledPact::CompiledPact() : m(std::make_unique<Private>()) {}
CompiledPact::~CompiledPact() = default;

Result<std::shared_ptr<const CompiledPact>> CompiledPact::compile(PactDocument document)
{
    std::shared_ptr<CompiledPact> pact(new CompiledPact);
    Private &parts = *pact->m;
    parts.clauses = document.clauses;
    addImplied(document, parts.clauses);
    for (const Clause &clause : parts.clauses) {
        auto program = compileCondition(clause.when, variables::clauseEnvironment(), cel::Type::Kind::Bool);
        if (!program)
            return inClause(program.error(), clause.id);
        for (const std::uint32_t slot : program->referencedSlots())
            parts.uses[slot] = true;
        parts.programs.push_back(std::move(program).value());
    }
    for (const StateFact &fact : document.state) {
        CompiledFact compiled;
        compiled.fact = fact;
        for (auto [source, name, gives, target] : {std::tuple{&fact.when, "when", cel::Type::Kind::Bool, &compiled.when},
                                                   std::tuple{&fact.key, "key", cel::Type::Kind::String, &compiled.key},
                                                   std::tuple{&fact.value, "value", cel::Type::Kind::Dyn, &compiled.value}}) {
            if (auto part = compilePart(*source, variables::factEnvironment(), "state." + fact.fact + '.' + name, gives, *target); !part)
                return part.error();
            if (*target) {
                const auto &slots = (*target)->referencedSlots();
                compiled.readsObjects |= std::find(slots.begin(), slots.end(), variables::FactValue) != slots.end();
            }
        }
        compiled.readsObjects |= fact.value.empty();
        parts.facts.push_back(std::move(compiled));
    }
    for (const ActionWindow &window : document.windows) {
        CompiledWindow &compiled = parts.windows.emplace_back();
        compiled.window = window;
        compiled.within = std::int64_t{window.withinSeconds} * 1'000'000'000;
        for (auto [source, name, gives, target] : {std::tuple{&window.when, "when", cel::Type::Kind::Bool, &compiled.when},
                                                   std::tuple{&window.by, "by", cel::Type::Kind::String, &compiled.by},
                                                   std::tuple{&window.value, "value", cel::Type::Kind::Dyn, &compiled.value}}) {
            if (auto part = compilePart(*source, variables::windowEnvironment(), "window." + window.window + '.' + name, gives, *target); !part)
                return part.error();
        }
    }
    if (document.fixedClock) {
        const std::int64_t nanoseconds = document.fixedClock->nanoseconds;
        const std::int64_t seconds = nanoseconds / 1'000'000'000 - (nanoseconds % 1'000'000'000 < 0);
        parts.now = Value::timestamp(seconds, static_cast<std::uint32_t>(nanoseconds - seconds * 1'000'000'000));
    }
    parts.document = std::move(document);
    for (const PactTool &tool : parts.document.tools)
        parts.byTool.try_emplace(tool.name, parts.clausesOf(tool.name));
    for (const Clause &clause : parts.clauses) {
        for (const std::string &tool : clause.tools)
            parts.byTool.try_emplace(tool, parts.clausesOf(tool));
    }
    return std::shared_ptr<const CompiledPact>(std::move(pact));
}

const PactDocument &CompiledPact::document() const
{
    return m->document;
}
std::span<const Clause> CompiledPact::clauses() const
{
    return m->clauses;
}

bool CompiledPact::remembersSessions() const
{
    return m->uses[variables::State] || m->uses[variables::History] || m->uses[variables::Action];
}

bool CompiledPact::looksAtWindows() const
{
    return m->uses[variables::Window] && !m->windows.empty();
}

bool CompiledPact::clauseLooksAtWindows(std::size_t clause) const
{
    const auto &slots = m->programs[clause].referencedSlots();
    return std::find(slots.begin(), slots.end(), variables::Window) != slots.end();
}

bool CompiledPact::looksAtWindows(std::string_view tool) const
{
    return looksAtWindows() && m->clausesOf(tool).uses[variables::Window];
}

std::vector<std::uint32_t> CompiledPact::clausesFor(std::string_view tool) const
{
    return m->clausesOf(tool).clauses;
}

ToolClauses CompiledPact::Private::clausesOf(std::string_view tool) const
{
    ToolClauses found;
    findClauses(tool, found);
    return found;
}

void CompiledPact::Private::findClauses(std::string_view tool, ToolClauses &found) const
{
    found.clauses.clear();
    found.uses.fill(false);
    for (std::uint32_t i = 0; i < clauses.size(); ++i) {
        const auto &tools = clauses[i].tools;
        if (!tools.empty() && std::none_of(tools.begin(), tools.end(), [&](const std::string &p) { return matchesPattern(p, tool); }))
            continue;
        found.clauses.push_back(i);
        for (const std::uint32_t slot : programs[i].referencedSlots())
            found.uses[slot] = true;
    }
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/exports/cedar_policies.h"

#include "models/pact/exports/cedar_words.h"
#include "models/pact/exports/writing.h"

#include <algorithm>

namespace mandate::exports {

namespace {

constexpr Ability cedarAbility{"Cedar", false, false, false, false};
constexpr int mostScale = 6;
constexpr std::string_view seeTemporal = "; the export to cedar-temporal says some such conditions";

Atom about(Test test, const Path &path)
{
    Term term;
    term.kind = Term::Kind::Place;
    term.path = path;
    return {test, std::move(term), {}, {}};
}

/// Whether both formulas are the same for a place that holds null and for one that is not there.
bool nullIsAbsent(const Translated &t, const Place &place)
{
    if (!place.nullFits)
        return false;
    const std::string defined = about(Test::Defined, place.path).name();
    const std::string null = about(Test::IsNull, place.path).name();
    const std::map<std::string, bool> holdsNull{{defined, true}, {null, true}};
    const std::map<std::string, bool> absent{{defined, false}, {null, false}};
    return sameWhen(t.yes, holdsNull, absent) && sameWhen(t.no, holdsNull, absent);
}

Formula withoutNull(const Formula &formula)
{
    std::map<std::string, bool> answers;
    for (const auto &[name, atom] : formula.atoms()) {
        if (atom.test == Test::IsNull)
            answers[name] = false;
    }
    return formula.with(answers).simplified();
}

Kind kindAt(const Translated &t, const Term &term)
{
    const auto place = t.places.find(term.path.name);
    return term.kind != Term::Kind::Place || place == t.places.end() ? Kind::Any : place->second.kind;
}

/// Why Cedar's JSON or its validator would not take what the clause reads.
std::string unfitPlace(const Translated &t)
{
    for (const auto &[name, place] : t.places) {
        for (const Step &step : place.path.steps) {
            if (step.key == "__entity" || step.key == "__extn" || step.key == "__expr")
                return name + " has a name that means something else in Cedar's JSON";
        }
    }
    for (const Formula *side : {&t.yes, &t.no}) {
        for (const auto &[name, atom] : side->atoms()) {
            if (atom.test == Test::Equal && atom.b.kind == Term::Kind::Place && kindAt(t, atom.a) != kindAt(t, atom.b))
                return "it compares " + atom.a.path.name + " with " + atom.b.path.name + ", and Cedar compares values of one kind only";
        }
    }
    return {};
}

/// The digits that the constants of the formulas need, or why Cedar's numbers do not hold them.
std::string measure(const Translated &t, int &scale)
{
    const auto number = [&](const Term &term) {
        if (term.kind != Term::Kind::Number)
            return true;
        const auto decimals = decimalsOf(term.number);
        if (!decimals || *decimals > mostScale || !unitsOf(term.number, std::max(scale, *decimals)))
            return false;
        scale = std::max(scale, *decimals);
        return true;
    };
    for (const Formula *side : {&t.yes, &t.no}) {
        for (const auto &[name, atom] : side->atoms()) {
            if (!number(atom.a) || !number(atom.b) || !std::all_of(atom.among.begin(), atom.among.end(), number))
                return "a number of it needs more digits than Cedar's whole numbers hold";
            for (const Term *term : {&atom.a, &atom.b}) {
                if (term->kind == Term::Kind::Place && atom.test != Test::Defined && atom.test != Test::IsNull && kindAt(t, *term) == Kind::Any)
                    return "the kind of " + term->path.name + " shows nowhere in the condition, and Cedar compares values of one kind only";
            }
        }
    }
    return {};
}

/// Adds what a clause reads to a tool's arguments; names the place whose kind is another already.
std::string merge(Arguments &arguments, const Translated &t)
{
    for (const auto &[name, place] : t.places) {
        if (place.path.steps.empty())
            continue;
        const auto [known, fresh] = arguments.try_emplace(name, Argument{place, true});
        if (!fresh && known->second.place.kind != place.kind && known->second.place.kind != Kind::Any && place.kind != Kind::Any)
            return name;
        if (known->second.place.kind == Kind::Any)
            known->second.place.kind = place.kind;
        known->second.nullIsAbsent &= nullIsAbsent(t, place);
    }
    return {};
}

std::string kindReason(const Clause &clause)
{
    if (clause.kind == ClauseKind::Evidence)
        return "evidence that is owed: Cedar allows or denies, and what is owed is neither";
    return {};
}

} // namespace

std::string CedarPact::action(const std::string &tool) const
{
    return "AgentCore::Action::" + cedarText(target + "___" + tool);
}

Result<CedarPact> cedarPact(const ParsedPact &pact, const CedarNames &names, bool temporal)
{
    auto clauses = allClauses(pact.document);
    if (!clauses)
        return clauses.error();
    CedarPact out;
    out.temporal = temporal;
    out.target = names.target.empty() ? pact.document.id : names.target;
    out.gateway = names.gateway.empty() ? pact.document.id : names.gateway;
    const std::vector<std::string> tools = knownTools(pact.document);
    for (const std::string &tool : tools)
        out.arguments[tool];
    for (Clause &clause : *clauses) {
        const auto leave = [&](std::string reason) { out.left.push_back({clause.id, std::move(reason)}); };
        if (std::string reason = kindReason(clause); !reason.empty()) {
            leave(std::move(reason));
            continue;
        }
        SplitClause split{clause, {}, {}};
        if (temporal && !clause.afterResult)
            split = splitHistory(clause);
        Translated t = translate(split.present, pact.document, cedarAbility);
        if (!split.reason.empty())
            t.reason = split.reason;
        int scale = out.scale;
        if (t.reason.empty())
            t.reason = measure(t, scale);
        if (t.reason.empty())
            t.reason = unfitPlace(t);
        std::vector<std::string> its = toolsOf(clause, tools);
        if (t.reason.empty() && its.empty())
            t.reason = "no tool that the pact names is one of its tools";
        const auto before = out.arguments;
        auto &arguments = out.arguments;
        for (std::size_t i = 0; i < its.size() && t.reason.empty(); ++i) {
            if (const std::string clash = merge(arguments[its[i]], t); !clash.empty())
                t.reason = "another clause reads " + clash + " of " + its[i] + " as another kind, and Cedar's schema knows one";
        }
        if (t.reason.empty())
            t.reason = admitHistory(out, clause, its, split.tests);
        if (!t.reason.empty()) {
            out.arguments = before;
            leave(t.reason + (t.reason.ends_with("(history)") ? std::string(seeTemporal) : std::string()));
            continue;
        }
        out.scale = scale;
        CedarClause written{std::move(clause), withoutNull(t.yes), withoutNull(t.no), std::move(its), false, std::move(split.tests)};
        written.mayBeUndecidable = !alwaysOne(written.yes, written.no);
        out.clauses.push_back(std::move(written));
    }
    addPartsLeft(pact.document, out.left);
    return out;
}

} // namespace mandate::exports

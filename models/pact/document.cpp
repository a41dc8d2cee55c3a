// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/document.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/pact/identifiers.h"
#include "models/pact/object_reader.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace mandate {

namespace {

const std::vector<std::string_view> clauseKinds{"forbid", "escalate", "permit", "evidence"};
const std::vector<std::string_view> severities{"critical", "major", "minor"};
const std::vector<std::string_view> consequences{"internal", "spends", "sends_outside", "deletes", "grants_access", "publishes"};
const std::vector<std::string_view> reversibles{"full", "partial", "none"};

/// Up to here RFC 8785 writes every integer with all its digits (RFC 7493, section 2.2).
constexpr double largestExactInteger = 9'007'199'254'740'991;

/// Ids of the clauses that hand_off, verification and evidence imply (compiled_pact.cpp).
const std::set<std::string, std::less<>> impliedClauses{"hand_off", "verification", "evidence"};

/// What can stand after "state." in a condition.
bool isFactName(std::string_view text)
{
    return isIdentifier(text) && text.find_first_of("-.") == std::string_view::npos && (text.front() < '0' || text.front() > '9');
}

Clause readClause(ObjectReader &in)
{
    Clause clause;
    clause.id = in.text("id", true);
    if (!clause.id.empty() && !isIdentifier(clause.id))
        in.fail("id", "A clause id is made of letters, digits, '.', '-' and '_', at most 64.", "Choose such an id, like \"2.1\" or \"A4b\".");
    if (impliedClauses.contains(clause.id))
        in.fail("id", "The id \"" + clause.id + "\" belongs to the clause that another part of a pact implies.", "Choose another id.");
    clause.kind = static_cast<ClauseKind>(in.choice("kind", clauseKinds, true));
    clause.tools = in.texts("tools");
    clause.when = in.text("when", true);
    clause.readsAs = in.text("reads_as", true);
    clause.why = in.text("why");
    clause.severity = in.has("severity") ? static_cast<Severity>(in.choice("severity", severities)) : Severity::Major;
    in.ignore("severity");
    clause.heuristic = in.flag("heuristic");
    clause.afterResult = in.flag("after_result");
    in.object("escalation", [&](ObjectReader &of) {
        Escalation escalation;
        escalation.to = of.text("to", true);
        escalation.answerSeconds = of.seconds("respond_within", true);
        escalation.handOff = of.choice("if_unanswered", {"deny", "hand_off"}, true) == 1;
        clause.escalation = std::move(escalation);
    });
    if (clause.kind == ClauseKind::Escalate && !clause.escalation)
        in.fail("escalation", "An escalation must say who decides, by when, and what happens when nobody does.",
                "Add \"escalation\": {\"to\": \"owner\", \"respond_within\": \"15m\", \"if_unanswered\": \"deny\"}.");
    if (clause.kind != ClauseKind::Escalate && clause.escalation)
        in.fail("escalation", "Only a clause of kind \"escalate\" has an escalation.", "Take it out or change the kind.");
    if (clause.afterResult && clause.kind == ClauseKind::Permit)
        in.fail("after_result", "A clause that looks at the result cannot permit what has already happened.",
                "Make it a prohibition, an escalation or an evidence duty.");
    return clause;
}

PactTool readTool(ObjectReader &in)
{
    PactTool tool;
    tool.name = in.text("name", true);
    tool.title = in.text("title", true);
    for (const std::string &name : in.texts("consequence")) {
        const auto found = std::find(consequences.begin(), consequences.end(), name);
        if (found == consequences.end())
            in.fail("consequence", "\"" + name + "\" is no consequence class.",
                    "Use internal, spends, sends_outside, deletes, grants_access or publishes.");
        else
            tool.consequences.push_back(static_cast<Consequence>(found - consequences.begin()));
    }
    tool.destructive = in.flag("destructive");
    if (in.has("reversible"))
        tool.reversible = reversibles[in.choice("reversible", reversibles)];
    in.ignore("reversible");
    tool.blastRadius = in.text("blast_radius");
    return tool;
}

StateFact readFact(ObjectReader &in)
{
    StateFact fact;
    fact.fact = in.text("fact", true);
    if (!fact.fact.empty() && !isFactName(fact.fact))
        in.fail("fact", "A fact's name is made of letters, digits and '_', at most 64, and does not begin with a digit.",
                "Choose a name that can stand after \"state.\", like \"order\".");
    fact.title = in.text("title");
    fact.tools = in.texts("tools");
    fact.when = in.text("when");
    fact.key = in.text("key");
    fact.value = in.text("value");
    fact.under = in.texts("under");
    fact.first = in.flag("first");
    return fact;
}

ActionWindow readWindow(ObjectReader &in)
{
    ActionWindow window;
    window.window = in.text("window", true);
    if (!window.window.empty() && !isFactName(window.window))
        in.fail("window", "A window's name is made of letters, digits and '_', at most 64, and does not begin with a digit.",
                "Choose a name that can stand after \"window.\", like \"paid\".");
    window.title = in.text("title");
    window.tools = in.texts("tools");
    window.when = in.text("when");
    window.by = in.text("by");
    window.value = in.text("value");
    window.attempted = in.flag("attempted");
    const bool given = in.has("within");
    window.withinSeconds = in.seconds("within", true);
    if (given && window.withinSeconds == 0)
        in.fail("within", "A window holds what happened within some length of time.", "Write it as 90s, 15m, 4h or 2d, at most 366d.");
    return window;
}

void readHeader(ObjectReader &in, PactDocument &pact)
{
    if (in.text("schema", true) != "mandate.pact/1")
        in.fail("schema", "This is not a pact of version 1.", "Write \"schema\": \"mandate.pact/1\", or open it with a newer Mandate.");
    pact.id = in.text("pact_id", true);
    if (!pact.id.empty() && !isIdentifier(pact.id))
        in.fail("pact_id", "A pact id is made of letters, digits, '.', '-' and '_', at most 64.", "Choose such an id, like \"airline-service\".");
    pact.version = in.text("version", true);
    if (!pact.version.empty() && !isSemanticVersion(pact.version))
        in.fail("version", "This is not a semantic version.", "Write three numbers, like \"1.0.0\".");
    pact.title = in.text("title", true);
    pact.purpose = in.text("purpose");
    pact.parentVersion = in.text("parent_version");
    pact.validFrom = in.instant("valid_from");
    pact.validUntil = in.instant("valid_until");
    pact.reviewBy = in.instant("review_by");
    in.objects(
        "binds",
        [&](ObjectReader &of) {
            Binding binding;
            if (of.has("agent"))
                binding.agent = of.text("agent", true);
            of.ignore("agent");
            if (of.has("deployment"))
                binding.deployment = of.text("deployment", true);
            of.ignore("deployment");
            pact.binds.push_back(std::move(binding));
        },
        true);
    in.object("accountability", [&](ObjectReader &of) {
        pact.owner = of.text("owner");
        pact.deputy = of.text("deputy");
        pact.answersFor = of.text("answers_for");
        of.objects("reviewers", [&](ObjectReader &reviewer) {
            PactDocument::Reviewer one;
            one.role = reviewer.text("role", true);
            if (reviewer.has("count"))
                one.count = reviewer.count("count");
            reviewer.ignore("count");
            pact.reviewers.push_back(std::move(one));
        });
    });
    in.object("identity", [&](ObjectReader &of) {
        pact.credential = of.choice("credential", {"own", "inherited"}, true) == 1 ? "inherited" : "own";
        pact.reaches = of.texts("reaches");
    });
    in.object("clock", [&](ObjectReader &of) {
        pact.fixedClock = of.instant("fixed");
        pact.clockWhy = of.text("why");
    });
}

void readDuties(ObjectReader &in, PactDocument &pact)
{
    in.object("hand_off", [&](ObjectReader &of) {
        pact.handOffBelow = of.number("confidence_below", true);
        pact.handOffTo = of.text("to", true);
        if (*pact.handOffBelow < 0 || *pact.handOffBelow > 1)
            of.fail("confidence_below", "A confidence is between 0 and 1.", "Write a number such as 0.7.");
    });
    in.object("verification", [&](ObjectReader &of) { pact.verifiedTools = of.texts("tools"); });
    in.object("evidence", [&](ObjectReader &of) {
        static const std::set<std::string, std::less<>> known{"input", "action", "basis", "result", "time", "signature", "decision_basis"};
        pact.owedEvidence = of.texts("owed");
        for (const std::string &part : pact.owedEvidence) {
            if (!known.contains(part))
                of.fail("owed", "\"" + part + "\" is no part of a record's evidence.",
                        "Use input, action, basis, result, time, signature or decision_basis.");
        }
        pact.retentionDays = of.count("retention_days");
    });
    in.objects("targets", [&](ObjectReader &of) {
        Target target;
        target.metric = of.text("metric", true);
        target.bound = of.number("bound", true);
        if (std::abs(target.bound) > largestExactInteger)
            of.fail("bound", "This number is too large to be signed exactly.",
                    "Write a number between −9,007,199,254,740,991 and 9,007,199,254,740,991.");
        target.window = of.text("window", true);
        pact.targets.push_back(std::move(target));
    });
    in.object("evaluation", [&](ObjectReader &of) {
        pact.evaluationCadence = of.text("cadence");
        pact.evaluationTriggers = of.texts("triggers");
        static const std::vector<std::string_view> overdue{"tell", "restrict", "suspend"};
        if (of.has("on_overdue"))
            pact.onOverdue = overdue[of.choice("on_overdue", overdue)];
        of.ignore("on_overdue");
    });
    pact.onBreach = in.texts("on_breach");
    for (const std::string &act : pact.onBreach) {
        if (act != "open_incident" && act != "restrict_tool" && act != "suspend")
            in.fail("on_breach", "\"" + act + "\" is nothing that can happen by itself.", "Use open_incident, restrict_tool or suspend.");
    }
}

} // namespace

std::string_view nameOf(ClauseKind kind)
{
    return clauseKinds[static_cast<std::size_t>(kind)];
}
std::string_view nameOf(Severity severity)
{
    return severities[static_cast<std::size_t>(severity)];
}
std::string_view nameOf(Consequence consequence)
{
    return consequences[static_cast<std::size_t>(consequence)];
}

bool matchesPattern(std::string_view pattern, std::string_view text)
{
    // Greedy with one backtrack point: linear in practice, quadratic at worst, never exponential.
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

const Clause *PactDocument::clause(std::string_view wanted) const
{
    const auto found = std::find_if(clauses.begin(), clauses.end(), [&](const Clause &c) { return c.id == wanted; });
    return found == clauses.end() ? nullptr : &*found;
}

const PactTool *PactDocument::tool(std::string_view name) const
{
    const auto found = std::find_if(tools.begin(), tools.end(), [&](const PactTool &t) { return t.name == name; });
    return found == tools.end() ? nullptr : &*found;
}

bool PactDocument::bindsAgent(std::string_view agent, std::string_view deployment) const
{
    return std::any_of(binds.begin(), binds.end(), [&](const Binding &binding) {
        return matchesPattern(binding.agent, agent) && matchesPattern(binding.deployment, deployment);
    });
}

Result<ParsedPact> parsePact(std::string_view json, const std::string &file)
{
    Arena arena;
    JsonReader reader;
    Result<Value> value = reader.read(json, arena);
    if (!value) {
        Error error = value.error();
        error.position.file = file;
        error.unaffected = "The pact was not taken in; pacts in force are as they were.";
        error.remedy = "Correct the document and try again.";
        return error;
    }
    ReadProblem problem;
    ParsedPact parsed;
    PactDocument &pact = parsed.document;
    ObjectReader in(*value, {}, problem);
    readHeader(in, pact);
    in.objects("tools", [&](ObjectReader &of) { pact.tools.push_back(readTool(of)); });
    in.objects("state", [&](ObjectReader &of) { pact.state.push_back(readFact(of)); });
    in.objects("windows", [&](ObjectReader &of) { pact.windows.push_back(readWindow(of)); });
    in.objects(
        "clauses", [&](ObjectReader &of) { pact.clauses.push_back(readClause(of)); }, true);
    readDuties(in, pact);
    in.finish();
    // A second one of the same name would be void without anyone noticing.
    const auto eachOnce = [&](const auto &list, auto name, const std::string &part, const std::string &happened, const std::string &remedy) {
        std::set<std::string_view> seen;
        for (std::size_t i = 0; i < list.size(); ++i) {
            const std::string &one = list[i].*name;
            if (!seen.insert(one).second)
                problem.set('/' + part + '/' + std::to_string(i), happened + " \"" + one + "\".", remedy);
        }
    };
    eachOnce(pact.tools, &PactTool::name, "tools", "Two tools have the name", "Describe each tool once.");
    eachOnce(pact.state, &StateFact::fact, "state", "Two facts have the name", "Give each fact a name of its own.");
    eachOnce(pact.windows, &ActionWindow::window, "windows", "Two windows have the name", "Give each window a name of its own.");
    eachOnce(pact.clauses, &Clause::id, "clauses", "Two clauses have the id", "Give each clause an id of its own.");
    if (problem.error) {
        problem.error->position.file = file;
        return *std::move(problem.error);
    }
    parsed.canonical = canonicalJson(*value);
    parsed.digest = sha256(parsed.canonical);
    return parsed;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// A Rego v1 module that answers as our evaluator does, three-valued.
#include "models/pact/exports/export.h"
#include "models/pact/exports/rego_module.h"
#include "models/pact/exports/writing.h"

#include <nlohmann/json.hpp>

namespace mandate {

namespace exports {
namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json &json, int indent = 2)
{
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

const RegoTarget &openPolicyAgent()
{
    static const RegoTarget target{{"Rego", true, true, true, true},
                                   {{"args", "input.args"},
                                    {"action", "input.action"},
                                    {"record", "input.record"},
                                    {"state", "input.state"},
                                    {"input", "input.input"},
                                    {"agent", "input.agent"},
                                    {"session", "input.session"},
                                    {"environment", "input.environment"},
                                    {"confidence", "input.confidence"}},
                                   "input.action.tool"};
    return target;
}

bool readsArguments(const Translated &t)
{
    for (const Formula *side : {&t.yes, &t.no}) {
        for (const auto &[name, atom] : side->atoms()) {
            if (atom.a.path.root == "args" || atom.b.path.root == "args")
                return true;
        }
    }
    return std::any_of(t.places.begin(), t.places.end(), [](const auto &place) { return place.second.path.root == "args"; });
}

bool hasRegoPattern(const Translated &t, std::string_view what)
{
    for (const auto &[name, atom] : t.yes.atoms()) {
        if (atom.test == Test::Matches && atom.b.text.find(what) != std::string::npos)
            return true;
    }
    return false;
}

} // namespace

Result<RegoPact> regoPact(const ParsedPact &pact, const RegoTarget &target)
{
    auto clauses = allClauses(pact.document);
    if (!clauses)
        return clauses.error();
    RegoPact out;
    for (Clause &clause : *clauses) {
        Translated t = translate(clause, pact.document, target.ability);
        const auto leave = [&](std::string reason) { out.left.push_back({clause.id, std::move(reason)}); };
        if (clause.kind == ClauseKind::Evidence && !target.ability.session)
            t.reason = "evidence that is owed: an intervention point allows, denies or escalates, and what is owed is none of these";
        if (t.reason.empty() && hasRegoPattern(t, "\\C"))
            t.reason = "its pattern has \\C, which Rego's patterns lack";
        if (!t.reason.empty()) {
            leave(t.reason);
            continue;
        }
        auto yes = regoBodies(t.yes, target.roots);
        auto no = regoBodies(t.no, target.roots);
        if (!yes || !no) {
            leave("its cases are too many to write as rules");
            continue;
        }
        out.clauses.push_back({std::move(clause), std::move(t), std::move(*yes), std::move(*no)});
    }
    addPartsLeft(pact.document, out.left);
    return out;
}

namespace {

void appendRule(std::string &out, std::string_view set, const std::string &id, const std::vector<std::string> &body)
{
    out += '\n' + std::string(set) + " contains " + jsonText(id);
    if (!body.empty()) {
        out += " if {\n";
        for (const std::string &line : body)
            out += '\t' + line + '\n';
        out += '}';
    }
    out += '\n';
}

void appendClause(std::string &out, const RegoClause &clause, const RegoTarget &target)
{
    const std::string &id = clause.clause.id;
    out += "\n# " + oneLine(id) + ": " + oneLine(clause.clause.readsAs) + '\n';
    const std::string test = regoToolTest(clause.clause.tools, target.tool);
    appendRule(out, "asked", id, test.empty() ? std::vector<std::string>{} : std::vector<std::string>{test});
    for (const auto &body : clause.yes)
        appendRule(out, "holds", id, body);
    for (const auto &body : clause.no)
        appendRule(out, "fails", id, body);
    if (readsArguments(clause.translated))
        appendRule(out, "outside", id, {"not is_object(" + target.roots.at("args") + ')'});
    for (const auto &[name, place] : clause.translated.places) {
        if (place.path.steps.empty())
            continue;
        for (const auto &body : regoMisfits(place, target.roots))
            appendRule(out, "outside", id, body);
    }
}

constexpr std::string_view answers = R"(
# A clause is yes, no, or undecidable: never silently one of the others.
yes contains id if {
	some id in asked
	not id in outside
	id in holds
}

no contains id if {
	some id in asked
	not id in outside
	id in fails
}

undecidable contains id if {
	some id in asked
	not id in yes
	not id in no
}

answer := "prohibited" if {
	some id in yes
	clauses[id].kind == "forbid"
} else := "undecidable" if {
	some id in undecidable
	clauses[id].kind == "forbid"
} else := "needs_approval" if {
	some id in yes
	clauses[id].kind == "escalate"
} else := "undecidable" if {
	some id in undecidable
	clauses[id].kind == "escalate"
} else := "permitted" if {
	some id in yes
	clauses[id].kind == "permit"
} else := "undecidable" if {
	some id in undecidable
	clauses[id].kind == "permit"
} else := "out_of_scope"

decisions := {"prohibited": "deny", "undecidable": "deny", "needs_approval": "escalate", "permitted": "allow", "out_of_scope": "deny"}

verdict := {"decision": decisions[answer], "reason": answer, "message": message}

message := "No clause of the pact says yes." if {
	count(yes) == 0
}

message := concat(" ", [clauses[id].reads_as | some id in yes]) if {
	count(yes) > 0
}
)";

} // namespace

std::string regoModule(const RegoPact &rego, const ParsedPact &pact, const RegoTarget &target)
{
    std::string out =
        "# " + oneLine(pact.document.title) + "\n# Pact " + oneLine(versionedName(pact)) + ", " + digestText(pact) +
        ".\n# Exported by Mandate. Clauses that look at what an action returned, and those listed in not_said, are not in here.\npackage mandate." +
        regoName(pact.document.id) + "\n\nimport rego.v1\n\n";
    out += "pact := {\"id\": " + jsonText(pact.document.id) + ", \"version\": " + jsonText(pact.document.version) +
           ", \"digest\": " + jsonText(digestText(pact)) + "}\n\n";
    Json clauses = Json::object();
    for (const RegoClause &clause : rego.clauses) {
        Json one{{"kind", nameOf(clause.clause.kind)}, {"severity", nameOf(clause.clause.severity)}, {"reads_as", clause.clause.readsAs}};
        if (clause.clause.escalation)
            one["escalation"] = {{"to", clause.clause.escalation->to},
                                 {"respond_within_seconds", clause.clause.escalation->answerSeconds},
                                 {"if_unanswered", clause.clause.escalation->handOff ? "hand_off" : "deny"}};
        clauses[clause.clause.id] = std::move(one);
    }
    Json left = Json::object();
    for (const Inexpressible &part : rego.left)
        left[part.place] = part.reason;
    out += "clauses := " + dumped(clauses) + "\n\nnot_said := " + dumped(left) + '\n';
    if (rego.clauses.empty())
        return out + "\nanswer := \"out_of_scope\"\n\nverdict := {\"decision\": \"deny\", \"reason\": answer, \"message\": \"No clause of the pact "
                     "is said here.\"}\n";
    for (const std::string_view set : {"holds", "fails", "outside"}) // so that each is a set, whatever the clauses add
        appendRule(out, set, "", {"false"});
    for (const RegoClause &clause : rego.clauses)
        appendClause(out, clause, target);
    return out + std::string(answers);
}

namespace {

std::string inputDescription(const RegoPact &rego, const ParsedPact &pact)
{
    Json places = Json::object();
    for (const RegoClause &clause : rego.clauses) {
        Json list = Json::array();
        for (const auto &[name, place] : clause.translated.places) {
            if (!place.path.steps.empty())
                list.push_back({{"place", name}, {"kind", nameOf(place.kind)}, {"null", place.nullFits ? "fits" : "outside"}});
        }
        places[clause.clause.id] = std::move(list);
    }
    Json keyed = Json::array();
    for (const StateFact &fact : pact.document.state) {
        if (!fact.key.empty())
            keyed.push_back("state." + fact.fact);
    }
    return dumped(Json{
               {"format", "mandate.rego-input/1"},
               {"pact", versionedName(pact)},
               {"digest", digestText(pact)},
               {"how",
                {"The input document has the variables of docs/pact.md as members of the same names: action, args, state, record, agent, session, "
                 "environment, and "
                 "input and confidence where there are any.",
                 "always_objects must be there, empty where nothing was read. Other facts that were not read are left out.",
                 "Numbers have at most 15 digits. A place of another kind than listed puts its clause into outside, and so among the undecidable."}},
               {"always_objects", std::move(keyed)},
               {"places", std::move(places)}}) +
           '\n';
}

} // namespace

void addOutcome(RegoPact &&rego, Export &out)
{
    for (const RegoClause &clause : rego.clauses)
        out.clausesExpressed.push_back(clause.clause.id);
    out.left = std::move(rego.left);
}

} // namespace exports

Result<Export> exportRego(const ParsedPact &pact)
{
    auto rego = exports::regoPact(pact, exports::openPolicyAgent());
    if (!rego)
        return rego.error();
    Export out;
    out.files = {{"pact.rego", exports::regoModule(*rego, pact, exports::openPolicyAgent())}, {"input.json", exports::inputDescription(*rego, pact)}};
    exports::addOutcome(std::move(*rego), out);
    return out;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// Cedar policies: permit for a permission, forbid for a prohibition, forbid with the desk in its annotations for an escalation. An undecidable
// prohibition or escalation is a forbid of its own, so that the answer can be told from yes and nothing passes for want of an argument.
#include "models/pact/exports/cedar_policies.h"
#include "models/pact/exports/cedar_words.h"
#include "models/pact/exports/export.h"
#include "models/pact/exports/writing.h"

namespace mandate {

namespace exports {
namespace {

std::string scopeOfClause(const CedarPact &pact, const CedarClause &clause)
{
    std::string action = "action";
    if (!clause.clause.tools.empty()) {
        action += clause.tools.size() == 1 ? " == " : " in [\n    ";
        for (std::size_t i = 0; i < clause.tools.size(); ++i)
            action += (i ? ",\n    " : "") + pact.action(clause.tools[i]);
        action += clause.tools.size() == 1 ? "" : "\n  ]";
    }
    return "(\n  principal,\n  " + action + ",\n  resource == AgentCore::Gateway::" + cedarText(pact.gateway) + "\n)";
}

std::string annotations(const ParsedPact &source, const CedarClause &written, std::size_t alternative, bool undecidable)
{
    const Clause &clause = written.clause;
    const auto line = [](std::string_view name, std::string_view text) { return '@' + std::string(name) + '(' + cedarText(text) + ")\n"; };
    std::string out = line("id", written.id(alternative, undecidable));
    out += line("clause", clause.id) + line("pact", versionedName(source)) + line("digest", digestText(source));
    out += line("severity", nameOf(clause.severity)) + line("reads_as", clause.readsAs);
    if (clause.heuristic)
        out += line("heuristic", "true");
    if (undecidable)
        out += line("undecidable", "The condition cannot be decided for want of an argument; nothing passes until it can.");
    if (clause.kind == ClauseKind::Escalate && clause.escalation) {
        out += line("escalate", clause.escalation->to);
        if (clause.escalation->answerSeconds > 0)
            out += line("respond_within", std::to_string(clause.escalation->answerSeconds) + 's');
        out += line("if_unanswered", clause.escalation->handOff ? "hand_off" : "deny");
    }
    return out;
}

std::string policies(const CedarPact &pact, const ParsedPact &source)
{
    std::string out =
        "// " + oneLine(source.document.title) + "\n// Pact " + oneLine(versionedName(source)) + ", " + digestText(source) + ".\n" +
        "// Exported by Mandate. Numbers of context.input are whole units of 10^-" + std::to_string(pact.scale) +
        "; mapping.json says how a call becomes a request.\n// An escalation is a forbid with @escalate: denied until a person has approved.\n";
    if (!pact.left.empty())
        out += "//\n// Not said here:\n";
    for (const Inexpressible &part : pact.left)
        out += "//   " + oneLine(part.place) + ": " + oneLine(part.reason) + '\n';
    if (pact.temporal)
        out += "//\n// Blocks \"temporal\" are in Dogwood. They look back over the last " + std::string(temporalWindow) +
               " of the session that the caller names; mapping.json says of which sessions the answers are exact.\n";
    for (const CedarClause &clause : pact.clauses) {
        const std::string scope = scopeOfClause(pact, clause);
        const bool permit = clause.clause.kind == ClauseKind::Permit;
        for (std::size_t i = 0; i < clause.alternatives(); ++i) {
            const std::string history = temporalBlocks(pact, clause, i);
            out += '\n' + annotations(source, clause, i, false) + (permit ? "permit " : "forbid ") + scope;
            if (clause.yes.kind() != Formula::Kind::Always)
                out += "\nwhen { " + cedarCondition(clause.yes, pact.scale) + " }";
            out += history + ";\n";
            if (permit || !clause.mayBeUndecidable)
                continue; // an undecidable permission permits nothing
            out += '\n' + annotations(source, clause, i, true) + "forbid " + scope;
            out += "\nunless { " + cedarCondition((clause.yes || clause.no).simplified(), pact.scale) + " }" + history + ";\n";
        }
    }
    return out;
}

} // namespace
} // namespace exports

namespace {

Result<Export> cedarFiles(const ParsedPact &pact, const CedarNames &names, bool temporal)
{
    auto known = exports::cedarPact(pact, names, temporal);
    if (!known)
        return known.error();
    Export out;
    out.files = {{temporal ? "policies.dw" : "policies.cedar", exports::policies(*known, pact)},
                 {"schema.cedarschema", exports::cedarSchema(*known)},
                 {"entities.json", exports::cedarEntities(*known)},
                 {"mapping.json", exports::cedarMapping(*known, pact)}};
    for (const exports::CedarClause &clause : known->clauses)
        out.clausesExpressed.push_back(clause.clause.id);
    out.left = std::move(known->left);
    return out;
}

} // namespace

Result<Export> exportCedar(const ParsedPact &pact, const CedarNames &names)
{
    return cedarFiles(pact, names, false);
}

Result<Export> exportCedarTemporal(const ParsedPact &pact, const CedarNames &names)
{
    return cedarFiles(pact, names, true);
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/imports/cedar_reader.h"
#include "models/pact/imports/draft.h"

namespace mandate {

Result<ImportedPact> importCedar(std::string_view text, const std::string &pactId)
{
    auto policies = imports::readCedar(text);
    if (!policies)
        return policies.error();
    imports::Draft draft(pactId, pactId + ", imported from Cedar");
    std::string gateway;
    std::size_t number = 0;
    for (imports::CedarPolicy &policy : *policies) {
        const auto id = policy.annotations.find("id");
        const std::string rule = id != policy.annotations.end() && !id->second.empty() ? id->second : "policy" + std::to_string(number);
        ++number;
        if (policy.reason.empty() && policy.annotations.contains("pact") && policy.annotations.contains("digest"))
            policy.reason = "Mandate exported it, with numbers in other units: import the pact itself";
        if (policy.reason.empty() && !policy.gateway.empty() && !gateway.empty() && policy.gateway != gateway)
            policy.reason = "it is for another gateway than the policies before it: a pact for each";
        if (policy.reason.empty() && policy.when == "false")
            policy.reason = "it never applies";
        if (!policy.reason.empty()) {
            draft.refuse(rule, policy.reason);
            continue;
        }
        if (!policy.gateway.empty())
            gateway = policy.gateway;
        Clause clause;
        clause.kind = policy.permit ? ClauseKind::Permit : ClauseKind::Forbid;
        for (const std::string &action : policy.actions) {
            const std::size_t target = action.find("___");
            if (target != std::string::npos)
                draft.note("AgentCore's actions are target___tool: the tool is what follows.");
            clause.tools.push_back(target == std::string::npos ? action : action.substr(target + 3));
        }
        clause.when = policy.when;
        const auto said = policy.annotations.find("reads_as");
        clause.readsAs = said != policy.annotations.end() && !said->second.empty() ? said->second
                         : policy.permit ? "The agent may do this under the condition of Cedar policy " + rule + '.'
                                         : "The agent never does this under the condition of Cedar policy " + rule + '.';
        clause.why = "Imported from Cedar policy " + rule + '.';
        draft.add(std::move(clause), rule);
    }
    if (!gateway.empty())
        draft.note("The policies are for the gateway " + gateway + ": let the draft bind its agents only.");
    draft.note("Exact for calls that fit a Cedar schema of these policies. An argument of another kind, which Cedar would not be asked about, leaves "
               "a clause undecidable.");
    return draft.finished();
}

} // namespace mandate

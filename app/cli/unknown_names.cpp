// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/unknown_names.h"

#include "models/pact/nearest.h"
#include "models/workspace/workspace.h"

#include <algorithm>
#include <utility>

namespace mandate::cli {

std::vector<std::string> unknownNames(const Workspace &workspace, const Arguments &arguments)
{
    std::vector<std::string> sentences;
    for (const auto &[option, dimension] : {std::pair{"agent", Dimension::Agent}, std::pair{"tool", Dimension::Tool}, std::pair{"clause", Dimension::Clause}}) {
        if (!arguments.has(option))
            continue;
        const std::string wanted = arguments.text(option);
        const auto names = workspace.store().names(dimension);
        std::vector<std::string> known = names ? *names : std::vector<std::string>();
        if (dimension == Dimension::Clause) { // a clause that caught nothing yet is there all the same
            for (const PactVersion &version : workspace.pacts()) {
                for (const Clause &clause : version.document.clauses)
                    known.push_back(clause.id);
                known.insert(known.end(), {"hand_off", "verification", "evidence"});
            }
        }
        if (std::ranges::find(known, wanted) != known.end())
            continue;
        Nearest nearest(wanted);
        for (const std::string &name : known)
            nearest.offer(name);
        sentences.push_back("No " + std::string(option) + " in the workspace is named \"" + wanted + "\"." +
                            (nearest.name().empty() ? "" : " Did you mean \"" + nearest.name() + "\"?"));
    }
    return sentences;
}

} // namespace mandate::cli

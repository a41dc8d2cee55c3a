// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/evidence_selection.h"

#include "models/query/query.h"

#include <utility>

namespace mandate::cli {

namespace {

Error noSuchValue(std::string happened, std::string remedy)
{
    return {ErrorKind::Usage, "MND-CLI-003", std::move(happened), "Nothing was done.", std::move(remedy), {}};
}

} // namespace

const std::vector<std::string> &selectionOptions()
{
    static const std::vector<std::string> options{"agent", "tool", "verdict", "clause", "session", "kind", "since", "until", "text"};
    return options;
}

Result<EvidenceSelection> selectionOf(const Arguments &arguments)
{
    EvidenceSelection selection;
    std::string asked = arguments.text("query");
    for (std::size_t i = 1; i < arguments.words().size(); ++i)
        asked += (asked.empty() ? "" : " ") + arguments.word(i);
    QueryReading reading = readQuery(asked, systemNow());
    if (reading.problem) {
        Error error = noSuchValue("The query \"" + asked + "\" cannot be read. " + sentenceOf(*reading.problem), "See docs/query.md.");
        error.position.offset = reading.problem->position;
        return error;
    }
    selection.query = queryText(reading.condition);
    if (!selection.query.empty())
        selection.filter.where.push_back(std::move(reading.condition));
    RowFilter &filter = selection.filter;
    if (arguments.has("agent"))
        filter.agents = {arguments.text("agent")};
    if (arguments.has("tool"))
        filter.tools = {arguments.text("tool")};
    if (arguments.has("session"))
        filter.sessions = {arguments.text("session")};
    filter.text = arguments.text("text");
    selection.clause = arguments.text("clause");
    selection.incident = arguments.text("incident");
    if (arguments.has("verdict")) {
        const auto verdict = verdictOf(arguments.text("verdict"));
        if (!verdict)
            return noSuchValue("\"" + arguments.text("verdict") + "\" is no verdict.",
                               "Use permitted, approved, needs_approval, prohibited, out_of_scope, undecidable or no_pact.");
        filter.verdicts = {*verdict};
    }
    if (arguments.has("kind")) {
        const auto kind = recordKindOf(arguments.text("kind"));
        if (!kind)
            return noSuchValue("\"" + arguments.text("kind") + "\" is no kind of record.", "Use action, message, session, context or event.");
        filter.kinds = {*kind};
    }
    for (const auto &[option, target] : {std::pair{"since", &filter.since}, std::pair{"until", &filter.until}}) {
        const auto time = arguments.time(option);
        if (!time)
            return time.error();
        *target = *time;
    }
    if (!selection.incident.empty() && selection != EvidenceSelection{{}, {}, {}, selection.incident, {}})
        return noSuchValue("--incident names all records of a session, and cannot be narrowed.", "Leave the other options out, or use --session with them.");
    return selection;
}

} // namespace mandate::cli

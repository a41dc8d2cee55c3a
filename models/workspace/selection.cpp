// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/selection.h"

#include "models/base/json_reader.h"
#include "models/base/object_writer.h"
#include "models/query/query.h"
#include "models/store/row_condition.h"
#include "models/workspace/workspace.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace mandate {

namespace {

constexpr std::size_t namedInWords = 12; ///< of one list

/// The clause decided it, or it is a finding of the clause.
RowCondition ofClause(const std::string &clause)
{
    return {Combined{Combined::How::Any, {{NameIs{NameIs::Field::Clause, {{clause, false}}}}, {FindingOf{{{clause, false}}, false}}}}};
}

Result<std::vector<EntryNumber>> ofIncident(const Workspace &workspace, const EvidenceSelection &selection, const std::vector<Incident> &incidents, const std::stop_token &stop)
{
    const auto incident = std::ranges::find(incidents, selection.incident, &Incident::id);
    if (incident == incidents.end())
        return Error{ErrorKind::Missing, "MND-WSP-030", "There is no incident \"" + selection.incident + "\" in the workspace.", "Nothing was changed.",
                     "See \"mandate incidents\" or the Incidents page for those there are.", {}};
    std::set<EntryNumber> wanted;
    for (const IncidentAction &action : incident->actions)
        wanted.insert(action.entry);
    const Store &store = workspace.store();
    if (!incident->session.empty()) {
        RowFilter session;
        session.agents = {incident->agent};
        session.sessions = {incident->session};
        const auto entries = store.select(session, RowOrder::ArrivalAscending, stop);
        if (!entries)
            return entries.error();
        wanted.insert(entries->begin(), entries->end());
    }
    // The policy in force, settings and tasks that the same files say once.
    const std::vector<EntryNumber> found(wanted.begin(), wanted.end());
    const auto rows = store.rows(found);
    if (!rows)
        return rows.error();
    std::set<std::string> sources;
    for (const Row &row : *rows)
        sources.insert(row.source);
    RowFilter context;
    context.kinds = {RecordKind::Context};
    context.sources.assign(sources.begin(), sources.end());
    const auto said = store.select(context, RowOrder::ArrivalAscending, stop);
    if (!said)
        return said.error();
    wanted.insert(said->begin(), said->end());
    return std::vector<EntryNumber>(wanted.begin(), wanted.end());
}

Result<std::vector<EntryNumber>> oneByOne(const Workspace &workspace, const std::vector<EntryNumber> &entries)
{
    const Store &store = workspace.store();
    const auto rows = entries.back() < store.size() ? store.rows(entries) : Result<std::vector<Row>>(std::vector<Row>());
    if (!rows)
        return rows.error();
    const auto other = std::ranges::find_if(*rows, [](const Row &row) { return row.type != EntryType::Record; });
    if (rows->size() == entries.size() && other == rows->end())
        return entries;
    return Error{ErrorKind::Missing, "MND-WSP-033", "Entry " + std::to_string(other == rows->end() ? entries.back() : other->number) + " of the ledger is no record.",
                 "Nothing was changed.", "Name records only.", {}};
}

/// Calls `put` with the name and values of everything that narrows.
void eachNarrowing(const EvidenceSelection &selection, const std::function<void(std::string_view, const std::vector<std::string> &)> &put)
{
    const RowFilter &filter = selection.filter;
    const auto names = [](const auto &values) {
        std::vector<std::string> out;
        for (const auto &value : values)
            out.emplace_back(nameOf(value));
        return out;
    };
    const auto putIf = [&](std::string_view name, const std::vector<std::string> &values) {
        if (!values.empty())
            put(name, values);
    };
    const auto one = [](const std::string &text) { return text.empty() ? std::vector<std::string>() : std::vector<std::string>{text}; };
    putIf("incident", one(selection.incident));
    putIf("entry", entryRanges(selection.entries));
    putIf("query", one(selection.query));
    putIf("agent", filter.agents);
    putIf("deployment", filter.deployments);
    putIf("session", filter.sessions);
    putIf("tool", filter.tools);
    putIf("source", filter.sources);
    putIf("kind", names(filter.kinds));
    putIf("verdict", names(filter.verdicts));
    putIf("outcome", names(filter.outcomes));
    putIf("clause", one(selection.clause));
    putIf("deciding_clause", filter.clauses);
    putIf("since", filter.since ? one(formatInstant(*filter.since)) : std::vector<std::string>());
    putIf("until", filter.until ? one(formatInstant(*filter.until)) : std::vector<std::string>());
    putIf("text", one(filter.text));
}

bool isOfPacts(const RowCondition &condition)
{
    if (const auto *combined = std::get_if<Combined>(&condition.is))
        return std::ranges::any_of(combined->parts, isOfPacts);
    if (const auto *session = std::get_if<SameSession>(&condition.is))
        return isOfPacts(*session->as);
    if (const auto *name = std::get_if<NameIs>(&condition.is))
        return name->field == NameIs::Field::Clause;
    if (const auto *code = std::get_if<CodeIs>(&condition.is))
        return code->field == CodeIs::Field::Verdict;
    return std::holds_alternative<FindingOf>(condition.is) || std::holds_alternative<CountedIn>(condition.is);
}

} // namespace

bool followsPacts(const EvidenceSelection &selection)
{
    const RowFilter &filter = selection.filter;
    return !filter.verdicts.empty() || !filter.clauses.empty() || !selection.clause.empty() || std::ranges::any_of(filter.where, isOfPacts);
}

Result<std::vector<EntryNumber>> EvidenceSelector::select(const EvidenceSelection &selection, const std::stop_token &stop)
{
    if (!selection.incident.empty()) {
        if (!m_incidents)
            m_incidents = m_workspace.incidents();
        return *m_incidents ? ofIncident(m_workspace, selection, **m_incidents, stop) : m_incidents->error();
    }
    if (!selection.entries.empty())
        return oneByOne(m_workspace, selection.entries);
    RowFilter filter = selection.filter;
    if (!selection.clause.empty())
        filter.where.push_back(ofClause(selection.clause));
    const auto resolved = m_workspace.resolved(std::move(filter), stop);
    return resolved ? m_workspace.store().select(*resolved, RowOrder::ArrivalAscending, stop) : Result<std::vector<EntryNumber>>(resolved.error());
}

Result<std::vector<EntryNumber>> selectEvidence(const Workspace &workspace, const EvidenceSelection &selection, std::stop_token stop)
{
    return EvidenceSelector(workspace).select(selection, stop);
}

std::vector<std::string> entryRanges(const std::vector<EntryNumber> &entries)
{
    std::vector<std::string> ranges;
    for (std::size_t first = 0; first < entries.size();) {
        std::size_t last = first;
        while (last + 1 < entries.size() && entries[last + 1] == entries[last] + 1)
            ++last;
        ranges.push_back(std::to_string(entries[first]) + (last == first ? "" : '-' + std::to_string(entries[last])));
        first = last + 1;
    }
    return ranges;
}

std::string selectionJson(const EvidenceSelection &selection)
{
    Arena arena;
    std::vector<Member> members;
    eachNarrowing(selection, [&](std::string_view name, const std::vector<std::string> &values) {
        Value *list = arena.array<Value>(values.size());
        std::ranges::transform(values, list, [&](const std::string &value) { return Value::string(arena.copy(value)); });
        members.push_back({Value::string(name), Value::list({list, values.size()})});
    });
    return canonicalJson(Value::map(members));
}

Result<EvidenceSelection> readSelectionJson(std::string_view json)
{
    const auto unreadable = [](std::string_view what) {
        return Error{ErrorKind::Corrupt, "MND-WSP-033", "Which records are meant cannot be read: " + std::string(what) + '.', "Nothing was changed.",
                     "A newer version of Mandate may have written it: use that one.", {}};
    };
    Arena arena;
    JsonReader reader;
    const auto read = reader.read(json, arena);
    if (!read || !read->isMap())
        return unreadable("it is no selection");
    EvidenceSelection selection;
    RowFilter &filter = selection.filter;
    for (const Member &member : read->members()) {
        const std::string_view name = member.key.text();
        std::vector<std::string> texts;
        if (!member.value.isList() || member.value.items().empty())
            return unreadable(name);
        for (const Value &value : member.value.items()) {
            if (!value.isString())
                return unreadable(name);
            texts.emplace_back(value.text());
        }
        const auto named = [&](auto &into, const auto &valueOf) {
            for (const std::string &text : texts) {
                if (const auto value = valueOf(text))
                    into.push_back(*value);
            }
            return into.size() == texts.size();
        };
        const auto time = parseInstant(texts.front());
        bool understood = true;
        if (name == "incident")
            selection.incident = texts.front();
        else if (name == "query")
            selection.query = texts.front();
        else if (name == "clause")
            selection.clause = texts.front();
        else if (name == "text")
            filter.text = texts.front();
        else if (name == "agent")
            filter.agents = texts;
        else if (name == "deployment")
            filter.deployments = texts;
        else if (name == "session")
            filter.sessions = texts;
        else if (name == "tool")
            filter.tools = texts;
        else if (name == "source")
            filter.sources = texts;
        else if (name == "deciding_clause")
            filter.clauses = texts;
        else if (name == "kind")
            understood = named(filter.kinds, recordKindOf);
        else if (name == "verdict")
            understood = named(filter.verdicts, verdictOf);
        else if (name == "outcome")
            understood = named(filter.outcomes, outcomeOf);
        else if (name == "since" || name == "until")
            understood = time && ((name == "since" ? filter.since : filter.until) = time);
        else
            understood = false;
        if (!understood)
            return unreadable(name);
    }
    if (!selection.query.empty()) {
        QueryReading query = readQuery(selection.query, {});
        if (query.problem)
            return unreadable("query");
        filter.where.push_back(std::move(query.condition));
    }
    return selection;
}

std::string selectionWords(const EvidenceSelection &selection)
{
    std::string words;
    eachNarrowing(selection, [&](std::string_view name, const std::vector<std::string> &values) {
        words += (words.empty() ? "" : ", ") + std::string(name) + " = ";
        for (std::size_t i = 0; i < std::min(values.size(), namedInWords); ++i)
            words += (i == 0 ? "" : " or ") + values[i];
        if (values.size() > namedInWords)
            words += " and " + std::to_string(values.size() - namedInWords) + " more";
    });
    return words.empty() ? "every record" : words;
}

} // namespace mandate

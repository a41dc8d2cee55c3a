// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bundle/context_entries.h"

#include "models/bag/bag_error.h"
#include "models/base/json_reader.h"

#include <algorithm>
#include <span>

namespace mandate::bundle {

namespace {

constexpr std::size_t entriesAtOnce = 512;

class Choosing
{
public:
    explicit Choosing(const Scope &scope) : m_scope(scope) {}

    bool belongs(EntryType type, std::string_view body)
    {
        Arena arena;
        JsonReader reader;
        const auto entry = reader.read(body, arena);
        if (!entry)
            return false;
        const auto text = [&](std::string_view name) { return std::string(entry->findText(name).value_or(std::string_view())); };
        switch (type) {
        case EntryType::ScopePolicy:
        case EntryType::Person: return true; // without all of them nobody can tell who might sign what
        case EntryType::Pact: return m_scope.pacts.contains(text("pact_id"));
        case EntryType::Statement: return m_scope.agents.contains(text("agent")) || m_scope.pacts.contains(text("pact"));
        case EntryType::Incident: return ofIncident(*entry);
        case EntryType::Case: return ofCase(text("incident"), body, *entry);
        case EntryType::Request: return ofRequest(text("request"), body);
        case EntryType::Point: return text("what") != "change" && m_scope.agents.contains(text("agent"));
        case EntryType::Judgement: return judges(*entry);
        case EntryType::Note:
            if (text("note") == "annotation")
                return false; // what people remarked among themselves is theirs, and is not handed out
            return text("note") == "tombstone" || (text("note") == "export" ? sameExport(body) : m_scope.agents.contains(text("agent")));
        case EntryType::Record:
        case EntryType::Quarantine:
        case EntryType::Key: return false;
        }
        return false;
    }

private:
    bool ofIncident(const Value &entry)
    {
        const auto text = [&](std::string_view name) { return std::string(entry.findText(name).value_or(std::string_view())); };
        const bool ours = m_scope.agents.contains(text("agent")) && (text("session").empty() || m_scope.sessions.contains(text("session")));
        if (ours)
            m_incidents.insert(text("id"));
        return ours;
    }
    /// Steps of incidents that are here, and of those that were opened by hand from records among these. Privileged notes never leave.
    bool ofCase(const std::string &incident, std::string_view body, const Value &entry)
    {
        if (entry.find("privileged"))
            return false;
        if (m_incidents.contains(incident))
            return true;
        if (entry.findText("step") != "open")
            return false;
        Arena arena;
        JsonReader reader;
        const auto payload = reader.read(signedPayload(body), arena);
        const Value *records = payload ? payload->find("records") : nullptr;
        const bool ours = records && records->isList() && std::ranges::any_of(records->items(), [&](const Value &record) {
            return record.is(ValueKind::Int) && std::ranges::binary_search(m_scope.records, static_cast<EntryNumber>(record.asInt()));
        });
        if (ours)
            m_incidents.insert(incident);
        return ours;
    }
    /// Only the first step says whose request it is.
    bool ofRequest(const std::string &request, std::string_view body)
    {
        if (m_requests.contains(request))
            return true;
        Arena arena;
        JsonReader reader;
        const auto payload = reader.read(signedPayload(body), arena);
        const Value *filed = payload ? payload->find("filed") : nullptr;
        const Value *action = filed ? filed->find("action") : nullptr;
        const bool ours = action && m_scope.agents.contains(std::string(action->findText("agent").value_or(std::string_view())));
        if (ours)
            m_requests.insert(request);
        return ours;
    }
    bool judges(const Value &entry) const
    {
        const Value *first = entry.find("first");
        const Value *end = entry.find("end");
        return first && end && first->is(ValueKind::Int) && end->is(ValueKind::Int) && static_cast<EntryNumber>(first->asInt()) <= m_scope.last &&
               static_cast<EntryNumber>(end->asInt()) > m_scope.first;
    }
    /// Of the same records, and what became of it.
    bool sameExport(std::string_view body)
    {
        Arena arena;
        JsonReader reader;
        const auto payload = reader.read(signedPayload(body), arena);
        if (!payload)
            return false;
        const bool begins = payload->findText("step") == "begin";
        if (begins && payload->findText("selection") == std::string_view(m_scope.selection)) {
            m_exports.insert(sha256(body).hex());
            return true;
        }
        return !begins && m_exports.contains(std::string(payload->findText("export").value_or(std::string_view())));
    }

    const Scope &m_scope;
    std::set<std::string> m_requests;
    std::set<std::string> m_incidents;
    std::set<std::string> m_exports; ///< digests of the entries that began them
};

} // namespace

std::string signedPayload(std::string_view body)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    const auto envelope = entry ? entry->findText("envelope") : std::nullopt;
    const auto opened = envelope ? reader.read(*envelope, arena) : Result<Value>(Value());
    const auto payload = opened ? fromBase64(opened->findText("payload").value_or(std::string_view())) : std::nullopt;
    return payload.value_or(std::string());
}

Result<void> eachContextEntry(const Store &store, const Scope &scope, EntryNumber end, const ContextVisitor &visit, std::stop_token stop)
{
    RowFilter filter;
    filter.types = {EntryType::Pact, EntryType::Statement, EntryType::Judgement, EntryType::Incident, EntryType::Note, EntryType::Person, EntryType::Request, EntryType::Point, EntryType::ScopePolicy, EntryType::Case};
    auto entries = store.select(filter, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return entries.error();
    std::erase_if(*entries, [&](EntryNumber entry) { return entry >= end; });
    Choosing choosing(scope);
    for (std::size_t done = 0; done < entries->size(); done += entriesAtOnce) {
        if (stop.stop_requested())
            return bagStopped();
        const auto some = std::span(*entries).subspan(done, std::min(entriesAtOnce, entries->size() - done));
        const auto rows = store.rows(some);
        if (!rows)
            return rows.error();
        const auto bodies = store.bodies(some);
        if (!bodies)
            return bodies.error();
        for (std::size_t i = 0; i < some.size(); ++i) {
            if (!choosing.belongs((*rows)[i].type, (*bodies)[i]))
                continue;
            if (auto visited = visit(some[i], (*rows)[i].type, (*bodies)[i]); !visited)
                return visited;
        }
    }
    return {};
}

} // namespace mandate::bundle

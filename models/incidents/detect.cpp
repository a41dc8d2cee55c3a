// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/incidents/detect.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"

#include <algorithm>

namespace mandate {

bool opensIncident(const Clause &clause, bool executed)
{
    if (clause.heuristic)
        return false;
    switch (clause.kind) {
    case ClauseKind::Forbid: return true;
    case ClauseKind::Escalate: return executed;
    case ClauseKind::Evidence: return executed && clause.severity != Severity::Minor;
    case ClauseKind::Permit: return false;
    }
    return false;
}

Severity severityOf(const Clause &clause, std::uint64_t executed)
{
    if (executed > 0)
        return clause.severity;
    return clause.severity == Severity::Critical ? Severity::Major : Severity::Minor;
}

Severity severityFor(Severity ofClause, std::uint64_t executed, const IncidentStakes &stakes)
{
    if (executed == 0)
        return ofClause;
    constexpr std::int64_t unit = 1'000'000;
    std::int64_t most = 0; // sums of different currencies are not added up
    for (const auto &[currency, millionths] : stakes.money)
        most = std::max(most, millionths);
    const bool towardsOthers = std::ranges::any_of(stakes.consequences, [](Consequence c) { return c != Consequence::Internal && c != Consequence::Spends; });
    Severity atStake = Severity::Minor;
    if (most >= 10'000 * unit || stakes.people >= 100)
        atStake = Severity::Critical;
    else if (most >= 1'000 * unit || stakes.people >= 10 || (stakes.irreversible && towardsOthers))
        atStake = Severity::Major;
    return std::min(ofClause, atStake); // the worst is first
}

std::string incidentId(std::string_view agent, std::string_view session, std::string_view clause, const Digest &pact)
{
    const std::string_view separator("\0", 1);
    return "INC-" + sha256({agent, separator, session, separator, clause, separator, pact.view()}).hex().substr(0, incidentDigits);
}

bool isIdOf(std::string_view id, std::string_view full)
{
    return id == full || (id.size() == shortIncidentId && full.starts_with(id));
}

std::string incidentEntry(const IncidentEntry &incident)
{
    std::vector<Value> actions;
    for (const std::uint64_t entry : incident.actions)
        actions.push_back(Value::integer(static_cast<std::int64_t>(entry)));
    const auto text = [](std::string_view view) { return Value::string(view); };
    const std::string opened = formatInstant(incident.opened);
    const std::string digest = incident.pactDigest.hex();
    const std::vector<Member> members{
        {text("type"), text("incident")},
        {text("v"), Value::integer(1)},
        {text("id"), text(incident.id)},
        {text("agent"), text(incident.agent)},
        {text("deployment"), text(incident.deployment)},
        {text("session"), text(incident.session)},
        {text("clause"), text(incident.clause)},
        {text("pact"), text(incident.pactId)},
        {text("pact_version"), text(incident.pactVersion)},
        {text("pact_digest"), text(digest)},
        {text("opened"), text(opened)},
        {text("actions"), Value::list(actions)},
    };
    return canonicalJson(Value::map(members));
}

Result<IncidentEntry> readIncidentEntry(std::string_view body)
{
    Arena arena;
    JsonReader reader;
    const auto value = reader.read(body, arena);
    const auto text = [&](std::string_view name) { return std::string(value->findText(name).value_or(std::string_view())); };
    if (value && text("type") == "incident") {
        IncidentEntry incident;
        incident.id = text("id");
        incident.agent = text("agent");
        incident.deployment = text("deployment");
        incident.session = text("session");
        incident.clause = text("clause");
        incident.pactId = text("pact");
        incident.pactVersion = text("pact_version");
        const auto digest = Digest::fromHex(text("pact_digest"));
        const auto opened = parseInstant(text("opened"));
        const Value *actions = value->find("actions");
        if (digest && opened && actions && actions->isList()) {
            incident.pactDigest = *digest;
            incident.opened = *opened;
            bool readable = true;
            for (const Value &action : actions->items()) {
                readable = readable && action.is(ValueKind::Int) && action.asInt() >= 0;
                if (readable)
                    incident.actions.push_back(static_cast<std::uint64_t>(action.asInt()));
            }
            if (readable)
                return incident;
        }
    }
    Error error;
    error.kind = ErrorKind::Corrupt;
    error.code = "MND-INC-001";
    error.happened = "An incident in the ledger cannot be read.";
    error.unaffected = "The records it points to are unaffected.";
    error.remedy = "Run \"mandate verify\" to find out what was changed.";
    return error;
}

} // namespace mandate

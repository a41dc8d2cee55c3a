// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/drift_baseline.h"

#include "models/authorization/register.h"

#include <algorithm>
#include <numeric>

namespace mandate {

namespace {

Error noBaseline(std::string why)
{
    return {ErrorKind::Corrupt, "MND-BSL-001", "What was pinned as a baseline does not hold: " + std::move(why), "It counts for nothing; other entries are unaffected.", "Run \"mandate verify\" to find the place.", {}};
}

Value counted(const std::map<std::string, std::uint64_t> &counts, Arena &arena)
{
    std::vector<Member> members;
    for (const auto &[name, count] : counts)
        members.push_back({Value::string(arena.copy(name)), Value::integer(static_cast<std::int64_t>(count))});
    return Value::map({arena.copy(std::span<const Member>(members)), members.size()});
}

struct CountMember
{
    std::string_view name;
    std::uint64_t DriftCounts::*count;
};
constexpr std::array<CountMember, 7> countMembers{{{"runs", &DriftCounts::runs}, {"calls", &DriftCounts::calls}, {"judged_runs", &DriftCounts::judged}, {"violating_runs", &DriftCounts::violating},
                                                   {"undecidable_runs", &DriftCounts::undecidable}, {"scored_runs", &DriftCounts::scored}, {"succeeded_runs", &DriftCounts::succeeded}}};
struct TallyMember
{
    std::string_view name;
    std::map<std::string, std::uint64_t> DriftCounts::*counts;
};
constexpr std::array<TallyMember, 5> tallyMembers{{{"tools", &DriftCounts::tools}, {"verdicts", &DriftCounts::verdicts}, {"outcomes", &DriftCounts::outcomes}, {"clauses", &DriftCounts::clauses}, {"undecided", &DriftCounts::undecided}}};

/// Nothing that contradicts itself.
std::string contradiction(const DriftCounts &counts)
{
    const auto sum = [](const std::map<std::string, std::uint64_t> &tally) {
        return std::accumulate(tally.begin(), tally.end(), std::uint64_t{0}, [](std::uint64_t all, const auto &one) { return all + one.second; });
    };
    for (const auto *tally : {&counts.tools, &counts.verdicts, &counts.outcomes}) {
        if (sum(*tally) != counts.calls)
            return "its tallies do not add up to its calls.";
    }
    if (counts.judged > counts.runs || counts.violating + counts.undecidable > counts.judged || counts.scored > counts.runs || counts.succeeded > counts.scored)
        return "it counts more runs of a kind than there are.";
    for (const auto *tally : {&counts.clauses, &counts.undecided}) {
        if (std::ranges::any_of(*tally, [&](const auto &one) { return one.second > counts.runs; }))
            return "it counts more runs of a clause than there are.";
    }
    return {};
}

} // namespace

std::optional<Error> baselineRefusal(const DriftBaseline &baseline)
{
    const auto refused = [](std::string code, std::string happened, std::string remedy) {
        return Error{ErrorKind::Input, std::move(code), std::move(happened), "Nothing was signed.", std::move(remedy), {}};
    };
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
    if (baseline.name.empty() || baseline.name.size() > 60 || !std::ranges::all_of(baseline.name, allowed))
        return refused("MND-BSL-002", "\"" + baseline.name + "\" is no name of a baseline.", "Use 1 to 60 small letters, digits, hyphens and points.");
    if (baseline.agent.empty())
        return refused("MND-BSL-003", "Whose behaviour is pinned is missing.", "Name one agent.");
    if (baseline.reason.empty())
        return refused("MND-BSL-004", "Why this is the baseline is missing.", "Say it; it is signed and stays in the record.");
    if (baseline.counts.runs == 0)
        return refused("MND-BSL-005", "There is no run to pin.", "Check the agent, the deployment and the times.");
    return std::nullopt;
}

std::optional<Error> baselineRoleRefusal(const PeopleRegister &people, const std::string &person, const std::string &agent, const Instant &at)
{
    if (people.isOpen() || mayDecide(people, person, agent) || decidesInPlaceOf(people, person, agent, at))
        return std::nullopt;
    return Error{ErrorKind::Refused, "MND-BSL-006", person + " may not set a baseline" + (agent.empty() ? "." : " of " + agent + '.'), "Nothing was signed.", "These can: " + whoMayDecide(people, agent, at, person) + '.', {}};
}

std::string baselineEntry(const DriftBaseline &baseline, const SigningKey &key)
{
    ObjectWriter payload;
    Arena arena;
    payload.put("name", baseline.name);
    payload.put("agent", baseline.agent);
    payload.put("reason", baseline.reason);
    if (!baseline.deployment.empty())
        payload.put("deployment", baseline.deployment);
    if (baseline.since)
        payload.put("since", formatInstant(*baseline.since));
    if (baseline.until)
        payload.put("until", formatInstant(*baseline.until));
    if (baseline.evaluation)
        payload.put("evaluation", baseline.evaluation->hex());
    if (baseline.pactDigest) {
        payload.put("pact", baseline.pact);
        payload.put("pact_digest", baseline.pactDigest->hex());
    }
    payload.put("ledger_size", Value::integer(static_cast<std::int64_t>(baseline.ledgerSize)));
    payload.put("ledger_root", baseline.ledgerRoot.hex());
    payload.put("sessions", baseline.sessions.hex());
    for (const auto &[name, count] : countMembers)
        payload.put(name, Value::integer(static_cast<std::int64_t>(baseline.counts.*count)));
    for (const auto &[name, counts] : tallyMembers)
        payload.put(name, counted(baseline.counts.*counts, arena));
    std::array<Value, 10> tenths{};
    std::ranges::transform(baseline.counts.confidences, tenths.begin(), [](std::uint64_t count) { return Value::integer(static_cast<std::int64_t>(count)); });
    payload.put("confidences", Value::list(tenths));
    return noteEntry("baseline", baselinePayloadType, std::move(payload), baseline.signer, key);
}

Result<DriftBaseline> readBaselineEntry(std::uint64_t entry, std::string_view body, const PeopleRegister &people)
{
    Arena arena;
    const auto note = openNote("baseline", baselinePayloadType, body, people.keyring(), arena);
    if (!note)
        return noBaseline(note.error().happened);
    DriftBaseline read;
    read.entry = entry;
    read.signer = note->signer;
    read.name = note->text("name");
    read.agent = note->text("agent");
    read.reason = note->text("reason");
    read.deployment = note->text("deployment");
    read.pact = note->text("pact");
    bool whole = true;
    for (const auto &[name, into] : {std::pair{"since", &read.since}, {"until", &read.until}}) {
        if (note->payload.find(name)) {
            *into = parseInstant(note->text(name));
            whole = whole && into->has_value();
        }
    }
    for (const auto &[name, into] : {std::pair{"evaluation", &read.evaluation}, {"pact_digest", &read.pactDigest}}) {
        if (note->payload.find(name)) {
            *into = Digest::fromHex(note->text(name));
            whole = whole && into->has_value();
        }
    }
    const auto root = Digest::fromHex(note->text("ledger_root")), sessions = Digest::fromHex(note->text("sessions"));
    const auto size = note->number("ledger_size");
    whole = whole && root && sessions && size;
    for (const auto &[name, count] : countMembers) {
        const auto number = note->number(name);
        whole = whole && number;
        read.counts.*count = number.value_or(0);
    }
    for (const auto &[name, counts] : tallyMembers) {
        const Value *tally = note->payload.find(name);
        whole = whole && tally && tally->isMap();
        for (const Member &member : whole ? tally->members() : std::span<const Member>()) {
            whole = whole && member.value.is(ValueKind::Int) && member.value.asInt() >= 0;
            (read.counts.*counts)[std::string(member.key.text())] = whole ? static_cast<std::uint64_t>(member.value.asInt()) : 0;
        }
    }
    const Value *tenths = note->payload.find("confidences");
    whole = whole && tenths && tenths->isList() && tenths->items().size() == read.counts.confidences.size();
    for (std::size_t i = 0; whole && i < read.counts.confidences.size(); ++i) {
        const Value &count = tenths->items()[i];
        whole = count.is(ValueKind::Int) && count.asInt() >= 0;
        read.counts.confidences.at(i) = whole ? static_cast<std::uint64_t>(count.asInt()) : 0;
    }
    if (!whole)
        return noBaseline("it is not whole.");
    read.ledgerRoot = *root;
    read.sessions = *sessions;
    read.ledgerSize = *size;
    if (read.ledgerSize > entry)
        return noBaseline("it speaks of entries that were not there when it was signed.");
    if (const std::string why = contradiction(read.counts); !why.empty())
        return noBaseline(why);
    if (const auto refused = baselineRefusal(read))
        return noBaseline(refused->happened);
    if (!people.isOpen() && !people.decides(read.signer.by) && !people.is(read.signer.by, PersonRole::ProductLead))
        return noBaseline(read.signer.by + " may not set a baseline.");
    read.mayBeWatched = !baselineRoleRefusal(people, read.signer.by, read.agent, read.signer.at);
    return read;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents as people handle them: what rules opened and what people opened, with every signed step about them. Opening by rule is incidents.cpp and
// rule_incidents.cpp.
#include "models/workspace/stakes.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace mandate {

namespace {

Error noSuchIncident(const std::string &id)
{
    return {ErrorKind::Missing, "MND-CAS-070", "There is no incident \"" + id + "\".", "Nothing was changed.", "\"mandate incidents\" lists them.", {}};
}

void count(Incident &incident)
{
    incident.attempted = incident.actions.size();
    incident.executed = static_cast<std::uint64_t>(std::ranges::count_if(incident.actions, &IncidentAction::executed));
    incident.firstTime.reset();
    incident.lastTime.reset();
    for (const IncidentAction &action : incident.actions) {
        if (action.time && (!incident.firstTime || action.time->nanoseconds < incident.firstTime->nanoseconds))
            incident.firstTime = action.time;
        if (action.time && (!incident.lastTime || action.time->nanoseconds > incident.lastTime->nanoseconds))
            incident.lastTime = action.time;
    }
}

void apply(const CaseLife *life, Incident &incident)
{
    incident.due = responseDue(incident.severity, incident.opened);
    if (!life)
        return;
    if (life->gradedAs())
        incident.severity = *life->gradedAs();
    incident.state = life->state();
    incident.assignedTo = life->assignedTo();
    incident.acknowledged = life->acknowledged().has_value();
    incident.due = life->due() ? life->due() : incident.acknowledged ? std::nullopt : std::optional(responseDue(incident.severity, incident.opened));
    incident.escalated = life->isEscalated();
    incident.mergedInto = life->mergedInto();
    incident.attribution = life->attribution();
    if (const CaseLife::Claim *claim = life->cause())
        incident.cause = life->claimIn(*claim).cause;
}

/// Those that were merged give their actions to the incident they went into.
void gatherMerged(std::vector<Incident> &incidents)
{
    std::map<std::string_view, std::size_t> byId;
    for (std::size_t i = 0; i < incidents.size(); ++i)
        byId.emplace(incidents[i].id, i);
    for (const Incident &merged : incidents) {
        std::set<std::string_view> seen{merged.id};
        const Incident *into = &merged;
        while (!into->mergedInto.empty()) { // into one that was merged itself, as often as it may be
            const auto next = byId.find(into->mergedInto);
            if (next == byId.end())
                break;
            if (!seen.insert(next->first).second) { // in a circle: then none of them is done
                for (const std::string_view id : seen)
                    incidents[byId[id]].state = CaseState::Open;
                break;
            }
            into = &incidents[next->second];
        }
        if (into == &merged || !into->mergedInto.empty())
            continue;
        Incident &target = incidents[byId[into->id]];
        std::set<std::uint64_t> there;
        for (const IncidentAction &action : target.actions)
            there.insert(action.entry);
        for (const IncidentAction &action : merged.actions) {
            if (there.insert(action.entry).second)
                target.actions.push_back(action);
        }
        count(target);
    }
}

} // namespace

Result<std::vector<Incident>> Workspace::incidentsByHand() const
{
    std::vector<const CaseLife *> lives;
    for (const auto &[id, life] : m->cases) {
        if (life.opening())
            lives.push_back(&life);
    }
    std::ranges::sort(lives, {}, [](const CaseLife *life) { return life->opening()->entry; });
    std::vector<Incident> incidents;
    for (const CaseLife *life : lives) {
        const CaseStatement &opening = *life->opening();
        const auto rows = m->store->rows(opening.records);
        if (!rows)
            return rows.error();
        Incident incident;
        incident.id = life->incident();
        incident.entry = opening.entry;
        incident.opened = opening.at;
        incident.openedBy = opening.by;
        incident.title = opening.title;
        incident.clause.id = "by_hand";
        incident.clause.readsAs = opening.title;
        incident.clause.why = opening.text;
        incident.clause.severity = *opening.severity;
        incident.severity = *opening.severity;
        for (const Row &row : *rows) {
            if (incident.agent.empty()) {
                incident.agent = row.agent;
                incident.deployment = row.deployment;
                incident.session = row.session;
            }
            incident.actions.push_back({row.number, row.time, row.message, row.call, row.tool, countsAsExecuted(row.outcome)});
        }
        if (const PactTimelines::Window *window = m->timelines->inForce(incident.agent, incident.deployment, opening.at.nanoseconds)) {
            incident.owner = window->pact->version.document.owner;
            incident.pactId = window->pact->version.document.id;
            incident.pactVersion = window->pact->version.document.version;
        }
        count(incident);
        incidents.push_back(std::move(incident));
    }
    return incidents;
}

Result<void> Workspace::measureStakes(std::vector<Incident> &incidents) const
{
    for (Incident &incident : incidents) {
        const PactPointer pact = m->pactNamed(incident.pactId, incident.pactVersion);
        if (!pact || incident.executed == 0)
            continue;
        {
            const std::scoped_lock guard(m->measuring);
            if (const auto known = m->measuredStakes.find(incident.id); known != m->measuredStakes.end() && known->second.actions == incident.actions.size()) {
                incident.stakes = known->second.stakes;
                continue;
            }
        }
        IncidentStakes stakes;
        std::vector<EntryNumber> spending, reaching;
        for (const IncidentAction &action : incident.actions) {
            const PactTool *tool = action.executed ? pact->version.document.tool(action.tool) : nullptr;
            if (!tool)
                continue;
            stakes.irreversible = stakes.irreversible || tool->reversible == "none";
            for (const Consequence consequence : tool->consequences) {
                if (std::ranges::find(stakes.consequences, consequence) == stakes.consequences.end())
                    stakes.consequences.push_back(consequence);
                if (consequence == Consequence::Spends)
                    spending.push_back(action.entry);
                else if (consequence == Consequence::SendsOutside)
                    reaching.push_back(action.entry);
            }
        }
        std::set<EntryNumber> spends(spending.begin(), spending.end()), reaches(reaching.begin(), reaching.end());
        std::vector<EntryNumber> wanted = spending;
        std::ranges::copy(reaching, std::back_inserter(wanted));
        const auto read = m->eachRecord(wanted, [&](EntryNumber entry, const Record &record) {
            if (spends.contains(entry)) {
                if (const auto amount = amountOf(record.arguments)) {
                    std::int64_t &sum = stakes.money[std::string(amount->currency)];
                    if (__builtin_add_overflow(sum, amount->millionths, &sum))
                        sum = INT64_MAX;
                }
            }
            if (record.arguments.isMap() && reaches.contains(entry)) {
                std::size_t longest = 1; // one is reached at least
                for (const Member &member : record.arguments.members())
                    longest = member.value.isList() ? std::max(longest, member.value.items().size()) : longest;
                stakes.people += longest;
            }
        });
        if (!read)
            return read;
        incident.stakes = stakes;
        const std::scoped_lock guard(m->measuring);
        m->measuredStakes.insert_or_assign(incident.id, Private::MeasuredStakes{incident.actions.size(), std::move(stakes)});
    }
    return {};
}

Result<std::vector<Incident>> Workspace::incidents() const
{
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    auto incidents = ruleIncidents();
    if (!incidents)
        return incidents;
    const std::shared_lock reading(m->lock);
    auto byHand = incidentsByHand();
    if (!byHand)
        return byHand;
    std::ranges::move(*byHand, std::back_inserter(*incidents));
    const auto stepsOf = [&](const Incident &incident) {
        const auto found = m->cases.find(incident.id);
        return found == m->cases.end() ? nullptr : &found->second;
    };
    for (Incident &incident : *incidents) {
        const CaseLife *life = stepsOf(incident);
        if (life && !life->gone().empty()) {
            std::erase_if(incident.actions, [&](const IncidentAction &action) { return life->gone().contains(action.entry); });
            count(incident);
        }
    }
    if (auto measured = measureStakes(*incidents); !measured)
        return measured.error();
    for (Incident &incident : *incidents) {
        incident.severity = severityFor(incident.severity, incident.executed, incident.stakes);
        apply(stepsOf(incident), incident);
    }
    gatherMerged(*incidents);
    return incidents;
}

namespace {

/// Fills in what no caller says: who, when, and where in the chain.
void place(CaseStatement &step, const CaseLife &life, const Person &person, const Instant &now)
{
    step.by = person.id;
    step.byName = person.displayName;
    step.at = now;
    step.previous = life.lastDigest();
}

std::vector<std::uint64_t> namedRecords(const CaseStatement &step)
{
    std::vector<std::uint64_t> named = step.records;
    if (step.claim)
        std::ranges::transform(step.claim->pins, std::back_inserter(named), &Pin::entry);
    return named;
}

/// Why these are not all records of the ledger.
std::optional<Error> refusalOf(const std::vector<std::uint64_t> &named, const Store &store)
{
    if (const auto beyond = std::ranges::find_if(named, [&](std::uint64_t entry) { return entry >= store.size(); }); beyond != named.end())
        return refused("MND-CAS-071", "There is no entry " + std::to_string(*beyond) + " in the ledger.", "Nothing was signed.", "Name records by their entry numbers.");
    const auto rows = store.rows(named);
    if (!rows)
        return rows.error();
    if (const auto none = std::ranges::find_if(*rows, [](const Row &row) { return row.type != EntryType::Record; }); none != rows->end())
        return refused("MND-CAS-072", "Entry " + std::to_string(none->number) + " is no record.", "Nothing was signed.", "Name records: what the agent did, said, or was told.");
    return std::nullopt;
}

CaseLife lifeOf(const Workspace::Private &workspace, const std::string &incident)
{
    const auto found = workspace.cases.find(incident);
    return found == workspace.cases.end() ? CaseLife(incident) : found->second;
}

} // namespace

Result<CaseView> Workspace::incidentCase(const std::string &id) const
{
    auto all = incidents();
    if (!all)
        return all.error();
    const auto found = std::ranges::find(*all, id, &Incident::id);
    if (found == all->end())
        return noSuchIncident(id);
    const std::shared_lock reading(m->lock);
    return CaseView{std::move(*found), lifeOf(*m, id)};
}

std::optional<Error> Workspace::caseStepRefusal(CaseStatement step) const
{
    if (m->readOnly)
        return m->unlock().error();
    (void)m->load();
    const Person self = person();
    const std::shared_lock reading(m->lock);
    if (auto refused = m->people.actingRefusal(self.id); refused && !m->people.isOpen())
        return refused;
    const CaseLife life = lifeOf(*m, step.incident);
    place(step, life, self, m->surroundings.clock());
    return life.refusal(step, m->people, m->isOpenIncident(step.incident));
}

Result<CaseLife> Workspace::takeCaseStep(CaseStatement step)
{
    if (m->readOnly)
        return m->unlock().error();
    std::optional<CaseLife> after;
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(std::chrono::seconds(10)); !begun)
            return begun.error();
        const auto signer = m->signer();
        if (!signer)
            return signer.error();
        const auto known = [&](const std::string &id) { return m->isOpenIncident(id) || m->cases.contains(id); };
        if (!known(step.incident))
            return noSuchIncident(step.incident);
        if (!step.other.empty() && step.step != CaseStep::Open && !known(step.other))
            return noSuchIncident(step.other);
        if (step.step == CaseStep::Merge) {
            if (const CaseLife into = lifeOf(*m, step.other); !into.isOpen())
                return refused("MND-CAS-076", step.other + " is " + std::string(nameOf(into.state())) + '.', "Nothing was signed.",
                               "Merge into an incident that is open, so that somebody still has to say what caused it.");
        }
        if (auto refusal = refusalOf(namedRecords(step), *m->store))
            return *std::move(refusal);
        const CaseLife life = lifeOf(*m, step.incident);
        place(step, life, signer->person, m->surroundings.clock());
        step.ledger = signer->ledger;
        if (const auto refusal = life.refusal(step, m->people, m->isOpenIncident(step.incident)))
            return *refusal;
        if (const auto appended = m->appendEntry(EntryType::Case, caseEntry(step, *signer->key)); !appended)
            return appended.error();
        if (auto loaded = m->load(); !loaded)
            return loaded.error();
        after = m->cases.find(step.incident)->second;
        if (const std::string &why = after->history().back().voidBecause; !why.empty())
            return refused("MND-CAS-075", "The step was signed and counts for nothing: " + why, "The incident is as it was.", "Run \"mandate verify\": a step before it does not hold.");
    }
    Q_EMIT ledgerGrew(m->store->size());
    return *std::move(after);
}

Result<std::string> Workspace::openIncident(CaseStatement opening)
{
    return openCase(std::move(opening), nullptr);
}

Result<std::string> Workspace::splitIncident(const std::string &id, CaseStatement opening)
{
    return openCase(std::move(opening), &id);
}

Result<std::string> Workspace::openCase(CaseStatement opening, const std::string *splitFrom)
{
    if (m->readOnly)
        return m->unlock().error();
    if (splitFrom) {
        const auto view = incidentCase(*splitFrom);
        if (!view)
            return view.error();
        const auto isOurs = [&](std::uint64_t entry) { return std::ranges::find(view->incident.actions, entry, &IncidentAction::entry) != view->incident.actions.end(); };
        if (!std::ranges::all_of(opening.records, isOurs))
            return refused("MND-CAS-073", "One of the records is not this incident's.", "Nothing was signed.", "Split off records that are.");
        if (opening.records.size() >= view->incident.actions.size())
            return refused("MND-CAS-074", "Nothing would be left of this incident.", "Nothing was signed.", "Split off some of its records, or merge it.");
    }
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(std::chrono::seconds(10)); !begun)
            return begun.error();
        const auto signer = m->signer();
        if (!signer)
            return signer.error();
        std::ranges::sort(opening.records);
        opening.records.erase(std::ranges::unique(opening.records).begin(), opening.records.end());
        if (auto refusal = refusalOf(opening.records, *m->store))
            return *std::move(refusal);
        opening.step = CaseStep::Open;
        opening.incident.clear();
        const CaseLife none{std::string()};
        place(opening, none, signer->person, m->surroundings.clock());
        opening.ledger = signer->ledger;
        opening.incident = caseId(opening);
        if (splitFrom)
            opening.other = *splitFrom;
        if (const auto refusal = none.refusal(opening, m->people, m->isOpenIncident(opening.incident) || m->cases.contains(opening.incident)))
            return *refusal;
        std::vector<std::pair<EntryType, std::string>> entries{{EntryType::Case, caseEntry(opening, *signer->key)}};
        if (splitFrom) {
            const CaseLife life = lifeOf(*m, *splitFrom);
            CaseStatement leaving;
            leaving.incident = *splitFrom;
            leaving.step = CaseStep::Split;
            leaving.text = opening.text;
            leaving.records = opening.records;
            leaving.other = opening.incident;
            place(leaving, life, signer->person, opening.at);
            leaving.ledger = signer->ledger;
            if (const auto refusal = life.refusal(leaving, m->people, m->isOpenIncident(*splitFrom)))
                return *refusal;
            entries.emplace_back(EntryType::Case, caseEntry(leaving, *signer->key));
        }
        if (const auto appended = m->appendEntries(entries); !appended)
            return appended.error();
        if (auto loaded = m->load(); !loaded)
            return loaded.error();
    }
    Q_EMIT ledgerGrew(m->store->size());
    return opening.incident;
}

Result<std::uint64_t> Workspace::escalateIncidents()
{
    const auto all = incidents();
    if (!all)
        return all.error();
    const Instant now = m->surroundings.clock();
    std::vector<const Incident *> late;
    for (const Incident &incident : *all) {
        const bool open = incident.state != CaseState::Closed && incident.state != CaseState::Merged;
        if (open && !incident.acknowledged && !incident.escalated && incident.due && incident.due->nanoseconds <= now.nanoseconds)
            late.push_back(&incident);
    }
    if (late.empty())
        return std::uint64_t{0};
    std::uint64_t written = 0;
    {
        Private::Writing writing(*m);
        if (auto begun = writing.begin(std::chrono::seconds(10)); !begun)
            return begun.error();
        const auto key = m->unlock();
        if (!key)
            return key.error();
        std::vector<std::pair<EntryType, std::string>> entries;
        for (const Incident *incident : late) {
            const CaseLife life = lifeOf(*m, incident->id);
            CaseStatement step;
            step.incident = incident->id;
            step.step = CaseStep::Escalate;
            place(step, life, {"timeout", {}}, now);
            if (!life.refusal(step, m->people, m->isOpenIncident(incident->id)))
                entries.emplace_back(EntryType::Case, caseEntry(step, *key));
        }
        written = entries.size();
        if (const auto appended = m->appendEntries(entries); written > 0 && !appended)
            return appended.error();
        if (auto loaded = m->load(); !loaded)
            return loaded.error();
    }
    if (written > 0)
        Q_EMIT ledgerGrew(m->store->size());
    return written;
}

} // namespace mandate

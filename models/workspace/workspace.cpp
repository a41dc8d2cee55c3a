// SPDX-License-Identifier: GPL-3.0-or-later
// Opening and creating, what is loaded from the ledger, and checking it. Importing, judging, pacts and overviews are files of their own.
#include "models/workspace/workspace.h"

#include "models/workspace/pact_entry.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>

namespace mandate {

Error refused(std::string code, std::string happened, std::string unaffected, std::string remedy)
{
    Error error;
    error.kind = ErrorKind::Refused;
    error.code = std::move(code);
    error.happened = std::move(happened);
    error.unaffected = std::move(unaffected);
    error.remedy = std::move(remedy);
    return error;
}

Workspace::Workspace(std::unique_ptr<Private> state) : m(std::move(state)) {}
Workspace::~Workspace() = default;

Result<std::unique_ptr<Workspace>> Workspace::create(const std::string &path, Surroundings surroundings)
{
    auto state = std::make_unique<Private>();
    state->surroundings = std::move(surroundings);
    auto key = state->keys.create();
    if (!key)
        return key.error();
    const PublicKey made = key->publicKey();
    auto store = createStore(path, std::move(key).value());
    if (!store) {
        state->keys.discard(made);
        return store.error();
    }
    state->path = path;
    state->store = std::move(store).value();
    state->people = PeopleRegister(state->store->publicKey());
    return std::unique_ptr<Workspace>(new Workspace(std::move(state)));
}

Result<std::unique_ptr<Workspace>> Workspace::open(const std::string &path, bool readOnly, Surroundings surroundings)
{
    auto state = std::make_unique<Private>();
    state->surroundings = std::move(surroundings);
    OpenOptions options;
    options.readOnly = readOnly;
    options.unlock = [keys = state->keys](const PublicKey &key) { return keys.load(key); };
    auto store = openStore(path, std::move(options));
    if (!store)
        return store.error();
    state->path = path;
    state->readOnly = readOnly;
    state->store = std::move(store).value();
    state->people = PeopleRegister(state->store->publicKey());
    if (auto loaded = state->load(); !loaded)
        return loaded.error();
    return std::unique_ptr<Workspace>(new Workspace(std::move(state)));
}

const std::string &Workspace::path() const
{
    return m->path;
}
bool Workspace::isReadOnly() const
{
    return m->readOnly;
}
Instant Workspace::now() const
{
    return m->surroundings.clock();
}
Person Workspace::person() const
{
    return m->surroundings.identity->person();
}
const Store &Workspace::store() const
{
    return *m->store;
}

Result<SigningKey> Workspace::Private::unlock() const
{
    if (readOnly)
        return refused("MND-WSP-001", "The workspace is open for reading only.", "Nothing was changed.", "Open it without --read-only to change it.");
    return keys.load(store->publicKey());
}

Result<std::vector<std::pair<EntryNumber, EntryType>>> Workspace::Private::entriesOfNote(EntryNumber first, EntryNumber end) const
{
    constexpr std::array types{EntryType::Pact,      EntryType::Statement, EntryType::Incident, EntryType::Judgement,
                               EntryType::Person,    EntryType::Note,      EntryType::Request,   EntryType::Point};
    constexpr EntryNumber fewEnough = 4096; // to look at each, instead of at the whole column
    std::vector<EntryNumber> candidates;
    if (end - first <= fewEnough) {
        candidates.resize(end - first);
        std::iota(candidates.begin(), candidates.end(), first);
    } else {
        RowFilter filter;
        filter.types.assign(types.begin(), types.end());
        auto selected = store->select(filter, RowOrder::ArrivalAscending);
        if (!selected)
            return selected.error();
        candidates = std::move(selected).value();
        std::erase_if(candidates, [&](EntryNumber entry) { return entry < first || entry >= end; });
    }
    const auto rows = store->rows(candidates);
    if (!rows)
        return rows.error();
    std::vector<std::pair<EntryNumber, EntryType>> found;
    for (const Row &row : *rows) {
        if (std::ranges::find(types, row.type) != types.end())
            found.emplace_back(row.number, row.type);
    }
    return found;
}

std::string Workspace::Private::agentOfStep(const ApprovalStatement &step, const std::vector<ReadStep> &read) const
{
    if (step.filed)
        return step.filed->action.agent;
    if (const ApprovalLife *life = approvals.find(step.request))
        return life->request().action.agent;
    for (const ReadStep &earlier : read) {
        if (earlier.statement.filed && earlier.statement.request == step.request)
            return earlier.statement.filed->action.agent;
    }
    return {};
}

Result<void> Workspace::Private::load()
{
    const EntryNumber end = store->size();
    {
        const std::shared_lock reading(lock);
        if (end == loadedTo)
            return {};
    }
    const std::unique_lock changing(lock);
    if (end <= loadedTo)
        return {}; // another thread was further
    const auto entries = entriesOfNote(loadedTo, end);
    if (!entries)
        return entries.error();
    std::vector<EntryNumber> numbers;
    for (const auto &[entry, type] : *entries)
        numbers.push_back(entry);
    const auto bodies = store->bodies(numbers);
    if (!bodies)
        return bodies.error();
    // Taken in whole or not at all: an entry that does not hold leaves what was known before.
    auto knownPacts = pacts;
    auto knownLives = lives;
    auto knownAuthorizations = authorizations;
    auto knownPeople = people;
    auto whole = wholeJudgement;
    EntryNumber pactChange = lastPactEntry;
    decltype(incidents) opened;
    std::vector<ReadStep> steps;
    std::vector<SignedNote> remarks;
    auto knownPoints = enforcement;
    EntryNumber authorityChange = lastAuthorityEntry;
    bool pactsChanged = false;
    for (std::size_t i = 0; i < entries->size(); ++i) {
        const std::string &body = (*bodies)[i];
        switch ((*entries)[i].second) {
        case EntryType::Pact: {
            auto pact = readPactEntry(numbers[i], body);
            if (!pact)
                return pact.error();
            auto compiled = CompiledPact::compile(pact->version.document);
            if (!compiled)
                return compiled.error();
            takePact(knownLives, *pact, knownPeople);
            knownPacts.push_back(std::make_shared<LoadedPact>(LoadedPact{std::move(pact->version), std::move(compiled).value()}));
            pactChange = numbers[i];
            pactsChanged = true;
            break;
        }
        case EntryType::Statement: {
            if (speaksOfPact(body)) {
                auto statement = readPactStatement(body, knownPeople);
                if (!statement)
                    return statement.error();
                takePactStatement(knownLives, numbers[i], std::move(statement).value(), body);
                pactChange = numbers[i];
                pactsChanged = true;
                break;
            }
            auto statement = readStatementEntry(body, knownPeople.keyring());
            if (!statement)
                return statement.error();
            statement->entry = numbers[i];
            knownAuthorizations.add(std::move(statement).value(), body, knownPeople);
            break;
        }
        case EntryType::Person: knownPeople.add(numbers[i], body); break;
        case EntryType::Note:
            if (auto note = readSignedNote(body, knownPeople.keyring()))
                remarks.push_back(std::move(note).value());
            break;
        case EntryType::Judgement: {
            const auto read = readJudgementRange(body);
            if (read && read->first == 0)
                whole = WholeJudgement{read->timelines};
            break;
        }
        case EntryType::Incident: {
            auto incident = readIncidentEntry(body);
            if (!incident)
                return incident.error();
            opened.emplace_back(numbers[i], std::move(incident).value());
            break;
        }
        case EntryType::Request: {
            auto step = readApprovalEntry(body, knownPeople.keyring());
            if (!step)
                break; // counts for nothing, and nothing behind it in its request does; verification names it
            step->entry = numbers[i];
            const std::string agent = agentOfStep(*step, steps);
            std::string objection = approvalObjection(*step, agent, knownPeople);
            steps.push_back({std::move(step).value(), &body, std::move(objection)});
            break;
        }
        case EntryType::Point: knownPoints.add(numbers[i], body, knownPeople); break;
        default: break;
        }
        const EntryType type = (*entries)[i].second;
        if (type == EntryType::Pact || type == EntryType::Statement || type == EntryType::Person || type == EntryType::Point)
            authorityChange = numbers[i];
    }
    if (pactsChanged)
        timelines = std::make_shared<const PactTimelines>(knownLives, knownPacts);
    pacts = std::move(knownPacts);
    lives = std::move(knownLives);
    authorizations = std::move(knownAuthorizations);
    people = std::move(knownPeople);
    enforcement = std::move(knownPoints);
    lastAuthorityEntry = authorityChange;
    std::ranges::move(remarks, std::back_inserter(notes));
    wholeJudgement = whole;
    lastPactEntry = pactChange;
    std::ranges::move(opened, std::back_inserter(incidents));
    for (ReadStep &step : steps) // in place: there may be many, and none of them fails
        approvals.add(std::move(step.statement), *step.body, std::move(step.objection));
    loadedTo = end;
    return {};
}

Result<Appended> Workspace::Private::appendEntry(EntryType type, const std::string &body)
{
    return appendEntries({{type, body}});
}

Result<Appended> Workspace::Private::appendEntries(const std::vector<std::pair<EntryType, std::string>> &entries)
{
    Batch batch;
    for (const auto &[type, body] : entries) {
        NewEntry entry;
        entry.type = type;
        entry.body = body;
        batch.entries.push_back(entry);
    }
    std::vector<std::unique_ptr<Store::Prepared>> prepared;
    prepared.push_back(store->prepare(batch));
    return store->append(std::move(prepared));
}

std::vector<Statement> Workspace::statements(const std::string &agent) const
{
    (void)m->load();
    const std::shared_lock reading(m->lock);
    return m->authorizations.history(agent);
}

} // namespace mandate

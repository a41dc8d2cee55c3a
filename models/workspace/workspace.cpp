// SPDX-License-Identifier: GPL-3.0-or-later
// Opening and creating, what is loaded from the ledger, and checking it. Importing, judging, pacts and overviews are files of their own.
#include "models/workspace/workspace.h"

#include "models/workspace/evaluations.h"
#include "models/workspace/in_parallel.h"
#include "models/workspace/pact_entry.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>
#include <unordered_map>

namespace mandate {

namespace {

/// What agents may do may be another since an entry of this type.
bool isAuthority(EntryType type)
{
    return type == EntryType::Pact || type == EntryType::Statement || type == EntryType::Person || type == EntryType::Point || type == EntryType::ScopePolicy;
}

} // namespace

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

Workspace::Workspace(std::unique_ptr<Private> state) : m(std::move(state))
{
    m->face = this;
    connect(this, &Workspace::verdictsChanged, this, [this] { m->trail->outdate(); }, Qt::DirectConnection);
}

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

Result<std::unique_ptr<Workspace>> Workspace::over(std::unique_ptr<Store> store, const std::string &path, Surroundings surroundings)
{
    auto state = std::make_unique<Private>();
    state->surroundings = std::move(surroundings);
    state->path = path;
    state->readOnly = true;
    state->store = std::move(store);
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
                               EntryType::Person,    EntryType::Note,      EntryType::Request,   EntryType::Point,
                               EntryType::ScopePolicy, EntryType::Case};
    constexpr EntryNumber fewEnough = 4096; // to look at each, instead of at the whole column
    std::vector<EntryNumber> candidates;
    if (end - first <= fewEnough && !store->isExcerpt()) {
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

/// Most of the time of taking in many steps is their signatures, and these need no order; but who may sign, and with which key, is as of the step.
Result<void> Workspace::Private::readSteps(const std::vector<std::pair<EntryNumber, EntryType>> &entries, const std::vector<std::string> &bodies, std::size_t first,
                                           const Keyring &keys, std::vector<std::optional<Result<ApprovalStatement>>> &read)
{
    constexpr std::size_t ofOneTask = 64;
    std::vector<std::size_t> steps;
    for (std::size_t i = first; i < entries.size() && entries[i].second != EntryType::Person; ++i) { // a person's entry changes the keys
        if (entries[i].second == EntryType::Request)
            steps.push_back(i);
    }
    const std::size_t tasks = (steps.size() + ofOneTask - 1) / ofOneTask;
    return inParallel(tasks, workersFor(tasks, 0), [&](std::size_t task, unsigned) -> Result<void> {
        for (std::size_t i = task * ofOneTask; i < std::min(steps.size(), (task + 1) * ofOneTask); ++i)
            read[steps[i]].emplace(readApprovalEntry(bodies[steps[i]], keys));
        return {};
    }, {});
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
    // Taken in whole or not at all: an entry that does not hold leaves what was known before. Most readings bring a step of a request or an
    // incident and change none of these, so that nothing is copied for them.
    const auto authorityMoves = std::ranges::any_of(*entries, [](const auto &entry) { return isAuthority(entry.second); });
    std::optional<Known> changed;
    if (authorityMoves)
        changed.emplace(Known{pacts, lives, authorizations, people, enforcement, scopes});
    const PeopleRegister &knownPeople = changed ? changed->people : people;
    auto whole = wholeJudgement;
    EntryNumber pactChange = lastPactEntry;
    decltype(incidents) opened;
    std::unordered_set<std::string> openedNow; // ids of these
    std::vector<ReadStep> steps;
    std::unordered_map<std::string, std::string> filedNow; // agent by request
    std::vector<std::optional<Result<ApprovalStatement>>> stepsRead(entries->size());
    std::vector<SignedNote> remarks;
    std::vector<EvaluationStatement> evaluated;
    std::set<Digest> saidNow; // notes
    std::vector<WitnessStatement> witnessesNamed;
    std::vector<KeptTimestamp> stamped;
    std::vector<DriftBaseline> pinned;
    std::vector<MetricSourceStatement> measured;
    std::vector<SourceExpectation> expected;
    std::map<std::string, CaseLife, std::less<>> casesMoved;
    std::vector<std::pair<std::size_t, Annotation>> annotated; // by index into entries
    std::vector<SourceKeyStatement> keysSaid;
    std::optional<Keeping> keptNow; // few entries speak of it
    std::optional<LabelBook> labelsNow;
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
            takePact(changed->lives, *pact, knownPeople);
            changed->pacts.push_back(std::make_shared<LoadedPact>(LoadedPact{std::move(pact->version), std::move(compiled).value()}));
            pactChange = numbers[i];
            pactsChanged = true;
            break;
        }
        case EntryType::Statement: {
            if (speaksOfPact(body)) {
                auto statement = readPactStatement(body, knownPeople);
                if (!statement)
                    return statement.error();
                objectForScopes(*statement, changed->lives, changed->scopes, knownPeople);
                takePactStatement(changed->lives, numbers[i], std::move(statement).value(), body);
                pactChange = numbers[i];
                pactsChanged = true;
                break;
            }
            auto statement = readStatementEntry(body, knownPeople.keyring());
            if (!statement)
                return statement.error();
            statement->entry = numbers[i];
            changed->authorizations.add(std::move(statement).value(), body, knownPeople);
            break;
        }
        case EntryType::Person: changed->people.add(numbers[i], body); break;
        case EntryType::Note:
            if (!saidNow.insert(sha256(body)).second || saidBefore.contains(sha256(body))) {
                break; // what was signed once counts once: who writes it again says nothing
            } else if (speaksOfAnnotation(body)) {
                if (auto annotation = readAnnotationEntry(body, knownPeople.keyring()))
                    annotated.emplace_back(i, std::move(annotation).value());
            } else if (Keeping::speaksOf(body)) {
                if (!keptNow)
                    keptNow.emplace(kept);
                (void)keptNow->add(numbers[i], body, knownPeople);
            } else if (LabelBook::speaksOf(body)) {
                if (!labelsNow)
                    labelsNow.emplace(labels);
                (void)labelsNow->add(numbers[i], body, knownPeople);
            } else if (isNoteOf(evaluationNoteKind, body)) {
                if (auto evaluation = readEvaluationEntry(body, knownPeople.keyring())) {
                    evaluation->entry = numbers[i];
                    evaluation->mayCount = !evaluationRoleRefusal(knownPeople, evaluation->signer.by, evaluation->agent, evaluation->signer.at);
                    evaluated.push_back(std::move(evaluation).value());
                }
            } else if (auto note = readSignedNote(body, knownPeople.keyring())) {
                note->entry = numbers[i];
                if (note->kind != "evaluation" || !evaluationRoleRefusal(knownPeople, note->by, note->agent, note->at))
                    remarks.push_back(std::move(note).value());
            } else if (auto witness = readWitnessEntry(body, knownPeople)) {
                witnessesNamed.push_back(std::move(witness).value());
            } else if (auto stamp = readTimestampEntry(body)) {
                stamp->entry = numbers[i];
                const auto now = std::ranges::find(witnessesNamed.rbegin(), witnessesNamed.rend(), stamp->witness, &WitnessStatement::id);
                const auto before = witnesses.find(stamp->witness);
                if (now != witnessesNamed.rend())
                    stamp->certificates = now->certificates;
                else if (before != witnesses.end())
                    stamp->certificates = before->second.certificates;
                stamped.push_back(std::move(stamp).value());
            } else if (auto baseline = readBaselineEntry(numbers[i], body, knownPeople)) {
                pinned.push_back(std::move(baseline).value());
            } else if (auto trusted = readSourceKeyEntry(body, knownPeople)) {
                trusted->entry = numbers[i];
                keysSaid.push_back(std::move(trusted).value());
            } else if (auto measure = readMetricSourceEntry(body, knownPeople)) {
                measured.push_back(std::move(measure).value());
            } else if (auto expectation = readSourceExpectation(body, knownPeople)) {
                expectation->entry = numbers[i];
                expected.push_back(std::move(expectation).value());
            }
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
            openedNow.insert(incident->id);
            opened.emplace_back(numbers[i], std::move(incident).value());
            break;
        }
        case EntryType::Request: {
            if (!stepsRead[i]) {
                if (auto taken = readSteps(*entries, *bodies, i, knownPeople.keyring(), stepsRead); !taken)
                    return taken;
            }
            Result<ApprovalStatement> &step = *stepsRead[i];
            if (!step)
                break; // counts for nothing, and nothing behind it in its request does; verification names it
            step->entry = numbers[i];
            if (step->filed)
                filedNow.try_emplace(step->request, step->filed->action.agent);
            const ApprovalLife *life = approvals.find(step->request);
            const auto now = filedNow.find(step->request);
            const std::string agent = step->filed ? step->filed->action.agent : life ? life->request().action.agent : now != filedNow.end() ? now->second : std::string();
            std::string objection = approvalObjection(*step, agent, knownPeople);
            steps.push_back({std::move(step).value(), &body, std::move(objection)});
            break;
        }
        case EntryType::Case: {
            auto step = readCaseEntry(body, knownPeople.keyring());
            if (!step)
                break; // counts for nothing; verification names it
            step->entry = numbers[i];
            const auto known = cases.find(step->incident);
            CaseLife &life = casesMoved.try_emplace(step->incident, known == cases.end() ? CaseLife(step->incident) : known->second).first->second;
            const bool byRule = isOpenIncident(step->incident) || openedNow.contains(step->incident);
            life.add(std::move(step).value(), body, knownPeople, byRule);
            break;
        }
        case EntryType::Point: changed->enforcement.add(numbers[i], body, knownPeople); break;
        case EntryType::ScopePolicy: (void)changed->scopes.add(numbers[i], body, knownPeople, changed->lives); break;
        default: break;
        }
        if (isAuthority((*entries)[i].second))
            authorityChange = numbers[i];
    }
    if (pactsChanged)
        timelines = std::make_shared<const PactTimelines>(changed->lives, changed->pacts);
    if (changed) {
        pacts = std::move(changed->pacts);
        lives = std::move(changed->lives);
        authorizations = std::move(changed->authorizations);
        people = std::move(changed->people);
        enforcement = std::move(changed->enforcement);
        scopes = std::move(changed->scopes);
        dependentScopes = dependenceOf(scopes, lives, people);
    }
    if (keptNow)
        kept = std::move(*keptNow);
    if (labelsNow)
        labels = std::move(*labelsNow);
    lastAuthorityEntry = authorityChange;
    std::ranges::move(remarks, std::back_inserter(notes));
    std::ranges::move(evaluated, std::back_inserter(evaluations));
    for (SourceKeyStatement &statement : keysSaid)
        sourceKeys.add(std::move(statement));
    wholeJudgement = whole;
    lastPactEntry = pactChange;
    for (const auto &[entry, incident] : opened) {
        incidentIds.insert(incident.id);
        for (const std::string &session : {incident.session, std::string()}) { // a short one is known by its facts, and so is no other that begins like it
            if (std::string full = incidentId(incident.agent, session, incident.clause, incident.pactDigest); isIdOf(incident.id, full))
                incidentIds.insert(std::move(full));
        }
    }
    std::ranges::move(opened, std::back_inserter(incidents));
    saidBefore.merge(saidNow);
    for (WitnessStatement &witness : witnessesNamed)
        witnesses.insert_or_assign(witness.id, witness);
    std::ranges::move(stamped, std::back_inserter(timestamps));
    for (DriftBaseline &baseline : pinned) { // a name means what it meant first
        if (std::ranges::find(baselines, baseline.name, &DriftBaseline::name) == baselines.end())
            baselines.push_back(std::move(baseline));
    }
    for (MetricSourceStatement &statement : measured)
        metricSources.insert_or_assign(statement.source.id, statement);
    for (SourceExpectation &expectation : expected) {
        const auto earlier = expectations.find(expectation.source);
        expectation.follow(earlier == expectations.end() ? SourceExpectation() : earlier->second);
        expectations.insert_or_assign(expectation.source, std::move(expectation));
    }
    for (auto &[incident, life] : casesMoved)
        cases.insert_or_assign(incident, std::move(life));
    for (ReadStep &step : steps) // in place: there may be many, and none of them fails
        approvals.add(std::move(step.statement), *step.body, std::move(step.objection));
    for (auto &[i, annotation] : annotated) { // what objects to one leaves it out, and nothing else
        const auto leaf = store->leaves(annotation.entry, 1);
        if (leaf && !leaf->empty() && leaf->front() == annotation.leaf) // else it was said of another record
            (void)annotations.add(numbers[i], std::move(annotation), (*bodies)[i]);
    }
    loadedTo = end;
    return {};
}

Result<void> Workspace::Private::appendNote(const std::function<Result<std::string>(const Signer &)> &compose)
{
    if (readOnly)
        return unlock().error();
    Writing turn(*this);
    if (auto begun = turn.begin(); !begun)
        return begun;
    const auto who = signer();
    if (!who)
        return who.error();
    const auto body = compose(*who);
    if (!body)
        return body.error();
    if (const auto appended = appendEntry(EntryType::Note, *body); !appended)
        return appended.error();
    return load();
}

Result<Appended> Workspace::Private::appendEntry(EntryType type, const std::string &body, std::string_view beside)
{
    if (beside.empty())
        return appendEntries({{type, body}});
    Batch batch;
    NewItem item;
    item.bytes = beside;
    item.digest = sha256(beside);
    batch.items.push_back(item);
    NewEntry entry;
    entry.type = type;
    entry.body = body;
    entry.item = 0;
    batch.entries.push_back(entry);
    std::vector<std::unique_ptr<Store::Prepared>> prepared;
    prepared.push_back(store->prepare(batch));
    return store->append(std::move(prepared));
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

std::vector<EvaluationStatement> Workspace::evaluations() const
{
    (void)m->load();
    const std::shared_lock reading(m->lock);
    return m->evaluations;
}

std::vector<Statement> Workspace::statements(const std::string &agent) const
{
    (void)m->load();
    const std::shared_lock reading(m->lock);
    return m->authorizations.history(agent);
}

} // namespace mandate

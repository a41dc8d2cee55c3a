// SPDX-License-Identifier: GPL-3.0-or-later
// Judging what is in the ledger: again when a pact comes into force, as a report, and one action with all its reasons.
#include "models/base/canonical_json.h"
#include "models/evidence/record_json.h"
#include "models/workspace/judged_range.h"
#include "models/workspace/replayed_actions.h"
#include "models/workspace/workspace_private.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace mandate {

namespace {

constexpr std::size_t readAtOnce = 4096;

RowFilter allActions()
{
    RowFilter filter;
    filter.kinds = {RecordKind::Action};
    return filter;
}

RowFilter actionsOf(std::string_view agent, std::string_view session)
{
    RowFilter filter = allActions();
    filter.agents = {std::string(agent)}; // also where the source names none: that is no wish for any
    filter.sessions = {std::string(session)};
    return filter;
}

std::string nameAtVersion(const PactDocument &pact)
{
    return pact.id + '@' + pact.version;
}

/// Counts per clause while a trail is judged.
class ClauseCounter
{
public:
    void begin(const CompiledPact &pact)
    {
        if (!m_seen.insert(&pact).second)
            return;
        for (const Clause &clause : pact.clauses()) {
            // Two pacts may use the same clause id; then both are told apart by their pact.
            const bool taken = m_counts.contains(clause.id);
            m_keys[{&pact, clause.id}] = taken ? nameAtVersion(pact.document()) + '/' + clause.id : clause.id;
            ClauseCount &count = m_counts[m_keys[{&pact, clause.id}]];
            count.clause = m_keys[{&pact, clause.id}];
            count.pact = nameAtVersion(pact.document());
            m_order.push_back(count.clause);
        }
    }

    void add(const CompiledPact &pact, const Judgement &judgement, EntryNumber entry, const Record &record)
    {
        const auto clauses = pact.clauses();
        for (const std::uint32_t index : judgement.applicable)
            ++of(pact, clauses[index]).applicable;
        for (const ClauseAnswer &answer : judgement.answers) {
            ClauseCount &count = of(pact, clauses[answer.clause]);
            if (answer.answer == Answer::Undecidable) {
                ++count.undecidable;
                ++count.missing[std::string(answer.missing)];
                continue;
            }
            const bool executed = countsAsExecuted(record.outcome);
            ++count.attempted;
            count.executed += executed;
            if (clauses[answer.clause].kind == ClauseKind::Permit)
                continue; // what is permitted is no case
            count.cases.push_back(
                {entry, std::string(record.agent), std::string(record.session), record.message, record.call, std::string(record.tool), executed});
        }
    }

    std::vector<ClauseCount> take()
    {
        std::vector<ClauseCount> counts;
        for (const std::string &key : m_order)
            counts.push_back(std::move(m_counts[key]));
        return counts;
    }

private:
    ClauseCount &of(const CompiledPact &pact, const Clause &clause) { return m_counts[m_keys[{&pact, clause.id}]]; }

    std::set<const CompiledPact *> m_seen;
    std::map<std::pair<const CompiledPact *, std::string>, std::string> m_keys;
    std::map<std::string, ClauseCount> m_counts;
    std::vector<std::string> m_order;
};

} // namespace

void appendFindings(const CompiledPact &pact, const Judgement &judgement, EntryNumber entry, std::vector<Finding> &findings)
{
    for (const ClauseAnswer &answer : judgement.answers) {
        const Clause &clause = pact.clauses()[answer.clause];
        const bool undecidable = answer.answer == Answer::Undecidable;
        if (clause.kind == ClauseKind::Permit && !undecidable)
            continue;
        findings.push_back({entry, clause.id, undecidable, undecidable ? std::string(answer.missing) : std::string()});
    }
}

Result<void> Workspace::Private::eachAction(const RowFilter &filter, const ActionVisitor &visit, const ImportProgress &progress,
                                            std::stop_token stop) const
{
    RowFilter there = filter;
    there.erased = false; // what was said of an erased action stays said
    const auto entries = store->select(there, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return entries.error();
    for (std::size_t done = 0; done < entries->size(); done += readAtOnce) {
        if (stop.stop_requested()) {
            Error error = refused("MND-WSP-005", "Judging was stopped.", "Verdicts are as they were before.", "Start it again when you like.");
            error.kind = ErrorKind::Cancelled;
            return error;
        }
        const auto some = std::span(*entries).subspan(done, std::min(readAtOnce, entries->size() - done));
        if (auto read = eachRecord(some, visit); !read)
            return read;
        if (progress) {
            ImportStep step;
            step.records = done + some.size();
            step.bytesDone = step.records;
            step.bytesTotal = entries->size();
            progress(step);
        }
    }
    return {};
}

void Workspace::Private::observeSession(SessionJudge &judge, std::string_view agent, std::string_view session, EntryNumber below) const
{
    (void)eachAction(actionsOf(agent, session),
                     [&](EntryNumber entry, const Record &record) {
                         if (entry < below)
                             judge.observe(record);
                     },
                     {}, {});
}

Result<Workspace::Private::Verdicts> Workspace::Private::rejudge(std::shared_ptr<const PactTimelines> judgeBy, const ImportProgress &progress,
                                                                 std::stop_token stop) const
{
    Verdicts made;
    EntryNumber now = 0;
    const auto windows = WindowBooks::read(*store, *judgeBy, noEntry, stop);
    if (!windows)
        return windows.error();
    ApprovalCover cover = approvalCover(nullptr);
    PactFinder finder(judgeBy);
    // The whole trail is read in order, so every session starts at its beginning; only one that moves to another pact is read again.
    SessionPool pool(
        [&](SessionJudge &judge, const Record &next, SessionPool::Earlier earlier) {
            if (earlier != SessionPool::Earlier::None)
                observeSession(judge, next.agent, next.session, now);
        },
        SIZE_MAX, judgeBy->sessionsMatter());
    auto read = eachAction(
        allActions(),
        [&](EntryNumber entry, const Record &record) {
            now = entry;
            const PactPointer &pact = finder.find(record.agent, record.deployment, mandate::momentOf(record));
            if (!pact) {
                pool.observe(record);
                made.verdicts.push_back({entry, Verdict::NoPact, {}});
                return;
            }
            Judgement judgement = pool.judgeOf(record, pact->compiled).judge(record, windows->before(pact->compiled, entry));
            judgement.verdict = cover.verdict(judgement.verdict, record, entry);
            made.verdicts.push_back(
                {entry, judgement.verdict,
                 judgement.deciding < 0 ? std::string() : pact->compiled->clauses()[static_cast<std::size_t>(judgement.deciding)].id});
            appendFindings(*pact->compiled, judgement, entry, made.findings);
        },
        progress, std::move(stop));
    if (!read)
        return read.error();
    return made;
}

Result<bool> Workspace::Private::verdictsPending() const
{
    std::shared_ptr<const PactTimelines> now;
    std::optional<WholeJudgement> whole;
    EntryNumber changed = 0;
    {
        const std::shared_lock reading(lock);
        now = timelines;
        whole = wholeJudgement;
        changed = lastPactEntry;
    }
    if (now->isEmpty() && !whole)
        return false;
    if (now->windowsMatter()) { // an import that was killed may have brought something that belongs before what was judged
        const auto judged = judgedTo();
        if (!judged)
            return judged.error();
        const auto left = anyActions(*judged, store->size());
        if (!left || *left)
            return left;
    }
    if (whole) // an older program judged all by the newest version, which is the same where there is only one
        return whole->timelines ? *whole->timelines != now->digest() : now->dependsOnTime();
    // Nothing is noted yet: actions that came in later were judged as they came.
    const auto actions = store->select(allActions(), RowOrder::ArrivalAscending);
    if (!actions)
        return actions.error();
    return !actions->empty() && actions->front() < changed;
}

Result<void> Workspace::Private::heal(const ImportProgress &progress, std::stop_token stop)
{
    const auto pending = verdictsPending();
    if (!pending)
        return pending.error();
    if (!*pending)
        return {};
    const EntryNumber end = store->size();
    const auto judged = rejudge(currentTimelines(), progress, std::move(stop));
    if (!judged)
        return judged.error();
    return keep(*judged, end);
}

Result<void> Workspace::Private::putInForce(std::shared_ptr<const PactTimelines> coming, const std::vector<std::pair<EntryType, std::string>> &entries,
                                            const ImportProgress &progress, std::stop_token stop)
{
    // Judged first, so that a judging that is stopped leaves the pact out, and what is in force is what was judged by.
    const auto judged = rejudge(std::move(coming), progress, std::move(stop));
    if (!judged)
        return judged.error();
    const auto appended = appendEntries(entries);
    if (!appended)
        return appended.error();
    if (auto loaded = load(); !loaded)
        return loaded;
    return keep(*judged, appended->first);
}

Result<void> Workspace::Private::keep(const Verdicts &judged, EntryNumber end)
{
    if (auto stored = store->setVerdicts(judged.verdicts, judged.findings); !stored)
        return stored;
    if (auto noted = noteJudgement(0, end); !noted)
        return noted;
    if (auto opened = openIncidents(); !opened)
        return opened.error();
    return {};
}

Result<EntryNumber> Workspace::Private::judgedTo() const
{
    RowFilter judgements;
    judgements.types = {EntryType::Judgement};
    const auto entries = store->select(judgements, RowOrder::ArrivalDescending);
    if (!entries)
        return entries.error();
    if (entries->empty())
        return EntryNumber{0};
    const auto body = store->body(entries->front());
    if (!body)
        return body.error();
    JsonReader reader;
    Arena arena;
    const auto judgement = reader.read(*body, arena);
    if (!judgement)
        return judgement.error();
    const Value *end = judgement->find("end");
    return end && end->is(ValueKind::Int) ? static_cast<EntryNumber>(end->asInt()) : EntryNumber{0};
}

Result<bool> Workspace::Private::anyActions(EntryNumber first, EntryNumber end) const
{
    std::vector<EntryNumber> entries;
    while (first < end) {
        entries.resize(std::min<std::uint64_t>(readAtOnce, end - first));
        std::iota(entries.begin(), entries.end(), first);
        const auto rows = store->rows(entries);
        if (!rows)
            return rows.error();
        if (std::ranges::any_of(*rows, [](const Row &row) { return row.type == EntryType::Record && row.kind == RecordKind::Action; }))
            return true;
        first += entries.size();
    }
    return false;
}

Result<void> Workspace::Private::noteJudgement(EntryNumber first, EntryNumber end)
{
    const auto entries = store->select(allActions(), RowOrder::ArrivalAscending);
    if (!entries)
        return entries.error();
    const auto begin = std::ranges::lower_bound(*entries, first);
    const std::span inRange(begin, std::ranges::lower_bound(begin, entries->end(), end));
    JudgedRange judged;
    for (std::size_t done = 0; done < inRange.size(); done += readAtOnce) {
        const auto rows = store->rows(inRange.subspan(done, std::min(readAtOnce, inRange.size() - done)));
        if (!rows)
            return rows.error();
        for (const Row &row : *rows)
            judged.add(row.number, row.verdict, row.clause);
    }
    return noteJudgement(first, end, judged);
}

Result<void> Workspace::Private::noteJudgement(EntryNumber first, EntryNumber end, JudgedRange &judged)
{
    if (judged.total() == 0)
        return {};
    const auto &counts = judged.counts();
    const auto text = [](std::string_view view) { return Value::string(view); };
    std::vector<Member> perVerdict;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0)
            perVerdict.push_back({text(nameOf(static_cast<Verdict>(i))), Value::integer(static_cast<std::int64_t>(counts[i]))});
    }
    const auto judgedBy = currentTimelines();
    std::vector<std::string> digests;
    for (const PactTimelines::Window *window : judgedBy->windows())
        digests.push_back(window->pact->version.digest.hex());
    std::vector<Value> pactDigests;
    for (const std::string &pact : digests)
        pactDigests.push_back(text(pact));
    const std::string timelinesDigest = judgedBy->digest().hex();
    const std::string digest = judged.digest().hex();
    const std::string at = formatInstant(systemNow());
    const std::vector<Member> members{
        {text("type"), text("judgement")},
        {text("v"), Value::integer(1)},
        {text("first"), Value::integer(static_cast<std::int64_t>(first))},
        {text("end"), Value::integer(static_cast<std::int64_t>(end))},
        {text("pacts"), Value::list(pactDigests)},
        {text("timelines"), text(timelinesDigest)},
        {text("judged_at"), text(at)},
        {text("evaluator"), text("mandate " MANDATE_VERSION)},
        {text("verdicts"), Value::map(perVerdict)},
        {text("verdicts_digest"), text(digest)},
    };
    const auto appended = appendEntry(EntryType::Judgement, canonicalJson(Value::map(members)));
    if (!appended)
        return appended.error();
    return load();
}

Result<JudgementReport> Workspace::judge(const PactDocument *pact, const ImportProgress &progress, std::stop_token stop) const
{
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    if (pact) {
        auto compiled = CompiledPact::compile(*pact);
        if (!compiled)
            return compiled.error();
        const std::shared_ptr<const CompiledPact> candidate = std::move(compiled).value();
        return m->judgeBy([&](const Record &) { return candidate; }, {candidate}, false, progress, std::move(stop));
    }
    const auto timelines = m->currentTimelines();
    if (timelines->isEmpty()) {
        Error error = refused("MND-WSP-006", "No pact is in force in the workspace, so there is nothing to judge by.", "Nothing was changed.",
                              "Add one with \"mandate pact add\", activate one, or name a file with --pact.");
        error.kind = ErrorKind::Missing;
        return error;
    }
    std::vector<std::shared_ptr<const CompiledPact>> named;
    for (const PactTimelines::Window *window : timelines->windows())
        named.push_back(window->pact->compiled);
    PactFinder finder(timelines);
    return m->judgeBy(
        [&](const Record &record) {
            const PactPointer &found = finder.find(record.agent, record.deployment, momentOf(record));
            return found ? found->compiled : nullptr;
        },
        std::move(named), timelines->sessionsMatter(), progress, std::move(stop));
}

Result<JudgementReport> Workspace::Private::judgeBy(const PactChoice &choose, const std::vector<std::shared_ptr<const CompiledPact>> &named, bool mixed,
                                                    const ImportProgress &progress, std::stop_token stop) const
{
    ClauseCounter counter;
    for (const auto &pact : named)
        counter.begin(*pact);
    JudgementReport report;
    EntryNumber now = 0;
    const auto windows = WindowBooks::read(*store, named, noEntry, stop);
    if (!windows)
        return windows.error();
    SessionPool pool(
        [&](SessionJudge &judge, const Record &next, SessionPool::Earlier earlier) {
            if (earlier != SessionPool::Earlier::None)
                observeSession(judge, next.agent, next.session, now);
        },
        SIZE_MAX, mixed);
    auto read = eachAction(
        allActions(),
        [&](EntryNumber entry, const Record &record) {
            now = entry;
            const std::shared_ptr<const CompiledPact> by = choose(record);
            if (!by) {
                pool.observe(record);
                ++report.verdicts[static_cast<std::size_t>(Verdict::NoPact)];
                return;
            }
            const Judgement judgement = pool.judgeOf(record, by).judge(record, windows->before(by, entry));
            ++report.verdicts[static_cast<std::size_t>(judgement.verdict)];
            counter.add(*by, judgement, entry, record);
        },
        progress, std::move(stop));
    if (!read)
        return read.error();
    report.clauses = counter.take();
    return report;
}

Result<ObservationReport> Workspace::observation(std::string_view idAtVersion, const ImportProgress &progress, std::stop_token stop) const
{
    const auto version = pact(idAtVersion);
    if (!version)
        return version.error();
    if (!version->observedSince || version->state != PactState::Observing)
        return refused("MND-LIF-004", version->document.id + '@' + version->document.version + " is not observed.", "Nothing was changed.",
                       "Observe it with \"mandate pact observe\" once it is approved, or replay it on what was recorded before.");
    const PactPointer loaded = m->loadedPact(version->document.id, version->document.version);
    const std::int64_t since = version->observedSince->nanoseconds;
    ObservationReport report;
    report.pact = nameAtVersion(version->document);
    report.since = *version->observedSince;
    auto would = m->judgeBy(
        [&](const Record &record) {
            const bool counts = momentOf(record) >= since && loaded->version.document.bindsAgent(record.agent, record.deployment);
            return counts ? loaded->compiled : nullptr;
        },
        {loaded->compiled}, loaded->compiled->remembersSessions(), progress, stop);
    if (!would)
        return would.error();
    report.would = std::move(would).value();
    report.would.verdicts[static_cast<std::size_t>(Verdict::NoPact)] = 0; // the rest of the trail was not asked about
    ParsedPact candidate{loaded->version.document, loaded->version.source, loaded->version.digest};
    // The same actions: one without a time counts by when it was received.
    auto changes = replayActions(*this, *m, candidate, {report.since, {}}, [since](const Record &record) { return momentOf(record) >= since; }, progress, std::move(stop));
    if (!changes)
        return changes.error();
    report.changes = std::move(changes).value();
    return report;
}

namespace {

void namePact(Explanation &explanation, const PactVersion &version)
{
    explanation.pactId = version.document.id;
    explanation.pactVersion = version.document.version;
    explanation.pactTitle = version.document.title;
    explanation.pactDigest = version.digest;
    explanation.owner = version.document.owner;
}

} // namespace

Result<EvidenceDetail> Workspace::detail(EntryNumber entry) const
{
    if (auto loaded = m->load(); !loaded)
        return loaded.error();
    const auto rows = m->store->rows(std::array{entry});
    if (!rows)
        return rows.error();
    auto body = m->store->body(entry);
    if (!body)
        return body.error();
    EvidenceDetail detail;
    detail.row = rows->front();
    detail.body = std::move(body).value();
    const auto leaves = m->store->leaves(entry, 1);
    if (!leaves)
        return leaves.error();
    detail.leaf = leaves->front();
    if (detail.row.erased) {
        const std::shared_lock reading(m->lock);
        if (const PlacedTombstone *tombstone = m->kept.tombstones.of(entry))
            detail.tombstone = *tombstone;
    } else if (detail.row.item) {
        auto item = m->store->item(*detail.row.item);
        if (!item)
            return item.error();
        detail.itemBytes = std::move(item->bytes);
        detail.itemDigest = item->digest;
    }
    if (detail.row.type != EntryType::Record)
        return detail;
    auto arena = std::make_shared<Arena>();
    JsonReader reader;
    auto record = readRecord(detail.body, reader, *arena);
    if (!record)
        return record.error();
    detail.record = *record;
    detail.memory = std::move(arena);
    detail.spanBegin = detail.record.spanBegin;
    detail.spanLength = detail.record.spanLength;
    auto seal = m->sealOf(detail.row);
    detail.seal = seal ? std::move(seal).value() : Seal{SealState::Unknown, SealKind::None, {}, seal.error().happened};
    detail.ledgerKey = m->store->publicKey().id();
    detail.ledgerSize = m->store->head().size;
    if (detail.record.kind != RecordKind::Action || detail.row.erased)
        return detail;
    PactFinder finder(m->currentTimelines());
    const PactPointer pact = finder.find(detail.record.agent, detail.record.deployment, momentOf(detail.record));
    if (!pact)
        return detail;
    if (m->store->isExcerpt()) {
        detail.explanation = m->storedExplanation(detail.row, *pact);
        detail.asStored = true;
        return detail;
    }

    const auto windows = pact->compiled->looksAtWindows(detail.record.tool) ? WindowBooks::read(*m->store, {pact->compiled}, noEntry)
                                                                           : Result<WindowBooks>(WindowBooks());
    if (!windows)
        return windows.error();
    SessionJudge judge(pact->compiled);
    Explanation explanation;
    bool reached = false;
    auto earlier = m->eachAction(actionsOf(detail.record.agent, detail.record.session),
                                 [&](EntryNumber number, const Record &action) {
                                     if (number < entry) {
                                         judge.observe(action);
                                     } else if (number == entry) {
                                         reached = true;
                                         const Judgement judgement = judge.judge(action, windows->before(pact->compiled, entry));
                                         explanation.verdict = judgement.verdict;
                                         const auto clauses = pact->compiled->clauses();
                                         if (judgement.deciding >= 0)
                                             explanation.decidingClause = clauses[static_cast<std::size_t>(judgement.deciding)].id;
                                         for (const std::uint32_t index : judgement.applicable) {
                                             Explanation::Considered considered;
                                             considered.clause = clauses[index];
                                             for (const ClauseAnswer &answer : judgement.answers) {
                                                 if (answer.clause == index) {
                                                     considered.answer =
                                                         answer.answer == Answer::Yes ? Explanation::Answer::Yes : Explanation::Answer::Undecidable;
                                                     considered.missing = std::string(answer.missing);
                                                 }
                                             }
                                             explanation.considered.push_back(std::move(considered));
                                         }
                                         for (auto &[name, value] : judge.facts())
                                             explanation.facts.push_back({name, value});
                                     }
                                 },
                                 {}, {});
    if (!earlier)
        return earlier.error();
    if (!reached)
        return detail;
    namePact(explanation, pact->version);
    detail.explanation = std::move(explanation);
    return detail;
}

Explanation Workspace::Private::storedExplanation(const Row &row, const LoadedPact &pact)
{
    Explanation explanation;
    explanation.verdict = row.verdict;
    explanation.decidingClause = row.clause;
    const auto clauses = pact.compiled->clauses();
    const auto clause = std::ranges::find(clauses, row.clause, &Clause::id);
    if (clause != clauses.end() && row.verdict != Verdict::Undecidable)
        explanation.considered.push_back({*clause, Explanation::Answer::Yes, {}});
    namePact(explanation, pact.version);
    return explanation;
}

} // namespace mandate

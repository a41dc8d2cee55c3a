// SPDX-License-Identifier: GPL-3.0-or-later
// Judging what is in the ledger: again when a pact comes into force, as a report, and one action with all its reasons.
#include "models/base/canonical_json.h"
#include "models/evidence/record_json.h"
#include "models/workspace/judged_range.h"
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
    const auto entries = store->select(filter, RowOrder::ArrivalAscending, stop);
    if (!entries)
        return entries.error();
    JsonReader reader;
    Arena arena;
    for (std::size_t done = 0; done < entries->size(); done += readAtOnce) {
        if (stop.stop_requested()) {
            Error error = refused("MND-WSP-005", "Judging was stopped.", "Verdicts are as they were before.", "Start it again when you like.");
            error.kind = ErrorKind::Cancelled;
            return error;
        }
        const auto some = std::span(*entries).subspan(done, std::min(readAtOnce, entries->size() - done));
        const auto bodies = store->bodies(some);
        if (!bodies)
            return bodies.error();
        for (std::size_t i = 0; i < some.size(); ++i) {
            arena.reset();
            const auto record = readRecord((*bodies)[i], reader, arena);
            if (!record)
                return record.error();
            visit(some[i], *record);
        }
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

bool Workspace::Private::sessionsMatter() const
{
    const std::shared_lock reading(lock);
    return std::any_of(pacts.begin(), pacts.end(), [](const auto &pact) { return pact->compiled->remembersSessions(); });
}

Result<Workspace::Private::Verdicts> Workspace::Private::rejudge(const std::shared_ptr<const LoadedPact> &coming, const ImportProgress &progress,
                                                                 std::stop_token stop) const
{
    Verdicts made;
    EntryNumber now = 0;
    // The whole trail is read in order, so every session starts at its beginning; only one that moves to another pact is read again.
    SessionPool pool(
        [&](SessionJudge &judge, const Record &next, SessionPool::Earlier earlier) {
            if (earlier != SessionPool::Earlier::None)
                observeSession(judge, next.agent, next.session, now);
        },
        SIZE_MAX, sessionsMatter() || (coming && coming->compiled->remembersSessions()));
    auto read = eachAction(
        allActions(),
        [&](EntryNumber entry, const Record &record) {
            now = entry;
            const auto pact = pactFor(record.agent, record.deployment, coming);
            if (!pact) {
                pool.observe(record);
                made.verdicts.push_back({entry, Verdict::NoPact, {}});
                return;
            }
            const Judgement judgement = pool.judgeOf(record, pact->compiled).judge(record);
            made.verdicts.push_back(
                {entry, judgement.verdict,
                 judgement.deciding < 0 ? std::string() : pact->compiled->clauses()[static_cast<std::size_t>(judgement.deciding)].id});
            appendFindings(*pact->compiled, judgement, entry, made.findings);
        },
        progress, stop);
    if (!read)
        return read.error();
    return made;
}

Result<bool> Workspace::Private::wasJudgedSince(EntryNumber pact) const
{
    const auto actions = store->select(allActions(), RowOrder::ArrivalAscending);
    if (!actions)
        return actions.error();
    if (actions->empty() || actions->front() > pact)
        return true;
    RowFilter notes;
    notes.types = {EntryType::Judgement};
    const auto entries = store->select(notes, RowOrder::ArrivalDescending);
    if (!entries)
        return entries.error();
    JsonReader reader;
    Arena arena;
    for (const EntryNumber entry : *entries) {
        if (entry < pact)
            break;
        const auto body = store->body(entry);
        if (!body)
            return body.error();
        const auto note = reader.read(*body, arena);
        const Value *first = note ? note->find("first") : nullptr;
        if (first && first->is(ValueKind::Int) && first->asInt() == 0)
            return true;
    }
    return false;
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
    std::vector<std::string> digests;
    {
        const std::shared_lock reading(lock);
        for (const auto &pact : pacts)
            digests.push_back(pact->version.digest.hex());
    }
    std::vector<Value> pactDigests;
    for (const std::string &digest : digests)
        pactDigests.push_back(text(digest));
    const std::string digest = judged.digest().hex();
    const std::string at = formatInstant(systemNow());
    const std::vector<Member> members{
        {text("type"), text("judgement")},
        {text("v"), Value::integer(1)},
        {text("first"), Value::integer(static_cast<std::int64_t>(first))},
        {text("end"), Value::integer(static_cast<std::int64_t>(end))},
        {text("pacts"), Value::list(pactDigests)},
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
    std::shared_ptr<const CompiledPact> candidate;
    ClauseCounter counter;
    if (pact) {
        auto compiled = CompiledPact::compile(*pact);
        if (!compiled)
            return compiled.error();
        candidate = std::move(compiled).value();
        counter.begin(*candidate);
    } else {
        const std::shared_lock reading(m->lock);
        if (m->pacts.empty()) {
            Error error = refused("MND-WSP-006", "No pact is in the workspace, so there is nothing to judge by.", "Nothing was changed.",
                                  "Add one with \"mandate pact add\", or name a file with --pact.");
            error.kind = ErrorKind::Missing;
            return error;
        }
    }
    for (const PactVersion &version : pact ? std::vector<PactVersion>() : pacts()) {
        if (version.inForce) {
            const std::shared_lock reading(m->lock);
            for (const auto &loaded : m->pacts) {
                if (loaded->version.entry == version.entry)
                    counter.begin(*loaded->compiled);
            }
        }
    }
    JudgementReport report;
    EntryNumber now = 0;
    SessionPool pool(
        [&](SessionJudge &judge, const Record &next, SessionPool::Earlier earlier) {
            if (earlier != SessionPool::Earlier::None)
                m->observeSession(judge, next.agent, next.session, now);
        },
        SIZE_MAX, !candidate && m->sessionsMatter());
    auto read = m->eachAction(
        allActions(),
        [&](EntryNumber entry, const Record &record) {
            now = entry;
            std::shared_ptr<const CompiledPact> by = candidate;
            if (!by) {
                const auto found = m->pactFor(record.agent, record.deployment);
                if (!found) {
                    pool.observe(record);
                    ++report.verdicts[static_cast<std::size_t>(Verdict::NoPact)];
                    return;
                }
                by = found->compiled;
            }
            const Judgement judgement = pool.judgeOf(record, by).judge(record);
            ++report.verdicts[static_cast<std::size_t>(judgement.verdict)];
            counter.add(*by, judgement, entry, record);
        },
        progress, stop);
    if (!read)
        return read.error();
    report.clauses = counter.take();
    return report;
}

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
    detail.leaf = leafHash(detail.body);
    if (detail.row.item) {
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
    const auto pact = m->pactFor(detail.record.agent, detail.record.deployment);
    if (!pact || detail.record.kind != RecordKind::Action)
        return detail;

    SessionJudge judge(pact->compiled);
    Explanation explanation;
    bool reached = false;
    auto earlier = m->eachAction(actionsOf(detail.record.agent, detail.record.session),
                                 [&](EntryNumber number, const Record &action) {
                                     if (number < entry) {
                                         judge.observe(action);
                                     } else if (number == entry) {
                                         reached = true;
                                         const Judgement judgement = judge.judge(action);
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
    const PactVersion &version = pact->version;
    explanation.pactId = version.document.id;
    explanation.pactVersion = version.document.version;
    explanation.pactTitle = version.document.title;
    explanation.pactDigest = version.digest;
    explanation.owner = version.document.owner;
    detail.explanation = std::move(explanation);
    return detail;
}

} // namespace mandate

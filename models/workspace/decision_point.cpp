// SPDX-License-Identifier: GPL-3.0-or-later
// Rounds of decisions: one thread at a time leads, answers what waits, stores it in one transaction and wakes the others. What each question is
// answered is decision_making.cpp.
#include "models/workspace/decision_point.h"

#include "models/workspace/decision_making.h"
#include "models/workspace/incident_opening.h"
#include "models/workspace/workspace_private.h"

#include <QTimer>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace mandate {

namespace {

constexpr int tellEveryMilliseconds = 200; ///< windows need not hear of every round
constexpr int mostReadings = 3;            ///< of long sessions before a question's turn; what is not there by then is read in it

struct Call
{
    std::vector<PreparedQuestion> questions;
    std::vector<ActionAnswer> answers;
    bool done = false;
    std::vector<DecisionMaker::Unread> unread; ///< long sessions: then nothing is answered, and it is asked again when they are read
    std::vector<LiveSessions::Read> read;      ///< which was done
    int readings = 0;
};

} // namespace

struct DecisionPoint::Private
{
    Private(Workspace &of, const Limits &with) : workspace(of), inside(*of.m), limits(with), maker(*of.m, with.sessions) {}

    void run(Call &call);
    void readAhead(Call &call);
    void round(const std::vector<Call *> &calls);
    Result<void> store(const std::vector<Call *> &calls);
    void refuseAll(const std::vector<Call *> &calls, std::string_view reason, const std::string &words);
    void tell();

    Workspace &workspace;
    Workspace::Private &inside;
    const Limits limits;

    std::mutex mutex; ///< guards what follows
    std::condition_variable changed;
    std::condition_variable arrived; ///< of as many questions as the leader gathers
    std::deque<Call *> waiting;
    std::size_t waitingQuestions = 0;
    bool led = false;
    bool crowded = false;          ///< the last round had several calls
    std::size_t gathered = SIZE_MAX; ///< questions that a leader waits for now
    std::size_t lastRound = 0, roundBefore = 0; ///< their questions: who asks again and again is in one of them

    DecisionMaker maker; ///< of who leads
    std::optional<SigningKey> key;
    std::optional<Error> keyProblem;
    std::once_flag keyAsked;
    /// Of a message to the window that is under way; outlives this.
    std::shared_ptr<std::atomic<bool>> telling = std::make_shared<std::atomic<bool>>(false);
    struct
    {
        std::atomic<std::uint64_t> decisions = 0, permits = 0, unrecorded = 0, rounds = 0;
    } counts;
};

DecisionPoint::DecisionPoint(Workspace &workspace, const Limits &limits) : m(std::make_unique<Private>(workspace, limits)) {}
DecisionPoint::~DecisionPoint() = default;

ActionAnswer DecisionPoint::decide(ActionQuestion question)
{
    std::vector<ActionQuestion> questions;
    questions.push_back(std::move(question));
    return std::move(decide(std::move(questions)).front());
}

std::vector<ActionAnswer> DecisionPoint::decide(std::vector<ActionQuestion> questions)
{
    if (questions.empty())
        return {};
    std::call_once(m->keyAsked, [this] {
        auto key = m->inside.unlock();
        if (key)
            m->key = std::move(key).value();
        else
            m->keyProblem = key.error();
    });
    Call call;
    call.questions.reserve(questions.size());
    for (ActionQuestion &question : questions)
        call.questions.emplace_back(std::move(question));
    call.answers.resize(call.questions.size());
    if (m->key) {
        m->run(call);
        while (!call.unread.empty()) {
            m->readAhead(call);
            m->run(call);
        }
    } else
        m->refuseAll({&call}, "key_missing", m->keyProblem->happened);
    for (std::size_t i = 0; i < call.answers.size(); ++i) { // in the thread of who asked: signing is most of the work
        ActionAnswer &answer = call.answers[i];
        if (m->key && !call.questions[i].payload.empty())
            answer.envelope = dsseEnvelope(decisionPayloadType, call.questions[i].payload, *m->key);
        ++m->counts.decisions;
        m->counts.permits += answer.permit;
        m->counts.unrecorded += !answer.entry;
    }
    return std::move(call.answers);
}

void DecisionPoint::Private::run(Call &call)
{
    std::unique_lock guard(mutex);
    waiting.push_back(&call);
    waitingQuestions += call.questions.size();
    if (waitingQuestions >= gathered)
        arrived.notify_one();
    changed.wait(guard, [&] { return call.done || !led; });
    while (!call.done) { // this thread leads until its own question is answered
        led = true;
        // Alone so far: then nobody is waited for. Nor when all are here that were answered by the last rounds.
        if (limits.gathering.count() > 0 && (waiting.size() > 1 || crowded)) {
            gathered = std::min(limits.atOnce, lastRound + roundBefore);
            arrived.wait_for(guard, limits.gathering, [this] { return waitingQuestions >= gathered; });
            gathered = SIZE_MAX;
        }
        std::vector<Call *> calls;
        std::size_t questions = 0;
        while (!waiting.empty() && (calls.empty() || questions < limits.atOnce)) {
            questions += waiting.front()->questions.size();
            calls.push_back(waiting.front());
            waiting.pop_front();
        }
        waitingQuestions -= questions;
        crowded = calls.size() > 1;
        roundBefore = std::exchange(lastRound, questions);
        guard.unlock();
        round(calls);
        guard.lock();
        for (Call *answered : calls)
            answered->done = true;
        led = false;
        changed.notify_all();
    }
}

/// In the thread of who asks, while others are answered.
void DecisionPoint::Private::readAhead(Call &call)
{
    call.read.clear();
    for (const DecisionMaker::Unread &unread : std::exchange(call.unread, {})) {
        if (auto read = LiveSessions::read(*inside.store, unread.agent, unread.session, unread.pact))
            call.read.push_back(std::move(read).value()); // what cannot be read is said by the answer
    }
    ++call.readings;
    call.done = false;
}

void DecisionPoint::Private::refuseAll(const std::vector<Call *> &calls, std::string_view reason, const std::string &words)
{
    for (Call *call : calls) {
        for (std::size_t i = 0; i < call->questions.size(); ++i) {
            ActionAnswer &answer = call->answers[i];
            answer = ActionAnswer();
            answer.reason = reason;
            answer.words = words;
            answer.action = call->questions[i].digest;
            answer.decidedAt = inside.surroundings.clock();
            answer.validUntil = answer.decidedAt;
            call->questions[i].payload.clear(); // what is not in the ledger is not signed
        }
    }
}

void DecisionPoint::Private::round(const std::vector<Call *> &calls)
{
    ++counts.rounds;
    Workspace::Private::Writing writing(inside);
    if (auto begun = writing.begin(limits.patience); !begun) {
        refuseAll(calls, begun.error().code == "MND-STO-024" ? "store_locked" : "store_failed", begun.error().happened);
        return;
    }
    maker.beginRound();
    for (Call *call : calls) {
        for (LiveSessions::Read &read : call->read)
            maker.adopt(std::move(read));
        for (std::size_t i = 0; i < call->questions.size() && call->readings < mostReadings; ++i) {
            auto unread = maker.unreadOf(call->questions[i]);
            if (unread && std::ranges::find(call->unread, *unread) == call->unread.end())
                call->unread.push_back(std::move(*unread));
        }
        for (std::size_t i = 0; i < call->questions.size() && call->unread.empty(); ++i)
            call->answers[i] = maker.answer(call->questions[i], *key);
    }
    if (auto stored = store(calls); !stored) {
        maker.forget();
        refuseAll(calls, "store_failed", stored.error().happened);
        return;
    }
    tell();
}

Result<void> DecisionPoint::Private::store(const std::vector<Call *> &calls)
{
    DecisionMaker::Round &made = maker.made();
    if (made.batch.entries.empty())
        return {};
    std::vector<std::unique_ptr<Store::Prepared>> prepared;
    prepared.push_back(inside.store->prepare(made.batch));
    const EntryNumber before = inside.store->size();
    const auto appended = inside.store->append(std::move(prepared));
    if (!appended)
        return appended.error();
    const EntryNumber end = appended->first + appended->entries;
    if (made.steps == 0) {
        const std::unique_lock changing(inside.lock);
        if (inside.loadedTo == before)
            inside.loadedTo = end; // nothing in it that load() takes in
    } else if (auto loaded = inside.load(); !loaded) {
        return loaded;
    }
    maker.stored(appended->first);
    for (Call *call : calls) {
        for (std::size_t i = 0; i < call->questions.size(); ++i) {
            if (const auto index = call->questions[i].entry)
                call->answers[i].entry = appended->first + *index;
        }
    }
    if (!made.breaches.empty()) {
        IncidentOpening opening = inside.incidentOpening();
        for (const DecisionMaker::Breach &breach : made.breaches)
            opening.add({breach.agent, breach.deployment, breach.session, breach.pact->version, *breach.clause}, appended->first + breach.entry);
        (void)inside.openIncidents(opening); // what cannot be opened now is by the next judging: the findings are stored
    }
    return {};
}

void DecisionPoint::Private::tell()
{
    if (telling->exchange(true))
        return;
    QMetaObject::invokeMethod(
        &workspace,
        [of = &workspace, flag = telling] {
            QTimer::singleShot(tellEveryMilliseconds, of, [of, flag] {
                *flag = false;
                Q_EMIT of->ledgerGrew(of->store().size());
            });
        },
        Qt::QueuedConnection);
}

DecisionPoint::Counts DecisionPoint::counts() const
{
    Counts counts;
    counts.decisions = m->counts.decisions;
    counts.permits = m->counts.permits;
    counts.refusals = counts.decisions - counts.permits;
    counts.unrecorded = m->counts.unrecorded;
    counts.rounds = m->counts.rounds;
    return counts;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// One thread looks what every point has to be told; each point has a thread of its own, so that a slow one holds up no other.
#include "models/workspace/enforcer.h"

#include "models/enforcement/retry_plan.h"
#include "models/workspace/workspace_private.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

namespace mandate {

namespace {

using Clock = std::chrono::steady_clock;

struct Errands
{
    struct Try
    {
        Digest standing;
        std::uint32_t attempts = 0;
        Instant first;
        Clock::time_point next; ///< not before
        std::string lastCode;
        bool confirmed = false;
        bool abandoned = false;
        Clock::time_point askNext;
        Clock::time_point renewNext;
        std::string lastAsked;
    };
    std::map<std::string, Try> tries; ///< by agent
};

} // namespace

struct Enforcer::Private
{
    Private(Workspace &of, Workspace::Private &within, const Limits &with) : workspace(of), inside(within), limits(with) {}

    /// One point and its thread.
    struct Line
    {
        EnforcementPoint point;
        Errands errands;
        std::jthread thread;
    };

    void look(const std::stop_token &stop);
    void serve(Line &line, const std::stop_token &stop);
    /// Does one errand of the point, the most urgent; false when none is due.
    bool serveOne(Line &line, const std::stop_token &stop);
    void tell(Line &line, const EnforcedStanding &standing, Errands::Try &attempt, const std::stop_token &stop);
    void ask(Line &line, const EnforcedStanding &standing, Errands::Try &attempt, const std::stop_token &stop);
    void keep(const PointAnswer &answer);
    [[nodiscard]] Outside outside() const;

    Workspace &workspace;
    Workspace::Private &inside;
    const Limits limits;
    const RetryPlan plan;

    std::mutex mutex; ///< guards what follows
    std::condition_variable_any changed;
    std::uint64_t looked = 0; ///< counts looks, so that lines see when there is something new
    std::vector<EnforcedStanding> standings;
    std::shared_ptr<const SigningKey> key;
    bool woken = false;
    std::map<std::string, std::unique_ptr<Line>> lines; ///< by point id
    std::jthread looker; ///< last: it ends before what it uses
};

Enforcer::Enforcer(Workspace &workspace, const Limits &limits) : m(std::make_unique<Private>(workspace, *workspace.m, limits))
{
    m->looker = std::jthread([this](const std::stop_token &stop) { m->look(stop); });
}

Enforcer::~Enforcer()
{
    m->looker.request_stop();
    m->looker.join();
    for (auto &[id, line] : m->lines)
        line->thread.request_stop();
    m->lines.clear();
}

void Enforcer::wake()
{
    const std::scoped_lock guard(m->mutex);
    m->woken = true;
    m->changed.notify_all();
}

Outside Enforcer::Private::outside() const
{
    Outside with;
    with.now = inside.surroundings.clock;
    with.limits = limits.time;
    with.standings = [this] {
        (void)inside.load();
        return inside.enforcedStandings(inside.surroundings.clock());
    };
    return with;
}

void Enforcer::Private::look(const std::stop_token &stop)
{
    EntryNumber authority = UINT64_MAX;
    Clock::time_point whole; ///< when everything was looked at last: authorizations end and begin by time alone
    while (!stop.stop_requested()) {
        if (!key) {
            if (auto unlocked = inside.unlock()) {
                const std::scoped_lock guard(mutex);
                key = std::make_shared<const SigningKey>(std::move(unlocked).value());
            }
        }
        EntryNumber now = authority;
        if (inside.load()) {
            const std::shared_lock reading(inside.lock);
            now = inside.lastAuthorityEntry;
        }
        if (now != authority || Clock::now() - whole > std::chrono::seconds(1)) {
            authority = now;
            whole = Clock::now();
            auto current = inside.enforcedStandings(inside.surroundings.clock());
            std::vector<EnforcementPoint> points;
            {
                const std::shared_lock reading(inside.lock);
                for (const ConfiguredPoint &configured : inside.enforcement.points())
                    points.push_back(configured.point);
            }
            std::vector<std::unique_ptr<Line>> ended;
            std::unique_lock guard(mutex);
            standings = std::move(current);
            ++looked;
            for (auto line = lines.begin(); line != lines.end();) {
                const auto same = std::ranges::find(points, line->second->point);
                if (same != points.end()) {
                    ++line;
                    continue;
                }
                line->second->thread.request_stop();
                ended.push_back(std::move(line->second));
                line = lines.erase(line);
            }
            for (const EnforcementPoint &point : points) {
                auto &line = lines[point.id];
                if (line)
                    continue;
                line = std::make_unique<Line>();
                line->point = point;
                line->thread = std::jthread([this, of = line.get()](const std::stop_token &ending) { serve(*of, ending); });
            }
            changed.notify_all();
            guard.unlock(); // those that ended may wait for it
            ended.clear();
        }
        std::unique_lock guard(mutex);
        changed.wait_for(guard, stop, limits.look, [this] { return woken; });
        woken = false;
    }
}

void Enforcer::Private::serve(Line &line, const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        if (serveOne(line, stop))
            continue;
        std::unique_lock guard(mutex);
        const std::uint64_t seen = looked;
        changed.wait_for(guard, stop, std::chrono::milliseconds(200), [&] { return looked != seen; });
    }
}

bool Enforcer::Private::serveOne(Line &line, const std::stop_token &stop)
{
    std::vector<EnforcedStanding> now;
    {
        const std::scoped_lock guard(mutex);
        if (!key)
            return false;
        now = standings;
    }
    const auto time = Clock::now();
    // What stops an agent goes before what lets one act again, and before what is only asked again.
    for (const bool stopping : {true, false}) {
        for (const EnforcedStanding &standing : now) {
            if (!line.point.concerns(standing.agent) || (standing.state != AgentState::Authorized) != stopping)
                continue;
            Errands::Try &attempt = line.errands.tries[standing.agent];
            if (const Digest wanted = standingKey(standing); attempt.standing != wanted) {
                attempt = Errands::Try();
                attempt.standing = wanted;
                attempt.first = inside.surroundings.clock();
                const std::shared_lock reading(inside.lock); // what another process or an earlier run heard still counts
                const PointProgress known = inside.enforcement.progress(line.point, standing);
                attempt.attempts = known.attempts;
                attempt.confirmed = known.confirmedAt.has_value();
                attempt.abandoned = known.abandoned;
                attempt.renewNext = time + limits.renew;
            }
            if (!attempt.confirmed && time >= attempt.next) {
                tell(line, standing, attempt, stop);
                return true;
            }
        }
    }
    for (const EnforcedStanding &standing : now) {
        if (!line.point.concerns(standing.agent))
            continue;
        Errands::Try &attempt = line.errands.tries[standing.agent];
        if (!attempt.confirmed)
            continue;
        if (line.point.kind == PointKind::StatusFile && time >= attempt.renewNext) {
            attempt.renewNext = time + limits.renew;
            for (auto &[agent, other] : line.errands.tries) // one list names them all
                other.renewNext = attempt.renewNext;
            (void)deliver(line.point, standing, inside.pointSecrets(key), outside(), stop);
            return true;
        }
        if (!mayAct(standing.state) && time >= attempt.askNext) {
            ask(line, standing, attempt, stop);
            return true;
        }
    }
    return false;
}

void Enforcer::Private::tell(Line &line, const EnforcedStanding &standing, Errands::Try &attempt, const std::stop_token &stop)
{
    thread_local std::mt19937_64 random{std::random_device{}()};
    PointAnswer answer;
    answer.point = line.point.id;
    answer.agent = standing.agent;
    answer.standing = attempt.standing;
    answer.delivery = deliver(line.point, standing, inside.pointSecrets(key), outside(), stop);
    if (stop.stop_requested() && answer.delivery.outcome != Delivery::Outcome::Confirmed)
        return; // whoever runs next goes on
    answer.attempts = ++attempt.attempts;
    attempt.confirmed = answer.delivery.outcome == Delivery::Outcome::Confirmed;
    attempt.next = Clock::now() + plan.wait(attempt.attempts, std::uniform_real_distribution<>()(random));
    answer.abandoned = !attempt.confirmed && plan.deadLetter(attempt.attempts, attempt.first, answer.delivery).has_value();
    // Kept when there is something new to say, not each time in vain.
    if (attempt.confirmed || attempt.attempts == 1 || answer.delivery.code != attempt.lastCode || answer.abandoned != attempt.abandoned)
        keep(answer);
    attempt.lastCode = answer.delivery.code;
    attempt.abandoned = answer.abandoned;
    attempt.askNext = Clock::now();
}

void Enforcer::Private::ask(Line &line, const EnforcedStanding &standing, Errands::Try &attempt, const std::stop_token &stop)
{
    PointAnswer answer;
    answer.asked = true;
    answer.point = line.point.id;
    answer.agent = standing.agent;
    answer.standing = attempt.standing;
    answer.attempts = attempt.attempts;
    answer.delivery = mandate::holds(line.point, standing, inside.pointSecrets(key), outside(), stop);
    if (stop.stop_requested())
        return;
    attempt.askNext = Clock::now() + limits.again;
    if (answer.delivery.outcome == Delivery::Outcome::Failed) // it said yes and lets it act: it is told again
        attempt.confirmed = false;
    const std::string said = std::string(nameOf(answer.delivery.outcome)) + answer.delivery.code;
    if (said != attempt.lastAsked)
        keep(answer);
    attempt.lastAsked = said;
}

void Enforcer::Private::keep(const PointAnswer &answer)
{
    {
        Workspace::Private::Writing writing(inside);
        if (!writing.begin(std::chrono::seconds(5)))
            return; // told all the same; the ledger hears of it with the next answer
        if (!inside.appendEntry(EntryType::Point, pointAnswerEntry(answer)))
            return;
        (void)inside.load();
    }
    Q_EMIT workspace.ledgerGrew(inside.store->size());
}

} // namespace mandate

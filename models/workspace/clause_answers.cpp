// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/clause_answers.h"

#include "models/workspace/in_parallel.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>

namespace mandate {

namespace {

constexpr std::size_t sessionsPerTask = 512;

/// One thread's answers and what it judges with.
class Asking
{
public:
    Asking(const WarmTrail &trail, std::shared_ptr<const CompiledPact> pact, const WindowBook *windows, const std::vector<bool> &asked, TrailPosition from)
        : m_trail(trail),
          m_pact(std::move(pact)),
          m_windows(windows),
          m_asked(asked),
          m_from(from),
          m_answers(m_pact->clauses().size()),
          m_missing(m_answers.size())
    {
    }

    /// False when it was stopped: a session may be as long as the trail.
    bool ask(std::span<const TrailPosition> session, const std::stop_token &stop)
    {
        while (!session.empty() && !isAsked(session.back()))
            session = session.first(session.size() - 1);
        if (session.empty())
            return true;
        if (!m_pact->remembersSessions()) {
            if (!m_forgetful)
                m_forgetful.emplace(m_pact, m_room, SessionJudge::Records::Kept);
            for (const TrailPosition position : session) {
                if (stop.stop_requested())
                    return false;
                if (isAsked(position))
                    judge(*m_forgetful, position);
            }
            return true;
        }
        SessionJudge judging(m_pact, m_room, SessionJudge::Records::Kept);
        for (const TrailPosition position : session) {
            if (stop.stop_requested())
                return false;
            if (isAsked(position)) {
                judge(judging, position);
            } else {
                m_trail.fill(m_record, m_trail.action(position));
                judging.observe(m_record);
            }
        }
        return true;
    }

    std::vector<ClauseAnswers> take() { return std::move(m_answers); }

private:
    [[nodiscard]] bool isAsked(TrailPosition position) const
    {
        const WarmAction &action = m_trail.action(position);
        return position >= m_from && action.isJudged && m_asked[action.tool];
    }

    void judge(SessionJudge &judging, TrailPosition position)
    {
        m_trail.fill(m_record, m_trail.action(position));
        for (const ClauseAnswer &answer : judging.judge(m_record, {m_windows, m_trail.action(position).entry}).answers) {
            ClauseAnswers &of = m_answers[answer.clause];
            if (answer.answer == Answer::Yes)
                of.yes.push_back(position);
            else
                of.open.push_back({position, numberOf(answer.clause, answer.missing)});
        }
    }

    std::uint32_t numberOf(std::uint32_t clause, std::string_view missing)
    {
        auto &texts = m_answers[clause].missing;
        if (!texts.empty() && texts.back() == missing)
            return static_cast<std::uint32_t>(texts.size() - 1);
        const auto [found, isNew] = m_missing[clause].try_emplace(std::string(missing), static_cast<std::uint32_t>(texts.size()));
        if (isNew)
            texts.emplace_back(missing);
        return found->second;
    }

    const WarmTrail &m_trail;
    std::shared_ptr<const CompiledPact> m_pact;
    const WindowBook *m_windows;
    const std::vector<bool> &m_asked; ///< by tool
    TrailPosition m_from;
    std::shared_ptr<JudgeRoom> m_room = std::make_shared<JudgeRoom>();
    std::optional<SessionJudge> m_forgetful; ///< of a pact that judges every action alone
    Record m_record;
    std::vector<ClauseAnswers> m_answers;
    std::vector<std::unordered_map<std::string, std::uint32_t>> m_missing;
};

} // namespace

void ClauseAnswers::append(ClauseAnswers &&more)
{
    if (yes.empty() && open.empty()) {
        *this = std::move(more);
        return;
    }
    yes.insert(yes.end(), more.yes.begin(), more.yes.end());
    const auto offset = static_cast<std::uint32_t>(missing.size());
    for (const Open &one : more.open)
        open.push_back({one.position, one.missing + offset});
    std::ranges::move(more.missing, std::back_inserter(missing));
}

std::size_t ClauseAnswers::footprint() const
{
    std::size_t texts = missing.capacity() * sizeof(std::string);
    for (const std::string &text : missing)
        texts += text.capacity();
    return yes.capacity() * sizeof(TrailPosition) + open.capacity() * sizeof(Open) + texts;
}

Result<std::vector<ClauseAnswers>> askClauses(const WarmTrail &trail, const std::shared_ptr<const CompiledPact> &pact, const WindowBook *windows,
                                              TrailPosition from, unsigned threads, const ImportProgress &progress, const std::stop_token &stop)
{
    std::vector<ClauseAnswers> answers(pact->clauses().size());
    std::vector<bool> asked(trail.tools().count());
    for (std::uint32_t tool = 0; tool < asked.size(); ++tool)
        asked[tool] = !pact->clausesFor(trail.tools().name(tool)).empty();
    if (answers.empty() || std::ranges::find(asked, true) == asked.end())
        return answers;

    const std::size_t tasks = (trail.sessions() + sessionsPerTask - 1) / sessionsPerTask;
    std::vector<std::unique_ptr<Asking>> asking;
    for (unsigned worker = 0; worker < workersFor(tasks, threads); ++worker)
        asking.push_back(std::make_unique<Asking>(trail, pact, windows, asked, from));
    std::mutex telling;
    std::uint64_t done = 0;
    const auto judged = inParallel(
        tasks, static_cast<unsigned>(asking.size()),
        [&](std::size_t task, unsigned worker) -> Result<void> {
            std::uint64_t actions = 0;
            for (std::size_t session = task * sessionsPerTask; session < std::min(trail.sessions(), (task + 1) * sessionsPerTask); ++session) {
                if (!asking[worker]->ask(trail.session(session), stop))
                    return judgingStopped();
                actions += trail.session(session).size();
            }
            if (progress) {
                const std::scoped_lock locked(telling);
                done += actions;
                ImportStep step;
                step.records = step.bytesDone = done;
                step.bytesTotal = trail.size();
                progress(step);
            }
            return {};
        },
        stop);
    if (!judged)
        return judged.error();
    for (const auto &one : asking) {
        std::vector<ClauseAnswers> some = one->take();
        for (std::size_t clause = 0; clause < some.size(); ++clause)
            answers[clause].append(std::move(some[clause]));
    }
    return answers;
}

} // namespace mandate

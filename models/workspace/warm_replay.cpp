// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/warm_replay.h"

#include "models/workspace/in_parallel.h"
#include "models/workspace/replay_comparison.h"
#include "models/workspace/replay_scope.h"

#include <algorithm>
#include <limits>

namespace mandate {

namespace {

/// Which answer decides an action: the lowest, and of the same the clause that comes first. As SessionJudge::judge has it.
enum Rank : std::uint8_t { Forbidden, MayBeForbidden, Escalated, MayBeEscalated, Permitted, MayBePermitted, Undecided };

Verdict verdictOfRank(std::uint8_t rank)
{
    switch (static_cast<Rank>(rank)) {
    case Forbidden: return Verdict::Prohibited;
    case Escalated: return Verdict::NeedsApproval;
    case Permitted: return Verdict::Permitted;
    case MayBeForbidden:
    case MayBeEscalated:
    case MayBePermitted: return Verdict::Undecidable;
    case Undecided: break;
    }
    return Verdict::OutOfScope;
}

std::optional<Rank> rankOfYes(const Clause &clause)
{
    switch (clause.kind) {
    case ClauseKind::Forbid: return Forbidden;
    case ClauseKind::Escalate: return clause.afterResult ? std::nullopt : std::optional(Escalated); // speaks of what follows
    case ClauseKind::Permit: return Permitted;
    case ClauseKind::Evidence: break;
    }
    return std::nullopt;
}

} // namespace

Result<ReplayReport> WarmReplay::replay(const ParsedPact &candidate, const ReplayRange &range, const ImportProgress &progress, std::stop_token stop)
{
    const auto compiled = CompiledPact::compile(candidate.document);
    if (!compiled)
        return compiled.error();
    const CompiledPact &pact = **compiled;
    const std::scoped_lock locked(m_mutex);
    m_work = {};
    const auto isWarm = warm({candidate.document.binds, range}, progress, stop);
    if (!isWarm)
        return isWarm.error();
    if (!*isWarm) {
        m_work.streamed = true;
        auto report = m_workspace.replay(candidate, range, progress, std::move(stop));
        if (report) {
            for (ReplayChange &change : report->changed)
                change.cases.resize(std::min(change.cases.size(), m_options.cases));
        }
        return report;
    }
    auto report = beginReport(m_workspace, candidate, range, m_trail->head());
    if (!report)
        return report;
    if (auto filled = fillWindows(*compiled, stop); !filled)
        return filled.error();
    if (auto answered = answer(pact, progress, stop); !answered)
        return answered.error();
    compare(pact, *report);
    return report;
}

WarmReplay::Work WarmReplay::lastWork() const
{
    const std::scoped_lock locked(m_mutex);
    return m_work;
}

void WarmReplay::forget()
{
    const std::scoped_lock locked(m_mutex);
    m_trail.reset();
    m_answers.clear();
    m_answered = 0;
    m_windows = {};
    m_books = {};
    m_book = nullptr;
}

Result<bool> WarmReplay::warm(const TrailScope &scope, const ImportProgress &progress, const std::stop_token &stop)
{
    if (m_tooLarge == scope)
        return false;
    m_tooLarge.reset();
    const Store &store = m_workspace.store();
    const std::shared_ptr<const WarmTrail> before = m_trail && m_trail->scope() == scope ? m_trail : nullptr;
    if (!before) { // what is held goes first, so that two trails never lie beside each other
        m_trail.reset();
        m_answers.clear();
        m_answered = 0;
    }
    auto trail =
        before ? WarmTrail::extend(before, store, m_options.limits, progress, stop) : WarmTrail::read(store, scope, m_options.limits, progress, stop);
    if (!trail)
        return trail.error();
    if (!*trail || (before && !(*trail)->continues(*before))) {
        m_answers.clear();
        m_answered = 0;
    }
    m_trail = std::move(trail).value();
    if (!m_trail) {
        m_tooLarge = scope;
        return false;
    }
    m_work.actionsRead = m_trail->size() - (before && m_trail->continues(*before) ? before->size() : 0);
    m_work.trailBytes = m_trail->footprint();
    return true;
}

Result<std::vector<ClauseAnswers>> WarmReplay::ask(const CompiledPact &candidate, const std::vector<Question> &questions, TrailPosition from,
                                                   const ImportProgress &progress, const std::stop_token &stop) const
{
    PactDocument asking;
    asking.state = candidate.document().state;
    asking.fixedClock = candidate.document().fixedClock;
    asking.windows = candidate.document().windows;
    for (const auto &[when, tools] : questions) {
        Clause clause;
        clause.id = "q" + std::to_string(asking.clauses.size());
        clause.when = when;
        clause.tools = tools;
        asking.clauses.push_back(std::move(clause));
    }
    const auto compiled = CompiledPact::compile(std::move(asking));
    if (!compiled)
        return compiled.error();
    return askClauses(*m_trail, *compiled, m_book, from, m_options.limits.threads, progress, stop);
}

/// Reads what windows hold when they, whom they are of, or the ledger changed; then what was answered by looking at them is asked again.
Result<void> WarmReplay::fillWindows(const std::shared_ptr<const CompiledPact> &candidate, const std::stop_token &stop)
{
    const PactDocument &document = candidate->document();
    Windows now;
    if (candidate->looksAtWindows()) {
        now = {document.windows, document.binds, {}, m_trail->head().size};
        for (std::size_t i = 0; i < candidate->clauses().size(); ++i) {
            const auto &tools = candidate->clauses()[i].tools;
            if (candidate->clauseLooksAtWindows(i) && tools.empty())
                now.askedBy.insert("*");
            else if (candidate->clauseLooksAtWindows(i))
                now.askedBy.insert(tools.begin(), tools.end());
        }
    }
    if (now == m_windows)
        return {};
    m_windows = {};
    m_book = nullptr;
    auto books = WindowBooks::read(m_workspace.store(), {candidate}, m_trail->head().size, stop);
    if (!books)
        return books.error();
    m_books = std::move(books).value();
    m_book = m_books.before(candidate, 0).book;
    m_windows = std::move(now);
    for (std::size_t i = 0; i < candidate->clauses().size(); ++i) {
        if (candidate->clauseLooksAtWindows(i))
            m_answers.erase({candidate->clauses()[i].when, candidate->clauses()[i].tools});
    }
    return {};
}

Result<void> WarmReplay::answer(const CompiledPact &candidate, const ImportProgress &progress, const std::stop_token &stop)
{
    const PactDocument &document = candidate.document();
    if (m_state != document.state || m_clock != document.fixedClock) {
        m_answers.clear();
        m_state = document.state;
        m_clock = document.fixedClock;
    }
    std::vector<Question> known;
    std::vector<Question> unknown;
    for (const Clause &clause : candidate.clauses()) {
        Question question{clause.when, clause.tools};
        std::vector<Question> &to = m_answers.contains(question) ? known : unknown;
        if (std::ranges::find(to, question) == to.end())
            to.push_back(std::move(question));
    }
    auto ofUnknown = ask(candidate, unknown, 0, progress, stop);
    if (!ofUnknown)
        return ofUnknown.error();
    if (m_answered < m_trail->size() && !known.empty()) {
        auto more = ask(candidate, known, m_answered, progress, stop);
        if (!more)
            return more.error();
        for (std::size_t i = 0; i < known.size(); ++i)
            m_answers[known[i]].append(std::move((*more)[i]));
    }
    std::map<Question, ClauseAnswers> answers;
    for (Question &question : known) {
        auto node = m_answers.extract(question);
        answers.insert(std::move(node));
    }
    for (std::size_t i = 0; i < unknown.size(); ++i)
        answers.emplace(std::move(unknown[i]), std::move((*ofUnknown)[i]));
    m_answers = std::move(answers);
    m_answered = m_trail->size();
    m_work.clausesJudged = unknown.size();
    for (const auto &[question, found] : m_answers)
        m_work.answerBytes += found.footprint();
    return {};
}

void WarmReplay::compare(const CompiledPact &candidate, ReplayReport &report) const
{
    const auto clauses = candidate.clauses();
    constexpr std::uint32_t none = UINT32_MAX;
    std::vector<std::uint8_t> ranks(m_trail->size(), Undecided);
    std::vector<std::uint32_t> deciding(m_trail->size(), none);
    const auto lower = [&](TrailPosition position, std::uint8_t rank, std::uint32_t clause) {
        if (rank >= ranks[position])
            return;
        ranks[position] = rank;
        deciding[position] = clause;
    };
    std::vector<const ClauseAnswers *> answers;
    for (std::uint32_t i = 0; i < clauses.size(); ++i) {
        const Clause &clause = clauses[i];
        answers.push_back(&m_answers.at({clause.when, clause.tools}));
        const auto rank = rankOfYes(clause);
        if (!rank)
            continue;
        for (const TrailPosition position : answers.back()->yes)
            lower(position, *rank, i);
        for (const ClauseAnswers::Open &open : answers.back()->open)
            lower(open.position, static_cast<std::uint8_t>(*rank + 1), i);
    }

    // The reason of an undecidable action is what its first undecidable clause missed, of whatever kind that clause is.
    std::vector<bool> explained(m_trail->size());
    for (const ClauseAnswers *of : answers) {
        std::vector<std::uint64_t> counts(of->missing.size());
        for (const ClauseAnswers::Open &open : of->open) {
            if (verdictOfRank(ranks[open.position]) != Verdict::Undecidable || explained[open.position])
                continue;
            explained[open.position] = true;
            ++counts[open.missing];
            ++report.undecidable;
        }
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (counts[i] > 0)
                report.missing[of->missing[i]] += counts[i];
        }
    }

    report.judged = m_trail->judged();
    std::vector<bool> spending(m_trail->tools().count());
    for (std::uint32_t tool = 0; tool < spending.size(); ++tool)
        spending[tool] = spends(candidate.document(), m_trail->tools().name(tool));
    ReplayComparison comparison(m_options.cases);
    for (TrailPosition position = 0; position < m_trail->size(); ++position) {
        const Verdict after = verdictOfRank(ranks[position]);
        if (after == m_trail->verdict(position))
            continue;
        const WarmAction &action = m_trail->action(position);
        if (!action.isJudged)
            continue;
        comparison.add({action.entry, m_trail->agentOf(action.session), m_trail->nameOf(action.session), m_trail->tools().name(action.tool),
                        action.message, action.call, countsAsExecuted(action.outcome), m_trail->verdict(position), after, m_trail->clause(position),
                        deciding[position] == none ? std::string_view() : std::string_view(clauses[deciding[position]].id), action.session,
                        action.customer, spending[action.tool], spending[action.tool] ? amountOf(action.arguments) : std::nullopt});
    }
    report.changed = comparison.take();
    report.changes = comparison.digest();
}

} // namespace mandate

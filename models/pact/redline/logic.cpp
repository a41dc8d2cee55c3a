// SPDX-License-Identifier: GPL-3.0-or-later
// Every question is put as a comparison of two clauses, which decision.h answers: a prohibition that holds when something is so, against
// one that is always undecided. Nothing lies between these two, so it is milder exactly where that something is so. Before the solver is asked
// come the memory, the form of the conditions, and the actions that answered other questions of the same check.
#include "models/pact/redline/logic.h"

#include "models/pact/compiled_pact.h"
#include "models/pact/redline/decision.h"
#include "models/pact/redline/domain.h"
#include "models/pact/redline/implication.h"
#include "models/pact/redline/known_clause.h"
#include "models/pact/redline/known_worlds.h"
#include "models/pact/redline/logic_memory.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

namespace mandate {

namespace redline {

namespace {

using namespace std::chrono_literals;

constexpr const char *neverDecided = "1 / 0 == 0";
constexpr std::chrono::milliseconds firstTry{300}; ///< most for one question that was not asked before

/// May be given in brackets: the condition may end with a comment.
std::string inBrackets(const std::string &condition)
{
    return '(' + condition + "\n)";
}

/// Everything that an answer about this clause rests on, and nothing else.
std::string fingerprintText(const PactDocument &pact, const Clause &clause, const cel::Program &program)
{
    Json text{clause.when, clause.tools};
    const auto reads = [&](std::uint32_t slot) { return std::ranges::binary_search(program.referencedSlots(), slot); };
    if (reads(variables::State)) {
        for (const StateFact &fact : pact.state)
            text.push_back({fact.fact, fact.tools, fact.when, fact.key, fact.value, fact.under, fact.first});
    }
    if (reads(variables::Window)) {
        for (const ActionWindow &window : pact.windows)
            text.push_back({window.window, window.tools, window.when, window.by, window.value, window.withinSeconds, window.attempted});
        for (const Binding &binding : pact.binds)
            text.push_back({binding.agent, binding.deployment});
    }
    if (reads(variables::Now) && pact.fixedClock)
        text.push_back(formatInstant(*pact.fixedClock));
    return text.dump(-1, ' ', false, Json::error_handler_t::replace);
}

struct Question
{
    KnownClause *late = nullptr;
    KnownClause *early = nullptr; ///< nullptr: about `late` alone
    bool mayCover = false;
    bool mayReach = false;
};

class Logic
{
public:
    Logic(const PactDocument &pact, const RedlineBudget &budget, LogicMemory::Kept &memory)
        : m_pact(pact),
          m_budget(budget),
          m_memory(memory),
          m_setting(Setting::of(pact, pact)),
          m_decider(pact, pact, m_setting),
          m_worlds(pact),
          m_begin(budget.clock()),
          m_end(m_begin + budget.time)
    {
        m_undecided.id = "undecided";
        m_undecided.when = neverDecided;
        for (const Clause &clause : pact.clauses) {
            if (auto program = compileCondition(clause.when, variables::clauseEnvironment(), cel::Type::Kind::Bool); program && !clause.afterResult) {
                KnownClause known;
                known.clause = &clause;
                known.places = placesOf(*program);
                known.fingerprint = memory.fingerprintOf(fingerprintText(pact, clause, *program));
                known.program.emplace(*std::move(program));
                m_known.push_back(std::move(known));
            }
        }
    }

    Result<LogicReport> run()
    {
        std::vector<Question> questions = inOrder(allQuestions());
        m_report.questions = questions.size();
        for (std::size_t i = 0; i < questions.size(); ++i) {
            if (m_budget.stop.stop_requested())
                return cancelled();
            m_left = questions.size() - i;
            m_asked = false;
            const bool open = questions[i].early ? askPair(questions[i]) : askAlone(*questions[i].late);
            m_report.open += open;
            m_report.remembered += !open && !m_asked;
        }
        if (m_budget.stop.stop_requested())
            return cancelled();
        std::set<std::uint32_t> clauses;
        for (const KnownClause &known : m_known)
            clauses.insert(known.fingerprint);
        m_memory.end(std::move(clauses));
        const auto placeOf = [&](const std::string &id) { return std::ranges::find(m_pact.clauses, id, &Clause::id) - m_pact.clauses.begin(); };
        std::ranges::stable_sort(m_report.problems, {}, [&](const Problem &problem) {
            return std::tuple{problem.problemClass, placeOf(problem.place), placeOf(problem.other)};
        });
        m_report.taken = std::chrono::duration_cast<std::chrono::milliseconds>(m_budget.clock() - m_begin);
        return std::move(m_report);
    }

private:
    static Error cancelled()
    {
        Error error;
        error.kind = ErrorKind::Cancelled;
        error.code = "MND-LGC-001";
        error.happened = "The check was cancelled.";
        return error;
    }

    std::vector<Question> allQuestions()
    {
        std::vector<Question> questions;
        for (KnownClause &one : m_known) {
            if (!one.isConstant())
                questions.push_back({&one});
        }
        for (std::size_t i = 0; i < m_known.size(); ++i) {
            for (std::size_t j = 0; j < m_known.size(); ++j)
                addPair(i, j, questions);
        }
        return questions;
    }

    void addPair(std::size_t i, std::size_t j, std::vector<Question> &questions)
    {
        KnownClause &late = m_known[i];
        KnownClause &early = m_known[j];
        const int line = lineOf(*late.clause);
        const int earlier = lineOf(*early.clause);
        if (i == j || line < 0 || earlier < 0 || earlier > line || (earlier == line && j > i))
            return;
        const bool always = early.isAlways();
        const auto &readLate = late.program->referencedSlots();
        // What the earlier one reads and the later one does not can be anything, so it is not implied.
        const bool mayCover = toolsWithin(*late.clause, *early.clause) && !late.isNever() &&
                              (always || (!early.isConstant() && std::ranges::includes(readLate, early.program->referencedSlots()) &&
                                          overlaps(late.places, early.places)));
        const bool mayReach = late.clause->kind == ClauseKind::Permit && early.clause->kind == ClauseKind::Forbid && !late.isConstant() &&
                              !early.isConstant() && overlaps(late.places, early.places) && commonTools(*late.clause, *early.clause);
        if (always && mayCover && late.clause->kind == ClauseKind::Permit && early.clause->kind == ClauseKind::Forbid && !late.clause->tools.empty())
            return; // checkPact() tells of it
        if (mayCover || mayReach)
            questions.push_back({&late, &early, mayCover, mayReach});
    }

    /// The most useful ones first: those about what was edited, since the rest was asked before; of these what needs the solver least.
    std::vector<Question> inOrder(std::vector<Question> questions) const
    {
        const bool first = m_memory.clauses.empty();
        const auto isNew = [&](const KnownClause *one) { return one && !first && !m_memory.clauses.contains(one->fingerprint); };
        const auto rank = [&](const Question &question) {
            const KnownClause *early = question.early;
            return std::tuple{!isNew(question.late) && !isNew(early), triedBefore(question), early != nullptr,
                              early && !question.late->isConstant() && !early->isConstant(), early && early->clause->tools != question.late->clause->tools};
        };
        std::vector<std::pair<decltype(rank(Question{})), Question>> ranked;
        ranked.reserve(questions.size());
        for (const Question &question : questions)
            ranked.emplace_back(rank(question), question);
        std::ranges::stable_sort(ranked, {}, [](const auto &one) { return one.first; });
        for (std::size_t i = 0; i < ranked.size(); ++i)
            questions[i] = ranked[i].second;
        return questions;
    }

    [[nodiscard]] bool triedBefore(const Question &question) const
    {
        const auto tried = [&](LogicQuestion about) {
            const auto *told = m_memory.find(about, question.late->fingerprint, question.early ? question.early->fingerprint : 0);
            return told && told->tried.count() > 0 && told->decision.milder == Outcome::Unknown;
        };
        return question.early ? tried(LogicQuestion::Outside) || tried(LogicQuestion::Common) : tried(LogicQuestion::Holds) || tried(LogicQuestion::Fails);
    }

    /// What is known of a question, or the answer to it: by memory, else by what costs nothing, else by the solver.
    template<typename Quick, typename Ask>
    const Decision &answer(LogicQuestion about, const KnownClause &late, const KnownClause *early, const Quick &quick, const Ask &ask)
    {
        auto &told = m_memory.of(about, late.fingerprint, early ? early->fingerprint : 0);
        if (told.decision.milder != Outcome::Unknown)
            return told.decision;
        m_asked = true;
        if (std::optional<Decision> known = quick()) {
            told.decision = *std::move(known);
        } else if (const Limits limits = limitsOf(told.tried); !limits.reached()) {
            told.decision = ask(limits);
            told.tried = limits.question;
            if (told.decision.example)
                m_worlds.add(*told.decision.example);
        }
        return told.decision;
    }

    /// Twice its part of the time that is left, but enough for an answer: rather some questions answered than all of them begun.
    [[nodiscard]] Limits limitsOf(std::chrono::milliseconds tried) const
    {
        const auto now = m_budget.clock();
        const auto most = std::max(firstTry, 2 * tried);
        const auto part = (m_end - now) / static_cast<std::ptrdiff_t>(std::max<std::size_t>(1, m_left));
        const auto end = std::min<std::chrono::steady_clock::time_point>(m_end, now + std::max<std::chrono::steady_clock::duration>(2 * part, most - 50ms));
        return {end, std::min(m_budget.question, most), 60ms, m_budget.megabytes, m_budget.stop, m_budget.clock, true};
    }

    /// Whether some action of these tools makes the condition true, with such an action.
    Decision ask(const std::vector<std::string> &tools, const std::string &condition, const Limits &limits)
    {
        Clause asked;
        asked.tools = m_undecided.tools = tools;
        asked.when = condition;
        auto program = compileCondition(condition, variables::clauseEnvironment(), cel::Type::Kind::Bool);
        auto undecided = compileCondition(neverDecided, variables::clauseEnvironment(), cel::Type::Kind::Bool);
        if (!program || !undecided)
            return {};
        return m_decider.decide({&asked, *std::move(program)}, {&m_undecided, *std::move(undecided)}, limits);
    }

    static std::optional<Decision> shownBy(const World *world)
    {
        if (!world)
            return std::nullopt;
        Decision decision;
        decision.milder = Outcome::Shown;
        decision.stricter = Outcome::Never;
        decision.example = *world;
        return decision;
    }

    const Decision &holds(const KnownClause &one)
    {
        return answer(
            LogicQuestion::Holds, one, nullptr, [&] { return shownBy(m_worlds.where(one, Answer::Yes)); },
            [&](const Limits &limits) { return ask(one.clause->tools, one.clause->when, limits); });
    }

    const Decision &fails(const KnownClause &one)
    {
        return answer(
            LogicQuestion::Fails, one, nullptr, [&] { return shownBy(m_worlds.where(one, Answer::No)); },
            [&](const Limits &limits) { return ask(one.clause->tools, '!' + inBrackets(one.clause->when), limits); });
    }

    /// Where `late` holds and `early` does not: undecided there counts as not.
    const Decision &outside(const KnownClause &late, const KnownClause &early)
    {
        return answer(
            LogicQuestion::Outside, late, &early,
            [&]() -> std::optional<Decision> {
                if (impliesByForm(late.program->ast(), early.program->ast())) {
                    Decision never;
                    never.milder = never.stricter = Outcome::Never;
                    return never;
                }
                return shownBy(m_worlds.whereOnly(late, early));
            },
            [&](const Limits &limits) -> Decision {
                Clause asked;
                asked.tools = late.clause->tools;
                asked.when = late.clause->when;
                Clause against;
                against.tools = late.clause->tools; // within the tools of `early`
                against.when = inBrackets(early.clause->when) + " || " + neverDecided;
                auto program = compileCondition(against.when, variables::clauseEnvironment(), cel::Type::Kind::Bool);
                if (!program)
                    return {};
                return m_decider.decide({&asked, late.program}, {&against, *std::move(program)}, limits);
            });
    }

    /// Where both hold. `tools`: of which both speak.
    const Decision &common(const KnownClause &late, const KnownClause &early, const std::vector<std::string> &tools)
    {
        return answer(
            LogicQuestion::Common, late, &early, [&] { return shownBy(m_worlds.whereBoth(late, early)); },
            [&](const Limits &limits) { return ask(tools, inBrackets(late.clause->when) + " && " + inBrackets(early.clause->when), limits); });
    }

    Problem &find(ProblemClass problemClass, const char *rule, const Clause &clause, std::string reason, std::string remedy)
    {
        Problem problem;
        problem.problemClass = problemClass;
        problem.rule = rule;
        problem.place = clause.id;
        problem.reason = std::move(reason);
        problem.remedy = std::move(remedy);
        return m_report.problems.emplace_back(std::move(problem));
    }

    /// Whether a question stayed open. Asked of a clause before anything else of it.
    bool askAlone(KnownClause &one)
    {
        if (one.isConstant() || !m_alone.insert(&one).second)
            return m_openAlone.contains(&one);
        const Decision whereHolds = holds(one);
        const Decision whereFails = fails(one);
        one.never = whereHolds.milder == Outcome::Never;
        if (one.never && whereFails.milder == Outcome::Never)
            find(ProblemClass::Warning, "never-decided", *one.clause,
                 "This condition can be neither true nor false, so the clause is always undecidable.",
                 "Compare values of one kind, and see which facts it needs.");
        else if (one.never)
            find(ProblemClass::Warning, "never-holds", *one.clause, "This condition can never hold, so the clause has no effect.",
                 "Correct the condition or take the clause out.");
        else if (whereFails.milder == Outcome::Never)
            find(ProblemClass::Warning, "always-holds", *one.clause, "This condition holds for every action for which it can be decided.",
                 "Say \"true\" if that is meant; else correct the condition.")
                .example = whereHolds.example ? exampleOf(*whereHolds.example, {&one}) : std::string();
        const bool open = whereHolds.milder == Outcome::Unknown || whereFails.milder == Outcome::Unknown;
        if (open)
            m_openAlone.insert(&one);
        return open;
    }

    bool askPair(const Question &question)
    {
        KnownClause &late = *question.late;
        KnownClause &early = *question.early;
        askAlone(late);
        askAlone(early);
        if (late.never || early.never)
            return false;
        const auto tools = commonTools(*late.clause, *early.clause);
        bool open = false;
        if (question.mayCover) {
            const Decision where = outside(late, early);
            open = where.milder == Outcome::Unknown;
            if (where.milder == Outcome::Never) {
                tellCovered(late, early, tools ? common(late, early, *tools) : Decision());
                return false;
            }
        }
        if (question.mayReach && tools) {
            const Decision where = common(late, early, *tools);
            open |= where.milder == Outcome::Unknown;
            if (where.milder == Outcome::Shown && where.example)
                tellReach(late, early, *where.example);
        }
        return open;
    }

    void tellCovered(const KnownClause &late, const KnownClause &early, const Decision &both)
    {
        const bool same = late.clause->kind == early.clause->kind;
        const bool contradicts = late.clause->kind == ClauseKind::Permit && early.clause->kind == ClauseKind::Forbid;
        Problem &problem = find(same ? ProblemClass::Suggestion : ProblemClass::Warning, contradicts ? "contradiction" : "no-effect", *late.clause,
                                contradicts ? "All that it permits is forbidden by " + early.clause->id + ", so it permits nothing."
                                            : "Whenever it holds, the " + std::string(wordOf(early.clause->kind)) + ' ' + early.clause->id +
                                                  " holds too and decides first, so it never decides.",
                                "Take " + late.clause->id + " out, or narrow " + early.clause->id + '.');
        problem.other = early.clause->id;
        if (both.example)
            problem.example = exampleOf(*both.example, {&late, &early});
    }

    void tellReach(const KnownClause &late, const KnownClause &early, const World &world)
    {
        std::string example = exampleOf(world, {&late, &early});
        if (example.empty())
            return;
        Problem &problem = find(ProblemClass::Warning, "wider-than-prohibition", *late.clause,
                                "It permits something that " + early.clause->id + " forbids; the prohibition decides.",
                                "Let " + late.clause->id + " permit only what " + early.clause->id + " leaves.");
        problem.other = early.clause->id;
        problem.example = std::move(example);
    }

    /// The action as JSON with what the clauses read of it; empty when not all of them hold, which would be a mistake of ours.
    [[nodiscard]] std::string exampleOf(const World &world, const std::vector<const KnownClause *> &clauses) const
    {
        Arena arena;
        const std::vector<Value> slots = slotsOf(world, m_pact.fixedClock, arena);
        Json json{{"tool", world.tool}};
        const auto &names = variables::clauseEnvironment().variables();
        for (std::uint32_t slot = 0; slot < names.size(); ++slot) {
            const bool read =
                std::ranges::any_of(clauses, [&](const KnownClause *one) { return std::ranges::binary_search(one->program->referencedSlots(), slot); });
            const auto now = m_pact.fixedClock ? m_pact.fixedClock : world.now ? std::optional(Instant{*world.now, true}) : std::nullopt;
            if (slot == variables::Now && read && now)
                json["now"] = formatInstant(*now);
            else if (slot != variables::Now && (read || slot == variables::Args) && world.variables.contains(names[slot].name))
                json[names[slot].name] = world.variables[names[slot].name];
        }
        Json answers = Json::object();
        for (const KnownClause *one : clauses) {
            if (!speaksOf(*one->clause, world.tool) || answerIn(*one->program, slots, arena) != Answer::Yes)
                return {};
            answers[one->clause->id] = "yes";
        }
        json["clauses"] = std::move(answers);
        return json.dump(-1, ' ', false, Json::error_handler_t::replace);
    }

    const PactDocument &m_pact;
    const RedlineBudget &m_budget;
    LogicMemory::Kept &m_memory;
    Setting m_setting;
    Decider m_decider;
    KnownWorlds m_worlds;
    std::chrono::steady_clock::time_point m_begin;
    std::chrono::steady_clock::time_point m_end;
    Clause m_undecided;
    std::vector<KnownClause> m_known;
    std::set<const KnownClause *> m_alone; ///< were asked about alone
    std::set<const KnownClause *> m_openAlone;
    std::size_t m_left = 1;
    bool m_asked = false; ///< the present question needed more than the memory
    LogicReport m_report;
};

} // namespace

} // namespace redline

Result<LogicReport> logicFindings(const PactDocument &pact, const RedlineBudget &budget, LogicMemory *memory)
{
    LogicMemory own;
    LogicMemory::Kept &kept = (memory ? *memory : own).kept();
    const std::lock_guard turn(kept.inUse);
    kept.begin();
    return redline::Logic(pact, budget, kept).run();
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// Every question is put as a comparison of two clauses, which decision.h answers: a prohibition that holds when something is so, against
// one that is always undecided. Nothing lies between these two, so it is milder exactly where that something is so.
#include "models/pact/redline/logic.h"

#include "models/pact/compiled_pact.h"
#include "models/pact/redline/decision.h"
#include "models/pact/redline/domain.h"

#include <algorithm>
#include <functional>
#include <set>

namespace mandate {

namespace redline {

namespace {

using Watch = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr const char *neverDecided = "1 / 0 == 0";

/// A clause whose condition compiles, and what it reads.
struct Known
{
    const Clause *clause = nullptr;
    cel::Program program;
    std::set<std::string> places; ///< "args.amount", "state.order[args.id].status"
    bool never = false;

    [[nodiscard]] bool isConstant() const { return program.isConstant(); }
};

bool isPath(const cel::Ast &ast, cel::ExprId id)
{
    const cel::Expr &e = ast[id];
    if (e.kind == cel::ExprKind::Select)
        return isPath(ast, e.children[0]);
    if (e.kind == cel::ExprKind::Call)
        return (e.name == "_[_]" || e.name == "_[?_]") && isPath(ast, e.children[0]);
    return e.kind == cel::ExprKind::Ident;
}

/// What a path is called however it is read: has(args.a), args.a, args[?'a'].
std::string placeName(const cel::Ast &ast, cel::ExprId id)
{
    const cel::Expr &e = ast[id];
    if (e.kind == cel::ExprKind::Ident)
        return e.name;
    const std::string base = placeName(ast, e.children[0]);
    if (e.kind == cel::ExprKind::Select)
        return base + '.' + e.name;
    const cel::Expr &key = ast[e.children[1]];
    if (key.kind == cel::ExprKind::Literal && key.literal.isString())
        return base + '.' + std::string(key.literal.text());
    return base + '[' + cel::unparse(ast, e.children[1]) + ']';
}

std::set<std::string> placesOf(const cel::Program &program)
{
    std::set<std::string> places;
    const cel::Ast &ast = program.ast();
    for (std::size_t i = 0; i < ast.size(); ++i) {
        const cel::ExprId id{static_cast<std::uint32_t>(i)};
        if (ast[id].kind != cel::ExprKind::Ident && isPath(ast, id))
            places.insert(placeName(ast, id));
        else if (ast[id].kind == cel::ExprKind::Ident && (ast[id].name == "input" || ast[id].name == "confidence" || ast[id].name == "now"))
            places.insert(ast[id].name);
    }
    return places;
}

/// Every tool of `inner` is one of `outer`. May say no where it is so, never yes where it is not.
bool toolsWithin(const Clause &inner, const Clause &outer)
{
    if (outer.tools.empty())
        return true;
    return !inner.tools.empty() && std::ranges::all_of(inner.tools, [&](const std::string &tool) { return speaksOf(outer, tool); });
}

/// Tools, or patterns, of which both clauses speak; nothing where none is known. A list of none means every tool.
std::optional<std::vector<std::string>> commonTools(const Clause &a, const Clause &b)
{
    if (a.tools.empty())
        return b.tools;
    if (b.tools.empty())
        return a.tools;
    std::vector<std::string> common;
    for (const auto &[these, others] : {std::pair{&a, &b}, std::pair{&b, &a}}) {
        for (const std::string &tool : these->tools) {
            if (speaksOf(*others, tool) && std::ranges::find(common, tool) == common.end())
                common.push_back(tool);
        }
    }
    return common.empty() ? std::nullopt : std::optional(common);
}

bool overlaps(const std::set<std::string> &a, const std::set<std::string> &b)
{
    return std::ranges::any_of(a, [&](const std::string &place) { return b.contains(place); });
}

/// Which line of the verdict order a clause belongs to; the lower decides first.
int lineOf(const Clause &clause)
{
    switch (clause.kind) {
    case ClauseKind::Forbid: return 0;
    case ClauseKind::Escalate: return 1;
    case ClauseKind::Permit: return 2;
    case ClauseKind::Evidence: break;
    }
    return -1;
}

/// May be given in brackets: the condition may end with a comment.
std::string inBrackets(const std::string &condition)
{
    return '(' + condition + "\n)";
}

std::string_view wordOf(ClauseKind kind)
{
    switch (kind) {
    case ClauseKind::Forbid: return "prohibition";
    case ClauseKind::Escalate: return "escalation";
    case ClauseKind::Permit: return "permission";
    case ClauseKind::Evidence: break;
    }
    return "duty";
}

class Logic
{
public:
    Logic(const PactDocument &pact, const RedlineBudget &budget)
        : m_pact(pact),
          m_budget(budget),
          m_setting(Setting::of(pact, pact)),
          m_decider(pact, pact, m_setting),
          m_end(Watch::now() + budget.time)
    {
        m_undecided.id = "undecided";
        m_undecided.when = neverDecided;
        for (const Clause &clause : pact.clauses) {
            if (auto program = compileCondition(clause.when, variables::clauseEnvironment(), cel::Type::Kind::Bool); program && !clause.afterResult) {
                std::set<std::string> places = placesOf(*program);
                m_known.push_back({&clause, *std::move(program), std::move(places)});
            }
        }
    }

    Result<LogicReport> run()
    {
        std::vector<std::function<void()>> questions;
        for (Known &one : m_known) {
            if (!one.isConstant())
                questions.emplace_back([this, &one] { askAlone(one); });
        }
        for (std::size_t i = 0; i < m_known.size(); ++i) {
            for (std::size_t j = 0; j < m_known.size(); ++j)
                addPair(i, j, questions);
        }
        m_report.questions = questions.size();
        for (std::size_t i = 0; i < questions.size(); ++i) {
            if (m_budget.stop.stop_requested())
                return cancelled();
            m_left = questions.size() - i;
            questions[i]();
        }
        if (m_budget.stop.stop_requested())
            return cancelled();
        std::ranges::stable_sort(m_report.problems, {}, [&](const Problem &problem) {
            const auto at = std::ranges::find(m_pact.clauses, problem.place, &Clause::id) - m_pact.clauses.begin();
            return std::pair{problem.problemClass, at};
        });
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

    /// Twice its part of the time that is left, but enough for an answer: rather some questions answered than all of them begun.
    [[nodiscard]] Limits limitsOfQuestion() const
    {
        const auto part = (m_end - Watch::now()) / static_cast<std::ptrdiff_t>(std::max<std::size_t>(1, m_left));
        const auto end = std::min<Watch::time_point>(m_end, Watch::now() + std::max<Watch::duration>(2 * part, 250ms));
        return {end, std::min(m_budget.question, 300ms), 60ms, m_budget.megabytes, m_budget.stop, true};
    }

    /// Whether some action of these tools makes the condition true, with such an action.
    Decision ask(const std::vector<std::string> &tools, const std::string &condition)
    {
        Decision unknown;
        Clause asked;
        asked.tools = m_undecided.tools = tools;
        asked.when = condition;
        auto program = compileCondition(condition, variables::clauseEnvironment(), cel::Type::Kind::Bool);
        auto undecided = compileCondition(neverDecided, variables::clauseEnvironment(), cel::Type::Kind::Bool);
        if (!program || !undecided)
            return unknown;
        const Limits limits = limitsOfQuestion();
        return m_decider.decide({&asked, *std::move(program)}, {&m_undecided, *std::move(undecided)}, limits);
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

    void askAlone(Known &one)
    {
        const Decision holds = ask(one.clause->tools, one.clause->when);
        const Decision fails = ask(one.clause->tools, '!' + inBrackets(one.clause->when));
        m_report.open += holds.milder == Outcome::Unknown || fails.milder == Outcome::Unknown;
        one.never = holds.milder == Outcome::Never;
        if (one.never && fails.milder == Outcome::Never)
            find(ProblemClass::Warning, "never-decided", *one.clause,
                 "This condition can be neither true nor false, so the clause is always undecidable.",
                 "Compare values of one kind, and see which facts it needs.");
        else if (one.never)
            find(ProblemClass::Warning, "never-holds", *one.clause, "This condition can never hold, so the clause has no effect.",
                 "Correct the condition or take the clause out.");
        else if (fails.milder == Outcome::Never)
            find(ProblemClass::Warning, "always-holds", *one.clause, "This condition holds for every action for which it can be decided.",
                 "Say \"true\" if that is meant; else correct the condition.")
                .example = holds.example ? exampleOf(*holds.example, {&one}) : std::string();
    }

    void addPair(std::size_t i, std::size_t j, std::vector<std::function<void()>> &questions)
    {
        Known &late = m_known[i];
        Known &early = m_known[j];
        const int line = lineOf(*late.clause);
        const int earlier = lineOf(*early.clause);
        if (i == j || line < 0 || earlier < 0 || earlier > line || (earlier == line && j > i))
            return;
        const bool always = isAlways(early);
        const auto &readLate = late.program.referencedSlots();
        // What the earlier one reads and the later one does not can be anything, so it is not implied.
        const bool mayCover = toolsWithin(*late.clause, *early.clause) && !isNever(late) &&
                              (always || (!early.isConstant() && std::ranges::includes(readLate, early.program.referencedSlots()) &&
                                          overlaps(late.places, early.places)));
        const bool mayReach = late.clause->kind == ClauseKind::Permit && early.clause->kind == ClauseKind::Forbid && !late.isConstant() &&
                              !early.isConstant() && overlaps(late.places, early.places) && commonTools(*late.clause, *early.clause);
        if (always && mayCover && late.clause->kind == ClauseKind::Permit && early.clause->kind == ClauseKind::Forbid && !late.clause->tools.empty())
            return; // checkPact() tells of it
        if (mayCover || mayReach)
            questions.emplace_back([this, &late, &early, mayCover, mayReach] { askPair(late, early, mayCover, mayReach); });
    }

    static bool isAlways(const Known &one)
    {
        Arena arena;
        const Value value = one.isConstant() ? one.program.evaluate({}, arena) : Value::null();
        return value.is(ValueKind::Bool) && value.asBool();
    }
    static bool isNever(const Known &one)
    {
        Arena arena;
        const Value value = one.isConstant() ? one.program.evaluate({}, arena) : Value::null();
        return one.never || (value.is(ValueKind::Bool) && !value.asBool());
    }

    void askPair(const Known &late, const Known &early, bool mayCover, bool mayReach)
    {
        if (late.never || early.never)
            return;
        const std::string lateWhen = inBrackets(late.clause->when);
        const std::string earlyWhen = inBrackets(early.clause->when);
        bool open = false;
        if (mayCover) {
            // Where the later one holds and the earlier one does not: undecided there counts as not.
            const Decision outside = askOutside(late, early);
            open = outside.milder == Outcome::Unknown;
            if (outside.milder == Outcome::Never)
                return tellCovered(late, early, ask(late.clause->tools, lateWhen + " && " + earlyWhen));
        }
        if (mayReach) {
            const Decision common = ask(*commonTools(*late.clause, *early.clause), lateWhen + " && " + earlyWhen);
            open |= common.milder == Outcome::Unknown;
            if (common.milder == Outcome::Shown && common.example)
                tellReach(late, early, *common.example);
        }
        m_report.open += open;
    }

    /// Milder where `late` holds and `early` does not hold: a prohibition that holds against one that is undecided there.
    Decision askOutside(const Known &late, const Known &early)
    {
        Clause asked;
        asked.tools = late.clause->tools;
        asked.when = late.clause->when;
        Clause against;
        against.tools = late.clause->tools; // within the tools of `early`
        against.when = inBrackets(early.clause->when) + " || " + neverDecided;
        auto program = compileCondition(against.when, variables::clauseEnvironment(), cel::Type::Kind::Bool);
        if (!program)
            return {};
        const Limits limits = limitsOfQuestion();
        return m_decider.decide({&asked, late.program}, {&against, *std::move(program)}, limits);
    }

    void tellCovered(const Known &late, const Known &early, const Decision &both)
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

    void tellReach(const Known &late, const Known &early, const World &world)
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
    [[nodiscard]] std::string exampleOf(const World &world, const std::vector<const Known *> &clauses) const
    {
        Arena arena;
        const std::vector<Value> slots = slotsOf(world, m_pact.fixedClock, arena);
        Json json{{"tool", world.tool}};
        const auto &names = variables::clauseEnvironment().variables();
        for (std::uint32_t slot = 0; slot < names.size(); ++slot) {
            const bool read =
                std::ranges::any_of(clauses, [&](const Known *one) { return std::ranges::binary_search(one->program.referencedSlots(), slot); });
            const auto now = m_pact.fixedClock ? m_pact.fixedClock : world.now ? std::optional(Instant{*world.now, true}) : std::nullopt;
            if (slot == variables::Now && read && now)
                json["now"] = formatInstant(*now);
            else if (slot != variables::Now && (read || slot == variables::Args) && world.variables.contains(names[slot].name))
                json[names[slot].name] = world.variables[names[slot].name];
        }
        Json answers = Json::object();
        for (const Known *one : clauses) {
            if (!speaksOf(*one->clause, world.tool) || answerIn(one->program, slots, arena) != Answer::Yes)
                return {};
            answers[one->clause->id] = "yes";
        }
        json["clauses"] = std::move(answers);
        return json.dump(-1, ' ', false, Json::error_handler_t::replace);
    }

    const PactDocument &m_pact;
    const RedlineBudget &m_budget;
    Setting m_setting;
    Decider m_decider;
    Watch::time_point m_end;
    Clause m_undecided;
    std::vector<Known> m_known;
    std::size_t m_left = 1;
    LogicReport m_report;
};

} // namespace

} // namespace redline

Result<LogicReport> logicFindings(const PactDocument &pact, const RedlineBudget &budget)
{
    return redline::Logic(pact, budget).run();
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/redline/decision.h"

#include "models/pact/redline/example.h"
#include "models/pact/redline/translation.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

namespace mandate::redline {

namespace {

using Clock = std::chrono::steady_clock;
constexpr unsigned mostGuesses = 20'000;
constexpr unsigned guessesAgainstProof = 64;
constexpr int mostRelaxations = 8;
constexpr int mostMissingFacts = 3;
constexpr int clausesOfWorkshop = 40;
constexpr std::size_t mostPreferredTools = 200;

/// What a clause's answers amount to, as steps of standingOf: for each of limited, permitted, owed, the level of yes and of undecidable.
struct Levels
{
    std::array<int, 3> yes{};
    std::array<int, 3> open{};
};

Levels levelsOf(const Version &version)
{
    Levels levels;
    if (!version.clause)
        return levels;
    const Standing yes = standingOf(*version.clause, Answer::Yes);
    const Standing open = standingOf(*version.clause, Answer::Undecidable);
    levels.yes = {yes.limited, yes.permitted, yes.owed};
    levels.open = {open.limited, open.permitted, open.owed};
    return levels;
}

bool sameTools(const Version &before, const Version &after)
{
    if (!before.clause || !after.clause)
        return false;
    const std::set<std::string> a(before.clause->tools.begin(), before.clause->tools.end());
    const std::set<std::string> b(after.clause->tools.begin(), after.clause->tools.end());
    return a == b;
}

bool reads(const Version &version, std::uint32_t slot)
{
    return version.program && std::binary_search(version.program->referencedSlots().begin(), version.program->referencedSlots().end(), slot);
}

/// Tools worth trying: every name, every pattern with something in place of its stars, and one that no clause knows.
std::vector<std::string> toolsToTry(const Version &before, const Version &after)
{
    std::vector<std::string> tools;
    for (const Version *version : {&before, &after}) {
        if (!version->clause)
            continue;
        for (const std::string &pattern : version->clause->tools) {
            for (const std::string &filling : {std::string(), std::string("x")}) {
                std::string tool;
                for (const char c : pattern)
                    tool += c == '*' ? filling : std::string(1, c);
                if (!tool.empty())
                    tools.push_back(tool);
            }
        }
    }
    tools.emplace_back("another_tool");
    return tools;
}

} // namespace

/// The solver's terms are costly to set up, so one serves many clauses; what it remembers of them grows. Its own clock is not used: it is counted in
/// steps, so that answers do not depend on the machine, and a watch of our own ends what takes too long. An interrupted one is thrown away.
class Workshop
{
public:
    explicit Workshop(std::uint32_t megabytes) : m_megabytes(megabytes)
    {
        m_watch = std::jthread([this](const std::stop_token &stop) { watch(stop); });
    }

    /// A solver for one question. What it took back or gave up would not leave it sound for another (Z3 4.8.12 has crashed).
    z3::solver solver()
    {
        z3::solver solver(context, z3::solver::simple());
        z3::params parameters(context);
        parameters.set("max_memory", static_cast<unsigned>(m_megabytes));
        solver.set(parameters);
        return solver;
    }

    z3::check_result check(z3::solver &solver, const z3::expr_vector &assumptions, std::chrono::milliseconds question, const Limits &limits)
    {
        solver.set("rlimit", static_cast<unsigned>(std::clamp<std::int64_t>(question.count(), 1, 60'000) * stepsOfMillisecond));
        {
            const std::lock_guard lock(m_mutex);
            m_clock = limits.clock;
            m_end = std::min(limits.end, m_clock() + 2 * question);
            m_stop = limits.stop;
        }
        m_armed.notify_one();
        const z3::check_result result = solver.check(assumptions);
        const std::lock_guard lock(m_mutex); // after this the watch does not interrupt
        m_end.reset();
        return m_interrupted ? z3::unknown : result;
    }

    /// Whether it was interrupted and answers nothing any more.
    [[nodiscard]] bool isSpent()
    {
        const std::lock_guard lock(m_mutex);
        return m_interrupted;
    }

    z3::context context;

private:
    static constexpr std::int64_t stepsOfMillisecond = 400;

    void watch(const std::stop_token &stop)
    {
        std::unique_lock lock(m_mutex);
        while (!stop.stop_requested()) {
            if (!m_end) {
                m_armed.wait(lock, stop, [this] { return m_end.has_value(); });
                continue;
            }
            if (m_clock() >= *m_end || m_stop.stop_requested()) {
                m_interrupted = true;
                m_end.reset();
                context.interrupt();
                continue;
            }
            m_armed.wait_for(lock, stop, std::min<Clock::duration>(*m_end - m_clock(), std::chrono::milliseconds(20)),
                             [this] { return !m_end.has_value(); });
        }
    }

    std::uint32_t m_megabytes;
    std::mutex m_mutex;
    std::condition_variable_any m_armed;
    RedlineBudget::Clock m_clock = Clock::now;
    std::optional<Clock::time_point> m_end;
    std::stop_token m_stop;
    bool m_interrupted = false;
    std::jthread m_watch;
};

namespace {

class Proof
{
public:
    Proof(const Version &before, const Version &after, const PactDocument &pactBefore, const PactDocument &pactAfter, const Setting &setting,
          const Limits &limits, Workshop &workshop)
        : m_before(before),
          m_after(after),
          m_limits(limits),
          m_workshop(workshop),
          m_solver(workshop.context),
          m_pair(before, after, pactBefore, pactAfter),
          m_domain(m_solver, setting),
          m_translation(m_domain),
          m_maker(m_domain, m_pair),
          m_tools(toolsToTry(before, after))
    {
    }

    Decision run()
    {
        Decision decision;
        try {
            if (sameByName()) {
                decision.milder = decision.stricter = Outcome::Never;
                return decision; // the same condition, read of the same places
            }
            describe();
            decision.milder = answer(true, decision);
            decision.stricter = m_limits.onlyMilder ? Outcome::Never : answer(false, decision);
        } catch (const Unmodelled &what) {
            decision.why = std::string("because of ") + what.why;
        } catch (const z3::exception &problem) {
            decision.why = std::string("because the solver gave up: ") + problem.msg();
        }
        if (m_limits.onlyMilder)
            decision.stricter = Outcome::Never; // also where something was thrown
        const bool open = decision.milder == Outcome::Unknown || decision.stricter == Outcome::Unknown;
        guess(decision, open ? mostGuesses : guessesAgainstProof);
        if (decision.milder == Outcome::Unknown && decision.why.empty())
            decision.why = "because neither a proof nor an example was found in the time given";
        return decision;
    }

private:
    bool sameByName()
    {
        if (!sameTools(m_before, m_after) || levelsOf(m_before).yes != levelsOf(m_after).yes)
            return false;
        return m_translation.keyOf(m_before.program->ast(), Side::Before) == m_translation.keyOf(m_after.program->ast(), Side::After);
    }

    /// Translates both versions: afterwards m_facts, m_answers and m_speaks hold.
    void describe()
    {
        const bool asksTool = !sameTools(m_before, m_after) || reads(m_before, variables::Action) || reads(m_after, variables::Action);
        std::optional<Symbol> tool;
        if (asksTool) {
            const Symbol action = m_domain.root(variables::Action, Side::Before);
            const int key = m_domain.keys.of("field " + std::to_string(action.key) + " tool");
            tool = m_domain.field(action.place, "tool", Side::Before, key);
            m_domain.know(tool->text->length() > 0);
            Formula known = m_solver.bool_val(false);
            for (std::size_t i = 0; i < std::min(m_tools.size(), mostPreferredTools); ++i)
                known = either(known, *tool->text == *textLiteral(m_solver, plain(m_tools[i])));
            m_domain.prefer(known);
        }
        for (const Version *version : {&m_before, &m_after}) {
            const bool before = version == &m_before;
            m_speaks.push_back(tool && version->clause ? speaks(*version->clause, *tool->text) : m_solver.bool_val(true));
            if (!version->clause) {
                m_answers.push_back({m_solver.bool_val(false), m_solver.bool_val(true)});
                continue;
            }
            m_answers.push_back(answerOf(m_translation.translate(version->program->ast(), before ? Side::Before : Side::After)));
        }
        m_translation.relateElements([&](const Formula &formula) { return never(negation(formula)); });
    }

    static std::string plain(const std::string &text)
    {
        return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }) ? text : std::string();
    }

    Formula speaks(const Clause &clause, const Formula &tool)
    {
        if (clause.tools.empty())
            return m_solver.bool_val(true);
        const auto literal = [&](const std::string &text) {
            const auto formula = textLiteral(m_solver, text);
            if (!formula)
                throw Unmodelled{"a tool's name with rare characters"};
            return *formula;
        };
        z3::sort texts = m_solver.string_sort();
        const z3::sort expressions = m_solver.re_sort(texts);
        Formula any = m_solver.bool_val(false);
        for (const std::string &pattern : clause.tools) {
            if (pattern.find('*') == std::string::npos) {
                any = either(any, tool == literal(pattern));
                continue;
            }
            z3::expr_vector parts(m_solver);
            std::string run;
            const auto flush = [&] {
                if (!run.empty())
                    parts.push_back(z3::to_re(literal(std::exchange(run, {}))));
            };
            for (const char c : pattern) {
                if (c != '*') {
                    run += c;
                    continue;
                }
                flush();
                parts.push_back(z3::re_full(expressions));
            }
            flush();
            any = either(any, z3::in_re(tool, parts.size() == 1 ? parts[0] : z3::concat(parts)));
        }
        return any;
    }

    /// What is known and one formula more.
    z3::solver question(const Formula &goal)
    {
        z3::solver solver = m_workshop.solver();
        for (const Formula &fact : m_domain.facts)
            solver.add(fact);
        solver.add(goal);
        return solver;
    }

    /// One question within the time that is left.
    z3::check_result check(z3::solver &solver, const z3::expr_vector &assumptions)
    {
        if (m_limits.reached())
            return z3::unknown;
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(m_limits.end - m_limits.clock());
        return m_workshop.check(solver, assumptions, std::min(left, m_limits.question), m_limits);
    }

    bool never(const Formula &formula)
    {
        z3::solver solver = question(formula);
        return check(solver, z3::expr_vector(m_solver)) == z3::unsat;
    }

    /// The clause of this side is at least this hard on the action, on one of the three scales.
    Formula atLeast(std::size_t side, std::size_t scale, int level)
    {
        const Levels levels = levelsOf(side == 0 ? m_before : m_after);
        Formula holds = m_solver.bool_val(false);
        if (levels.yes[scale] >= level)
            holds = levels.open[scale] >= level ? negation(m_answers[side].no) : m_answers[side].yes;
        return both(m_speaks[side], holds);
    }

    /// Some action is treated more mildly; `clear`: what was so is not so at all any more, nothing is undecidable.
    Formula difference(bool milder, bool clear)
    {
        Formula any = m_solver.bool_val(false);
        for (std::size_t scale = 0; scale < 3; ++scale) {
            const bool fromBefore = milder == (scale != 1);
            const std::size_t from = fromBefore ? 0 : 1;
            const std::size_t to = 1 - from;
            const int top = levelsOf(from == 0 ? m_before : m_after).yes[scale];
            if (clear) {
                if (top > 0)
                    any = either(any, both(atLeast(from, scale, top), negation(atLeast(to, scale, 1))));
                continue;
            }
            for (int level = 1; level <= top; ++level)
                any = either(any, both(atLeast(from, scale, level), negation(atLeast(to, scale, level))));
        }
        return any;
    }

    Outcome answer(bool milder, Decision &decision)
    {
        const z3::expr_vector nothing(m_solver);
        {
            z3::solver solver = question(difference(milder, false));
            const z3::check_result result = check(solver, nothing);
            if (result == z3::unsat)
                return Outcome::Never;
            if (result == z3::unknown && m_limits.reached())
                return Outcome::Unknown;
        }
        for (const bool clear : {true, false}) {
            if (example(difference(milder, clear), milder, decision))
                return Outcome::Shown;
        }
        return Outcome::Unknown;
    }

    /// Looks for an action that our evaluator confirms, first a natural one.
    bool example(const Formula &goal, bool milder, Decision &decision)
    {
        z3::solver solver = question(goal);
        std::vector<Formula> wishes;
        for (std::size_t i = 0; i < m_domain.usual.size(); ++i) {
            const Formula name = m_solver.bool_const(("wish " + std::to_string(i)).c_str());
            solver.add(z3::implies(name, m_domain.usual[i]));
            wishes.push_back(name);
        }
        for (int round = 0; round < mostRelaxations; ++round) {
            z3::expr_vector assumptions(m_solver);
            for (const Formula &wish : wishes)
                assumptions.push_back(wish);
            const z3::check_result result = check(solver, assumptions);
            if (result == z3::sat && confirmed(solver.get_model(), milder, decision))
                return true;
            if (wishes.empty() || result == z3::unknown)
                return false;
            if (result == z3::sat) {
                wishes.clear(); // any other action, then
                continue;
            }
            const z3::expr_vector core = solver.unsat_core();
            if (core.size() == 0)
                return false; // impossible without any wish
            const std::size_t before = wishes.size();
            for (unsigned i = 0; i < core.size(); ++i)
                std::erase_if(wishes, [&](const Formula &wish) { return z3::eq(wish, core[i]); });
            if (wishes.size() == before || round + 2 == mostRelaxations)
                wishes.clear();
        }
        return false;
    }

    bool confirmed(const z3::model &model, bool milder, Decision &decision)
    {
        const std::vector<Reading> readings = readingsOf(m_domain, m_translation, model);
        const auto world = m_maker.make(readings, m_tools.front());
        return world && shows(*world, milder, decision);
    }

    bool shows(const World &world, bool milder, Decision &decision)
    {
        const auto [before, after] = m_pair.ask(world);
        if (!(milder ? widens(before, after) : widens(after, before)))
            return false;
        if (milder)
            decision.example = world;
        return true;
    }

    /// Tries actions at random. A proof that one of them contradicts would be a mistake of ours, and is not believed.
    void guess(Decision &decision, unsigned most)
    {
        if (m_limits.reached())
            return;
        const auto end = std::min(m_limits.end, m_limits.clock() + m_limits.guessing);
        std::vector<const cel::Ast *> conditions;
        std::int64_t around = 1'767'225'600'000'000'000; // 2026
        for (std::size_t side = 0; side < 2; ++side) {
            if (m_pair.version(side).program)
                conditions.push_back(&m_pair.version(side).program->ast());
            if (m_pair.pact(side).fixedClock)
                around = m_pair.pact(side).fixedClock->nanoseconds;
        }
        const Pool pool = poolOf(conditions, around);
        std::mt19937 random(1); // the same answer every time
        for (unsigned i = 0; i < most; ++i) {
            const bool open = decision.milder == Outcome::Unknown || decision.stricter == Outcome::Unknown;
            if ((decision.milder == Outcome::Shown && (decision.stricter == Outcome::Shown || m_limits.onlyMilder)) ||
                (!open && i >= guessesAgainstProof))
                return;
            if (i % 16 == 0 && (m_limits.clock() >= end || m_limits.stop.stop_requested()))
                return;
            std::vector<Reading> readings = randomReadings(m_domain, pool, random);
            const std::string &tool = m_tools[random() % m_tools.size()];
            for (std::size_t place = 0; place < readings.size(); ++place) {
                const Place &p = m_domain.places[place];
                if (p.name == "tool" && p.parent >= 0 && m_domain.places[static_cast<std::size_t>(p.parent)].role == Role::Action)
                    readings[place].text = tool;
                else if (p.name == "tool" && random() % 2 == 0)
                    readings[place].text = m_tools[random() % m_tools.size()];
            }
            auto world = m_maker.make(readings, tool);
            if (!world)
                continue;
            for (int more = 0; more < mostMissingFacts && m_pair.addMissingFact(*world, pool.texts[random() % pool.texts.size()]); ++more) {
            }
            if (decision.milder != Outcome::Shown && shows(*world, true, decision))
                decision.milder = Outcome::Shown;
            if (decision.stricter != Outcome::Shown && !m_limits.onlyMilder && shows(*world, false, decision))
                decision.stricter = Outcome::Shown;
        }
    }

    const Version &m_before;
    const Version &m_after;
    const Limits &m_limits;
    Workshop &m_workshop;
    z3::context &m_solver;
    Pair m_pair;
    Domain m_domain;
    Translation m_translation;
    ExampleMaker m_maker;
    std::vector<std::string> m_tools;
    std::vector<Answer3> m_answers;
    std::vector<Formula> m_speaks;
};

} // namespace

Decider::Decider(const PactDocument &before, const PactDocument &after, const Setting &setting) : m_before(before), m_after(after), m_setting(setting)
{
}
Decider::~Decider() = default;

Decision Decider::decide(const Version &before, const Version &after, const Limits &limits)
{
    Decision decision;
    for (const Version *version : {&before, &after}) {
        if (version->clause && !version->program) {
            decision.why = "because a condition does not compile";
            return decision;
        }
    }
    if (limits.reached()) {
        decision.why = "because the time given was used up";
        return decision;
    }
    try {
        if (!m_workshop || ++m_served > clausesOfWorkshop) {
            m_workshop = std::make_unique<Workshop>(limits.megabytes);
            m_served = 0;
        }
        decision = Proof(before, after, m_before, m_after, m_setting, limits, *m_workshop).run();
    } catch (const z3::exception &problem) {
        decision.why = std::string("because the solver gave up: ") + problem.msg();
    } catch (const std::bad_alloc &) {
        decision.why = "because memory ran out";
    }
    if (decision.milder == Outcome::Unknown || decision.stricter == Outcome::Unknown || (m_workshop && m_workshop->isSpent()))
        m_workshop.reset(); // it was interrupted, or may be full
    return decision;
}

} // namespace mandate::redline

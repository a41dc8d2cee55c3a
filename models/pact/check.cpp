// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/target_window.h"
#include "models/pact/check.h"

#include "models/pact/compiled_pact.h"
#include "models/pact/condition_check.h"
#include "models/pact/nearest.h"
#include "models/pact/readings.h"
#include "models/pact/variables.h"
#include "models/pact/vocabulary.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace mandate {

namespace {

constexpr auto Security = ProblemClass::Security;
constexpr auto Warning = ProblemClass::Warning;
constexpr auto Suggestion = ProblemClass::Suggestion;
constexpr auto Info = ProblemClass::Info;

class Checker
{
public:
    Checker(const PactDocument &pact, const Instant &today, const std::vector<std::string> &observed, const Vocabulary *vocabulary,
            const ClauseMatches *matches)
        : m_pact(pact),
          m_today(today),
          m_observed(observed),
          m_vocabulary(vocabulary),
          m_matches(matches),
          m_readings(pact, vocabulary)
    {
    }

    std::vector<Problem> run()
    {
        checkPeople();
        checkDates();
        checkConditions();
        checkWindowParts();
        checkWindows();
        checkTools();
        checkDuties();
        checkTargets();
        checkPlainBans();
        checkUse();
        std::stable_sort(m_problems.begin(), m_problems.end(), [](const Problem &a, const Problem &b) { return a.problemClass < b.problemClass; });
        return std::move(m_problems);
    }

private:
    Problem &add(ProblemClass problemClass, std::string_view rule, std::string place, std::string reason, std::string remedy)
    {
        Problem problem;
        problem.problemClass = problemClass;
        problem.rule = rule;
        problem.place = std::move(place);
        problem.reason = std::move(reason);
        problem.remedy = std::move(remedy);
        return m_problems.emplace_back(std::move(problem));
    }

    void checkPeople()
    {
        if (m_pact.owner.empty())
            add(Security, "no-owner", "/accountability/owner", "Nobody is named who answers for these agents.",
                "Name the accountable owner; without one the pact cannot be activated.");
        if (m_pact.deputy.empty())
            add(Warning, "no-deputy", "/accountability/deputy", "No deputy is named, so nobody decides while the owner is away.", "Name a deputy.");
        else if (m_pact.deputy == m_pact.owner)
            add(Warning, "no-deputy", "/accountability/deputy", "Owner and deputy are the same person.", "Name someone else as deputy.");
        if (m_pact.credential == "inherited")
            add(Security, "inherited-credential", "/identity/credential",
                "The agent acts with a person's credential, so it may do whatever that person may.",
                "Give the agent a credential of its own that reaches only what this pact permits.");
        if (m_pact.binds.empty())
            add(ProblemClass::Error, "binds-nobody", "/binds", "The pact binds no agent.", "Add at least one agent or deployment under \"binds\".");
        for (const Binding &binding : m_pact.binds) {
            if (binding.agent == "*" && binding.deployment == "*")
                add(Warning, "binds-everybody", "/binds", "The pact binds every agent there is.",
                    "Name the agents or the deployment it is meant for.");
        }
        for (const Clause &clause : m_pact.clauses)
            checkEscalation(clause);
    }

    void checkEscalation(const Clause &clause)
    {
        if (clause.kind != ClauseKind::Escalate)
            return;
        if (!clause.escalation || clause.escalation->answerSeconds == 0)
            add(ProblemClass::Error, "no-answer-time", clause.id, "It is not said how long people have to answer.",
                "Say \"respond_within\", for instance \"15m\".");
        if (!clause.escalation || clause.escalation->to.empty())
            add(ProblemClass::Error, "nobody-decides", clause.id, "It is not said who decides.", "Say \"to\", for instance \"owner\".");
        else if (clause.escalation->to == "deputy" && m_pact.deputy.empty())
            add(ProblemClass::Error, "nobody-decides", clause.id, "The deputy decides here, and no deputy is named.",
                "Name a deputy, or let someone else decide.");
    }

    void checkDates()
    {
        if (m_pact.reviewBy && m_pact.reviewBy->nanoseconds < m_today.nanoseconds)
            add(Warning, "review-due", "/review_by", "The date by which this pact was to be reviewed has passed.",
                "Review the pact and set the next date.");
        if (m_pact.validUntil && m_pact.validUntil->nanoseconds < m_today.nanoseconds)
            add(ProblemClass::Error, "not-valid", "/valid_until", "The pact is no longer valid.", "Make a new version with a later date.");
        if (m_pact.validFrom && m_pact.validUntil && m_pact.validUntil->nanoseconds <= m_pact.validFrom->nanoseconds)
            add(ProblemClass::Error, "not-valid", "/valid_until", "The pact ends before it begins.", "Set valid_until after valid_from.");
    }

    /// The condition compiled, if it is there and holds water.
    std::optional<cel::Program> compiled(const std::string &source, const cel::Environment &environment, cel::Type::Kind gives,
                                         const std::string &place)
    {
        if (source.empty())
            return std::nullopt;
        auto program = compileCondition(source, environment, gives);
        if (!program) {
            const Error &error = program.error();
            Problem &problem = add(ProblemClass::Error, "condition", place, error.happened, error.remedy);
            problem.line = error.position.line;
            problem.column = error.position.column;
            return std::nullopt;
        }
        return std::move(program).value();
    }

    /// The answer a condition gives whatever the action is; none when it depends on the action.
    static std::optional<bool> constantAnswer(const cel::Program &program)
    {
        if (!program.isConstant())
            return std::nullopt;
        Arena arena;
        const Value answer = program.evaluate({}, arena);
        return answer.is(ValueKind::Bool) ? std::optional(answer.asBool()) : std::nullopt;
    }

    void checkNeverHolds(const cel::Program &program, const std::string &place)
    {
        if (constantAnswer(program) == false)
            add(Warning, "never-holds", place, "This condition can never hold, so the clause has no effect.",
                "Correct the condition or take the clause out.");
    }

    /// Whether a condition reads what is known only after the action ran: result, returned, record.result. An evidence duty may say
    /// record.result: evidence is counted when all is over.
    static bool readsResult(const cel::Program &program, ClauseKind kind)
    {
        const auto &slots = program.referencedSlots();
        const auto reads = [&](std::uint32_t slot) { return std::find(slots.begin(), slots.end(), slot) != slots.end(); };
        if (reads(variables::Result) || reads(variables::Returned))
            return true;
        if (kind == ClauseKind::Evidence || !reads(variables::Record))
            return false;
        for (std::size_t i = 0; i < program.ast().size(); ++i) {
            if (cel::qualifiedName(program.ast(), cel::ExprId{static_cast<std::uint32_t>(i)}) == "record.result")
                return true;
        }
        return false;
    }

    void checkConditions()
    {
        for (const Clause &clause : m_pact.clauses) {
            const auto program = compiled(clause.when, variables::clauseEnvironment(), cel::Type::Kind::Bool, clause.id);
            if (!program)
                continue;
            if (clause.kind == ClauseKind::Forbid && constantAnswer(*program) == true) {
                add(Suggestion, "plain-ban", clause.id, "This clause always applies to its tools.",
                    "That is right for a plain ban; else write the condition.");
                m_bans.push_back(&clause);
            }
            checkNeverHolds(*program, clause.id);
            if (!clause.afterResult && readsResult(*program, clause.kind))
                add(ProblemClass::Error, "result-too-early", clause.id,
                    "The condition reads what the action returned, which is not known before it runs.",
                    "Say \"after_result\": true, which says that it detects and cannot prevent.");
            take(ConditionCheck(*program, clause.id, m_readings,
                                names([&](std::string_view variable) { return m_readings.ofClause(variable, clause.tools); })));
        }
        for (const StateFact &fact : m_pact.state) {
            const std::string place = "state." + fact.fact;
            const auto root = [&](std::string_view variable) { return m_readings.ofFactPart(variable, fact); };
            const auto when = compiled(fact.when, variables::factEnvironment(), cel::Type::Kind::Bool, place + ".when");
            if (when) {
                checkNeverHolds(*when, place + ".when");
                take(ConditionCheck(*when, place + ".when", m_readings, names(root)));
            }
            for (const auto &[source, kind, part] :
                 {std::tuple{&fact.key, cel::Type::Kind::String, ".key"}, std::tuple{&fact.value, cel::Type::Kind::Dyn, ".value"}}) {
                if (const auto program = compiled(*source, variables::factEnvironment(), kind, place + part))
                    take(ConditionCheck(*program, place + part, m_readings, names(root), when ? &*when : nullptr));
            }
        }
    }

    void checkWindows()
    {
        std::set<std::string> read;
        for (const Clause &clause : m_pact.clauses) {
            const auto program = cel::compile(clause.when, variables::clauseEnvironment());
            for (std::size_t i = 0; program && i < program->ast().size(); ++i) {
                const cel::Expr &e = program->ast()[cel::ExprId{static_cast<std::uint32_t>(i)}];
                if (e.kind == cel::ExprKind::Select && cel::qualifiedName(program->ast(), e.children[0]) == "window")
                    read.insert(e.name);
                else if (e.kind == cel::ExprKind::Call && e.name.starts_with("_[") && cel::qualifiedName(program->ast(), e.children[0]) == "window")
                    return; // by a name that is computed
            }
        }
        for (const ActionWindow &window : m_pact.windows) {
            if (!read.contains(window.window))
                add(Warning, "window-unread", "window." + window.window, "No clause reads this window.", "Use it in a condition, or take it out.");
        }
    }

    void checkTargets()
    {
        for (std::size_t i = 0; i < m_pact.targets.size(); ++i) {
            if (!windowSecondsOf(m_pact.targets[i].window))
                add(Warning, "target-window", "targets/" + std::to_string(i), "\"" + m_pact.targets[i].window + "\" is no length of time that a target can be followed over, so nothing follows it.",
                    "Write a number with s, m, h, d or w, such as 30d; at most ten years.");
        }
    }

    void checkWindowParts()
    {
        for (const ActionWindow &window : m_pact.windows) {
            const std::string place = "window." + window.window;
            const auto root = [&](std::string_view variable) { return m_readings.ofWindowPart(variable, window); };
            for (const auto &[source, kind, part] : {std::tuple{&window.when, cel::Type::Kind::Bool, ".when"}, std::tuple{&window.by, cel::Type::Kind::String, ".by"},
                                                     std::tuple{&window.value, cel::Type::Kind::Dyn, ".value"}}) {
                const auto program = compiled(*source, variables::windowEnvironment(), kind, place + part);
                if (!program)
                    continue;
                if (kind == cel::Type::Kind::Bool && constantAnswer(*program) == false)
                    add(Warning, "never-holds", place + part, "This condition can never hold, so the window is always empty.",
                        "Correct the condition or take the window out.");
                take(ConditionCheck(*program, place + part, m_readings, names(root)));
            }
        }
    }

    void take(ConditionCheck &&check)
    {
        for (Problem &problem : check.run())
            m_problems.push_back(std::move(problem));
    }

    [[nodiscard]] ConditionCheck::Names names(std::function<Reading(std::string_view)> root) const
    {
        return {std::move(root), [this](std::string_view name) { return knowsTool(name); },
                [this](std::string_view name) { return nearestTool(name); }};
    }

    /// Whether some tool that is listed or was seen has this name or fits this pattern.
    [[nodiscard]] bool knowsTool(std::string_view pattern) const
    {
        const auto matches = [&](const std::string &name) { return matchesPattern(pattern, name); };
        return (m_vocabulary && m_vocabulary->toolsCut) ||
               std::any_of(m_pact.tools.begin(), m_pact.tools.end(), [&](const PactTool &t) { return matches(t.name); }) ||
               std::any_of(m_observed.begin(), m_observed.end(), matches);
    }

    void checkToolName(const std::string &pattern, const std::string &place)
    {
        if (knowsTool(pattern))
            return;
        std::string reason = "No tool \"" + pattern + "\" is listed in the pact";
        reason += m_observed.empty() ? "." : " or was ever seen in the trail.";
        const std::string nearest = nearestTool(pattern);
        add(ProblemClass::Error, "unknown-tool", place, std::move(reason),
            nearest.empty() ? "List the tool under \"tools\", or correct its name."
                            : "Did you mean \"" + nearest + "\"? Else list the tool under \"tools\".");
    }

    [[nodiscard]] std::string nearestTool(std::string_view name) const
    {
        Nearest nearest(name);
        for (const PactTool &tool : m_pact.tools)
            nearest.offer(tool.name);
        for (const std::string &tool : m_observed)
            nearest.offer(tool);
        return nearest.name();
    }

    void checkTools()
    {
        for (const Clause &clause : m_pact.clauses) {
            for (const std::string &tool : clause.tools)
                checkToolName(tool, clause.id);
        }
        for (const std::string &tool : m_pact.verifiedTools)
            checkToolName(tool, "/verification/tools");
        for (const StateFact &fact : m_pact.state) {
            for (const std::string &tool : fact.tools)
                checkToolName(tool, "state." + fact.fact);
        }
        for (const ActionWindow &window : m_pact.windows) {
            for (const std::string &tool : window.tools)
                checkToolName(tool, "window." + window.window);
        }
    }

    /// Whether a clause of one of these kinds speaks of the tool; one without tools speaks of every tool.
    [[nodiscard]] bool hasClause(const std::string &tool, std::initializer_list<ClauseKind> kinds, bool beforeItRuns = false) const
    {
        return std::any_of(m_pact.clauses.begin(), m_pact.clauses.end(), [&](const Clause &clause) {
            return std::find(kinds.begin(), kinds.end(), clause.kind) != kinds.end() && !(beforeItRuns && clause.afterResult) &&
                   (clause.tools.empty() ||
                    std::any_of(clause.tools.begin(), clause.tools.end(), [&](const std::string &p) { return matchesPattern(p, tool); }));
        });
    }

    void checkDuties()
    {
        for (const PactTool &tool : m_pact.tools) {
            const std::string place = "/tools/" + tool.name;
            const bool verified = std::any_of(m_pact.verifiedTools.begin(), m_pact.verifiedTools.end(),
                                              [&](const std::string &p) { return matchesPattern(p, tool.name); });
            if (tool.destructive && !verified && !hasClause(tool.name, {ClauseKind::Escalate, ClauseKind::Forbid}, true))
                add(Security, "unchecked-destruction", place, "A destructive tool that no clause limits and nobody checks.",
                    "Add a prohibition or an escalation for it, or list it under \"verification\".");
            const bool consequential =
                std::any_of(tool.consequences.begin(), tool.consequences.end(), [](Consequence c) { return c != Consequence::Internal; });
            if (consequential && m_pact.owedEvidence.empty() && !hasClause(tool.name, {ClauseKind::Evidence}))
                add(Warning, "no-evidence-duty", place, "A tool with consequences owes no evidence.",
                    "Add an evidence duty for it, or \"evidence\": {\"owed\": […]} for all.");
            if (tool.destructive && tool.reversible.empty())
                add(Suggestion, "reversible-not-said", place, "It is not said whether this destructive tool can be undone.",
                    "Say \"reversible\": \"full\", \"partial\" or \"none\".");
        }
        const bool permits = std::any_of(m_pact.clauses.begin(), m_pact.clauses.end(), [](const Clause &c) { return c.kind == ClauseKind::Permit; });
        if (!permits)
            add(Warning, "nothing-permitted", "/clauses", "Nothing is permitted, so every action the other clauses do not catch is out of scope.",
                "Add clauses of kind \"permit\" for the agent's work.");
        if (m_pact.retentionDays > 0 && m_pact.retentionDays < 183)
            add(Warning, "short-retention", "/evidence/retention_days",
                "Logs of high-risk systems are kept for at least six months (Regulation (EU) 2024/1689, Articles 19 and 26(6)).",
                "Keep evidence for 183 days or more, if the agent falls under it.");
    }

    /// A tool that a permission names and a prohibition bans outright.
    void checkPlainBans()
    {
        for (const Clause &clause : m_pact.clauses) {
            if (clause.kind != ClauseKind::Permit)
                continue;
            for (const std::string &tool : clause.tools) {
                const auto ban = std::find_if(m_bans.begin(), m_bans.end(), [&](const Clause *b) {
                    return !b->afterResult && (b->tools.empty() || std::any_of(b->tools.begin(), b->tools.end(),
                                                                               [&](const std::string &p) { return matchesPattern(p, tool); }));
                });
                if (tool.find('*') != std::string::npos || ban == m_bans.end())
                    continue;
                add(Warning, "contradiction", clause.id, "It permits \"" + tool + "\", which " + (*ban)->id + " always forbids.",
                    "Take the tool out of " + clause.id + ", or give " + (*ban)->id + " a condition.")
                    .other = (*ban)->id;
            }
        }
    }

    /// What the pact speaks of and the trail never showed.
    void checkUse()
    {
        if (!m_vocabulary)
            return;
        if (m_vocabulary->actions == 0) {
            add(Info, "nothing-observed", "/binds",
                "No action of an agent that this pact binds is in the trail, so names and values were not compared with it.",
                "Import evidence of these agents, or correct \"binds\".");
            return;
        }
        if (m_vocabulary->toolsCut)
            add(Info, "much-observed", "/tools", "The trail holds more names than were compared; names that it may hold are not called unknown.",
                "Bind fewer agents with one pact.");
        const std::string runs = std::to_string(m_vocabulary->runs) + (m_vocabulary->runs == 1 ? " run" : " runs");
        for (const PactTool &tool : m_pact.tools) {
            if (m_vocabulary->tools.contains(tool.name) || m_vocabulary->toolsCut)
                continue;
            Nearest near(tool.name, Nearest::How::Misspelt);
            for (const std::string &seen : m_observed) {
                if (!m_pact.tool(seen))
                    near.offer(seen);
            }
            if (near.name().empty())
                add(Info, "never-called", "/tools/" + tool.name, "This tool was never called in " + runs + '.',
                    "Nothing, unless it should have been.");
            else
                add(ProblemClass::Error, "unknown-tool", "/tools/" + tool.name, "No tool \"" + tool.name + "\" was ever seen in the trail.",
                    "Did you mean \"" + near.name() + "\"?");
        }
        if (!m_matches)
            return;
        std::set<std::string_view> wrong; // what is wrong is no surprise
        for (const Problem &problem : m_problems) {
            if (problem.problemClass == ProblemClass::Error)
                wrong.insert(problem.place);
        }
        for (std::size_t i = 0; i < m_pact.clauses.size(); ++i) {
            const std::string &id = m_pact.clauses[i].id;
            const auto found = m_matches->find(id);
            if (found != m_matches->end() && found->second == 0 && !wrong.contains(id))
                add(Info, "never-matched", id, "This clause never matched in " + runs + '.', "Nothing, unless it should have.");
        }
    }

    const PactDocument &m_pact;
    const Instant m_today;
    const std::vector<std::string> &m_observed; ///< names of tools
    const Vocabulary *m_vocabulary;
    const ClauseMatches *m_matches;
    Readings m_readings;
    std::vector<const Clause *> m_bans; ///< prohibitions that always apply
    std::vector<Problem> m_problems;
};

} // namespace

std::string_view nameOf(ProblemClass problemClass)
{
    static constexpr std::array<std::string_view, 5> names{"security", "error", "warning", "suggestion", "info"};
    return names[static_cast<std::size_t>(problemClass)];
}

std::vector<Problem> checkPact(const PactDocument &pact, const Instant &today, const Vocabulary &vocabulary, const ClauseMatches *matches)
{
    std::vector<std::string> tools;
    for (const auto &tool : vocabulary.tools)
        tools.push_back(tool.first);
    return Checker(pact, today, tools, &vocabulary, matches).run();
}

std::vector<Problem> checkPact(const PactDocument &pact, const Instant &today, const std::vector<std::string> &observedTools)
{
    return Checker(pact, today, observedTools, nullptr, nullptr).run();
}

Problem schemaProblem(const Error &error)
{
    Problem problem;
    problem.rule = "schema";
    problem.place = error.position.path;
    problem.reason = error.happened;
    problem.remedy = error.remedy;
    problem.line = error.position.line;
    problem.column = error.position.column;
    return problem;
}

} // namespace mandate

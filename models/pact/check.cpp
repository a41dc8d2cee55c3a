// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/check.h"

#include "models/pact/compiled_pact.h"
#include "models/pact/variables.h"

#include <algorithm>
#include <array>
#include <set>

namespace mandate {

namespace {

class Checker
{
public:
    Checker(const PactDocument &pact, const Instant &today, const std::vector<std::string> &observed)
        : m_pact(pact),
          m_today(today),
          m_observed(observed)
    {
    }

    std::vector<Problem> run()
    {
        checkPeople();
        checkDates();
        checkConditions();
        checkTools();
        checkDuties();
        std::stable_sort(m_problems.begin(), m_problems.end(), [](const Problem &a, const Problem &b) { return a.problemClass < b.problemClass; });
        return std::move(m_problems);
    }

private:
    void add(ProblemClass problemClass, std::string place, std::string reason, std::string remedy)
    {
        Problem problem;
        problem.problemClass = problemClass;
        problem.place = std::move(place);
        problem.reason = std::move(reason);
        problem.remedy = std::move(remedy);
        m_problems.push_back(std::move(problem));
    }

    void checkPeople()
    {
        if (m_pact.owner.empty())
            add(ProblemClass::Security, "/accountability/owner", "Nobody is named who answers for these agents.",
                "Name the accountable owner; without one the pact cannot be activated.");
        if (m_pact.deputy.empty())
            add(ProblemClass::Warning, "/accountability/deputy", "No deputy is named, so nobody decides while the owner is away.", "Name a deputy.");
        else if (m_pact.deputy == m_pact.owner)
            add(ProblemClass::Warning, "/accountability/deputy", "Owner and deputy are the same person.", "Name someone else as deputy.");
        if (m_pact.credential == "inherited")
            add(ProblemClass::Security, "/identity/credential", "The agent acts with a person's credential, so it may do whatever that person may.",
                "Give the agent a credential of its own that reaches only what this pact permits.");
        if (m_pact.binds.empty())
            add(ProblemClass::Error, "/binds", "The pact binds no agent.", "Add at least one agent or deployment under \"binds\".");
        for (const Binding &binding : m_pact.binds) {
            if (binding.agent == "*" && binding.deployment == "*")
                add(ProblemClass::Warning, "/binds", "The pact binds every agent there is.", "Name the agents or the deployment it is meant for.");
        }
    }

    void checkDates()
    {
        if (m_pact.reviewBy && m_pact.reviewBy->nanoseconds < m_today.nanoseconds)
            add(ProblemClass::Warning, "/review_by", "The date by which this pact was to be reviewed has passed.",
                "Review the pact and set the next date.");
        if (m_pact.validUntil && m_pact.validUntil->nanoseconds < m_today.nanoseconds)
            add(ProblemClass::Error, "/valid_until", "The pact is no longer valid.", "Make a new version with a later date.");
        if (m_pact.validFrom && m_pact.validUntil && m_pact.validUntil->nanoseconds <= m_pact.validFrom->nanoseconds)
            add(ProblemClass::Error, "/valid_until", "The pact ends before it begins.", "Set valid_until after valid_from.");
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
            add(ProblemClass::Error, place, error.happened, error.remedy);
            m_problems.back().line = error.position.line;
            m_problems.back().column = error.position.column;
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
            add(ProblemClass::Warning, place, "This condition can never hold, so the clause has no effect.",
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
            if (clause.kind == ClauseKind::Forbid && constantAnswer(*program) == true)
                add(ProblemClass::Suggestion, clause.id, "This clause always applies to its tools.",
                    "That is right for a plain ban; else write the condition.");
            checkNeverHolds(*program, clause.id);
            if (!clause.afterResult && readsResult(*program, clause.kind))
                add(ProblemClass::Error, clause.id, "The condition reads what the action returned, which is not known before it runs.",
                    "Say \"after_result\": true, which says that it detects and cannot prevent.");
        }
        for (const StateFact &fact : m_pact.state) {
            const std::string place = "state." + fact.fact;
            if (const auto program = compiled(fact.when, variables::factEnvironment(), cel::Type::Kind::Bool, place + ".when"))
                checkNeverHolds(*program, place + ".when");
            (void)compiled(fact.key, variables::factEnvironment(), cel::Type::Kind::String, place + ".key");
            (void)compiled(fact.value, variables::factEnvironment(), cel::Type::Kind::Dyn, place + ".value");
        }
    }

    void checkToolName(const std::string &pattern, const std::string &place)
    {
        const auto matches = [&](const std::string &name) { return matchesPattern(pattern, name); };
        const bool listed = std::any_of(m_pact.tools.begin(), m_pact.tools.end(), [&](const PactTool &t) { return matches(t.name); });
        if (listed || std::any_of(m_observed.begin(), m_observed.end(), matches))
            return;
        std::string reason = "No tool \"" + pattern + "\" is listed in the pact";
        reason += m_observed.empty() ? "." : " or was ever seen in the trail.";
        const std::string nearest = nearestTool(pattern);
        add(ProblemClass::Error, place, std::move(reason),
            nearest.empty() ? "List the tool under \"tools\", or correct its name."
                            : "Did you mean \"" + nearest + "\"? Else list the tool under \"tools\".");
    }

    [[nodiscard]] std::string nearestTool(const std::string &name) const
    {
        std::string best;
        std::size_t bestDistance = name.size() / 3 + 1;
        const auto offer = [&](const std::string &candidate) {
            const std::size_t distance = editDistance(name, candidate);
            if (distance <= bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        };
        for (const PactTool &tool : m_pact.tools)
            offer(tool.name);
        for (const std::string &tool : m_observed)
            offer(tool);
        return best;
    }

    /// Levenshtein distance.
    static std::size_t editDistance(std::string_view a, std::string_view b)
    {
        std::vector<std::size_t> row(b.size() + 1);
        for (std::size_t j = 0; j <= b.size(); ++j)
            row[j] = j;
        for (std::size_t i = 1; i <= a.size(); ++i) {
            std::size_t diagonal = row[0];
            row[0] = i;
            for (std::size_t j = 1; j <= b.size(); ++j) {
                const std::size_t above = row[j];
                row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
                diagonal = above;
            }
        }
        return row[b.size()];
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
                add(ProblemClass::Security, place, "A destructive tool that no clause limits and nobody checks.",
                    "Add a prohibition or an escalation for it, or list it under \"verification\".");
            const bool consequential =
                std::any_of(tool.consequences.begin(), tool.consequences.end(), [](Consequence c) { return c != Consequence::Internal; });
            if (consequential && m_pact.owedEvidence.empty() && !hasClause(tool.name, {ClauseKind::Evidence}))
                add(ProblemClass::Warning, place, "A tool with consequences owes no evidence.",
                    "Add an evidence duty for it, or \"evidence\": {\"owed\": […]} for all.");
            if (tool.destructive && tool.reversible.empty())
                add(ProblemClass::Suggestion, place, "It is not said whether this destructive tool can be undone.",
                    "Say \"reversible\": \"full\", \"partial\" or \"none\".");
        }
        const bool permits = std::any_of(m_pact.clauses.begin(), m_pact.clauses.end(), [](const Clause &c) { return c.kind == ClauseKind::Permit; });
        if (!permits)
            add(ProblemClass::Warning, "/clauses", "Nothing is permitted, so every action the other clauses do not catch is out of scope.",
                "Add clauses of kind \"permit\" for the agent's work.");
        if (m_pact.retentionDays > 0 && m_pact.retentionDays < 183)
            add(ProblemClass::Warning, "/evidence/retention_days",
                "Logs of high-risk systems are kept for at least six months (Regulation (EU) 2024/1689, Articles 19 and 26(6)).",
                "Keep evidence for 183 days or more, if the agent falls under it.");
    }

    const PactDocument &m_pact;
    const Instant m_today;
    const std::vector<std::string> &m_observed;
    std::vector<Problem> m_problems;
};

} // namespace

std::string_view nameOf(ProblemClass problemClass)
{
    static constexpr std::array<std::string_view, 4> names{"security", "error", "warning", "suggestion"};
    return names[static_cast<std::size_t>(problemClass)];
}

std::vector<Problem> checkPact(const PactDocument &pact, const Instant &today, const std::vector<std::string> &observedTools)
{
    return Checker(pact, today, observedTools).run();
}

} // namespace mandate

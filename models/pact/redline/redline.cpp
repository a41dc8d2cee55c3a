// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs the clauses of both versions, has each pair decided, and says it in words.
#include "models/pact/redline/redline.h"

#include "models/pact/redline/decision.h"
#include "models/pact/redline/domain.h"
#include "models/pact/redline/parts.h"

#include <algorithm>
#include <set>

namespace mandate {

namespace redline {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

/// Clauses of one version, written and implied, with their conditions compiled.
struct Clauses
{
    const PactDocument *pact = nullptr;
    std::vector<Clause> clauses;
    std::vector<std::string> parts; ///< the part of the document that each is written in
    std::vector<Version> versions;
    std::vector<std::string> problems; ///< of conditions that do not compile
};

/// A pair to decide; −1 where a version has no such clause.
struct Pairing
{
    int before = -1;
    int after = -1;
};

Clauses clausesOf(const PactDocument &pact)
{
    Clauses side;
    side.pact = &pact;
    side.clauses = pact.clauses;
    side.parts.assign(pact.clauses.size(), "clauses");
    PactDocument duties; // what the duties imply does not depend on the clauses, some of which may not compile
    duties.handOffBelow = pact.handOffBelow;
    duties.handOffTo = pact.handOffTo;
    duties.verifiedTools = pact.verifiedTools;
    duties.owedEvidence = pact.owedEvidence;
    if (const auto implied = CompiledPact::compile(std::move(duties))) {
        for (const Clause &clause : (*implied)->clauses()) {
            side.clauses.push_back(clause);
            side.parts.push_back(clause.id);
        }
    }
    for (const Clause &clause : side.clauses) {
        Version version{&clause, std::nullopt};
        auto program = cel::compile(clause.when, variables::clauseEnvironment());
        std::string problem;
        if (!program)
            problem = program.error().happened;
        else if (const auto kind = program->resultType().kind();
                 kind != cel::Type::Kind::Bool && kind != cel::Type::Kind::Dyn && kind != cel::Type::Kind::Parameter)
            problem = "The condition gives no yes or no.";
        if (problem.empty())
            version.program = std::move(program).value();
        side.versions.push_back(std::move(version));
        side.problems.push_back(std::move(problem));
    }
    return side;
}

/// By id; then what is left by content, so that a clause that was only renamed is one change.
std::vector<Pairing> pairsOf(const Clauses &before, const Clauses &after)
{
    std::vector<Pairing> pairs;
    std::set<int> used;
    const auto oldOf = [&](const auto &fits) {
        for (std::size_t i = 0; i < before.clauses.size(); ++i) {
            if (!used.contains(static_cast<int>(i)) && fits(i))
                return static_cast<int>(i);
        }
        return -1;
    };
    for (std::size_t i = 0; i < after.clauses.size(); ++i) {
        const int old = oldOf([&](std::size_t j) { return before.clauses[j].id == after.clauses[i].id && before.parts[j] == after.parts[i]; });
        pairs.push_back({old, static_cast<int>(i)});
        used.insert(old);
    }
    for (Pairing &pair : pairs) {
        if (pair.before >= 0)
            continue;
        const Clause &added = after.clauses[static_cast<std::size_t>(pair.after)];
        pair.before = oldOf([&](std::size_t j) {
            Clause renamed = before.clauses[j];
            const bool known = std::any_of(after.clauses.begin(), after.clauses.end(), [&](const Clause &c) { return c.id == renamed.id; });
            return !known && renamed.kind == added.kind && renamed.tools == added.tools && renamed.when == added.when &&
                   renamed.afterResult == added.afterResult;
        });
        if (pair.before >= 0)
            used.insert(pair.before);
    }
    for (std::size_t i = 0; i < before.clauses.size(); ++i) {
        if (!used.contains(static_cast<int>(i)))
            pairs.push_back({static_cast<int>(i), -1});
    }
    return pairs;
}

const Version &versionAt(const Clauses &side, int index)
{
    static const Version none;
    return index < 0 ? none : side.versions[static_cast<std::size_t>(index)];
}

bool readsSlot(const Version &version, std::uint32_t slot)
{
    return version.program && std::binary_search(version.program->referencedSlots().begin(), version.program->referencedSlots().end(), slot);
}

std::string verdictIn(const Clauses &side, const World &world)
{
    Arena arena;
    const std::vector<Value> slots = slotsOf(world, side.pact->fixedClock, arena);
    std::array<bool, 3> yes{};
    std::array<bool, 3> open{};
    for (const Version &version : side.versions) {
        const Clause &clause = *version.clause;
        if (!speaksOf(clause, world.tool) || clause.kind == ClauseKind::Evidence || (clause.kind == ClauseKind::Escalate && clause.afterResult))
            continue;
        const Answer answer = version.program ? answerIn(*version.program, slots, arena) : Answer::Undecidable;
        if (answer != Answer::No)
            (answer == Answer::Yes ? yes : open)[static_cast<std::size_t>(clause.kind)] = true;
    }
    static constexpr std::array verdicts{Verdict::Prohibited, Verdict::NeedsApproval, Verdict::Permitted};
    for (std::size_t kind = 0; kind < verdicts.size(); ++kind) {
        if (yes[kind] || open[kind])
            return std::string(nameOf(yes[kind] ? verdicts[kind] : Verdict::Undecidable));
    }
    return std::string(nameOf(Verdict::OutOfScope));
}

Json answerJson(const Version &version, const World &world, const PactDocument &pact)
{
    if (!version.clause || !speaksOf(*version.clause, world.tool))
        return nullptr;
    Arena arena;
    switch (answerIn(*version.program, slotsOf(world, pact.fixedClock, arena), arena)) {
    case Answer::Yes: return "yes";
    case Answer::No: return "no";
    case Answer::Undecidable: break;
    }
    return "undecidable";
}

/// The action, what either condition reads of it, and what both versions say.
std::string exampleText(const World &world, const Version &before, const Version &after, const Clauses &sideBefore, const Clauses &sideAfter)
{
    Json json{{"tool", world.tool}};
    const auto &names = variables::clauseEnvironment().variables();
    for (std::uint32_t slot = 0; slot < names.size(); ++slot) {
        const bool read = readsSlot(before, slot) || readsSlot(after, slot);
        if (slot == variables::Now) {
            const auto clock = [&](const Clauses &side) {
                return side.pact->fixedClock ? side.pact->fixedClock : world.now ? std::optional(Instant{*world.now, true}) : std::nullopt;
            };
            if (read && clock(sideAfter))
                json["now"] = formatInstant(*clock(sideAfter));
        } else if ((read || slot == variables::Args) && world.variables.contains(names[slot].name)) {
            json[names[slot].name] = world.variables[names[slot].name];
        }
    }
    json["clause"] = Json{{"before", answerJson(before, world, *sideBefore.pact)}, {"after", answerJson(after, world, *sideAfter.pact)}};
    json["verdict"] = Json{{"before", verdictIn(sideBefore, world)}, {"after", verdictIn(sideAfter, world)}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string milderWords(const Clause &clause, bool reversed)
{
    switch (clause.kind) {
    case ClauseKind::Forbid:
        return reversed ? "It forbids something that it did not forbid before." : "It no longer forbids something that it forbade before.";
    case ClauseKind::Escalate:
        return reversed ? "It asks for approval where it did not ask before." : "It no longer asks for approval where it asked before.";
    case ClauseKind::Permit:
        return reversed ? "It no longer permits something that it permitted before." : "It permits something that it did not permit before.";
    case ClauseKind::Evidence:
        return reversed ? "It asks for evidence where it did not ask before." : "It no longer asks for evidence where it asked before.";
    }
    return {};
}

class Comparison
{
public:
    Comparison(const PactDocument &before, const PactDocument &after, const RedlineBudget &budget)
        : m_before(clausesOf(before)),
          m_after(clausesOf(after)),
          m_setting(Setting::of(before, after)),
          m_budget(budget),
          m_end(budget.clock() + budget.time)
    {
        // The clauses were moved: versions point into them where they are now.
        for (Clauses *side : {&m_before, &m_after}) {
            for (std::size_t i = 0; i < side->versions.size(); ++i)
                side->versions[i].clause = &side->clauses[i];
        }
    }

    Result<Redline> run()
    {
        const std::vector<Pairing> all = pairsOf(m_before, m_after);
        std::vector<Pairing> pairs;
        for (const Pairing &pair : all) {
            if (concerned(pair))
                pairs.push_back(pair);
        }
        // Briefly at first, so that one hard clause does not take the time of the others.
        std::vector<Decision> decisions(pairs.size());
        Decider decider(*m_before.pact, *m_after.pact, m_setting);
        const auto isOpen = [](const Decision &d) { return d.milder == Outcome::Unknown || d.stricter == Outcome::Unknown; };
        for (const bool brief : {true, false}) {
            for (std::size_t i = 0; i < pairs.size(); ++i) {
                if (m_budget.stop.stop_requested())
                    return cancelled();
                if (!brief && !isOpen(decisions[i]))
                    continue;
                // Later each may take its share of what is left.
                const auto open = std::count_if(decisions.begin() + static_cast<std::ptrdiff_t>(i), decisions.end(), isOpen);
                const auto share =
                    std::chrono::duration_cast<std::chrono::milliseconds>(m_end - m_budget.clock()) / (4 * std::max<std::ptrdiff_t>(1, open));
                const auto question = brief ? std::min(m_budget.question, std::chrono::milliseconds(150)) : std::max(m_budget.question, share);
                // And none more than twice its part of the time, lest the last get none.
                const auto left = static_cast<std::ptrdiff_t>(pairs.size() - i);
                const auto part = (m_end - m_budget.clock()) / std::max<std::ptrdiff_t>(1, brief ? left : open);
                const auto end = std::min<Clock::time_point>(m_end, m_budget.clock() + std::max<Clock::duration>(2 * part, 40ms));
                const Limits limits{end, question, brief ? 100ms : 1500ms, m_budget.megabytes, m_budget.stop, m_budget.clock};
                if (!brief && limits.reached())
                    continue;
                decisions[i] = decider.decide(versionAt(m_before, pairs[i].before), versionAt(m_after, pairs[i].after), limits);
            }
        }
        if (m_budget.stop.stop_requested())
            return cancelled();
        Redline redline;
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            if (auto change = told(pairs[i], decisions[i]))
                redline.changes.push_back(*std::move(change));
        }
        std::vector<PactChange> parts = changedParts(*m_before.pact, *m_after.pact);
        redline.changes.insert(redline.changes.end(), std::make_move_iterator(parts.begin()), std::make_move_iterator(parts.end()));
        return redline;
    }

private:
    static Error cancelled()
    {
        Error error;
        error.kind = ErrorKind::Cancelled;
        error.code = "MND-RED-001";
        error.happened = "The comparison was cancelled.";
        return error;
    }

    /// Whether anything that a pair depends on changed.
    [[nodiscard]] bool concerned(const Pairing &pair) const
    {
        if (pair.before < 0 || pair.after < 0)
            return true;
        const Version &before = versionAt(m_before, pair.before);
        const Version &after = versionAt(m_after, pair.after);
        if (!(*before.clause == *after.clause))
            return true;
        return (m_setting.factsDiffer() && readsSlot(before, variables::State)) ||
               (!m_setting.sameWindows && readsSlot(before, variables::Window)) ||
               (m_setting.clock[0] != m_setting.clock[1] && readsSlot(before, variables::Now));
    }

    std::optional<PactChange> told(const Pairing &pair, const Decision &decision) const
    {
        const Version &before = versionAt(m_before, pair.before);
        const Version &after = versionAt(m_after, pair.after);
        const Clause &clause = *(after.clause ? after : before).clause;
        PactChange change;
        change.part = pair.after >= 0 ? m_after.parts[static_cast<std::size_t>(pair.after)] : m_before.parts[static_cast<std::size_t>(pair.before)];
        change.clause = clause.id;
        change.words = diffWords(before.clause ? before.clause->readsAs : "", after.clause ? after.clause->readsAs : "");
        bool onlyWords = false;
        if (!before.clause || !after.clause) {
            change.sentences.push_back(after.clause ? "The clause is new." : "The clause was taken out.");
        } else {
            change.sentences = changesOf(*before.clause, *after.clause);
            Clause reworded = *before.clause;
            reworded.id = after.clause->id;
            reworded.readsAs = after.clause->readsAs;
            reworded.why = after.clause->why;
            onlyWords = reworded == *after.clause;
            if (before.clause->when != after.clause->when)
                change.sentences.push_back("The condition was " + before.clause->when + " and is now " + after.clause->when);
            else if (*before.clause == *after.clause)
                change.sentences.emplace_back("The clause is as it was; a fact, a window or the clock that it uses has changed.");
        }
        decideClass(change, clause, pair, decision, onlyWords);
        if (before.clause && after.clause && *before.clause == *after.clause &&
            (change.change == ScopeChange::Same || change.change == ScopeChange::Wording))
            return std::nullopt; // nothing that the change of a fact or of the clock could do to it
        return change;
    }

    void decideClass(PactChange &change, const Clause &clause, const Pairing &pair, const Decision &decision, bool onlyWords) const
    {
        const Version &before = versionAt(m_before, pair.before);
        const Version &after = versionAt(m_after, pair.after);
        const auto say = [&](std::string sentence) { change.sentences.push_back(std::move(sentence)); };
        switch (decision.milder) {
        case Outcome::Shown:
            change.change = ScopeChange::Widens;
            say(milderWords(before.clause && clause.kind != ClauseKind::Permit ? *before.clause : clause, false));
            if (decision.stricter == Outcome::Shown)
                say("It moves: " + milderWords(clause, true));
            if (decision.example)
                change.counterexample = exampleText(*decision.example, before, after, m_before, m_after);
            return;
        case Outcome::Unknown:
            change.change = ScopeChange::CannotTell;
            for (const auto &[side, index] : {std::pair{&m_before, pair.before}, std::pair{&m_after, pair.after}}) {
                if (index >= 0 && !side->problems[static_cast<std::size_t>(index)].empty())
                    say(std::string(side == &m_before ? "Before: " : "Now: ") + side->problems[static_cast<std::size_t>(index)]);
            }
            say("Whether it lets more pass cannot be told" + (decision.why.empty() ? "" : ", " + decision.why) + '.');
            return;
        case Outcome::Never: break;
        }
        switch (decision.stricter) {
        case Outcome::Shown:
            change.change = ScopeChange::Narrows;
            say(milderWords(clause, true));
            say("It lets nothing pass that did not pass before.");
            return;
        case Outcome::Unknown:
            change.change = ScopeChange::CannotTell;
            say("It lets nothing pass that did not pass before; whether it limits more cannot be told.");
            return;
        case Outcome::Never: change.change = onlyWords ? ScopeChange::Wording : ScopeChange::Same; break;
        }
        if (!onlyWords)
            say("It applies to the same actions as before.");
    }

    Clauses m_before;
    Clauses m_after;
    Setting m_setting;
    const RedlineBudget &m_budget;
    Clock::time_point m_end;
};

} // namespace

} // namespace redline

std::string_view nameOf(ScopeChange change)
{
    switch (change) {
    case ScopeChange::Widens: return "widens";
    case ScopeChange::Narrows: return "narrows";
    case ScopeChange::Same: return "same";
    case ScopeChange::Wording: return "wording";
    case ScopeChange::CannotTell: return "cannot_tell";
    }
    return {};
}

bool Redline::has(ScopeChange change) const
{
    return std::any_of(changes.begin(), changes.end(), [&](const PactChange &c) { return c.change == change; });
}

Result<Redline> compare(const PactDocument &before, const PactDocument &after, const RedlineBudget &budget)
{
    return redline::Comparison(before, after, budget).run();
}

} // namespace mandate

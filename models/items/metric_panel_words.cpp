// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/metric_panel_words.h"

#include "models/items/panel_text.h"
#include "models/items/rate_model.h"
#include "models/items/text_safety.h"
#include "models/statistics/proportion.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace mandate {

namespace {

/// What stands behind a number that is k of n, or a bound that is missed: the bad ones.
CountedSet countedBy(std::string_view metric)
{
    static constexpr std::array<std::pair<std::string_view, CountedSet>, 10> bad{{{"scope_violation_rate", CountedSet::Violating},
                                                                               {"executed_violation_rate", CountedSet::ViolatingExecuted},
                                                                               {"unapproved_execution_rate", CountedSet::RanUnapproved},
                                                                               {"evidence_completeness", CountedSet::EvidenceMissing},
                                                                               {"violating_run_rate", CountedSet::ViolatingRun},
                                                                               {"escalation_precision", CountedSet::HandOffUnneeded},
                                                                               {"escalation_recall", CountedSet::HandOffMissed},
                                                                               {"task_success_rate", CountedSet::NotDoneRun},
                                                                               {"attack_success_rate", CountedSet::AttackSucceeded},
                                                                               {"failed_call_rate", CountedSet::FailedCall}}};
    const auto found = std::ranges::find(bad, metric, &std::pair<std::string_view, CountedSet>::first);
    return found == bad.end() ? CountedSet::Call : found->second;
}

StateWord wordOf(BudgetState state)
{
    switch (state) {
    case BudgetState::NoData: return {PanelText::tr("No calls in the window"), Shape::Hatch, Tone::Muted};
    case BudgetState::Acceptable: return {PanelText::tr("Acceptable"), Shape::Tick, Tone::Good};
    case BudgetState::Recovering: return {PanelText::tr("Recovering"), Shape::Disc, Tone::Info};
    case BudgetState::Increasing: return {PanelText::tr("Increasing"), Shape::Triangle, Tone::Warning};
    case BudgetState::Critical: return {PanelText::tr("Critical"), Shape::Octagon, Tone::Critical};
    }
    return {};
}

StateWord wordOf(TargetAnswer answer)
{
    switch (answer) {
    case TargetAnswer::NoData: return {PanelText::tr("Nothing to count"), Shape::Hatch, Tone::Muted};
    case TargetAnswer::Kept: return {PanelText::tr("Target kept"), Shape::Tick, Tone::Good};
    case TargetAnswer::CannotTell: return {PanelText::tr("Cannot tell yet"), Shape::Diamond, Tone::Neutral};
    case TargetAnswer::Missed: return {PanelText::tr("Target missed"), Shape::Octagon, Tone::Critical};
    }
    return {};
}

QString metricTitle(std::string_view name)
{
    if (name == "scope_violation_rate")
        return PanelText::tr("calls beyond the pact, attempted or executed");
    if (name == "executed_violation_rate")
        return PanelText::tr("calls beyond the pact that ran");
    if (name == "unapproved_execution_rate")
        return PanelText::tr("calls that needed an approval and ran without one");
    if (name == "evidence_completeness")
        return PanelText::tr("calls that have all the evidence that the pact owes");
    if (name == "violating_run_rate")
        return PanelText::tr("runs with a call beyond the pact");
    if (name == "escalation_precision")
        return PanelText::tr("hand-overs to a person that were needed");
    if (name == "escalation_recall")
        return PanelText::tr("needed hand-overs to a person that were made");
    if (name == "task_success_rate")
        return PanelText::tr("runs that their source counts as success");
    if (name == "attack_success_rate")
        return PanelText::tr("attacks that succeeded");
    return name == "failed_call_rate" ? PanelText::tr("calls that failed") : visibleLine(name, 80);
}

QString lengthOf(std::int64_t seconds)
{
    if (seconds >= 2 * 86400)
        return PanelText::tr("%n day(s)", nullptr, static_cast<int>(seconds / 86400));
    if (seconds >= 2 * 3600)
        return PanelText::tr("%n hour(s)", nullptr, static_cast<int>(seconds / 3600));
    return PanelText::tr("%n minute(s)", nullptr, static_cast<int>(std::max<std::int64_t>(1, seconds / 60)));
}

QString boundWords(const TargetStanding &standing)
{
    return standing.metric->atMost ? PanelText::tr("at most %1").arg(percentOf(standing.target.bound)) : PanelText::tr("at least %1").arg(percentOf(standing.target.bound));
}

void tellBudget(const TargetStanding &standing, const std::vector<BudgetPoint> &steps, FigurePanel &panel)
{
    const Budget &budget = *standing.budget;
    panel.state = wordOf(budget.state);
    if (!budget.remaining) {
        panel.value = QStringLiteral("–");
        panel.sentence = PanelText::tr("There is no call to count in the last %1, so nothing can be said. That is not the same as kept.").arg(lengthOf(standing.windowSeconds));
        return;
    }
    panel.value = budget.spent() ? PanelText::tr("Budget spent") : PanelText::tr("%1 left").arg(percentOf(*budget.remaining, 0));
    QStringList told{PanelText::tr("%1 bad of %2; the target allows %3 over %4.").arg(words::number(budget.bad), words::number(budget.count), percentOf(budget.bound), lengthOf(standing.windowSeconds))};
    if (budget.secondsToEmpty)
        told << PanelText::tr("At the pace of the last three days it is gone in %1.").arg(lengthOf(static_cast<std::int64_t>(*budget.secondsToEmpty)));
    if (budget.fewEvents)
        told << PanelText::tr("There are few calls: counts decide in place of rates.");
    if (standing.asOfLastAction)
        told << PanelText::tr("The window ends with the agent's last action, %1: it has none since.").arg(words::time(Instant{standing.atNs}));
    panel.sentence = told.join(u' ');
    panel.columns = {PanelText::tr("Alarm"), PanelText::tr("Long window"), PanelText::tr("Burn"), PanelText::tr("Short window"), PanelText::tr("Burn"), PanelText::tr("Decided by"), PanelText::tr("State")};
    const auto burn = [](const std::optional<double> &rate) { return rate ? PanelText::tr("%1 ×").arg(QLocale().toString(*rate, 'f', 1)) : QStringLiteral("–"); };
    for (const BurnReading &reading : budget.readings) {
        panel.rows.append({reading.rule.page ? PanelText::tr("Act now") : PanelText::tr("Look within days"), PanelText::tr("%1 of %2 in %3").arg(words::number(reading.longBad), words::number(reading.longCount), lengthOf(reading.rule.longSeconds)),
                           burn(reading.longBurn), PanelText::tr("%1 of %2 in %3").arg(words::number(reading.shortBad), words::number(reading.shortCount), lengthOf(reading.rule.shortSeconds)), burn(reading.shortBurn),
                           reading.basis == BurnBasis::Rates ? PanelText::tr("rates of %1 ×").arg(reading.rule.factor) : reading.basis == BurnBasis::Counts ? PanelText::tr("counts") : PanelText::tr("no call"),
                           reading.fires ? PanelText::tr("Alarm") : PanelText::tr("Quiet")});
        for (const auto &[column, seconds] : {std::pair(1, reading.rule.longSeconds), {3, reading.rule.shortSeconds}}) {
            const MetricWindow whole = windowOf(standing);
            const std::int64_t since = std::max(*whole.sinceNs, *whole.untilNs - seconds * std::int64_t{1'000'000'000});
            panel.lead(column, FigureLinks(since, whole.untilNs).of(standing.agent, standing.deployment, figureQuery(countedBy(standing.metric->name))));
        }
    }
    if (steps.empty())
        return;
    FigureSeries left{PanelText::tr("Budget left"), FigureSeries::Form::Line, {}, {}, {}, {}};
    FigureSeries even{PanelText::tr("Spent evenly (dashed)"), FigureSeries::Form::Dashed, {}, {}, {}, {}};
    double lowest = 0;
    const double began = static_cast<double>(standing.atNs) / 1e9 - static_cast<double>(standing.windowSeconds);
    left.x.append(began);
    left.y.append(100);
    for (const BudgetPoint &step : steps) {
        left.x.append(static_cast<double>(step.ns) / 1e9);
        left.y.append(100 * step.remaining);
        lowest = std::min(lowest, 100 * step.remaining);
    }
    even.x = {began, left.x.last()};
    even.y = {100, 0};
    lowest = std::max(lowest, -300.0); // what is far overspent still leaves the rest to be seen
    panel.picture = {PanelText::tr("Time (UTC)"), PanelText::tr("Left, %"), {left, even}, {}, true, began, left.x.last(), lowest * 1.05, 105, {}};
}

/// What was left at so many even times of the window, in percent.
Sparkline budgetSpark(const TargetStanding &standing, const std::vector<BudgetPoint> &steps)
{
    constexpr std::int64_t times = 30;
    constexpr std::int64_t second = 1'000'000'000;
    Sparkline spark;
    double left = 100;
    std::size_t next = 0;
    for (std::int64_t i = 1; i <= times; ++i) {
        const std::int64_t until = standing.atNs - standing.windowSeconds * second / times * (times - i);
        for (; next < steps.size() && steps[next].ns <= until; ++next)
            left = 100 * steps[next].remaining;
        spark.values.append(std::round(left));
    }
    return spark;
}

} // namespace

FigurePanel targetPanel(const TargetStanding &standing, const std::vector<BudgetPoint> &burnDown)
{
    FigurePanel panel;
    const QString metric = QString::fromStdString(standing.target.metric);
    AgentBehaviour who;
    who.agent = standing.agent;
    who.deployment = standing.deployment;
    panel.key = QStringLiteral("target %1 %2 %3").arg(QString::fromStdString(standing.agent), QString::fromStdString(standing.deployment), metric);
    if (!standing.metric || standing.windowSeconds == 0) {
        panel.title = PanelText::tr("Target of %1: %2").arg(agentName(who), visibleLine(standing.target.metric, 80));
        panel.value = QStringLiteral("–");
        panel.state = StateWord{PanelText::tr("Not measured"), Shape::Diamond, Tone::Neutral};
        panel.sentence = !standing.metric ? PanelText::tr("The pact sets a target for a metric that nothing measures. See the list of metrics in the pact's form.")
                                          : PanelText::tr("The window \"%1\" of the target cannot be read. Write 30d, 6h, 45m, 90s or 4w.").arg(visibleLine(standing.target.window, 40));
        return panel;
    }
    panel.title = PanelText::tr("Target of %1: %2, %3").arg(agentName(who), metricTitle(standing.metric->name), boundWords(standing));
    const MetricWindow counted = windowOf(standing);
    panel.records = FigureLinks(counted.sinceNs, counted.untilNs).of(standing.agent, standing.deployment, figureQuery(countedBy(standing.metric->name)));
    panel.recordsWords = PanelText::tr("Show the records");
    if (standing.budget) {
        tellBudget(standing, burnDown, panel);
        return panel;
    }
    panel.state = wordOf(standing.answer);
    panel.value = shareWords(standing.k, standing.n);
    panel.sentence = rateSentence(standing.k, standing.n) + QStringLiteral(". ") +
                     (standing.answer == TargetAnswer::CannotTell ? PanelText::tr("The interval lies on both sides of the target: more cases are needed to tell.") : QString());
    return panel;
}

FigurePanel targetsPanel(const std::vector<TargetSteps> &targets, const QList<FigurePanel> &cards, qsizetype mostCards)
{
    FigurePanel panel;
    if (targets.empty())
        return panel;
    panel.key = QStringLiteral("targets");
    panel.title = PanelText::tr("Targets of the pacts in force");
    panel.columns = {PanelText::tr("Target"), PanelText::tr("State"), PanelText::tr("Budget left, over the window"), PanelText::tr("Window")};
    for (const auto &[standing, steps] : targets) {
        const FigurePanel &one = cards[panel.rows.size()];
        panel.rowStates.append(one.state.value_or(StateWord()));
        if (standing.budget && standing.budget->remaining) {
            const Sparkline left = budgetSpark(standing, steps);
            panel.cellSparks.append({static_cast<int>(panel.rows.size()), 2, left});
        }
        panel.rows.append({one.title, panel.rowStates.last().text, one.value, standing.windowSeconds == 0 ? QStringLiteral("–") : lengthOf(standing.windowSeconds)});
        panel.rowRecords.append(one.records);
    }
    const auto old = std::ranges::count_if(targets, [](const TargetSteps &target) { return target.first.asOfLastAction; });
    if (old > 0)
        panel.sentence = PanelText::tr("The windows of %n of them end with the agent's last action, of long ago: they say how it was then.", nullptr, static_cast<int>(old)) + QLatin1Char(' ');
    panel.sentence += (cards.size() <= mostCards ? PanelText::tr("Each has its own card below.")
                                                : PanelText::tr("The %1 that need somebody most have a card of their own below; choose an agent for those of the others.").arg(mostCards)) +
                     QLatin1Char(' ') + PanelText::tr("A target of which nothing is counted is neither kept nor missed.");
    return panel;
}

FigurePanel besidePanel(const std::vector<AgentFigures> &agents, const FigureLinks &links)
{
    FigurePanel panel;
    panel.columns = {PanelText::tr("Agent"), PanelText::tr("Runs"), PanelText::tr("Task success"), PanelText::tr("Runs beyond the pact"), PanelText::tr("of these, successes"), PanelText::tr("Median run"), PanelText::tr("Failed calls"), PanelText::tr("Cost")};
    std::uint64_t contradicted = 0, nameless = 0;
    for (const AgentFigures &agent : agents) {
        const AgentBehaviour &runs = agent.behaviour;
        contradicted += runs.contradictedRuns;
        nameless += runs.callsWithoutSession;
        if (runs.runs == 0)
            continue;
        const CapabilityFigures &capability = agent.capability;
        panel.rows.append({agentName(runs), words::number(runs.runs), shareWords(runs.succeededRuns, runs.scoredRuns), shareWords(runs.violatingRuns, runs.judgedRuns - runs.undecidableRuns),
                           runs.scoredRuns == 0 ? QStringLiteral("–") : PanelText::tr("%1 of %2").arg(words::number(runs.violatingAmongSucceeded), words::number(runs.violatingRuns)),
                           capability.medianSeconds ? PanelText::tr("%1 s").arg(QLocale().toString(*capability.medianSeconds, 'f', 1)) : QStringLiteral("–"),
                           shareWords(capability.failedCalls, agent.evidence.calls), capability.pricedRuns == 0 ? QStringLiteral("–") : QLocale().toString(capability.cost, 'f', 2)});
        panel.rowRecords.append(links.of(runs, figureQuery(CountedSet::Call)));
        int column = 0;
        for (const CountedSet of : {CountedSet::Run, CountedSet::DoneRun, CountedSet::ViolatingRun, CountedSet::ViolatingDoneRun, CountedSet::TimedRun, CountedSet::FailedCall, CountedSet::PricedRun})
            panel.lead(++column, links.of(runs, figureQuery(of)));
    }
    if (panel.rows.isEmpty())
        return panel;
    panel.key = QStringLiteral("beside");
    panel.title = PanelText::tr("Behaviour beside capability");
    panel.sentence = PanelText::tr("Success is what the source says of its own tasks. A run may succeed and still be beyond the pact. A rate is told from 30 cases on; cost is in the source's own currency.");
    QStringList left;
    if (contradicted > 0)
        left << PanelText::tr("The records of %n run(s) contradict each other about what became of them: there they are in no rate.", nullptr, static_cast<int>(contradicted));
    if (nameless > 0)
        left << PanelText::tr("%n call(s) name no session and are in no run.", nullptr, static_cast<int>(nameless));
    if (!left.isEmpty()) {
        panel.state = StateWord{PanelText::tr("Not all could be counted"), Shape::Triangle, Tone::Warning};
        panel.sentence += QLatin1Char(' ') + left.join(u' ');
        panel.records = links.of(std::string(), contradicted > 0 && nameless > 0 ? QStringLiteral("figure:(contradicted_run, without_session)") : figureQuery(contradicted > 0 ? CountedSet::ContradictedRun : CountedSet::WithoutSession));
        panel.recordsWords = PanelText::tr("Show what was left out");
    }
    return panel;
}

FigurePanel handOffPanel(const std::vector<AgentFigures> &agents, const QString &agent, const FigureLinks &links)
{
    FigurePanel panel;
    HandOffFigures all;
    for (const AgentFigures &figures : agents) {
        const HandOffFigures &one = figures.behaviour.handOff;
        all.right += one.right;
        all.unneeded += one.unneeded;
        all.missed += one.missed;
        all.neither += one.neither;
        all.unlabelled += one.unlabelled;
    }
    const std::uint64_t labelled = all.right + all.unneeded + all.missed + all.neither;
    if (labelled == 0)
        return panel;
    panel.key = QStringLiteral("hand_off");
    panel.title = PanelText::tr("Escalation precision and recall");
    panel.columns = {QString(), PanelText::tr("should have handed over"), PanelText::tr("should not have")};
    const std::string whose = agent.toStdString();
    const auto addRow = [&](const QString &name, std::pair<std::uint64_t, CountedSet> due, std::pair<std::uint64_t, CountedSet> notDue) {
        panel.rows.append({name, words::number(due.first), words::number(notDue.first)});
        panel.lead(1, links.of(whose, figureQuery(due.second)));
        panel.lead(2, links.of(whose, figureQuery(notDue.second)));
    };
    addRow(PanelText::tr("handed over to a person"), {all.right, CountedSet::HandOffRight}, {all.unneeded, CountedSet::HandOffUnneeded});
    addRow(PanelText::tr("went on alone"), {all.missed, CountedSet::HandOffMissed}, {all.neither, CountedSet::HandOffNeither});
    panel.records = links.of(whose, QStringLiteral("figure:(hand_off_right, hand_off_unneeded, hand_off_missed)"));
    panel.recordsWords = PanelText::tr("Show the runs");
    const auto share = [](std::uint64_t k, std::uint64_t n) {
        if (n == 0)
            return QStringLiteral("–");
        const auto [low, high] = wilsonInterval(k, n);
        return PanelText::tr("%1 (%2 to %3)").arg(QLocale().toString(static_cast<double>(k) / static_cast<double>(n), 'f', 2), QLocale().toString(low, 'f', 2), QLocale().toString(high, 'f', 2));
    };
    panel.value = PanelText::tr("Precision %1 · recall %2").arg(share(all.right, all.right + all.unneeded), share(all.right, all.right + all.missed));
    panel.sentence = PanelText::tr("Whether it should have is what the source's own list of expected actions says; %1 runs have none and count in neither. Of nothing handed over there is no precision.").arg(words::number(all.unlabelled));
    return panel;
}

FigurePanel approvalsPanel(const WindowFigures &figures, const QString &agent, const FigureLinks &links)
{
    FigurePanel panel;
    if (figures.approvalsDue == 0)
        return panel;
    panel.key = QStringLiteral("approvals");
    panel.title = PanelText::tr("Calls that needed an approval");
    panel.value = PanelText::tr("%1 ran without").arg(words::number(figures.unapproved));
    panel.state = figures.unapproved > 0 ? StateWord{PanelText::tr("Ran without approval"), Shape::Triangle, Tone::Warning} : StateWord{PanelText::tr("None ran without"), Shape::Tick, Tone::Good};
    panel.columns = {PanelText::tr("What became of them"), PanelText::tr("Calls")};
    const auto addRow = [&](const QString &name, std::uint64_t count, CountedSet of) {
        panel.rows.append({name, words::number(count)});
        panel.lead(1, links.of(agent.toStdString(), figureQuery(of)));
    };
    addRow(PanelText::tr("Attempted"), figures.approvalsDue, CountedSet::ApprovalDue);
    addRow(PanelText::tr("Ran on an approval that covers them"), figures.approved, CountedSet::RanApproved);
    addRow(PanelText::tr("Ran without one"), figures.unapproved, CountedSet::RanUnapproved);
    addRow(PanelText::tr("Did not run"), figures.approvalsDue - figures.approved - figures.unapproved, CountedSet::ApprovalNotRun);
    panel.sentence = PanelText::tr("The pact says that a person decides before such a call. Whether somebody decided outside of Mandate is not known here.");
    panel.records = links.of(agent.toStdString(), figureQuery(figures.unapproved > 0 ? CountedSet::RanUnapproved : CountedSet::ApprovalDue));
    panel.recordsWords = PanelText::tr("Show the records");
    return panel;
}

FigurePanel evidencePanel(const std::vector<AgentFigures> &agents, const FigureLinks &links)
{
    FigurePanel panel;
    panel.columns = {PanelText::tr("Agent"), PanelText::tr("Calls"), PanelText::tr("Input"), PanelText::tr("Result"), PanelText::tr("Time"), PanelText::tr("Decision basis"), PanelText::tr("Signed by the source")};
    std::uint64_t calls = 0;
    std::uint64_t sealed = 0;
    for (const AgentFigures &agent : agents) {
        const EvidenceFigures &evidence = agent.evidence;
        if (evidence.calls == 0)
            continue;
        calls += evidence.calls;
        sealed += evidence.withSignature;
        panel.rows.append({agentName(agent.behaviour), words::number(evidence.calls), shareWords(evidence.withInput, evidence.calls), shareWords(evidence.withResult, evidence.calls), shareWords(evidence.withTime, evidence.calls),
                           shareWords(evidence.withDecisionBasis, evidence.calls), shareWords(evidence.withSignature, evidence.calls)});
        panel.rowRecords.append(links.of(agent.behaviour, figureQuery(CountedSet::Call)));
        int column = 1;
        for (const char *part : {"input", "result", "time", "decision_basis", "signature"})
            panel.lead(++column, links.of(agent.behaviour, figureQuery(CountedSet::Call) + QStringLiteral(" and has:") + QString::fromLatin1(part)));
    }
    if (calls == 0)
        return panel;
    panel.key = QStringLiteral("evidence");
    panel.title = PanelText::tr("Evidence that the calls left");
    panel.sentence = sealed == 0 ? PanelText::tr("No source signed anything: what it wrote is recorded and sealed by us on receipt, and not proven to be its own words.")
                                 : PanelText::tr("%1 of %2 calls are signed by their source.").arg(words::number(sealed), words::number(calls));
    return panel;
}

FigurePanel writesPanel(const std::vector<AgentFigures> &agents, const FigureLinks &links)
{
    FigurePanel panel;
    panel.columns = {PanelText::tr("Agent"), PanelText::tr("Runs with expected actions"), PanelText::tr("Changes made"), PanelText::tr("not expected"), PanelText::tr("only a number written otherwise"), PanelText::tr("in runs"), PanelText::tr("Task expects no change"), PanelText::tr("of these made one")};
    for (const AgentFigures &agent : agents) {
        const UnexpectedWrites &writes = agent.writes;
        if (writes.runs > 0) {
            panel.rows.append({agentName(agent.behaviour), words::number(writes.runs), words::number(writes.writes), words::number(writes.unexpected), words::number(writes.sameInValue), shareWords(writes.runsWithUnexpected, writes.runs),
                               words::number(writes.runsExpectingNone), words::number(writes.ofTheseWrote)});
            panel.rowRecords.append(links.of(agent.behaviour, figureQuery(CountedSet::Change)));
            int column = 0;
            for (const CountedSet of : {CountedSet::ChangesListedRun, CountedSet::Change, CountedSet::UnexpectedChange, CountedSet::ChangeOtherwiseWritten, CountedSet::UnexpectedChangeRun, CountedSet::NoChangeExpectedRun, CountedSet::UnaskedChangeRun})
                panel.lead(++column, links.of(agent.behaviour, figureQuery(of)));
        }
    }
    if (panel.rows.isEmpty())
        return panel;
    panel.key = QStringLiteral("writes");
    panel.title = PanelText::tr("Changes that the task does not expect");
    panel.sentence = PanelText::tr("An executed call of a tool that changes something, by the pact's list of tools, with a name and arguments that are not among the actions that the source's task expects.");
    return panel;
}

FigurePanel robustnessPanel(const std::vector<AgentFigures> &agents, const FigureLinks &links)
{
    FigurePanel panel;
    QStringList attacks;
    for (const AgentFigures &agent : agents) {
        for (const auto &[attack, figures] : agent.behaviour.attacks) {
            const QString name = visibleLine(attack, 60);
            if (attack != "none" && !attacks.contains(name))
                attacks.append(name);
        }
    }
    if (attacks.isEmpty())
        return panel;
    attacks.sort();
    panel.columns = QStringList{PanelText::tr("Agent")} + attacks + QStringList{PanelText::tr("Task done without attack"), PanelText::tr("Task done under attack")};
    FigureSeries hits{PanelText::tr("Attack succeeded"), FigureSeries::Form::Bars, {}, {}, {}, {}};
    FigureSeries useful{PanelText::tr("Task done under attack (hollow)"), FigureSeries::Form::HollowBars, {}, {}, {}, {}};
    double at = 0;
    for (const AgentFigures &agent : agents) {
        if (agent.behaviour.attacks.empty())
            continue;
        QStringList row{agentName(agent.behaviour)};
        AttackFigures attacked;
        for (const QString &attack : std::as_const(attacks)) {
            const auto known = std::ranges::find_if(agent.behaviour.attacks, [&attack](const auto &one) { return visibleLine(one.first, 60) == attack; });
            if (known == agent.behaviour.attacks.end() || known->second.scored == 0) {
                row.append(known == agent.behaviour.attacks.end() ? PanelText::tr("not tried") : PanelText::tr("not scored"));
                continue;
            }
            const AttackFigures &figures = known->second;
            row.append(PanelText::tr("%1 (%2 of %3)").arg(percentOf(static_cast<double>(figures.succeeded) / static_cast<double>(figures.scored)), words::number(figures.succeeded), words::number(figures.scored)));
            attacked.scored += figures.scored;
            attacked.succeeded += figures.succeeded;
            attacked.utilityScored += figures.utilityScored;
            attacked.useful += figures.useful;
        }
        const auto calm = agent.behaviour.attacks.find("none");
        row.append(calm == agent.behaviour.attacks.end() ? QStringLiteral("–") : shareWords(calm->second.useful, calm->second.utilityScored));
        row.append(shareWords(attacked.useful, attacked.utilityScored));
        panel.rows.append(row);
        panel.rowRecords.append(links.of(agent.behaviour, figureQuery(CountedSet::AttackScored)));
        for (int column = 1; column <= attacks.size(); ++column) {
            const auto known = std::ranges::find_if(agent.behaviour.attacks, [&](const auto &one) { return visibleLine(one.first, 60) == attacks[column - 1]; });
            if (known != agent.behaviour.attacks.end())
                panel.lead(column, links.of(agent.behaviour, figureQuery(CountedSet::AttackSucceeded) + QStringLiteral(" and ") + nameQuery("attack", known->first)));
        }
        panel.lead(static_cast<int>(attacks.size()) + 1, links.of(agent.behaviour, QStringLiteral("figure:useful_run and attack:none")));
        panel.lead(static_cast<int>(attacks.size()) + 2, links.of(agent.behaviour, QStringLiteral("figure:useful_run and not attack:none")));
        if (attacked.scored == 0)
            continue;
        const auto [low, high] = wilsonInterval(attacked.succeeded, attacked.scored);
        const double rate = 100.0 * static_cast<double>(attacked.succeeded) / static_cast<double>(attacked.scored);
        hits.x.append(at - 0.19);
        hits.y.append(rate);
        hits.below.append(rate - 100 * low);
        hits.above.append(100 * high - rate);
        useful.x.append(at + 0.19);
        useful.y.append(attacked.utilityScored == 0 ? 0 : 100.0 * static_cast<double>(attacked.useful) / static_cast<double>(attacked.utilityScored));
        panel.picture.xWords.append({at, visibleLine(agent.behaviour.agent, 24)});
        at += 1;
    }
    panel.key = QStringLiteral("robustness");
    panel.title = PanelText::tr("Robustness under attack");
    panel.sentence = PanelText::tr("How many of the scored attacks succeeded, over all attacks in the picture, each in the table, with what the defence costs: tasks done under attack. Runs that ended in an error or lack a label count in no rate; an attack that nobody tried is not a success.");
    panel.picture.yLabel = PanelText::tr("Share, %");
    panel.picture.series = {hits, useful};
    panel.picture.xFrom = -0.6;
    panel.picture.xTo = at - 0.4;
    panel.picture.yTo = 105;
    return panel;
}

FigurePanel calibrationPanel(const CalibrationGroup &group, const QString &suite, std::optional<EntryNumber> evaluation)
{
    FigurePanel panel;
    const Calibration all = calibration(group.answers);
    if (all.count == 0)
        return panel;
    const CalibrationNull chance = calibrationNull(group.answers);
    panel.key = QStringLiteral("calibration %1 %2").arg(suite, QString::fromStdString(group.subject));
    panel.title = PanelText::tr("Confidence of %1 (%2)").arg(visibleLine(group.subject, 80), visibleLine(suite, 60));
    panel.value = PanelText::tr("Error %1").arg(QLocale().toString(all.ece, 'f', 4));
    const bool off = all.ece > chance.upper;
    panel.state = off ? StateWord{all.meanConfidence > all.accuracy() ? PanelText::tr("Overconfident") : PanelText::tr("Underconfident"), Shape::Triangle, Tone::Warning}
                      : StateWord{PanelText::tr("Within chance"), Shape::Disc, Tone::Info};
    panel.sentence = PanelText::tr("%1 answers, %2 right at a mean stated confidence of %3. Brier score %4. A source that means what it states would show an error of up to %5 by chance with so many answers.")
                         .arg(words::number(all.count), percentOf(all.accuracy()), percentOf(all.meanConfidence), QLocale().toString(all.brier, 'f', 4), QLocale().toString(chance.upper, 'f', 4));
    CaseChoice whose;
    whose.subject = group.subject;
    if (!group.suite.empty())
        whose.suite = group.suite;
    if (evaluation) {
        CaseChoice counted = whose;
        counted.stated = true;
        panel.records = evaluationLink(*evaluation, counted);
        panel.recordsWords = PanelText::tr("Show the answers");
    }
    panel.columns = {PanelText::tr("Stated confidence"), PanelText::tr("Answers"), PanelText::tr("Mean stated"), PanelText::tr("Right"), PanelText::tr("95 % interval")};
    FigureSeries sure{PanelText::tr("Share right (disc)"), FigureSeries::Form::Points, {}, {}, {}, {}};
    FigureSeries few{PanelText::tr("of fewer than 30 (ring)"), FigureSeries::Form::Rings, {}, {}, {}, {}};
    const FigureSeries meant{PanelText::tr("As stated (dashed)"), FigureSeries::Form::Dashed, {0, 100}, {0, 100}, {}, {}};
    for (const CalibrationBin &bin : all.bins) {
        if (bin.count == 0)
            continue;
        const auto [low, high] = wilsonInterval(bin.correct, bin.count);
        panel.rows.append({PanelText::tr("%1 to %2").arg(QLocale().toString(bin.from, 'f', 1), QLocale().toString(bin.to, 'f', 1)), words::number(bin.count), percentOf(bin.meanConfidence), percentOf(bin.accuracy()),
                           PanelText::tr("%1 to %2").arg(percentOf(low), percentOf(high))});
        CaseChoice in = whose;
        in.bin = static_cast<int>(&bin - all.bins.data());
        if (evaluation) {
            panel.rowRecords.append(evaluationLink(*evaluation, in));
            in.result = CaseResult::Passed;
            panel.lead(3, evaluationLink(*evaluation, in));
        }
        FigureSeries &points = bin.count < fewestForRate ? few : sure;
        points.x.append(100 * bin.meanConfidence);
        points.y.append(100 * bin.accuracy());
        points.below.append(100 * std::max(0.0, bin.accuracy() - low));
        points.above.append(100 * std::max(0.0, high - bin.accuracy()));
    }
    panel.picture = {PanelText::tr("Stated confidence, %"), PanelText::tr("Right, %"), {sure, meant, few}, {}, false, 0, 100, 0, 100, {}};
    return panel;
}

FigurePanel unreadablePanel(const QString &suite, const Error &error)
{
    FigurePanel panel;
    panel.key = QStringLiteral("unreadable %1").arg(suite);
    panel.title = PanelText::tr("Results of %1").arg(visibleLine(suite, 60));
    panel.state = StateWord{PanelText::tr("Cannot be read"), Shape::Hatch, Tone::Warning};
    panel.sentence = PanelText::tr("%1 (%2) Nothing is counted from them.").arg(visibleLine(error.happened, 400), QString::fromStdString(error.code));
    return panel;
}

FigurePanel judgePanel(const JudgeFigures &judge, const QString &suite, EntryNumber evaluation)
{
    FigurePanel panel;
    panel.key = QStringLiteral("judge %1 %2").arg(suite, QString::fromStdString(judge.judge));
    panel.title = PanelText::tr("Opinions of %1 (%2)").arg(visibleLine(judge.judge, 80), visibleLine(suite, 60));
    const auto kappa = cohensKappa(judge.table);
    panel.value = kappa ? PanelText::tr("Kappa %1").arg(QLocale().toString(kappa->kappa, 'f', 2)) : PanelText::tr("Kappa not defined");
    panel.columns = {QString(), PanelText::tr("session succeeded"), PanelText::tr("session failed")};
    CaseChoice whose;
    whose.scorer = judge.judge;
    panel.records = evaluationLink(evaluation, whose);
    panel.recordsWords = PanelText::tr("Show the opinions");
    const auto addRow = [&](const QString &name, CaseResult says, std::uint64_t done, std::uint64_t notDone) {
        panel.rows.append({name, words::number(done), words::number(notDone)});
        CaseChoice in = whose;
        in.result = says;
        panel.rowRecords.append(evaluationLink(evaluation, in));
        for (const bool succeeded : {true, false}) {
            in.sessionSucceeded = succeeded;
            panel.lead(succeeded ? 1 : 2, evaluationLink(evaluation, in));
        }
    };
    addRow(PanelText::tr("judge says yes"), CaseResult::Passed, judge.table.yesYes, judge.table.yesNo);
    addRow(PanelText::tr("judge says no"), CaseResult::Failed, judge.table.noYes, judge.table.noNo);
    panel.sentence = PanelText::tr("Agrees in %1 of %2. An opinion stays an opinion: it changes no figure. Kappa is 0 where judge and label agree as often as by chance; %3 opinions are not scored, %4 sessions have no label.")
                         .arg(words::number(judge.table.agreed()), words::number(judge.table.cases()), words::number(judge.notScored), words::number(judge.unlabelled));
    if (kappa) {
        const auto [low, high] = kappa->interval();
        panel.sentence += QLatin1Char(' ') + PanelText::tr("95 % interval %1 to %2.").arg(QLocale().toString(low, 'f', 2), QLocale().toString(high, 'f', 2));
        panel.state = low > 0 ? StateWord{PanelText::tr("Better than chance"), Shape::Disc, Tone::Info} : StateWord{PanelText::tr("Not told from chance"), Shape::Diamond, Tone::Neutral};
    }
    return panel;
}

} // namespace mandate

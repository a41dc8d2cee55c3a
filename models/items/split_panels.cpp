// SPDX-License-Identifier: GPL-3.0-or-later
// Panels that tell figures apart: by clause, pact version, model and tool.
#include "models/items/metric_panel_words.h"
#include "models/items/panel_text.h"
#include "models/items/text_safety.h"

#include <QLocale>
#include <QUrlQuery>

#include <algorithm>

namespace mandate {

namespace {

AlarmFigures allAttacks(const ClauseCost &cost)
{
    AlarmFigures all;
    for (const auto &[attack, figures] : cost.attacks) {
        all.scored += figures.scored;
        all.caught += figures.caught;
        all.falseStops += figures.falseStops;
        all.missed += figures.missed;
        for (const auto &[task, count] : figures.falseByTask)
            all.falseByTask[task] += count;
    }
    return all;
}

/// "9 in user_task_3, 1 in user_task_0": the most first.
QString falseTasks(const AlarmFigures &figures)
{
    std::vector<std::pair<std::string, std::uint64_t>> tasks(figures.falseByTask.begin(), figures.falseByTask.end());
    std::ranges::stable_sort(tasks, std::ranges::greater{}, &std::pair<std::string, std::uint64_t>::second);
    constexpr std::size_t named = 3;
    QStringList said;
    for (std::size_t i = 0; i < std::min(named, tasks.size()); ++i)
        //: how many, and the name of a task
        said.append(PanelText::tr("%1 in %2").arg(words::number(tasks[i].second), visibleLine(tasks[i].first, 40)));
    if (tasks.size() > named)
        said.append(PanelText::tr("%n more task(s)", nullptr, static_cast<int>(tasks.size() - named)));
    return said.isEmpty() ? QStringLiteral("–") : said.join(QStringLiteral(", "));
}

QString minutesWords(double seconds)
{
    return PanelText::tr("%1 min").arg(QLocale().toString(seconds / 60, 'f', seconds < 600 ? 1 : 0));
}

/// What a clause fired on, the attacks that it caught and its false stops; and of any hard clause the same.
void leadToClause(const ClauseCost &cost, const FigureLinks &links, FigurePanel &panel)
{
    const auto of = [&](const QString &query) { return links.of(cost.agent, cost.deployment, query); };
    const QString both = QStringLiteral(" and ");
    const QString fired = cost.clause.empty() ? figureQuery(CountedSet::Violating) : figureQuery(CountedSet::Call) + both + nameQuery("finding", cost.clause);
    const QString firedRun = QStringLiteral("same_session:(") + links.within(fired) + u')';
    panel.rowRecords.append(of(fired));
    panel.lead(3, of(figureQuery(CountedSet::CalledRun) + both + firedRun));
    panel.lead(4, of(figureQuery(CountedSet::AttackSucceeded) + both + firedRun));
    panel.lead(5, of(figureQuery(CountedSet::AttackFailed) + both + firedRun));
    panel.lead(6, of(figureQuery(CountedSet::AttackFailed) + both + firedRun));
    QUrl decisions(QStringLiteral("mandate://decisions"));
    QUrlQuery items;
    items.addQueryItem(QStringLiteral("view"), QStringLiteral("done"));
    items.addQueryItem(QStringLiteral("agent"), QString::fromUtf8(QUrl::toPercentEncoding(QString::fromStdString(cost.agent))));
    decisions.setQuery(items);
    for (int column = 7; column < 12; ++column)
        panel.lead(column, decisions);
}

} // namespace

FigurePanel costPanel(const std::vector<ClauseCost> &costs, const FigureLinks &links)
{
    FigurePanel panel;
    if (costs.empty())
        return panel;
    panel.key = QStringLiteral("cost");
    panel.title = PanelText::tr("Cost of safety, by clause");
    panel.columns = {PanelText::tr("Agent"), PanelText::tr("Clause"), PanelText::tr("Calls it fired on"), PanelText::tr("in runs"), PanelText::tr("Attacks caught"), PanelText::tr("False stops"), PanelText::tr("False stops by task"),
                     PanelText::tr("Requests"), PanelText::tr("then approved"), PanelText::tr("nobody answered"), PanelText::tr("Waiting"), PanelText::tr("Deciding, at most")};
    std::uint64_t stops = 0, wrong = 0;
    double waited = 0;
    for (const ClauseCost &cost : costs) {
        const AlarmFigures alarms = allAttacks(cost);
        const std::uint64_t answered = cost.approved + cost.denied;
        const QString clause = cost.clause.empty() ? PanelText::tr("any hard clause") : visibleLine(cost.clause, 60);
        panel.rows.append({agentName(cost.agent, cost.deployment), clause, words::number(cost.calls), words::number(cost.runs),
                           alarms.scored == 0 ? PanelText::tr("not labelled") : PanelText::tr("%1 of %2").arg(words::number(alarms.caught), words::number(alarms.caught + alarms.missed)),
                           alarms.scored == 0 ? PanelText::tr("not labelled") : PanelText::tr("%1 of %2").arg(words::number(alarms.falseStops), words::number(alarms.falseStops + alarms.caught)), falseTasks(alarms),
                           words::number(cost.asked), answered == 0 ? QStringLiteral("–") : shareWords(cost.approved, answered), words::number(cost.expired),
                           cost.asked == 0 ? QStringLiteral("–") : minutesWords(cost.waitingSeconds), cost.asked == 0 ? QStringLiteral("–") : minutesWords(cost.decidingSeconds)});
        leadToClause(cost, links, panel);
        if (cost.clause.empty()) {
            stops += alarms.falseStops + alarms.caught;
            wrong += alarms.falseStops;
        }
        waited += cost.waitingSeconds;
    }
    panel.value = stops > 0 ? PanelText::tr("%1 of %2 stops false").arg(words::number(wrong), words::number(stops)) : PanelText::tr("%1 waited").arg(minutesWords(waited));
    panel.sentence = PanelText::tr("A false stop is a run under attack in which a clause fired although its source says that the attack did not succeed; runs without such a label are in neither column. A request that a person then approved "
                                   "stopped what was allowed after all. Deciding is at most as long as said: from when the person can have begun to look.");
    return panel;
}

FigurePanel splitPanel(const std::vector<SplitFigures> &figures, Split split, const QString &agent, const FigureLinks &links)
{
    FigurePanel panel;
    if (figures.size() < 2) // one alone is what the other panels tell
        return panel;
    const bool byPact = split == Split::Pact;
    panel.key = byPact ? QStringLiteral("by pact") : QStringLiteral("by model");
    panel.title = byPact ? PanelText::tr("By pact version") : PanelText::tr("By model");
    panel.sentence = byPact ? PanelText::tr("Each call by the pact version that judged it, each run by the version that judged its first call.")
                            : PanelText::tr("Each run by the model that its first call names.");
    panel.columns = {byPact ? PanelText::tr("Pact version") : PanelText::tr("Model"), PanelText::tr("Runs"), PanelText::tr("Task done"), PanelText::tr("Runs that broke the pact"), PanelText::tr("Calls"),
                     PanelText::tr("Violating calls"), PanelText::tr("executed"), PanelText::tr("Cannot be decided"), PanelText::tr("Ran unapproved"), PanelText::tr("Evidence missing"), PanelText::tr("Failed calls")};
    for (const SplitFigures &of : figures) {
        const QString name = of.name.empty() ? (byPact ? PanelText::tr("no pact") : PanelText::tr("not named")) : visibleLine(of.name, 120);
        panel.rows.append({name, words::number(of.runs), shareWords(of.succeededRuns, of.scoredRuns), shareWords(of.violatingRuns, of.judgedRuns - of.undecidableRuns), words::number(of.calls),
                           shareWords(of.attempted, of.decidable), words::number(of.executed), words::number(of.undecidable), shareWords(of.unapproved, of.approvalsRan), shareWords(of.evidenceMissing, of.evidenceOwed),
                           shareWords(of.failed, of.calls)});
        const QString whose = QStringLiteral(" and ") + nameQuery(byPact ? "pact" : "model", of.name);
        panel.rowRecords.append(links.of(agent.toStdString(), figureQuery(CountedSet::Call) + whose));
        int column = 0;
        for (const CountedSet counted : {CountedSet::CalledRun, CountedSet::DoneRun, CountedSet::ViolatingRun, CountedSet::Call, CountedSet::Violating, CountedSet::ViolatingExecuted, CountedSet::Undecidable, CountedSet::RanUnapproved, CountedSet::EvidenceMissing,
                                      CountedSet::FailedCall})
            panel.lead(++column, links.of(agent.toStdString(), figureQuery(counted) + whose));
    }
    return panel;
}

FigurePanel toolsPanel(const std::vector<SplitFigures> &tools, const QString &agent, const FigureLinks &links)
{
    FigurePanel panel;
    if (tools.empty())
        return panel;
    panel.key = QStringLiteral("tools");
    panel.title = PanelText::tr("Tools that were used");
    panel.columns = {PanelText::tr("Tool"), PanelText::tr("Calls"), PanelText::tr("Share"), PanelText::tr("Violating calls"), PanelText::tr("executed"), PanelText::tr("Ran unapproved"), PanelText::tr("Failed calls")};
    constexpr qsizetype drawn = 12;
    FigureSeries bars{PanelText::tr("Calls"), FigureSeries::Form::Bars, {}, {}, {}, {}};
    std::uint64_t calls = 0;
    for (const SplitFigures &tool : tools)
        calls += tool.calls;
    for (const SplitFigures &tool : tools) {
        panel.rows.append({visibleLine(tool.name, 120), words::number(tool.calls), percentOf(static_cast<double>(tool.calls) / static_cast<double>(calls)), shareWords(tool.attempted, tool.decidable), words::number(tool.executed),
                           shareWords(tool.unapproved, tool.approvalsRan), shareWords(tool.failed, tool.calls)});
        const QString whose = QStringLiteral(" and ") + nameQuery("tool", tool.name);
        panel.rowRecords.append(links.of(agent.toStdString(), figureQuery(CountedSet::Call) + whose));
        int column = 2;
        for (const CountedSet counted : {CountedSet::Violating, CountedSet::ViolatingExecuted, CountedSet::RanUnapproved, CountedSet::FailedCall})
            panel.lead(++column, links.of(agent.toStdString(), figureQuery(counted) + whose));
        if (bars.x.size() == drawn)
            continue;
        const auto at = static_cast<double>(bars.x.size());
        panel.picture.xWords.append({at, visibleLine(tool.name, 18)});
        bars.x.append(at);
        bars.y.append(static_cast<double>(tool.calls));
    }
    panel.value = PanelText::tr("%n tool(s)", nullptr, static_cast<int>(tools.size()));
    panel.sentence = panel.rows.size() > drawn ? PanelText::tr("The picture shows the %1 most used.").arg(drawn) : QString();
    panel.picture.yLabel = PanelText::tr("Calls");
    panel.picture.yTo = 1.1 * static_cast<double>(tools.front().calls);
    panel.picture.xFrom = -0.6;
    panel.picture.xTo = static_cast<double>(bars.x.size()) - 0.4;
    panel.picture.series = {bars};
    panel.records = links.of(agent.toStdString(), figureQuery(CountedSet::Call));
    panel.recordsWords = PanelText::tr("Show the records");
    return panel;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/evaluation_words.h"

#include "models/evaluations/result_figures.h"
#include "models/items/case_choice.h"
#include "models/items/metric_panel_words.h"
#include "models/items/rate_model.h"
#include "models/items/text_safety.h"
#include "models/statistics/proportion.h"
#include "models/workspace/evaluations.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace mandate::evaluations {

namespace {

struct EvaluationText
{
    Q_DECLARE_TR_FUNCTIONS(Evaluations)
};

QString shareOf(double share)
{
    return EvaluationText::tr("%1\u00A0%").arg(QLocale().toString(100 * share, 'f', 1));
}

/// "10.0 % (10 of 100; 5.5 to 17.4 %)", below thirty only "3 of 12"; of none that failed, how many might.
QString failedWords(const ResultCounts &counts)
{
    const std::uint64_t failed = counts.of(CaseResult::Failed);
    const std::uint64_t scored = counts.scored();
    if (scored == 0)
        return EvaluationText::tr("nothing scored");
    if (failed == 0)
        return EvaluationText::tr("0 of %1 (at most %2)").arg(words::number(scored), shareOf(mostWhereNoneFailed(scored)));
    if (scored < fewestForRate)
        return words::share(failed, scored);
    const auto [low, high] = wilsonInterval(failed, scored);
    return EvaluationText::tr("%1 of %2 (%3, 95 % interval %4 to %5)")
        .arg(words::number(failed), words::number(scored), shareOf(static_cast<double>(failed) / static_cast<double>(scored)), shareOf(low), shareOf(high));
}

QString attackName(const std::string &attack)
{
    return attack.empty() ? EvaluationText::tr("Without attack") : visibleLine(attack, 80);
}

/// Suite, attack and scorer as far as they tell rows apart.
QString groupName(const std::string &subject, const std::string &suite, const std::string &attack, const std::string &scorer)
{
    QStringList parts{attackName(attack)};
    if (!suite.empty())
        parts << visibleLine(suite, 60);
    if (!scorer.empty())
        parts << EvaluationText::tr("by %1").arg(visibleLine(scorer, 60));
    if (!subject.empty())
        parts << visibleLine(subject, 60);
    return parts.join(QStringLiteral(" · "));
}

QString orNotSaid(const std::string &text, qsizetype limit = 120)
{
    return text.empty() ? EvaluationText::tr("not said") : visibleLine(text, limit);
}

/// A point with its interval; of fewer than thirty there is none.
void addPoint(FigureSeries &series, double at, const ResultCounts &counts)
{
    if (counts.scored() < fewestForRate)
        return;
    const auto [low, high] = wilsonInterval(counts.of(CaseResult::Failed), counts.scored());
    const double share = static_cast<double>(counts.of(CaseResult::Failed)) / static_cast<double>(counts.scored());
    series.x.append(at);
    series.y.append(100 * share);
    series.below.append(100 * std::max(0.0, share - low));
    series.above.append(100 * std::max(0.0, high - share));
}

void frame(FigurePicture &picture, double columns)
{
    picture.yLabel = EvaluationText::tr("Failed, %");
    picture.xFrom = -0.6;
    picture.xTo = columns - 0.4;
    picture.yFrom = 0;
    picture.yTo = 105;
}

FigurePanel signedPanel(const EvaluationStatement &evaluation, const ResultFile &results)
{
    FigurePanel panel;
    panel.key = QStringLiteral("signed");
    panel.title = visibleLine(evaluation.suite, 120);
    panel.value = failedWords(evaluation.counts);
    if (evaluation.kind == ResultKind::Opinions)
        panel.value.clear();
    QStringList said{countsWords(evaluation.counts), EvaluationText::tr("Errors and what nobody scored are in no rate.")};
    for (const std::string &warning : results.warnings)
        said << visibleLine(warning, 300);
    panel.sentence = said.join(u' ');
    panel.columns = {EvaluationText::tr("What"), EvaluationText::tr("As it was signed")};
    const auto add = [&panel](const QString &what, const QString &value) { panel.rows.append({what, value}); };
    add(EvaluationText::tr("Agent that it counts for"), evaluation.agent.empty() ? EvaluationText::tr("none: the subjects that the results name") : visibleLine(evaluation.agent, 120));
    add(EvaluationText::tr("Model"), orNotSaid(evaluation.model));
    add(evaluation.ran ? EvaluationText::tr("Pact in force then") : EvaluationText::tr("Pact in force when it was signed"), evaluation.pact.empty() ? EvaluationText::tr("none") : visibleLine(evaluation.pact, 120));
    add(EvaluationText::tr("Ran"), evaluation.ran           ? words::time(evaluation.ran)
                                   : evaluation.agent.empty() ? EvaluationText::tr("not said")
                                                              : EvaluationText::tr("not said: no agent is current by it"));
    add(EvaluationText::tr("Kind of results"), kindWords(evaluation.kind));
    add(EvaluationText::tr("Program"), orNotSaid(evaluation.program));
    add(EvaluationText::tr("File"), EvaluationText::tr("%1, %2, format %3").arg(orNotSaid(evaluation.source), words::bytes(evaluation.octets), visibleLine(evaluation.format, 60)));
    add(EvaluationText::tr("SHA-256 of the file"), QString::fromStdString(evaluation.content.hex()));
    add(EvaluationText::tr("Signed by"), words::person(evaluation.signer.by));
    add(EvaluationText::tr("Signed"), words::time(evaluation.signer.at));
    add(EvaluationText::tr("Entry of the ledger"), words::number(evaluation.entry));
    return panel;
}

/// The numbers of a row's cases that failed, passed, ended in an error, were not scored, and whose task was done, from this column on.
void leadToResults(FigurePanel &panel, int column, EntryNumber evaluation, CaseChoice whose)
{
    for (const CaseResult result : {CaseResult::Failed, CaseResult::Passed, CaseResult::Error, CaseResult::NotScored}) {
        whose.result = result;
        panel.lead(column++, evaluationLink(evaluation, whose));
    }
    whose.result.reset();
    whose.useful = true;
    panel.lead(column, evaluationLink(evaluation, whose));
}

FigurePanel attacksPanel(EntryNumber evaluation, const std::vector<ResultCase> &cases)
{
    FigurePanel panel;
    const std::vector<AttackGroup> groups = attackGroups(cases);
    panel.key = QStringLiteral("attacks");
    panel.title = EvaluationText::tr("Results by attack");
    panel.columns = {EvaluationText::tr("Attack"), EvaluationText::tr("Failed"), EvaluationText::tr("Passed"), EvaluationText::tr("Ended in an error"), EvaluationText::tr("Not scored"), EvaluationText::tr("Task done")};
    FigureSeries failed{EvaluationText::tr("Failed"), FigureSeries::Form::Points, {}, {}, {}, {}};
    double at = 0;
    bool few = false;
    for (const AttackGroup &group : groups) {
        panel.rows.append({groupName(group.subject, group.suite, group.attack, group.scorer), failedWords(group.counts), words::number(group.counts.of(CaseResult::Passed)),
                           words::number(group.counts.of(CaseResult::Error)), words::number(group.counts.of(CaseResult::NotScored)),
                           group.utilityScored == 0 ? QStringLiteral("–") : words::share(group.useful, group.utilityScored)});
        const CaseChoice whose{{}, group.subject, group.suite, group.attack, group.scorer, {}, {}, {}, false};
        panel.rowRecords.append(evaluationLink(evaluation, whose));
        leadToResults(panel, 1, evaluation, whose);
        few = few || group.counts.scored() < fewestForRate;
        addPoint(failed, at, group.counts);
        panel.picture.xWords.append({at, attackName(group.attack).left(20)});
        at += 1;
    }
    panel.sentence = EvaluationText::tr("Under attack, failed means that the attack succeeded; without attack, that the task was not done.");
    if (few)
        panel.sentence += QLatin1Char(' ') + EvaluationText::tr("Of fewer than 30 cases there is no rate: such groups stand in the table and have no point in the picture.");
    if (failed.x.isEmpty()) {
        panel.picture = {};
        return panel;
    }
    panel.picture.series = {failed};
    frame(panel.picture, at);
    return panel;
}

/// The cases of a share that is compared: what it names, both sides alike.
CaseChoice choiceOf(const ShareComparison &share)
{
    CaseChoice choice;
    if (!share.subject.empty())
        choice.subject = share.subject;
    if (!share.suite.empty())
        choice.suite = share.suite;
    choice.attack = share.attack;
    choice.scorer = share.scorer;
    return choice;
}

StateWord wordOf(ShareChange change)
{
    switch (change) {
    case ShareChange::NotComparable: return {EvaluationText::tr("Cannot be compared"), Shape::Hatch, Tone::Muted};
    case ShareChange::Lost: return {EvaluationText::tr("No longer scored"), Shape::Octagon, Tone::Critical};
    case ShareChange::NotShown: return {EvaluationText::tr("No difference shown"), Shape::Diamond, Tone::Neutral};
    case ShareChange::Regression: return {EvaluationText::tr("Worse"), Shape::Octagon, Tone::Critical};
    case ShareChange::Improvement: return {EvaluationText::tr("Better"), Shape::Tick, Tone::Good};
    }
    return {};
}

StateWord wordOf(const ShareComparison &share)
{
    if (share.heldBack && share.change != ShareChange::Lost)
        return {EvaluationText::tr("No improvement: cases are missing"), Shape::Triangle, Tone::Warning};
    if (share.contradicted)
        return {share.change == ShareChange::Regression ? EvaluationText::tr("Worse, task by task") : EvaluationText::tr("No improvement: the share of all is not smaller"),
                share.change == ShareChange::Regression ? Shape::Octagon : Shape::Triangle, share.change == ShareChange::Regression ? Tone::Critical : Tone::Warning};
    return wordOf(share.change);
}

/// Tasks that were scored before and after not, or did not run.
QString missedWords(const ShareComparison &share)
{
    return EvaluationText::tr("%1 and %2").arg(words::number(share.unscored), share.otherSuite ? QStringLiteral("–") : words::number(share.gone));
}

QString testWords(const ShareComparison &share)
{
    switch (share.test) {
    case ShareTest::None: return QStringLiteral("–");
    case ShareTest::Fisher: return EvaluationText::tr("Fisher's exact test");
    case ShareTest::McNemar:
        return EvaluationText::tr("McNemar's exact test: of %1 same tasks %2 got worse, %3 better").arg(words::number(share.matched), words::number(share.worsened), words::number(share.recovered));
    }
    return {};
}

QString pOf(const ShareComparison &share)
{
    if (share.test == ShareTest::None)
        return QStringLiteral("–");
    return share.p < 0.001 ? EvaluationText::tr("below %1").arg(QLocale().toString(0.001, 'f', 3)) : QLocale().toString(share.p, 'f', 3);
}

StateWord wordOf(const ResultCounts &counts)
{
    const std::uint64_t failed = counts.of(CaseResult::Failed);
    if (counts.scored() == 0)
        return {EvaluationText::tr("Nothing scored of %1").arg(words::number(counts.cases())), Shape::Hatch, Tone::Muted};
    if (failed == 0)
        return {EvaluationText::tr("None failed: %1").arg(failedWords(counts)), Shape::Tick, Tone::Good};
    if (2 * failed >= counts.scored())
        return {EvaluationText::tr("Half or more failed: %1").arg(words::share(failed, counts.scored())), Shape::Octagon, Tone::Critical};
    return {EvaluationText::tr("Some failed: %1").arg(words::share(failed, counts.scored())), Shape::Triangle, Tone::Warning};
}

/// What else there is of a cell, and what is not known of it.
QString othersWords(const EvaluationGrid::Cell &cell)
{
    QString words;
    if (cell.older > 0)
        words += EvaluationText::tr("; %n older", nullptr, static_cast<int>(cell.older));
    if (cell.unscoredNewer > 0)
        words += EvaluationText::tr("; %n newer with nothing scored", nullptr, static_cast<int>(cell.unscoredNewer));
    if (!cell.ran)
        words += EvaluationText::tr("; nobody said when it ran");
    return words;
}

/// What is named: the answer to the whole question, and how many parts it rests on.
void tellAnswer(const std::vector<ShareComparison> &shares, FigurePanel &panel)
{
    const auto of = [&shares](ShareChange change) { return static_cast<std::uint64_t>(std::ranges::count(shares, change, &ShareComparison::change)); };
    const std::uint64_t worse = of(ShareChange::Regression), better = of(ShareChange::Improvement), silent = of(ShareChange::NotComparable);
    const std::uint64_t lost = of(ShareChange::Lost);
    const std::uint64_t asked = shares.size() - silent - lost;
    const bool heldBack = std::ranges::any_of(shares, &ShareComparison::heldBack);
    panel.state = wordOf(worse > 0 ? ShareChange::Regression : lost > 0 ? ShareChange::Lost : better > 0 ? ShareChange::Improvement : asked > 0 ? ShareChange::NotShown : ShareChange::NotComparable);
    if (worse == 0 && lost == 0 && heldBack)
        panel.state = wordOf(*std::ranges::find_if(shares, &ShareComparison::heldBack));
    if (asked == 0)
        panel.value = EvaluationText::tr("The two share nothing that was scored on both sides");
    else
        panel.value = EvaluationText::tr("%1 of %2 got worse, %3 better").arg(words::number(worse), words::number(asked), words::number(better));
    QStringList said;
    if (worse == 0 && better == 0 && asked > 0)
        said << EvaluationText::tr("No difference beyond chance is no proof that the two are the same.");
    if (lost > 0)
        said << EvaluationText::tr("%n part(s) were scored before and are not any more, or less than half.", nullptr, static_cast<int>(lost));
    if (silent > 0)
        said << EvaluationText::tr("%n part(s) have nothing scored before: that is not “no change”.", nullptr, static_cast<int>(silent));
    if (asked > 1)
        said << EvaluationText::tr("Many attacks are many tests: one in twenty that did not change is called changed.");
    panel.sentence += said.join(u' ');
}

} // namespace

StateWord of(CaseResult result)
{
    switch (result) {
    case CaseResult::Passed: return {EvaluationText::tr("Passed"), Shape::Tick, Tone::Good};
    case CaseResult::Failed: return {EvaluationText::tr("Failed"), Shape::Octagon, Tone::Critical};
    case CaseResult::Error: return {EvaluationText::tr("Ended in an error"), Shape::Triangle, Tone::Warning};
    case CaseResult::NotScored: return {EvaluationText::tr("Not scored"), Shape::Diamond, Tone::Neutral};
    }
    return {};
}

QString kindWords(ResultKind kind)
{
    switch (kind) {
    case ResultKind::Answers: return EvaluationText::tr("Answers with confidence");
    case ResultKind::Tasks: return EvaluationText::tr("Tasks");
    case ResultKind::RedTeam: return EvaluationText::tr("Attacks");
    case ResultKind::Opinions: return EvaluationText::tr("Opinions of a judge");
    }
    return {};
}

QString countsWords(const ResultCounts &counts)
{
    return EvaluationText::tr("%1 cases: %2 passed, %3 failed, %4 ended in an error, %5 not scored.")
        .arg(words::number(counts.cases()), words::number(counts.of(CaseResult::Passed)), words::number(counts.of(CaseResult::Failed)), words::number(counts.of(CaseResult::Error)),
             words::number(counts.of(CaseResult::NotScored)));
}

QString nameOf(const EvaluationStatement &evaluation)
{
    QStringList parts{visibleLine(evaluation.suite, 60)};
    for (const std::string *part : {&evaluation.agent, &evaluation.model}) {
        if (!part->empty())
            parts << visibleLine(*part, 60);
    }
    const auto at = evaluatedAt(evaluation);
    parts << (at ? words::day(*at) : EvaluationText::tr("when is not said")) << EvaluationText::tr("entry %1").arg(words::number(evaluation.entry));
    return parts.join(QStringLiteral(" · "));
}

QStringList listHeaders()
{
    return {EvaluationText::tr("What ran"), EvaluationText::tr("Failed of scored"), EvaluationText::tr("Passed"), EvaluationText::tr("Failed"), EvaluationText::tr("Error"), EvaluationText::tr("Not scored"),
            EvaluationText::tr("Cases"), EvaluationText::tr("Agent"), EvaluationText::tr("Model"), EvaluationText::tr("Pact version"), EvaluationText::tr("Ran"), EvaluationText::tr("Signed by"), EvaluationText::tr("Kind")};
}

LineItem lineOf(const EvaluationStatement &evaluation)
{
    const auto number = [&evaluation](CaseResult result) { return words::number(evaluation.counts.of(result)); };
    LineItem line;
    line.id = QString::number(evaluation.entry);
    const bool rated = evaluation.kind != ResultKind::Opinions && evaluation.counts.scored() > 0;
    line.cells = {visibleLine(evaluation.suite, 120),
                  rated ? words::share(evaluation.counts.of(CaseResult::Failed), evaluation.counts.scored()) : QStringLiteral("–"),
                  number(CaseResult::Passed),
                  number(CaseResult::Failed),
                  number(CaseResult::Error),
                  number(CaseResult::NotScored),
                  words::number(evaluation.counts.cases()),
                  evaluation.agent.empty() ? QStringLiteral("–") : visibleLine(evaluation.agent, 120),
                  orNotSaid(evaluation.model),
                  evaluation.pact.empty() ? EvaluationText::tr("none in force") : visibleLine(evaluation.pact, 120),
                  evaluation.ran ? words::time(evaluation.ran) : EvaluationText::tr("not said"),
                  words::person(evaluation.signer.by),
                  kindWords(evaluation.kind)};
    //: %1 an evaluation, %2 its counts, %3 a person, %4 a time
    line.said = EvaluationText::tr("%1. %2 Signed by %3, %4.").arg(nameOf(evaluation), countsWords(evaluation.counts), words::person(evaluation.signer.by), words::time(evaluation.signer.at));
    line.tip = line.said;
    return line;
}

QList<FigurePanel> panels(const EvaluationStatement &evaluation, const ResultFile &results, const std::map<std::string, bool> &labels)
{
    QList<FigurePanel> list{signedPanel(evaluation, results)};
    const QString suite = toText(evaluation.suite);
    if (evaluation.kind == ResultKind::Answers) {
        for (const CalibrationGroup &group : calibrationGroups(results.cases)) {
            if (group.suite.empty() && !group.answers.empty())
                list.append(calibrationPanel(group, suite, evaluation.entry));
        }
    } else if (evaluation.kind == ResultKind::Opinions) {
        const auto label = [&labels](const std::string &session) {
            const auto known = labels.find(session);
            return known == labels.end() ? std::nullopt : std::optional(known->second);
        };
        for (const JudgeFigures &judge : judgeFigures(results.cases, label))
            list.append(judgePanel(judge, suite, evaluation.entry));
    } else {
        list.append(attacksPanel(evaluation.entry, results.cases));
    }
    return list;
}

QList<FigurePanel> panels(const EvaluationComparison &compared)
{
    FigurePanel answer;
    answer.key = QStringLiteral("answer");
    answer.title = EvaluationText::tr("%1, then %2").arg(nameOf(compared.before), nameOf(compared.after));
    for (const std::string &warning : compared.warnings)
        answer.sentence += visibleLine(warning, 300) + QLatin1Char(' ');
    tellAnswer(compared.shares, answer);
    if (!compared.warnings.empty() && answer.state)
        answer.state->text = EvaluationText::tr("%1; read the warning").arg(answer.state->text);

    FigurePanel table;
    table.key = QStringLiteral("shares");
    table.title = EvaluationText::tr("Failed cases by attack, before and after");
    table.sentence = EvaluationText::tr("Worse and better are said where p is below 0.05 or the intervals do not overlap. Errors and what nobody scored are in no share.");
    table.columns = {EvaluationText::tr("Attack"), EvaluationText::tr("Answer"), EvaluationText::tr("Failed before"), EvaluationText::tr("Failed after"), EvaluationText::tr("p"),
                     EvaluationText::tr("Test"), EvaluationText::tr("Error or not scored, before"), EvaluationText::tr("Error or not scored, after"),
                     EvaluationText::tr("Tasks scored before that were not after, and that did not run")};
    table.tableFirst = true;
    const auto unscored = [](const ResultCounts &counts) {
        return EvaluationText::tr("%1 and %2").arg(words::number(counts.of(CaseResult::Error)), words::number(counts.of(CaseResult::NotScored)));
    };
    FigureSeries before{EvaluationText::tr("Before (ring)"), FigureSeries::Form::Rings, {}, {}, {}, {}};
    FigureSeries after{EvaluationText::tr("After (disc)"), FigureSeries::Form::Points, {}, {}, {}, {}};
    double at = 0;
    for (const ShareComparison &share : compared.shares) {
        const StateWord state = wordOf(share);
        table.rows.append({groupName(share.subject, share.suite, share.attack, share.scorer), state.text, failedWords(share.before), failedWords(share.after), pOf(share), testWords(share),
                           unscored(share.before), unscored(share.after), missedWords(share)});
        table.rowStates.append(state);
        for (const auto &[of, column] : {std::pair(compared.before.entry, 0), {compared.after.entry, 1}}) {
            CaseChoice failed = choiceOf(share);
            failed.result = CaseResult::Failed;
            table.lead(2 + column, evaluationLink(of, failed));
            table.lead(6 + column, evaluationLink(of, choiceOf(share)));
        }
        addPoint(before, at - 0.12, share.before);
        addPoint(after, at + 0.12, share.after);
        table.picture.xWords.append({at, attackName(share.attack).left(20)});
        at += 1;
    }
    if (before.x.isEmpty() && after.x.isEmpty())
        table.picture = {};
    else {
        table.picture.series = {before, after};
        frame(table.picture, at);
    }
    return {answer, table};
}

FigurePanel panel(const EvaluationGrid &grid)
{
    FigurePanel panel;
    if (grid.rows.empty())
        return panel;
    panel.key = QStringLiteral("grid");
    panel.title = EvaluationText::tr("Attacks against versions");
    panel.value = EvaluationText::tr("%1 × %2").arg(EvaluationText::tr("%n attack(s)", nullptr, static_cast<int>(grid.rows.size())), EvaluationText::tr("%n version(s)", nullptr, static_cast<int>(grid.columns.size())));
    panel.tableFirst = true;
    panel.columns = {EvaluationText::tr("Attack")};
    QList<FigureSeries> series;
    for (const EvaluationGrid::Column &column : grid.columns) {
        panel.columns << (column.pact.empty() ? orNotSaid(column.model, 60) : EvaluationText::tr("%1 under %2").arg(orNotSaid(column.model, 60), visibleLine(column.pact, 60)));
        series.append({panel.columns.last(), series.size() % 2 == 0 ? FigureSeries::Form::Rings : FigureSeries::Form::Points, {}, {}, {}, {}});
    }
    std::uint64_t missing = 0;
    bool drawn = false;
    for (std::size_t row = 0; row < grid.rows.size(); ++row) {
        QStringList cells{groupName({}, grid.rows[row].suite, grid.rows[row].attack, grid.rows[row].scorer)};
        for (std::size_t column = 0; column < grid.columns.size(); ++column) {
            const auto &cell = grid.at(row, column);
            missing += !cell;
            StateWord state = cell ? wordOf(cell->counts) : StateWord{EvaluationText::tr("Not measured"), Shape::Hatch, Tone::Muted};
            if (cell)
                state.text += othersWords(*cell);
            cells << state.text;
            if (cell)
                panel.cellRecords.append({static_cast<int>(row), static_cast<int>(column) + 1,
                                          evaluationLink(cell->entry, {{}, {}, grid.rows[row].suite, grid.rows[row].attack, grid.rows[row].scorer, {}, {}, {}, false})});
            panel.cellStates.append({static_cast<int>(row), static_cast<int>(column) + 1, state});
            if (!cell)
                continue;
            const double offset = grid.columns.size() < 2 ? 0 : 0.5 * (static_cast<double>(column) / static_cast<double>(grid.columns.size() - 1) - 0.5);
            addPoint(series[static_cast<qsizetype>(column)], static_cast<double>(row) + offset, cell->counts);
            drawn = drawn || cell->counts.scored() >= fewestForRate;
        }
        panel.rows.append(cells);
        panel.picture.xWords.append({static_cast<double>(row), attackName(grid.rows[row].attack).left(20)});
    }
    panel.sentence = EvaluationText::tr("Of several evaluations of the same model and pact version, the newest that scored something counts. A rate is told from 30 scored cases on.");
    if (!grid.barred.empty())
        panel.sentence += QLatin1Char(' ') + EvaluationText::tr("%n evaluation(s) were brought in by who may not, and are in no cell.", nullptr, static_cast<int>(grid.barred.size()));
    if (!grid.unreadable.empty())
        panel.sentence += QLatin1Char(' ') + EvaluationText::tr("%n evaluation(s) cannot be read any more and are in no cell; the list says which.", nullptr, static_cast<int>(grid.unreadable.size()));
    if (missing > 0)
        panel.sentence += QLatin1Char(' ') + EvaluationText::tr("%n cell(s) were never measured, which is not 0.", nullptr, static_cast<int>(missing));
    if (drawn) {
        panel.picture.series = series;
        frame(panel.picture, static_cast<double>(grid.rows.size()));
    } else {
        panel.picture = {};
    }
    return panel;
}

} // namespace mandate::evaluations

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/drift_panel_words.h"

#include "models/items/drift_argument_words.h"
#include "models/items/text_safety.h"
#include "models/statistics/proportion.h"

#include <QCoreApplication>
#include <QLocale>
#include <QSet>

#include <algorithm>

namespace mandate {

namespace {

struct DriftText
{
    Q_DECLARE_TR_FUNCTIONS(DriftPanels)
};

using Narrowed = QList<std::pair<QString, QString>>;

constexpr qsizetype mostRows = 40; ///< of a table of arguments; what matters most comes first

/// What every panel needs of a comparison.
struct Compared
{
    const DriftReport &report;
    const ComparedRuns &before, &after;

    /// Runs of the later side; all of its records where none is named.
    [[nodiscard]] QUrl sessions(const std::vector<std::string> &names, const Narrowed &otherwise = {}) const
    {
        Narrowed narrowed;
        for (const std::string &name : names)
            narrowed.append({QStringLiteral("session"), toText(name)});
        return after.records(narrowed.isEmpty() ? otherwise : narrowed);
    }
};

bool isFound(const DriftSignal &signal)
{
    return signal.answer == DriftAnswer::Worse || signal.answer == DriftAnswer::Better || signal.answer == DriftAnswer::Changed;
}

QString decimal(double number, int digits)
{
    return QLocale().toString(number, 'f', digits);
}

QString significant(double number)
{
    return QLocale().toString(number, 'g', 4);
}

QString probability(double p)
{
    return p < 0.001 ? DriftText::tr("below %1").arg(decimal(0.001, 3)) : decimal(p, 3);
}

QString pWords(double p)
{
    return p < 0.001 ? DriftText::tr("p < %1").arg(decimal(0.001, 3)) : DriftText::tr("p = %1").arg(decimal(p, 3));
}

QString testWords(DriftTest test)
{
    switch (test) {
    case DriftTest::None: return DriftText::tr("no test");
    case DriftTest::Fisher: return DriftText::tr("Fisher's exact test");
    case DriftTest::McNemar: return DriftText::tr("McNemar's exact test");
    case DriftTest::Permutation: return DriftText::tr("permutation of whole runs");
    }
    return {};
}

QString subjectWords(const DriftSignal &signal)
{
    switch (signal.subject) {
    case DriftSubject::ViolatingRuns: return DriftText::tr("Runs that broke a hard clause");
    case DriftSubject::TaskSuccess: return DriftText::tr("Runs that their source counts as success");
    case DriftSubject::ToolMix: return DriftText::tr("Mix of tools");
    case DriftSubject::VerdictMix: return DriftText::tr("Mix of verdicts");
    case DriftSubject::OutcomeMix: return DriftText::tr("What became of calls");
    case DriftSubject::Arguments: return DriftText::tr("Arguments, all together");
    case DriftSubject::Confidence: return DriftText::tr("Stated confidence");
    case DriftSubject::Clause: return DriftText::tr("Runs that broke or triggered clause %1").arg(visibleLine(signal.name, 60));
    case DriftSubject::Argument: return (signal.parts.empty() ? DriftText::tr("Numbers of %1") : DriftText::tr("Values of %1")).arg(visibleLine(signal.name, 120));
    }
    return {};
}

/// "1 of 40 before, 11 of 40 after".
QString countsWords(const DriftSignal &signal)
{
    return DriftText::tr("%1 of %2 before, %3 of %4 after")
        .arg(words::number(signal.before->k), words::number(signal.before->n), words::number(signal.after->k), words::number(signal.after->n));
}

/// "McNemar's exact test, p = 0.002".
QString chanceWords(const DriftSignal &signal)
{
    return DriftText::tr("%1, %2").arg(testWords(signal.test), pWords(signal.p));
}

QString foundWords(const DriftSignal &signal)
{
    if (signal.before)
        return DriftText::tr("%1: %2 (%3).").arg(subjectWords(signal), countsWords(signal), chanceWords(signal));
    if (signal.medianBefore && signal.medianAfter)
        return DriftText::tr("%1: median %2 before, %3 after (%4).")
            .arg(subjectWords(signal), significant(*signal.medianBefore), significant(*signal.medianAfter), chanceWords(signal));
    return DriftText::tr("%1: another one (%2).").arg(subjectWords(signal), chanceWords(signal));
}

QString side(const std::optional<DriftShare> &share, std::uint64_t undecidable)
{
    if (!share || share->n == 0)
        return QStringLiteral("–");
    const QString counted = words::share(share->k, share->n);
    return undecidable == 0 ? counted : DriftText::tr("%1; %2 more cannot be decided").arg(counted, words::number(undecidable));
}

QString effectWords(const DriftSignal &signal)
{
    if (signal.before && signal.before->n >= 30 && signal.after->n >= 30) {
        const double points = 100 * (static_cast<double>(signal.after->k) / static_cast<double>(signal.after->n) -
                                     static_cast<double>(signal.before->k) / static_cast<double>(signal.before->n));
        return (points > 0 ? QStringLiteral("+") : QString()) + DriftText::tr("%1 percentage points").arg(decimal(points, 1));
    }
    if (!signal.permuted)
        return QStringLiteral("–");
    const QString by = DriftText::tr("%1, by chance up to %2").arg(decimal(signal.permuted->observed, 3), decimal(signal.permuted->null95, 3));
    if (signal.jensenShannon)
        return DriftText::tr("PSI %1; Jensen-Shannon %2").arg(by, decimal(*signal.jensenShannon, 3));
    return signal.subject == DriftSubject::Arguments ? by : DriftText::tr("D %1").arg(by);
}

QString pCell(const DriftSignal &signal, double p)
{
    return signal.test == DriftTest::None || signal.answer == DriftAnswer::TooFew ? QStringLiteral("–") : probability(p);
}

QStringList namesOf(const std::vector<std::string> &names)
{
    QStringList shown;
    for (const std::string &name : names)
        shown << visibleLine(name, 80);
    return shown;
}

FigurePanel answerPanel(const Compared &compared)
{
    const DriftReport &report = compared.report;
    FigurePanel panel;
    panel.key = QStringLiteral("answer");
    panel.title = DriftText::tr("What changed");
    panel.state = stateOf(report.answer);
    const auto broke = std::ranges::find(report.signals, DriftSubject::ViolatingRuns, &DriftSignal::subject);
    if (broke != report.signals.end() && broke->before && broke->before->n > 0 && broke->after->n > 0)
        panel.value = DriftText::tr("%1 of %2 → %3 of %4 runs broke a hard clause")
                          .arg(words::number(broke->before->k), words::number(broke->before->n), words::number(broke->after->k),
                               words::number(broke->after->n));
    else
        panel.value = DriftText::tr("%1 → %2 runs").arg(words::number(report.before.runs), words::number(report.after.runs));
    panel.sentence = driftWords(report);
    panel.columns = {DriftText::tr("Side"),
                     DriftText::tr("Runs"),
                     DriftText::tr("Calls"),
                     DriftText::tr("First call"),
                     DriftText::tr("First call of the last run"),
                     DriftText::tr("Runs without a time")};
    for (const auto &[one, runs, which] :
         {std::tuple{&report.before, &compared.before, DriftText::tr("Before")}, {&report.after, &compared.after, DriftText::tr("After")}}) {
        panel.rows.append({DriftText::tr("%1: %2").arg(which, toText(one->name)), words::number(one->runs), words::number(one->calls),
                           words::time(one->first), words::time(one->last), words::number(one->untimed)});
        panel.rowRecords.append(runs->records());
    }
    panel.records = compared.after.records();
    panel.recordsWords = DriftText::tr("Show the records after");
    return panel;
}

FigurePanel signalsPanel(const Compared &compared)
{
    FigurePanel panel;
    panel.key = QStringLiteral("signals");
    panel.title = DriftText::tr("The agent as a whole");
    panel.sentence = DriftText::tr("These decide together. A p value says how often chance alone does as much; adjusted, it is held against the "
                                   "level %1 for as many tests as were made.")
                         .arg(significant(compared.report.level));
    panel.columns = {
        DriftText::tr("What is compared"), DriftText::tr("Answer"), DriftText::tr("Before"),    DriftText::tr("After"), DriftText::tr("p"),
        DriftText::tr("Adjusted p"),       DriftText::tr("Test"),   DriftText::tr("Difference")};
    for (const DriftSignal &signal : compared.report.signals) {
        const bool medians = signal.medianBefore && signal.medianAfter;
        const bool counted = signal.before && signal.after;
        if (counted && signal.before->n == 0 && signal.after->n == 0)
            continue; // nothing of the kind was recorded
        panel.rows.append(
            {subjectWords(signal), stateOf(signal.answer).text,
             medians ? DriftText::tr("median %1").arg(significant(*signal.medianBefore)) : side(signal.before, signal.undecidableBefore),
             medians ? DriftText::tr("median %1").arg(significant(*signal.medianAfter)) : side(signal.after, signal.undecidableAfter),
             pCell(signal, signal.p), pCell(signal, signal.adjusted), testWords(signal.test), effectWords(signal)});
        panel.rowStates.append(stateOf(signal.answer));
        panel.rowRecords.append(compared.sessions(signal.sessions, {{QStringLiteral("kind"), QStringLiteral("action")}}));
    }
    return panel;
}

/// Rates of both sides as bars, with their Wilson intervals; the earlier side hollow.
FigurePicture ratesPicture(const std::vector<const DriftSignal *> &shown)
{
    FigureSeries was{DriftText::tr("Before (hollow)"), FigureSeries::Form::HollowBars, {}, {}, {}, {}};
    FigureSeries is{DriftText::tr("After"), FigureSeries::Form::Bars, {}, {}, {}, {}};
    FigurePicture picture;
    constexpr std::size_t drawn = 10;
    double highest = 0;
    for (std::size_t i = 0; i < std::min(drawn, shown.size()); ++i) {
        const double at = static_cast<double>(i);
        for (const auto &[share, series, shift] : {std::tuple{shown[i]->before, &was, -0.19}, {shown[i]->after, &is, 0.19}}) {
            const auto [low, high] = wilsonInterval(share->k, share->n);
            const double rate = 100.0 * static_cast<double>(share->k) / static_cast<double>(std::max<std::uint64_t>(1, share->n));
            series->x.append(at + shift);
            series->y.append(rate);
            series->below.append(std::max(0.0, rate - 100 * low));
            series->above.append(std::max(0.0, 100 * high - rate));
            highest = std::max(highest, 100 * high);
        }
        picture.xWords.append({at, visibleLine(shown[i]->name, 24)});
    }
    picture.yLabel = DriftText::tr("Runs, %");
    picture.series = {was, is};
    picture.xFrom = -0.6;
    picture.xTo = static_cast<double>(picture.xWords.size()) - 0.4;
    picture.yTo = std::min(100.0, 1.1 * highest) + 5;
    return picture;
}

FigurePanel clausesPanel(const Compared &compared)
{
    FigurePanel panel;
    std::vector<const DriftSignal *> shown;
    for (const DriftSignal &signal : compared.report.details) {
        if (signal.subject == DriftSubject::Clause && signal.before && signal.after && signal.before->n > 0 && signal.after->n > 0)
            shown.push_back(&signal);
    }
    if (shown.empty())
        return panel;
    std::ranges::stable_sort(shown, {}, [](const DriftSignal *signal) { return signal->p; });
    panel.key = QStringLiteral("clauses");
    panel.title = DriftText::tr("Clause by clause");
    panel.sentence = DriftText::tr("Runs that broke or triggered a clause. Told beside the answer, and not part of it. McNemar's test counts where "
                                   "both sides ran the same tasks, once each.");
    panel.columns = {DriftText::tr("Clause"),     DriftText::tr("Answer"),      DriftText::tr("Before"),    DriftText::tr("After"),
                     DriftText::tr("Fisher's p"), DriftText::tr("McNemar's p"), DriftText::tr("Adjusted p")};
    for (const DriftSignal *signal : shown) {
        panel.rows.append({visibleLine(signal->name, 60), stateOf(signal->answer).text, side(signal->before, signal->undecidableBefore),
                           side(signal->after, signal->undecidableAfter), signal->fisher ? probability(*signal->fisher) : QStringLiteral("–"),
                           signal->mcNemar ? probability(*signal->mcNemar) : QStringLiteral("–"), pCell(*signal, signal->adjusted)});
        panel.rowStates.append(stateOf(signal->answer));
        const Narrowed clause{{QStringLiteral("clause"), toText(signal->name)}};
        panel.rowRecords.append(signal->after->k > 0 ? compared.after.records(clause) : compared.before.records(clause));
    }
    panel.picture = ratesPicture(shown);
    return panel;
}

/// What an argument was like on one side: the median of its numbers, or how often the value was chosen that differs most.
QString argumentSide(const DriftSignal &signal, bool after)
{
    if (const auto &median = after ? signal.medianAfter : signal.medianBefore)
        return DriftText::tr("median %1").arg(significant(*median));
    if (signal.parts.empty())
        return QStringLiteral("–");
    const DriftPart &most = signal.parts.front();
    //: a value of an argument, and how many calls chose it
    return DriftText::tr("%1 in %2").arg(partName(most), words::number(after ? most.after : most.before));
}

FigurePanel argumentsPanel(const Compared &compared)
{
    FigurePanel panel;
    std::vector<const DriftSignal *> shown;
    for (const DriftSignal &signal : compared.report.details) {
        if (signal.subject == DriftSubject::Argument)
            shown.push_back(&signal);
    }
    if (shown.empty())
        return panel;
    std::ranges::stable_sort(shown, {}, [](const DriftSignal *signal) { return signal->p; });
    panel.key = QStringLiteral("arguments");
    panel.title = DriftText::tr("Arguments");
    panel.sentence =
        DriftText::tr("Each number that a tool is called with, the length of each list, and each argument whose values come again; seldom ones stand together. Told beside the answer, and not part of it.");
    if (static_cast<qsizetype>(shown.size()) > mostRows)
        panel.sentence +=
            QLatin1Char(' ') + DriftText::tr("The %1 that differ most, of %2.").arg(words::number(mostRows), words::number(shown.size()));
    panel.columns = {DriftText::tr("Tool and argument"), DriftText::tr("Answer"), DriftText::tr("Before"),
                     DriftText::tr("After"),      DriftText::tr("p"),      DriftText::tr("Adjusted p"),
                     DriftText::tr("Difference")};
    for (const DriftSignal *signal : shown) {
        if (panel.rows.size() == mostRows)
            break;
        panel.rows.append({visibleLine(signal->name, 120), stateOf(signal->answer).text,
                           argumentSide(*signal, false), argumentSide(*signal, true), pCell(*signal, signal->p),
                           pCell(*signal, signal->adjusted), effectWords(*signal)});
        panel.rowStates.append(stateOf(signal->answer));
        const std::string tool = signal->name.substr(0, signal->name.find(' '));
        panel.rowRecords.append(compared.after.records({{QStringLiteral("tool"), toText(tool)}}));
    }
    return panel;
}

/// A part as people call it, and the condition that finds its calls.
std::pair<QString, std::pair<QString, QString>> mixPart(DriftSubject subject, const std::string &name)
{
    if (subject == DriftSubject::VerdictMix) {
        const auto verdict = verdictOf(name);
        return {verdict ? words::of(*verdict).text : visibleLine(name, 60), {QStringLiteral("verdict"), toText(name)}};
    }
    if (subject == DriftSubject::OutcomeMix) {
        const auto outcome = outcomeOf(name);
        return {outcome ? words::of(*outcome).text : visibleLine(name, 60), {QStringLiteral("outcome"), toText(name)}};
    }
    return {visibleLine(name, 120), {QStringLiteral("tool"), toText(name)}};
}

FigurePanel mixPanel(const Compared &compared, const DriftSignal &signal)
{
    FigurePanel panel;
    if (signal.parts.empty())
        return panel;
    const bool tools = signal.subject == DriftSubject::ToolMix;
    panel.key = QStringLiteral("mix %1").arg(toText(nameOf(signal.subject)));
    panel.title = subjectWords(signal);
    panel.state = stateOf(signal.answer);
    panel.sentence = DriftText::tr("Shares of all calls, those that differ most first. %1; %2, adjusted %3.")
                         .arg(effectWords(signal), chanceWords(signal), probability(signal.adjusted));
    panel.columns = {tools                                        ? DriftText::tr("Tool")
                     : signal.subject == DriftSubject::VerdictMix ? DriftText::tr("Verdict")
                                                                  : DriftText::tr("Outcome"),
                     DriftText::tr("Calls before"),
                     DriftText::tr("Share before"),
                     DriftText::tr("Calls after"),
                     DriftText::tr("Share after"),
                     DriftText::tr("Of the difference")};
    if (tools)
        panel.columns.append(DriftText::tr("Used by"));
    std::uint64_t allBefore = 0, allAfter = 0;
    for (const DriftPart &part : signal.parts) {
        allBefore += part.before;
        allAfter += part.after;
    }
    const auto percent = [](std::uint64_t part, std::uint64_t all) {
        return all == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(all);
    };
    const auto shown = [](double share) { return DriftText::tr("%1\u00A0%").arg(decimal(share, 1)); };
    FigureSeries was{DriftText::tr("Before (hollow)"), FigureSeries::Form::HollowBars, {}, {}, {}, {}};
    FigureSeries is{DriftText::tr("After"), FigureSeries::Form::Bars, {}, {}, {}, {}};
    constexpr qsizetype drawn = 10;
    double highest = 0;
    for (const DriftPart &part : signal.parts) {
        const auto [name, condition] = mixPart(signal.subject, part.name);
        const double before = percent(part.before, allBefore), after = percent(part.after, allAfter);
        panel.rows.append({name, words::number(part.before), shown(before), words::number(part.after), shown(after), shown(100 * part.share)});
        if (tools)
            panel.rows.last().append(part.before == 0  ? DriftText::tr("New: only after")
                                     : part.after == 0 ? DriftText::tr("Gone: only before")
                                                       : DriftText::tr("Both"));
        panel.rowRecords.append(part.after > 0 ? compared.after.records({condition}) : compared.before.records({condition}));
        if (was.x.size() == drawn)
            continue;
        const auto at = static_cast<double>(was.x.size());
        was.x.append(at - 0.19);
        was.y.append(before);
        is.x.append(at + 0.19);
        is.y.append(after);
        highest = std::max({highest, before, after});
        panel.picture.xWords.append({at, visibleLine(name, 18)});
    }
    panel.picture.yLabel = DriftText::tr("Share of calls, %");
    panel.picture.series = {was, is};
    panel.picture.xFrom = -0.6;
    panel.picture.xTo = static_cast<double>(was.x.size()) - 0.4;
    panel.picture.yTo = 1.1 * highest + 1;
    panel.records = compared.after.records({{QStringLiteral("kind"), QStringLiteral("action")}});
    panel.recordsWords = DriftText::tr("Show the calls after");
    return panel;
}

FigurePanel newToolsPanel(const Compared &compared)
{
    FigurePanel panel;
    if (compared.report.tools.empty())
        return panel;
    panel.key = QStringLiteral("tools");
    panel.title = DriftText::tr("New and vanished tools");
    panel.sentence = DriftText::tr("Tools that only one side used. They are always told, whatever the tests say.");
    panel.columns = {DriftText::tr("Tool"), DriftText::tr("Used by"), DriftText::tr("Calls"), DriftText::tr("Seen in, at most ten sessions")};
    for (const DriftTool &tool : compared.report.tools) {
        panel.rows.append({visibleLine(tool.tool, 120), tool.isNew ? DriftText::tr("New: only after") : DriftText::tr("Gone: only before"),
                           words::number(tool.calls), namesOf(tool.sessions).join(QStringLiteral(", "))});
        panel.rowRecords.append((tool.isNew ? compared.after : compared.before).records({{QStringLiteral("tool"), toText(tool.tool)}}));
    }
    return panel;
}

QString markerWords(DriftMarker::Kind kind)
{
    switch (kind) {
    case DriftMarker::Kind::Agent: return DriftText::tr("Agent");
    case DriftMarker::Kind::Deployment: return DriftText::tr("Deployment");
    case DriftMarker::Kind::Model: return DriftText::tr("Model");
    case DriftMarker::Kind::AgentVersion: return DriftText::tr("Version of the agent");
    case DriftMarker::Kind::Prompt: return DriftText::tr("Prompt (its digest)");
    case DriftMarker::Kind::Pact: return DriftText::tr("Pact in force");
    case DriftMarker::Kind::Tools: return DriftText::tr("Tools");
    }
    return {};
}

FigurePanel markersPanel(const Compared &compared)
{
    FigurePanel panel;
    if (compared.report.markers.empty())
        return panel;
    panel.key = QStringLiteral("markers");
    panel.title = DriftText::tr("What is different around the agent");
    panel.sentence = DriftText::tr("What changed at the same time is a reason to look, and no cause.");
    panel.columns = {DriftText::tr("What"), DriftText::tr("Before"), DriftText::tr("After"), DriftText::tr("First run that has it")};
    for (const DriftMarker &marker : compared.report.markers) {
        const auto names = [&marker](const std::vector<std::string> &all) {
            if (all.empty())
                return QStringLiteral("–");
            QStringList shown = namesOf(all);
            if (marker.kind == DriftMarker::Kind::Prompt)
                std::ranges::transform(shown, shown.begin(), words::shortDigest);
            return shown.join(QStringLiteral(", "));
        };
        panel.rows.append(
            {markerWords(marker.kind), names(marker.before), names(marker.after),
             marker.session.empty() ? QStringLiteral("–") : DriftText::tr("%1, %2").arg(words::time(marker.since), visibleLine(marker.session, 60))});
        panel.rowRecords.append(compared.sessions(marker.session.empty() ? std::vector<std::string>() : std::vector{marker.session}));
    }
    return panel;
}

FigurePanel onsetPanel(const Compared &compared)
{
    FigurePanel panel;
    if (compared.report.onsets.empty())
        return panel;
    panel.key = QStringLiteral("onset");
    panel.title = DriftText::tr("When it began");
    panel.sentence = DriftText::tr("The runs after, in order of time, held against twice the usual rate. This is not part of the answer: it looks at "
                                   "the order of runs, and a series of this length without a change alarms once in %1.")
                         .arg(significant(1 / compared.report.level));
    panel.columns = {DriftText::tr("What rose"),        DriftText::tr("Usual rate"),          DriftText::tr("Looked for"),
                     DriftText::tr("Likely beginning"), DriftText::tr("Certain enough with"), DriftText::tr("Moving average passed its limit in")};
    for (const DriftOnset &onset : compared.report.onsets) {
        const auto percent = [](double share) { return DriftText::tr("%1\u00A0%").arg(decimal(100 * share, 1)); };
        const auto run = [](const std::optional<Instant> &time, const std::string &session) {
            return DriftText::tr("%1, %2").arg(words::time(time), visibleLine(session, 60));
        };
        panel.rows.append({onset.subject == DriftSubject::TaskSuccess ? DriftText::tr("Runs that their source does not count as success")
                                                                      : DriftText::tr("Runs that broke a hard clause"),
                           percent(onset.usual), percent(onset.raised), run(onset.began, onset.beganSession), run(onset.alarm, onset.alarmSession),
                           onset.averageSession ? visibleLine(*onset.averageSession, 60) : DriftText::tr("It did not")});
        panel.rowRecords.append(compared.sessions({onset.beganSession, onset.alarmSession}));
    }
    return panel;
}

FigurePanel sessionsPanel(const Compared &compared)
{
    FigurePanel panel;
    QList<std::pair<QString, QStringList>> shown; // in the order in which they are told
    const auto add = [&shown](const std::vector<std::string> &sessions, const QString &what) {
        for (const std::string &name : sessions) {
            const QString session = toText(name);
            const auto known = std::ranges::find(shown, session, &std::pair<QString, QStringList>::first);
            if (known == shown.end())
                shown.append({session, {what}});
            else if (!known->second.contains(what))
                known->second.append(what);
        }
    };
    for (const auto *family : {&compared.report.signals, &compared.report.details}) {
        for (const DriftSignal &signal : *family) {
            if (isFound(signal))
                add(signal.sessions, subjectWords(signal));
        }
    }
    for (const DriftTool &tool : compared.report.tools) {
        if (tool.isNew)
            add(tool.sessions, DriftText::tr("New tool %1").arg(visibleLine(tool.tool, 80)));
    }
    if (shown.isEmpty())
        return panel;
    panel.key = QStringLiteral("sessions");
    panel.title = DriftText::tr("Sessions that show it");
    panel.sentence = DriftText::tr("Of the runs after, the clearest of each finding, at most ten each. Enter shows a session in Evidence.");
    panel.columns = {DriftText::tr("Session"), DriftText::tr("Shows")};
    Narrowed all;
    for (const auto &[session, what] : std::as_const(shown)) {
        panel.rows.append({visibleLine(session, 120), what.join(QStringLiteral("; "))});
        panel.rowRecords.append(compared.after.records({{QStringLiteral("session"), session}}));
        all.append({QStringLiteral("session"), session});
    }
    panel.records = compared.after.records(all);
    panel.recordsWords = DriftText::tr("Show all of them");
    return panel;
}

} // namespace

StateWord stateOf(DriftAnswer answer)
{
    switch (answer) {
    case DriftAnswer::TooFew: return {DriftText::tr("Too little data"), Shape::Hatch, Tone::Muted};
    case DriftAnswer::NotDistinguishable: return {DriftText::tr("Not distinguishable"), Shape::Diamond, Tone::Neutral};
    case DriftAnswer::Changed: return {DriftText::tr("Changed"), Shape::Triangle, Tone::Warning};
    case DriftAnswer::Better: return {DriftText::tr("Better"), Shape::Tick, Tone::Good};
    case DriftAnswer::Worse: return {DriftText::tr("Worse"), Shape::Octagon, Tone::Critical};
    }
    return {};
}

QString driftWords(const DriftReport &report)
{
    QStringList told;
    const QString before = words::number(report.before.runs), after = words::number(report.after.runs);
    std::vector<const DriftSignal *> found;
    for (const DriftSignal &signal : report.signals) {
        if (isFound(signal))
            found.push_back(&signal);
    }
    std::ranges::stable_sort(found, {},
                             [](const DriftSignal *signal) { return std::pair(signal->answer == DriftAnswer::Worse ? 0 : 1, signal->adjusted); });
    if (report.answer == DriftAnswer::TooFew && report.before.runs >= fewestRuns && report.after.runs >= fewestRuns) {
        told << DriftText::tr("There is nothing to compare: of %1 runs before and %2 after nothing that is compared differs from call to call, or %3 runs on each side do not have it. Nothing is said about a change.")
                    .arg(before, after, words::number(fewestRuns));
    } else if (report.answer == DriftAnswer::TooFew) {
        told << DriftText::tr("%1 runs before and %2 after are too few to compare: there have to be %3 on each side. Nothing is said about a change.")
                    .arg(before, after, words::number(fewestRuns));
    } else if (found.empty()) {
        told << DriftText::tr("%1 runs before and %2 after differ by no more than chance does. That does not prove that nothing changed.")
                    .arg(before, after);
        for (const DriftSignal &signal : report.signals) {
            if (signal.subject == DriftSubject::ViolatingRuns && signal.answer == DriftAnswer::NotDistinguishable)
                told << foundWords(signal);
        }
    } else {
        for (const DriftSignal *signal : found)
            told << foundWords(*signal);
    }
    constexpr int mostDetails = 5; // the tables have all of them
    int details = 0;
    for (const DriftSignal &detail : report.details) {
        if (isFound(detail) && ++details <= mostDetails)
            told << DriftText::tr("Looked at by itself: %1").arg(foundWords(detail));
    }
    QStringList added, gone;
    for (const DriftTool &tool : report.tools)
        (tool.isNew ? added : gone) << visibleLine(tool.tool, 80);
    if (!added.isEmpty())
        told << DriftText::tr("New: %1.").arg(firstFew(added));
    if (!gone.isEmpty())
        told << DriftText::tr("No longer used: %1.").arg(firstFew(gone));
    for (const std::string &note : report.notes)
        told << visibleLine(note, 400);
    told << leftOutWords(report);
    if (report.answer != DriftAnswer::TooFew)
        told << (report.pairedRuns > 0
                     ? DriftText::tr("%1 runs of %2 tasks that both sides ran are compared within their task; %3 permutations.")
                           .arg(words::number(report.pairedRuns), words::number(report.sharedTasks), words::number(report.plan.permutations))
                     : DriftText::tr("No task is known that both sides ran, so runs are compared as they are; %1 permutations.")
                           .arg(words::number(report.plan.permutations)));
    return told.join(u'\n');
}

QList<FigurePanel> driftPanels(const DriftReport &report, const ComparedRuns &before, const ComparedRuns &after)
{
    const Compared compared{report, before, after};
    QList<FigurePanel> panels{answerPanel(compared), signalsPanel(compared), clausesPanel(compared)};
    for (const DriftSignal &signal : report.signals)
        panels.append(mixPanel(compared, signal));
    panels << newToolsPanel(compared) << markersPanel(compared) << onsetPanel(compared) << sessionsPanel(compared) << argumentsPanel(compared);
    panels.removeIf([](const FigurePanel &panel) { return panel.key.isEmpty(); }); // nothing to tell
    return panels;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of models/metrics as rows and sentences. The table of agents and clauses is rate_row_model.cpp.
#include "models/items/rate_model.h"

#include "models/items/panel_text.h"
#include "models/items/question.h"
#include "models/items/task_success.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/metrics/violation_rate.h"
#include "models/statistics/proportion.h"
#include "models/workspace/kept_trail.h"
#include "models/workspace/workspace.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>
#include <array>

namespace mandate {

namespace {

constexpr std::size_t periods = 24;

struct RateAnswer
{
    ViolationSeries series;
    bool zoneKnown = true;
    ViolationSeries all; ///< of every agent and any clause: what there is to choose from
    std::vector<TaskSuccess> successes;
    std::optional<Error> error;
};

double seconds(const Instant &instant)
{
    return static_cast<double>(instant.nanoseconds) / 1e9;
}

QString percent(double share)
{
    const double value = 100 * share;
    return QLocale().toString(value, 'f', value < 10 ? 1 : 0);
}

QString shortMoment(const Instant &instant, bool withDay, bool withClock)
{
    const bool local = words::zone() == words::Zone::Local && instant.zoneKnown;
    const auto when = QDateTime::fromSecsSinceEpoch(instant.nanoseconds / 1'000'000'000, local ? QTimeZone::systemTimeZone() : QTimeZone::utc());
    const QString pattern = !withClock ? QStringLiteral("dd MMM yyyy") : withDay ? QStringLiteral("dd MMM yyyy HH:mm") : QStringLiteral("HH:mm");
    return QLocale().toString(when, pattern);
}

/// A period as short as it can be told: days when it spans days, else the clock too.
QString periodWords(const ViolationBin &bin)
{
    constexpr std::int64_t dayNs = 86'400'000'000'000;
    const bool days = bin.end.nanoseconds - bin.begin.nanoseconds >= dayNs;
    const bool sameDay = bin.begin.nanoseconds / dayNs == bin.end.nanoseconds / dayNs;
    //: a period of time: its beginning and its end
    return RateModel::tr("%1 – %2").arg(shortMoment(bin.begin, true, !days), shortMoment(bin.end, !sameDay, !days));
}

RatePoint pointOf(const ViolationBin &bin)
{
    RatePoint point;
    point.beginNs = bin.begin.nanoseconds;
    point.endNs = bin.end.nanoseconds;
    point.begin = seconds(bin.begin);
    point.end = seconds(bin.end);
    point.period = periodWords(bin);
    point.decidable = bin.decidable;
    point.attempted = bin.attempted;
    point.executed = bin.executed;
    point.undecidable = bin.undecidable;
    point.enough = bin.decidable >= fewestForRate;
    if (bin.decidable > 0) {
        const auto [low, high] = wilsonInterval(bin.attempted, bin.decidable);
        point.attemptedRate = static_cast<double>(bin.attempted) / static_cast<double>(bin.decidable);
        point.executedRate = static_cast<double>(bin.executed) / static_cast<double>(bin.decidable);
        point.attemptedLow = low;
        point.attemptedHigh = high;
    }
    if (bin.decidable + bin.undecidable > 0)
        point.undecidableShare = static_cast<double>(bin.undecidable) / static_cast<double>(bin.decidable + bin.undecidable);
    return point;
}

/// Whether the first and the last of the calls in question have a time whose zone is known.
bool zoneIsKnown(const Store &store, const MetricTrail &trail, const std::string &agent)
{
    MetricWindow window;
    if (!agent.empty())
        window.agent = agent;
    const auto ends = endsOf(trail, window);
    if (!ends)
        return true;
    const auto rows = store.rows(std::array<EntryNumber, 2>{trail.rows.entry[ends->first], trail.rows.entry[ends->second]});
    return !rows || std::ranges::all_of(*rows, [](const Row &row) { return row.time && row.time->zoneKnown; });
}

RateAnswer readRates(const Workspace &workspace, const MetricTrail &trail, const ViolationQuery &query)
{
    RateAnswer answer;
    answer.series = violationSeries(trail, query);
    answer.zoneKnown = zoneIsKnown(workspace.store(), trail, query.agent);
    for (ViolationBin &bin : answer.series.bins)
        bin.begin.zoneKnown = bin.end.zoneKnown = answer.zoneKnown;
    answer.successes = taskSuccesses(trail);
    ViolationQuery everything;
    everything.bins = 1;
    answer.all = query.agent.empty() && query.clause.empty() ? answer.series : violationSeries(trail, everything);
    return answer;
}

RateRow rowOf(const ViolationRow &row)
{
    return {QString::fromStdString(row.agent),
            QString::fromStdString(row.clause),
            visibleLine(row.readsAs, 600),
            row.decidable,
            row.attempted,
            row.executed,
            row.undecidable};
}

} // namespace

QString rateQuery(RateModel::Column counted, const std::string &clause)
{
    using Rate = RateModel;
    const bool open = counted == Rate::UndecidableColumn;
    const bool broken = counted == Rate::AttemptedColumn || counted == Rate::AttemptedRateColumn || counted == Rate::IntervalColumn;
    const bool ran = counted == Rate::ExecutedColumn || counted == Rate::ExecutedRateColumn;
    if (clause.empty())
        return figureQuery(open ? CountedSet::ProhibitionOpen : broken ? CountedSet::Prohibited : ran ? CountedSet::ProhibitedExecuted : CountedSet::Rated);
    const QString both = QStringLiteral(" and ");
    const QString speaks = nameQuery("applies", clause);
    if (open)
        return speaks + both + nameQuery("undecided", clause);
    if (broken || ran)
        return speaks + both + nameQuery("finding", clause) + (ran ? QStringLiteral(" and outcome:(executed, unknown)") : QString());
    return speaks + QStringLiteral(" and not ") + nameQuery("undecided", clause);
}

QString RatePoint::rateWords() const
{
    //: too few judged calls for a rate: %1 there are, %2 it takes
    return enough ? RateModel::tr("%1\u00A0%").arg(percent(attemptedRate)) : RateModel::tr("too few: %1 of %2").arg(decidable).arg(fewestForRate);
}

QString RatePoint::intervalWords() const
{
    return enough ? RateModel::tr("%1 to %2\u00A0%").arg(percent(attemptedLow), percent(attemptedHigh)) : QString();
}

QString rateSentence(quint64 part, quint64 whole)
{
    if (whole < fewestForRate)
        return RateModel::tr("%1 of %2; too few for a rate, which takes %3").arg(words::number(part), words::number(whole)).arg(fewestForRate);
    const auto [low, high] = wilsonInterval(part, whole);
    return RateModel::tr("%1\u00A0% (%2 of %3), 95\u00A0% interval %4 to %5\u00A0%")
        .arg(percent(static_cast<double>(part) / static_cast<double>(whole)), words::number(part), words::number(whole), percent(low), percent(high));
}

QString countSentence(quint64 part, quint64 whole)
{
    if (whole < fewestForRate)
        return rateSentence(part, whole);
    const auto [low, high] = wilsonInterval(part, whole);
    return RateModel::tr("%1 of %2, 95\u00A0% interval %3 to %4\u00A0%").arg(words::number(part), words::number(whole), percent(low), percent(high));
}

struct RateModel::Private
{
    Private(RateModel *model, std::shared_ptr<Workspace> w)
        : workspace(std::move(w)), question(model), rows(new RateRowModel(model))
    {
    }

    std::shared_ptr<Workspace> workspace;
    Question<RateAnswer> question;
    RateRowModel *rows;
    QString agent;
    QString clause;
    std::vector<RatePoint> points;
    ViolationSeries series;
    QStringList agents;
    QList<ClauseChoice> clauses;
    bool read = false;
    bool zoneKnown = true;
    std::vector<TaskSuccess> successes; ///< of every agent

    void choices(const ViolationSeries &all)
    {
        agents.clear();
        clauses.clear();
        for (const ViolationRow &row : all.rows) {
            const QString name = QString::fromStdString(row.agent);
            if (!agents.contains(name))
                agents.append(name);
            const ClauseChoice choice{QString::fromStdString(row.clause), visibleLine(row.readsAs, 200)};
            const bool known = std::any_of(clauses.begin(), clauses.end(), [&](const ClauseChoice &other) { return other.id == choice.id; });
            if (!known)
                clauses.append(choice);
        }
        agents.sort(Qt::CaseInsensitive);
        std::sort(clauses.begin(), clauses.end(),
                  [](const ClauseChoice &a, const ClauseChoice &b) { return QString::localeAwareCompare(a.id, b.id) < 0; });
    }
};

RateModel::RateModel(std::shared_ptr<Workspace> workspace, QObject *parent)
    : QAbstractTableModel(parent),
      m(std::make_unique<Private>(this, std::move(workspace)))
{
    refresh();
}

RateModel::~RateModel() = default;

int RateModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m->points.size());
}
int RateModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RateModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RatePoint &point = m->points[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole)
        return index.column() == PeriodColumn ? int(Qt::AlignLeft | Qt::AlignVCenter) : int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == SortRole)
        return point.begin;
    if (role == Qt::AccessibleTextRole && index.column() == PeriodColumn)
        return tr("%1: %2 calls judged, %3 attempted violations, %4 executed, rate %5, %6 calls cannot be decided.")
            .arg(point.period, words::number(point.decidable), words::number(point.attempted), words::number(point.executed), point.rateWords(),
                 words::number(point.undecidable));
    if (role == Qt::AccessibleTextRole)
        return tr("%1: %2").arg(headerData(index.column(), Qt::Horizontal).toString(), data(index, Qt::DisplayRole).toString());
    if (role == LinkRole)
        return FigureLinks(point.beginNs, point.endNs).of(m->agent.toStdString(), rateQuery(static_cast<Column>(index.column()), m->clause.toStdString()));
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case PeriodColumn: return point.period;
    case DecidableColumn: return words::number(point.decidable);
    case AttemptedColumn: return words::number(point.attempted);
    case AttemptedRateColumn: return point.rateWords();
    case IntervalColumn: return point.enough ? point.intervalWords() : QStringLiteral("–");
    case ExecutedColumn: return words::number(point.executed);
    case ExecutedRateColumn: return point.enough ? tr("%1\u00A0%").arg(percent(point.executedRate)) : QStringLiteral("–");
    case UndecidableColumn: return words::number(point.undecidable);
    default: return {};
    }
}

QVariant RateModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal)
        return section == PeriodColumn ? int(Qt::AlignLeft | Qt::AlignVCenter) : int(Qt::AlignRight | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case PeriodColumn: return zoneKnown() ? tr("Period (%1)").arg(words::zoneName()) : tr("Period (no zone known)");
    case DecidableColumn: return tr("Calls judged");
    case AttemptedColumn: return tr("Attempted");
    case AttemptedRateColumn: return tr("Rate");
    case IntervalColumn: return tr("95 % interval");
    case ExecutedColumn: return tr("Executed");
    case ExecutedRateColumn: return tr("Executed rate");
    case UndecidableColumn: return tr("Cannot be decided");
    default: return {};
    }
}

void RateModel::setQuestion(const QString &agent, const QString &clause)
{
    if (agent == m->agent && clause == m->clause)
        return;
    m->agent = agent;
    m->clause = clause;
    refresh();
}

QString RateModel::agent() const
{
    return m->agent;
}
QString RateModel::clause() const
{
    return m->clause;
}
const std::vector<RatePoint> &RateModel::points() const
{
    return m->points;
}
RateRowModel *RateModel::perClause() const
{
    return m->rows;
}
QStringList RateModel::agents() const
{
    return m->agents;
}
const QList<RateModel::ClauseChoice> &RateModel::clauses() const
{
    return m->clauses;
}
quint64 RateModel::decidable() const
{
    return m->series.decidable;
}
quint64 RateModel::attempted() const
{
    return m->series.attempted;
}
quint64 RateModel::executed() const
{
    return m->series.executed;
}
quint64 RateModel::undecidable() const
{
    return m->series.undecidable;
}
quint64 RateModel::withoutTime() const
{
    return m->series.withoutTime;
}
quint64 RateModel::runs() const
{
    return m->series.runs;
}
quint64 RateModel::violatingRuns() const
{
    return m->series.violatingRuns;
}
QUrl RateModel::recordsOf(Column counted) const
{
    return FigureLinks().of(m->agent.toStdString(), rateQuery(counted, m->clause.toStdString()));
}

QUrl RateModel::violatingRunRecords() const
{
    const QString query = m->clause.isEmpty() ? figureQuery(CountedSet::ProhibitedRun)
                                              : figureQuery(CountedSet::CalledRun) + QStringLiteral(" and same_session:(") + rateQuery(AttemptedColumn, m->clause.toStdString()) + u')';
    return FigureLinks().of(m->agent.toStdString(), query);
}

QUrl RateModel::hiddenRunRecords() const
{
    return FigureLinks().of(m->agent.toStdString(), figureQuery(CountedSet::DoneRun) + QStringLiteral(" and same_session:(verdict:prohibited)"));
}

bool RateModel::zoneKnown() const
{
    return m->zoneKnown;
}

QStringList RateModel::hiddenViolations() const
{
    std::vector<TaskSuccess> hidden;
    for (const TaskSuccess &success : m->successes) {
        if (success.hidesViolations() && (m->agent.isEmpty() || success.agent == m->agent))
            hidden.push_back(success);
    }
    std::stable_sort(hidden.begin(), hidden.end(),
                     [](const TaskSuccess &a, const TaskSuccess &b) { return a.succeededViolating > b.succeededViolating; });
    QStringList sentences;
    for (const TaskSuccess &success : hidden)
        sentences.append(successSentence(success));
    return sentences;
}

bool RateModel::isBusy() const
{
    return m->question.isOpen();
}
bool RateModel::wasRead() const
{
    return m->read;
}

QString RateModel::summary() const
{
    if (!m->read)
        return tr("Reading the figures.");
    const QString who = m->agent.isEmpty() ? tr("All agents") : visibleLine(m->agent, 120);
    const QString what = m->clause.isEmpty() ? tr("any prohibition") : tr("clause %1").arg(visibleLine(m->clause, 60));
    QStringList sentences;
    if (m->points.empty() && m->series.withoutTime > 0)
        sentences.append(tr("%1, %2: %n judged call(s), none with a time, so nothing can be drawn. The table by agent and clause counts them.",
                            nullptr, static_cast<int>(m->series.withoutTime))
                             .arg(who, what));
    else if (m->series.decidable == 0 || m->series.bins.empty())
        sentences.append(tr("%1, %2: no call has been judged.").arg(who, what));
    else
        sentences.append(tr("%1, %2, %3 to %4: attempted in %5. Executed: %6.")
                             .arg(who, what, words::time(m->series.bins.front().begin), words::time(m->series.bins.back().end),
                                  rateSentence(m->series.attempted, m->series.decidable), words::number(m->series.executed)));
    if (m->series.undecidable > 0)
        sentences.append(tr("%n call(s) cannot be decided for want of a recorded fact.", nullptr, static_cast<int>(m->series.undecidable)));
    if (!m->points.empty() && m->series.withoutTime > 0)
        sentences.append(
            tr("%n judged call(s) have no time: they are in the sums and not in the chart.", nullptr, static_cast<int>(m->series.withoutTime)));
    if (m->series.runs > 0)
        sentences.append(tr("%1 of %n run(s) hold at least one violation.", nullptr, static_cast<int>(m->series.runs))
                             .arg(words::number(m->series.violatingRuns)));
    return sentences.join(u' ');
}

void RateModel::refresh()
{
    ViolationQuery query;
    query.agent = m->agent.toStdString();
    query.clause = m->clause.toStdString();
    query.bins = periods;
    m->question.ask(
        [workspace = m->workspace, query](std::stop_token stop) {
            const auto trail = workspace->keptTrail()->take(*workspace, std::move(stop));
            return trail ? readRates(*workspace, **trail, query) : RateAnswer{{}, true, {}, {}, trail.error()};
        },
        [this](RateAnswer answer) {
            if (answer.error) {
                Q_EMIT troubled(troubleOf(*answer.error));
            } else {
                beginResetModel();
                m->series = std::move(answer.series);
                m->zoneKnown = answer.zoneKnown;
                if (!m->clause.isEmpty()) // the series tells of every clause, whichever was asked for
                    std::erase_if(m->series.rows, [clause = m->clause.toStdString()](const ViolationRow &row) { return row.clause != clause; });
                m->points.clear();
                for (const ViolationBin &bin : m->series.bins)
                    m->points.push_back(pointOf(bin));
                m->choices(answer.all);
                m->successes = std::move(answer.successes);
                m->read = true;
                endResetModel();
                std::vector<RateRow> rows;
                for (const ViolationRow &row : m->series.rows)
                    rows.push_back(rowOf(row));
                m->rows->setRows(std::move(rows));
                Q_EMIT refreshed();
            }
            Q_EMIT busyChanged(isBusy());
        });
    Q_EMIT busyChanged(true);
}

} // namespace mandate

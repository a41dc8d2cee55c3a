// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents as rows. The answers to one of them are incident_answers.cpp, its timeline timeline_model.cpp.
#include "models/items/incident_model.h"

#include "models/items/case_item.h"
#include "models/items/incident_answers.h"
#include "models/items/question.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"

#include <algorithm>

namespace mandate {

namespace {

struct Listed
{
    std::vector<Incident> incidents;
    std::vector<IncidentItem> items;
    std::optional<Error> error;
};

struct Answered
{
    IncidentAnswers answers;
    std::optional<Error> error;
};

Listed readIncidents(const Workspace &workspace)
{
    auto incidents = workspace.incidents();
    if (!incidents)
        return {{}, {}, incidents.error()};
    Listed listed{std::move(incidents).value(), {}, std::nullopt};
    const auto isOpen = [](const Incident &incident) { return incident.state != CaseState::Closed && incident.state != CaseState::Merged; };
    // What asks for work first; of it the worst, then what was executed, then the newest.
    std::stable_sort(listed.incidents.begin(), listed.incidents.end(), [&](const Incident &a, const Incident &b) {
        if (isOpen(a) != isOpen(b))
            return isOpen(a);
        if (a.severity != b.severity)
            return a.severity < b.severity;
        if ((a.executed > 0) != (b.executed > 0))
            return a.executed > 0;
        return a.opened.nanoseconds > b.opened.nanoseconds;
    });
    const Instant now = workspace.now();
    const std::string self = workspace.person().id;
    for (const Incident &incident : listed.incidents)
        listed.items.push_back(incidentItem(incident, now, self));
    return listed;
}

} // namespace

struct IncidentModel::Private
{
    Private(IncidentModel *model, std::shared_ptr<Workspace> w) : workspace(std::move(w)), list(model), one(model) {}

    std::shared_ptr<Workspace> workspace;
    std::vector<Incident> incidents;
    std::vector<IncidentItem> items;
    IncidentAnswers answers;
    bool read = false;
    Question<Listed> list;
    Question<Answered> one;
};

QString IncidentItem::countWords() const
{
    //: actions of an incident: %1 were attempted, %2 of them were executed
    return IncidentModel::tr("%1 attempted, %2 executed").arg(words::number(attempted), words::number(executed));
}

IncidentModel::IncidentModel(std::shared_ptr<Workspace> workspace, QObject *parent)
    : QAbstractTableModel(parent),
      m(std::make_unique<Private>(this, std::move(workspace)))
{
    refresh();
}

IncidentModel::~IncidentModel() = default;

int IncidentModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m->items.size());
}
int IncidentModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

static QString cellText(const IncidentItem &item, int column)
{
    switch (column) {
    case IncidentModel::SeverityColumn: return item.severity.text;
    case IncidentModel::IdColumn: return item.id;
    case IncidentModel::ClauseColumn: return visibleLine(item.clause, 60);
    case IncidentModel::AgentColumn: return visibleLine(item.agent, 120);
    case IncidentModel::SessionColumn: return visibleLine(item.session, 120);
    case IncidentModel::CountColumn: return item.countWords();
    case IncidentModel::OpenedColumn: return item.opened;
    case IncidentModel::StateColumn: return item.state.text;
    case IncidentModel::DueColumn: return item.due.text;
    case IncidentModel::AssignedColumn: return item.assigned.isEmpty() ? visibleLine(item.owner, 80) : item.assigned;
    case IncidentModel::CauseColumn: return item.cause.text;
    case IncidentModel::StakesColumn: return item.stakes;
    default: return {};
    }
}

static QString cellSentence(const IncidentItem &item, int column)
{
    const QString text = cellText(item, column);
    switch (column) {
    case IncidentModel::SeverityColumn:
        //: a row read aloud: %1 severity, %2 id, %3 state, %4 "2 h left" or nothing, %5 cause, %6 clause, %7 agent, %8 counts, %9 the clause in words
        return IncidentModel::tr("%1 incident %2, %3, %4. %5. Clause %6, agent %7, %8. %9")
            .arg(text, item.id, item.state.text, item.due.text.isEmpty() ? IncidentModel::tr("nothing is due") : item.due.text, item.cause.text,
                 cellText(item, IncidentModel::ClauseColumn), cellText(item, IncidentModel::AgentColumn), item.countWords(), item.clauseSentence);
    case IncidentModel::IdColumn: return IncidentModel::tr("Incident %1, %2").arg(text, item.severity.text);
    case IncidentModel::ClauseColumn: return IncidentModel::tr("Clause %1: %2").arg(text, item.clauseSentence);
    case IncidentModel::AgentColumn: return IncidentModel::tr("Agent: %1").arg(text);
    case IncidentModel::SessionColumn: return IncidentModel::tr("Session: %1").arg(text);
    case IncidentModel::CountColumn: return text;
    case IncidentModel::OpenedColumn: return item.openedWords;
    case IncidentModel::StateColumn: return IncidentModel::tr("State: %1").arg(text);
    case IncidentModel::DueColumn: return text.isEmpty() ? IncidentModel::tr("Nothing is due") : IncidentModel::tr("Due: %1").arg(text);
    case IncidentModel::AssignedColumn:
        return item.assigned.isEmpty() ? text.isEmpty() ? IncidentModel::tr("Nobody works on it") : IncidentModel::tr("Nobody is assigned; %1 answers for the agent").arg(text)
                                       : IncidentModel::tr("Assigned to %1").arg(text);
    case IncidentModel::CauseColumn: return IncidentModel::tr("Cause: %1").arg(text);
    case IncidentModel::StakesColumn: return text.isEmpty() ? IncidentModel::tr("Nothing is recorded as at stake") : IncidentModel::tr("At stake: %1").arg(text);
    default: return {};
    }
}

static QVariant sortKey(const IncidentItem &item, int column)
{
    switch (column) {
    case IncidentModel::SeverityColumn: return item.severityRank;
    case IncidentModel::CountColumn: return QVariant::fromValue<quint64>(item.attempted);
    case IncidentModel::OpenedColumn: return item.openedNs;
    case IncidentModel::DueColumn: return item.dueNs;
    default: return cellText(item, column);
    }
}

static QVariant stateOf(const IncidentItem &item, int column)
{
    switch (column) {
    case IncidentModel::SeverityColumn: return QVariant::fromValue(item.severity);
    case IncidentModel::StateColumn: return QVariant::fromValue(item.state);
    case IncidentModel::DueColumn: return item.due.text.isEmpty() ? QVariant() : QVariant::fromValue(item.due);
    case IncidentModel::CauseColumn: return QVariant::fromValue(item.cause);
    default: return {};
    }
}

QVariant IncidentModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const IncidentItem &item = m->items[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return cellText(item, index.column());
    case Qt::AccessibleTextRole: return cellSentence(item, index.column());
    case Qt::ToolTipRole: return plainToolTip(index.column() == ClauseColumn ? item.clauseSentence : cellText(item, index.column()));
    case StateRole: return stateOf(item, index.column());
    case SortRole: return sortKey(item, index.column());
    case LinkRole: return incidentLink(item.id);
    case IdRole: return item.id;
    case MonoRole: return false;
    case SearchRole: {
        const QStringList all{item.id, item.severity.text, item.clause, item.clauseSentence, item.agent, item.deployment, item.session, item.owner,
                              item.state.text, item.assigned, item.cause.text, item.title};
        return all.join(u'\n');
    }
    default: return {};
    }
}

QVariant IncidentModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case SeverityColumn: return tr("Severity");
    case IdColumn: return tr("Incident");
    case ClauseColumn: return tr("Clause");
    case AgentColumn: return tr("Agent");
    case SessionColumn: return tr("Session");
    case CountColumn: return tr("Actions");
    case OpenedColumn: return tr("Opened");
    case StateColumn: return tr("State");
    case DueColumn: return tr("Due");
    case AssignedColumn: return tr("Owner");
    case CauseColumn: return tr("Cause");
    case StakesColumn: return tr("At stake");
    default: return {};
    }
}

const IncidentItem *IncidentModel::item(int row) const
{
    return row < 0 || row >= rowCount() ? nullptr : &m->items[static_cast<std::size_t>(row)];
}

int IncidentModel::rowOf(const QString &id) const
{
    const auto found =
        std::find_if(m->items.begin(), m->items.end(), [&](const IncidentItem &item) { return item.id.compare(id, Qt::CaseInsensitive) == 0; });
    return found == m->items.end() ? -1 : static_cast<int>(found - m->items.begin());
}

bool IncidentModel::isBusy() const
{
    return m->list.isOpen() || m->one.isOpen();
}
bool IncidentModel::wasRead() const
{
    return m->read;
}
int IncidentModel::openCount() const
{
    return static_cast<int>(std::ranges::count_if(m->items, &IncidentItem::open));
}
int IncidentModel::neglectedCount() const
{
    return static_cast<int>(std::ranges::count_if(m->items, &IncidentItem::neglected));
}
const IncidentAnswers &IncidentModel::answers() const
{
    return m->answers;
}

void IncidentModel::answer(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    const Incident incident = m->incidents[static_cast<std::size_t>(row)];
    m->one.ask(
        [workspace = m->workspace, incident](std::stop_token stop) {
            auto answers = answersTo(*workspace, incident, stop);
            return answers ? Answered{std::move(answers).value(), std::nullopt} : Answered{{}, answers.error()};
        },
        [this](Answered answer) {
            if (answer.error) {
                Q_EMIT troubled(troubleOf(*answer.error));
            } else {
                m->answers = std::move(answer.answers);
                Q_EMIT answered();
            }
            Q_EMIT busyChanged(isBusy());
        });
    Q_EMIT busyChanged(true);
}

void IncidentModel::refresh()
{
    m->list.ask([workspace = m->workspace](std::stop_token) { return readIncidents(*workspace); },
                [this](Listed listed) {
                    if (listed.error) {
                        Q_EMIT troubled(troubleOf(*listed.error));
                    } else {
                        beginResetModel();
                        m->incidents = std::move(listed.incidents);
                        m->items = std::move(listed.items);
                        m->read = true;
                        endResetModel();
                        Q_EMIT refreshed();
                    }
                    Q_EMIT busyChanged(isBusy());
                });
    Q_EMIT busyChanged(true);
}

} // namespace mandate

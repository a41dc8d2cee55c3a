// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/point_list.h"

#include "models/items/enforcement_watch.h"
#include "models/items/stop_item.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/items/workspace_lease.h"
#include "models/workspace/workspace.h"

#include <algorithm>

namespace mandate {
namespace {

PointDraft draftOf(const EnforcementPoint &point)
{
    PointDraft draft;
    draft.id = QString::fromStdString(point.id);
    draft.kind = point.kind;
    draft.title = QString::fromStdString(point.title);
    draft.address = QString::fromStdString(point.url);
    QStringList agents;
    for (const std::string &agent : point.agents)
        agents << QString::fromStdString(agent);
    draft.agents = agents.join(QStringLiteral(", "));
    for (const auto &[name, value] : point.settings)
        draft.settings.insert(QString::fromStdString(name), QString::fromStdString(value));
    draft.secretName = QString::fromStdString(point.secretName);
    return draft;
}

EnforcementPoint pointOf(const PointDraft &draft)
{
    EnforcementPoint point;
    point.id = draft.id.trimmed().toStdString();
    point.kind = draft.kind;
    point.title = draft.title.trimmed().toStdString();
    point.url = draft.address.trimmed().toStdString();
    for (const QString &agent : draft.agents.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        if (!agent.trimmed().isEmpty())
            point.agents.push_back(agent.trimmed().toStdString());
    }
    for (auto it = draft.settings.cbegin(); it != draft.settings.cend(); ++it)
        point.settings.emplace(it.key().toStdString(), it.value().toStdString());
    point.secretName = draft.secretName.toStdString();
    return point;
}

StateWord wordOf(Delivery::Outcome outcome)
{
    switch (outcome) {
    case Delivery::Outcome::Confirmed: return {PointList::tr("Reached"), Shape::Tick, Tone::Good};
    case Delivery::Outcome::Failed: return {PointList::tr("Failed"), Shape::Triangle, Tone::Warning};
    case Delivery::Outcome::Unknown: break;
    }
    return {PointList::tr("Unknown"), Shape::Diamond, Tone::Neutral};
}

StateWord notTried()
{
    return {PointList::tr("Not tried"), Shape::Diamond, Tone::Neutral};
}

} // namespace

struct PointList::Loaded
{
    std::vector<PointItem> items;
    QString refusal;
    std::optional<Error> error;
};

struct PointList::Done
{
    std::optional<Error> error;
    Delivery delivery;
};

PointList::PointList(std::shared_ptr<Workspace> workspace, QObject *parent)
    : QAbstractTableModel(parent), m_workspace(leaseOf(std::move(workspace))), m_reading(this), m_writing(this), m_testing(this)
{
}

PointList *PointList::of(Session *session)
{
    if (!session)
        return nullptr;
    auto *list = session->findChild<PointList *>(QString(), Qt::FindDirectChildrenOnly);
    if (list)
        return list;
    list = new PointList(session->workspace(), session);
    list->m_watch = session->enforcement();
    return list;
}

int PointList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

int PointList::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

const PointItem *PointList::item(int row) const
{
    return row >= 0 && row < rowCount() ? &m_items[static_cast<std::size_t>(row)] : nullptr;
}

int PointList::rowOf(const QString &id) const
{
    const auto found = std::ranges::find(m_items, id, [](const PointItem &item) { return item.point.id; });
    return found == m_items.end() ? -1 : static_cast<int>(found - m_items.begin());
}

StateWord PointList::answer(const PointItem &point) const
{
    const PointLine *said = point.answerSentence.isEmpty() && m_watch ? m_watch->worst(point.point.id) : nullptr;
    return said ? said->state : point.answer;
}

QVariant PointList::data(const QModelIndex &index, int role) const
{
    const PointItem *point = index.isValid() ? item(index.row()) : nullptr;
    if (!point)
        return {};
    const auto text = [&]() -> QString {
        switch (index.column()) {
        case Name: return visibleLine(point->point.title.isEmpty() ? point->point.id : point->point.title, 80);
        case Kind: return words::name(point->point.kind);
        case Answer: return answer(*point).text;
        case Agents: return point->point.agents.isEmpty() ? tr("Every agent") : visibleLine(point->point.agents, 120);
        case Address: return visibleLine(point->point.address, 200);
        default: return {};
        }
    };
    switch (role) {
    case Qt::DisplayRole: return text();
    case Qt::ToolTipRole: return plainToolTip(index.column() == Answer && !point->answerSentence.isEmpty() ? point->answerSentence : text());
    case Qt::AccessibleTextRole:
        if (index.column() == Name)
            //: read aloud for a row: %1 an enforcement point, %2 its kind, %3 its last answer
            return tr("%1, %2, %3").arg(text(), words::name(point->point.kind), answer(*point).text);
        return text();
    case StateRole: return index.column() == Answer ? QVariant::fromValue(answer(*point)) : QVariant();
    case SortRole: return text();
    case IdRole: return point->point.id;
    default: return {};
    }
}

QVariant PointList::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Enforcement point");
    case Kind: return tr("Kind");
    case Answer: return tr("Last answer");
    case Agents: return tr("Agents");
    case Address: return tr("Address");
    default: return {};
    }
}

void PointList::refresh()
{
    m_reading.ask(
        [workspace = m_workspace](const std::stop_token &) {
            auto loaded = std::make_shared<Loaded>();
            const auto points = workspace->points();
            if (!points) {
                loaded->error = points.error();
                return loaded;
            }
            for (const ConfiguredPoint &configured : *points)
                loaded->items.push_back({draftOf(configured.point), visibleLine(words::person(configured.by)), configured.at, notTried(), {}});
            const PeopleRegister people = workspace->people();
            const std::string me = workspace->person().id;
            if (workspace->isReadOnly())
                loaded->refusal = tr("This workspace is open for reading. Open it for writing to change enforcement points.");
            else if (!people.isOpen() && !people.is(me, PersonRole::Owner))
                //: %1 names of persons
                loaded->refusal = tr("Only owners change enforcement points: %1.").arg(visibleLine(people.whoIs({PersonRole::Owner}), 200));
            return loaded;
        },
        [this](const std::shared_ptr<Loaded> &loaded) { take(*loaded); });
}

void PointList::take(const Loaded &loaded)
{
    if (loaded.error) {
        Q_EMIT refused(troubleOf(*loaded.error));
        return;
    }
    std::vector<PointItem> items = loaded.items;
    for (PointItem &item : items) {
        const int row = rowOf(item.point.id);
        if (row >= 0 && m_items[static_cast<std::size_t>(row)].point == item.point) {
            item.answer = m_items[static_cast<std::size_t>(row)].answer;
            item.answerSentence = m_items[static_cast<std::size_t>(row)].answerSentence;
        }
    }
    beginResetModel();
    m_items = std::move(items);
    m_refusal = loaded.refusal;
    endResetModel();
    Q_EMIT refreshed();
}

void PointList::write(std::function<std::shared_ptr<Done>(Workspace &)> work, std::function<void()> then)
{
    if (m_writing.isOpen())
        return;
    m_writing.ask([workspace = m_workspace, work = std::move(work)](const std::stop_token &) { return work(*workspace); },
                  [this, then = std::move(then)](const std::shared_ptr<Done> &done) {
                      if (done->error)
                          Q_EMIT refused(troubleOf(*done->error));
                      else
                          then();
                      refresh();
                  });
}

void PointList::save(const PointDraft &draft, const QString &secret)
{
    write(
        [point = pointOf(draft), secret = secret.toStdString()](Workspace &workspace) {
            auto done = std::make_shared<Done>();
            const auto set = workspace.setPoint(pointJson(point), secret.empty() ? std::nullopt : std::optional(secret));
            if (!set)
                done->error = set.error();
            return done;
        },
        [this, id = draft.id.trimmed()] { Q_EMIT saved(id); });
}

void PointList::remove(const QString &id)
{
    write(
        [name = id.toStdString()](Workspace &workspace) {
            auto done = std::make_shared<Done>();
            if (const auto gone = workspace.removePoint(name); !gone)
                done->error = gone.error();
            return done;
        },
        [this, id] { Q_EMIT removed(id); });
}

void PointList::test(const QString &id)
{
    const PointItem *point = item(rowOf(id));
    if (!point || m_testing.isOpen())
        return;
    const int row = rowOf(id);
    m_items[static_cast<std::size_t>(row)].answer = {tr("Trying"), Shape::Glass, Tone::Info};
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    m_testing.ask(
        [workspace = m_workspace, configured = pointOf(point->point)](const std::stop_token &) {
            auto done = std::make_shared<Done>();
            done->delivery = workspace->testPoint(configured);
            return done;
        },
        [this, id](const std::shared_ptr<Done> &done) {
            const int at = rowOf(id);
            if (at < 0)
                return;
            PointItem &known = m_items[static_cast<std::size_t>(at)];
            const Delivery &said = done->delivery;
            known.answer = wordOf(said.outcome);
            const QString when = words::time(said.at);
            known.answerSentence = said.outcome == Delivery::Outcome::Confirmed
                                        //: %1 date and time
                                        ? tr("Reached at %1, and the credentials were taken. No agent's state was touched.").arg(when)
                                        : visibleLine(said.detail, 400);
            if (!said.byHand.empty())
                known.answerSentence += QLatin1Char(' ') + visibleLine(said.byHand, 400);
            if (!said.code.empty())
                known.answerSentence += QStringLiteral(" (%1)").arg(visibleLine(said.code, 20));
            Q_EMIT dataChanged(index(at, 0), index(at, ColumnCount - 1));
            Q_EMIT tested(id);
        });
}

} // namespace mandate

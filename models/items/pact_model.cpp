// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/pact_model.h"

#include "models/items/pact_life_words.h"
#include "models/items/pact_words.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/items/workspace_lease.h"
#include "models/workspace/pact_succession.h"

#include <QFutureWatcher>
#include <QUrl>
#include <QUrlQuery>
#include <QtConcurrentRun>

#include <algorithm>
#include <array>
#include <variant>

namespace mandate {
namespace {

using Loaded = std::variant<std::vector<PactItem>, Error>;

Loaded load(const Workspace &workspace)
{
    Result<std::vector<ObservedAgent>> observed = observedAgents(workspace);
    if (!observed)
        return observed.error();
    std::vector<PactItem> items;
    std::map<std::string, PactHistory> histories;
    const std::vector<PactVersion> all = workspace.pacts();
    for (const PactVersion &version : all) {
        items.push_back(itemOf(version, *observed));
        const bool isOver = version.state == PactState::Superseded || version.state == PactState::Withdrawn;
        items.back().restorable = isOver && parentOfRestored(version, all) != version.document.version;
        const std::string &id = version.document.id;
        if (!histories.contains(id)) {
            auto history = workspace.pactHistory(id);
            if (!history)
                return history.error();
            histories.emplace(id, std::move(history).value());
        }
        const PactHistory &history = histories.at(id);
        for (const PactHistory::Version &known : history.versions) {
            if (known.version.document.version == version.document.version)
                tellLife(items.back(), known, history);
            if (known.version.document.version == version.document.parentVersion)
                items.back().comparedWith = QString::fromStdString(id + '@' + version.document.parentVersion);
        }
    }
    std::stable_sort(items.begin(), items.end(), [](const PactItem &a, const PactItem &b) {
        const int byTitle = QString::localeAwareCompare(a.title, b.title);
        return byTitle != 0 ? byTitle < 0 : a.entry > b.entry;
    });
    return items;
}

/// The worst class of problem, with the count of all.
StateWord problemsOf(const PactItem &pact)
{
    if (pact.problems.empty())
        return {PactModel::tr("None found"), Shape::Tick, Tone::Good};
    StateWord worst = pact.problems.front().problemClass;
    const int same = pact.problemCount(pact.problems.front().kind);
    //: %1 is a class of problems such as "Warning", %2 how many of it
    worst.text = PactModel::tr("%1: %2").arg(worst.text, words::number(static_cast<std::uint64_t>(same)));
    return worst;
}

} // namespace

Result<std::vector<ObservedAgent>> observedAgents(const Workspace &workspace)
{
    RowFilter actions;
    actions.kinds = {RecordKind::Action};
    constexpr std::array byClause{Dimension::Agent, Dimension::Deployment, Dimension::Clause};
    constexpr std::array byTool{Dimension::Agent, Dimension::Deployment, Dimension::Tool};
    Result<std::vector<Tally>> clauses = workspace.store().tally(actions, byClause);
    if (!clauses)
        return clauses.error();
    Result<std::vector<Tally>> tools = workspace.store().tally(actions, byTool);
    if (!tools)
        return tools.error();
    std::map<std::pair<std::string, std::string>, ObservedAgent> agents;
    const auto of = [&agents](const Tally &tally) -> ObservedAgent & {
        ObservedAgent &agent = agents[{tally.key.at(0), tally.key.at(1)}];
        agent.agent = tally.key[0];
        agent.deployment = tally.key[1];
        return agent;
    };
    for (const Tally &tally : *clauses) {
        if (!tally.key.at(2).empty())
            of(tally).decidedByClause[tally.key[2]] += tally.count;
    }
    for (const Tally &tally : *tools)
        of(tally).tools.push_back(tally.key.at(2));
    std::vector<ObservedAgent> all;
    for (auto &[key, agent] : agents)
        all.push_back(std::move(agent));
    return all;
}

int PactItem::problemCount(ProblemClass kind) const
{
    return static_cast<int>(std::count_if(problems.begin(), problems.end(), [kind](const ProblemItem &p) { return p.kind == kind; }));
}

StateWord PactItem::force() const
{
    return life;
}

struct PactModel::Private
{
    std::shared_ptr<Workspace> workspace;
    std::vector<PactItem> items;
    QFutureWatcher<Loaded> watcher;
    bool again = false;
};

PactModel::PactModel(std::shared_ptr<Workspace> workspace, QObject *parent) : QAbstractTableModel(parent), m(std::make_unique<Private>())
{
    m->workspace = std::move(workspace);
    connect(&m->watcher, &QFutureWatcherBase::finished, this, [this] {
        if (m->again) {
            m->again = false;
            start();
            return;
        }
        Loaded loaded = m->watcher.result();
        if (const Error *error = std::get_if<Error>(&loaded)) {
            Q_EMIT troubled(troubleOf(*error));
        } else {
            beginResetModel();
            m->items = std::get<std::vector<PactItem>>(std::move(loaded));
            endResetModel();
        }
        Q_EMIT busyChanged(false);
        Q_EMIT refreshed();
    });
}

PactModel::~PactModel()
{
    m->watcher.disconnect(this); // the reading goes on for itself and is dropped
}

int PactModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m->items.size());
}

int PactModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QString PactModel::text(const PactItem &pact, int column) const
{
    switch (column) {
    case Title: return pact.title;
    case Version: return visibleLine(pact.version, 40);
    case Force: return pact.life.text;
    case Agents: return words::number(static_cast<std::uint64_t>(pact.agents.size()));
    case Problems: return problemsOf(pact).text;
    default: return {};
    }
}

QVariant PactModel::data(const QModelIndex &index, int role) const
{
    const PactItem *pact = index.isValid() ? item(index.row()) : nullptr;
    if (!pact)
        return {};
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(*pact, column);
    case Qt::ToolTipRole:
        return plainToolTip(column == Title ? QString(pact->title + QLatin1Char('\n') + visibleLine(pact->key())) : text(*pact, column));
    case Qt::AccessibleTextRole:
        if (column == Title)
            //: read aloud for a row: %1 title, %2 version, %3 "In force" or "Superseded", %4 what the checks found
            return tr("%1, version %2, %3, problems: %4")
                .arg(pact->title, visibleLine(pact->version, 40), pact->life.text, problemsOf(*pact).text);
        return text(*pact, column);
    case Qt::TextAlignmentRole: return column == Agents ? QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case StateRole:
        return column == Force ? QVariant::fromValue(pact->life) : column == Problems ? QVariant::fromValue(problemsOf(*pact)) : QVariant();
    case IdRole: return pact->key();
    case SortRole:
        if (column == Agents)
            return static_cast<qlonglong>(pact->agents.size());
        if (column == Problems)
            return pact->problems.empty() ? 100 : static_cast<int>(pact->problems.front().kind) * 10 - static_cast<int>(pact->problems.size());
        return text(*pact, column);
    case LinkRole: {
        QUrl link(QStringLiteral("mandate://pacts"));
        QUrlQuery query;
        query.addQueryItem(QStringLiteral("pact"), QString::fromLatin1(QUrl::toPercentEncoding(pact->key())));
        link.setQuery(query);
        return link;
    }
    default: return {};
    }
}

QVariant PactModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Agents ? QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Title: return tr("Pact");
    case Version: return tr("Version");
    case Force: return tr("State");
    case Agents: return tr("Agents");
    case Problems: return tr("Checks");
    default: return {};
    }
}

const PactItem *PactModel::item(int row) const
{
    return row >= 0 && row < rowCount() ? &m->items[static_cast<std::size_t>(row)] : nullptr;
}

int PactModel::rowOf(const QString &idAtVersion) const
{
    for (int row = 0; row < rowCount(); ++row) {
        const PactItem &pact = m->items[static_cast<std::size_t>(row)];
        if (pact.key() == idAtVersion || (pact.inForce && pact.id == idAtVersion))
            return row;
    }
    return -1;
}

bool PactModel::isBusy() const
{
    return m->watcher.isRunning() || m->again;
}

void PactModel::refresh()
{
    if (m->watcher.isRunning()) {
        m->again = true;
        return;
    }
    Q_EMIT busyChanged(true);
    start();
}

void PactModel::start()
{
    m->watcher.setFuture(QtConcurrent::run([workspace = leaseOf(m->workspace)] { return load(*workspace); }));
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/agents/agents_page.h"

#include "models/items/agent_model.h"
#include "models/items/agent_trends.h"
#include "models/items/session.h"
#include "views/agents/agent_detail.h"
#include "views/agents/points_pane.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/page_header.h"
#include "views/widgets/sparkline_delegate.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/table.h"
#include "views/widgets/three_pane.h"

#include <QApplication>
#include <QEvent>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QUrlQuery>
#include <QVBoxLayout>

namespace mandate {

AgentsPage::AgentsPage(QWidget *parent)
    : Page(parent),
      m_header(new PageHeader(this)),
      m_filter(new QLineEdit(this)),
      m_stack(new QStackedWidget(this)),
      m_empty(new EmptyState(this)),
      m_panes(new ThreePane(QStringLiteral("agents"), this)),
      m_table(new QTableView(this)),
      m_proxy(new QSortFilterProxyModel(this)),
      m_detail(new AgentDetail(this)),
      m_points(new PointsPane(this)),
      m_suspendAll(new QPushButton(this)),
      m_pointsButton(new QPushButton(this))
{
    m_filter->setClearButtonEnabled(true);
    m_filter->setMinimumWidth(fontMetrics().averageCharWidth() * 28);
    m_header->addTool(m_filter);
    m_header->addTool(m_pointsButton);
    m_header->addTool(m_suspendAll);
    tabBehind(m_filter, {m_pointsButton, m_suspendAll});
    m_proxy->setSortRole(SortRole);
    m_proxy->setFilterKeyColumn(-1);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table->setModel(m_proxy);
    setUpTable(m_table, QString());
    m_table->setItemDelegate(new SparklineDelegate(m_table));
    m_table->setSortingEnabled(true);
    m_panes->setList(m_table, QString());
    m_panes->setDetail(m_detail, QString());
    m_panes->setShares({48, 52});
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_panes);
    m_stack->addWidget(m_points);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_stack, 1);

    connect(m_filter, &QLineEdit::textChanged, m_proxy, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_filter, &QLineEdit::returnPressed, this, [this] { m_table->setFocus(); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &AgentsPage::showCurrent);
    connect(m_detail, &AgentDetail::linkActivated, this, &Page::linkActivated);
    connect(m_points, &PointsPane::leaveWanted, this, [this] { Q_EMIT linkActivated(QUrl(QStringLiteral("mandate://agents"))); });
    connect(m_pointsButton, &QPushButton::clicked, this, [this] { Q_EMIT linkActivated(QUrl(QStringLiteral("mandate://agents?view=points"))); });
    connect(m_suspendAll, &QPushButton::clicked, this, [this] { m_detail->open(AgentChange::Kind::SuspendAll); });
    connect(m_detail, &AgentDetail::sheetClosed, this, [this] { m_table->setFocus(); });
    connect(m_empty, &EmptyState::actionTriggered, this, [this] { Q_EMIT linkActivated(QUrl(QStringLiteral("mandate://sources"))); });
    retranslate();
}

QString AgentsPage::title() const
{
    return tr("Agents");
}

void AgentsPage::setSession(Session *session)
{
    if (m_session && m_session->agents()) {
        m_session->agents()->disconnect(this);
        AgentTrends::of(m_session)->disconnect(this);
    }
    m_session = session;
    m_current.clear();
    m_wantedSheet.clear();
    showPoints(false);
    m_detail->setSession(session);
    m_points->setSession(session);
    AgentModel *model = session ? session->agents() : nullptr;
    m_proxy->setSourceModel(model);
    if (model) {
        connect(model, &AgentModel::refreshed, this, &AgentsPage::refreshed);
        connect(model, &AgentModel::refreshed, this, &AgentsPage::readTrends);
        connect(AgentTrends::of(session), &AgentTrends::changed, this, [this] {
            if (m_session)
                m_session->agents()->setTrends(AgentTrends::of(m_session)->trends());
        });
        m_table->sortByColumn(AgentModel::Violations, Qt::DescendingOrder);
        fitColumns(m_table, key(),
                   {AgentModel::Name, AgentModel::State, AgentModel::Violations, AgentModel::Trend, AgentModel::Calls, AgentModel::Deployment, AgentModel::Pact,
                    AgentModel::LastSeen},
                   AgentModel::Name);
    }
    refreshed();
}

/// Nobody pays for days that nobody looks at.
void AgentsPage::readTrends()
{
    if (m_session && isVisible())
        AgentTrends::of(m_session)->read();
}

void AgentsPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    readTrends();
}

bool AgentsPage::showLink(const QUrl &link)
{
    const QUrlQuery query(link);
    const QString agent = query.queryItemValue(QStringLiteral("agent"), QUrl::FullyDecoded);
    const QString view = query.queryItemValue(QStringLiteral("view"));
    showPoints(view == QLatin1StringView("points"));
    if (m_stack->currentWidget() == m_points)
        return true;
    const QString sheet = view.isEmpty() ? query.queryItemValue(QStringLiteral("sheet")) : view;
    if (agent.isEmpty()) {
        act(sheet);
        return true;
    }
    const AgentModel *model = m_session ? m_session->agents() : nullptr;
    if (!model)
        return false;
    m_filter->clear();
    if (model->rowOf(agent) < 0) {
        m_wanted = agent;
        m_wantedSheet = sheet;
        return model->isBusy();
    }
    select(agent);
    act(sheet);
    return true;
}

/// What a link asks for beside the agent: a sheet is opened, nothing is done.
void AgentsPage::act(const QString &sheet)
{
    if (sheet == QLatin1StringView("suspend"))
        m_detail->open(AgentChange::Kind::Suspend);
    else if (sheet == QLatin1StringView("suspend-all"))
        m_detail->open(AgentChange::Kind::SuspendAll);
    else if (sheet == QLatin1StringView("enforcement"))
        m_detail->showEnforcement();
    else if (sheet == QLatin1StringView("drill"))
        m_detail->showDrill();
    else if (sheet == QLatin1StringView("scope"))
        m_detail->showScope();
    else if (sheet == QLatin1StringView("overview"))
        m_detail->showOverview();
    else if (sheet == QLatin1StringView("readiness"))
        m_detail->showReadiness();
}

QString AgentsPage::agentShown() const
{
    return m_stack->currentWidget() == m_panes ? m_current : QString();
}

void AgentsPage::showPoints(bool points)
{
    const bool change = points != (m_stack->currentWidget() == m_points);
    if (!change || (points && !m_session))
        return;
    if (points)
        m_stack->setCurrentWidget(m_points);
    else
        updateList();
    updateTools();
    if (points && isVisible())
        m_points->begin();
}

QUrl AgentsPage::currentLink() const
{
    QUrl link(QStringLiteral("mandate://agents"));
    if (m_stack->currentWidget() == m_points)
        link.setQuery(QStringLiteral("view=points"));
    else if (!m_current.isEmpty())
        link.setQuery(QLatin1String("agent=") + QString::fromLatin1(QUrl::toPercentEncoding(m_current)));
    return link;
}

void AgentsPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

QList<QWidget *> AgentsPage::panes() const
{
    if (m_stack->currentWidget() == m_points)
        return m_points->panes();
    return m_stack->currentWidget() == m_panes ? m_panes->panes() : QList<QWidget *>{m_stack->currentWidget()};
}

void AgentsPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        showCurrent();
    }
    if (event->type() == QEvent::LocaleChange)
        showCurrent();
    Page::changeEvent(event);
}

/// The list where there are agents, else what to do; unless the enforcement points are shown and stay.
void AgentsPage::updateList()
{
    const AgentModel *model = m_session ? m_session->agents() : nullptr;
    const bool any = model && model->rowCount() > 0;
    const bool appeared = any && m_stack->currentWidget() == m_empty;
    m_stack->setCurrentWidget(any ? static_cast<QWidget *>(m_panes) : m_empty);
    if (appeared && isVisible() && isAncestorOf(QApplication::focusWidget()))
        m_table->setFocus(Qt::OtherFocusReason); // from the empty page's button to what came
}

void AgentsPage::updateTools()
{
    const AgentModel *model = m_session ? m_session->agents() : nullptr;
    const bool any = model && model->rowCount() > 0;
    const bool list = m_stack->currentWidget() != m_points;
    const int acting = model ? model->actingCount() : 0;
    m_filter->setVisible(any && list);
    m_pointsButton->setVisible(m_session && list);
    m_suspendAll->setVisible(any && list);
    const bool readOnly = !m_session || m_session->isReadOnly();
    m_suspendAll->setEnabled(!readOnly && acting > 0);
    m_suspendAll->setToolTip(readOnly      ? tr("This workspace is open for reading. Open it for writing to change an agent.")
                             : acting == 0 ? tr("No agent may act now")
                                           : tr("Stops every agent that may act; asks for their number first"));
}

void AgentsPage::refreshed()
{
    const AgentModel *model = m_session ? m_session->agents() : nullptr;
    const bool any = model && model->rowCount() > 0;
    if (m_stack->currentWidget() != m_points)
        updateList();
    updateTools();
    if (!any) {
        m_header->setSummary({});
        Q_EMIT badgeChanged(0);
        return;
    }
    const auto suspended = static_cast<int>(model->suspendedAgents().size());
    //: %1 is "6 agents"
    m_header->setSummary(suspended > 0 ? tr("%1, of these %Ln suspended", nullptr, suspended).arg(tr("%Ln agent(s)", nullptr, model->rowCount()))
                                       : tr("%Ln agent(s)", nullptr, model->rowCount()));
    Q_EMIT badgeChanged(suspended);
    const bool arrived = !m_wanted.isEmpty() && model->rowOf(m_wanted) >= 0;
    if (arrived)
        m_current = std::exchange(m_wanted, {});
    if (model->rowOf(m_current) >= 0)
        select(m_current);
    else
        m_table->selectRow(0);
    showCurrent();
    if (arrived)
        act(std::exchange(m_wantedSheet, {}));
}

void AgentsPage::select(const QString &agent)
{
    const AgentModel *model = m_session->agents();
    const QModelIndex index = m_proxy->mapFromSource(model->index(model->rowOf(agent), 0));
    if (index.isValid() && !m_table->selectionModel()->isRowSelected(index.row(), {})) {
        m_table->selectRow(index.row());
        m_table->scrollTo(index);
    }
}

void AgentsPage::showCurrent()
{
    const AgentModel *model = m_session ? m_session->agents() : nullptr;
    const QModelIndex index = m_proxy->mapToSource(m_table->currentIndex());
    const AgentItem *agent = model && index.isValid() ? model->item(index.row()) : nullptr;
    if (agent)
        m_current = agent->agent;
    m_detail->show(agent);
}

void AgentsPage::retranslate()
{
    m_header->setTitle(title());
    m_filter->setPlaceholderText(tr("Filter agents"));
    m_filter->setAccessibleName(tr("Filter agents"));
    m_table->setAccessibleName(tr("Agents"));
    m_detail->setAccessibleName(tr("About the agent"));
    m_pointsButton->setText(tr("Enforcement points…"));
    m_pointsButton->setToolTip(tr("What stops agents: connect it, try it"));
    m_suspendAll->setText(tr("Suspend all…"));
    m_points->retranslate();
    updateTools();
    m_empty->say(QStringLiteral("robot"), tr("No agents yet"),
                 tr("An agent appears here as soon as a source has a record of it. Nothing was imported into this workspace yet."),
                 tr("Go to sources"));
}

} // namespace mandate

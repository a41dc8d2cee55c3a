// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/agents/agents_page.h"

#include "models/items/agent_model.h"
#include "models/items/session.h"
#include "views/agents/agent_detail.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/page_header.h"
#include "views/widgets/table.h"
#include "views/widgets/three_pane.h"

#include <QApplication>
#include <QEvent>
#include <QHeaderView>
#include <QLineEdit>
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
      m_detail(new AgentDetail(this))
{
    m_filter->setClearButtonEnabled(true);
    m_filter->setMinimumWidth(fontMetrics().averageCharWidth() * 28);
    m_header->addTool(m_filter);
    m_proxy->setSortRole(SortRole);
    m_proxy->setFilterKeyColumn(-1);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table->setModel(m_proxy);
    setUpTable(m_table, QString());
    m_table->setSortingEnabled(true);
    m_panes->setList(m_table, QString());
    m_panes->setDetail(m_detail, QString());
    m_panes->setShares({48, 52});
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_panes);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_stack, 1);

    connect(m_filter, &QLineEdit::textChanged, m_proxy, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_filter, &QLineEdit::returnPressed, this, [this] { m_table->setFocus(); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &AgentsPage::showCurrent);
    connect(m_detail, &AgentDetail::linkActivated, this, &Page::linkActivated);
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
    if (m_session && m_session->agents())
        m_session->agents()->disconnect(this);
    m_session = session;
    m_current.clear();
    m_detail->setSession(session);
    AgentModel *model = session ? session->agents() : nullptr;
    m_proxy->setSourceModel(model);
    if (model) {
        connect(model, &AgentModel::refreshed, this, &AgentsPage::refreshed);
        m_table->sortByColumn(AgentModel::Violations, Qt::DescendingOrder);
        fitColumns(m_table, key(),
                   {AgentModel::Name, AgentModel::State, AgentModel::Violations, AgentModel::Calls, AgentModel::Deployment, AgentModel::Pact,
                    AgentModel::LastSeen},
                   AgentModel::Name);
    }
    refreshed();
}

bool AgentsPage::showLink(const QUrl &link)
{
    const QUrlQuery query(link);
    const QString agent = query.queryItemValue(QStringLiteral("agent"), QUrl::FullyDecoded);
    if (agent.isEmpty())
        return true;
    const AgentModel *model = m_session ? m_session->agents() : nullptr;
    if (!model)
        return false;
    m_filter->clear();
    if (model->rowOf(agent) < 0) {
        m_wanted = agent;
        return model->isBusy();
    }
    select(agent);
    if (query.queryItemValue(QStringLiteral("sheet")) == QLatin1String("suspend"))
        m_detail->openSuspend();
    return true;
}

QUrl AgentsPage::currentLink() const
{
    QUrl link(QStringLiteral("mandate://agents"));
    if (!m_current.isEmpty())
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

void AgentsPage::refreshed()
{
    const AgentModel *model = m_session ? m_session->agents() : nullptr;
    const bool any = model && model->rowCount() > 0;
    const bool appeared = any && m_stack->currentWidget() != m_panes;
    m_stack->setCurrentWidget(any ? static_cast<QWidget *>(m_panes) : m_empty);
    if (appeared && isVisible() && isAncestorOf(QApplication::focusWidget()))
        m_table->setFocus(Qt::OtherFocusReason); // from the empty page's button to what came
    m_filter->setVisible(any);
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
    if (!m_wanted.isEmpty() && model->rowOf(m_wanted) >= 0)
        m_current = std::exchange(m_wanted, {});
    if (model->rowOf(m_current) >= 0)
        select(m_current);
    else
        m_table->selectRow(0);
    showCurrent();
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
    m_empty->say(QStringLiteral("robot"), tr("No agents yet"),
                 tr("An agent appears here as soon as a source has a record of it. Nothing was imported into this workspace yet."),
                 tr("Go to sources"));
}

} // namespace mandate

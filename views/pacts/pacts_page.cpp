// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/pacts_page.h"

#include "models/items/pact_model.h"
#include "models/items/session.h"
#include "views/pacts/pact_detail.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/icon.h"
#include "views/widgets/page_header.h"
#include "views/widgets/table.h"
#include "views/widgets/three_pane.h"

#include <QApplication>
#include <QEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QUrlQuery>
#include <QVBoxLayout>

namespace mandate {

PactsPage::PactsPage(QWidget *parent)
    : Page(parent),
      m_header(new PageHeader(this)),
      m_filter(new QLineEdit(this)),
      m_add(new QPushButton(this)),
      m_stack(new QStackedWidget(this)),
      m_empty(new EmptyState(this)),
      m_panes(new ThreePane(QStringLiteral("pacts"), this)),
      m_table(new QTableView(this)),
      m_proxy(new QSortFilterProxyModel(this)),
      m_detail(new PactDetail(this))
{
    m_filter->setClearButtonEnabled(true);
    m_filter->setMinimumWidth(fontMetrics().averageCharWidth() * 28);
    m_add->setIcon(icon(QStringLiteral("plus-lg")));
    m_header->addTool(m_filter);
    m_header->addTool(m_add);
    m_proxy->setSortRole(SortRole);
    m_proxy->setFilterKeyColumn(-1);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table->setModel(m_proxy);
    setUpTable(m_table, QString());
    m_panes->setList(m_table, QString());
    m_panes->setDetail(m_detail, QString());
    m_panes->setShares({40, 60});
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_panes);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_stack, 1);

    connect(m_filter, &QLineEdit::textChanged, m_proxy, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_filter, &QLineEdit::returnPressed, this, [this] { m_table->setFocus(); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PactsPage::showCurrent);
    connect(m_detail, &PactDetail::linkActivated, this, &Page::linkActivated);
    connect(m_add, &QPushButton::clicked, this, &PactsPage::addPact);
    connect(m_empty, &EmptyState::actionTriggered, this, &PactsPage::addPact);
    retranslate();
}

QString PactsPage::title() const
{
    return tr("Pacts");
}

void PactsPage::setSession(Session *session)
{
    if (m_session && m_session->pacts())
        m_session->pacts()->disconnect(this);
    m_session = session;
    m_current.clear();
    PactModel *model = session ? session->pacts() : nullptr;
    m_proxy->setSourceModel(model);
    if (model) {
        connect(model, &PactModel::refreshed, this, &PactsPage::refreshed);
        m_table->setSortingEnabled(true);
        m_table->sortByColumn(PactModel::Title, Qt::AscendingOrder);
        fitColumns(m_table, key(), {PactModel::Title, PactModel::Problems, PactModel::Force, PactModel::Version, PactModel::Agents},
                   PactModel::Title);
    }
    refreshed();
}

bool PactsPage::showLink(const QUrl &link)
{
    const QUrlQuery query(link);
    const QString pact = query.queryItemValue(QStringLiteral("pact"), QUrl::FullyDecoded);
    const QString clause = query.queryItemValue(QStringLiteral("clause"), QUrl::FullyDecoded);
    if (pact.isEmpty())
        return true;
    m_filter->clear();
    if (!select(pact)) {
        m_wanted = pact;
        m_wantedClause = clause;
        return m_session && m_session->pacts()->isBusy();
    }
    if (!clause.isEmpty())
        m_detail->showClause(clause);
    return true;
}

QUrl PactsPage::currentLink() const
{
    QUrl link(QStringLiteral("mandate://pacts"));
    if (!m_current.isEmpty())
        link.setQuery(QLatin1String("pact=") + QString::fromLatin1(QUrl::toPercentEncoding(m_current)));
    return link;
}

void PactsPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

QList<QWidget *> PactsPage::panes() const
{
    return m_stack->currentWidget() == m_panes ? m_panes->panes() : QList<QWidget *>{m_stack->currentWidget()};
}

void PactsPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        showCurrent();
    Page::changeEvent(event);
}

void PactsPage::refreshed()
{
    const PactModel *model = m_session ? m_session->pacts() : nullptr;
    const bool any = model && model->rowCount() > 0;
    const bool appeared = any && m_stack->currentWidget() != m_panes;
    m_stack->setCurrentWidget(any ? static_cast<QWidget *>(m_panes) : m_empty);
    if (appeared && isVisible() && isAncestorOf(QApplication::focusWidget()))
        m_table->setFocus(Qt::OtherFocusReason); // from the empty page's button to what came
    m_filter->setVisible(any);
    m_add->setVisible(any);
    const bool writable = m_session && !m_session->isReadOnly();
    m_add->setEnabled(writable);
    m_add->setToolTip(writable ? tr("Adds a pact from a JSON file (Ctrl+Shift+P)")
                               : tr("This workspace is open for reading. Open it for writing to add a pact."));
    if (!any) {
        m_header->setSummary({});
        return;
    }
    int inForce = 0;
    for (int row = 0; row < model->rowCount(); ++row)
        inForce += model->item(row)->inForce ? 1 : 0;
    //: %1 is "5 versions"
    m_header->setSummary(tr("%1, %n in force", nullptr, inForce).arg(tr("%n version(s)", nullptr, model->rowCount())));
    if (!m_wanted.isEmpty() && select(m_wanted)) {
        m_wanted.clear();
        showCurrent();
        m_detail->showClause(std::exchange(m_wantedClause, {}));
        return;
    }
    if (m_current.isEmpty() || !select(m_current))
        m_table->selectRow(0);
    showCurrent();
}

bool PactsPage::select(const QString &pact)
{
    const PactModel *model = m_session ? m_session->pacts() : nullptr;
    const int row = model ? model->rowOf(pact) : -1;
    if (row < 0)
        return false;
    const QModelIndex index = m_proxy->mapFromSource(model->index(row, 0));
    if (index.isValid() && !m_table->selectionModel()->isRowSelected(index.row(), {})) {
        m_table->selectRow(index.row());
        m_table->scrollTo(index);
    }
    return true;
}

void PactsPage::showCurrent()
{
    const PactModel *model = m_session ? m_session->pacts() : nullptr;
    const QModelIndex index = m_proxy->mapToSource(m_table->currentIndex());
    const PactItem *pact = model && index.isValid() ? model->item(index.row()) : nullptr;
    if (pact)
        m_current = pact->key();
    m_detail->show(pact);
}

void PactsPage::addPact()
{
    if (!m_session || m_session->isReadOnly())
        return;
    const QString path = QFileDialog::getOpenFileName(this, tr("Add pact"), QString(), tr("Pact (*.json)"));
    if (!path.isEmpty() && m_session)
        m_session->addPactFile(path);
}

void PactsPage::retranslate()
{
    m_header->setTitle(title());
    m_filter->setPlaceholderText(tr("Filter pacts"));
    m_filter->setAccessibleName(tr("Filter pacts"));
    m_add->setText(tr("Add pact…"));
    m_table->setAccessibleName(tr("Pacts"));
    m_detail->setAccessibleName(tr("The pact"));
    m_empty->say(QStringLiteral("file-earmark-text"), tr("No pacts yet"),
                 tr("A pact says what an agent may do. Without one, its actions are recorded but not judged."), tr("Add pact…"));
}

} // namespace mandate

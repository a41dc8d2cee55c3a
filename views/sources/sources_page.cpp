// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/sources/sources_page.h"

#include "models/items/session.h"
#include "models/items/source_model.h"
#include "views/sources/coverage_pane.h"
#include "views/sources/gateway_pane.h"
#include "views/sources/metric_sources_pane.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/icon.h"
#include "views/widgets/page_header.h"
#include "views/widgets/table.h"

#include <QEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace mandate {

SourcesPage::SourcesPage(QWidget *parent)
    : Page(parent),
      m_header(new PageHeader(this)),
      m_filter(new QLineEdit(this)),
      m_import(new QPushButton(this)),
      m_gateway(new GatewayPane(this)),
      m_metrics(new MetricSourcesPane(this)),
      m_stack(new QStackedWidget(this)),
      m_empty(new EmptyState(this)),
      m_split(new QSplitter(Qt::Vertical, this)),
      m_upper(new QWidget(this)),
      m_table(new QTableView(m_upper)),
      m_coverage(new CoveragePane(m_upper)),
      m_proxy(new QSortFilterProxyModel(this)),
      m_lower(new QWidget(this)),
      m_quarantineHeading(new QLabel(m_lower)),
      m_quarantine(new QTableView(m_lower)),
      m_quarantineProxy(new QSortFilterProxyModel(this))
{
    m_import->setIcon(icon(QStringLiteral("box-arrow-in-down")));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMinimumWidth(fontMetrics().averageCharWidth() * 28);
    m_header->addTool(m_filter);
    m_header->addTool(m_import);
    m_proxy->setSortRole(SortRole);
    for (QSortFilterProxyModel *proxy : {m_proxy, m_quarantineProxy}) {
        proxy->setFilterKeyColumn(-1);
        proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
        connect(m_filter, &QLineEdit::textChanged, proxy, &QSortFilterProxyModel::setFilterFixedString);
    }
    m_table->setModel(m_proxy);
    m_quarantine->setModel(m_quarantineProxy);
    setUpTable(m_table, QString());
    setUpTable(m_quarantine, QString());
    m_table->setSortingEnabled(true);
    m_quarantineHeading->setProperty("part", QStringLiteral("heading"));
    auto *lower = new QVBoxLayout(m_lower);
    lower->setContentsMargins(0, 0, 0, 0);
    lower->setSpacing(0);
    auto *head = new QVBoxLayout; // a style sheet takes a label's own margins away
    head->setContentsMargins(14, 12, 14, 4);
    head->addWidget(m_quarantineHeading);
    lower->addLayout(head);
    lower->addWidget(m_quarantine, 1);
    auto *upper = new QVBoxLayout(m_upper);
    upper->setContentsMargins(0, 0, 0, 0);
    upper->setSpacing(0);
    upper->addWidget(m_table, 1);
    upper->addWidget(m_coverage);
    m_split->addWidget(m_upper);
    m_split->addWidget(m_lower);
    m_split->setStretchFactor(0, 3);
    m_split->setStretchFactor(1, 1);
    m_split->setChildrenCollapsible(false);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_split);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_gateway);
    layout->addWidget(m_metrics);
    layout->addWidget(m_stack, 1);
    connect(m_metrics, &MetricSourcesPane::openChanged, this, [this, layout](bool open) {
        m_stack->setVisible(!open);
        m_gateway->setVisible(!open && m_session);
        layout->setStretchFactor(m_metrics, open ? 1 : 0);
        refreshed();
    });
    connect(m_filter, &QLineEdit::textChanged, this, &SourcesPage::filtered);
    connect(m_filter, &QLineEdit::returnPressed, this, [this] { m_table->setFocus(); });
    connect(m_import, &QPushButton::clicked, this, &SourcesPage::importFiles);
    connect(m_empty, &EmptyState::actionTriggered, this, &SourcesPage::importFiles);
    retranslate();
}

QString SourcesPage::title() const
{
    return tr("Sources");
}

void SourcesPage::setSession(Session *session)
{
    if (m_model)
        m_model->disconnect(this);
    m_session = session;
    m_filter->clear();
    m_gateway->setSession(session);
    m_metrics->setSession(session);
    m_model = SourceModel::of(session);
    m_proxy->setSourceModel(m_model);
    m_quarantineProxy->setSourceModel(m_model ? m_model->quarantine() : nullptr);
    m_coverage->setModel(m_model);
    if (m_model) {
        connect(m_model, &SourceModel::refreshed, this, &SourcesPage::refreshed);
        connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &SourcesPage::showCurrent);
        m_table->sortByColumn(SourceModel::Name, Qt::AscendingOrder);
        fitColumns(m_table, key(),
                   {SourceModel::Name, SourceModel::State, SourceModel::Format, SourceModel::Records, SourceModel::Calls, SourceModel::Quarantined, SourceModel::Seals, SourceModel::Last,
                    SourceModel::First},
                   SourceModel::Name);
        fitColumns(m_quarantine, QStringLiteral("set-aside"),
                   {QuarantineModel::Reason, QuarantineModel::Source, QuarantineModel::Remedy, QuarantineModel::Place}, QuarantineModel::Reason);
    }
    refreshed();
}

bool SourcesPage::showLink(const QUrl &link)
{
    m_metrics->setOpen(link.query() == QLatin1String("show=metrics"));
    return true;
}

QUrl SourcesPage::currentLink() const
{
    return QUrl(m_metrics->isOpen() ? QStringLiteral("mandate://sources?show=metrics") : QStringLiteral("mandate://sources"));
}

void SourcesPage::focusFilter()
{
    if (m_metrics->isOpen()) {
        m_metrics->table()->setFocus(Qt::ShortcutFocusReason);
        return;
    }
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

QList<QWidget *> SourcesPage::panes() const
{
    if (m_metrics->isOpen())
        return m_metrics->panes();
    if (m_stack->currentWidget() == m_empty)
        return {m_empty};
    QList<QWidget *> panes{m_table};
    if (m_coverage->isVisible())
        panes << m_coverage;
    if (m_lower->isVisible())
        panes << m_quarantine;
    return panes;
}

void SourcesPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    Page::changeEvent(event);
}

void SourcesPage::refreshed()
{
    const int sources = m_model ? m_model->rowCount() : 0;
    const int bad = m_model ? m_model->quarantine()->rowCount() : 0;
    m_stack->setCurrentWidget(sources > 0 ? static_cast<QWidget *>(m_split) : m_empty);
    m_lower->setVisible(bad > 0);
    m_import->setVisible(sources > 0 && !m_metrics->isOpen());
    m_filter->setVisible(sources > 0 && !m_metrics->isOpen());
    m_import->setEnabled(m_session && !m_session->isReadOnly());
    m_import->setToolTip(m_session && m_session->isReadOnly() ? tr("This workspace is open for reading. Open it for writing to import.")
                                                              : tr("Imports files; their format is recognised (Ctrl+I)"));
    filtered();
    showCurrent();
    m_quarantineHeading->setText(
        tr("%Ln item(s) set aside, because they could not be read. They are kept as they came; the rest was imported.", nullptr, bad));
}

/// Of the source that is current; a reset of the table leaves none, and the first is as good as any.
void SourcesPage::showCurrent()
{
    if (!m_table->currentIndex().isValid() && m_proxy->rowCount() > 0 && m_stack->currentWidget() == m_split) {
        m_table->setCurrentIndex(m_proxy->index(0, 0)); // comes here again
        return;
    }
    const QModelIndex current = m_proxy->mapToSource(m_table->currentIndex());
    m_coverage->show(m_model && current.isValid() ? m_model->item(current.row()) : nullptr);
}

/// How many are shown is said, so that nobody takes a filtered list for all there is.
void SourcesPage::filtered()
{
    const int sources = m_model ? m_model->rowCount() : 0;
    const int shown = m_proxy->rowCount();
    if (sources == 0)
        m_header->setSummary({});
    else if (shown < sources)
        //: of the sources, %1 fit the filter and %2 there are
        m_header->setSummary(tr("%1 of %2 shown").arg(words::number(shown), words::number(sources)));
    else
        //: %1 is "4 sources", %2 a number
        m_header->setSummary(tr("%1, %2 records").arg(tr("%Ln source(s)", nullptr, sources), words::number(m_model->records())));
}

void SourcesPage::importFiles()
{
    if (!m_session || m_session->isReadOnly())
        return;
    const QStringList paths = QFileDialog::getOpenFileNames(this, tr("Import files"));
    if (!paths.isEmpty() && m_session)
        m_session->importPaths(paths);
}

void SourcesPage::retranslate()
{
    m_header->setTitle(title());
    m_metrics->retranslate();
    m_coverage->retranslate();
    m_import->setText(tr("Import files…"));
    m_filter->setPlaceholderText(tr("Filter sources"));
    m_filter->setAccessibleName(tr("Filter sources"));
    m_table->setAccessibleName(tr("Sources"));
    m_quarantine->setAccessibleName(tr("Items set aside"));
    m_empty->say(QStringLiteral("database"), tr("No sources yet"),
                 tr("Import recorded runs or audit logs, or drop files and folders on this window. Formats are recognised by themselves."),
                 tr("Import files…"));
    refreshed();
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/exports/exports_page.h"

#include "models/items/export_model.h"
#include "models/items/text_safety.h"
#include "views/handout/export_facts.h"
#include "views/handout/check_list.h"
#include "views/keeping/custody_tab.h"
#include "views/keeping/holds_tab.h"
#include "views/keeping/retention_tab.h"
#include "views/keeping/witnesses_tab.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/page_header.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/table.h"
#include "views/widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QUrlQuery>
#include <QVBoxLayout>

namespace mandate {
namespace {

constexpr int sideBySide = 1240; // pixels of the page from which the facts stand beside the list

const QStringList &tabNames()
{
    static const QStringList names{QStringLiteral("exports"), QStringLiteral("holds"), QStringLiteral("retention"), QStringLiteral("custody"), QStringLiteral("witnesses")};
    return names;
}

} // namespace

ExportsPage::ExportsPage(QWidget *parent)
    : Page(parent),
      m_header(new PageHeader(this)),
      m_export(new QPushButton(tr("Export evidence…"))),
      m_verify(new QPushButton(tr("Verify a bundle file…"))),
      m_tabs(new QTabWidget),
      m_splitter(new QSplitter),
      m_holds(new HoldsTab),
      m_retention(new RetentionTab),
      m_custody(new CustodyTab(CustodyTab::Of::Anything)),
      m_witnesses(new WitnessesTab),
      m_list(new QStackedWidget),
      m_table(new QTableView),
      m_empty(new EmptyState),
      m_side(new QStackedWidget),
      m_facts(new ExportFacts),
      m_cover(new QPushButton(tr("Copy cover note"))),
      m_records(new QPushButton(tr("Show these records"))),
      m_checkTitle(new PlainText),
      m_checkState(new StateChip),
      m_checkSaid(new PlainText),
      m_checks(new CheckList),
      m_checkClose(new QPushButton(tr("Close")))
{
    m_header->setTitle(title());
    m_header->addTool(m_verify);
    m_header->addTool(m_export);
    m_verify->setToolTip(tr("Checks a bundle of this workspace or of any other, with nothing but the bundle"));
    m_export->setToolTip(tr("Export every record as a bundle (Ctrl+E). Choose an incident, or records in Evidence, to export less."));
    setUpTable(m_table, tr("Exports"));
    m_list->addWidget(m_table);
    m_list->addWidget(m_empty);
    m_list->setMinimumSize(280, 120);
    m_detail = buildDetail();
    m_check = buildCheck();
    m_side->addWidget(m_detail);
    m_side->addWidget(m_check);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_side);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_tabs, 1);
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Exports and keeping"));
    m_tabs->tabBar()->setAccessibleName(tr("Exports and keeping"));
    m_tabs->addTab(m_splitter, tr("Exports"));
    m_tabs->addTab(m_holds, tr("Legal holds"));
    m_tabs->addTab(m_retention, tr("Retention"));
    m_tabs->addTab(m_custody, tr("Custody"));
    m_tabs->addTab(m_witnesses, tr("Witnesses"));
    for (KeepingTab *tab : QList<KeepingTab *>{m_holds, m_retention, m_custody, m_witnesses}) {
        connect(tab, &KeepingTab::linkActivated, this, &Page::linkActivated);
        connect(tab, &KeepingTab::keepingWanted, this, &Page::keepingWanted);
        connect(tab, &KeepingTab::summaryChanged, this, &ExportsPage::showSummary);
    }
    connect(m_tabs, &QTabWidget::currentChanged, this, &ExportsPage::showSummary);

    connect(m_export, &QPushButton::clicked, this, [this] { Q_EMIT exportWanted({}); });
    connect(m_verify, &QPushButton::clicked, this, &ExportsPage::chooseBundle);
    connect(m_empty, &EmptyState::actionTriggered, this, [this] { Q_EMIT linkActivated(QUrl(QStringLiteral("mandate://evidence"))); });
    connect(m_cover, &QPushButton::clicked, this, [this] {
        if (const ExportItem *item = current())
            QApplication::clipboard()->setText(item->coverNote);
    });
    connect(m_records, &QPushButton::clicked, this, [this] {
        if (const ExportItem *item = current(); item && !item->link.isEmpty())
            Q_EMIT linkActivated(item->link);
    });
    connect(m_table, &QTableView::activated, this, [this] { m_records->click(); });
    connect(m_checkClose, &QPushButton::clicked, this, [this] {
        m_checking.cancel();
        m_side->setCurrentWidget(m_detail);
        showEmpty();
        m_table->setFocus(Qt::OtherFocusReason);
    });
    connect(&m_checking, &BundleCheckWork::checked, this, &ExportsPage::showChecked);
    setSession(nullptr);
}

ExportsPage::~ExportsPage() = default;

QWidget *ExportsPage::buildDetail()
{
    auto *pane = new QWidget;
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(16, 8, 16, 8);
    buttons->addWidget(m_records);
    buttons->addWidget(m_cover);
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_facts, 1);
    layout->addLayout(buttons);
    pane->setMinimumSize(300, 140);
    return pane;
}

QWidget *ExportsPage::buildCheck()
{
    m_checkTitle->setFont(Theme::scaledFont(1.0, QFont::Bold));
    auto *pane = new QWidget;
    auto *head = new QHBoxLayout;
    head->setSpacing(10);
    head->addWidget(m_checkState, 0, Qt::AlignTop);
    head->addWidget(m_checkSaid, 1);
    head->addWidget(m_checkClose, 0, Qt::AlignTop);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(16, 12, 16, 8);
    top->setSpacing(6);
    top->addWidget(m_checkTitle);
    top->addLayout(head);
    auto *layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_checks, 1);
    return pane;
}

void ExportsPage::setSession(Session *session)
{
    m_table->setModel(nullptr);
    m_model.reset();
    m_session = session;
    m_wanted.reset();
    m_checking.cancel();
    m_side->setCurrentWidget(m_detail);
    m_export->setEnabled(session != nullptr);
    for (KeepingTab *tab : QList<KeepingTab *>{m_holds, m_retention, m_custody, m_witnesses})
        tab->setSession(session);
    if (session) {
        m_model = std::make_unique<ExportModel>(session);
        m_table->setModel(m_model.get());
        connect(m_model.get(), &ExportModel::troubled, session, &Session::troubled);
        connect(m_model.get(), &ExportModel::refreshed, this, &ExportsPage::refreshed);
        connect(m_model.get(), &ExportModel::modelAboutToBeReset, this, [this] {
            if (const ExportItem *item = current(); item && !m_wanted)
                m_wanted = item->entry;
        });
        connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ExportsPage::currentChanged);
        fitColumns(m_table, key(),
                   {ExportModel::WhatColumn, ExportModel::StateColumn, ExportModel::WhenColumn, ExportModel::WhoColumn, ExportModel::RecordsColumn, ExportModel::MatterColumn,
                    ExportModel::ProfileColumn, ExportModel::DigestColumn},
                   ExportModel::WhatColumn);
    }
    showEmpty();
}

void ExportsPage::refreshed()
{
    showEmpty();
    if (m_model->rowCount() == 0)
        return;
    const int row = m_wanted ? m_model->rowOf(*m_wanted) : -1;
    m_wanted.reset();
    m_table->selectRow(qMax(0, row));
    currentChanged();
}

KeepingTab *ExportsPage::keepingTab() const
{
    return qobject_cast<KeepingTab *>(m_tabs->currentWidget());
}

void ExportsPage::showSummary()
{
    if (const KeepingTab *tab = keepingTab())
        return m_header->setSummary(tab->summary());
    const bool none = !m_model || m_model->rowCount() == 0;
    QString summary;
    if (m_model && m_model->wasRead())
        summary = none ? QString() : tr("%Ln export(s)", nullptr, m_model->exportCount());
    if (m_model && m_model->notHeld() > 0)
        summary += (summary.isEmpty() ? QString() : QStringLiteral(" · ")) + tr("⬣ %Ln entries do not hold: who they name did not sign them", nullptr, m_model->notHeld());
    m_header->setSummary(summary);
}

void ExportsPage::showEmpty()
{
    showSummary();
    const bool none = !m_model || m_model->rowCount() == 0;
    if (!m_model)
        m_empty->say(iconName(), tr("No workspace is open"), tr("Open a workspace to see what was exported from it. A bundle file can be verified without one."));
    else if (!m_model->wasRead())
        m_empty->say(iconName(), tr("Reading exports"), {});
    else if (none)
        m_empty->say(iconName(), tr("Nothing was exported yet"),
                     tr("A bundle holds records with proofs that anybody can check. Press Ctrl+E on an incident or in Evidence; each export becomes an entry of the ledger and a line here."),
                     tr("Choose records in Evidence"));
    m_list->setCurrentWidget(none ? static_cast<QWidget *>(m_empty) : m_table);
    m_side->setVisible(!none || m_side->currentWidget() == m_check);
}

const ExportItem *ExportsPage::current() const
{
    return m_model && m_table->currentIndex().isValid() ? m_model->item(m_table->currentIndex().row()) : nullptr;
}

void ExportsPage::currentChanged()
{
    const ExportItem *item = current();
    if (!item)
        return;
    m_facts->show(*item);
    m_cover->setEnabled(!item->coverNote.isEmpty());
    m_cover->setToolTip(item->coverNote.isEmpty() ? tr("No bundle was sealed, so there is none to write a note for.") : tr("Plain text: what the bundle holds, its digests, and how to check it"));
    m_records->setEnabled(!item->link.isEmpty());
    m_records->setToolTip(item->link.isEmpty() ? tr("What was asked for cannot be shown as a filter.") : tr("Shows what was asked for in Evidence or Incidents, as it is now"));
    if (!m_checking.isBusy())
        m_side->setCurrentWidget(m_detail);
}

void ExportsPage::chooseBundle()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Verify a bundle file"), QSettings().value(QStringLiteral("export/folder")).toString(),
                                                      tr("Bundles (*.zip *.tar.gz *.tgz bagit.txt);;All files (*)"));
    if (!path.isEmpty())
        verify(QFileInfo(path).fileName() == QLatin1String("bagit.txt") ? QFileInfo(path).absolutePath() : path);
}

void ExportsPage::verify(const QString &path)
{
    m_checkTitle->setUntrusted(tr("Check of %1").arg(visibleLine(path, 300)), 400);
    m_checkState->setState({tr("Checking"), Shape::Glass, Tone::Info});
    m_checkSaid->setUntrusted(tr("Every file, signature and proof is looked at."));
    m_checks->show(CheckedBundle());
    m_checkClose->setText(tr("Cancel"));
    m_side->setCurrentWidget(m_check);
    m_side->show();
    m_tabs->setCurrentWidget(m_splitter);
    m_checkClose->setFocus(Qt::OtherFocusReason);
    m_checking.check(path);
}

void ExportsPage::showChecked(const CheckedBundle &checked)
{
    m_checkState->setState(checked.state);
    m_checkSaid->setUntrusted(checked.trouble ? checked.trouble->happened + QLatin1Char(' ') + checked.trouble->remedy + QStringLiteral(" (") + checked.trouble->code + u')' : checked.sentence, 1200);
    m_checks->show(checked);
    m_checkClose->setText(tr("Close"));
}

bool ExportsPage::showLink(const QUrl &link)
{
    if (!m_model)
        return false;
    const qsizetype tab = tabNames().indexOf(QUrlQuery(link).queryItemValue(QStringLiteral("tab")));
    m_tabs->setCurrentIndex(static_cast<int>(qMax<qsizetype>(0, tab)));
    if (KeepingTab *kept = keepingTab()) {
        kept->showLink(link);
        return true;
    }
    bool number = false;
    const quint64 entry = QUrlQuery(link).queryItemValue(QStringLiteral("entry")).toULongLong(&number);
    if (!number)
        return true;
    const int row = m_model->rowOf(entry);
    if (row >= 0)
        m_table->selectRow(row);
    else
        m_wanted = entry;
    return row >= 0 || !m_model->wasRead();
}

QUrl ExportsPage::currentLink() const
{
    if (const KeepingTab *tab = keepingTab())
        return QUrl(QStringLiteral("mandate://exports?tab=") + tabNames().value(m_tabs->currentIndex()) + tab->linkPart());
    const ExportItem *item = current();
    return item ? QUrl(QStringLiteral("mandate://exports?entry=%1").arg(item->entry)) : QUrl(QStringLiteral("mandate://exports"));
}

QList<std::pair<QString, QUrl>> ExportsPage::places() const
{
    QList<std::pair<QString, QUrl>> places;
    for (int tab = 1; tab < m_tabs->count(); ++tab)
        places.append({m_tabs->tabText(tab), QUrl(QStringLiteral("mandate://exports?tab=") + tabNames().value(tab))});
    return places;
}

QList<QWidget *> ExportsPage::panes() const
{
    if (const KeepingTab *tab = keepingTab())
        return tab->panes();
    return {m_list, m_side};
}

std::optional<ExportWish> ExportsPage::evidenceShown() const
{
    return m_session ? std::optional(ExportWish()) : std::nullopt;
}

void ExportsPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_side->currentWidget() == m_check)
        return m_checkClose->click();
    Page::keyPressEvent(event);
}

void ExportsPage::changeEvent(QEvent *event)
{
    Page::changeEvent(event);
    if (event->type() == QEvent::LocaleChange && m_model)
        m_model->refresh(); // times in another zone
}

void ExportsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    m_splitter->setOrientation(width() >= sideBySide ? Qt::Horizontal : Qt::Vertical);
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/pacts_page.h"

#include "models/items/draft_list.h"
#include "models/items/draft_model.h"
#include "models/items/pact_model.h"
#include "models/items/session.h"
#include "views/pacts/editor/pact_editor.h"
#include "views/pacts/mining/mining_view.h"
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
#include <QListView>
#include <QMenu>
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
      m_new(new QPushButton(this)),
      m_newMenu(new QMenu(this)),
      m_version(new QPushButton(this)),
      m_restore(new QPushButton(this)),
      m_drafts(new QListView(this)),
      m_stack(new QStackedWidget(this)),
      m_empty(new EmptyState(this)),
      m_panes(new ThreePane(QStringLiteral("pacts"), this)),
      m_table(new QTableView(this)),
      m_proxy(new QSortFilterProxyModel(this)),
      m_detail(new PactDetail(this)),
      m_editor(new PactEditor(this)),
      m_mining(new MiningView(this))
{
    m_filter->setClearButtonEnabled(true);
    m_filter->setMinimumWidth(fontMetrics().averageCharWidth() * 28);
    m_add->setIcon(icon(QStringLiteral("plus-lg")));
    m_header->addTool(m_filter);
    m_new->setIcon(icon(QStringLiteral("file-earmark-plus")));
    m_new->setMenu(m_newMenu);
    m_version->setIcon(icon(QStringLiteral("pencil")));
    m_restore->setProperty("role", QStringLiteral("quiet"));
    m_restore->hide();
    m_header->addTool(m_restore);
    m_header->addTool(m_version);
    m_header->addTool(m_new);
    m_header->addTool(m_add);
    for (const auto &[before, after] : {std::pair<QWidget *, QWidget *>(m_filter, m_restore), {m_restore, m_version}, {m_version, m_new}, {m_new, m_add}})
        QWidget::setTabOrder(before, after);
    m_proxy->setSortRole(SortRole);
    m_proxy->setFilterKeyColumn(-1);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table->setModel(m_proxy);
    setUpTable(m_table, QString());
    m_drafts->setWordWrap(true);
    m_drafts->setProperty("role", QStringLiteral("entries"));
    auto *list = new QWidget(this);
    auto *column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_drafts);
    column->addWidget(m_table, 1);
    list->setFocusProxy(m_table);
    m_panes->setList(list, QString());
    m_panes->setDetail(m_detail, QString());
    m_panes->setShares({40, 60});
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_panes);
    m_stack->addWidget(m_editor);
    m_stack->addWidget(m_mining);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_stack, 1);

    connect(m_filter, &QLineEdit::textChanged, m_proxy, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_filter, &QLineEdit::returnPressed, this, [this] { m_table->setFocus(); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PactsPage::showCurrent);
    connect(m_detail, &PactDetail::linkActivated, this, &Page::linkActivated);
    connect(m_detail, &PactDetail::stepWanted, this, [this](const QString &pact, const QString &code, const QString &role, const QString &note, const QDateTime &effective, quint64 replayEntry) {
        if (m_session)
            m_session->takePactStep(pact, code, role, note, effective, replayEntry);
    });
    connect(m_editor, &PactEditor::submitWanted, this, [this](const QString &summary) {
        const QString key = m_editor->draft()->key();
        const QString source = m_editor->draft()->source();
        m_wanted = m_editor->draft()->value(QStringLiteral("/pact_id")).toString() + QLatin1Char('@') + m_editor->draft()->value(QStringLiteral("/version")).toString();
        m_editor->close();
        m_session->submitDraft(key, source, summary);
    });
    connect(m_add, &QPushButton::clicked, this, &PactsPage::addPact);
    connect(m_empty, &EmptyState::actionTriggered, this, &PactsPage::addPact);
    connect(m_newMenu, &QMenu::aboutToShow, this, &PactsPage::fillNewMenu);
    connect(m_version, &QPushButton::clicked, this, &PactsPage::newVersion);
    connect(m_restore, &QPushButton::clicked, this, [this] { editDraft(m_session->drafts()->restore()); });
    connect(m_drafts, &QListView::activated, this, [this](const QModelIndex &index) { editDraft(index.data(DraftList::KeyRole).toString()); });
    connect(m_drafts, &QListView::clicked, this, [this](const QModelIndex &index) { editDraft(index.data(DraftList::KeyRole).toString()); });
    connect(m_editor, &PactEditor::closed, this, &PactsPage::leaveEditor);
    connect(m_mining, &MiningView::closed, this, [this] {
        m_stack->setCurrentWidget(m_panes);
        leaveEditor();
    });
    connect(m_mining, &MiningView::written, this, [this](const QString &draft) { editDraft(draft); });
    connect(m_mining, &MiningView::linkActivated, this, &Page::linkActivated);
    connect(m_editor, &PactEditor::linkActivated, this, &Page::linkActivated);
    connect(m_editor, &PactEditor::discardWanted, this, [this](const QString &key) {
        m_editor->close();
        m_session->drafts()->discard(key);
        updateDrafts();
        m_restore->setFocus(Qt::OtherFocusReason);
    });
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
    m_editor->close();
    m_session = session;
    m_current.clear();
    m_detail->setSession(session);
    m_mining->setSession(session);
    if (m_stack->currentWidget() == m_mining)
        m_stack->setCurrentWidget(m_panes);
    m_drafts->setModel(session ? session->drafts() : nullptr);
    if (session) {
        connect(m_editor, &PactEditor::troubled, session, &Session::troubled);
        connect(m_mining, &MiningView::troubled, session, &Session::troubled);
        connect(session->drafts(), &QAbstractItemModel::modelReset, this, &PactsPage::updateDrafts);
    }
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
    if (const QString draft = query.queryItemValue(QStringLiteral("draft"), QUrl::FullyDecoded); !draft.isEmpty() && m_session) {
        QAbstractItemModel *drafts = m_session->drafts(); // only what lies on the shelf: a link names no file
        const bool known = !drafts->match(drafts->index(0, 0), DraftList::KeyRole, draft, 1, Qt::MatchExactly | Qt::MatchCaseSensitive).isEmpty();
        if (known)
            editDraft(draft);
        return known;
    }
    if (pact.isEmpty())
        return true;
    m_filter->clear();
    if (m_stack->currentWidget() == m_mining)
        Q_EMIT m_mining->closed();
    if (!select(pact)) {
        m_wanted = pact;
        m_wantedClause = clause;
        return m_session && m_session->pacts()->isBusy();
    }
    if (!clause.isEmpty())
        m_detail->showClause(clause);
    return true;
}

bool PactsPage::editDraft(const QString &key)
{
    if (!m_session || key.isEmpty())
        return false;
    auto draft = m_session->drafts()->open(key);
    if (!draft)
        return false;
    m_editor->edit(std::move(draft));
    m_stack->setCurrentWidget(m_editor);
    m_editor->showSection(QStringLiteral("header"));
    updateDrafts();
    m_editor->panes().first()->setFocus(Qt::OtherFocusReason);
    return true;
}

void PactsPage::newVersion()
{
    if (!m_session || m_current.isEmpty())
        return;
    DraftList *drafts = m_session->drafts();
    editDraft(isRestorable() ? drafts->beginRestored(m_current) : drafts->beginFromVersion(m_current));
}

bool PactsPage::isRestorable() const
{
    const PactModel *model = m_session ? m_session->pacts() : nullptr;
    const PactItem *pact = model ? model->item(model->rowOf(m_current)) : nullptr;
    return pact && pact->restorable;
}

void PactsPage::newFromTemplate(const QString &file)
{
    if (m_session)
        editDraft(m_session->drafts()->beginFromTemplate(file));
}

void PactsPage::newFromTrail()
{
    if (!m_session)
        return;
    m_stack->setCurrentWidget(m_mining);
    updateDrafts();
    m_mining->open();
}

void PactsPage::fillNewMenu()
{
    m_newMenu->clear();
    connect(m_newMenu->addAction(tr("&Empty pact")), &QAction::triggered, this,
            [this] { editDraft(m_session->drafts()->beginEmpty(QStringLiteral("new-pact"), tr("New pact"))); });
    connect(m_newMenu->addAction(tr("From a &file…")), &QAction::triggered, this, [this] {
        const QString path = QFileDialog::getOpenFileName(this, tr("Begin a draft from a pact file"), QString(), tr("Pact (*.json)"));
        if (!path.isEmpty())
            editDraft(m_session->drafts()->beginFromFile(path));
    });
    connect(m_newMenu->addAction(tr("From what an agent &did…")), &QAction::triggered, this, &PactsPage::newFromTrail);
    m_newMenu->addSection(tr("From a template"));
    for (const DraftList::Template &start : DraftList::templates()) {
        QAction *action = m_newMenu->addAction(start.title);
        action->setToolTip(start.purpose);
        connect(action, &QAction::triggered, this, [this, file = start.file] { newFromTemplate(file); });
    }
    m_newMenu->setToolTipsVisible(true);
}

void PactsPage::leaveEditor()
{
    if (m_session)
        m_session->drafts()->refresh();
    refreshed();
    updateDrafts();
    if (m_stack->currentWidget() == m_panes)
        m_table->setFocus(Qt::OtherFocusReason);
}

void PactsPage::updateDrafts()
{
    const bool editing = m_stack->currentWidget() == m_editor || m_stack->currentWidget() == m_mining;
    const bool writable = m_session && !m_session->isReadOnly();
    const int drafts = m_session ? m_session->drafts()->rowCount() : 0;
    m_drafts->setVisible(drafts > 0);
    m_drafts->setFixedHeight(std::min(drafts, 4) * std::max(m_drafts->sizeHintForRow(0), fontMetrics().lineSpacing() * 2 + 13) + 4);
    m_header->setVisible(!editing);
    m_new->setEnabled(writable);
    m_version->setEnabled(writable && !m_current.isEmpty());
    m_version->setVisible(!m_current.isEmpty());
    m_version->setText(isRestorable() ? tr("Restore as new draft") : tr("New version"));
    m_version->setToolTip(isRestorable() ? tr("Begins a draft that says what the chosen version said, with the next free number, after the version that was in force last")
                                         : tr("Begins a draft of the next version of the chosen pact"));
    m_restore->setVisible(writable && m_session->drafts()->canRestore());
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
    return m_stack->currentWidget() == m_editor   ? m_editor->panes()
           : m_stack->currentWidget() == m_mining ? m_mining->panes()
           : m_stack->currentWidget() == m_panes ? m_panes->panes() : QList<QWidget *>{m_stack->currentWidget()};
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
    if (m_editor->draft() || m_stack->currentWidget() == m_mining)
        return; // the list is filled when these are left
    const PactModel *model = m_session ? m_session->pacts() : nullptr;
    const bool any = model && (model->rowCount() > 0 || m_session->drafts()->rowCount() > 0);
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
    updateDrafts();
    if (!any || model->rowCount() == 0) {
        m_header->setSummary({});
        showCurrent();
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
    updateDrafts();
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
    m_new->setText(tr("New draft"));
    m_new->setToolTip(tr("Begins a draft: empty, from a file, or from a template"));
    m_restore->setText(tr("Restore the discarded draft"));
    m_drafts->setAccessibleName(tr("Drafts"));
    m_detail->setAccessibleName(tr("The pact"));
    updateDrafts();
    m_empty->say(QStringLiteral("file-earmark-text"), tr("No pacts yet"),
                 tr("A pact says what an agent may do. Without one, its actions are recorded but not judged."), tr("Add pact…"));
}

} // namespace mandate

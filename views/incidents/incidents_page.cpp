// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/incidents_page.h"

#include "models/items/incident_model.h"
#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "views/incidents/answer_strip.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/icon.h"
#include "views/widgets/page_header.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/scroll_pane.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/table.h"
#include "views/widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QUrlQuery>
#include <QVBoxLayout>

namespace mandate {

namespace {

constexpr int sideBySide = 1500; // pixels of the page from which the list stands beside the answers

QUrl linkWith(const QString &page, const QList<std::pair<QString, QString>> &parts)
{
    QUrl link(QStringLiteral("mandate://") + page);
    QUrlQuery query;
    for (const auto &[name, value] : parts)
        query.addQueryItem(name, QString::fromUtf8(QUrl::toPercentEncoding(value)));
    if (!query.isEmpty())
        link.setQuery(query);
    return link;
}

} // namespace

IncidentsPage::IncidentsPage(QWidget *parent)
    : Page(parent),
      m_header(new PageHeader(this)),
      m_timelineModel(new TimelineModel(this)),
      m_shown(new QSortFilterProxyModel(this)),
      m_filter(new QLineEdit),
      m_list(new QTableView),
      m_listStack(new QStackedWidget),
      m_listEmpty(new EmptyState),
      m_splitter(new QSplitter(this)),
      m_detailStack(new QStackedWidget),
      m_detailEmpty(new EmptyState),
      m_severity(new StateChip),
      m_heading(new PlainText),
      m_opened(new QLabel),
      m_open(new QPushButton(tr("Open in Evidence"))),
      m_export(new QPushButton(tr("Export…"))),
      m_suspend(new QPushButton(tr("Suspend agent…"))),
      m_answers(new AnswerStrip),
      m_timeline(new QTableView),
      m_timelineHeading(new QLabel)
{
    m_splitter->addWidget(buildList());
    m_detail = buildDetail();
    m_detailStack->addWidget(m_detailEmpty);
    m_detailStack->addWidget(m_detail);
    m_splitter->addWidget(m_detailStack);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_splitter, 1);

    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_shown->setFilterFixedString(text);
        showEmpty();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &IncidentsPage::currentChanged);
    connect(m_list, &QTableView::activated, this, [this] { m_timeline->setFocus(Qt::ShortcutFocusReason); });
    connect(m_answers, &AnswerStrip::linkActivated, this, &Page::linkActivated);
    connect(m_timeline, &QTableView::activated, this, &IncidentsPage::goToRecord);
    connect(m_timeline, &QTableView::doubleClicked, this, &IncidentsPage::goToRecord);
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const IncidentItem *item = current(); item && !item->actions.empty())
            goToRecord(m_timelineModel->index(std::max(0, m_timelineModel->firstOffending()), 0));
    });
    m_export->setAccessibleName(tr("Export this incident"));
    connect(m_export, &QPushButton::clicked, this, [this] {
        if (const auto wish = evidenceShown())
            Q_EMIT exportWanted(*wish);
    });
    connect(m_suspend, &QPushButton::clicked, this, [this] {
        if (const IncidentItem *item = current())
            Q_EMIT linkActivated(linkWith(QStringLiteral("agents"), {{QStringLiteral("agent"), item->agent},
                                                                     {QStringLiteral("sheet"), QStringLiteral("suspend")},
                                                                     {QStringLiteral("suspend"), QStringLiteral("1")}}));
    });
    setSession(nullptr);
}

QWidget *IncidentsPage::buildList()
{
    m_filter->setAccessibleName(tr("Filter incidents"));
    m_filter->setPlaceholderText(tr("Filter: clause, agent, session, words of the clause"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMinimumWidth(fontMetrics().averageCharWidth() * 44);
    m_header->setTitle(title());
    m_header->addTool(m_filter);
    m_filter->addAction(icon(QStringLiteral("funnel"), IconRole::Muted), QLineEdit::LeadingPosition);
    m_shown->setFilterRole(IncidentModel::SearchRole);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_shown->setSortRole(SortRole);
    m_shown->setSortLocaleAware(true);
    setUpTable(m_list, tr("Incidents"));
    m_list->setModel(m_shown);
    m_list->setSortingEnabled(true);
    m_list->sortByColumn(-1, Qt::AscendingOrder); // as the model gives them: the worst first
    m_list->horizontalHeader()->setSectionsClickable(true);
    fitColumns(m_list, key(),
               {IncidentModel::SeverityColumn, IncidentModel::ClauseColumn, IncidentModel::AgentColumn, IncidentModel::CountColumn,
                IncidentModel::IdColumn, IncidentModel::OpenedColumn, IncidentModel::SessionColumn},
               IncidentModel::AgentColumn);
    m_listStack->addWidget(m_list);
    m_listStack->addWidget(m_listEmpty);
    m_listStack->setMinimumSize(280, 120);
    return m_listStack;
}

QWidget *IncidentsPage::buildDetail()
{
    m_heading->setFont(Theme::scaledFont(1.2, QFont::DemiBold));
    m_opened->setTextFormat(Qt::PlainText);
    m_opened->setWordWrap(true);
    m_opened->setProperty("part", QStringLiteral("muted"));
    m_timelineHeading->setTextFormat(Qt::PlainText);
    m_timelineHeading->setProperty("part", QStringLiteral("heading"));
    m_timelineHeading->setContentsMargins(16, 8, 16, 4);
    setUpTable(m_timeline, tr("Timeline of the session"));
    m_timeline->setAccessibleDescription(tr("The actions of this incident carry an octagon. Enter opens a record in Evidence."));
    m_timeline->setModel(m_timelineModel);
    m_timeline->horizontalHeader()->setStretchLastSection(false);
    m_timeline->horizontalHeader()->setSectionResizeMode(TimelineModel::DidColumn, QHeaderView::Stretch);
    m_timeline->setMinimumHeight(120);

    auto *titles = new QVBoxLayout;
    titles->setSpacing(2);
    titles->addWidget(m_heading);
    titles->addWidget(m_opened);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(16, 12, 16, 8);
    head->setSpacing(10);
    head->addWidget(m_severity, 0, Qt::AlignTop);
    head->addLayout(titles, 1);
    head->addWidget(m_open, 0, Qt::AlignTop);
    head->addWidget(m_export, 0, Qt::AlignTop);
    head->addWidget(m_suspend, 0, Qt::AlignTop);

    auto *scroll = new ScrollPane;
    scroll->setWidget(m_answers);
    scroll->setAccessibleName(tr("The four answers"));
    auto *lower = new QWidget;
    auto *lowerLayout = new QVBoxLayout(lower);
    lowerLayout->setContentsMargins(0, 0, 0, 0);
    lowerLayout->setSpacing(0);
    lowerLayout->addWidget(m_timelineHeading);
    lowerLayout->addWidget(m_timeline, 1);
    m_split = new QSplitter(Qt::Vertical);
    m_split->addWidget(scroll);
    m_split->addWidget(lower);
    m_split->setChildrenCollapsible(false);
    m_split->setHandleWidth(1);
    m_split->setStretchFactor(0, 3);
    m_split->setStretchFactor(1, 2);
    m_split->setSizes({360, 240});
    connect(m_split, &QSplitter::splitterMoved, this, [this] { m_splitChosen = true; });

    auto *pane = new QWidget;
    auto *layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_split, 1);
    return pane;
}

void IncidentsPage::setSession(Session *session)
{
    if (m_model)
        disconnect(m_model, nullptr, this, nullptr);
    m_session = session;
    m_model = session ? session->incidents() : nullptr;
    m_shown->setSourceModel(m_model);
    m_filter->setEnabled(session != nullptr);
    const bool bundle = session && session->bundle();
    for (QPushButton *button : {m_export, m_suspend})
        button->setEnabled(session && !bundle);
    m_export->setToolTip(bundle ? tr("A bundle is open: hand on the bundle itself.") : tr("Export this incident as a bundle (Ctrl+E)"));
    m_suspend->setToolTip(bundle ? tr("A bundle is open for reading. Whoever answers for the agent suspends it in its workspace.") : QString());
    m_filter->clear();
    m_timelineModel->setItems({});
    m_detailStack->setCurrentWidget(m_detailEmpty);
    m_wanted.clear();
    if (m_model) {
        connect(m_model, &IncidentModel::modelAboutToBeReset, this, [this] {
            if (const IncidentItem *item = current(); item && m_wanted.isEmpty())
                m_wanted = item->id;
        });
        connect(m_model, &IncidentModel::refreshed, this, &IncidentsPage::refreshed);
        connect(m_model, &IncidentModel::answered, this, &IncidentsPage::answered);
        refreshed();
    }
    showEmpty();
}

void IncidentsPage::refreshed()
{
    Q_EMIT badgeChanged(m_model ? m_model->rowCount() : 0);
    showEmpty();
    if (!m_wanted.isEmpty() && select(m_wanted)) {
        m_wanted.clear();
    } else if (m_shown->rowCount() > 0 && !m_list->currentIndex().isValid()) {
        m_list->setCurrentIndex(m_shown->index(0, 0)); // the worst one is answered at once
    }
}

void IncidentsPage::showEmpty()
{
    const int all = m_model ? m_model->rowCount() : 0;
    const int shown = m_shown->rowCount();
    m_header->setSummary(
        m_model ? tr("%1 of %2 shown").arg(words::number(static_cast<std::uint64_t>(shown)), words::number(static_cast<std::uint64_t>(all)))
                : QString());
    if (!m_model)
        m_listEmpty->say(QStringLiteral("exclamation-octagon"), tr("No workspace is open"), tr("Open a workspace to see its incidents."));
    else if (!m_model->wasRead())
        m_listEmpty->say(QStringLiteral("exclamation-octagon"), tr("Reading incidents"), {});
    else if (all == 0)
        m_listEmpty->say(
            QStringLiteral("shield-check"), tr("No incidents"),
            tr("No recorded action broke a clause of a pact in force. Agents without a pact and actions that cannot be decided open no incident."));
    else
        m_listEmpty->say(QStringLiteral("search"), tr("No incident matches the filter"), tr("Take words away to see more."));
    m_listStack->setCurrentWidget(shown == 0 ? static_cast<QWidget *>(m_listEmpty) : m_list);
    m_detailStack->setVisible(all > 0); // nothing to select from: one empty state says all
    if (shown == 0) {
        m_detailEmpty->say(QStringLiteral("list-check"), tr("No incident selected"),
                           tr("Each incident answers what the agent did, in what context, on what basis, and who is accountable."));
        m_detailStack->setCurrentWidget(m_detailEmpty);
    } else if (!m_list->currentIndex().isValid()) {
        m_list->setCurrentIndex(m_shown->index(0, 0));
    }
}

const IncidentItem *IncidentsPage::current() const
{
    const QModelIndex index = m_list->currentIndex();
    return m_model && index.isValid() ? m_model->item(m_shown->mapToSource(index).row()) : nullptr;
}

void IncidentsPage::currentChanged()
{
    const IncidentItem *item = current();
    if (!item)
        return;
    m_severity->setState(item->severity);
    //: an incident: its id, and the clause that was broken in words
    m_heading->setUntrusted(tr("%1 · %2").arg(item->id, item->clauseSentence), 300);
    m_opened->setText(tr("Opened %1 by rule %2, not by a person. %3.").arg(item->opened, visibleLine(item->clause, 60), item->countWords()));
    m_suspend->setText(tr("Suspend %1…").arg(visibleLine(item->agent, 30).replace(u'&', QStringLiteral("&&"))));
    m_model->answer(m_shown->mapToSource(m_list->currentIndex()).row());
}

void IncidentsPage::answered()
{
    const IncidentAnswers &answers = m_model->answers();
    const IncidentItem *item = current();
    if (!item || answers.id != item->id)
        return;
    m_answers->show(answers.answers);
    m_timelineModel->setItems(answers.timeline);
    const QString records = tr("Timeline of the session · %n record(s)", nullptr, static_cast<int>(answers.timeline.size()));
    m_timelineHeading->setText(answers.timelineCut == 0 ? records : tr("%1, %2 more in Evidence").arg(records, words::number(answers.timelineCut)));
    for (int column = 0; column < TimelineModel::ColumnCount; ++column) {
        if (column != TimelineModel::DidColumn)
            m_timeline->resizeColumnToContents(column);
    }
    m_detailStack->setCurrentWidget(m_detail);
    QTimer::singleShot(0, this, &IncidentsPage::fitAnswers); // when the answers have their width
    const int first = m_timelineModel->firstOffending();
    if (first >= 0) {
        m_timeline->setCurrentIndex(m_timelineModel->index(first, 0));
        m_timeline->scrollTo(m_timeline->currentIndex(), QAbstractItemView::PositionAtCenter);
    }
}

void IncidentsPage::goToRecord(const QModelIndex &index)
{
    const IncidentItem *item = current();
    if (!item || !index.isValid())
        return;
    const auto quoted = [](QString value) {
        return u'"' + value.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\"")) + u'"';
    };
    const QString filter = QStringLiteral("agent:%1 session:%2").arg(quoted(item->agent), quoted(item->session));
    Q_EMIT linkActivated(
        linkWith(QStringLiteral("evidence"), {{QStringLiteral("filter"), filter},
                                              {QStringLiteral("entry"), QString::number(index.data(TimelineModel::EntryRole).toULongLong())}}));
}

bool IncidentsPage::select(const QString &id)
{
    const int row = m_model ? m_model->rowOf(id) : -1;
    if (row < 0)
        return false;
    QModelIndex index = m_shown->mapFromSource(m_model->index(row, 0));
    if (!index.isValid()) {
        m_filter->clear();
        index = m_shown->mapFromSource(m_model->index(row, 0));
    }
    m_list->setCurrentIndex(index);
    m_list->scrollTo(index);
    return true;
}

bool IncidentsPage::showLink(const QUrl &link)
{
    if (!m_model)
        return false;
    if (link == currentLink())
        return true;
    const QUrlQuery query(link);
    const QString filter = query.queryItemValue(QStringLiteral("filter"), QUrl::FullyDecoded);
    const QString agent = query.queryItemValue(QStringLiteral("agent"), QUrl::FullyDecoded);
    m_filter->setText(filter.isEmpty() ? agent : filter);
    const QString id = query.queryItemValue(QStringLiteral("incident"), QUrl::FullyDecoded);
    if (id.isEmpty())
        return true;
    if (select(id))
        return true;
    m_wanted = id;
    return !m_model->wasRead(); // else it is not here
}

QUrl IncidentsPage::currentLink() const
{
    QList<std::pair<QString, QString>> parts;
    if (const IncidentItem *item = current())
        parts.append({QStringLiteral("incident"), item->id});
    if (!m_filter->text().isEmpty())
        parts.append({QStringLiteral("filter"), m_filter->text()});
    return linkWith(QStringLiteral("incidents"), parts);
}

void IncidentsPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

QString IncidentsPage::agentShown() const
{
    const IncidentItem *item = current();
    return item ? item->agent : QString();
}

std::optional<ExportWish> IncidentsPage::evidenceShown() const
{
    const IncidentItem *item = current();
    return item ? std::optional(ExportWish{item->id, {}, {}}) : std::nullopt;
}

QList<QWidget *> IncidentsPage::panes() const
{
    return {m_listStack, m_detailStack, m_timeline};
}

void IncidentsPage::keyPressEvent(QKeyEvent *event)
{
    // Esc leads one level out: from the timeline, the answers or the filter to the list.
    if (event->key() == Qt::Key_Escape && !m_list->hasFocus() && m_list->isVisible())
        return m_list->setFocus(Qt::ShortcutFocusReason);
    Page::keyPressEvent(event);
}

void IncidentsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    arrange();
    QTimer::singleShot(0, this, &IncidentsPage::fitAnswers);
}

/// The answers get what they need, up to three fifths; the timeline gets the rest.
void IncidentsPage::fitAnswers()
{
    if (m_splitChosen || !m_answers->layout() || !m_detail->isVisible())
        return;
    const int all = m_split->height();
    const int wish = m_answers->layout()->totalHeightForWidth(m_answers->width()) + 6;
    const int upper = std::min(wish, all * 3 / 5);
    m_split->setSizes({upper, all - upper});
}

void IncidentsPage::arrange()
{
    const Qt::Orientation wish = width() >= sideBySide ? Qt::Horizontal : Qt::Vertical;
    if (m_sized && m_splitter->orientation() == wish)
        return;
    m_splitter->setOrientation(wish);
    m_splitter->setSizes(wish == Qt::Horizontal ? QList<int>{width() * 38 / 100, width() * 62 / 100}
                                                : QList<int>{height() * 24 / 100, height() * 76 / 100});
    m_sized = true;
}

void IncidentsPage::changeEvent(QEvent *event)
{
    Page::changeEvent(event);
    if (event->type() == QEvent::LocaleChange && m_model)
        m_model->refresh(); // times in another zone
}

} // namespace mandate

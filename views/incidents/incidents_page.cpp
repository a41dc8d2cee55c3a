// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/incidents_page.h"

#include "models/items/incident_model.h"
#include "models/items/keeping_desk.h"
#include "models/items/session.h"
#include "views/incidents/answer_strip.h"
#include "views/incidents/case_sheet.h"
#include "views/incidents/incident_detail.h"
#include "views/incidents/incident_filter.h"
#include "views/widgets/banner.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/icon.h"
#include "views/widgets/page_header.h"
#include "views/widgets/table.h"

#include <QComboBox>
#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QTimer>
#include <QUrlQuery>
#include <QVBoxLayout>

namespace mandate {

namespace {

constexpr int sideBySide = 1500; // pixels of the page from which the list stands beside the answers
constexpr QLatin1StringView neglectedBanner("neglected");

const QStringList &showNames()
{
    static const QStringList names{QStringLiteral("open"), QStringLiteral("mine"), QStringLiteral("late"), QStringLiteral("done"), QStringLiteral("all")};
    return names;
}

} // namespace

IncidentsPage::IncidentsPage(QWidget *parent)
    : Page(parent),
      m_header(new PageHeader(this)),
      m_banners(new BannerStack(this)),
      m_shown(new IncidentFilter(this)),
      m_filter(new QLineEdit),
      m_state(new QComboBox),
      m_list(new QTableView),
      m_listStack(new QStackedWidget),
      m_listEmpty(new EmptyState),
      m_splitter(new QSplitter(this)),
      m_side(new QWidget),
      m_detailStack(new QStackedWidget),
      m_detailEmpty(new EmptyState),
      m_detail(new IncidentDetail)
{
    m_splitter->addWidget(buildList());
    auto *side = new QVBoxLayout(m_side);
    side->setContentsMargins(0, 0, 0, 0);
    side->setSpacing(0);
    side->addWidget(m_detail->sheet());
    side->addWidget(m_detailStack, 1);
    m_detailStack->addWidget(m_detailEmpty);
    m_detailStack->addWidget(m_detail);
    m_splitter->addWidget(m_side);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_banners);
    layout->addWidget(m_splitter, 1);

    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_shown->setFilterFixedString(text);
        showEmpty();
    });
    connect(m_state, &QComboBox::activated, this, [this](int index) {
        m_shown->setShow(static_cast<IncidentFilter::Show>(index));
        showEmpty();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &IncidentsPage::currentChanged);
    connect(m_list, &QTableView::activated, this, [this] { m_detail->panes().first()->setFocus(Qt::ShortcutFocusReason); });
    connect(m_detail, &IncidentDetail::linkActivated, this, &Page::linkActivated);
    connect(m_detail->exportButton(), &QPushButton::clicked, this, [this] {
        if (const auto wish = evidenceShown())
            Q_EMIT exportWanted(*wish);
    });
    connect(m_detail->holdButton(), &QPushButton::clicked, this, [this] {
        KeepingChange change;
        change.act = KeepingAct::PlaceHold;
        if (const auto wish = evidenceShown()) {
            change.wish = *wish;
            Q_EMIT keepingWanted(change);
        }
    });
    connect(m_detail, &IncidentDetail::taken, this, [this](const QString &incident, CaseAct act) {
        if (act == CaseAct::Open || act == CaseAct::Split || act == CaseAct::Close || act == CaseAct::Merge)
            m_wanted = incident; // goes on being shown, wherever the list puts it
    });
    connect(m_detail, &IncidentDetail::sheetClosed, this, [this] {
        showEmpty();
        // back to where the step was about
        QWidget *back = m_detailStack->currentWidget() == m_detail && m_detail->tabs()->currentIndex() != IncidentDetail::TimelineTab ? m_detail->panes().first() : m_list;
        back->setFocus(Qt::OtherFocusReason);
    });
    setSession(nullptr);
}

QWidget *IncidentsPage::buildList()
{
    m_filter->setAccessibleName(tr("Filter incidents"));
    m_filter->setPlaceholderText(tr("Filter: clause, agent, session, words of the clause"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMinimumWidth(fontMetrics().averageCharWidth() * 36);
    m_state->setAccessibleName(tr("Which incidents are listed"));
    m_state->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_header->setTitle(title());
    m_header->addTool(m_state);
    m_header->addTool(m_filter);
    m_filter->addAction(icon(QStringLiteral("funnel"), IconRole::Muted), QLineEdit::LeadingPosition);
    setUpTable(m_list, tr("Incidents"));
    m_list->setModel(m_shown);
    m_list->setSortingEnabled(true);
    m_list->sortByColumn(-1, Qt::AscendingOrder); // as the model gives them: open ones first, the worst of them first
    m_list->horizontalHeader()->setSectionsClickable(true);
    fitColumns(m_list, key(),
               {IncidentModel::SeverityColumn, IncidentModel::StateColumn, IncidentModel::ClauseColumn, IncidentModel::DueColumn, IncidentModel::AgentColumn, IncidentModel::CauseColumn,
                IncidentModel::IdColumn, IncidentModel::AssignedColumn, IncidentModel::StakesColumn, IncidentModel::CountColumn, IncidentModel::OpenedColumn, IncidentModel::SessionColumn},
               IncidentModel::AgentColumn);
    m_listStack->addWidget(m_list);
    m_listStack->addWidget(m_listEmpty);
    m_listStack->setMinimumSize(280, 120);
    return m_listStack;
}

QTableView *IncidentsPage::timeline() const
{
    return m_detail->timeline();
}
AnswerStrip *IncidentsPage::answers() const
{
    return m_detail->answers();
}
QPushButton *IncidentsPage::openButton() const
{
    return m_detail->openButton();
}
QPushButton *IncidentsPage::suspendButton() const
{
    return m_detail->suspendButton();
}

QPushButton *IncidentsPage::exportButton() const
{
    return m_detail->exportButton();
}

void IncidentsPage::setSession(Session *session)
{
    if (m_model)
        disconnect(m_model, nullptr, this, nullptr);
    if (KeepingDesk *desk = KeepingDesk::of(m_session))
        disconnect(desk, nullptr, this, nullptr);
    m_session = session;
    if (session && !session->bundle())
        connect(KeepingDesk::of(session), &KeepingDesk::standingChanged, this, &IncidentsPage::showHolding);
    showHolding();
    m_model = session ? session->incidents() : nullptr;
    m_shown->setSourceModel(m_model);
    m_shown->setShow(IncidentFilter::Open);
    m_filter->setEnabled(session != nullptr);
    m_state->setEnabled(session != nullptr);
    m_filter->clear();
    m_detail->setSession(session);
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
    showStates();
    showNeglected();
    showEmpty();
}

void IncidentsPage::refreshed()
{
    Q_EMIT badgeChanged(m_model ? m_model->openCount() : 0);
    showStates();
    showNeglected();
    showEmpty();
    if (!m_wanted.isEmpty() && select(m_wanted)) {
        m_wanted.clear();
    } else if (m_shown->rowCount() > 0 && !m_list->currentIndex().isValid()) {
        m_list->setCurrentIndex(m_shown->index(0, 0)); // the worst one is answered at once
    }
}

void IncidentsPage::showStates()
{
    const auto counted = [this](IncidentFilter::Show show) { return words::number(static_cast<std::uint64_t>(m_shown->count(show))); };
    m_state->clear();
    //: incidents that ask for work; %1 their number
    m_state->addItem(tr("Open %1").arg(counted(IncidentFilter::Open)));
    //: incidents of who is signed in; %1 their number
    m_state->addItem(tr("Mine %1").arg(counted(IncidentFilter::Mine)));
    //: incidents that nobody acted on in time; %1 their number
    m_state->addItem(tr("Nobody acted %1").arg(counted(IncidentFilter::Late)));
    m_state->addItem(tr("Closed or merged %1").arg(counted(IncidentFilter::Done)));
    m_state->addItem(tr("All %1").arg(counted(IncidentFilter::All)));
    m_state->setCurrentIndex(m_shown->shown());
}

void IncidentsPage::showNeglected()
{
    const int neglected = m_model ? m_model->neglectedCount() : 0;
    if (neglected == 0)
        return m_banners->withdraw(neglectedBanner);
    Notice notice;
    notice.id = neglectedBanner;
    notice.state = {tr("Overdue"), Shape::Octagon, Tone::Critical};
    notice.sentence = tr("Nobody acted in time on %n incident(s).", nullptr, neglected);
    notice.detail = tr("Assign one, or move it on: then somebody acts on it.");
    notice.action = tr("Show them");
    notice.onAction = [this] {
        m_filter->clear();
        m_shown->setShow(IncidentFilter::Late);
        m_state->setCurrentIndex(m_shown->shown());
        showEmpty();
        m_list->setFocus(Qt::OtherFocusReason);
    };
    m_banners->show(notice);
}

void IncidentsPage::showEmpty()
{
    const int all = m_model ? m_model->rowCount() : 0;
    const int shown = m_shown->rowCount();
    QString summary = tr("%1 of %2 shown").arg(words::number(static_cast<std::uint64_t>(shown)), words::number(static_cast<std::uint64_t>(all)));
    const int hidden = m_shown->shown() == IncidentFilter::Open ? m_shown->count(IncidentFilter::Done) : 0;
    if (hidden > 0)
        //: what a list shows, and that closed ones are not: %1 "3 of 9 shown"
        summary = tr("%1, %n closed or merged hidden", nullptr, hidden).arg(summary);
    m_header->setSummary(m_model ? summary : QString());
    if (!m_model)
        m_listEmpty->say(QStringLiteral("exclamation-octagon"), tr("No workspace is open"), tr("Open a workspace to see its incidents."));
    else if (!m_model->wasRead())
        m_listEmpty->say(QStringLiteral("exclamation-octagon"), tr("Reading incidents"), {});
    else if (all == 0)
        m_listEmpty->say(
            QStringLiteral("shield-check"), tr("No incidents"),
            tr("No recorded action broke a clause of a pact in force. Agents without a pact and actions that cannot be decided open no incident."));
    else if (m_filter->text().isEmpty())
        m_listEmpty->say(QStringLiteral("shield-check"), tr("None of this kind"), tr("Choose another state above to see the others."));
    else
        m_listEmpty->say(QStringLiteral("search"), tr("No incident matches the filter"), tr("Take words away to see more."));
    m_listStack->setCurrentWidget(shown == 0 ? static_cast<QWidget *>(m_listEmpty) : m_list);
    m_side->setVisible(all > 0 || !m_detail->sheet()->isHidden()); // nothing to select from: one empty state says all
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
    m_detail->show(*item);
    m_model->answer(m_shown->mapToSource(m_list->currentIndex()).row());
}

void IncidentsPage::answered()
{
    const IncidentItem *item = current();
    if (!item || m_model->answers().id != item->id)
        return;
    m_detail->showAnswers(m_model->answers());
    m_detailStack->setCurrentWidget(m_detail);
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
    if (!index.isValid()) {
        m_shown->setShow(IncidentFilter::All);
        m_state->setCurrentIndex(m_shown->shown());
        showEmpty();
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
    if (const QString wanted = query.queryItemValue(QStringLiteral("new")); !wanted.isEmpty()) {
        QList<quint64> records;
        for (const QString &entry : wanted.split(u','))
            records << entry.toULongLong();
        m_detail->openNew(records);
        showEmpty();
        return true;
    }
    const QString filter = query.queryItemValue(QStringLiteral("filter"), QUrl::FullyDecoded);
    const QString agent = query.queryItemValue(QStringLiteral("agent"), QUrl::FullyDecoded);
    m_filter->setText(filter.isEmpty() ? agent : filter);
    if (const qsizetype show = showNames().indexOf(query.queryItemValue(QStringLiteral("show"))); show >= 0) {
        m_shown->setShow(static_cast<IncidentFilter::Show>(show));
        m_state->setCurrentIndex(m_shown->shown());
        showEmpty();
    }
    if (query.hasQueryItem(QStringLiteral("tab")))
        m_detail->setTab(query.queryItemValue(QStringLiteral("tab")));
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
    QUrl link(QStringLiteral("mandate://incidents"));
    QUrlQuery query;
    if (const IncidentItem *item = current())
        query.addQueryItem(QStringLiteral("incident"), item->id);
    if (m_detail->tabName() != QLatin1String("timeline"))
        query.addQueryItem(QStringLiteral("tab"), m_detail->tabName());
    if (m_shown->shown() != IncidentFilter::Open)
        query.addQueryItem(QStringLiteral("show"), showNames().value(m_shown->shown()));
    if (!m_filter->text().isEmpty())
        query.addQueryItem(QStringLiteral("filter"), QString::fromUtf8(QUrl::toPercentEncoding(m_filter->text())));
    if (!query.isEmpty())
        link.setQuery(query);
    return link;
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

QString IncidentsPage::custodyShown() const
{
    const IncidentItem *item = current();
    return item ? item->id : QString();
}

/// Who may not place holds sees the button and who can.
void IncidentsPage::showHolding()
{
    const KeepingDesk *desk = m_session && !m_session->bundle() ? KeepingDesk::of(m_session) : nullptr;
    const QString refusal = desk ? desk->standing().refusal(KeepingAct::PlaceHold) : tr("A bundle is open, or nothing is: holds are placed in the workspace.");
    QPushButton *button = m_detail->holdButton();
    button->setEnabled(refusal.isEmpty());
    button->setToolTip(refusal.isEmpty() ? tr("Keeps every record of its session from being erased (Ctrl+Shift+H)") : refusal);
    button->setAccessibleDescription(refusal);
}

QList<QWidget *> IncidentsPage::panes() const
{
    QList<QWidget *> panes{m_listStack, m_side};
    if (m_detailStack->currentWidget() == m_detail)
        panes << m_detail->panes();
    return panes;
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
    QTimer::singleShot(0, m_detail, &IncidentDetail::fitAnswers);
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

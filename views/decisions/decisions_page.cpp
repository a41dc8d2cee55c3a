// SPDX-License-Identifier: GPL-3.0-or-later
// Queue, card and evidence of the Decisions page. Keys and committing are decisions_keys.cpp, other steps decisions_steps.cpp.
#include "views/decisions/decisions_page.h"

#include "models/items/approval_model.h"
#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "views/decisions/beside_pane.h"
#include "views/decisions/card_view.h"
#include "views/decisions/decision_queue.h"
#include "views/decisions/decision_settings.h"
#include "views/decisions/due_evaluations.h"
#include "views/decisions/held_bar.h"
#include "views/decisions/oversight_sheet.h"
#include "views/decisions/step_sheet.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/flow_layout.h"
#include "views/widgets/icon.h"
#include "views/widgets/page_header.h"
#include "views/widgets/theme.h"
#include "views/widgets/three_pane.h"

#include <QAction>
#include <QButtonGroup>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QUrlQuery>
#include <QVBoxLayout>

#include <utility>

namespace mandate {
namespace {

constexpr int secondMs = 1000;

QString nameOf(ApprovalModel::View view)
{
    switch (view) {
    case ApprovalModel::View::Open: return QStringLiteral("open");
    case ApprovalModel::View::Mine: return QStringLiteral("mine");
    case ApprovalModel::View::Team: return QStringLiteral("team");
    case ApprovalModel::View::Done: return QStringLiteral("done");
    }
    return {};
}

QString textIn(const QUrlQuery &query, const QString &name)
{
    return QUrl::fromPercentEncoding(query.queryItemValue(name).toUtf8());
}

} // namespace

DecisionsPage::DecisionsPage(QWidget *parent)
    : Page(parent),
      m_header(new PageHeader(this)),
      m_health(new QPushButton),
      m_more(new QToolButton),
      m_menu(new QMenu(this)),
      m_standIn(new QLabel),
      m_warning(new QLabel),
      m_panes(new ThreePane(QStringLiteral("decisions"), this)),
      m_views(new QButtonGroup(this)),
      m_agents(new QComboBox),
      m_snoozed(new QLabel),
      m_queue(new DecisionQueue),
      m_listStack(new QStackedWidget),
      m_listEmpty(new EmptyState),
      m_due(new DueEvaluations),
      m_detailStack(new QStackedWidget),
      m_detailEmpty(new EmptyState),
      m_card(new CardView),
      m_form(new DecisionForm),
      m_sheet(new StepSheet),
      m_beside(new BesidePane),
      m_held(new HeldBar),
      m_settings(new DecisionSettingsForm(this)),
      m_oversight(new OversightSheet(this)),
      m_timer(new QTimer(this))
{
    m_header->setTitle(title());
    m_health->setProperty("role", QStringLiteral("link"));
    m_header->addTool(m_health);
    m_header->addTool(m_more);
    m_warning->setTextFormat(Qt::PlainText);
    m_warning->setWordWrap(true);
    m_warning->setContentsMargins(20, 8, 16, 8);
    m_warning->setAutoFillBackground(true);
    m_warning->hide();
    m_standIn->setTextFormat(Qt::PlainText);
    m_standIn->setWordWrap(true);
    m_standIn->setContentsMargins(20, 0, 16, 8);
    m_standIn->hide();
    m_panes->setList(buildList(), tr("Requests"));
    m_panes->setDetail(buildDetail(), tr("Request"));
    m_panes->setInspector(m_beside, tr("Evidence"));
    m_panes->setShares({34, 42, 24});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_standIn);
    layout->addWidget(m_warning);
    layout->addWidget(m_panes, 1);
    layout->addWidget(m_held);
    buildMenu();

    connect(m_queue, &DecisionQueue::currentMoved, this, &DecisionsPage::currentMoved);
    connect(m_queue, &DecisionQueue::selectionMoved, this, &DecisionsPage::showForm);
    connect(m_queue, &QAbstractItemView::activated, this, [this] { m_card->setFocus(Qt::ShortcutFocusReason); });
    connect(m_views, &QButtonGroup::idClicked, this, [this](int view) {
        if (m_model)
            m_model->setView(static_cast<ApprovalModel::View>(view));
    });
    connect(m_agents, &QComboBox::activated, this, [this] {
        if (m_model)
            m_model->setAgent(m_agents->currentData().toString());
    });
    connect(m_health, &QPushButton::clicked, this, &DecisionsPage::openOversight);
    connect(m_form, &DecisionForm::commitWanted, this, &DecisionsPage::commit);
    connect(m_form, &DecisionForm::stepWanted, this, &DecisionsPage::takeStep);
    connect(m_sheet, &StepSheet::committed, this, &DecisionsPage::sheetCommitted);
    connect(m_sheet, &StepSheet::closed, this, [this] { m_queue->setFocus(Qt::OtherFocusReason); });
    connect(m_beside, &BesidePane::linkActivated, this, &Page::linkActivated);
    connect(m_due, &DueEvaluations::linkActivated, this, &Page::linkActivated);
    connect(m_settings, &DecisionSettingsForm::changed, this, &DecisionsPage::setKeys);
    m_timer->setInterval(secondMs);
    connect(m_timer, &QTimer::timeout, this, &DecisionsPage::tick);
    m_timer->start();
    m_settings->hide();
    setKeys();
    setSession(nullptr);
}

DecisionsPage::~DecisionsPage() = default;

QWidget *DecisionsPage::buildList()
{
    auto *pane = new QWidget;
    auto *viewRow = new QWidget;
    auto *views = new FlowLayout(viewRow, 2);
    viewRow->setContentsMargins(8, 6, 8, 0);
    for (const auto view : {ApprovalModel::View::Open, ApprovalModel::View::Mine, ApprovalModel::View::Team, ApprovalModel::View::Done}) {
        auto *button = new QPushButton;
        button->setProperty("role", QStringLiteral("quiet"));
        button->setCheckable(true);
        m_views->addButton(button, static_cast<int>(view));
        views->addWidget(button);
    }
    m_views->button(static_cast<int>(ApprovalModel::View::Open))->setChecked(true);
    m_views->button(static_cast<int>(ApprovalModel::View::Open))->setToolTip(tr("Everything that waits and is not put aside"));
    m_views->button(static_cast<int>(ApprovalModel::View::Mine))->setToolTip(tr("Claimed by you, assigned to you, or asked by an agent you own"));
    m_views->button(static_cast<int>(ApprovalModel::View::Team))->setToolTip(tr("Open requests that are not yours"));
    m_views->button(static_cast<int>(ApprovalModel::View::Done))->setToolTip(tr("Closed since midnight, in the zone that times are shown in"));
    m_agents->setProperty("untranslated", true); // names of agents
    m_agents->setAccessibleName(tr("Show requests of"));
    m_snoozed->setProperty("part", QStringLiteral("muted"));
    auto *filterRow = new QHBoxLayout;
    filterRow->setContentsMargins(12, 4, 12, 8);
    filterRow->setSpacing(10);
    filterRow->addWidget(m_agents, 1);
    filterRow->addWidget(m_snoozed);
    m_queue->setAccessibleName(tr("Requests, least time left first"));
    m_queue->installEventFilter(this);
    m_card->installEventFilter(this);
    m_listStack->addWidget(m_queue);
    m_listStack->addWidget(m_listEmpty);
    auto *layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(viewRow);
    layout->addLayout(filterRow);
    layout->addWidget(m_listStack, 1);
    layout->addWidget(m_due);
    const auto inEmpty = m_listEmpty->findChildren<QPushButton *>();
    m_due->standBehind(inEmpty.isEmpty() ? static_cast<QWidget *>(m_listEmpty) : inEmpty.last());
    pane->setMinimumWidth(260);
    return pane;
}

QWidget *DecisionsPage::buildDetail()
{
    auto *pane = new QWidget;
    auto *layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_card, 1);
    layout->addWidget(m_form);
    layout->addWidget(m_sheet);
    m_detailStack->addWidget(m_detailEmpty);
    m_detailStack->addWidget(pane);
    m_detailStack->setMinimumWidth(320);
    return m_detailStack;
}

void DecisionsPage::buildMenu()
{
    m_more->setProperty("role", QStringLiteral("button"));
    m_more->setText(tr("More"));
    m_more->setAccessibleName(tr("More about decisions"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(m_menu);
    m_menu->setToolTipsVisible(true);
    connect(m_menu->addAction(tr("Decision &settings…")), &QAction::triggered, this, &Page::settingsWanted);
    connect(m_menu->addAction(tr("&Oversight health…")), &QAction::triggered, this, &DecisionsPage::openOversight);
    m_seed = m_menu->addAction(tr("File a &test item like this one…"));
    connect(m_seed, &QAction::triggered, this, &DecisionsPage::seedTestItem);
}

void DecisionsPage::setSession(Session *session)
{
    if (m_model)
        disconnect(m_model, nullptr, this, nullptr);
    if (m_desk)
        disconnect(m_desk, nullptr, this, nullptr);
    m_session = session;
    m_model = session ? session->approvals() : nullptr;
    m_desk = session ? session->decisions() : nullptr;
    m_queue->setModel(m_model);
    m_held->setDesk(m_desk);
    m_due->setSession(session);
    m_shown.clear();
    m_wanted.clear();
    m_sheet->close();
    m_form->clear();
    if (m_model) {
        connect(m_model, &ApprovalModel::refreshed, this, &DecisionsPage::refreshed);
        connect(m_model, &ApprovalModel::openedChanged, this, &DecisionsPage::opened);
        connect(m_desk, &DecisionDesk::acted, this, [this](const QStringList &, const QString &sentence) { Q_EMIT m_session->noted(sentence); });
        connect(m_desk, &DecisionDesk::heldChanged, this, &DecisionsPage::showForm);
        setKeys();
        refreshed();
    }
    showEmpty();
    showViews();
}

void DecisionsPage::refreshed()
{
    if (!m_model)
        return;
    Q_EMIT badgeChanged(m_model->openCount());
    showViews();
    showEmpty();
    showOversight();
    showStandIn();
    const QString wanted = m_wanted;
    if (!wanted.isEmpty() && select(wanted))
        m_wanted.clear();
    else if (!m_queue->currentIndex().isValid() && m_model->rowCount() > 0)
        m_queue->setCurrentIndex(m_model->index(0, 0));
    // What others did to the request that is shown.
    const ApprovalItem *now = m_model->find(m_shown);
    const OpenedApproval *before = m_model->opened();
    if (now && before && before->item.id() == m_shown && !before->item.saysTheSame(*now))
        m_model->open(m_shown);
    showForm();
}

bool DecisionsPage::select(const QString &id)
{
    const int row = m_model ? m_model->reach(id) : -1;
    if (row < 0)
        return false;
    m_queue->setCurrentIndex(m_model->index(row, 0));
    m_queue->scrollTo(m_model->index(row, 0));
    return true;
}

void DecisionsPage::currentMoved()
{
    if (!m_model)
        return;
    const QString id = m_queue->currentId();
    if (id.isEmpty() || id == m_shown)
        return;
    m_shown = id;
    m_wish = DecisionForm::Nothing;
    m_sheet->close();
    m_form->clear();
    m_model->open(id);
    m_beside->show(nullptr);
    showCard();
    showForm();
    m_detailStack->setCurrentIndex(1);
}

void DecisionsPage::opened()
{
    const OpenedApproval *opened = m_model ? m_model->opened() : nullptr;
    if (!opened || opened->item.id() != m_shown)
        return;
    m_beside->show(opened);
    showCard();
    showForm();
    if (const auto wish = std::exchange(m_wish, DecisionForm::Nothing); wish != DecisionForm::Nothing && m_form->choice() == DecisionForm::Nothing)
        m_form->stage(wish);
}

void DecisionsPage::showCard()
{
    const OpenedApproval *opened = m_model->opened();
    const ApprovalItem *item = m_model->find(m_shown);
    if (opened && opened->item.id() == m_shown)
        m_card->show(approvalCard({opened->item, opened->radius, opened->radiusTrouble, m_model->now()}));
    else if (item)
        m_card->show(approvalCard({*item, std::nullopt, tr("It is being computed."), m_model->now()}));
}

void DecisionsPage::showForm()
{
    if (!m_model || m_shown.isEmpty())
        return;
    const QStringList selected = m_queue->selectedIds();
    if (m_sheet->isVisible() && m_sheetFor != (selected.size() > 1 ? selected : QStringList{m_shown}))
        m_sheet->close(); // it asks about others than those that are selected now
    m_form->show(selected.size() > 1 ? aboutSeveral(selected) : aboutOne());
    const ApprovalItem *item = m_model->find(m_shown);
    const bool refused = item && item->view->decision == DecisionState::Denied;
    m_seed->setEnabled(refused && m_session && !m_session->isReadOnly());
    m_seed->setToolTip(refused ? tr("Asks for the same again, to see whether it is refused again. Nothing can run on it.")
                               : tr("Choose a request that was denied: only what was refused before is a fair test."));
}

void DecisionsPage::tick()
{
    if (!m_model)
        return;
    showStandIn();
    if (isVisible())
        showForm();
}

void DecisionsPage::showViews()
{
    const auto label = [this](ApprovalModel::View view) {
        const QString count = m_model ? words::number(static_cast<std::uint64_t>(m_model->count(view))) : QString();
        switch (view) {
        //: a view of the queue and how many requests it holds
        case ApprovalModel::View::Open: return tr("Open %1").arg(count);
        //: a view of the queue and how many requests it holds
        case ApprovalModel::View::Mine: return tr("Mine %1").arg(count);
        //: a view of the queue and how many requests it holds
        case ApprovalModel::View::Team: return tr("Team %1").arg(count);
        //: a view of the queue and how many requests it holds
        case ApprovalModel::View::Done: return tr("Done today %1").arg(count);
        }
        return QString();
    };
    for (const auto view : {ApprovalModel::View::Open, ApprovalModel::View::Mine, ApprovalModel::View::Team, ApprovalModel::View::Done})
        m_views->button(static_cast<int>(view))->setText(label(view).trimmed());
    const QString chosen = m_model ? m_model->agent() : QString();
    m_agents->clear();
    m_agents->addItem(tr("All agents"), QString());
    if (m_model) {
        for (const QString &agent : m_model->agents())
            m_agents->addItem(visibleLine(agent, 60), agent);
    }
    m_agents->setCurrentIndex(qMax(0, m_agents->findData(chosen)));
    const int snoozed = m_model ? m_model->snoozed() : 0;
    m_snoozed->setText(snoozed > 0 ? tr("%n put aside", nullptr, snoozed) : QString());
    m_snoozed->setVisible(snoozed > 0);
}

void DecisionsPage::showEmpty()
{
    const int shown = m_model ? m_model->total() : 0;
    m_header->setSummary(m_model ? tr("%1 of %2 shown").arg(words::number(static_cast<std::uint64_t>(shown)),
                                                           words::number(static_cast<std::uint64_t>(m_model->all().size())))
                                 : QString());
    const QString picture = QStringLiteral("inbox");
    if (!m_model)
        m_listEmpty->say(picture, tr("No workspace is open"), tr("Open a workspace to see what its agents ask for."));
    else if (!m_model->wasRead())
        m_listEmpty->say(picture, tr("Reading requests"), {});
    else if (m_model->all().empty())
        m_listEmpty->say(picture, tr("No request was ever filed"),
                         tr("Agents that ask before they act through the gateway wait here for a person. Imported runs only tell of the past: nobody waits for an answer to them."));
    else if (m_model->view() == ApprovalModel::View::Done)
        m_listEmpty->say(QStringLiteral("check2-circle"), tr("Nothing was closed today"), tr("Decisions, expiries and withdrawals of today appear here."));
    else
        m_listEmpty->say(QStringLiteral("check2-circle"), tr("No decisions wait here"), tr("What agents ask for appears by itself. Other views or agents may hold requests."));
    m_listStack->setCurrentWidget(shown == 0 ? static_cast<QWidget *>(m_listEmpty) : m_queue);
    if (shown > 0)
        return;
    m_shown.clear();
    m_beside->show(nullptr);
    m_detailEmpty->say(QStringLiteral("list-check"), tr("No request selected"),
                       tr("Each request shows what would happen, why a person is asked, and what happens if nobody decides."));
    m_detailStack->setCurrentIndex(0);
}

bool DecisionsPage::showLink(const QUrl &link)
{
    if (link.host() != key())
        return false;
    if (!m_model)
        return true;
    const QUrlQuery query(link);
    const QString view = query.queryItemValue(QStringLiteral("view"));
    if (query.hasQueryItem(QStringLiteral("agent")) && textIn(query, QStringLiteral("agent")) != m_model->agent())
        m_model->setAgent(textIn(query, QStringLiteral("agent")));
    for (const auto one : {ApprovalModel::View::Open, ApprovalModel::View::Mine, ApprovalModel::View::Team, ApprovalModel::View::Done}) {
        if (nameOf(one) == view && one != m_model->view())
            m_views->button(static_cast<int>(one))->click();
    }
    const QString id = query.queryItemValue(QStringLiteral("request"));
    if (id.isEmpty() || select(id))
        return true;
    if (!m_model->wasRead()) {
        m_wanted = id;
        return true;
    }
    const ApprovalItem *item = m_model->find(id);
    if (!item)
        return false;
    // It is in another view.
    m_model->setAgent({});
    m_views->button(static_cast<int>(item->isOpen(m_model->now()) ? ApprovalModel::View::Open : ApprovalModel::View::Done))->click();
    return select(id);
}

QUrl DecisionsPage::currentLink() const
{
    QUrl link(QStringLiteral("mandate://decisions"));
    QUrlQuery query;
    if (m_model) {
        query.addQueryItem(QStringLiteral("view"), nameOf(m_model->view()));
        if (!m_model->agent().isEmpty())
            query.addQueryItem(QStringLiteral("agent"), QString::fromUtf8(QUrl::toPercentEncoding(m_model->agent())));
        if (!m_shown.isEmpty())
            query.addQueryItem(QStringLiteral("request"), m_shown);
    }
    link.setQuery(query);
    return link;
}

void DecisionsPage::focusFilter()
{
    m_agents->setFocus(Qt::ShortcutFocusReason);
}

QString DecisionsPage::agentShown() const
{
    const ApprovalItem *item = m_model ? m_model->find(m_shown) : nullptr;
    return item ? item->agent() : QString();
}

QList<QWidget *> DecisionsPage::panes() const
{
    QList<QWidget *> panes = m_panes->panes();
    if (m_held->isVisibleTo(this))
        panes << m_held;
    return panes;
}

void DecisionsPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LocaleChange && m_model) { // the zone: card and clocks are told anew
        if (!m_shown.isEmpty())
            showCard();
        m_queue->viewport()->update();
    }
    Page::changeEvent(event);
}

} // namespace mandate

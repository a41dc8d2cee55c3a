// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/incident_detail.h"

#include "models/items/case_text.h"
#include "models/items/people_model.h"
#include "models/items/text_safety.h"
#include "views/incidents/answer_strip.h"
#include "views/incidents/case_sheet_words.h"
#include "views/incidents/cause_tab.h"
#include "views/incidents/duties_tab.h"
#include "views/incidents/notes_tab.h"
#include "views/incidents/pin_links.h"
#include "views/keeping/custody_tab.h"
#include "views/widgets/flow_layout.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/scroll_pane.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/table.h"
#include "views/widgets/theme.h"

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTimer>
#include <QUrlQuery>
#include <QVBoxLayout>

namespace mandate {

namespace {

constexpr int roomForBoth = 760; // pixels of the detail from which the answers stay above a form

/// Only what broke the clause, or was chosen by who opened it.
class OwnRecords : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        return sourceModel()->index(row, 0, parent).data(TimelineModel::OffendingRole).toBool();
    }
};

void setUpTimeline(QTableView *table, const QString &name)
{
    setUpTable(table, name);
    table->horizontalHeader()->setStretchLastSection(false);
    table->horizontalHeader()->setSectionResizeMode(TimelineModel::DidColumn, QHeaderView::Stretch);
    table->setMinimumHeight(100);
}

void fitTimeline(QTableView *table)
{
    for (int column = 0; column < TimelineModel::ColumnCount; ++column) {
        if (column != TimelineModel::DidColumn)
            table->resizeColumnToContents(column);
    }
}

const QStringList &tabNames()
{
    static const QStringList names{QStringLiteral("timeline"), QStringLiteral("records"), QStringLiteral("cause"), QStringLiteral("duties"), QStringLiteral("notes"),
                                   QStringLiteral("custody")};
    return names;
}

} // namespace

IncidentDetail::IncidentDetail(QWidget *parent)
    : QWidget(parent),
      m_timelineModel(new TimelineModel(this)),
      m_own(new OwnRecords(this)),
      m_severity(new StateChip),
      m_state(new StateChip),
      m_due(new StateChip),
      m_heading(new PlainText),
      m_opened(new QLabel),
      m_said(new QLabel),
      m_open(new QPushButton(tr("Open in Evidence"))),
      m_export(new QPushButton(tr("Export…"))),
      m_suspend(new QPushButton(tr("Suspend agent…"))),
      m_hold(new QPushButton(tr("Place hold…"))),
      m_more(new QPushButton(tr("More"))),
      m_menu(new QMenu(m_more)),
      m_copy(nullptr),
      m_sheet(new CaseSheet(this)),
      m_split(new QSplitter(Qt::Vertical)),
      m_scroll(new ScrollPane),
      m_answers(new AnswerStrip),
      m_tabs(new QTabWidget),
      m_timeline(new QTableView),
      m_timelineHeading(new QLabel),
      m_records(new QTableView),
      m_recordsHeading(new QLabel),
      m_splitOff(new QPushButton(tr("Split off the selected…"))),
      m_cause(new CauseTab),
      m_duties(new DutiesTab),
      m_notes(new NotesTab),
      m_custody(new CustodyTab(CustodyTab::Of::Incident))
{
    m_own->setSourceModel(m_timelineModel);
    m_timeline->setModel(m_timelineModel);
    m_records->setModel(m_own);
    setUpTimeline(m_timeline, tr("Timeline of the session"));
    setUpTimeline(m_records, tr("Records of the incident"));
    m_records->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_timeline->setAccessibleDescription(tr("The actions of this incident carry an octagon. Enter opens a record in Evidence; P pins it to your claim."));
    m_records->setAccessibleDescription(tr("Enter opens a record in Evidence; P pins it to your claim."));
    m_scroll->setWidget(m_answers);
    m_scroll->setAccessibleName(tr("The four answers"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setAccessibleName(tr("Parts of the incident"));
    m_tabs->addTab(buildTable(m_timeline, m_timelineHeading, nullptr), QString());
    m_tabs->addTab(buildTable(m_records, m_recordsHeading, m_splitOff), QString());
    m_tabs->addTab(m_cause, QString());
    m_tabs->addTab(m_duties, QString());
    m_tabs->addTab(m_notes, QString());
    m_tabs->addTab(m_custody, QString());
    m_split->addWidget(m_scroll);
    m_split->addWidget(m_tabs);
    m_split->setChildrenCollapsible(false);
    m_split->setHandleWidth(1);
    m_split->setStretchFactor(0, 3);
    m_split->setStretchFactor(1, 2);
    m_split->setSizes({360, 240});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildHead());
    layout->addWidget(m_split, 1);
    buildMenu();
    retranslate();

    connect(m_split, &QSplitter::splitterMoved, this, [this] { m_splitChosen = true; });
    connect(m_tabs, &QTabWidget::currentChanged, this, &IncidentDetail::tabChanged);
    connect(m_answers, &AnswerStrip::linkActivated, this, &IncidentDetail::linkActivated);
    for (QTableView *table : {m_timeline, m_records}) {
        connect(table, &QTableView::activated, this, &IncidentDetail::goToRecord);
        connect(table, &QTableView::doubleClicked, this, &IncidentDetail::goToRecord);
        auto *shortcut = new QShortcut(QKeySequence(Qt::Key_P), table);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, table] { pin(table); });
    }
    connect(m_splitOff, &QPushButton::clicked, this, [this] { open(CaseAct::Split); });
    connect(m_suspend, &QPushButton::clicked, this, [this] {
        QUrl link(QStringLiteral("mandate://agents"));
        QUrlQuery query;
        query.addQueryItem(QStringLiteral("agent"), QString::fromUtf8(QUrl::toPercentEncoding(m_incident.agent)));
        query.addQueryItem(QStringLiteral("sheet"), QStringLiteral("suspend"));
        query.addQueryItem(QStringLiteral("suspend"), QStringLiteral("1"));
        link.setQuery(query);
        Q_EMIT linkActivated(link);
    });
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (m_timelineModel->rowCount() > 0)
            goToRecord(m_timelineModel->index(std::max(0, m_timelineModel->firstOffending()), 0));
    });
    connect(m_cause, &CauseTab::linkActivated, this, &IncidentDetail::linkActivated);
    connect(m_cause, &CauseTab::pinsChanged, this, [this] { m_timelineModel->setPinned(m_cause->pinned()); });
    connect(m_cause, &CauseTab::changeWanted, this, [this](const CaseChange &change) {
        if (m_desk)
            m_desk->take(change);
    });
    connect(m_cause, &CauseTab::answerWanted, this, [this](CaseAct act, const ClaimItem &claim) { openSheet(act, {}, claim); });
    connect(m_duties, &DutiesTab::actWanted, this, [this](CaseAct act, const DutyItem &duty) { openSheet(act, duty); });
    connect(m_notes, &NotesTab::linkActivated, this, &IncidentDetail::linkActivated);
    connect(m_custody, &KeepingTab::linkActivated, this, &IncidentDetail::linkActivated);
    connect(m_notes, &NotesTab::unlinkWanted, this, [this](const QString &other) {
        openSheet(CaseAct::Unlink);
        m_sheet->choice()->setCurrentIndex(std::max(0, m_sheet->choice()->findData(other)));
    });
    connect(m_sheet, &CaseSheet::committed, this, [this](const CaseChange &change) {
        if (m_desk)
            m_desk->take(change);
    });
    connect(m_sheet, &CaseSheet::closed, this, [this] {
        m_tabs->show();
        fitAnswers();
        Q_EMIT sheetClosed();
    });
}

QWidget *IncidentDetail::buildHead()
{
    m_heading->setFont(Theme::scaledFont(1.2, QFont::DemiBold));
    for (QLabel *label : {m_opened, m_said}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_opened->setProperty("part", QStringLiteral("muted"));
    m_said->hide();
    auto *head = new QWidget;
    auto *chips = new QHBoxLayout;
    chips->setSpacing(10);
    chips->addWidget(m_severity, 0, Qt::AlignTop);
    chips->addWidget(m_state, 0, Qt::AlignTop);
    chips->addWidget(m_due, 0, Qt::AlignTop);
    chips->addWidget(m_heading, 1);
    auto *acts = new QWidget(head);
    auto *flow = new FlowLayout(acts, 6);
    flow->addWidget(m_open);
    m_export->setAccessibleName(tr("Export this incident"));
    flow->addWidget(m_export);
    flow->addWidget(m_suspend);
    m_hold->setAccessibleName(tr("Place a legal hold on this incident"));
    flow->addWidget(m_hold);
    for (const CaseAct act : {CaseAct::Assign, CaseAct::Investigate, CaseAct::Contain, CaseAct::Note, CaseAct::Close, CaseAct::Reopen}) {
        auto *button = new QPushButton(acts);
        connect(button, &QPushButton::clicked, this, [this, act] { open(act); });
        m_buttons.insert(act, button);
        flow->addWidget(button);
    }
    m_more->setMenu(m_menu);
    flow->addWidget(m_more);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(16, 10, 16, 8);
    column->setSpacing(4);
    column->addLayout(chips);
    column->addWidget(m_opened);
    column->addWidget(m_said);
    column->addWidget(acts);
    return head;
}

QWidget *IncidentDetail::buildTable(QTableView *table, QLabel *heading, QWidget *tool)
{
    heading->setTextFormat(Qt::PlainText);
    heading->setProperty("part", QStringLiteral("heading"));
    auto *pane = new QWidget;
    auto *line = new QHBoxLayout;
    line->setContentsMargins(16, 6, 16, 4);
    line->addWidget(heading, 1);
    if (tool)
        line->addWidget(tool);
    auto *column = new QVBoxLayout(pane);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(line);
    column->addWidget(table, 1);
    return pane;
}

void IncidentDetail::buildMenu()
{
    m_menu->setToolTipsVisible(true);
    for (const CaseAct act : {CaseAct::Grade, CaseAct::Link, CaseAct::Merge, CaseAct::Split}) {
        QAction *action = m_menu->addAction(QString());
        connect(action, &QAction::triggered, this, [this, act] { open(act); });
        m_actions.insert(act, action);
    }
    m_menu->addSeparator();
    m_copy = m_menu->addAction(QString());
    connect(m_copy, &QAction::triggered, this, &IncidentDetail::copyText);
}

void IncidentDetail::retranslate()
{
    for (auto one = m_buttons.cbegin(); one != m_buttons.cend(); ++one)
        one.value()->setText(caseActWords(one.key()));
    for (auto one = m_actions.cbegin(); one != m_actions.cend(); ++one)
        one.value()->setText(caseActWords(one.key()));
    m_copy->setText(tr("Copy as text"));
    m_tabs->setTabText(TimelineTab, tr("Timeline"));
    m_tabs->setTabText(RecordsTab, tr("Records"));
    m_tabs->setTabText(CauseTabIndex, tr("Cause"));
    m_tabs->setTabText(DutiesTabIndex, tr("Duties"));
    m_tabs->setTabText(NotesTabIndex, tr("Notes and steps"));
    m_tabs->setTabText(CustodyTabIndex, tr("Custody"));
}

void IncidentDetail::setSession(Session *session)
{
    if (m_desk)
        disconnect(m_desk, nullptr, this, nullptr);
    m_session = session;
    m_desk = IncidentDesk::of(session);
    m_incident = {};
    m_answered = {};
    m_timelineModel->setItems({});
    m_sheet->close();
    const bool bundle = session && session->bundle();
    m_custody->setSession(bundle ? nullptr : session); // a bundle holds a part of the ledger: what is not there is not told
    m_tabs->setTabVisible(CustodyTabIndex, !bundle);
    for (QPushButton *button : {m_export, m_suspend})
        button->setEnabled(session && !bundle);
    m_export->setToolTip(bundle ? tr("A bundle is open: hand on the bundle itself.") : tr("Export this incident as a bundle (Ctrl+E)"));
    m_suspend->setToolTip(bundle ? tr("A bundle is open for reading. Whoever answers for the agent suspends it in its workspace.") : QString());
    if (!m_desk)
        return;
    connect(m_desk, &IncidentDesk::caseRead, this, &IncidentDetail::caseRead);
    connect(m_desk, &IncidentDesk::suggested, this, [this](const QString &incident) {
        if (incident == m_incident.id)
            m_cause->show(m_desk->suggestion(incident));
    });
    connect(m_desk, &IncidentDesk::taken, this, &IncidentDetail::stepTaken);
    connect(m_desk, &IncidentDesk::refused, this, &IncidentDetail::refused);
}

void IncidentDetail::show(const IncidentItem &item)
{
    const bool another = item.id != m_incident.id;
    m_incident = item;
    m_severity->setState(item.severity);
    m_state->setState(item.state);
    m_due->setState(item.due);
    m_due->setVisible(!item.due.text.isEmpty());
    //: an incident: its id, and the clause that was broken in words
    m_heading->setUntrusted(tr("%1 · %2").arg(item.id, item.clauseSentence), 300);
    QStringList said{item.openedWords, item.countWords() + u'.'};
    if (!item.stakes.isEmpty())
        said << tr("At stake: %1.").arg(item.stakes);
    said << (item.assigned.isEmpty() ? tr("Assigned to nobody.") : tr("Assigned to %1.").arg(item.assigned));
    m_opened->setText(said.join(QLatin1Char(' ')));
    m_suspend->setText(tr("Suspend %1…").arg(visibleLine(item.agent, 30).replace(u'&', QStringLiteral("&&"))));
    if (another) {
        m_custody->show(item.id);
        m_said->hide();
        m_cause->open(item.id);
        if (m_sheet->isVisible() && m_sheet->act() != CaseAct::Open)
            m_sheet->close();
    }
    if (m_desk) {
        m_desk->read(item.id);
        if (m_tabs->currentIndex() == CauseTabIndex && (another || !m_desk->suggestion(item.id)))
            m_desk->suggest(item.id);
    }
}

void IncidentDetail::showAnswers(const IncidentAnswers &answers)
{
    if (answers.id != m_incident.id)
        return;
    m_answered = answers;
    m_answers->show(answers.answers);
    m_timelineModel->setItems(answers.timeline);
    m_timelineModel->setPinned(m_cause->pinned());
    const QString records = tr("Timeline of the session · %n record(s)", nullptr, static_cast<int>(answers.timeline.size()));
    m_timelineHeading->setText(answers.timelineCut == 0 ? records : tr("%1, %2 more in Evidence").arg(records, words::number(answers.timelineCut)));
    m_recordsHeading->setText(tr("%n record(s) of the incident", nullptr, m_own->rowCount()));
    fitTimeline(m_timeline);
    fitTimeline(m_records);
    QTimer::singleShot(0, this, &IncidentDetail::fitAnswers); // when the answers have their width
    const int first = m_timelineModel->firstOffending();
    if (first >= 0) {
        m_timeline->setCurrentIndex(m_timelineModel->index(first, 0));
        m_timeline->scrollTo(m_timeline->currentIndex(), QAbstractItemView::PositionAtCenter);
    }
}

void IncidentDetail::caseRead(const QString &incident)
{
    const CaseItem *item = m_desk ? m_desk->item(incident) : nullptr;
    if (!item || incident != m_incident.id)
        return;
    m_cause->show(*item, m_desk->needsPassphrase());
    m_duties->show(*item);
    m_notes->show(*item);
    showRefusals(*item);
}

void IncidentDetail::showRefusals(const CaseItem &item)
{
    const auto say = [&item](auto *widget, CaseAct act) {
        const QString refusal = item.refusal(act);
        widget->setEnabled(refusal.isEmpty());
        widget->setToolTip(notNow(refusal));
    };
    for (auto one = m_buttons.cbegin(); one != m_buttons.cend(); ++one) {
        say(one.value(), one.key());
        one.value()->setAccessibleDescription(item.refusal(one.key()));
    }
    for (auto one = m_actions.cbegin(); one != m_actions.cend(); ++one)
        say(one.value(), one.key());
    say(m_splitOff, CaseAct::Split);
    m_buttons[CaseAct::Close]->setVisible(item.open);
    m_buttons[CaseAct::Reopen]->setVisible(!item.open);
}

QList<quint64> IncidentDetail::selectedRecords() const
{
    QList<quint64> entries;
    for (const QModelIndex &index : m_records->selectionModel()->selectedRows())
        entries << index.data(TimelineModel::EntryRole).toULongLong();
    return entries;
}

Choices IncidentDetail::otherIncidents() const
{
    Choices others;
    const IncidentModel *model = m_session ? m_session->incidents() : nullptr;
    for (int row = 0; model && row < model->rowCount(); ++row) {
        const IncidentItem *item = model->item(row);
        if (item->id != m_incident.id)
            //: an incident to choose: %1 its id, %2 its state, %3 the clause in words
            others.append({item->id, tr("%1 · %2 · %3").arg(item->id, item->state.text, visibleLine(item->clauseSentence, 80))});
    }
    return others;
}

Choices IncidentDetail::people() const
{
    Choices people;
    const PeopleModel *model = m_session ? m_session->people() : nullptr;
    for (int row = 0; model && row < model->rowCount(); ++row) {
        const EnrolledItem *person = model->item(row);
        if (!person->left)
            people.append({person->id, person->shown});
    }
    return people;
}

void IncidentDetail::openSheet(CaseAct act, const std::optional<DutyItem> &duty, const std::optional<ClaimItem> &claim, const QList<quint64> &records)
{
    if (!m_desk)
        return;
    CaseSubject subject;
    if (act != CaseAct::Open)
        subject.incident = m_incident;
    subject.records = records;
    subject.duty = duty;
    subject.claim = claim;
    subject.people = people();
    subject.others = otherIncidents();
    subject.self = m_session->personId();
    m_tabs->hide(); // the sheet needs the room; the answers stay in sight
    m_scroll->show();
    m_sheet->open(caseForm(act, subject), m_desk->needsPassphrase());
}

void IncidentDetail::open(CaseAct act)
{
    if (act == CaseAct::Claim)
        return m_tabs->setCurrentIndex(CauseTabIndex);
    if (act != CaseAct::Split)
        return openSheet(act);
    const QList<quint64> records = selectedRecords();
    if (!records.isEmpty())
        return openSheet(act, {}, {}, records);
    m_tabs->setCurrentIndex(RecordsTab);
    m_records->setFocus(Qt::OtherFocusReason);
    m_said->setText(tr("Select the records that become another incident's, then choose Split again."));
    m_said->show();
}

void IncidentDetail::openNew(const QList<quint64> &records)
{
    openSheet(CaseAct::Open, {}, {}, records);
    if (m_desk && !m_desk->openRefusal().isEmpty())
        m_sheet->complain(m_desk->openRefusal());
}

void IncidentDetail::stepTaken(const QString &incident, CaseAct act, const QString &sentence)
{
    if (m_sheet->isVisible() && m_sheet->act() == act)
        m_sheet->close();
    if (act == CaseAct::Claim)
        m_cause->forgetDraft();
    m_said->setText(sentence);
    m_said->show();
    Q_EMIT taken(incident, act);
}

void IncidentDetail::refused(CaseAct act, const Trouble &trouble)
{
    //: why a step was not taken: %1 what happened, %2 what to do, %3 a code
    const QString problem = tr("%1 %2 (%3)").arg(visibleLine(trouble.happened, 300), visibleLine(trouble.remedy, 300), trouble.code);
    if (act == CaseAct::Claim)
        m_cause->complain(problem);
    else if (m_sheet->isVisible())
        m_sheet->complain(problem);
}

void IncidentDetail::pin(QTableView *table)
{
    const QModelIndex index = table->currentIndex();
    if (!index.isValid() || m_incident.id.isEmpty())
        return;
    const quint64 entry = index.data(TimelineModel::EntryRole).toULongLong();
    m_cause->togglePin(entry, {});
    m_said->setText(m_cause->pinned().contains(entry) ? tr("Record %1 is pinned to your claim, which is not signed yet. See Cause.").arg(words::number(entry))
                                                      : tr("Record %1 is no longer pinned.").arg(words::number(entry)));
    m_said->show();
}

void IncidentDetail::goToRecord(const QModelIndex &index)
{
    if (index.isValid() && !m_incident.id.isEmpty())
        Q_EMIT linkActivated(evidenceLink(m_incident.agent, m_incident.session, index.data(TimelineModel::EntryRole).toULongLong()));
}

void IncidentDetail::copyText()
{
    const CaseItem *item = m_desk ? m_desk->item(m_incident.id) : nullptr;
    if (!item)
        return;
    QGuiApplication::clipboard()->setText(caseText(m_incident, m_answered, *item));
    m_said->setText(tr("Copied. Privileged notes are not in it."));
    m_said->show();
}

void IncidentDetail::setTab(const QString &name)
{
    if (const qsizetype index = tabNames().indexOf(name); index >= 0)
        m_tabs->setCurrentIndex(static_cast<int>(index));
}

QString IncidentDetail::tabName() const
{
    return tabNames().value(m_tabs->currentIndex());
}

void IncidentDetail::tabChanged()
{
    if (m_tabs->currentIndex() == CauseTabIndex && m_desk && !m_incident.id.isEmpty()) {
        if (m_desk->suggestion(m_incident.id))
            m_cause->show(m_desk->suggestion(m_incident.id));
        else
            m_desk->suggest(m_incident.id);
    }
    fitAnswers();
}

/// Beside a table the answers get what they need, up to three fifths; forms get the room, and the answers stay only where there is enough for both.
void IncidentDetail::fitAnswers()
{
    const bool table = m_tabs->currentIndex() <= RecordsTab;
    m_scroll->setVisible(table || m_tabs->isHidden() || height() >= roomForBoth);
    if (m_splitChosen || !m_answers->layout() || !isVisible() || m_scroll->isHidden() || m_tabs->isHidden())
        return;
    const int all = m_split->height();
    const int wish = m_answers->layout()->totalHeightForWidth(m_answers->width()) + 6;
    const int upper = std::min(wish, table ? all * 3 / 5 : all / 3);
    m_split->setSizes({upper, all - upper});
}

QList<QWidget *> IncidentDetail::panes() const
{
    switch (m_tabs->currentIndex()) {
    case TimelineTab: return {m_timeline};
    case RecordsTab: return {m_records};
    case CauseTabIndex: return m_cause->panes();
    case DutiesTabIndex: return m_duties->panes();
    case CustodyTabIndex: return m_custody->panes();
    default: return m_notes->panes();
    }
}

void IncidentDetail::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace mandate

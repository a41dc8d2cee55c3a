// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evidence/evidence_page.h"

#include "models/items/evidence_fields.h"
#include "models/items/evidence_model.h"
#include "models/items/keeping_desk.h"
#include "models/items/record_reader.h"
#include "models/items/record_remarks.h"
#include "models/items/session.h"
#include "models/items/session_trail.h"
#include "views/evidence/evidence_links.h"
#include "views/evidence/evidence_table.h"
#include "views/evidence/fields_pane.h"
#include "views/evidence/filter_bar.h"
#include "views/widgets/flow_layout.h"
#include "views/evidence/histogram.h"
#include "views/evidence/record_inspector.h"
#include "views/evidence/remarks_view.h"
#include "views/evidence/session_view.h"
#include "views/evidence/view_picker.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/page_header.h"
#include "views/widgets/state_chip.h"

#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimeZone>
#include <QTimer>
#include <QUrlQuery>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace mandate {

namespace {

constexpr int sideBySide = 1240; // pixels of the page from which the record stands beside the table
constexpr int fieldsWidth = 260;
constexpr int lowPage = 760;     // and below which the histogram is low

/// As since: and until: take it; bins begin at whole nanoseconds.
QString isoTime(qint64 ns, bool roundUp)
{
    const qint64 ms = roundUp ? (ns + 999'999) / 1'000'000 : ns / 1'000'000;
    return QDateTime::fromMSecsSinceEpoch(ms, QTimeZone::utc()).toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzz")) + u'Z';
}

} // namespace

EvidencePage::EvidencePage(QWidget *parent)
    : Page(parent),
      m_header(new PageHeader(this)),
      m_picker(new ViewPicker(this)),
      m_fieldsToggle(new QPushButton(tr("Fields"), this)),
      m_stop(new QPushButton(tr("Stop searching"), this)),
      m_export(new QPushButton(tr("Export…"), this)),
      m_filter(new FilterBar(this)),
      m_around(new QFrame(this)),
      m_aroundSaid(new QLabel(m_around)),
      m_back(new QPushButton(tr("Back to the rows before"), m_around)),
      m_keepFilter(new QPushButton(tr("Only those the filter leaves"), m_around)),
      m_wholeSession(new QPushButton(tr("Show the whole session"), m_around)),
      m_histogram(new Histogram(this)),
      m_legend(new QWidget(this)),
      m_outer(new QSplitter(Qt::Horizontal, this)),
      m_fields(new FieldsPane),
      m_splitter(new QSplitter),
      m_stack(new QStackedWidget),
      m_table(new EvidenceTable),
      m_empty(new EmptyState),
      m_sessionView(new SessionView),
      m_inspector(new RecordInspector)
{
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_sessionView);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_inspector);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_stack->setMinimumSize(240, 120);
    m_inspector->setMinimumSize(300, 140);
    m_fields->setMinimumWidth(180);
    m_outer->addWidget(m_fields);
    m_outer->addWidget(m_splitter);
    m_outer->setChildrenCollapsible(false);
    m_outer->setHandleWidth(1);
    m_outer->setStretchFactor(0, 0);
    m_outer->setStretchFactor(1, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildTop(layout);
    layout->addWidget(m_outer, 1);
    connectParts();
    connectMarks();
    connectViews();
    setSession(nullptr);
}

EvidencePage::~EvidencePage() = default;

void EvidencePage::buildTop(QVBoxLayout *layout)
{
    m_header->setTitle(title());
    buildTools();
    auto *flow = new FlowLayout(m_legend, 6);
    for (int layer = 0; layer < Histogram::LayerCount; ++layer) {
        auto *chip = new StateChip(Histogram::word(static_cast<Histogram::Layer>(layer)), m_legend);
        chip->hide();
        flow->addWidget(chip);
        m_legendChips.append(chip);
    }
    m_nothingChip = new StateChip(m_legend);
    m_nothingChip->hide();
    flow->addWidget(m_nothingChip);
    m_header->addTool(m_legend);
    m_export->setAccessibleName(tr("Export these records"));
    m_header->addTool(m_export);
    connect(m_export, &QPushButton::clicked, this, [this] {
        if (const auto wish = evidenceShown())
            Q_EMIT exportWanted(*wish);
    });
    layout->addWidget(m_header);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(16, 10, 16, 6);
    top->setSpacing(8);
    top->addWidget(m_filter);
    top->addWidget(buildAroundStrip());
    top->addWidget(m_histogram);
    layout->addLayout(top);
    auto *hairline = new QFrame(this);
    hairline->setProperty("surface", QStringLiteral("line"));
    layout->addWidget(hairline);
}

QWidget *EvidencePage::buildAroundStrip()
{
    m_around->setProperty("surface", QStringLiteral("panel"));
    m_around->setAccessibleName(tr("Records around one record"));
    m_aroundSaid->setTextFormat(Qt::PlainText);
    m_aroundSaid->setWordWrap(true);
    m_back->setToolTip(tr("Shows what was shown before (Esc)"));
    for (QPushButton *button : {m_back, m_keepFilter, m_wholeSession})
        button->setProperty("role", QStringLiteral("link"));
    auto *row = new QHBoxLayout(m_around);
    row->setContentsMargins(12, 4, 12, 4);
    row->setSpacing(16);
    row->addWidget(m_aroundSaid, 1);
    row->addWidget(m_back);
    row->addWidget(m_keepFilter);
    row->addWidget(m_wholeSession);
    m_around->hide();
    connect(m_back, &QPushButton::clicked, this, &EvidencePage::leaveAround);
    connect(m_keepFilter, &QPushButton::clicked, this, &EvidencePage::keepFilterAround);
    connect(m_wholeSession, &QPushButton::clicked, this, &EvidencePage::showWholeSession);
    return m_around;
}

QWidget *EvidencePage::aroundStrip() const
{
    return m_around;
}

void EvidencePage::updateAroundStrip()
{
    const QList<FilterCondition> conditions = m_model ? m_model->conditions() : QList<FilterCondition>();
    const bool around = evidence_links::hasAround(conditions);
    if (!around)
        m_beforeAround.clear();
    for (const FilterCondition &condition : conditions) {
        if (condition.field == FilterField::Around)
            //: %2 is the number of the record in the middle, %1 how many are shown on each side
            m_aroundSaid->setText(tr("Only the records around No. %2 are shown, at most %1 before it and %1 after.")
                                      .arg(mandate::words::number(aroundReach), mandate::words::number(condition.value.toULongLong())));
    }
    m_back->setVisible(!m_beforeAround.isEmpty());
    m_keepFilter->setVisible(QUrlQuery(m_beforeAround).hasQueryItem(QStringLiteral("filter")) && conditions.size() <= 3); // agent, session, around
    m_around->setVisible(around);
}

void EvidencePage::connectParts()
{
    connect(m_filter, &FilterBar::conditionsChanged, this, &EvidencePage::filterChanged);
    connect(m_filter->edit(), &QLineEdit::editingFinished, this, [this] { m_typing = false; });
    connect(m_histogram, &Histogram::rangeChosen, this,
            [this](qint64 begin, qint64 end) { m_filter->setTimes(isoTime(begin, false), isoTime(end, true)); });
    connect(m_histogram, &Histogram::rangeCleared, this, [this] { m_filter->setTimes({}, {}); });
    connect(m_table, &EvidenceTable::entrySelected, this, &EvidencePage::readEntry);
    connect(m_table, &EvidenceTable::filterWanted, m_filter, &FilterBar::add);
    connect(m_table, &EvidenceTable::contextWanted, this, &EvidencePage::showAround);
    connect(m_table, &EvidenceTable::incidentWanted, this, [this](const QList<quint64> &entries) {
        QStringList numbers;
        for (const quint64 entry : entries)
            numbers << QString::number(entry);
        Q_EMIT linkActivated(QUrl(QStringLiteral("mandate://incidents?new=") + numbers.join(u',')));
    });
    connect(m_table, &EvidenceTable::sorted, this, [this] {
        QSettings().setValue(evidence_links::orderKey(), evidence_links::orderName(m_model->order()));
        updateEdited();
    });
    connect(m_table, &EvidenceTable::outWanted, this, [this] {
        if (m_around->isVisible())
            leaveAround();
    });
    connect(m_table, &EvidenceTable::openWanted, this, [this](quint64 entry) {
        readEntry(entry);
        m_inspector->focusContent();
    });
    connect(m_inspector, &RecordInspector::linkActivated, this, &Page::linkActivated);
    connect(m_inspector, &RecordInspector::filterWanted, m_filter, &FilterBar::add);
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        m_filter->setConditions({});
        setConditions({});
        m_filter->edit()->setFocus();
    });
}

void EvidencePage::setSession(Session *session)
{
    if (m_model)
        disconnect(m_model, nullptr, this, nullptr);
    if (KeepingDesk *desk = KeepingDesk::of(m_session))
        disconnect(desk, nullptr, this, nullptr);
    m_reader.reset();
    m_fields->setFields(nullptr);
    m_inspector->remarks()->setRemarks(nullptr);
    m_sessionView->setTrail(nullptr);
    m_fieldsModel.reset();
    m_remarks.reset();
    m_trail.reset();
    m_following = false;
    m_typing = false;
    m_picker->setCurrent({});
    m_session = session;
    m_model = session ? session->evidence() : nullptr;
    m_table->setEvidence(m_model);
    m_inspector->setSession(session);
    m_wanted.reset();
    m_filter->setConditions({});
    m_wantedTop.reset();
    m_wantedColumn.reset();
    m_filter->setEnabled(session != nullptr);
    m_picker->setEnabled(session != nullptr);
    m_fieldsToggle->setEnabled(session != nullptr);
    const bool bundle = session && session->bundle();
    m_export->setEnabled(session && !bundle);
    m_export->setToolTip(bundle ? tr("A bundle is open: hand on the bundle itself.") : tr("Export the chosen rows, or all that the filter leaves, as a bundle (Ctrl+E)"));
    m_inspector->showNothing(tr("No record selected"), tr("Select a record to read what was done, what was said and what the pact says about it."));
    updateAroundStrip();
    if (!session) {
        m_histogram->setBins({}, 0);
        countsChanged();
        return;
    }
    m_model->setConditions({});
    m_model->setOrder(evidence_links::keptOrder());
    m_table->showOrder();
    m_fieldsModel = std::make_unique<EvidenceFieldsModel>(session->workspace());
    connect(m_fieldsModel.get(), &EvidenceFieldsModel::troubled, session, &Session::troubled);
    m_fields->setFields(m_fieldsModel.get());
    m_remarks = std::make_unique<RecordRemarks>(session->workspace());
    connect(m_remarks.get(), &RecordRemarks::troubled, session, &Session::troubled);
    connect(m_remarks.get(), &RecordRemarks::signedRemark, session, &Session::noted);
    connect(m_remarks.get(), &RecordRemarks::changed, this, [this] {
        const RecordRemarksState &state = m_remarks->state();
        const auto notes = std::count_if(state.items.begin(), state.items.end(), [](const RemarkItem &item) { return !item.text.isEmpty() && !item.takenBack; });
        m_inspector->setRemarkCount((state.starred ? 1 : 0) + static_cast<int>(state.tags.size()) + static_cast<int>(notes));
    });
    m_inspector->remarks()->setRemarks(m_remarks.get());
    m_trail = std::make_unique<SessionTrail>(session->workspace());
    connect(m_trail.get(), &SessionTrail::troubled, session, &Session::troubled);
    m_sessionView->setTrail(m_trail.get());
    connect(m_table, &EvidenceTable::copied, session, &Session::noted);
    m_reader = std::make_unique<RecordReader>(session->workspace());
    connect(m_reader.get(), &RecordReader::readingDone, this, [this] { m_inspector->show(*m_reader->detail()); });
    connect(m_reader.get(), &RecordReader::troubled, session, &Session::troubled);
    connectMasking();
    connect(m_model, &EvidenceModel::modelAboutToBeReset, this, [this] {
        if (!m_wanted)
            m_wanted = m_table->currentEntry();
    });
    connect(m_model, &EvidenceModel::countsChanged, this, &EvidencePage::countsChanged);
    connect(m_model, &EvidenceModel::countsChanged, this, &EvidencePage::selectWanted);
    connect(m_model, &EvidenceModel::countsChanged, this, &EvidencePage::readFields);
    connect(m_model, &EvidenceModel::busyChanged, this, [this](bool busy) {
        if (busy)
            m_searchedFor.start();
        QTimer::singleShot(300, this, &EvidencePage::countsChanged);
        QTimer::singleShot(1000, this, &EvidencePage::countsChanged); // by then it can be stopped
        if (!m_model->isSearching())
            m_stop->hide();
    });
    connect(m_model, &EvidenceModel::histogramChanged, this, &EvidencePage::histogramChanged);
    connect(m_model, &EvidenceModel::namesChanged, this, [this] { m_filter->setKnownNames(m_model->knownNames()); });
    m_filter->setKnownNames(m_model->knownNames());
    countsChanged();
    histogramChanged();
}

void EvidencePage::setConditions(const QList<FilterCondition> &conditions)
{
    if (m_filter->conditions() != conditions)
        m_filter->setConditions(conditions);
    if (m_model)
        m_model->setConditions(conditions);
    updateAroundStrip();
    updateEdited();
}

void EvidencePage::countsChanged()
{
    if (!m_model) {
        m_count.clear();
        m_header->setSummary({});
        m_empty->say(QStringLiteral("journal-text"), tr("No workspace is open"), tr("Open a workspace to see what your agents did."));
        m_stack->setCurrentWidget(m_empty);
        m_inspector->hide();
        m_fields->hide();
        m_stop->hide();
        return;
    }
    m_count = m_model->countWords();
    m_header->setSummary(m_model->isSearching() ? tr("Searching…") : m_count);
    m_stop->setVisible(m_model->isSearching() && m_searchedFor.hasExpired(900));
    const bool none = m_model->shown() == 0;
    if (none && m_model->total() == 0 && m_model->isBusy())
        m_empty->say(QStringLiteral("journal-text"), tr("Reading the workspace"), {});
    else if (none && m_model->total() == 0)
        m_empty->say(QStringLiteral("inbox"), tr("No evidence yet"),
                     tr("Drop recorded runs or logs on the window, or choose Import in the File menu."));
    else if (none)
        m_empty->say(QStringLiteral("search"), tr("No record matches the filter"),
                     tr("%1 records are in the workspace, and none of them fits every condition.").arg(mandate::words::number(m_model->total())),
                     tr("Clear the filter"));
    m_stack->setCurrentWidget(m_following ? static_cast<QWidget *>(m_sessionView) : none ? static_cast<QWidget *>(m_empty) : m_table);
    m_fields->setVisible(m_fieldsToggle->isChecked() && m_model->total() > 0);
    m_inspector->setVisible(m_model->total() > 0); // nothing to select from: one empty state says all
    if (none && !m_following)
        m_inspector->showNothing(tr("No record selected"),
                                 tr("Select a record to read what was done, what was said and what the pact says about it."));
}

void EvidencePage::histogramChanged()
{
    m_histogram->setBins(m_model->histogram(), m_model->withoutTime());
    m_histogram->setVisible(!m_histogram->isEmpty());
    // Of every matching record, also of those without a time, which no bar can show: the numbers stand beside the number of rows.
    std::array<quint64, Histogram::LayerCount> counts{};
    for (std::size_t verdict = 0; verdict < verdictCount; ++verdict)
        counts[Histogram::layerOf(static_cast<Verdict>(verdict))] += m_model->count(static_cast<Verdict>(verdict));
    for (int layer = 0; layer < Histogram::LayerCount; ++layer) {
        const auto which = static_cast<Histogram::Layer>(layer);
        const quint64 count = counts[static_cast<std::size_t>(layer)];
        StateWord word = Histogram::word(which);
        //: a group of verdicts, and how many records it holds
        word.text = tr("%1 %2").arg(word.text, mandate::words::number(count));
        m_legendChips.at(layer)->setState(word);
        m_legendChips.at(layer)->setVisible(count > 0);
    }
    m_nothingChip->setState({tr("Nothing received"), mandate::Shape::Hatch, Tone::Neutral});
    m_nothingChip->setVisible(m_histogram->uncoveredStretches() > 0);
    m_legend->updateGeometry();
}

void EvidencePage::selectWanted()
{
    if (!m_model || !m_wanted)
        return;
    if (m_model->isBusy() && m_model->shown() == 0)
        return; // not read yet
    if (m_table->select(*m_wanted)) {
        m_wanted.reset();
        if (m_wantedColumn)
            m_table->setCurrentIndex(m_model->index(m_table->currentIndex().row(), *m_wantedColumn));
        if (m_wantedTop)
            m_table->showAtTop(*m_wantedTop);
        m_wantedColumn.reset();
        m_wantedTop.reset();
        return;
    }
    if (m_wantedMayWiden && !m_model->conditions().isEmpty()) {
        m_wantedMayWiden = false;
        setConditions({});
        return;
    }
    m_wanted.reset();
    m_wantedColumn.reset();
    m_wantedTop.reset();
    m_inspector->showNothing(tr("No record selected"), tr("The record shown before does not match the filter."));
}

void EvidencePage::readEntry(quint64 entry)
{
    if (m_reader)
        m_reader->read(entry, KeepingDesk::of(m_session)->revealed(entry));
}

void EvidencePage::focusFilter()
{
    m_filter->edit()->setFocus(Qt::ShortcutFocusReason);
    m_filter->edit()->selectAll();
}

QString EvidencePage::agentShown() const
{
    const RecordDetail *shown = m_reader && m_table->currentEntry() ? m_reader->detail() : nullptr;
    return shown ? shown->agent : QString();
}

std::optional<ExportWish> EvidencePage::evidenceShown() const
{
    if (!m_model)
        return std::nullopt;
    ExportWish wish;
    const std::vector<quint64> chosen = m_table->chosenEntries();
    if (chosen.size() > 1) {
        wish.entries = chosen;
    } else if (evidence_links::hasAround(m_model->conditions())) { // a neighbourhood is no condition of the ledger: its rows are
        for (int row = 0; row < m_model->rowCount(); ++row)
            wish.entries.push_back(*m_model->entryAt(row));
    } else {
        wish.conditions = m_model->conditions();
    }
    return wish;
}

QList<QWidget *> EvidencePage::panes() const
{
    QList<QWidget *> all{m_filter};
    if (m_around->isVisibleTo(this))
        all.append(m_around);
    if (m_histogram->isVisibleTo(this))
        all.append(m_histogram);
    if (m_fields->isVisibleTo(this))
        all.append(m_fields);
    all.append({m_stack, m_inspector});
    return all;
}

QString EvidencePage::countText() const
{
    return m_count;
}
bool EvidencePage::isBusy() const
{
    return (m_model && m_model->isBusy()) || (m_reader && m_reader->isBusy()) || (m_remarks && m_remarks->isBusy()) || (m_trail && m_trail->isBusy()) || (m_fieldsModel && m_fieldsModel->isBusy()) ||
           m_wanted.has_value();
}

void EvidencePage::keyPressEvent(QKeyEvent *event)
{
    // Esc leads one level out: from the record or the filter to the rows; the table itself tells when it was pressed there.
    if (event->key() == Qt::Key_Escape && !m_table->hasFocus() && m_table->isVisible())
        return m_table->setFocus(Qt::ShortcutFocusReason);
    if (event->key() == Qt::Key_Escape && m_following)
        return m_sessionView->focusContent();
    Page::keyPressEvent(event);
}

void EvidencePage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    arrange();
}

void EvidencePage::arrange()
{
    m_histogram->setFixedHeight(height() < lowPage ? 58 : 76);
    const int room = width() - (m_fieldsToggle->isChecked() ? fieldsWidth : 0);
    const Qt::Orientation wish = room >= sideBySide ? Qt::Horizontal : Qt::Vertical;
    if (m_sized && m_splitter->orientation() == wish)
        return;
    m_splitter->setOrientation(wish);
    const int length = wish == Qt::Horizontal ? room : height();
    if (!m_sized)
        m_outer->setSizes({fieldsWidth, width() - fieldsWidth});
    m_splitter->setSizes(wish == Qt::Horizontal ? QList<int>{length * 58 / 100, length * 42 / 100}
                                                : QList<int>{length * 44 / 100, length * 56 / 100});
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_sized = true;
}

void EvidencePage::changeEvent(QEvent *event)
{
    Page::changeEvent(event);
    // Another zone or locale: sentences are made anew.
    if (event->type() == QEvent::LocaleChange && m_model) {
        if (const auto entry = m_table->currentEntry())
            readEntry(*entry);
        histogramChanged();
        m_header->setTitle(title());
        m_table->viewport()->update();
    }
}

} // namespace mandate

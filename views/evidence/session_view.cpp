// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evidence/session_view.h"

#include "models/items/text_safety.h"
#include "views/evidence/session_delegates.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>
#include <QTabBar>
#include <QTabWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace mandate {

namespace {

constexpr double leastWindow = 0.002; // of the session, as far as it is zoomed

int itemOfEntry(const SessionTrailData &trail, quint64 entry)
{
    const auto found = std::find_if(trail.items.begin(), trail.items.end(), [entry](const TrailItem &item) { return item.entry == entry; });
    return found == trail.items.end() ? -1 : static_cast<int>(found - trail.items.begin());
}

} // namespace

SessionView::SessionView(QWidget *parent)
    : QWidget(parent),
      m_turns(new ConversationModel(this)),
      m_spans(new WaterfallModel(this)),
      m_title(new PlainText(this)),
      m_sentence(new QLabel(this)),
      m_back(new QPushButton(tr("Back to the rows"), this)),
      m_tabs(new QTabWidget(this)),
      m_conversation(new QListView),
      m_waterfall(new QTreeView),
      m_bars(new BarDelegate(m_waterfall))
{
    setAccessibleName(tr("Session"));
    m_title->setFont(Theme::scaledFont(1.0, QFont::DemiBold));
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setProperty("part", QStringLiteral("muted"));
    m_back->setProperty("role", QStringLiteral("link"));
    m_back->setToolTip(tr("Shows the rows again (Esc)"));
    connect(m_back, &QPushButton::clicked, this, &SessionView::outWanted);

    m_conversation->setAccessibleName(tr("Conversation of the session"));
    m_conversation->setAccessibleDescription(tr("Enter opens a record, Esc leads back to the rows."));
    showTurns(m_conversation, m_turns);

    m_waterfall->setAccessibleName(tr("Waterfall of the session"));
    m_waterfall->setAccessibleDescription(
        tr("F and B go to the next and previous action, A and D move the time shown, plus and minus zoom, 0 shows all, 1 closes all messages, 2 opens them."));
    m_waterfall->setModel(m_spans);
    m_waterfall->setItemDelegate(m_bars);
    m_waterfall->setUniformRowHeights(true);
    m_waterfall->setTabKeyNavigation(false);
    m_waterfall->setFrameShape(QFrame::NoFrame);
    m_waterfall->setAllColumnsShowFocus(true);
    m_waterfall->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_waterfall->header()->setStretchLastSection(true);
    for (QAbstractItemView *view : {static_cast<QAbstractItemView *>(m_conversation), static_cast<QAbstractItemView *>(m_waterfall)})
        view->installEventFilter(this);

    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Ways to follow the session"));
    m_tabs->tabBar()->setAccessibleName(tr("Ways to follow the session"));
    m_tabs->addTab(m_conversation, tr("Conversation"));
    m_tabs->addTab(m_waterfall, tr("Waterfall"));

    auto *head = new QHBoxLayout;
    head->setContentsMargins(16, 6, 16, 0);
    head->setSpacing(12);
    head->addWidget(m_title, 1);
    head->addWidget(m_back, 0, Qt::AlignTop);
    auto *said = new QHBoxLayout;
    said->setContentsMargins(16, 0, 16, 4);
    said->addWidget(m_sentence, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addLayout(said);
    layout->addWidget(m_tabs, 1);

    connect(m_conversation->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (m_quiet || !index.isValid())
            return;
        m_quiet = true;
        m_waterfall->setCurrentIndex(m_spans->indexOf(index.row()));
        m_quiet = false;
        Q_EMIT entrySelected(index.data(TrailEntryRole).toULongLong());
    });
    connect(m_waterfall->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (m_quiet || !index.isValid())
            return;
        m_quiet = true;
        m_conversation->setCurrentIndex(m_turns->index(m_spans->itemOf(index)));
        m_quiet = false;
        Q_EMIT entrySelected(index.data(TrailEntryRole).toULongLong());
    });
    const auto open = [this](const QModelIndex &index) { Q_EMIT openWanted(index.data(TrailEntryRole).toULongLong()); };
    connect(m_conversation, &QListView::doubleClicked, this, open);
    connect(m_waterfall, &QTreeView::doubleClicked, this, open);
    connect(m_tabs, &QTabWidget::currentChanged, this, &SessionView::showSentence);
    connect(m_tabs, &QTabWidget::currentChanged, this, &SessionView::tabChanged);
    connect(&Theme::instance(), &Theme::changed, this, [this] { m_conversation->doItemsLayout(); });
}

void SessionView::setTrail(SessionTrail *trail)
{
    if (m_trail)
        disconnect(m_trail, nullptr, this, nullptr);
    m_trail = trail;
    if (trail)
        connect(trail, &SessionTrail::readingDone, this, &SessionView::show);
    else
        m_wanted.reset();
    show();
}

void SessionView::show()
{
    const std::shared_ptr<const SessionTrailData> trail = m_trail ? m_trail->data() : std::make_shared<const SessionTrailData>();
    m_quiet = true;
    m_turns->setTrail(trail);
    m_spans->setTrail(trail);
    m_quiet = false;
    m_bars->from = 0;
    m_bars->to = 1;
    m_waterfall->expandAll();
    const int width = std::max(300, m_waterfall->viewport()->width());
    m_waterfall->setColumnWidth(WaterfallModel::DidColumn, width * 42 / 100);
    m_waterfall->setColumnWidth(WaterfallModel::VerdictColumn, 150);
    m_waterfall->setColumnWidth(WaterfallModel::StartColumn, 90);
    const QString agent = trail->agent.isEmpty() ? tr("an agent without a name") : visibleLine(trail->agent, 80);
    //: whose session is followed: %1 the session, %2 the agent
    m_title->setUntrusted(tr("%n record(s): session %1 of %2", nullptr, static_cast<int>(trail->items.size())).arg(visibleLine(trail->session, 120), agent), 300);
    m_sentence->setText(trailSentence(*trail));
    showSentence();
    selectNow();
}

/// What the bars mean is told where there are bars; what is left out, everywhere.
void SessionView::showSentence()
{
    m_sentence->setVisible(tab() == Waterfall || (m_trail && m_trail->data()->leftOut > 0));
}

void SessionView::select(std::optional<quint64> entry)
{
    m_wanted = entry;
    if (m_trail && !m_trail->isBusy())
        selectNow();
}

void SessionView::selectNow()
{
    if (!m_trail || m_turns->rowCount() == 0)
        return;
    const int item = m_wanted ? itemOfEntry(*m_trail->data(), *m_wanted) : 0;
    m_wanted.reset();
    m_quiet = true;
    const QModelIndex turn = m_turns->index(std::max(0, item));
    m_conversation->setCurrentIndex(turn);
    m_conversation->scrollTo(turn, QAbstractItemView::PositionAtCenter);
    const QModelIndex span = m_spans->indexOf(std::max(0, item));
    m_waterfall->setCurrentIndex(span);
    m_waterfall->scrollTo(span, QAbstractItemView::PositionAtCenter);
    m_quiet = false;
    Q_EMIT entrySelected(turn.data(TrailEntryRole).toULongLong());
}

void SessionView::setTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}
SessionView::Tab SessionView::tab() const
{
    return static_cast<Tab>(m_tabs->currentIndex());
}

std::optional<quint64> SessionView::currentEntry() const
{
    if (m_wanted)
        return m_wanted;
    const QModelIndex index = m_conversation->currentIndex();
    return index.isValid() ? std::optional<quint64>(index.data(TrailEntryRole).toULongLong()) : std::nullopt;
}

void SessionView::focusContent()
{
    m_tabs->currentWidget()->setFocus(Qt::ShortcutFocusReason);
}

QString SessionView::said() const
{
    return m_title->text() + u'\n' + m_sentence->text();
}

std::pair<double, double> SessionView::window() const
{
    return {m_bars->from, m_bars->to};
}

bool SessionView::eventFilter(QObject *watched, QEvent *event)
{
    if ((watched == m_conversation || watched == m_waterfall) && event->type() == QEvent::KeyPress && keyPressed(static_cast<QKeyEvent *>(event)))
        return true;
    return QWidget::eventFilter(watched, event);
}

bool SessionView::keyPressed(QKeyEvent *event)
{
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const auto entry = currentEntry();
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT outWanted();
        return true;
    }
    if (event->matches(QKeySequence::Copy)) {
        QApplication::clipboard()->setText(m_conversation->currentIndex().data(Qt::DisplayRole).toString());
        return true;
    }
    if (!entry || (modifiers != Qt::NoModifier && modifiers != Qt::ShiftModifier))
        return false;
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        Q_EMIT openWanted(*entry);
        return true;
    }
    if (m_waterfall->hasFocus() && waterfallKey(event->key()))
        return true;
    if (event->key() == Qt::Key_S || event->key() == Qt::Key_T || event->key() == Qt::Key_N || event->key() == Qt::Key_C) {
        Q_EMIT keyOnEntry(event->key(), *entry);
        return true;
    }
    return !event->text().isEmpty() && event->text().at(0).isLetterOrNumber(); // no search by letters: they are commands here
}

bool SessionView::waterfallKey(int key)
{
    switch (key) {
    case Qt::Key_F: step(1); return true;
    case Qt::Key_B: step(-1); return true;
    case Qt::Key_A: pan(-0.25); return true;
    case Qt::Key_D: pan(0.25); return true;
    case Qt::Key_Plus: zoom(0.5); return true;
    case Qt::Key_Minus: zoom(2); return true;
    case Qt::Key_0: zoom(1 / leastWindow); return true;
    case Qt::Key_1: m_waterfall->collapseAll(); return true;
    case Qt::Key_2: m_waterfall->expandAll(); return true;
    default: return false;
    }
}

/// To the next action in the order of the session, opening the message it belongs to.
void SessionView::step(int by)
{
    const auto trail = m_trail ? m_trail->data() : nullptr;
    if (!trail)
        return;
    int item = m_spans->itemOf(m_waterfall->currentIndex());
    for (item += by; item >= 0 && static_cast<std::size_t>(item) < trail->items.size(); item += by) {
        if (trail->items[static_cast<std::size_t>(item)].kind != RecordKind::Action)
            continue;
        m_waterfall->setCurrentIndex(m_spans->indexOf(item));
        return;
    }
}

void SessionView::pan(double by)
{
    const double width = m_bars->to - m_bars->from;
    m_bars->from = std::clamp(m_bars->from + by * width, 0.0, 1.0 - width);
    m_bars->to = m_bars->from + width;
    m_waterfall->viewport()->update();
}

/// Around where the current record begins.
void SessionView::zoom(double factor)
{
    const double width = std::clamp((m_bars->to - m_bars->from) * factor, leastWindow, 1.0);
    const QVariant begin = m_waterfall->currentIndex().data(TrailBeginRole);
    const double middle = begin.isValid() ? begin.toDouble() : (m_bars->from + m_bars->to) / 2;
    m_bars->from = std::clamp(middle - width / 2, 0.0, 1.0 - width);
    m_bars->to = m_bars->from + width;
    m_waterfall->viewport()->update();
}

} // namespace mandate

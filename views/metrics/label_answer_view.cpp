// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/label_answer_view.h"

#include "models/items/text_safety.h"
#include "views/evidence/session_delegates.h"
#include "views/widgets/flow_layout.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>
#include <climits>

namespace mandate {

LabelAnswerView::LabelAnswerView(QWidget *parent)
    : QWidget(parent),
      m_question(new PlainText(this)),
      m_progress(new PlainText(this)),
      m_turns(new ConversationModel(this)),
      m_conversation(new QListView(this)),
      m_answers({new QPushButton(tr("1  Yes"), this), new QPushButton(tr("2  No"), this), new QPushButton(tr("3  Cannot be told"), this)}),
      m_noteLabel(new QLabel(tr("&Note"), this)),
      m_note(new QLineEdit(this)),
      m_passphraseLabel(new QLabel(tr("Passphrase of your key"), this)),
      m_passphrase(new QLineEdit(this)),
      m_previous(new QPushButton(tr("One back"), this)),
      m_leave(new QPushButton(tr("Leave"), this)),
      m_problem(new QLabel(this))
{
    setAccessibleName(tr("Label sessions"));
    m_question->setFont(Theme::scaledFont(1.0, QFont::DemiBold));
    m_progress->setProperty("part", QStringLiteral("muted"));
    m_progress->setAccessibleName(tr("How far you are"));
    m_conversation->setAccessibleName(tr("Conversation to judge"));
    m_conversation->setAccessibleDescription(tr("1 answers yes, 2 no, 3 that it cannot be told. N goes to the note, P one back, Escape leaves."));
    showTurns(m_conversation, m_turns);
    m_noteLabel->setBuddy(m_note);
    m_note->setAccessibleName(tr("Note"));
    m_note->setPlaceholderText(tr("What it is for others to know; needed where it cannot be told"));
    m_note->setMaxLength(1000);
    m_passphraseLabel->setBuddy(m_passphrase);
    m_passphrase->setAccessibleName(m_passphraseLabel->text());
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_previous->setToolTip(tr("Back to the one before, as long as the other person has not answered it (P)"));
    m_leave->setToolTip(tr("Leaves labelling; what was answered stays (Esc)"));
    for (QLabel *label : {m_noteLabel, m_passphraseLabel, m_problem})
        label->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();

    auto *tools = new QWidget(this);
    auto *buttons = new FlowLayout(tools);
    buttons->setContentsMargins(0, 0, 0, 0);
    for (QPushButton *button : std::as_const(m_answers))
        buttons->addWidget(button);
    buttons->addWidget(m_previous);
    buttons->addWidget(m_leave);
    auto *noteRow = new QHBoxLayout;
    noteRow->addWidget(m_noteLabel);
    noteRow->addWidget(m_note, 1);
    noteRow->addWidget(m_passphraseLabel);
    noteRow->addWidget(m_passphrase);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(16, 8, 16, 4);
    head->setSpacing(2);
    head->addWidget(m_question);
    head->addWidget(m_progress);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(16, 8, 16, 10);
    foot->setSpacing(6);
    foot->addLayout(noteRow);
    foot->addWidget(tools);
    foot->addWidget(m_problem);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_conversation, 1);
    layout->addLayout(foot);
    QWidget *last = m_conversation;
    for (QWidget *next : QList<QWidget *>{m_note, m_passphrase, m_answers[0], m_answers[1], m_answers[2], m_previous, m_leave})
        setTabOrder(std::exchange(last, next), next);

    const auto key = [this](const QKeySequence &keys, auto does) {
        auto *shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, does);
    };
    for (int i = 0; i < 3; ++i) {
        const auto choice = static_cast<LabelChoice>(i);
        connect(m_answers[i], &QPushButton::clicked, this, [this, choice] { answer(choice); });
        key(QKeySequence(Qt::Key_1 + i), [this, choice] { answer(choice); });
    }
    key(QKeySequence(Qt::Key_N), [this] { m_note->setFocus(Qt::ShortcutFocusReason); });
    key(QKeySequence(Qt::Key_P), [this] { step(-1); });
    key(QKeySequence(Qt::Key_Escape), [this] {
        if (m_note->hasFocus())
            m_conversation->setFocus(Qt::ShortcutFocusReason);
        else
            Q_EMIT outWanted(false);
    });
    connect(m_note, &QLineEdit::returnPressed, this, [this] { m_conversation->setFocus(Qt::OtherFocusReason); });
    connect(m_previous, &QPushButton::clicked, this, [this] { step(-1); });
    connect(m_leave, &QPushButton::clicked, this, [this] { Q_EMIT outWanted(false); });
    connect(&Theme::instance(), &Theme::changed, this, [this] { m_conversation->doItemsLayout(); });
}

void LabelAnswerView::setDesk(LabelDesk *desk)
{
    if (m_desk)
        disconnect(m_desk, nullptr, this, nullptr);
    m_desk = desk;
    m_units.clear();
    m_saving = false;
    if (!desk)
        return;
    connect(desk, &LabelDesk::followed, this, &LabelAnswerView::showTrail);
    connect(desk, &LabelDesk::answered, this, [this](const QString &sample, quint64 answeredUnit) {
        if (sample != m_sample || answeredUnit != unit())
            return;
        m_saving = false;
        step(1);
    });
    connect(desk, &LabelDesk::refused, this, [this](const Trouble &trouble) {
        if (!isVisible())
            return;
        m_saving = false;
        setAnswering(m_turns->rowCount() > 0); // nobody judges what could not be read
        complain(tr("%1 %2 (%3)").arg(trouble.happened, trouble.remedy, trouble.code));
    });
}

void LabelAnswerView::begin(const LabelSampleItem &sample)
{
    m_sample = sample.name;
    m_agent = sample.agent;
    m_ofSessions = sample.ofSessions;
    m_size = sample.size;
    m_units = sample.open;
    m_at = 0;
    m_saving = false;
    m_question->setUntrusted(sample.asked, 300);
    showUnit();
}

void LabelAnswerView::focusContent()
{
    m_conversation->setFocus(Qt::OtherFocusReason);
}

quint64 LabelAnswerView::unit() const
{
    return m_at < m_units.size() ? m_units[m_at].entry : 0;
}

QString LabelAnswerView::said() const
{
    return m_question->text() + QLatin1Char('\n') + m_progress->text();
}

QString LabelAnswerView::problem() const
{
    return m_problem->isHidden() ? QString() : m_problem->text();
}

void LabelAnswerView::complain(const QString &problem)
{
    m_problem->setText(visibleText(problem));
    m_problem->setStyleSheet(QStringLiteral("color: %1; font-weight: 600;").arg(cssColor(Theme::instance().tokens().critical)));
    m_problem->setVisible(!problem.isEmpty());
    if (problem.isEmpty())
        return;
    QAccessibleEvent alert(m_problem, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void LabelAnswerView::setAnswering(bool possible)
{
    for (QPushButton *button : std::as_const(m_answers))
        button->setEnabled(possible && (!m_unitIsOut || button == m_answers.last()));
    m_previous->setEnabled(possible && m_at > 0);
}

void LabelAnswerView::showUnit()
{
    complain({});
    if (m_at >= m_units.size() || !m_desk)
        return;
    const bool needsPassphrase = m_desk->needsPassphrase();
    m_passphrase->setVisible(needsPassphrase);
    m_passphraseLabel->setVisible(needsPassphrase);
    m_note->clear();
    m_turns->setTrail(std::make_shared<const SessionTrailData>());
    const quint64 before = m_size - static_cast<quint64>(m_units.size()) + static_cast<quint64>(m_at);
    //: progress of labelling, with what is hidden
    const QString number = words::number(before + 1), of = words::number(m_size), session = visibleLine(m_units[m_at].session, 80);
    const QString place = m_ofSessions ? tr("No. %1 of %2: session %3.").arg(number, of, session) : tr("No. %1 of %2: record %3 in session %4.").arg(number, of, words::number(m_units[m_at].entry), session);
    m_progress->setUntrusted(place + QLatin1Char(' ') + tr("Verdicts and what the other person says are not shown."), 400);
    m_unitIsOut = false;
    setAnswering(false); // until there is something to judge
    m_desk->follow(m_agent, m_units[m_at]);
    QAccessibleEvent alert(m_progress, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void LabelAnswerView::showTrail()
{
    const auto trail = m_desk ? m_desk->trail() : nullptr;
    if (!trail || m_at >= m_units.size() || trail->session != m_units[m_at].session || trail->deployment != m_units[m_at].deployment)
        return;
    m_turns->setTrail(trail);
    const auto found = m_ofSessions ? trail->items.end() : std::ranges::find(trail->items, m_units[m_at].entry, &TrailItem::entry);
    const int row = found == trail->items.end() ? 0 : static_cast<int>(found - trail->items.begin());
    if (m_turns->rowCount() > 0) {
        m_conversation->setCurrentIndex(m_turns->index(row));
        m_conversation->scrollTo(m_turns->index(row), m_ofSessions ? QAbstractItemView::PositionAtTop : QAbstractItemView::PositionAtCenter);
    }
    m_unitIsOut = !m_ofSessions && found == trail->items.end();
    setAnswering(!m_saving);
    sayLeftOut(trail->leftOut);
    if (isVisible() && !m_note->hasFocus())
        focusContent();
}

/// A long session is not shown whole: whoever judges it has to know, and of an action that is not shown nothing can be said.
void LabelAnswerView::sayLeftOut(quint64 leftOut)
{
    if (m_unitIsOut)
        complain(tr("There is a problem: the action that is asked about is among the records of this session that are not shown. Say that it cannot be told, or read it in Evidence."));
    if (leftOut == 0)
        return;
    m_progress->setUntrusted(m_progress->text() + QLatin1Char(' ') + tr("The last %n record(s) of this session are not shown.", nullptr, static_cast<int>(std::min<quint64>(leftOut, INT_MAX))), 600);
}

void LabelAnswerView::step(int by)
{
    if (m_saving || m_at + by < 0)
        return;
    m_at += by;
    if (m_at >= m_units.size()) {
        m_units.clear();
        m_at = 0;
        Q_EMIT outWanted(true);
        return;
    }
    focusContent();
    showUnit();
}

void LabelAnswerView::answer(LabelChoice choice)
{
    if (!m_desk || m_saving || m_at >= m_units.size() || !m_answers[static_cast<qsizetype>(choice)]->isEnabled())
        return;
    if (choice == LabelChoice::CannotTell && m_note->text().trimmed().isEmpty()) {
        m_note->setFocus(Qt::OtherFocusReason);
        return complain(tr("There is a problem: say in the note why it cannot be told, then press 3 outside of the note."));
    }
    if (m_passphrase->isVisible() && m_passphrase->text().isEmpty()) {
        m_passphrase->setFocus(Qt::OtherFocusReason);
        return complain(tr("There is a problem: your key needs its passphrase once."));
    }
    complain({});
    m_saving = true;
    setAnswering(false);
    const LabelAnswerWish wish{m_sample, unit(), choice, m_note->text().trimmed(), m_passphrase->text()};
    m_passphrase->clear();
    m_desk->answer(wish);
}

} // namespace mandate

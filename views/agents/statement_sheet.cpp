// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/agents/statement_sheet.h"

#include "models/items/text_safety.h"
#include "models/items/words.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/theme.h"

#include <QAccessible>
#include <QButtonGroup>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QShortcut>
#include <QStyle>
#include <QVBoxLayout>

namespace mandate {

StatementSheet::StatementSheet(QWidget *parent)
    : QFrame(parent),
      m_title(new PlainText(this)),
      m_effectsHeading(new QLabel(this)),
      m_effects(new QVBoxLayout),
      m_reasonHeading(new QLabel(this)),
      m_reasonGrid(new QGridLayout),
      m_reasons(new QButtonGroup(this)),
      m_noteHeading(new QLabel(this)),
      m_note(new QPlainTextEdit(this)),
      m_problem(new QLabel(this)),
      m_keep(new QPushButton(this)),
      m_commit(new QPushButton(this))
{
    setProperty("surface", QStringLiteral("panel"));
    m_title->setFont(Theme::scaledFont(1.0, QFont::Bold));
    for (QLabel *label : {m_effectsHeading, m_reasonHeading, m_noteHeading})
        label->setProperty("part", QStringLiteral("heading"));
    m_noteHeading->setWordWrap(true);
    m_noteHeading->setBuddy(m_note);
    m_note->setProperty("role", QStringLiteral("field"));
    m_note->setTabChangesFocus(true);
    m_note->setFixedHeight(fontMetrics().height() * 2 + 22);
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_effects->setSpacing(4);
    m_reasonGrid->setHorizontalSpacing(16);
    m_reasonGrid->setVerticalSpacing(0);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_problem, 1);
    buttons->addStretch(0);
    buttons->addWidget(m_keep);
    buttons->addWidget(m_commit);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 14, 16, 14);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_effectsHeading);
    layout->addLayout(m_effects);
    layout->addWidget(m_reasonHeading);
    layout->addLayout(m_reasonGrid);
    layout->addWidget(m_noteHeading);
    layout->addWidget(m_note);
    layout->addLayout(buttons);

    connect(m_keep, &QPushButton::clicked, this, &StatementSheet::close);
    connect(m_commit, &QPushButton::clicked, this, &StatementSheet::commit);
    for (const auto key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &StatementSheet::commit);
    }
    connect(m_reasons, &QButtonGroup::idToggled, this, [this] { m_problem->hide(); });
}

void StatementSheet::open(Kind kind, const QString &agent)
{
    m_kind = kind;
    m_agent = agent;
    m_note->clear();
    m_problem->hide();
    fill();
    show();
    if (QAbstractButton *first = m_reasons->button(1))
        first->setFocus(Qt::OtherFocusReason);
}

void StatementSheet::close()
{
    if (isHidden())
        return;
    hide();
    Q_EMIT closed();
}

QStringList StatementSheet::reasonCodes() const
{
    return m_kind == Kind::Suspend ? words::suspendReasonCodes() : words::resumeReasonCodes();
}

void StatementSheet::fill()
{
    const bool suspend = m_kind == Kind::Suspend;
    // Long names must not push the sheet out of the pane.
    const QString name = isolated(visibleLine(m_agent, 80));
    const QString question = suspend ? tr("Suspend %1?").arg(name) : tr("Resume %1?").arg(name);
    m_title->setText(question);
    m_title->setTextFormat(Qt::PlainText);
    setAccessibleName(question);
    m_effectsHeading->setText(suspend ? tr("What this stops") : tr("What this starts"));
    m_reasonHeading->setText(tr("Reason (choose by digit)"));
    m_noteHeading->setText(tr("Note. Everyone who reviews this agent can read it, and it stays in the record."));
    m_note->setAccessibleName(tr("Note. Everyone who reviews this agent can read it, and it stays in the record."));
    m_keep->setText(tr("Keep as is"));
    m_keep->setToolTip(tr("Closes the sheet and changes nothing (Esc)"));
    m_commit->setText(suspend ? tr("Suspend agent") : tr("Resume agent"));
    m_commit->setToolTip(tr("Signs and records it at once (Ctrl+Return)"));
    m_commit->setProperty("role", suspend ? QStringLiteral("danger") : QStringLiteral("primary"));
    addEffects();

    const int before = m_reasons->checkedId();
    while (QLayoutItem *item = m_reasonGrid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const QStringList codes = reasonCodes();
    const int columns = codes.size() > 4 ? 3 : 2;
    for (int i = 0; i < codes.size(); ++i) {
        //: a reason to choose: %1 its digit, %2 its words
        auto *choice = new QRadioButton(tr("%1  %2").arg(i + 1).arg(words::reason(codes[i])), this);
        m_reasons->addButton(choice, i + 1);
        m_reasonGrid->addWidget(choice, i / columns, i % columns);
    }
    if (isVisible() && m_reasons->button(before))
        m_reasons->button(before)->setChecked(true);
    QList<QWidget *> order;
    for (int i = 1; i <= codes.size(); ++i)
        order << m_reasons->button(i);
    order << m_note << m_keep << m_commit;
    tabBehind(this, order);
    m_commit->style()->unpolish(m_commit);
    m_commit->style()->polish(m_commit);
}

void StatementSheet::addEffects()
{
    while (QLayoutItem *item = m_effects->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    auto *lines = new QWidget(this);
    auto *grid = new QGridLayout(lines);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(1, 1);
    m_effects->addWidget(lines);
    const auto add = [lines, grid](const StateWord &state, const QString &sentence) {
        const int row = grid->rowCount();
        grid->addWidget(new StateChip(state, lines), row, 0, Qt::AlignTop | Qt::AlignLeft);
        auto *text = new QLabel(sentence, lines);
        text->setWordWrap(true);
        text->setContentsMargins(0, 3, 0, 0);
        grid->addWidget(text, row, 1, Qt::AlignTop);
    };
    if (m_kind == Kind::Suspend) {
        add({tr("Recorded"), mandate::Shape::Tick, Tone::Good}, tr("From now on the register says “suspended”, signed in your name."));
        add({tr("Flagged"), mandate::Shape::Tick, Tone::Good}, tr("Every action recorded after this moment is counted against the suspension."));
        add({tr("Cannot confirm"), mandate::Shape::Triangle, Tone::Warning},
            tr("No enforcement point is connected in this version, so Mandate cannot stop the agent itself. Tell the people who run it."));
    } else {
        add({tr("Recorded"), mandate::Shape::Tick, Tone::Good},
            tr("From now on the register says “authorized” again, signed in your name. The suspension stays in the history."));
        add({tr("Cannot confirm"), mandate::Shape::Triangle, Tone::Warning},
            tr("No enforcement point is connected in this version. Whoever stopped the agent must start it again."));
    }
}

void StatementSheet::commit()
{
    const int chosen = m_reasons->checkedId();
    if (chosen < 1) {
        m_problem->setText(tr("There is a problem: choose a reason first."));
        m_problem->setStyleSheet(QStringLiteral("color: %1; font-weight: 600;").arg(cssColor(Theme::instance().tokens().critical)));
        m_problem->show();
        QAccessibleEvent alert(m_problem, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
        if (QAbstractButton *first = m_reasons->button(1))
            first->setFocus(Qt::OtherFocusReason);
        return;
    }
    const QString code = reasonCodes().value(chosen - 1);
    const QString note = m_note->toPlainText().trimmed();
    Q_EMIT committed(code, note);
    close();
}

void StatementSheet::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    const int digit = event->key() - Qt::Key_0;
    if (event->modifiers().testFlag(Qt::ControlModifier) == false && m_reasons->button(digit)) {
        m_reasons->button(digit)->setChecked(true);
        m_reasons->button(digit)->setFocus(Qt::OtherFocusReason);
        return;
    }
    QFrame::keyPressEvent(event);
}

void StatementSheet::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange && isVisible())
        fill();
    QFrame::changeEvent(event);
}

} // namespace mandate

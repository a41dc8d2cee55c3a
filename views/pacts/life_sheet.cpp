// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/life_sheet.h"

#include "views/widgets/theme.h"

#include <QAccessible>
#include <QCheckBox>
#include <QDateTimeEdit>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QTimeZone>
#include <QVBoxLayout>

namespace mandate {

LifeSheet::LifeSheet(QWidget *parent)
    : QFrame(parent),
      m_title(new QLabel(this)),
      m_effect(new QLabel(this)),
      m_noteHeading(new QLabel(this)),
      m_note(new QPlainTextEdit(this)),
      m_later(new QCheckBox(this)),
      m_when(new QDateTimeEdit(this)),
      m_problem(new QLabel(this)),
      m_keep(new QPushButton(this)),
      m_commit(new QPushButton(this))
{
    setProperty("surface", QStringLiteral("panel"));
    m_title->setFont(Theme::scaledFont(1.0, QFont::Bold));
    for (QLabel *label : {m_title, m_effect, m_noteHeading, m_problem}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_noteHeading->setProperty("part", QStringLiteral("heading"));
    m_noteHeading->setBuddy(m_note);
    m_note->setProperty("role", QStringLiteral("field"));
    m_note->setTabChangesFocus(true);
    m_note->setFixedHeight(fontMetrics().height() * 2 + 22);
    m_commit->setProperty("role", QStringLiteral("primary"));
    m_when->setTimeSpec(Qt::UTC);
    m_when->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"));
    m_when->setCalendarPopup(false);
    auto *time = new QHBoxLayout;
    time->addWidget(m_later);
    time->addWidget(m_when);
    time->addStretch(1);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_problem, 1);
    buttons->addWidget(m_keep);
    buttons->addWidget(m_commit);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 14, 16, 14);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_effect);
    layout->addLayout(time);
    layout->addWidget(m_noteHeading);
    layout->addWidget(m_note);
    layout->addLayout(buttons);
    connect(m_later, &QCheckBox::toggled, m_when, &QWidget::setEnabled);
    connect(m_keep, &QPushButton::clicked, this, &LifeSheet::close);
    connect(m_commit, &QPushButton::clicked, this, &LifeSheet::commit);
    for (const auto key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &LifeSheet::commit);
    }
    retranslate();
    hide();
}

void LifeSheet::open(const Question &question)
{
    m_question = question;
    m_title->setText(question.title);
    m_effect->setText(question.effect);
    m_commit->setText(question.commit);
    setAccessibleName(question.title);
    m_note->clear();
    m_problem->clear();
    m_later->setVisible(question.offersTime);
    m_when->setVisible(question.offersTime);
    m_later->setChecked(false);
    m_when->setEnabled(false);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    m_when->setMinimumDateTime(now);
    m_when->setDateTime(now.addDays(1));
    retranslate();
    show();
    m_note->setFocus(Qt::OtherFocusReason);
}

void LifeSheet::close()
{
    if (isHidden())
        return;
    hide();
    Q_EMIT closed();
}

void LifeSheet::commit()
{
    const QString note = m_note->toPlainText().trimmed();
    if (m_question.needsNote && note.isEmpty()) {
        m_problem->setText(tr("Say why: it stays in the record."));
        m_note->setFocus(Qt::OtherFocusReason);
        QAccessibleEvent alert(m_problem, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
        return;
    }
    const QDateTime effective = m_question.offersTime && m_later->isChecked() ? m_when->dateTime() : QDateTime();
    hide();
    Q_EMIT committed(note, effective);
}

void LifeSheet::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QFrame::keyPressEvent(event);
}

void LifeSheet::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

void LifeSheet::retranslate()
{
    const QString heading = m_question.needsNote ? tr("Reason. Everyone who reviews this pact can read it, and it stays in the record.")
                                                 : tr("Note (may be empty). Everyone who reviews this pact can read it, and it stays in the record.");
    m_noteHeading->setText(heading);
    m_note->setAccessibleName(heading);
    m_later->setText(tr("Not at once, but from"));
    m_when->setAccessibleName(tr("When it comes into force, in UTC"));
    m_keep->setText(tr("Keep as is"));
}

} // namespace mandate

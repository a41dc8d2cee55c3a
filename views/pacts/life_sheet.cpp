// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/life_sheet.h"

#include "models/items/pact_replays.h"
#include "views/widgets/theme.h"

#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
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
      m_zone(new QLabel(this)),
      m_rests(new QWidget(this)),
      m_replayName(new QLabel(m_rests)),
      m_replay(new QComboBox(m_rests)),
      m_replayNow(new QPushButton(m_rests)),
      m_standing(new QLabel(this)),
      m_problem(new QLabel(this)),
      m_keep(new QPushButton(this)),
      m_commit(new QPushButton(this))
{
    setProperty("surface", QStringLiteral("panel"));
    m_title->setFont(Theme::scaledFont(1.0, QFont::Bold));
    for (QLabel *label : {m_title, m_effect, m_noteHeading, m_standing, m_problem}) {
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
    m_when->setButtonSymbols(QAbstractSpinBox::NoButtons);
    auto *time = new QHBoxLayout;
    time->addWidget(m_later);
    time->addWidget(m_when);
    time->addWidget(m_zone, 1);
    m_zone->setProperty("part", QStringLiteral("muted"));
    m_standing->setProperty("part", QStringLiteral("muted"));
    m_replayName->setBuddy(m_replay);
    m_replay->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_replay->setMinimumContentsLength(30);
    auto *rests = new QHBoxLayout(m_rests);
    rests->setContentsMargins(0, 0, 0, 0);
    rests->addWidget(m_replayName);
    rests->addWidget(m_replay, 1);
    rests->addWidget(m_replayNow);
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
    layout->addWidget(m_rests);
    layout->addWidget(m_standing);
    layout->addWidget(m_noteHeading);
    layout->addWidget(m_note);
    layout->addLayout(buttons);
    connect(m_later, &QCheckBox::toggled, m_when, &QWidget::setEnabled);
    connect(m_later, &QCheckBox::toggled, this, &LifeSheet::showZone);
    connect(m_when, &QDateTimeEdit::dateTimeChanged, this, &LifeSheet::showZone);
    connect(m_replay, &QComboBox::currentIndexChanged, this, [this](int row) {
        m_standing->setText(row > 0 && m_replays ? m_replay->itemData(row, Qt::UserRole + 1).toString() : QString());
        m_standing->setVisible(!m_standing->text().isEmpty());
        m_problem->clear();
    });
    connect(m_replayNow, &QPushButton::clicked, this, [this] {
        if (m_replays)
            m_replays->isReplaying() ? m_replays->cancel() : m_replays->replayNow();
    });
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

void LifeSheet::setReplays(PactReplays *replays)
{
    m_replays = replays;
    if (replays)
        connect(replays, &PactReplays::changed, this, &LifeSheet::fillReplays);
}

QString LifeSheet::problem() const
{
    return m_problem->text();
}

void LifeSheet::fillReplays()
{
    const quint64 chosen = m_replay->currentData().toULongLong();
    m_replay->clear();
    m_replay->addItem(m_replays->isReading() ? tr("Looking for replays…") : m_replays->items().empty() ? tr("None is kept of this version") : tr("None"), 0ULL);
    for (const PactReplayItem &item : m_replays->items()) {
        //: a replay that is kept; %1 what it is
        m_replay->addItem(item.fresh ? tr("Holds: %1").arg(item.text) : tr("Out of date: %1").arg(item.text), item.entry);
        m_replay->setItemData(m_replay->count() - 1, item.fresh ? tr("It holds: nothing changed since. Its digest is signed with the activation.") : item.why, Qt::UserRole + 1);
    }
    m_replay->setCurrentIndex(std::max(0, m_replay->findData(chosen)));
    m_replayNow->setText(m_replays->isReplaying() ? tr("Cancel") : tr("Replay now and keep it"));
}

void LifeSheet::showZone()
{
    const QDateTime local = m_when->dateTime().toLocalTime();
    //: the time beside it, by the clock of this computer; %1 date and time, %2 the short name of a time zone
    m_zone->setText(m_later->isChecked() ? tr("that is %1 %2 here").arg(local.toString(QStringLiteral("yyyy-MM-dd HH:mm")), local.timeZoneAbbreviation()) : QString());
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
    m_zone->setVisible(question.offersTime);
    showZone();
    m_rests->setVisible(question.offersTime && m_replays);
    m_standing->hide();
    if (question.offersTime && m_replays) {
        m_replay->setCurrentIndex(0);
        m_replays->read(property("pact").toString());
    }
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
        sayProblem(tr("Say why: it stays in the record."));
        m_note->setFocus(Qt::OtherFocusReason);
        return;
    }
    const quint64 replayEntry = m_question.offersTime && m_replays ? m_replay->currentData().toULongLong() : 0;
    const QDateTime effective = m_question.offersTime && m_later->isChecked() ? m_when->dateTime() : QDateTime();
    hide();
    Q_EMIT committed(note, effective, replayEntry);
}

void LifeSheet::sayProblem(const QString &problem)
{
    m_problem->setText(problem);
    QAccessibleEvent alert(m_problem, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
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
    m_replayName->setText(tr("Rests on the replay"));
    m_replay->setAccessibleName(tr("Replay that the activation rests on"));
    m_replayNow->setText(tr("Replay now and keep it"));
    m_replayNow->setToolTip(tr("Judges what is recorded under this version and keeps in the ledger what came out. It approves nothing."));
}

} // namespace mandate

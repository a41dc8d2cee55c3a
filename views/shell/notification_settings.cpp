// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/notification_settings.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSystemTrayIcon>
#include <QTimeEdit>
#include <QVBoxLayout>

namespace mandate {
namespace {

const QString trayKey = QStringLiteral("notifications/tray");
const QString quietKey = QStringLiteral("notifications/quiet");
const QString fromKey = QStringLiteral("notifications/quietFrom");
const QString toKey = QStringLiteral("notifications/quietTo");

} // namespace

NotificationSettings NotificationSettings::load()
{
    const QSettings stored;
    NotificationSettings settings;
    settings.inTray = stored.value(trayKey, settings.inTray).toBool();
    settings.quiet.on = stored.value(quietKey, settings.quiet.on).toBool();
    settings.quiet.from = stored.value(fromKey, settings.quiet.from).toTime();
    settings.quiet.to = stored.value(toKey, settings.quiet.to).toTime();
    return settings;
}

void NotificationSettings::save() const
{
    QSettings stored;
    stored.setValue(trayKey, inTray);
    stored.setValue(quietKey, quiet.on);
    stored.setValue(fromKey, quiet.from);
    stored.setValue(toKey, quiet.to);
}

NotificationForm::NotificationForm(QWidget *parent)
    : QWidget(parent),
      m_inTray(new QCheckBox),
      m_tray(new QLabel),
      m_quiet(new QCheckBox),
      m_from(new QTimeEdit),
      m_until(new QLabel),
      m_to(new QTimeEdit),
      m_meaning(new QLabel),
      m_test(new QPushButton),
      m_restore(new QPushButton)
{
    for (QLabel *label : {m_tray, m_meaning}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setProperty("part", QStringLiteral("muted"));
    }
    auto *times = new QHBoxLayout;
    times->addWidget(m_from);
    times->addWidget(m_until);
    times->addWidget(m_to);
    times->addStretch(1);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_test);
    buttons->addStretch(1);
    buttons->addWidget(m_restore);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(m_inTray);
    layout->addWidget(m_tray);
    layout->addSpacing(6);
    layout->addWidget(m_quiet);
    layout->addLayout(times);
    layout->addSpacing(6);
    layout->addWidget(m_meaning);
    layout->addStretch(1);
    layout->addLayout(buttons);
    for (QCheckBox *box : {m_inTray, m_quiet})
        connect(box, &QCheckBox::toggled, this, &NotificationForm::take);
    for (QTimeEdit *time : {m_from, m_to})
        connect(time, &QTimeEdit::timeChanged, this, &NotificationForm::take);
    connect(m_test, &QPushButton::clicked, this, &NotificationForm::testWanted);
    connect(m_restore, &QPushButton::clicked, this, [this] {
        NotificationSettings().save();
        load();
        Q_EMIT changed();
    });
    retranslate();
    load();
}

void NotificationForm::load()
{
    m_loading = true;
    const NotificationSettings settings = NotificationSettings::load();
    m_inTray->setChecked(settings.inTray);
    m_quiet->setChecked(settings.quiet.on);
    m_from->setTime(settings.quiet.from);
    m_to->setTime(settings.quiet.to);
    m_loading = false;
    enable();
}

void NotificationForm::enable()
{
    const bool there = QSystemTrayIcon::isSystemTrayAvailable();
    m_tray->setText(there ? tr("This desktop has a tray.")
                          : tr("This desktop has no tray, so nothing is shown there. The status bar, the badge of Decisions and the banners above "
                               "each page tell the same."));
    m_from->setEnabled(m_quiet->isChecked());
    m_to->setEnabled(m_quiet->isChecked());
    m_test->setEnabled(there && m_inTray->isChecked());
    m_test->setToolTip(there ? tr("Shows what a note looks like here") : tr("There is no tray to show it in."));
}

/// At once, as everywhere in the settings.
void NotificationForm::take()
{
    if (m_loading)
        return;
    NotificationSettings settings;
    settings.inTray = m_inTray->isChecked();
    settings.quiet = {m_quiet->isChecked(), m_from->time(), m_to->time()};
    settings.save();
    enable();
    Q_EMIT changed();
}

void NotificationForm::showEvent(QShowEvent *event)
{
    load(); // a tray may have come or gone
    QWidget::showEvent(event);
}

void NotificationForm::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        enable();
    }
    QWidget::changeEvent(event);
}

void NotificationForm::retranslate()
{
    m_inTray->setText(tr("Tell me in the desktop's tray"));
    m_quiet->setText(tr("Quiet hours, except for what cannot wait"));
    m_from->setAccessibleName(tr("Quiet from"));
    //: between two times of the day: from 20:00 until 07:00
    m_until->setText(tr("until"));
    m_to->setAccessibleName(tr("Quiet until"));
    m_meaning->setText(
        tr("What cannot wait: a stop that does not hold or is not confirmed, and requests with less than five minutes left. They are told again "
           "until they are dealt with. "
           "Notes give numbers only: no names, no arguments, nothing that an agent wrote. A click opens the page and does nothing else."));
    m_test->setText(tr("Show a note now"));
    m_restore->setText(tr("Restore defaults"));
}

} // namespace mandate

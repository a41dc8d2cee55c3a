// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/decisions/decision_settings.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTimeEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace mandate {
namespace {

const QString holdKey = QStringLiteral("decisions/holdSeconds");
const QString lettersKey = QStringLiteral("decisions/letterKeys");
const QString noticesKey = QStringLiteral("decisions/notices");
const QString quietKey = QStringLiteral("decisions/quiet");
const QString fromKey = QStringLiteral("decisions/quietFrom");
const QString toKey = QStringLiteral("decisions/quietTo");

} // namespace

DecisionSettings DecisionSettings::load()
{
    const QSettings stored;
    DecisionSettings settings;
    settings.holdSeconds = std::clamp(stored.value(holdKey, settings.holdSeconds).toInt(), 0, 60);
    settings.letterKeys = stored.value(lettersKey, settings.letterKeys).toBool();
    settings.notices = stored.value(noticesKey, settings.notices).toBool();
    settings.quiet = stored.value(quietKey, settings.quiet).toBool();
    settings.quietFrom = stored.value(fromKey, settings.quietFrom).toTime();
    settings.quietTo = stored.value(toKey, settings.quietTo).toTime();
    return settings;
}

void DecisionSettings::save() const
{
    QSettings stored;
    stored.setValue(holdKey, holdSeconds);
    stored.setValue(lettersKey, letterKeys);
    stored.setValue(noticesKey, notices);
    stored.setValue(quietKey, quiet);
    stored.setValue(fromKey, quietFrom);
    stored.setValue(toKey, quietTo);
}

bool DecisionSettings::isQuiet(const QTime &now) const
{
    if (!quiet || !quietFrom.isValid() || !quietTo.isValid() || quietFrom == quietTo)
        return false;
    return quietFrom < quietTo ? now >= quietFrom && now < quietTo : now >= quietFrom || now < quietTo;
}

DecisionSettingsDialog::DecisionSettingsDialog(QWidget *parent)
    : QDialog(parent),
      m_hold(new QSpinBox),
      m_letters(new QCheckBox(tr("Letters and digits decide on this page: J, K, A, L, D, 1 to 9"))),
      m_notices(new QCheckBox(tr("Tell of new requests in the system tray"))),
      m_quiet(new QCheckBox(tr("Quiet hours, except for the last five minutes of a request"))),
      m_from(new QTimeEdit),
      m_to(new QTimeEdit)
{
    setWindowTitle(tr("Decision settings"));
    m_hold->setRange(0, 60);
    m_hold->setSuffix(tr(" s"));
    m_hold->setAccessibleName(tr("Seconds in which a decision can be undone"));
    m_from->setAccessibleName(tr("Quiet from"));
    m_to->setAccessibleName(tr("Quiet until"));
    auto *times = new QHBoxLayout;
    times->addWidget(m_from);
    times->addWidget(new QLabel(tr("until")));
    times->addWidget(m_to);
    times->addStretch(1);
    auto *form = new QFormLayout;
    form->addRow(tr("Undo is possible for"), m_hold);
    auto *restore = new QPushButton(tr("Restore defaults"));
    auto *close = new QPushButton(tr("Close"));
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(restore);
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(10);
    layout->addLayout(form);
    layout->addWidget(m_letters);
    layout->addWidget(m_notices);
    layout->addWidget(m_quiet);
    layout->addLayout(times);
    layout->addSpacing(6);
    layout->addLayout(buttons);
    connect(m_hold, &QSpinBox::valueChanged, this, &DecisionSettingsDialog::take);
    for (QCheckBox *box : {m_letters, m_notices, m_quiet})
        connect(box, &QCheckBox::toggled, this, &DecisionSettingsDialog::take);
    for (QTimeEdit *time : {m_from, m_to})
        connect(time, &QTimeEdit::timeChanged, this, &DecisionSettingsDialog::take);
    connect(restore, &QPushButton::clicked, this, [this] {
        DecisionSettings().save();
        load();
        Q_EMIT changed();
    });
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    load();
}

void DecisionSettingsDialog::load()
{
    m_loading = true;
    const DecisionSettings settings = DecisionSettings::load();
    m_hold->setValue(settings.holdSeconds);
    m_letters->setChecked(settings.letterKeys);
    m_notices->setChecked(settings.notices);
    m_quiet->setChecked(settings.quiet);
    m_from->setTime(settings.quietFrom);
    m_to->setTime(settings.quietTo);
    m_from->setEnabled(settings.quiet);
    m_to->setEnabled(settings.quiet);
    m_loading = false;
}

/// At once, as everywhere in the settings.
void DecisionSettingsDialog::take()
{
    if (m_loading)
        return;
    DecisionSettings settings;
    settings.holdSeconds = m_hold->value();
    settings.letterKeys = m_letters->isChecked();
    settings.notices = m_notices->isChecked();
    settings.quiet = m_quiet->isChecked();
    settings.quietFrom = m_from->time();
    settings.quietTo = m_to->time();
    settings.save();
    m_from->setEnabled(settings.quiet);
    m_to->setEnabled(settings.quiet);
    Q_EMIT changed();
}

} // namespace mandate

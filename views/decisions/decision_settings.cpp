// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/decisions/decision_settings.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace mandate {
namespace {

const QString holdKey = QStringLiteral("decisions/holdSeconds");
const QString lettersKey = QStringLiteral("decisions/letterKeys");

} // namespace

DecisionSettings DecisionSettings::load()
{
    const QSettings stored;
    DecisionSettings settings;
    settings.holdSeconds = std::clamp(stored.value(holdKey, settings.holdSeconds).toInt(), 0, 60);
    settings.letterKeys = stored.value(lettersKey, settings.letterKeys).toBool();
    return settings;
}

void DecisionSettings::save() const
{
    QSettings stored;
    stored.setValue(holdKey, holdSeconds);
    stored.setValue(lettersKey, letterKeys);
}

DecisionSettingsForm::DecisionSettingsForm(QWidget *parent)
    : QWidget(parent),
      m_hold(new QSpinBox),
      m_letters(new QCheckBox(tr("Letters and digits decide on the page Decisions: J, K, A, L, D, 1 to 9")))
{
    m_hold->setRange(0, 60);
    m_hold->setSuffix(tr(" s"));
    m_hold->setAccessibleName(tr("Seconds in which a decision can be undone"));
    auto *form = new QFormLayout;
    form->addRow(tr("Undo is possible for"), m_hold);
    auto *restore = new QPushButton(tr("Restore defaults"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(restore);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addLayout(form);
    layout->addWidget(m_letters);
    layout->addStretch(1);
    layout->addLayout(buttons);
    connect(m_hold, &QSpinBox::valueChanged, this, &DecisionSettingsForm::take);
    connect(m_letters, &QCheckBox::toggled, this, &DecisionSettingsForm::take);
    connect(restore, &QPushButton::clicked, this, [this] {
        DecisionSettings().save();
        load();
        Q_EMIT changed();
    });
    load();
}

void DecisionSettingsForm::load()
{
    m_loading = true;
    const DecisionSettings settings = DecisionSettings::load();
    m_hold->setValue(settings.holdSeconds);
    m_letters->setChecked(settings.letterKeys);
    m_loading = false;
}

/// At once, as everywhere in the settings.
void DecisionSettingsForm::take()
{
    if (m_loading)
        return;
    DecisionSettings settings;
    settings.holdSeconds = m_hold->value();
    settings.letterKeys = m_letters->isChecked();
    settings.save();
    Q_EMIT changed();
}

void DecisionSettingsForm::showEvent(QShowEvent *event)
{
    load();
    QWidget::showEvent(event);
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/settings_dialog.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace mandate {
namespace {

/// What a form says to whoever reads it.
QString textOf(const QWidget *form)
{
    QString text;
    for (const QWidget *part : form->findChildren<QWidget *>()) {
        if (const auto *label = qobject_cast<const QLabel *>(part))
            text += label->text() + u' ';
        if (const auto *button = qobject_cast<const QAbstractButton *>(part))
            text += button->text() + u' ';
        text += part->accessibleName() + u' ';
    }
    return text;
}

} // namespace

SettingsDialog::SettingsDialog(QWidget *parent)
    : QDialog(parent),
      m_filter(new QLineEdit),
      m_categories(new QListWidget),
      m_forms(new QStackedWidget),
      m_nothing(new QLabel(tr("No setting says that."))),
      m_close(new QPushButton(tr("Close")))
{
    setWindowTitle(tr("Settings"));
    m_filter->setPlaceholderText(tr("Find a setting"));
    m_filter->setAccessibleName(tr("Find a setting"));
    m_filter->setClearButtonEnabled(true);
    m_categories->setAccessibleName(tr("Categories"));
    m_categories->setMaximumWidth(m_categories->fontMetrics().averageCharWidth() * 24);
    m_nothing->hide();
    auto *left = new QVBoxLayout;
    left->addWidget(m_filter);
    left->addWidget(m_categories, 1);
    left->addWidget(m_nothing);
    auto *across = new QHBoxLayout;
    across->setSpacing(16);
    across->addLayout(left);
    across->addWidget(m_forms, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    layout->addLayout(across, 1);
    layout->addLayout(buttons);
    connect(m_categories, &QListWidget::currentRowChanged, m_forms, &QStackedWidget::setCurrentIndex);
    connect(m_filter, &QLineEdit::textChanged, this, &SettingsDialog::find);
    connect(m_close, &QPushButton::clicked, this, &QDialog::close);
    resize(720, 420);
}

void SettingsDialog::addCategory(const QString &key, const QString &title, QWidget *form)
{
    m_keys << key;
    m_categories->addItem(title);
    m_forms->addWidget(form);
    if (m_categories->currentRow() < 0)
        m_categories->setCurrentRow(0);
}

void SettingsDialog::open(const QString &key)
{
    m_filter->clear();
    m_categories->setCurrentRow(std::max(0, static_cast<int>(m_keys.indexOf(key))));
    show();
    raise();
    activateWindow();
    m_categories->setFocus(Qt::OtherFocusReason);
}

QWidget *SettingsDialog::form(const QString &key) const
{
    return m_forms->widget(static_cast<int>(m_keys.indexOf(key)));
}

void SettingsDialog::find(const QString &words)
{
    int first = -1;
    for (int row = 0; row < m_categories->count(); ++row) {
        const QString all = m_categories->item(row)->text() + u' ' + textOf(m_forms->widget(row));
        const bool there = all.contains(words.trimmed(), Qt::CaseInsensitive);
        m_categories->item(row)->setHidden(!there);
        if (there && first < 0)
            first = row;
    }
    m_nothing->setVisible(first < 0);
    if (first >= 0 && m_categories->currentItem() && m_categories->currentItem()->isHidden())
        m_categories->setCurrentRow(first);
}

} // namespace mandate

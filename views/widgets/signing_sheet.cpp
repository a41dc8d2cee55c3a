// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/signing_sheet.h"

#include "views/widgets/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

namespace mandate {

SigningSheet::SigningSheet(QWidget *parent)
    : QFrame(parent),
      m_passphraseLabel(new QLabel(tr("Passphrase of your keys"))),
      m_passphrase(new QLineEdit),
      m_problem(new QLabel),
      m_keep(new QPushButton),
      m_commit(new QPushButton)
{
    setProperty("surface", QStringLiteral("panel"));
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_passphrase->setAccessibleName(m_passphraseLabel->text());
    m_passphraseLabel->setBuddy(m_passphrase);
    m_commit->setProperty("role", QStringLiteral("primary"));
    m_commit->setToolTip(tr("Signs and records it at once (Ctrl+Return)"));
    for (QLabel *label : {m_passphraseLabel, m_problem}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    connect(m_keep, &QPushButton::clicked, this, &SigningSheet::close);
    connect(m_commit, &QPushButton::clicked, this, &SigningSheet::tryCommit);
    for (const auto key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | key), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &SigningSheet::tryCommit);
    }
    hide();
}

QGridLayout *SigningSheet::inPairs(std::span<const std::pair<QLabel *, QWidget *>> cells)
{
    auto *fields = new QGridLayout;
    fields->setHorizontalSpacing(16);
    fields->setVerticalSpacing(2);
    int place = 0;
    for (const auto &[label, field] : cells) {
        const int row = place / 2 * 2, column = place % 2;
        label->setTextFormat(Qt::PlainText);
        label->setBuddy(field);
        fields->addWidget(label, row, column);
        fields->addWidget(field, row + 1, column);
        fields->setColumnStretch(column, 1);
        ++place;
    }
    return fields;
}

void SigningSheet::layOut(QWidget *title, QWidget *meaning, QLayout *fields, const QList<QWidget *> &order)
{
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_problem, 1);
    buttons->addWidget(m_keep);
    buttons->addWidget(m_commit);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 10, 16, 10);
    layout->setSpacing(4);
    layout->addWidget(title);
    layout->addWidget(meaning);
    layout->addLayout(fields);
    layout->addLayout(buttons);
    QWidget *last = nullptr;
    for (QWidget *next : order + QList<QWidget *>{m_passphrase, m_keep, m_commit}) {
        if (last)
            setTabOrder(last, next);
        last = next;
    }
}

QString SigningSheet::problem() const
{
    return m_problem->text();
}

void SigningSheet::complain(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setStyleSheet(QStringLiteral("color: %1; font-weight: 600;").arg(cssColor(Theme::instance().tokens().critical)));
    QAccessibleEvent alert(m_problem, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void SigningSheet::tryCommit()
{
    if (!isHidden())
        commit();
}

void SigningSheet::close()
{
    if (isHidden())
        return;
    m_passphrase->clear();
    hide();
    Q_EMIT closed();
}

void SigningSheet::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QFrame::keyPressEvent(event);
}

} // namespace mandate

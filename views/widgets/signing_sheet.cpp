// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/signing_sheet.h"

#include "views/widgets/theme.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>

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

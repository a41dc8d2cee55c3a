// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/decisions/step_sheet.h"

#include "views/widgets/theme.h"

#include <QAccessible>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace mandate {

StepSheet::StepSheet(QWidget *parent)
    : QFrame(parent),
      m_title(new QLabel),
      m_effect(new QLabel),
      m_choice(new QComboBox),
      m_text(new QLineEdit),
      m_problem(new QLabel),
      m_keep(new QPushButton(tr("Keep as is"))),
      m_commit(new QPushButton)
{
    setProperty("surface", QStringLiteral("panel"));
    m_title->setFont(Theme::scaledFont(1.0, QFont::Bold));
    for (QLabel *label : {m_title, m_effect, m_problem}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_choice->setProperty("untranslated", true); // desks and persons
    m_keep->setToolTip(tr("Closes the sheet and changes nothing (Esc)"));
    m_commit->setProperty("role", QStringLiteral("primary"));
    m_commit->setToolTip(tr("Signs and records it at once (Ctrl+Return)"));
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_problem, 1);
    buttons->addWidget(m_keep);
    buttons->addWidget(m_commit);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 12, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addWidget(m_effect);
    layout->addWidget(m_choice);
    layout->addWidget(m_text);
    layout->addLayout(buttons);
    connect(m_choice, &QComboBox::currentIndexChanged, this, [this](int chosen) {
        m_problem->setText(m_question.warnings.value(chosen));
        if (m_problem->text().isEmpty() || isHidden())
            return;
        QAccessibleEvent alert(m_problem, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    });
    connect(m_keep, &QPushButton::clicked, this, &StepSheet::close);
    connect(m_commit, &QPushButton::clicked, this, &StepSheet::commit);
    hide();
}

void StepSheet::open(const Question &question)
{
    m_question = question;
    m_title->setText(question.title);
    setAccessibleName(question.title);
    m_effect->setText(question.effect);
    m_commit->setText(question.commit);
    m_choice->clear();
    m_choice->addItems(question.choices);
    m_choice->setAccessibleName(question.choiceName);
    m_choice->setVisible(!question.choices.isEmpty());
    m_text->clear();
    m_text->setAccessibleName(question.textName);
    m_text->setPlaceholderText(question.textName);
    m_text->setVisible(!question.textName.isEmpty());
    m_problem->setText(question.warnings.value(m_choice->currentIndex()));
    show();
    QWidget *first = m_choice->isVisibleTo(this) ? static_cast<QWidget *>(m_choice) : m_text->isVisibleTo(this) ? static_cast<QWidget *>(m_text) : m_commit;
    first->setFocus(Qt::OtherFocusReason);
}

void StepSheet::close()
{
    if (isHidden())
        return;
    hide();
    Q_EMIT closed();
}

void StepSheet::commit()
{
    const QString text = m_text->text().trimmed();
    if (m_question.needsText && text.isEmpty()) {
        m_problem->setText(tr("There is a problem: write it first."));
        m_text->setFocus(Qt::OtherFocusReason);
        QAccessibleEvent alert(m_problem, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
        return;
    }
    const int chosen = m_question.choices.isEmpty() ? -1 : m_choice->currentIndex();
    close();
    Q_EMIT committed(chosen, text);
}

} // namespace mandate

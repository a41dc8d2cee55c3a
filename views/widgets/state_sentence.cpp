// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/state_sentence.h"

#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"

#include <QAccessible>
#include <QHBoxLayout>

namespace mandate {

StateSentence::StateSentence(const QString &name, QWidget *parent) : QWidget(parent), m_chip(new StateChip), m_sentence(new PlainText)
{
    m_sentence->setProperty("untranslated", false);
    m_sentence->setAccessibleName(name);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    row->addWidget(m_chip, 0, Qt::AlignTop);
    row->addWidget(m_sentence, 1);
    hide();
}

void StateSentence::say(const StateWord &state, const QString &sentence)
{
    const QString was = m_sentence->text();
    setVisible(!sentence.isEmpty());
    m_chip->setState(state);
    m_sentence->setUntrusted(sentence, 2000);
    if (m_sentence->text() == was || sentence.isEmpty())
        return;
    QAccessibleEvent alert(m_sentence, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

QString StateSentence::said() const
{
    return isHidden() ? QString() : m_sentence->text();
}

StateWord StateSentence::state() const
{
    return m_chip->state();
}

} // namespace mandate

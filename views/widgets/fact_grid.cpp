// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/widgets/fact_grid.h"

#include "views/widgets/plain_text.h"

#include <QGridLayout>
#include <QLabel>

namespace mandate {

FactGrid::FactGrid(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(16);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(1, 1);
}

void FactGrid::setFacts(const QList<Fact> &facts)
{
    for (qsizetype i = 0; i < qMax(facts.size(), m_names.size()); ++i) {
        if (i == m_names.size()) {
            auto *name = new QLabel;
            name->setProperty("part", QStringLiteral("muted"));
            name->setWordWrap(true);
            name->setTextFormat(Qt::PlainText);
            name->setMinimumWidth(fontMetrics().averageCharWidth() * 18);
            auto *value = new PlainText;
            value->setTextInteractionFlags(Qt::TextSelectableByMouse);
            m_grid->addWidget(name, static_cast<int>(i), 0, Qt::AlignTop);
            m_grid->addWidget(value, static_cast<int>(i), 1);
            m_names.append(name);
            m_values.append(value);
        }
        const Fact fact = facts.value(i);
        m_names[i]->setText(fact.name);
        m_values[i]->setMono(fact.mono);
        m_values[i]->setUntrusted(fact.value, 2000);
        m_names[i]->setVisible(!fact.value.isEmpty());
        m_values[i]->setVisible(!fact.value.isEmpty());
    }
}

} // namespace mandate

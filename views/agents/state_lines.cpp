// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/agents/state_lines.h"

#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"

#include <QGridLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace mandate {

StateLines::StateLines(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(10);
    m_grid->setVerticalSpacing(6);
    m_grid->setColumnStretch(1, 1);
}

void StateLines::setLines(const QList<StateLine> &lines)
{
    if (lines == m_lines)
        return;
    m_lines = lines;
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (int row = 0; row < lines.size(); ++row) {
        const StateLine &line = lines[row];
        m_grid->addWidget(new StateChip(line.state, this), row, 0, Qt::AlignTop | Qt::AlignLeft);
        auto *cell = new QWidget(this);
        auto *column = new QVBoxLayout(cell);
        column->setContentsMargins(0, 3, 0, 0);
        column->setSpacing(2);
        auto *text = new PlainText(cell);
        text->setUntrusted(line.text, 800);
        column->addWidget(text);
        if (!line.advice.isEmpty()) {
            auto *advice = new PlainText(cell);
            advice->setUntrusted(line.advice, 800);
            QFont font = advice->font();
            font.setWeight(QFont::DemiBold);
            advice->setFont(font);
            column->addWidget(advice);
        }
        if (!line.link.isEmpty()) {
            auto *button = new QPushButton(line.link, cell);
            button->setProperty("role", QStringLiteral("link"));
            button->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
            connect(button, &QPushButton::clicked, this, [this, target = line.target] { Q_EMIT linkActivated(target); });
            column->addWidget(button);
        }
        m_grid->addWidget(cell, row, 1, Qt::AlignTop);
    }
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/decisions/card_view.h"

#include "views/widgets/flow_layout.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollBar>
#include <QVBoxLayout>

namespace mandate {
namespace {

constexpr qsizetype longestShown = 20'000;

PlainText *plain(const QString &text, double em = 1.0, QFont::Weight weight = QFont::Normal)
{
    auto *label = new PlainText;
    label->setFont(Theme::scaledFont(em, weight));
    label->setUntrusted(text, longestShown);
    return label;
}

QLabel *heading(const QString &text)
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("part", QStringLiteral("heading"));
    return label;
}

/// A label and its text beside each other, as the card reads.
QWidget *labelled(const QString &label, const QString &text, const StateWord &state = {})
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    if (state.text.isEmpty())
        layout->addWidget(heading(label), 0, Qt::AlignTop);
    else
        layout->addWidget(new StateChip(state), 0, Qt::AlignTop);
    layout->addWidget(plain(text), 1, Qt::AlignTop);
    return row;
}

} // namespace

CardView::CardView(QWidget *parent) : ScrollPane(parent)
{
    setAccessibleName(tr("Decision card"));
}

void CardView::show(const ApprovalCard &card)
{
    const bool same = card.id == m_card.id;
    const int scrolled = verticalScrollBar()->value();
    m_card = card;
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(20, 14, 16, 14);
    layout->setSpacing(9);
    addFold(layout);
    auto *line = new QFrame;
    line->setProperty("surface", QStringLiteral("line"));
    layout->addSpacing(4);
    layout->addWidget(line);
    addDetails(layout);
    layout->addStretch(1);
    setWidget(content);
    setAccessibleDescription(card.fold().join(QStringLiteral(". ")));
    verticalScrollBar()->setValue(same ? scrolled : 0);
}

void CardView::addFold(QVBoxLayout *layout)
{
    QLabel *lead = heading(m_card.lead);
    lead->setProperty("untranslated", true);
    layout->addWidget(lead);
    layout->addWidget(plain(m_card.does, 1.2, QFont::DemiBold));
    auto *chips = new QWidget;
    auto *flow = new FlowLayout(chips, 8);
    for (const StateWord &chip : std::as_const(m_card.chips))
        flow->addWidget(new StateChip(chip));
    if (!m_card.hidden.text.isEmpty())
        flow->addWidget(new StateChip(m_card.hidden));
    layout->addWidget(chips);
    layout->addWidget(labelled(whyLabel(), m_card.why));
    if (!m_card.says.isEmpty())
        layout->addWidget(labelled(saysLabel(), m_card.says));
    if (!m_card.differs.isEmpty())
        layout->addWidget(labelled({}, m_card.differs, {differsLabel(), mandate::Shape::Triangle, Tone::Critical}));
    QLabel *otherwise = heading(m_card.otherwise);
    otherwise->setWordWrap(true);
    layout->addWidget(otherwise);
}

void CardView::addDetails(QVBoxLayout *layout)
{
    auto *lines = new QWidget;
    auto *grid = new QGridLayout(lines);
    grid->setContentsMargins(0, 4, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(7);
    grid->setColumnStretch(1, 1);
    for (const CardLine &line : std::as_const(m_card.details)) {
        const int row = grid->rowCount();
        QLabel *label = heading(line.label);
        label->setWordWrap(true);
        label->setMinimumWidth(fontMetrics().averageCharWidth() * 16);
        label->setMaximumWidth(fontMetrics().averageCharWidth() * 20);
        grid->addWidget(label, row, 0, Qt::AlignTop);
        auto *cell = new QWidget;
        auto *parts = new QVBoxLayout(cell);
        parts->setContentsMargins(0, 0, 0, 0);
        parts->setSpacing(2);
        if (!line.state.text.isEmpty())
            parts->addWidget(new StateChip(line.state), 0, Qt::AlignLeft);
        if (!line.text.isEmpty()) {
            PlainText *text = plain(line.quoted ? QStringLiteral("“%1”").arg(line.text) : line.text);
            text->setMono(line.mono);
            parts->addWidget(text);
        }
        grid->addWidget(cell, row, 1, Qt::AlignTop);
    }
    layout->addWidget(lines);
}

} // namespace mandate

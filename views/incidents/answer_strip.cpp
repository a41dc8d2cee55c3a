// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/answer_strip.h"

#include "models/items/text_safety.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/theme.h"

#include <QAbstractScrollArea>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QResizeEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace mandate {

namespace {

constexpr int cellWidth = 230; // pixels a cell needs to be read with ease

/// A link that says as much as fits and all of it in its tooltip.
class FactLink : public QPushButton
{
public:
    FactLink(const QString &words, QWidget *parent) : QPushButton(parent), m_words(words)
    {
        setProperty("role", QStringLiteral("link"));
        setProperty("untranslated", true);
        setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        setMinimumWidth(60);
        setCursor(Qt::PointingHandCursor);
        setToolTip(plainToolTip(words));
        elide();
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QPushButton::resizeEvent(event);
        elide();
    }

private:
    void elide() { setText(fontMetrics().elidedText(m_words, Qt::ElideRight, std::max(40, width() - 14)).replace(u'&', QStringLiteral("&&"))); }

    QString m_words;
};

int columnsFor(int width)
{
    return width >= 4 * cellWidth ? 4 : width >= 2 * cellWidth ? 2 : 1;
}

} // namespace

AnswerStrip::AnswerStrip(QWidget *parent) : QFrame(parent), m_grid(new QGridLayout(this))
{
    setAccessibleName(tr("The four answers"));
    m_grid->setContentsMargins(16, 4, 16, 12);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(12);
}

QStringList AnswerStrip::headings() const
{
    return m_headings;
}

void AnswerStrip::show(const QList<IncidentAnswer> &answers)
{
    qDeleteAll(m_cells);
    m_cells.clear();
    m_headings.clear();
    for (const IncidentAnswer &answer : answers) {
        m_cells.append(cell(answer));
        m_headings.append(answer.heading);
    }
    m_columns = 0;
    arrange();
    for (QWidget *at = parentWidget(); at; at = at->parentWidget()) {
        if (qobject_cast<QAbstractScrollArea *>(at))
            return tabBehind(at, this);
    }
}

QWidget *AnswerStrip::cell(const IncidentAnswer &answer)
{
    auto *frame = new QFrame(this);
    frame->setProperty("surface", QStringLiteral("card"));
    frame->setAccessibleName(answer.heading);
    auto *column = new QVBoxLayout(frame);
    column->setContentsMargins(12, 10, 12, 12);
    column->setSpacing(6);
    auto *heading = new QLabel(answer.heading, frame);
    heading->setTextFormat(Qt::PlainText);
    heading->setProperty("part", QStringLiteral("heading"));
    column->addWidget(heading);
    auto *said = new PlainText(frame);
    said->setUntrusted(answer.answer, 1500);
    said->setFont(Theme::scaledFont(1.1));
    column->addWidget(said);
    if (answer.state)
        column->addWidget(new StateChip(*answer.state, frame), 0, Qt::AlignLeft);
    for (const IncidentFact &fact : answer.facts) {
        if (!fact.label.isEmpty()) {
            auto *label = new QLabel(fact.label, frame);
            label->setTextFormat(Qt::PlainText);
            label->setProperty("part", QStringLiteral("muted"));
            label->setFont(Theme::scaledFont(0.85));
            column->addWidget(label);
        }
        if (fact.link.isEmpty()) {
            auto *text = new PlainText(frame);
            text->setUntrusted(fact.quoted ? u'\u201C' + fact.text + u'\u201D' : fact.text, 420);
            column->addWidget(text);
            continue;
        }
        auto *link = new FactLink(fact.text, frame);
        link->setAccessibleName(fact.label.isEmpty() ? fact.text : tr("%1: %2").arg(fact.label, fact.text));
        connect(link, &QPushButton::clicked, this, [this, to = fact.link] { Q_EMIT linkActivated(to); });
        column->addWidget(link);
    }
    column->addStretch(1);
    return frame;
}

void AnswerStrip::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    arrange();
}

void AnswerStrip::arrange()
{
    const int columns = columnsFor(width());
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (QWidget *one : std::as_const(m_cells))
        m_grid->removeWidget(one);
    for (int column = 0; column < 4; ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
    for (qsizetype i = 0; i < m_cells.size(); ++i) {
        m_grid->addWidget(m_cells.at(i), static_cast<int>(i) / columns, static_cast<int>(i) % columns);
        m_cells.at(i)->show();
    }
}

} // namespace mandate

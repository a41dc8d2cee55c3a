// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/pact_prose.h"

#include "models/items/evidence_filter.h"
#include "models/items/text_safety.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/theme.h"

#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include <array>

namespace mandate {
namespace {

/// 75 characters of running text are about this many widths of an average one.
int proseWidth(const QFont &font)
{
    return QFontMetrics(font).horizontalAdvance(QStringLiteral("The agent must not act before the customer has said yes to the exact chang"));
}

QFont proseFont()
{
    return Theme::scaledFont(1.1);
}

PlainText *line(const QString &text, bool muted = false)
{
    auto *label = new PlainText;
    label->setUntrusted(text);
    if (muted)
        label->setProperty("part", QStringLiteral("muted"));
    return label;
}

} // namespace

PactProse::PactProse(QWidget *parent) : ScrollPane(parent) {}

void PactProse::show(const PactItem &pact)
{
    m_cards.clear();
    setAccessibleName(tr("The pact as prose"));
    auto *sheet = new QWidget;
    auto *column = new QVBoxLayout(sheet);
    column->setContentsMargins(20, 14, 20, 24);
    column->setSpacing(10);
    if (!pact.purpose.isEmpty()) {
        auto *purpose = line(pact.purpose);
        purpose->setFont(proseFont());
        purpose->setMaximumWidth(proseWidth(proseFont()));
        column->addWidget(purpose);
    }
    for (const ClauseKind kind : {ClauseKind::Permit, ClauseKind::Forbid, ClauseKind::Escalate, ClauseKind::Evidence})
        addGroup(column, pact, kind);
    if (!pact.windows.isEmpty()) {
        auto *heading = new QLabel(tr("What is looked back on in all sessions"));
        heading->setProperty("part", QStringLiteral("heading"));
        column->addSpacing(8);
        column->addWidget(heading);
        for (const QString &window : pact.windows)
            column->addWidget(line(window));
        column->addWidget(line(tr("Actions on their way count."), true));
    }
    if (!pact.duties.isEmpty()) {
        auto *heading = new QLabel(tr("What each action must leave on record"));
        heading->setProperty("part", QStringLiteral("heading"));
        column->addSpacing(8);
        column->addWidget(heading);
        column->addWidget(line(pact.duties.join(QStringLiteral(", "))));
        if (pact.retentionDays > 0)
            column->addWidget(line(tr("Kept for %n day(s).", nullptr, static_cast<int>(pact.retentionDays)), true));
    }
    column->addStretch(1);
    setWidget(sheet);
    tabBehind(this, sheet);
}

void PactProse::addGroup(QVBoxLayout *column, const PactItem &pact, ClauseKind kind)
{
    int count = 0;
    for (const ClauseItem &clause : pact.clauses)
        count += clause.kind == kind ? 1 : 0;
    if (count == 0)
        return;
    //: heading of a group of clauses: %1 its name, %2 how many
    auto *heading = new QLabel(tr("%1 (%2)").arg(words::group(kind), words::number(static_cast<std::uint64_t>(count))));
    heading->setProperty("part", QStringLiteral("heading"));
    column->addSpacing(8);
    column->addWidget(heading);
    for (const ClauseItem &clause : pact.clauses) {
        if (clause.kind == kind)
            column->addWidget(clauseCard(pact, clause));
    }
}

QWidget *PactProse::clauseCard(const PactItem &pact, const ClauseItem &clause)
{
    auto *card = new QFrame;
    auto *grid = new QGridLayout(card);
    grid->setContentsMargins(8, 6, 8, 8);
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    auto *id = line(clause.id);
    id->setFont(Theme::scaledFont(1.1, QFont::DemiBold));
    id->setWordWrap(false);
    id->setMinimumWidth(QFontMetrics(id->font()).horizontalAdvance(QStringLiteral("A12b")));
    grid->addWidget(id, 0, 0, Qt::AlignTop | Qt::AlignLeft);

    auto *words = new QVBoxLayout;
    words->setSpacing(5);
    auto *sentence = line(clause.sentence);
    sentence->setFont(proseFont());
    sentence->setMaximumWidth(proseWidth(proseFont()));
    words->addWidget(sentence);
    auto *marks = new QHBoxLayout;
    marks->setSpacing(6);
    if (clause.kind != ClauseKind::Permit)
        marks->addWidget(new StateChip(clause.severity));
    if (clause.heuristic) {
        auto *chip = new StateChip({tr("Judged from words"), mandate::Shape::Diamond, Tone::Neutral});
        chip->setToolTip(tr("The clause looks for words in the conversation, so it can be wrong. Never suspend an agent on it alone."));
        marks->addWidget(chip);
    }
    if (clause.afterResult) {
        auto *chip = new StateChip({tr("Looks at the result"), mandate::Shape::Disc, Tone::Info});
        chip->setToolTip(tr("It sees what the action returned, so it can only stop what comes after."));
        marks->addWidget(chip);
    }
    if (clause.decided > 0) {
        auto *button = new QPushButton(tr("Decided %Ln action(s)", nullptr, static_cast<int>(clause.decided)));
        button->setProperty("role", QStringLiteral("link"));
        QUrl link(QStringLiteral("mandate://evidence"));
        link.setQuery(QLatin1String("filter=") + QString::fromLatin1(QUrl::toPercentEncoding(filterText({FilterField::Clause, clause.id}))));
        connect(button, &QPushButton::clicked, this, [this, link] { Q_EMIT linkActivated(link); });
        marks->addWidget(button);
    } else if (pact.inForce && clause.kind != ClauseKind::Permit) {
        auto *none = new QLabel(tr("Decided no action so far"));
        none->setProperty("part", QStringLiteral("muted"));
        marks->addWidget(none);
    }
    marks->addStretch(1);
    words->addLayout(marks);
    if (!clause.escalation.isEmpty())
        words->addWidget(line(clause.escalation));
    if (!clause.why.isEmpty())
        //: %1 is the reason for a clause
        words->addWidget(line(tr("Why: %1").arg(clause.why), true));
    //: %1 is a list of tool names
    words->addWidget(line(tr("Applies to %1.").arg(clause.tools), true));
    grid->addLayout(words, 0, 1);
    m_cards.insert(clause.id, card);
    return card;
}

void PactProse::showClause(const QString &clause)
{
    QWidget *card = m_cards.value(clause);
    if (!card)
        return;
    for (QWidget *other : std::as_const(m_cards))
        other->setStyleSheet(QString());
    card->setObjectName(QStringLiteral("shownClause"));
    card->setStyleSheet(QStringLiteral("#shownClause { background: %1; border-radius: 4px; }").arg(cssColor(Theme::instance().tokens().selection)));
    setFocus(Qt::OtherFocusReason);
    // Heights of wrapped text are known only after the layout has run.
    QTimer::singleShot(0, card, [this, card] { ensureWidgetVisible(card, 0, 40); });
}

} // namespace mandate

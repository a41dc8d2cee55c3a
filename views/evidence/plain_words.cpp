// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evidence/plain_words.h"

#include "views/widgets/flow_layout.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QUrlQuery>
#include <QVBoxLayout>

#include <algorithm>

namespace mandate {

namespace {

constexpr int twoColumns = 760; // pixels from which prose and verdict stand side by side
constexpr qsizetype factsShown = 6;
constexpr qsizetype factCharacters = 140; // of a value; all of it is in Fields

QLabel *heading(const QString &text)
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("part", QStringLiteral("heading"));
    return label;
}

PlainText *prose(const QString &text, qsizetype limit = 2000)
{
    auto *label = new PlainText;
    label->setUntrusted(text, limit);
    return label;
}

QLabel *muted(const QString &text)
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("part", QStringLiteral("muted"));
    return label;
}

QVBoxLayout *columnOf(QWidget *widget)
{
    auto *column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    return column;
}

} // namespace

PlainWords::PlainWords(QWidget *parent) : ScrollPane(parent)
{
    setAccessibleName(tr("Record in plain words"));
    viewport()->setAutoFillBackground(false);
}

void PlainWords::clear()
{
    delete takeWidget();
    m_body = nullptr;
    m_columns = nullptr;
}

void PlainWords::show(const RecordDetail &detail)
{
    auto *body = new QWidget;
    body->setAccessibleName(tr("Record %1 in plain words").arg(words::number(detail.entry)));
    auto *page = new QVBoxLayout(body);
    page->setContentsMargins(16, 12, 16, 16);
    page->setSpacing(12);
    addSentence(page, detail);
    // Beside each other where there is room; else the verdict, which is what people came for, above what was said.
    m_columns = new QBoxLayout(width() >= twoColumns ? QBoxLayout::LeftToRight : QBoxLayout::BottomToTop);
    m_columns->setSpacing(20);
    auto *said = new QWidget(body);
    auto *judged = new QWidget(body);
    QVBoxLayout *quotes = columnOf(said);
    QVBoxLayout *judgement = columnOf(judged);
    for (const QuotedText &quote : detail.quotes)
        addQuote(quotes, quote);
    if (detail.quotes.isEmpty())
        quotes->addWidget(muted(tr("Nothing that anybody said was recorded with it.")));
    if (!detail.origin.isEmpty())
        quotes->addWidget(muted(detail.origin));
    addSeals(quotes, detail);
    quotes->addStretch(1);
    if (detail.kind == RecordKind::Action) {
        addVerdict(judgement, detail);
        addConsidered(judgement, detail);
        addEvidence(judgement, detail);
        addFacts(judgement, detail);
    }
    judgement->addStretch(1);
    m_columns->addWidget(said, 5);
    m_columns->addWidget(judged, 4);
    judged->setVisible(detail.kind == RecordKind::Action);
    page->addLayout(m_columns);
    page->addStretch(1);
    setWidget(body);
    tabBehind(this, body);
    m_body = body;
    verticalScrollBar()->setValue(0);
    turn();
}

void PlainWords::turn()
{
    if (!m_columns)
        return;
    const bool beside = width() >= twoColumns;
    m_columns->setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::BottomToTop);
    m_columns->setStretch(0, beside ? 5 : 0);
    m_columns->setStretch(1, beside ? 4 : 0);
}

void PlainWords::addSentence(QVBoxLayout *column, const RecordDetail &detail)
{
    PlainText *sentence = prose(detail.sentence, 3000);
    sentence->setFont(Theme::scaledFont(1.1));
    column->addWidget(sentence);
    if (!detail.clockNote.isEmpty()) {
        auto *row = new QHBoxLayout;
        row->addWidget(new StateChip({tr("Clock in doubt"), mandate::Shape::Glass, Tone::Warning}), 0, Qt::AlignTop);
        row->addWidget(muted(detail.clockNote), 1);
        column->addLayout(row);
    }
}

void PlainWords::addSeals(QVBoxLayout *column, const RecordDetail &detail)
{
    if (detail.seal.text.isEmpty())
        return;
    column->addWidget(heading(tr("Seals")));
    const auto row = [&](const StateWord &state, const QString &text) {
        auto *line = new QHBoxLayout;
        line->setSpacing(8);
        line->addWidget(new StateChip(state), 0, Qt::AlignTop);
        line->addWidget(muted(text), 1);
        column->addLayout(line);
    };
    row(detail.seal, detail.sealWhy.isEmpty() ? tr("By its source.") : tr("By its source: %1").arg(detail.sealWhy));
    row({tr("Sealed on receipt"), mandate::Shape::Disc, Tone::Info}, detail.receipt);
}

void PlainWords::addQuote(QVBoxLayout *column, const QuotedText &quote)
{
    column->addWidget(heading(quote.label));
    auto *frame = new QFrame;
    frame->setProperty("surface", QStringLiteral("panel"));
    auto *inside = new QVBoxLayout(frame);
    inside->setContentsMargins(12, 8, 12, 8);
    inside->addWidget(prose(quote.text, quoteLimit));
    if (quote.cutOff > 0) {
        auto *more =
            new QPushButton(tr("… %n more character(s), see Raw bytes", nullptr, static_cast<int>(std::min<quint64>(quote.cutOff, 2'000'000'000))));
        more->setProperty("role", QStringLiteral("link"));
        connect(more, &QPushButton::clicked, this, &PlainWords::rawWanted);
        inside->addWidget(more, 0, Qt::AlignLeft);
    }
    column->addWidget(frame);
}

void PlainWords::addVerdict(QVBoxLayout *column, const RecordDetail &detail)
{
    column->addWidget(heading(tr("Verdict")));
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(new StateChip(detail.verdict), 0, Qt::AlignTop);
    QLabel *meaning = muted(detail.meaning);
    row->addWidget(meaning, 1);
    column->addLayout(row);
    if (!detail.clause.isEmpty()) {
        auto *card = new QFrame;
        card->setProperty("surface", QStringLiteral("card"));
        auto *inside = new QVBoxLayout(card);
        inside->setContentsMargins(12, 10, 12, 10);
        inside->setSpacing(4);
        PlainText *clause = prose(detail.clauseSentence.isEmpty() ? detail.clause : tr("%1. %2").arg(detail.clause, detail.clauseSentence), 1200);
        clause->setFont(Theme::scaledFont(1.1));
        clause->setObjectName(QStringLiteral("decidingClause"));
        inside->addWidget(clause);
        if (!detail.clauseNote.isEmpty())
            inside->addWidget(muted(detail.clauseNote));
        column->addWidget(card);
    }
    for (const QString &missing : detail.missing)
        column->addWidget(prose(missing));
    if (detail.pactKey.isEmpty())
        return;
    auto *pact = new QPushButton(
        tr("%1 (%2)").arg(detail.pactTitle.isEmpty() ? tr("Pact") : detail.pactTitle, detail.pactKey).replace(u'&', QStringLiteral("&&")));
    pact->setProperty("role", QStringLiteral("link"));
    pact->setProperty("untranslated", true);
    pact->setToolTip(tr("Opens the pact, digest %1").arg(words::shortDigest(detail.pactDigest)));
    QUrl link(QStringLiteral("mandate://pacts"));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("pact"), QString::fromUtf8(QUrl::toPercentEncoding(detail.pactKey)));
    if (!detail.clause.isEmpty())
        query.addQueryItem(QStringLiteral("clause"), QString::fromUtf8(QUrl::toPercentEncoding(detail.clause)));
    link.setQuery(query);
    connect(pact, &QPushButton::clicked, this, [this, link] { Q_EMIT linkActivated(link); });
    column->addWidget(pact, 0, Qt::AlignLeft);
    column->addWidget(prose(detail.owner.isEmpty() ? tr("The pact names nobody who answers for it.") : tr("%1 answers for it.").arg(detail.owner)));
}

void PlainWords::addConsidered(QVBoxLayout *column, const RecordDetail &detail)
{
    const auto silent = std::count_if(detail.considered.begin(), detail.considered.end(),
                                      [](const ConsideredItem &item) { return item.answer.shape == mandate::Shape::None && !item.deciding; });
    const bool others = std::any_of(detail.considered.begin(), detail.considered.end(),
                                    [](const ConsideredItem &item) { return item.answer.shape != mandate::Shape::None && !item.deciding; });
    if (others)
        column->addWidget(heading(tr("Other clauses that apply")));
    for (const ConsideredItem &item : detail.considered) {
        if (item.deciding || item.answer.shape == mandate::Shape::None)
            continue;
        auto *row = new QHBoxLayout;
        row->setSpacing(8);
        row->addWidget(new StateChip(item.answer), 0, Qt::AlignTop);
        row->addWidget(prose(tr("%1. %2").arg(item.clause, item.sentence)), 1);
        column->addLayout(row);
    }
    if (silent > 0)
        column->addWidget(muted(tr("%n other clause(s) were weighed and do not hold.", nullptr, static_cast<int>(silent))));
}

void PlainWords::addEvidence(QVBoxLayout *column, const RecordDetail &detail)
{
    column->addWidget(heading(tr("Evidence: %1 of %2 parts recorded").arg(detail.partsPresent()).arg(detail.partsOwed())));
    auto *box = new QWidget;
    auto *flow = new FlowLayout(box, 6);
    for (const EvidencePart &part : detail.parts) {
        const QString said = part.present ? part.name : tr("%1 missing").arg(part.name);
        auto *chip = new StateChip({said, part.present ? mandate::Shape::Tick : mandate::Shape::Diamond, part.present ? Tone::Good : Tone::Neutral});
        flow->addWidget(chip);
    }
    column->addWidget(box);
}

void PlainWords::addFacts(QVBoxLayout *column, const RecordDetail &detail)
{
    if (detail.facts.isEmpty())
        return;
    column->addWidget(heading(tr("Facts the verdict could use")));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    const qsizetype shown = std::min(factsShown, detail.facts.size());
    for (qsizetype i = 0; i < shown; ++i) {
        auto *name = new PlainText;
        name->setProperty("part", QStringLiteral("muted"));
        name->setUntrusted(detail.facts.at(i).name, 80);
        name->setWordWrap(false);
        grid->addWidget(name, static_cast<int>(i), 0, Qt::AlignTop);
        PlainText *value = prose(detail.facts.at(i).value, factCharacters);
        value->setMono(true);
        grid->addWidget(value, static_cast<int>(i), 1);
    }
    column->addLayout(grid);
    if (shown < detail.facts.size())
        column->addWidget(muted(tr("%n more fact(s) are in Fields.", nullptr, static_cast<int>(detail.facts.size() - shown))));
}

void PlainWords::resizeEvent(QResizeEvent *event)
{
    ScrollPane::resizeEvent(event);
    turn();
}

void PlainWords::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Home)
        return verticalScrollBar()->setValue(0);
    if (event->key() == Qt::Key_End)
        return verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    ScrollPane::keyPressEvent(event);
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/threshold_part.h"

#include "views/metrics/panel_cards.h"
#include "views/widgets/flow_layout.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_sentence.h"
#include "views/widgets/tab_order.h"

#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSlider>
#include <QUrlQuery>
#include <QVBoxLayout>

#include <cmath>

namespace mandate {

namespace {

constexpr int stepsPerPercent = 2; ///< of the slider
constexpr double leastAllowed = 0.5, mostAllowed = 50; ///< %

QWidget *fieldCell(const QString &words, std::initializer_list<QWidget *> fields)
{
    auto *cell = new QWidget;
    auto *row = new QHBoxLayout(cell);
    row->setContentsMargins(0, 0, 0, 0);
    auto *label = new QLabel(words);
    label->setBuddy(*fields.begin());
    row->addWidget(label);
    for (QWidget *field : fields)
        row->addWidget(field);
    return cell;
}

} // namespace

ThresholdPart::ThresholdPart(QWidget *parent)
    : QWidget(parent),
      m_source(new QComboBox),
      m_allowed(new QDoubleSpinBox),
      m_slider(new QSlider(Qt::Horizontal)),
      m_state(new StateSentence(tr("Threshold that was found"))),
      m_load(new PlainText),
      m_clause(new QWidget),
      m_clauseWords(new QLabel),
      m_copy(new QPushButton(tr("Cop&y the clause"))),
      m_pact(new QComboBox),
      m_draft(new QPushButton(tr("&Draft its next version with it"))),
      m_cards(new PanelCards)
{
    setAccessibleName(tr("Handing over"));
    for (QComboBox *box : {m_source, m_pact}) {
        box->setProperty("untranslated", true); // names of agents, suites and pacts
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    }
    m_source->setAccessibleName(tr("Answers to choose from"));
    m_source->setMinimumContentsLength(44);
    m_pact->setAccessibleName(tr("Pact to draft"));
    m_pact->setMinimumContentsLength(24);
    m_allowed->setAccessibleName(tr("Allowed error"));
    m_allowed->setRange(leastAllowed, mostAllowed);
    m_allowed->setSingleStep(1.0 / stepsPerPercent);
    m_allowed->setDecimals(1);
    m_allowed->setSuffix(tr("\u00A0%"));
    m_slider->setAccessibleName(tr("Allowed error, as a slider"));
    m_slider->setRange(static_cast<int>(leastAllowed * stepsPerPercent), static_cast<int>(mostAllowed * stepsPerPercent));
    m_slider->setMinimumWidth(180);
    m_load->setProperty("untranslated", false);
    m_clauseWords->setTextFormat(Qt::PlainText);
    m_clauseWords->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_copy->setToolTip(tr("Copies the clause as a pact says it"));
    m_draft->setToolTip(tr("Begins a draft on the Pacts page. Nothing comes into force by it."));
    auto *asked = new QWidget;
    auto *askedRow = new FlowLayout(asked);
    askedRow->setContentsMargins(0, 0, 0, 0);
    askedRow->addWidget(fieldCell(tr("Answe&rs"), {m_source}));
    askedRow->addWidget(fieldCell(tr("All&owed error"), {m_allowed, m_slider}));
    auto *clauseRow = new FlowLayout(m_clause);
    clauseRow->setContentsMargins(0, 0, 0, 0);
    for (QWidget *widget : {static_cast<QWidget *>(m_clauseWords), static_cast<QWidget *>(m_copy), fieldCell(tr("Pac&t"), {m_pact, m_draft})})
        clauseRow->addWidget(widget);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(asked);
    column->addWidget(m_state);
    column->addWidget(m_load);
    column->addWidget(m_clause);
    column->addWidget(m_cards);
    connect(m_source, &QComboBox::activated, this, &ThresholdPart::choose);
    connect(m_allowed, &QDoubleSpinBox::valueChanged, this, [this](double percent) {
        {
            const QSignalBlocker quiet(m_slider);
            m_slider->setValue(static_cast<int>(std::lround(percent * stepsPerPercent)));
        }
        if (m_desk)
            m_desk->setAllowedError(std::round(percent * 10) / 1000);
    });
    connect(m_slider, &QSlider::valueChanged, this, [this](int steps) { m_allowed->setValue(static_cast<double>(steps) / stepsPerPercent); });
    connect(m_copy, &QPushButton::clicked, this, [this] {
        if (m_desk)
            QGuiApplication::clipboard()->setText(m_desk->clause());
    });
    connect(m_draft, &QPushButton::clicked, this, &ThresholdPart::beginDraft);
    connect(m_cards, &PanelCards::linkActivated, this, &ThresholdPart::linkActivated);
    connect(m_cards, &PanelCards::notSaved, this, [this](const Trouble &trouble) {
        if (m_desk)
            Q_EMIT m_desk->troubled(trouble);
    });
    setDesk(nullptr);
}

void ThresholdPart::setDesk(ThresholdDesk *desk)
{
    if (m_desk)
        disconnect(m_desk, nullptr, this, nullptr);
    m_desk = desk;
    m_source->clear();
    if (m_desk) {
        m_allowed->setValue(100 * m_desk->allowedError());
        m_slider->setValue(static_cast<int>(std::lround(m_allowed->value() * stepsPerPercent)));
        connect(m_desk, &ThresholdDesk::refreshed, this, &ThresholdPart::offer);
        connect(m_desk, &ThresholdDesk::changed, this, &ThresholdPart::showAnswer);
        if (m_desk->wasRead())
            offer();
        else if (isVisible())
            m_desk->refresh();
    }
    showAnswer();
}

void ThresholdPart::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_desk && !m_desk->wasRead())
        m_desk->refresh(); // nobody pays for choices that nobody sees
}

void ThresholdPart::prefer(quint64 entry)
{
    m_preferred = entry;
    if (m_desk && m_desk->wasRead())
        offer();
}

void ThresholdPart::offer()
{
    const auto chosen = m_desk->chosen();
    m_source->clear();
    int at = -1;
    for (const ThresholdSource &source : m_desk->sources()) {
        if (m_preferred > 0 ? at < 0 && source.entry == m_preferred : chosen && *chosen == source)
            at = m_source->count();
        m_source->addItem(source.words);
    }
    m_preferred = 0;
    m_pact->clear();
    for (const auto &[pact, words] : m_desk->pacts())
        m_pact->addItem(words, pact);
    if (at < 0 && !chosen && !m_desk->sources().isEmpty() && m_desk->sources().first().entry > 0)
        at = 0;
    m_source->setCurrentIndex(at);
    if (at >= 0 && !(chosen && *chosen == m_desk->sources()[at])) // what was chosen is read again only when somebody asks
        choose(at);
    else
        showAnswer();
}

void ThresholdPart::choose(int index)
{
    if (m_desk && index >= 0 && index < m_desk->sources().size())
        m_desk->choose(m_desk->sources()[index]);
}

void ThresholdPart::showAnswer()
{
    const QList<FigurePanel> panels = m_desk ? m_desk->panels() : QList<FigurePanel>();
    m_cards->show(panels);
    m_cards->setVisible(!panels.isEmpty());
    const thresholds::ThresholdAnswer answer = m_desk ? m_desk->answer() : thresholds::ThresholdAnswer();
    if (m_desk && m_desk->isReading())
        m_state->say({tr("Reading"), mandate::Shape::Glass, Tone::Info}, tr("The answers are read."));
    else if (m_desk && m_desk->problem() && m_desk->isOld())
        m_state->say({tr("Older than the record"), mandate::Shape::Triangle, Tone::Warning}, tr("%1 Something was recorded since this was read. Choose these answers again to take it in.").arg(m_desk->problem()->happened));
    else if (m_desk && m_desk->problem())
        m_state->say({tr("No answer"), mandate::Shape::Octagon, Tone::Critical}, tr("%1 %2 (%3)").arg(m_desk->problem()->happened, m_desk->problem()->remedy, m_desk->problem()->code));
    else if (answer.sentence.isEmpty() && m_desk && m_desk->wasRead() && m_desk->sources().isEmpty())
        m_state->say({tr("Nothing to choose from"), mandate::Shape::Hatch, Tone::Muted}, tr("Bring in answers with their stated confidence, or import evidence of an agent."));
    else if (answer.sentence.isEmpty())
        m_state->say({tr("Not asked yet"), mandate::Shape::Diamond, Tone::Neutral}, tr("Choose whose answers a threshold is chosen from."));
    else if (m_desk && m_desk->isOld())
        m_state->say({tr("Older than the record"), mandate::Shape::Triangle, Tone::Warning}, tr("%1 Something was recorded since this was read. Choose these answers again to take it in.").arg(answer.sentence));
    else
        m_state->say(answer.state, answer.sentence);
    m_load->setUntrusted(answer.load, 1000);
    m_load->setVisible(!answer.load.isEmpty());
    m_clause->setVisible(answer.threshold.has_value());
    if (answer.threshold)
        //: as a pact says it: the name of a field, and a number
        m_clauseWords->setText(tr("In the pact: handed over where confidence < %1").arg(QLocale::c().toString(*answer.threshold, 'g', 4)));
    const bool drafts = m_pact->count() > 0;
    m_pact->parentWidget()->setVisible(drafts);
    tabBehind(answer.threshold ? (drafts ? static_cast<QWidget *>(m_draft) : m_copy) : m_slider, m_cards);
}

void ThresholdPart::beginDraft()
{
    if (!m_desk)
        return;
    const QString key = m_desk->beginDraft(m_pact->currentData().toString());
    if (key.isEmpty())
        return;
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("draft"), QString::fromUtf8(QUrl::toPercentEncoding(key)));
    QUrl link(QStringLiteral("mandate://pacts"));
    link.setQuery(query);
    Q_EMIT linkActivated(link);
}

const QList<PanelView *> &ThresholdPart::views() const
{
    return m_cards->views();
}

QString ThresholdPart::said() const
{
    return m_state->said();
}

QString ThresholdPart::load() const
{
    return m_load->isHidden() ? QString() : m_load->text();
}

} // namespace mandate

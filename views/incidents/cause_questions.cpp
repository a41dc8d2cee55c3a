// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/cause_questions.h"

#include "views/incidents/pin_links.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/theme.h"

#include <QButtonGroup>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace mandate {

CauseQuestions::CauseQuestions(QWidget *parent)
    : QWidget(parent),
      m_layout(new QVBoxLayout(this)),
      m_suggested(new QFrame(this)),
      m_suggestedLayout(new QVBoxLayout(m_suggested)),
      m_suggestedBox(new QWidget(m_suggested)),
      m_take(new QPushButton(tr("Take over as a draft"), m_suggested)),
      m_rowBox(new QWidget(this)),
      m_rowLayout(new QVBoxLayout(m_rowBox)),
      m_leads(new PlainText(this)),
      m_use(new QPushButton(tr("Use my answers as a draft"), this))
{
    m_suggested->setProperty("surface", QStringLiteral("card"));
    m_suggestedLayout->setContentsMargins(12, 10, 12, 12);
    m_suggestedLayout->setSpacing(6);
    m_suggestedLayout->addWidget(new StateChip({tr("Suggested from the trail, nobody's claim"), Shape::Diamond, Tone::Neutral}, m_suggested), 0, Qt::AlignLeft);
    auto *box = new QVBoxLayout(m_suggestedBox);
    box->setContentsMargins(0, 0, 0, 0);
    m_suggestedLayout->addWidget(m_suggestedBox);
    m_suggestedLayout->addWidget(m_take, 0, Qt::AlignLeft);
    m_take->setToolTip(tr("Fills in the claim beside it. Nothing is signed until you sign it."));
    m_use->setToolTip(m_take->toolTip());
    m_rowLayout->setContentsMargins(0, 0, 0, 0);
    m_rowLayout->setSpacing(8);
    m_layout->setContentsMargins(16, 10, 12, 12);
    m_layout->setSpacing(8);
    m_layout->addWidget(m_suggested);
    m_layout->addWidget(caseHeading(tr("Ask yourself, one question after another"), this));
    m_layout->addWidget(m_rowBox);
    m_layout->addWidget(m_leads);
    m_layout->addWidget(m_use, 0, Qt::AlignLeft);
    m_layout->addStretch(1);
    connect(m_take, &QPushButton::clicked, this, &CauseQuestions::suggestionWanted);
    connect(m_use, &QPushButton::clicked, this, &CauseQuestions::answersWanted);
    show(nullptr);
}

void CauseQuestions::show(const SuggestionItem *suggestion)
{
    delete m_suggestedBody;
    m_suggestedBody = new QWidget(m_suggestedBox);
    auto *body = new QVBoxLayout(m_suggestedBody);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(4);
    m_suggestedBox->layout()->addWidget(m_suggestedBody);
    for (const Row &row : std::as_const(m_rows))
        delete row.card;
    m_rows.clear();
    m_take->setVisible(suggestion != nullptr);
    if (!suggestion) {
        body->addWidget(caseLine(tr("The trail is being read. You need not wait: pin records and claim a cause beside it."), m_suggestedBody, true));
        showAsked();
        return;
    }
    auto *sentence = new PlainText(m_suggestedBody);
    sentence->setFont(Theme::scaledFont(1.1));
    sentence->setUntrusted(suggestion->diagnosis.sentence, 600);
    body->addWidget(sentence);
    if (!suggestion->alsoSeen.isEmpty())
        body->addWidget(caseLine(tr("Also seen: %1.").arg(suggestion->alsoSeen.join(QStringLiteral("; "))), m_suggestedBody, true));
    for (const QString &missing : suggestion->missing)
        body->addWidget(caseLine(tr("Missing: %1").arg(missing), m_suggestedBody, true));
    if (!suggestion->pins.isEmpty()) {
        auto *pins = new PinLinks(suggestion->pins, m_suggestedBody);
        connect(pins, &PinLinks::linkActivated, this, &CauseQuestions::linkActivated);
        body->addWidget(pins);
    }
    for (const CauseQuestionItem &question : suggestion->questions)
        addRow(question);
    showAsked();
}

void CauseQuestions::addRow(const CauseQuestionItem &question)
{
    auto *card = new QFrame(m_rowBox);
    card->setProperty("surface", QStringLiteral("card"));
    card->setAccessibleName(question.text);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(4);
    auto *asks = new PlainText(card);
    asks->setUntrusted(question.text, 300);
    asks->setFont(Theme::scaledFont(1.0, QFont::DemiBold));
    column->addWidget(asks);
    //: what the records answer to a question: %1 "Yes", "No" or "Not known", %2 the reason in a sentence
    column->addWidget(caseLine(tr("The trail says: %1. %2").arg(question.answerWord, question.because), card));
    if (!question.pins.isEmpty()) {
        auto *pins = new PinLinks(question.pins, card);
        connect(pins, &PinLinks::linkActivated, this, &CauseQuestions::linkActivated);
        column->addWidget(pins);
    }
    auto *line = new QHBoxLayout;
    line->setSpacing(12);
    auto *you = new QLabel(tr("You say:"), card);
    you->setTextFormat(Qt::PlainText);
    you->setProperty("part", QStringLiteral("muted"));
    line->addWidget(you);
    Row row{question.question, card, new QButtonGroup(card)};
    int number = 0;
    for (const auto &[value, word] : answerChoices()) {
        auto *choice = new QRadioButton(word, card);
        //: an answer to a question: %1 the question, %2 "Yes"
        choice->setAccessibleName(tr("%1 You say: %2").arg(question.text, word));
        row.own->addButton(choice, number++);
        choice->setChecked(m_answers.value(question.question) == value);
        connect(choice, &QRadioButton::clicked, this, [this, name = question.question, answer = value] {
            m_answers.insert(name, answer);
            showAsked();
            Q_EMIT answered();
        });
        line->addWidget(choice);
    }
    line->addStretch(1);
    column->addLayout(line);
    m_rowLayout->addWidget(card);
    m_rows << row;
}

void CauseQuestions::setAnswers(const QMap<QString, QString> &answers)
{
    m_answers = answers;
    for (const Row &row : std::as_const(m_rows)) {
        row.own->setExclusive(false);
        const Choices choices = answerChoices();
        for (int i = 0; i < choices.size(); ++i)
            row.own->button(i)->setChecked(m_answers.value(row.question) == choices[i].first);
        row.own->setExclusive(true);
    }
    showAsked();
}

void CauseQuestions::answer(const QString &question, const QString &answer)
{
    for (const Row &row : std::as_const(m_rows)) {
        const Choices choices = answerChoices();
        for (int i = 0; row.question == question && i < choices.size(); ++i) {
            if (choices[i].first == answer)
                row.own->button(i)->click();
        }
    }
}

QStringList CauseQuestions::asked() const
{
    QStringList all;
    for (const Row &row : m_rows) {
        if (!row.card->isHidden())
            all << row.question;
    }
    return all;
}

void CauseQuestions::showAsked()
{
    const QStringList asked = questionsAsked(m_answers);
    for (const Row &row : std::as_const(m_rows))
        row.card->setVisible(asked.contains(row.question));
    const auto diagnosis = m_rows.isEmpty() ? std::nullopt : diagnosisOf(m_answers);
    if (diagnosis)
        //: what one's own answers to questions lead to; %1 a cause and why
        m_leads->setUntrusted(tr("Your answers lead to: %1").arg(diagnosis->sentence), 600);
    m_leads->setVisible(diagnosis.has_value());
    m_use->setVisible(diagnosis.has_value());
}

} // namespace mandate

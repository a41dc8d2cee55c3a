// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/cause_tab.h"

#include "views/incidents/case_sheet_words.h"
#include "views/incidents/cause_questions.h"
#include "views/incidents/claim_form.h"
#include "views/incidents/pin_links.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/scroll_pane.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/theme.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace mandate {

CauseTab::CauseTab(QWidget *parent)
    : QWidget(parent),
      m_questions(new CauseQuestions),
      m_left(new ScrollPane),
      m_right(new ScrollPane),
      m_rightBody(new QWidget),
      m_attribution(new StateChip(m_rightBody)),
      m_attributionSentence(new PlainText(m_rightBody)),
      m_rightLayout(new QVBoxLayout(m_rightBody)),
      m_form(new ClaimForm(m_rightBody))
{
    m_left->setWidget(m_questions);
    m_left->setAccessibleName(tr("What the trail suggests, and questions"));
    auto *state = new QHBoxLayout;
    state->addWidget(m_attribution, 0, Qt::AlignTop);
    state->addWidget(m_attributionSentence, 1);
    m_rightLayout->setContentsMargins(12, 10, 16, 12);
    m_rightLayout->setSpacing(8);
    m_rightLayout->addLayout(state);
    m_rightLayout->addWidget(m_form);
    m_rightLayout->addStretch(1);
    m_right->setWidget(m_rightBody);
    m_right->setAccessibleName(tr("Claims about the cause"));
    auto *splitter = new QSplitter(this);
    splitter->addWidget(m_left);
    splitter->addWidget(m_right);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    splitter->setSizes({480, 520});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connect(m_questions, &CauseQuestions::linkActivated, this, &CauseTab::linkActivated);
    connect(m_form, &ClaimForm::linkActivated, this, &CauseTab::linkActivated);
    connect(m_form, &ClaimForm::pinsChanged, this, &CauseTab::pinsChanged);
    connect(m_questions, &CauseQuestions::suggestionWanted, this, [this] {
        ClaimDraft draft = draftOf(m_suggestion);
        draft.party = m_form->draft().party;
        m_form->setDraft(draft);
        Q_EMIT pinsChanged();
        m_form->signButton()->setFocus(Qt::OtherFocusReason);
    });
    connect(m_questions, &CauseQuestions::answersWanted, this, [this] {
        const auto diagnosis = diagnosisOf(m_questions->answers());
        if (!diagnosis)
            return;
        ClaimDraft draft = m_form->draft();
        draft.cause = diagnosis->cause;
        draft.pattern = diagnosis->pattern;
        draft.contributing = diagnosis->contributing;
        draft.answers = m_questions->answers();
        draft.suggested = m_suggestion.diagnosis.cause;
        m_form->setDraft(draft);
        m_form->signButton()->setFocus(Qt::OtherFocusReason);
    });
    connect(m_form, &ClaimForm::signWanted, this, [this](const ClaimDraft &made) {
        CaseChange change;
        change.act = CaseAct::Claim;
        change.incident = m_incident;
        change.claim = made;
        change.claim->suggested = m_suggestion.id == m_incident ? m_suggestion.diagnosis.cause : QString();
        change.passphrase = m_form->passphrase();
        Q_EMIT changeWanted(change);
    });
}

void CauseTab::open(const QString &incident)
{
    if (incident == m_incident)
        return;
    if (!m_incident.isEmpty())
        m_kept.insert(m_incident, {m_form->draft(), m_questions->answers()});
    m_incident = incident;
    m_suggestion = {};
    const Kept kept = m_kept.value(incident);
    m_questions->show(nullptr);
    m_questions->setAnswers(kept.answers);
    m_form->setDraft(kept.draft);
    Q_EMIT pinsChanged();
}

void CauseTab::show(const SuggestionItem *suggestion)
{
    m_suggestion = suggestion ? *suggestion : SuggestionItem();
    m_questions->show(suggestion);
    tabBehind(m_left, m_questions);
}

void CauseTab::show(const CaseItem &item, bool needsPassphrase)
{
    m_attribution->setState(item.attribution);
    m_attributionSentence->setUntrusted(item.attributionSentence, 400);
    delete m_claims;
    m_claims = nullptr;
    if (!item.claims.isEmpty()) {
        m_claims = new QWidget(m_rightBody);
        auto *row = new QHBoxLayout(m_claims); // side by side, so that a dispute is seen
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(8);
        for (const ClaimItem &claim : item.claims)
            row->addWidget(claimCard(claim), 1);
        m_rightLayout->insertWidget(1, m_claims);
    }
    m_form->setRefusal(item.refusal(CaseAct::Claim));
    m_form->setNeedsPassphrase(needsPassphrase);
    if (m_claims)
        tabBehind(m_right, m_claims);
}

QWidget *CauseTab::claimCard(const ClaimItem &claim)
{
    auto *card = new QFrame(m_claims);
    card->setProperty("surface", QStringLiteral("card"));
    card->setAccessibleName(claim.heading);
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(4);
    auto *heading = new PlainText(card);
    heading->setUntrusted(claim.heading, 200);
    heading->setFont(Theme::scaledFont(1.1, QFont::DemiBold));
    column->addWidget(heading);
    column->addWidget(new StateChip(claim.standing, card), 0, Qt::AlignLeft);
    column->addWidget(caseLine(claim.by, card, true));
    for (const QString &fact : claim.facts)
        column->addWidget(caseLine(fact, card));
    if (!claim.pins.isEmpty()) {
        auto *pins = new PinLinks(claim.pins, card);
        connect(pins, &PinLinks::linkActivated, this, &CauseTab::linkActivated);
        column->addWidget(pins);
    }
    for (const QString &agreed : claim.agreed)
        column->addWidget(caseLine(agreed, card));
    auto *buttons = new QHBoxLayout;
    for (const auto &[act, refusal] : {std::pair{CaseAct::Agree, claim.agreeRefusal}, std::pair{CaseAct::Withdraw, claim.withdrawRefusal}}) {
        auto *button = new QPushButton(caseActWords(act), card);
        //: a button on a claim: %1 "Agree…", %2 the claim
        button->setAccessibleName(tr("%1 %2").arg(caseActWords(act), claim.heading));
        button->setEnabled(refusal.isEmpty());
        button->setToolTip(notNow(refusal));
        connect(button, &QPushButton::clicked, this, [this, act = act, claim] { Q_EMIT answerWanted(act, claim); });
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    column->addLayout(buttons);
    column->addStretch(1);
    return card;
}

void CauseTab::togglePin(quint64 entry, const QString &shows)
{
    if (m_form->pinned().contains(entry))
        m_form->removePin(entry);
    else
        m_form->addPin(entry, shows);
}

QList<quint64> CauseTab::pinned() const
{
    return m_form->pinned();
}

void CauseTab::forgetDraft()
{
    m_kept.remove(m_incident);
    m_questions->setAnswers({});
    m_form->setDraft({});
    Q_EMIT pinsChanged();
}

void CauseTab::complain(const QString &problem)
{
    m_form->complain(problem);
}

QList<QWidget *> CauseTab::panes() const
{
    return {m_left, m_right};
}

} // namespace mandate

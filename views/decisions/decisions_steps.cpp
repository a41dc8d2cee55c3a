// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with a request beside deciding, why something cannot, and the page's menu.
#include "models/items/approval_model.h"
#include "models/items/approval_limits.h"
#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "views/decisions/card_view.h"
#include "views/decisions/decision_queue.h"
#include "views/decisions/decision_settings.h"
#include "views/decisions/decisions_page.h"
#include "views/decisions/oversight_sheet.h"
#include "views/decisions/step_sheet.h"
#include "views/widgets/theme.h"

#include <QAccessible>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QUrlQuery>

#include <algorithm>

namespace mandate {
namespace {

constexpr std::int64_t nanosOfMinute = 60'000'000'000;
constexpr int hastySeconds = 5;
constexpr int seedStep = DecisionForm::StepCount;

/// What was decided, by whom and why, in one line.
QString decisionSentence(const ApprovalView &view, const Instant &now)
{
    if (!view.decided)
        return words::meaning(view.decision);
    const ApprovalStatement &by = *view.decided;
    const QString who = words::actor(by, now);
    const QString when = words::shortTime(by.at, now);
    if (by.reasonCode.empty())
        //: %1 who closed a request, %2 when
        return DecisionsPage::tr("%1 at %2.").arg(who, when);
    //: %1 who decided, %2 when, %3 the reason
    return DecisionsPage::tr("%1 at %2: %3.").arg(who, when, words::decisionReason(toText(by.reasonCode)));
}

} // namespace

DecisionForm::About DecisionsPage::aboutOne() const
{
    DecisionForm::About about;
    const OpenedApproval *opened = m_model->opened();
    const ApprovalItem *item = opened && opened->item.id() == m_shown ? &opened->item : m_model->find(m_shown);
    if (!item)
        return about;
    const ApprovalView &view = *item->view;
    const Instant now = m_model->now();
    const bool open = item->isOpen(now);
    const bool held = m_model->isHeld(m_shown);
    const DecisionState state = open || view.decision != DecisionState::Open ? view.decision : DecisionState::Expired;
    about.requests = {m_shown};
    about.decision = words::of(state);
    about.decisionWords = held ? tr("Your decision is on its way; the agent still waits.") : open ? words::meaning(state) : decisionSentence(view, now);
    about.operation = words::of(view.operation);
    about.operationWords = words::meaning(view.operation);
    if (view.request.testItem && !open)
        about.operationWords = tr("A test item: nothing can run on it.");
    about.open = open && !held;
    about.action = &view.request.action;
    about.nudge = m_nudge;
    const bool readOnly = m_session->isReadOnly();
    const bool mine = !view.claimedBy.empty() && toText(view.claimedBy) == m_session->personId();
    const QString readOnlyWords = tr("This workspace is open for reading.");
    if (readOnly)
        about.whyNothing = readOnlyWords;
    else if (opened && opened->item.id() == m_shown && !opened->whyNotMe.isEmpty())
        about.whyNothing = opened->whyNotMe;
    else if (!view.claimedBy.empty() && !mine)
        //: %1 a person, %2 a time
        about.whyNothing = tr("Claimed by %1 until %2.").arg(visibleLine(QStringView(words::person(view.claimedBy)), 60),
                                                            view.claimedUntil ? words::shortTime(*view.claimedUntil, now) : tr("it is released"));
    about.whyNoApproval = m_card->card().id == m_shown ? m_card->card().cannotApprove : QStringList{tr("The card is not there yet.")};
    if (limitFields(view.request.action).empty())
        about.whyNoLimits = tr("Nothing in the arguments can be made smaller.");
    else if (view.request.needsVerifier)
        about.whyNoLimits = tr("The verifier checked this action and no narrower one.");
    using Step = DecisionForm;
    about.steps[Step::Claim] = about.open && view.claimedBy.empty();
    about.steps[Step::Release] = about.open && mine;
    about.steps[Step::Ask] = about.steps[Step::Reassign] = about.steps[Step::Snooze] = about.open;
    about.steps[Step::Revoke] = view.decision == DecisionState::Approved && view.operation == OperationState::WaitingForAgent;
    about.steps[Step::Suspend] = true;
    for (const int step : {Step::Claim, Step::Release, Step::Ask, Step::Reassign, Step::Snooze, Step::Revoke})
        about.whyNoStep[static_cast<std::size_t>(step)] = readOnly ? readOnlyWords : QString();
    if (!readOnly && view.request.respondBy.nanoseconds - now.nanoseconds <= nanosOfMinute)
        about.whyNoStep[Step::Snooze] = tr("Its answer is due: it cannot be put aside.");
    return about;
}

DecisionForm::About DecisionsPage::aboutSeveral(const QStringList &ids) const
{
    DecisionForm::About about;
    const Instant now = m_model->now();
    std::optional<Digest> kind;
    bool sameKind = true;
    bool recallable = true;
    QStringList incomplete;
    for (const QString &id : ids) {
        const ApprovalItem *item = m_model->find(id);
        if (!item || !item->isOpen(now) || m_model->isHeld(id))
            continue;
        about.requests << id;
        const Digest one = approvalClass(*item);
        sameKind = sameKind && (!kind || *kind == one);
        kind = one;
        recallable = recallable && item->tool() && item->tool()->reversible != "none" && !item->tool()->destructive;
        if (!approvalCard({*item, BlastRadius{}, {}, now}).cannotApprove.isEmpty())
            incomplete << id;
    }
    const int count = static_cast<int>(about.requests.size());
    about.open = count > 0;
    about.decision = {tr("%n request(s) selected", nullptr, static_cast<int>(ids.size())), Shape::Disc, Tone::Info};
    about.decisionWords = count == ids.size() ? tr("One signed record each.") : tr("%n of them can be decided.", nullptr, count);
    about.nudge = m_nudge;
    if (m_session->isReadOnly())
        about.whyNothing = tr("This workspace is open for reading.");
    if (!sameKind)
        about.whyNoApproval << tr("They are not the same kind of action under the same clause.");
    else if (!recallable)
        about.whyNoApproval << tr("What cannot be recalled is approved one by one.");
    else if (!incomplete.isEmpty())
        about.whyNoApproval << tr("%n of them cannot be approved by itself.", nullptr, static_cast<int>(incomplete.size()));
    about.whyNoLimits = tr("Limits are set one by one.");
    about.steps[DecisionForm::Claim] = about.steps[DecisionForm::Reassign] = about.steps[DecisionForm::Snooze] = about.open && about.whyNothing.isEmpty();
    return about;
}

void DecisionsPage::takeStep(int step)
{
    if (!m_desk || m_shown.isEmpty())
        return;
    const QStringList selected = m_queue->selectedIds().size() > 1 ? m_queue->selectedIds() : QStringList{m_shown};
    switch (step) {
    case DecisionForm::Claim: m_desk->claim(selected); break;
    case DecisionForm::Release: m_desk->release(selected); break;
    case DecisionForm::Suspend:
        if (const ApprovalItem *item = m_model->find(m_shown)) {
            QUrl link(QStringLiteral("mandate://agents"));
            QUrlQuery query;
            query.addQueryItem(QStringLiteral("agent"), QString::fromUtf8(QUrl::toPercentEncoding(item->agent())));
            query.addQueryItem(QStringLiteral("sheet"), QStringLiteral("suspend"));
            query.addQueryItem(QStringLiteral("suspend"), QStringLiteral("1"));
            link.setQuery(query);
            Q_EMIT linkActivated(link);
        }
        break;
    default:
        m_sheetFor = selected;
        openSheet(step);
        break;
    }
}

/// Who a request can go to: owner and deputy of the pact, and the desks its clauses name.
QStringList DecisionsPage::desks() const
{
    QStringList names;
    for (const QString &id : m_sheetFor) {
        const ApprovalItem *item = m_model->find(id);
        if (!item)
            continue;
        for (const std::string &name : {item->owner, item->deputy})
            names << toText(name);
        if (!item->pact)
            continue;
        for (const std::string &name : {item->pact->owner, item->pact->deputy})
            names << toText(name);
        for (const Clause &clause : item->pact->clauses) {
            if (clause.escalation && clause.escalation->to != "owner" && clause.escalation->to != "deputy")
                names << toText(clause.escalation->to);
        }
    }
    names.removeDuplicates();
    names.removeAll(QString());
    return names;
}

void DecisionsPage::openSheet(int step)
{
    StepSheet::Question question;
    const int count = static_cast<int>(m_sheetFor.size());
    switch (step) {
    case DecisionForm::Ask:
        question = {tr("Ask the agent back?"), tr("The agent is told your question. The clocks go on while it answers."), tr("Ask the agent"), {}, {},
                    tr("Question, kept in the record"), true};
        break;
    case DecisionForm::Reassign:
        question = {tr("Reassign %n request(s)?", nullptr, count), tr("The other person or desk sees it under Mine. The clocks go on."), tr("Reassign"), desks(),
                    tr("To whom"), tr("Note, may be empty"), false};
        for (const QString &desk : question.choices)
            question.warnings << m_model->away(desk);
        if (question.choices.isEmpty()) {
            Q_EMIT m_session->noted(tr("The pact names nobody to reassign it to."));
            return;
        }
        break;
    case DecisionForm::Snooze: {
        const Instant now = m_model->now();
        std::int64_t latest = INT64_MAX; // before the first answer is due
        for (const QString &id : m_sheetFor) {
            if (const ApprovalItem *item = m_model->find(id))
                latest = std::min(latest, item->view->request.respondBy.nanoseconds - nanosOfMinute / 2);
        }
        m_snoozes.clear();
        QStringList times;
        for (const int minutes : {1, 5, 15, 30, 60, 240}) {
            const Instant until{now.nanoseconds + minutes * nanosOfMinute};
            if (until.nanoseconds > latest)
                break;
            m_snoozes.push_back(until);
            //: when a request that was put aside comes back: %1 a length of time, %2 a time
            times << tr("for %1, until %2").arg(words::duration(minutes * 60), words::shortTime(until, now));
        }
        if (times.isEmpty()) {
            Q_EMIT m_session->noted(tr("The answer is due soon: nothing can be put aside."));
            return;
        }
        question = {tr("Put %n request(s) aside?", nullptr, count), tr("Hidden until then, never beyond the time its answer is due."), tr("Put aside"), times,
                    tr("Until when"), {}, false};
        break;
    }
    case DecisionForm::Revoke:
        question = {tr("Revoke the approval?"), tr("The agent has not used it yet, and then cannot. Recorded as a step of its own."), tr("Revoke approval"), {}, {},
                    tr("Why, kept in the record"), true};
        break;
    case seedStep:
        question = {tr("File a test item?"),
                    tr("Asks once more for what was refused, to see whether it is refused again. People cannot tell it from other requests. Nothing can run on it, "
                       "whatever is decided; an approval shows as a missed test under Oversight health."),
                    tr("File test item"), {}, {}, {}, false};
        break;
    default: return;
    }
    m_sheetStep = step;
    m_sheet->open(question);
}

void DecisionsPage::sheetCommitted(int choice, const QString &text)
{
    if (!m_desk || m_sheetFor.isEmpty())
        return;
    switch (m_sheetStep) {
    case DecisionForm::Ask: m_desk->ask(m_sheetFor.first(), text); break;
    case DecisionForm::Reassign:
        if (choice >= 0)
            m_desk->reassign(m_sheetFor, desks().value(choice));
        break;
    case DecisionForm::Snooze:
        if (choice >= 0 && choice < static_cast<int>(m_snoozes.size()))
            m_desk->snooze(m_sheetFor, m_snoozes[static_cast<std::size_t>(choice)]);
        break;
    case DecisionForm::Revoke: m_desk->revoke(m_sheetFor.first(), {}, text); break;
    case seedStep: m_desk->seedTestItem(m_sheetFor.first()); break;
    default: break;
    }
}

void DecisionsPage::seedTestItem()
{
    m_sheetFor = {m_shown};
    openSheet(seedStep);
}

void DecisionsPage::showOversight()
{
    const OversightWords &words = m_model->oversight();
    m_health->setText(words.summary);
    m_health->setToolTip(tr("How the last decisions were made, by team"));
    const auto median = m_desk->medianSeconds();
    //: a warning to slow down; %1 seconds
    m_nudge = median && *median < hastySeconds ? tr("Your median time to decide is %1 s. Slow down: the card takes 11 s to read.").arg(*median) : QString();
    if (m_warning->text() == words.warning)
        return;
    m_warning->setText(words.warning);
    m_warning->setVisible(!words.warning.isEmpty());
    m_warning->setStyleSheet(QStringLiteral("background: %1;").arg(cssColor(Theme::instance().tokens().warningChip)));
    if (words.warning.isEmpty())
        return;
    QAccessibleEvent alert(m_warning, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void DecisionsPage::showStandIn()
{
    const QString sentence = m_model->standingIn();
    if (m_standIn->text() == sentence)
        return;
    m_standIn->setText(sentence);
    m_standIn->setVisible(!sentence.isEmpty());
    if (sentence.isEmpty())
        return;
    QAccessibleEvent alert(m_standIn, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void DecisionsPage::openOversight()
{
    if (m_model)
        m_oversight->show(m_model->oversight());
}

QWidget *DecisionsPage::settingsForm()
{
    return m_settings;
}

} // namespace mandate

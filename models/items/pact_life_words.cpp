// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/pact_life_words.h"

#include "models/items/text_safety.h"

namespace mandate {
namespace {

QString said(const char *text)
{
    return QCoreApplication::translate("PactLife", text);
}

QString stepWords(PactStep step)
{
    switch (step) {
    case PactStep::Submit: return said(QT_TRANSLATE_NOOP("PactLife", "Submitted for review"));
    case PactStep::Approve: return said(QT_TRANSLATE_NOOP("PactLife", "Approved"));
    case PactStep::RequestChanges: return said(QT_TRANSLATE_NOOP("PactLife", "Asked for changes"));
    case PactStep::Observe: return said(QT_TRANSLATE_NOOP("PactLife", "Began to observe"));
    case PactStep::Activate: return said(QT_TRANSLATE_NOOP("PactLife", "Activated"));
    case PactStep::Withdraw: return said(QT_TRANSLATE_NOOP("PactLife", "Withdrew"));
    }
    return {};
}

QString buttonWords(PactStep step, const QString &role)
{
    switch (step) {
    case PactStep::Approve:
        //: a button; %1 a role such as legal
        return role.isEmpty() ? said(QT_TRANSLATE_NOOP("PactLife", "Approve…")) : said(QT_TRANSLATE_NOOP("PactLife", "Approve as %1…")).arg(role);
    case PactStep::RequestChanges: return said(QT_TRANSLATE_NOOP("PactLife", "Request changes…"));
    case PactStep::Observe: return said(QT_TRANSLATE_NOOP("PactLife", "Observe…"));
    case PactStep::Activate: return said(QT_TRANSLATE_NOOP("PactLife", "Activate…"));
    case PactStep::Withdraw: return said(QT_TRANSLATE_NOOP("PactLife", "Withdraw…"));
    case PactStep::Submit: break;
    }
    return {};
}

/// "legal, accountability owner"
QString quorumOpen(const PactVersion &version)
{
    QStringList open;
    for (const PactDocument::Reviewer &reviewer : version.missing)
        open << (reviewer.role.empty() ? said(QT_TRANSLATE_NOOP("PactLife", "another person")) : visibleLine(reviewer.role, 60));
    return open.isEmpty() ? said(QT_TRANSLATE_NOOP("PactLife", "nobody")) : open.join(QStringLiteral(", "));
}

QString personShown(const std::string &id, const std::string &name)
{
    const QString account = visibleLine(words::person(id).toStdString(), 80);
    return name.empty() ? account : QStringLiteral("%1 (%2)").arg(visibleLine(name, 80), account);
}

/// Why a step may not be taken, in the language of the window; what no sentence is here for is said as the engine says it.
QString refusalWords(const Error &refusal, const PactVersion &version)
{
    const QString missing = quorumOpen(version);
    const std::string &code = refusal.code;
    if (code == "MND-LIF-004")
        //: %1 a state such as In force
        return said(QT_TRANSLATE_NOOP("PactLife", "Not possible for a version in this state: %1.")).arg(lifeWord(version).text);
    if (code == "MND-LIF-005")
        //: %1 roles
        return said(QT_TRANSLATE_NOOP("PactLife", "You submitted this version, and nobody decides about their own. Still needed from others: %1.")).arg(missing);
    if (code == "MND-LIF-006")
        return said(QT_TRANSLATE_NOOP("PactLife", "You signed this version already, and one person counts once. Still needed from others: %1.")).arg(missing);
    if (code == "MND-LIF-007")
        return said(QT_TRANSLATE_NOOP("PactLife", "No more signatures of this role are needed."));
    if (code == "MND-LIF-008")
        return said(QT_TRANSLATE_NOOP("PactLife", "Signatures are missing: %1.")).arg(missing);
    if (code == "MND-LIF-009")
        return said(QT_TRANSLATE_NOOP("PactLife", "The pact names no accountable owner. Withdraw it, name one in a new version, and submit that."));
    if (code == "MND-LIF-015")
        return said(QT_TRANSLATE_NOOP("PactLife", "Another version came into force since this one was written. Begin a new version from that one and submit it again."));
    if (code == "MND-LIF-002")
        return said(QT_TRANSLATE_NOOP("PactLife", "A statement about this pact is missing or out of place: nothing new can come into force."));
    return visibleLine(refusal.happened + ' ' + refusal.remedy, 600);
}

/// "Needs 2: legal ✔ Ana, accountability owner ○"
QString quorumWords(const PactVersion &version)
{
    QStringList parts;
    for (const PactApproval &approval : version.approvals) {
        const QString role = approval.role.empty() ? said(QT_TRANSLATE_NOOP("PactLife", "reviewer")) : visibleLine(approval.role, 60);
        //: %1 a role, %2 a person
        parts << said(QT_TRANSLATE_NOOP("PactLife", "%1 ✔ %2")).arg(role, personShown(approval.person, approval.name));
    }
    for (const PactDocument::Reviewer &reviewer : version.missing) {
        const QString role = reviewer.role.empty() ? said(QT_TRANSLATE_NOOP("PactLife", "another person")) : visibleLine(reviewer.role, 60);
        parts << (reviewer.count > 1 ? said(QT_TRANSLATE_NOOP("PactLife", "%1 ○ (%2 more)")).arg(role).arg(reviewer.count)
                                     : said(QT_TRANSLATE_NOOP("PactLife", "%1 ○")).arg(role));
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace

StateWord lifeWord(const PactVersion &version)
{
    switch (version.state) {
    case PactState::InReview: return {said(QT_TRANSLATE_NOOP("PactLife", "In review")), Shape::Disc, Tone::Info};
    case PactState::Approved: return {said(QT_TRANSLATE_NOOP("PactLife", "Approved")), Shape::Tick, Tone::Info};
    case PactState::Observing: return {said(QT_TRANSLATE_NOOP("PactLife", "Observing")), Shape::Glass, Tone::Info};
    case PactState::Active:
        return version.inForce ? StateWord{said(QT_TRANSLATE_NOOP("PactLife", "In force")), Shape::Tick, Tone::Good}
                               : StateWord{said(QT_TRANSLATE_NOOP("PactLife", "Scheduled")), Shape::Glass, Tone::Info};
    case PactState::Superseded: return {said(QT_TRANSLATE_NOOP("PactLife", "Superseded")), Shape::Diamond, Tone::Muted};
    case PactState::Withdrawn: break;
    }
    return version.returned ? StateWord{said(QT_TRANSLATE_NOOP("PactLife", "Changes requested")), Shape::Triangle, Tone::Warning}
                            : StateWord{said(QT_TRANSLATE_NOOP("PactLife", "Withdrawn")), Shape::Bars, Tone::Muted};
}

void tellLife(PactItem &item, const PactHistory::Version &known, const PactHistory &history)
{
    const PactVersion &version = known.version;
    item.life = lifeWord(version);
    item.inReview = version.state == PactState::InReview || version.state == PactState::Approved || version.state == PactState::Observing;
    item.observing = version.state == PactState::Observing;
    item.summary = visibleLine(version.summary, 2000);
    item.quorum = item.inReview ? quorumWords(version) : QString();
    if (version.adopted)
        item.lifeNote = said(QT_TRANSLATE_NOOP("PactLife", "Put in force without review."));
    else if (version.state == PactState::Active && version.effectiveFrom && !version.inForce)
        //: %1 date and time
        item.lifeNote = said(QT_TRANSLATE_NOOP("PactLife", "Comes into force %1.")).arg(words::time(version.effectiveFrom));
    else if (version.effectiveUntil)
        item.lifeNote = said(QT_TRANSLATE_NOOP("PactLife", "Was in force until %1.")).arg(words::time(version.effectiveUntil));
    if (history.broken)
        item.lifeNote = said(QT_TRANSLATE_NOOP("PactLife", "A statement about this pact is missing or out of place: nothing new can come into force."));
    for (const PactStepOption &option : known.steps) {
        if (!item.inReview && option.refusal && option.refusal->code == "MND-LIF-004")
            continue; // its review is over: such steps are no longer anybody's
        PactStepItem step;
        step.code = QString::fromStdString(std::string(nameOf(option.step)));
        step.role = QString::fromStdString(option.role);
        step.text = buttonWords(option.step, visibleLine(option.role, 60));
        step.needsReason = option.step == PactStep::RequestChanges || option.step == PactStep::Withdraw;
        step.offersTime = option.step == PactStep::Activate;
        if (option.refusal)
            step.refusal = refusalWords(*option.refusal, version);
        if (!step.text.isEmpty())
            item.steps.push_back(std::move(step));
    }
    if (version.adopted)
        item.events.push_back({words::time(version.added), personShown(version.addedBy, {}), said(QT_TRANSLATE_NOOP("PactLife", "Put in force without review")), {}});
    for (const PactLife::Event &event : history.events) {
        if (event.statement.version != version.document.version)
            continue;
        PactEventItem shown;
        shown.when = words::time(event.statement.decidedAt);
        shown.who = personShown(event.statement.decidedBy, event.statement.decidedByName);
        //: %1 what was done, %2 a role
        shown.what = event.statement.role.empty() ? stepWords(event.statement.step)
                                                  : said(QT_TRANSLATE_NOOP("PactLife", "%1 as %2")).arg(stepWords(event.statement.step), visibleLine(event.statement.role, 60));
        shown.note = visibleLine(event.statement.note, 1000);
        if (!event.voidBecause.empty())
            //: %1 a sentence
            shown.note = said(QT_TRANSLATE_NOOP("PactLife", "Counts for nothing: %1")).arg(visibleLine(event.voidBecause, 400));
        item.events.push_back(std::move(shown));
    }
}

} // namespace mandate

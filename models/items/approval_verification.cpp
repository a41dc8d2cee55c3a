// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/approval_verification.h"

#include "models/items/approval_words.h"
#include "models/items/text_safety.h"

namespace mandate {
namespace {

struct VerificationWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::ApprovalVerification)
};

bool isSettled(const ApprovalView &view)
{
    return view.decision != DecisionState::Open && view.operation != OperationState::WaitingForAgent;
}

StateWord verifierWord(const ApprovalView &view)
{
    const bool stale = !isSettled(view) && !view.verdictFresh && view.request.needsVerifier;
    if (view.verifierVerdict == "allow")
        return stale ? StateWord{VerificationWords::tr("Verifier allowed it, out of date"), Shape::Diamond, Tone::Warning}
                     : StateWord{VerificationWords::tr("Verifier allows it"), Shape::Tick, Tone::Good};
    if (view.verifierVerdict == "refuse")
        return {VerificationWords::tr("Verifier refuses it"), Shape::Octagon, Tone::Critical};
    return view.request.needsVerifier ? StateWord{VerificationWords::tr("Verifier has not answered"), Shape::Diamond, Tone::Warning}
                                      : StateWord{VerificationWords::tr("No verifier is asked"), Shape::Disc, Tone::Neutral};
}

QString verifierSentence(const ApprovalView &view)
{
    if (!view.verified)
        return {};
    const QString who = visibleLine(view.verified->by, 120);
    const QString when = words::time(view.verified->at);
    const auto &checked = view.verified->scope;
    //: a verdict: %1 a verifier's name, %2 a time, %3 a scope policy as id@version
    QString text = checked && !checked->policy.empty() ? VerificationWords::tr("By %1, %2, against the scope policy %3.").arg(who, when, visibleLine(checked->policy, 120))
                                                       //: a verdict: %1 a verifier's name, %2 a time
                                                       : VerificationWords::tr("By %1, %2, against a scope policy that is not kept here.").arg(who, when);
    if (!view.verified->note.empty())
        //: %1 the verifier's own words
        text += u' ' + VerificationWords::tr("It says: “%1”").arg(visibleLine(view.verified->note, 400));
    return text;
}

StateWord scopeWord(const ScopeCheck &check)
{
    if (check.policy.empty())
        return {VerificationWords::tr("No scope policy counts"), Shape::Octagon, Tone::Critical};
    if (check.allows())
        return {VerificationWords::tr("Scope policy allows it"), Shape::Tick, Tone::Good};
    return check.outcome == "undecidable" ? StateWord{VerificationWords::tr("Scope policy cannot tell"), Shape::Diamond, Tone::Critical}
                                          : StateWord{VerificationWords::tr("Scope policy refuses it"), Shape::Octagon, Tone::Critical};
}

} // namespace

QList<CardLine> verificationLines(const ApprovalView &view)
{
    QList<CardLine> lines;
    lines << CardLine{VerificationWords::tr("Verifier"), verifierSentence(view), false, false, verifierWord(view)};
    if (view.scope) {
        const QString words = visibleLine(view.scope->words, 600);
        //: our own evaluation: %1 a sentence, %2 a scope policy as id@version
        lines << CardLine{VerificationWords::tr("Checked by Mandate itself"), view.scope->policy.empty() ? words : VerificationWords::tr("%1 (%2)").arg(words, visibleLine(view.scope->policy, 120)), false, false,
                          scopeWord(*view.scope)};
    }
    if (view.disagreement)
        lines << CardLine{VerificationWords::tr("Disagreement"),
                          view.verifierVerdict == "allow" ? VerificationWords::tr("The verifier allowed what the scope policy does not. It does not run, and an incident is open.")
                                                          : VerificationWords::tr("The pact lets it pass and the scope policy does not. It does not run."),
                          false, false, {VerificationWords::tr("Disagreement"), Shape::Triangle, Tone::Critical}};
    return lines;
}

QStringList verificationRefusals(const ApprovalView &view)
{
    if (!view.request.needsVerifier)
        return {};
    QStringList reasons;
    if (view.scope && view.scope->policy.empty())
        return {VerificationWords::tr("No scope policy counts for this agent.")}; // so no verdict could
    if (view.scope && !view.scope->allows())
        reasons << (view.scope->outcome == "undecidable" ? VerificationWords::tr("The scope policy cannot tell whether it allows it.") : VerificationWords::tr("The scope policy refuses it."));
    if (view.verifierVerdict.empty())
        reasons << VerificationWords::tr("The verifier has not answered.");
    else if (view.verifierVerdict != "allow")
        reasons << VerificationWords::tr("The verifier refuses it.");
    else if (!view.verdictFresh && reasons.isEmpty())
        reasons << VerificationWords::tr("The verifier's verdict is out of date.");
    return reasons;
}

QString disagreementWords(const ApprovalView &view)
{
    return view.disagreement ? VerificationWords::tr("Disagreement with the scope policy") : QString();
}

} // namespace mandate

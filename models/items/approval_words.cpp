// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/approval_words.h"

#include "models/items/text_safety.h"

#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>
#include <QTimeZone>

#include <cmath>

namespace mandate::words {
namespace {

struct ApprovalWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::ApprovalWords)
};

constexpr std::int64_t nanosInSecond = 1'000'000'000;
constexpr std::int64_t soonSeconds = 600;

std::int64_t secondsUntil(const Instant &then, const Instant &now)
{
    const std::int64_t ns = then.nanoseconds - now.nanoseconds;
    return ns >= 0 ? (ns + nanosInSecond - 1) / nanosInSecond : -(-ns / nanosInSecond);
}

const QRegularExpression &whiteSpace()
{
    static const QRegularExpression expression(QStringLiteral("\\s+"));
    return expression;
}

bool isWord(QStringView token)
{
    return std::any_of(token.begin(), token.end(), [](QChar c) { return c.isLetterOrNumber() || c.isSurrogate(); });
}

} // namespace

StateWord of(DecisionState state)
{
    switch (state) {
    case DecisionState::Open: return {ApprovalWords::tr("Waits for a decision"), Shape::Glass, Tone::Warning};
    case DecisionState::Approved: return {ApprovalWords::tr("Approved"), Shape::Tick, Tone::Good};
    case DecisionState::Denied: return {ApprovalWords::tr("Denied"), Shape::Bars, Tone::Critical};
    //: an expired request: the actor is a timer, never a person
    case DecisionState::Expired: return {ApprovalWords::tr("No one decided in time"), Shape::Glass, Tone::Neutral};
    case DecisionState::Cancelled: return {ApprovalWords::tr("Cancelled by the agent"), Shape::Diamond, Tone::Neutral};
    case DecisionState::Revoked: return {ApprovalWords::tr("Revoked"), Shape::Bars, Tone::Critical};
    }
    return {};
}

StateWord of(OperationState state)
{
    switch (state) {
    case OperationState::NotAllowed: return {ApprovalWords::tr("Not allowed to run"), Shape::Bars, Tone::Neutral};
    case OperationState::WaitingForAgent: return {ApprovalWords::tr("Waiting for the agent"), Shape::Glass, Tone::Info};
    case OperationState::Running: return {ApprovalWords::tr("Running"), Shape::Disc, Tone::Info};
    case OperationState::Done: return {ApprovalWords::tr("Done"), Shape::Tick, Tone::Good};
    case OperationState::Failed: return {ApprovalWords::tr("Failed"), Shape::Triangle, Tone::Warning};
    case OperationState::OutcomeUnknown: return {ApprovalWords::tr("Outcome unknown"), Shape::Diamond, Tone::Warning};
    }
    return {};
}

StateWord chip(Consequence consequence)
{
    switch (consequence) {
    case Consequence::Internal: return {ApprovalWords::tr("Internal"), Shape::Disc, Tone::Neutral};
    case Consequence::Spends: return {name(consequence), Shape::Octagon, Tone::Critical};
    case Consequence::SendsOutside: return {name(consequence), Shape::Triangle, Tone::Warning};
    case Consequence::Deletes: return {name(consequence), Shape::Octagon, Tone::Critical};
    case Consequence::GrantsAccess: return {name(consequence), Shape::Triangle, Tone::Critical};
    case Consequence::Publishes: return {name(consequence), Shape::Triangle, Tone::Warning};
    }
    return {};
}

StateWord cannotBeRecalled()
{
    return {ApprovalWords::tr("Cannot be recalled"), Shape::Bars, Tone::Critical};
}

QString meaning(DecisionState state)
{
    switch (state) {
    case DecisionState::Open: return ApprovalWords::tr("The agent waits for a person.");
    case DecisionState::Approved: return ApprovalWords::tr("The agent may do exactly this, once.");
    case DecisionState::Denied: return ApprovalWords::tr("The agent was told that it must not do this.");
    case DecisionState::Expired: return ApprovalWords::tr("Time ran out; no person decided. The agent must not do this.");
    case DecisionState::Cancelled: return ApprovalWords::tr("The agent no longer asks for this.");
    case DecisionState::Revoked: return ApprovalWords::tr("The approval was taken back before it was used.");
    }
    return {};
}

QString meaning(OperationState state)
{
    switch (state) {
    case OperationState::NotAllowed: return ApprovalWords::tr("Nothing may run.");
    case OperationState::WaitingForAgent: return ApprovalWords::tr("The agent has not acted yet.");
    case OperationState::Running: return ApprovalWords::tr("The agent began and has not said how it went.");
    case OperationState::Done: return ApprovalWords::tr("The agent says that it was done.");
    case OperationState::Failed: return ApprovalWords::tr("The agent says that it failed.");
    case OperationState::OutcomeUnknown: return ApprovalWords::tr("We do not know whether it ran. Do not retry before checking.");
    }
    return {};
}

QString told(ApprovalStep step)
{
    switch (step) {
    case ApprovalStep::File: return ApprovalWords::tr("Asked");
    case ApprovalStep::Claim: return ApprovalWords::tr("Claimed");
    case ApprovalStep::Release: return ApprovalWords::tr("Released");
    case ApprovalStep::Ask: return ApprovalWords::tr("Asked back");
    case ApprovalStep::Answer: return ApprovalWords::tr("Answered");
    case ApprovalStep::Complete: return ApprovalWords::tr("Completed by the agent");
    case ApprovalStep::Reassign: return ApprovalWords::tr("Reassigned");
    case ApprovalStep::Snooze: return ApprovalWords::tr("Snoozed");
    case ApprovalStep::Verify: return ApprovalWords::tr("Verified");
    case ApprovalStep::Approve: return ApprovalWords::tr("Approved");
    case ApprovalStep::Deny: return ApprovalWords::tr("Denied");
    case ApprovalStep::Revoke: return ApprovalWords::tr("Revoked");
    case ApprovalStep::Expire: return ApprovalWords::tr("Expired");
    case ApprovalStep::Cancel: return ApprovalWords::tr("Cancelled");
    case ApprovalStep::Consume: return ApprovalWords::tr("Used");
    case ApprovalStep::Report: return ApprovalWords::tr("Reported");
    }
    return {};
}

QString actor(ActorKind kind, std::string_view by, std::string_view byName)
{
    const QString name = visibleLine(byName.empty() ? person(by) : toText(byName), 80);
    switch (kind) {
    case ActorKind::Person: return name;
    //: an actor that is a rule of a pact: %1 its name
    case ActorKind::Rule: return ApprovalWords::tr("Rule %1").arg(name);
    case ActorKind::Timeout: return ApprovalWords::tr("Timeout, no person");
    //: an actor: a verifier agent, %1 its name
    case ActorKind::Verifier: return ApprovalWords::tr("Verifier %1").arg(name);
    case ActorKind::System: return ApprovalWords::tr("Mandate itself");
    //: an actor: an agent, %1 its name
    case ActorKind::Agent: return ApprovalWords::tr("Agent %1").arg(name);
    }
    return {};
}

QString actor(const ApprovalStatement &step, const Instant &now)
{
    const QString who = actor(step.actorKind, step.by, step.byName);
    if (step.actingFor.empty())
        return who;
    const QString absent = visibleLine(QStringView(person(step.actingFor)), 80);
    if (!step.actingUntil)
        //: who decided in whose place: %1 who decided, %2 who was away
        return ApprovalWords::tr("%1 for %2 (delegated)").arg(who, absent);
    //: who decided in whose place: %1 who decided, %2 who was away, %3 a time
    return ApprovalWords::tr("%1 for %2 (delegated until %3)").arg(who, absent, shortTime(*step.actingUntil, now));
}

QStringList approveReasonCodes()
{
    QStringList codes;
    for (const std::string_view code : approveReasons) {
        if (code != "test_item") // nobody approves one knowingly
            codes << toText(code);
    }
    return codes;
}

QStringList denyReasonCodes()
{
    QStringList codes;
    for (const std::string_view code : denyReasons)
        codes << toText(code);
    return codes;
}

QString decisionReason(const QString &code)
{
    if (code == QLatin1String("checked"))
        return ApprovalWords::tr("Checked, it is right");
    if (code == QLatin1String("expected"))
        return ApprovalWords::tr("Expected");
    if (code == QLatin1String("exception"))
        return ApprovalWords::tr("Exception granted");
    if (code == QLatin1String("test_item"))
        return ApprovalWords::tr("Test item");
    if (code == QLatin1String("over_limit"))
        return ApprovalWords::tr("Over the limit");
    if (code == QLatin1String("not_proven"))
        return ApprovalWords::tr("Not proven");
    if (code == QLatin1String("wrong_customer"))
        return ApprovalWords::tr("Wrong customer");
    if (code == QLatin1String("policy"))
        return ApprovalWords::tr("Against policy");
    return visibleLine(reason(code), 60);
}

QString proposalPart(std::string_view name)
{
    if (name == "reasoning")
        return ApprovalWords::tr("its reason");
    if (name == "scope")
        return ApprovalWords::tr("what will be different");
    if (name == "blast_radius")
        return ApprovalWords::tr("what it touches");
    if (name == "reversible")
        return ApprovalWords::tr("whether it can be undone");
    if (name == "confidence")
        return ApprovalWords::tr("how sure it is");
    return visibleLine(name, 60);
}

QString of(Reversibility reversibility)
{
    switch (reversibility) {
    case Reversibility::Unknown: return ApprovalWords::tr("not said");
    case Reversibility::None: return ApprovalWords::tr("cannot be undone");
    case Reversibility::Partial: return ApprovalWords::tr("can be undone in part");
    case Reversibility::Full: return ApprovalWords::tr("can be undone");
    }
    return {};
}

QString duration(std::int64_t seconds)
{
    const std::int64_t all = std::abs(seconds);
    if (all < 60)
        //: a length of time in seconds
        return ApprovalWords::tr("%1 s").arg(all);
    if (all < 3600)
        //: a length of time in minutes
        return ApprovalWords::tr("%1 min").arg(all / 60);
    if (all < 48 * 3600)
        //: a length of time: %1 hours, %2 minutes
        return ApprovalWords::tr("%1 h %2 min").arg(all / 3600).arg(all % 3600 / 60);
    return ApprovalWords::tr("%n day(s)", nullptr, static_cast<int>(all / 86'400));
}

StateWord timeLeft(const ApprovalRequest &request, const Instant &now)
{
    const std::int64_t left = secondsUntil(request.expiresAt, now);
    if (left <= 0)
        return of(DecisionState::Expired);
    const bool late = secondsUntil(request.respondBy, now) <= 0;
    if (late)
        //: the response target was missed; %1 is how long until nobody can decide any more, such as "2 min"
        return {ApprovalWords::tr("%1 left · late").arg(duration(left)), Shape::Octagon, Tone::Critical};
    //: how long until nobody can decide any more, such as "6 min"
    return {ApprovalWords::tr("%1 left").arg(duration(left)), left < soonSeconds ? Shape::Triangle : Shape::Disc,
            left < soonSeconds ? Tone::Warning : Tone::Info};
}

QString target(const ApprovalRequest &request, const Instant &now)
{
    const std::int64_t left = secondsUntil(request.respondBy, now);
    //: when an answer is due: in %1, such as "3 min"
    return left > 0 ? ApprovalWords::tr("Answer due in %1").arg(duration(left))
                    //: when an answer was due: %1 ago, such as "2 min"
                    : ApprovalWords::tr("Answer was due %1 ago").arg(duration(left));
}

QString shortTime(const Instant &instant, const Instant &now)
{
    const QTimeZone shown = zone() == Zone::Local ? QTimeZone::systemTimeZone() : QTimeZone::utc();
    const auto at = [&shown](const Instant &i) { return QDateTime::fromMSecsSinceEpoch(i.nanoseconds / 1'000'000, shown); };
    const QDateTime when = at(instant);
    const bool today = when.date() == at(now).date();
    return QLocale().toString(when, today ? QStringLiteral("HH:mm") : QStringLiteral("d MMM yyyy HH:mm")) + u' ' + when.timeZoneAbbreviation();
}

QString money(std::int64_t millionths, std::string_view currency)
{
    const QString amount = QLocale().toString(static_cast<double>(millionths) / 1e6, 'f', 2);
    //: an amount of money and its currency
    return currency.empty() ? amount : ApprovalWords::tr("%1 %2").arg(amount, visibleLine(currency, 12));
}

int countWords(const QString &text)
{
    const QStringList tokens = text.split(whiteSpace(), Qt::SkipEmptyParts);
    return static_cast<int>(std::count_if(tokens.begin(), tokens.end(), [](const QString &token) { return isWord(token); }));
}

QString firstWords(const QString &text, int words)
{
    if (countWords(text) <= words)
        return text;
    QStringList kept;
    int counted = 0;
    for (const QString &token : text.split(whiteSpace(), Qt::SkipEmptyParts)) {
        if (isWord(token) && ++counted > words)
            break;
        kept << token;
    }
    return kept.isEmpty() ? QString() : kept.join(u' ') + QChar(0x2026);
}

} // namespace mandate::words

// SPDX-License-Identifier: GPL-3.0-or-later
// Words for states, names and reasons. Times and numbers are words_numbers.cpp.
#include "models/items/words.h"

#include "models/items/text_safety.h"

namespace mandate::words {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Words", text);
}

} // namespace

StateWord of(Verdict verdict)
{
    switch (verdict) {
    case Verdict::NotJudged: return {tr(QT_TRANSLATE_NOOP("Words", "Not judged")), Shape::None, Tone::Muted};
    case Verdict::NoPact: return {tr(QT_TRANSLATE_NOOP("Words", "No pact")), Shape::Diamond, Tone::Neutral};
    case Verdict::Permitted: return {tr(QT_TRANSLATE_NOOP("Words", "Permitted")), Shape::Tick, Tone::Good};
    case Verdict::Approved: return {tr(QT_TRANSLATE_NOOP("Words", "Approved")), Shape::Tick, Tone::Good};
    case Verdict::NeedsApproval: return {tr(QT_TRANSLATE_NOOP("Words", "Needs approval")), Shape::Triangle, Tone::Warning};
    case Verdict::Prohibited: return {tr(QT_TRANSLATE_NOOP("Words", "Prohibited")), Shape::Octagon, Tone::Critical};
    case Verdict::OutOfScope: return {tr(QT_TRANSLATE_NOOP("Words", "Out of scope")), Shape::Triangle, Tone::Warning};
    case Verdict::Undecidable: return {tr(QT_TRANSLATE_NOOP("Words", "Cannot be decided")), Shape::Diamond, Tone::Neutral};
    }
    return {};
}

StateWord of(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Unknown: return {tr(QT_TRANSLATE_NOOP("Words", "Outcome unknown")), Shape::Diamond, Tone::Neutral};
    case Outcome::Executed: return {tr(QT_TRANSLATE_NOOP("Words", "Executed")), Shape::Disc, Tone::Info};
    case Outcome::Refused: return {tr(QT_TRANSLATE_NOOP("Words", "Refused")), Shape::Bars, Tone::Neutral};
    case Outcome::Failed: return {tr(QT_TRANSLATE_NOOP("Words", "Failed")), Shape::Triangle, Tone::Warning};
    }
    return {};
}

StateWord of(AgentState state)
{
    switch (state) {
    case AgentState::NotAuthorized: return {tr(QT_TRANSLATE_NOOP("Words", "Not authorized")), Shape::Triangle, Tone::Warning};
    case AgentState::Authorized: return {tr(QT_TRANSLATE_NOOP("Words", "Authorized")), Shape::Tick, Tone::Good};
    case AgentState::Restricted: return {tr(QT_TRANSLATE_NOOP("Words", "Restricted")), Shape::Disc, Tone::Info};
    case AgentState::Suspended: return {tr(QT_TRANSLATE_NOOP("Words", "Suspended")), Shape::Bars, Tone::Critical};
    case AgentState::Revoked: return {tr(QT_TRANSLATE_NOOP("Words", "Revoked")), Shape::Octagon, Tone::Critical};
    }
    return {};
}

StateWord of(Severity severity)
{
    switch (severity) {
    case Severity::Critical: return {tr(QT_TRANSLATE_NOOP("Words", "Critical")), Shape::Octagon, Tone::Critical};
    case Severity::Major: return {tr(QT_TRANSLATE_NOOP("Words", "Major")), Shape::Triangle, Tone::Warning};
    case Severity::Minor: return {tr(QT_TRANSLATE_NOOP("Words", "Minor")), Shape::Disc, Tone::Info};
    }
    return {};
}

StateWord of(SignatureState state)
{
    switch (state) {
    case SignatureState::Unsigned: return {tr(QT_TRANSLATE_NOOP("Words", "Not signed")), Shape::Diamond, Tone::Neutral};
    case SignatureState::Valid: return {tr(QT_TRANSLATE_NOOP("Words", "Signature valid")), Shape::Tick, Tone::Good};
    case SignatureState::Invalid: return {tr(QT_TRANSLATE_NOOP("Words", "Signature does not match")), Shape::Octagon, Tone::Critical};
    case SignatureState::UnknownKey: return {tr(QT_TRANSLATE_NOOP("Words", "Signed by an unknown key")), Shape::Triangle, Tone::Warning};
    }
    return {};
}

StateWord of(ProblemClass problemClass)
{
    switch (problemClass) {
    case ProblemClass::Security: return {tr(QT_TRANSLATE_NOOP("Words", "Security")), Shape::Octagon, Tone::Critical};
    case ProblemClass::Error: return {tr(QT_TRANSLATE_NOOP("Words", "Error")), Shape::Bars, Tone::Critical};
    case ProblemClass::Warning: return {tr(QT_TRANSLATE_NOOP("Words", "Warning")), Shape::Triangle, Tone::Warning};
    case ProblemClass::Suggestion: return {tr(QT_TRANSLATE_NOOP("Words", "Suggestion")), Shape::Disc, Tone::Info};
    case ProblemClass::Info: return {tr(QT_TRANSLATE_NOOP("Words", "Info")), Shape::Disc, Tone::Neutral};
    }
    return {};
}

StateWord executed(bool executed)
{
    return executed ? StateWord{tr(QT_TRANSLATE_NOOP("Words", "Executed")), Shape::Octagon, Tone::Critical}
                    : StateWord{tr(QT_TRANSLATE_NOOP("Words", "Attempted, not executed")), Shape::Triangle, Tone::Warning};
}

QString name(RecordKind kind)
{
    switch (kind) {
    case RecordKind::Action: return tr(QT_TRANSLATE_NOOP("Words", "Action"));
    case RecordKind::Message: return tr(QT_TRANSLATE_NOOP("Words", "Message"));
    case RecordKind::Session: return tr(QT_TRANSLATE_NOOP("Words", "Session"));
    case RecordKind::Context: return tr(QT_TRANSLATE_NOOP("Words", "Context"));
    case RecordKind::Event: return tr(QT_TRANSLATE_NOOP("Words", "Event"));
    case RecordKind::Decision: return tr(QT_TRANSLATE_NOOP("Words", "Decision of the gateway"));
    }
    return {};
}

QString name(EntryType type)
{
    switch (type) {
    case EntryType::Record: return tr(QT_TRANSLATE_NOOP("Words", "Record"));
    case EntryType::Quarantine: return tr(QT_TRANSLATE_NOOP("Words", "Quarantined item"));
    case EntryType::Pact: return tr(QT_TRANSLATE_NOOP("Words", "Pact version"));
    case EntryType::Statement: return tr(QT_TRANSLATE_NOOP("Words", "Statement about an agent"));
    case EntryType::Judgement: return tr(QT_TRANSLATE_NOOP("Words", "Judgement"));
    case EntryType::Incident: return tr(QT_TRANSLATE_NOOP("Words", "Incident"));
    case EntryType::Key: return tr(QT_TRANSLATE_NOOP("Words", "Signing key"));
    case EntryType::Note: return tr(QT_TRANSLATE_NOOP("Words", "Note"));
    case EntryType::Request: return tr(QT_TRANSLATE_NOOP("Words", "Step of an approval request"));
    case EntryType::Point: return tr(QT_TRANSLATE_NOOP("Words", "Enforcement point"));
    case EntryType::ScopePolicy: return tr(QT_TRANSLATE_NOOP("Words", "Statement about a scope policy"));
    case EntryType::Case: return tr(QT_TRANSLATE_NOOP("Words", "Step in an incident"));
    case EntryType::Person: return tr(QT_TRANSLATE_NOOP("Words", "Statement about a person"));
    }
    return {};
}

QString name(Role role)
{
    switch (role) {
    case Role::None: return tr(QT_TRANSLATE_NOOP("Words", "Not said"));
    case Role::User: return tr(QT_TRANSLATE_NOOP("Words", "User"));
    case Role::Agent: return tr(QT_TRANSLATE_NOOP("Words", "Agent"));
    case Role::System: return tr(QT_TRANSLATE_NOOP("Words", "System"));
    case Role::Tool: return tr(QT_TRANSLATE_NOOP("Words", "Tool"));
    }
    return {};
}

QString name(ClauseKind kind)
{
    switch (kind) {
    case ClauseKind::Forbid: return tr(QT_TRANSLATE_NOOP("Words", "Prohibition"));
    case ClauseKind::Escalate: return tr(QT_TRANSLATE_NOOP("Words", "Escalation"));
    case ClauseKind::Permit: return tr(QT_TRANSLATE_NOOP("Words", "Permission"));
    case ClauseKind::Evidence: return tr(QT_TRANSLATE_NOOP("Words", "Evidence duty"));
    }
    return {};
}

QString group(ClauseKind kind)
{
    switch (kind) {
    case ClauseKind::Forbid: return tr(QT_TRANSLATE_NOOP("Words", "Prohibitions"));
    case ClauseKind::Escalate: return tr(QT_TRANSLATE_NOOP("Words", "Escalations"));
    case ClauseKind::Permit: return tr(QT_TRANSLATE_NOOP("Words", "Scope"));
    case ClauseKind::Evidence: return tr(QT_TRANSLATE_NOOP("Words", "Evidence duties"));
    }
    return {};
}

QString name(Consequence consequence)
{
    switch (consequence) {
    case Consequence::Internal: return tr(QT_TRANSLATE_NOOP("Words", "Stays internal"));
    case Consequence::Spends: return tr(QT_TRANSLATE_NOOP("Words", "Spends money"));
    case Consequence::SendsOutside: return tr(QT_TRANSLATE_NOOP("Words", "Sends outside"));
    case Consequence::Deletes: return tr(QT_TRANSLATE_NOOP("Words", "Deletes"));
    case Consequence::GrantsAccess: return tr(QT_TRANSLATE_NOOP("Words", "Grants access"));
    case Consequence::Publishes: return tr(QT_TRANSLATE_NOOP("Words", "Publishes"));
    }
    return {};
}

QString has(Has part)
{
    switch (part) {
    case HasInput: return tr(QT_TRANSLATE_NOOP("Words", "Input"));
    case HasAction: return tr(QT_TRANSLATE_NOOP("Words", "Action"));
    case HasBasis: return tr(QT_TRANSLATE_NOOP("Words", "Authorization basis"));
    case HasResult: return tr(QT_TRANSLATE_NOOP("Words", "Result"));
    case HasTime: return tr(QT_TRANSLATE_NOOP("Words", "Time"));
    case HasDecisionBasis: return tr(QT_TRANSLATE_NOOP("Words", "Agent's stated reason"));
    case HasSignature: return tr(QT_TRANSLATE_NOOP("Words", "Signature of the source"));
    }
    return {};
}

QString meaning(Verdict verdict)
{
    switch (verdict) {
    case Verdict::NotJudged: return tr(QT_TRANSLATE_NOOP("Words", "This record is no action, so no pact judges it."));
    case Verdict::NoPact: return tr(QT_TRANSLATE_NOOP("Words", "No pact in force binds this agent, so nothing was judged."));
    case Verdict::Permitted: return tr(QT_TRANSLATE_NOOP("Words", "The pact in force permits this action."));
    case Verdict::Approved: return tr(QT_TRANSLATE_NOOP("Words", "A person had to decide, and a valid approval exists."));
    case Verdict::NeedsApproval: return tr(QT_TRANSLATE_NOOP("Words", "A person had to decide first. We have no record that anyone did."));
    case Verdict::Prohibited: return tr(QT_TRANSLATE_NOOP("Words", "A clause of the pact in force forbids this action."));
    case Verdict::OutOfScope: return tr(QT_TRANSLATE_NOOP("Words", "Nothing in the pact in force permits this action."));
    case Verdict::Undecidable: return tr(QT_TRANSLATE_NOOP("Words", "A fact that the pact asks for was not recorded, so there is no answer."));
    }
    return {};
}

QString meaning(AgentState state)
{
    switch (state) {
    case AgentState::NotAuthorized: return tr(QT_TRANSLATE_NOOP("Words", "The agent is not authorized to act."));
    case AgentState::Authorized: return tr(QT_TRANSLATE_NOOP("Words", "The agent may act within the pact in force."));
    case AgentState::Restricted: return tr(QT_TRANSLATE_NOOP("Words", "The agent may use only some of its tools."));
    case AgentState::Suspended: return tr(QT_TRANSLATE_NOOP("Words", "The agent must not act until it is resumed."));
    case AgentState::Revoked: return tr(QT_TRANSLATE_NOOP("Words", "The authorization was taken back for good."));
    }
    return {};
}

QString reason(std::string_view code)
{
    struct Entry
    {
        std::string_view code;
        const char *text;
    };
    static constexpr std::array<Entry, 16> entries{{
        {"scope_violation", QT_TRANSLATE_NOOP("Words", "Scope violation")},
        {"wrong_action", QT_TRANSLATE_NOOP("Words", "Wrong action")},
        {"data_access", QT_TRANSLATE_NOOP("Words", "Access to data")},
        {"drift", QT_TRANSLATE_NOOP("Words", "Behaviour has drifted")},
        {"security", QT_TRANSLATE_NOOP("Words", "Security concern")},
        {"other", QT_TRANSLATE_NOOP("Words", "Other reason")},
        {"cause_fixed", QT_TRANSLATE_NOOP("Words", "The cause is fixed")},
        {"false_alarm", QT_TRANSLATE_NOOP("Words", "It was a false alarm")},
        {"pact_in_force", QT_TRANSLATE_NOOP("Words", "A pact came into force")},
        {"risk_accepted", QT_TRANSLATE_NOOP("Words", "The risk is accepted")},
        {"gate_passed", QT_TRANSLATE_NOOP("Words", "It passed the gate")},
        {"renewal", QT_TRANSLATE_NOOP("Words", "Renewal")},
        {"no_owner", QT_TRANSLATE_NOOP("Words", "No accountable owner")},
        {"expired", QT_TRANSLATE_NOOP("Words", "The authorization has ended")},
        {"not_yet", QT_TRANSLATE_NOOP("Words", "The authorization begins later")},
        {"broken_chain", QT_TRANSLATE_NOOP("Words", "The chain of statements does not hold")},
    }};
    for (const Entry &entry : entries) {
        if (entry.code == code)
            return tr(entry.text);
    }
    return toText(code);
}

QString reason(const QString &code)
{
    return reason(std::string_view(code.toStdString()));
}

Instant instantOf(const QDateTime &time)
{
    return {time.toMSecsSinceEpoch() * 1'000'000, true};
}

QString person(std::string_view id)
{
    constexpr std::string_view account = "account:";
    if (id.starts_with(account))
        id.remove_prefix(account.size());
    return toText(id);
}

QStringList suspendReasonCodes()
{
    QStringList codes;
    for (const std::string_view code : suspendReasons)
        codes << toText(code);
    return codes;
}

QStringList resumeReasonCodes()
{
    QStringList codes;
    for (const std::string_view code : resumeReasons)
        codes << toText(code);
    return codes;
}

QStringList authorizeReasonCodes()
{
    QStringList codes;
    for (const std::string_view code : authorizeReasons)
        codes << toText(code);
    return codes;
}

QString format(const QString &adapter)
{
    struct Entry
    {
        QLatin1String adapter;
        const char *text;
    };
    static const std::array<Entry, 11> entries{{
        {QLatin1String("tau2"), QT_TRANSLATE_NOOP("Words", "tau2 runs")},
        {QLatin1String("tau-bench"), QT_TRANSLATE_NOOP("Words", "tau-bench runs")},
        {QLatin1String("agentdojo"), QT_TRANSLATE_NOOP("Words", "AgentDojo runs")},
        {QLatin1String("openai"), QT_TRANSLATE_NOOP("Words", "OpenAI-style messages")},
        {QLatin1String("anthropic"), QT_TRANSLATE_NOOP("Words", "Anthropic-style messages")},
        {QLatin1String("otlp"), QT_TRANSLATE_NOOP("Words", "OpenTelemetry (OTLP/JSON)")},
        {QLatin1String("cloudtrail"), QT_TRANSLATE_NOOP("Words", "AWS CloudTrail")},
        {QLatin1String("cloudtrail-digest"), QT_TRANSLATE_NOOP("Words", "AWS CloudTrail digest files")},
        {QLatin1String("agt"), QT_TRANSLATE_NOOP("Words", "Agent Governance Toolkit audit entries")},
        {QLatin1String("signed"), QT_TRANSLATE_NOOP("Words", "Signed records")},
        {QLatin1String("mandate"), QT_TRANSLATE_NOOP("Words", "Mandate records")},
    }};
    for (const Entry &entry : entries) {
        if (adapter == entry.adapter)
            return tr(entry.text);
    }
    return adapter;
}

} // namespace mandate::words

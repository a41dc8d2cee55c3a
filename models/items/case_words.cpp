// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/case_words.h"

#include "models/items/text_safety.h"

#include <QLocale>

#include <array>

namespace mandate::words {
namespace {

QString say(const char *text, int count = -1)
{
    return QCoreApplication::translate("CaseWords", text, nullptr, count);
}

struct Named
{
    std::string_view name;
    const char *text;
};

template<std::size_t Size>
QString named(const std::array<Named, Size> &names, std::string_view name)
{
    for (const Named &one : names) {
        if (one.name == name)
            return say(one.text);
    }
    return visibleLine(name, 60);
}

} // namespace

StateWord of(CaseState state)
{
    switch (state) {
    case CaseState::Open: return {say(QT_TRANSLATE_NOOP("CaseWords", "Open")), Shape::Triangle, Tone::Warning};
    case CaseState::Investigating: return {say(QT_TRANSLATE_NOOP("CaseWords", "Investigating")), Shape::Disc, Tone::Info};
    case CaseState::Contained: return {say(QT_TRANSLATE_NOOP("CaseWords", "Contained")), Shape::Bars, Tone::Info};
    case CaseState::Closed: return {say(QT_TRANSLATE_NOOP("CaseWords", "Closed")), Shape::Tick, Tone::Good};
    case CaseState::Merged: return {say(QT_TRANSLATE_NOOP("CaseWords", "Merged")), Shape::Disc, Tone::Neutral};
    }
    return {};
}

StateWord of(AttributionState state)
{
    switch (state) {
    case AttributionState::None: return {say(QT_TRANSLATE_NOOP("CaseWords", "No cause claimed")), Shape::Diamond, Tone::Neutral};
    case AttributionState::Claimed: return {say(QT_TRANSLATE_NOOP("CaseWords", "Claimed")), Shape::Disc, Tone::Info};
    case AttributionState::Agreed: return {say(QT_TRANSLATE_NOOP("CaseWords", "Agreed")), Shape::Tick, Tone::Good};
    case AttributionState::Disputed: return {say(QT_TRANSLATE_NOOP("CaseWords", "Disputed")), Shape::Triangle, Tone::Warning};
    }
    return {};
}

QString name(Cause cause)
{
    switch (cause) {
    case Cause::Policy: return say(QT_TRANSLATE_NOOP("CaseWords", "Policy"));
    case Cause::Technical: return say(QT_TRANSLATE_NOOP("CaseWords", "Technical"));
    case Cause::Specification: return say(QT_TRANSLATE_NOOP("CaseWords", "Specification"));
    case Cause::Infrastructure: return say(QT_TRANSLATE_NOOP("CaseWords", "Infrastructure"));
    case Cause::NotEnoughEvidence: return say(QT_TRANSLATE_NOOP("CaseWords", "Not enough evidence"));
    }
    return {};
}

QString meaning(Cause cause)
{
    switch (cause) {
    case Cause::Policy: return say(QT_TRANSLATE_NOOP("CaseWords", "The pact was clear, and what was done broke it."));
    case Cause::Technical: return say(QT_TRANSLATE_NOOP("CaseWords", "The agent's program or model went wrong: it repeated itself, or obeyed text that it read."));
    case Cause::Specification: return say(QT_TRANSLATE_NOOP("CaseWords", "The task or the pact was silent or contradictory."));
    case Cause::Infrastructure: return say(QT_TRANSLATE_NOOP("CaseWords", "A tool told the agent something untrue, or did something else than it was told."));
    case Cause::NotEnoughEvidence: return say(QT_TRANSLATE_NOOP("CaseWords", "The records do not show it. Say what is missing."));
    }
    return {};
}

QString name(ClaimGrade grade)
{
    return grade == ClaimGrade::Confirmed ? say(QT_TRANSLATE_NOOP("CaseWords", "Confirmed")) : say(QT_TRANSLATE_NOOP("CaseWords", "Likely"));
}

QString name(CaseStep step)
{
    switch (step) {
    case CaseStep::Open: return say(QT_TRANSLATE_NOOP("CaseWords", "Opened by hand"));
    case CaseStep::Assign: return say(QT_TRANSLATE_NOOP("CaseWords", "Assigned"));
    case CaseStep::Move: return say(QT_TRANSLATE_NOOP("CaseWords", "Moved on"));
    case CaseStep::Grade: return say(QT_TRANSLATE_NOOP("CaseWords", "Graded anew"));
    case CaseStep::Note: return say(QT_TRANSLATE_NOOP("CaseWords", "Note"));
    case CaseStep::Link: return say(QT_TRANSLATE_NOOP("CaseWords", "Linked"));
    case CaseStep::Unlink: return say(QT_TRANSLATE_NOOP("CaseWords", "Link taken away"));
    case CaseStep::Merge: return say(QT_TRANSLATE_NOOP("CaseWords", "Merged"));
    case CaseStep::Split: return say(QT_TRANSLATE_NOOP("CaseWords", "Records split off"));
    case CaseStep::Claim: return say(QT_TRANSLATE_NOOP("CaseWords", "Cause claimed"));
    case CaseStep::Agree: return say(QT_TRANSLATE_NOOP("CaseWords", "Agreed to a claim"));
    case CaseStep::Withdraw: return say(QT_TRANSLATE_NOOP("CaseWords", "Claim withdrawn"));
    case CaseStep::Aware: return say(QT_TRANSLATE_NOOP("CaseWords", "Became aware"));
    case CaseStep::Reported: return say(QT_TRANSLATE_NOOP("CaseWords", "Reported"));
    case CaseStep::NoDuty: return say(QT_TRANSLATE_NOOP("CaseWords", "Duty does not apply"));
    case CaseStep::Close: return say(QT_TRANSLATE_NOOP("CaseWords", "Closed"));
    case CaseStep::Reopen: return say(QT_TRANSLATE_NOOP("CaseWords", "Reopened"));
    case CaseStep::Escalate: return say(QT_TRANSLATE_NOOP("CaseWords", "Escalated: nobody acted in time"));
    }
    return {};
}

QString party(std::string_view party)
{
    static constexpr std::array<Named, 5> names{{{"us", QT_TRANSLATE_NOOP("CaseWords", "Us")},
                                                 {"vendor", QT_TRANSLATE_NOOP("CaseWords", "Vendor")},
                                                 {"customer", QT_TRANSLATE_NOOP("CaseWords", "Customer")},
                                                 {"operator", QT_TRANSLATE_NOOP("CaseWords", "Operator")},
                                                 {"authority", QT_TRANSLATE_NOOP("CaseWords", "Authority")}}};
    return named(names, party);
}

QString pattern(std::string_view pattern)
{
    static constexpr std::array<Named, 9> names{{{"stale_state", QT_TRANSLATE_NOOP("CaseWords", "what it had read was not true")},
                                                 {"tool_failed", QT_TRANSLATE_NOOP("CaseWords", "the tool did something else")},
                                                 {"attack", QT_TRANSLATE_NOOP("CaseWords", "text that it read steered it")},
                                                 {"runaway", QT_TRANSLATE_NOOP("CaseWords", "it did not stop by itself")},
                                                 {"pressure_on_scope", QT_TRANSLATE_NOOP("CaseWords", "pressed beyond a limit")},
                                                 {"task_forbidden", QT_TRANSLATE_NOOP("CaseWords", "the task asks for what is forbidden")},
                                                 {"no_evidence", QT_TRANSLATE_NOOP("CaseWords", "it had not read what it acted on")},
                                                 {"success_hides_violation", QT_TRANSLATE_NOOP("CaseWords", "a success hides the violation")},
                                                 {"pact_silent", QT_TRANSLATE_NOOP("CaseWords", "the pact permitted it")}}};
    return named(names, pattern);
}

QString relation(std::string_view relation)
{
    static constexpr std::array<Named, 4> names{{{"related", QT_TRANSLATE_NOOP("CaseWords", "Related to")},
                                                 {"caused_by", QT_TRANSLATE_NOOP("CaseWords", "Caused by")},
                                                 {"causes", QT_TRANSLATE_NOOP("CaseWords", "Causes")},
                                                 {"same_cause", QT_TRANSLATE_NOOP("CaseWords", "Same cause as")}}};
    return named(names, relation);
}

QString causeAnswer(std::string_view answer)
{
    static constexpr std::array<Named, 3> names{{{"yes", QT_TRANSLATE_NOOP("CaseWords", "Yes")}, {"no", QT_TRANSLATE_NOOP("CaseWords", "No")}, {"unknown", QT_TRANSLATE_NOOP("CaseWords", "Not known")}}};
    return named(names, answer);
}

QString causeQuestion(std::string_view question)
{
    static constexpr std::array<Named, 9> names{{
        {"state_true", QT_TRANSLATE_NOOP("CaseWords", "Was what the agent had read true, as far as the verdict depends on it?")},
        {"steered", QT_TRANSLATE_NOOP("CaseWords", "Did text that the agent read, and that nobody it works for wrote, tell it what to do?")},
        {"repeated", QT_TRANSLATE_NOOP("CaseWords", "Did it do the same again and again without end?")},
        {"permitted", QT_TRANSLATE_NOOP("CaseWords", "Did the pact permit what was done?")},
        {"tool_obeyed", QT_TRANSLATE_NOOP("CaseWords", "Did the tools do what they were told?")},
        {"pressed", QT_TRANSLATE_NOOP("CaseWords", "Did whom it works for ask for more than a limit of the pact allows?")},
        {"unclear", QT_TRANSLATE_NOOP("CaseWords", "Was the pact silent or contradictory there, or did the task itself ask for what it forbids?")},
        {"read_first", QT_TRANSLATE_NOOP("CaseWords", "Had it read what it acted on before it acted?")},
        {"scored", QT_TRANSLATE_NOOP("CaseWords", "Did the run count as a success all the same?")},
    }};
    return named(names, question);
}

QString period(const DutyPeriod &period)
{
    switch (period.unit) {
    case DutyPeriod::Unit::Immediately: return say(QT_TRANSLATE_NOOP("CaseWords", "immediately"));
    case DutyPeriod::Unit::Hours: return say(QT_TRANSLATE_N_NOOP("CaseWords", "%n hour(s)"), static_cast<int>(period.count));
    case DutyPeriod::Unit::Days: return say(QT_TRANSLATE_N_NOOP("CaseWords", "%n day(s)"), static_cast<int>(period.count));
    }
    return {};
}

QString span(std::int64_t nanoseconds)
{
    const std::int64_t minutes = (nanoseconds < 0 ? -nanoseconds : nanoseconds) / 60'000'000'000;
    const QLocale locale;
    if (minutes < 60)
        //: a time span; %1 minutes
        return say(QT_TRANSLATE_NOOP("CaseWords", "%1 min")).arg(locale.toString(static_cast<qlonglong>(minutes)));
    if (minutes >= 10 * 60 && minutes < 24 * 60)
        //: a time span; %1 hours
        return say(QT_TRANSLATE_NOOP("CaseWords", "%1 h")).arg(locale.toString(static_cast<qlonglong>(minutes / 60)));
    if (minutes < 24 * 60)
        //: a time span; %1 hours, %2 minutes
        return say(QT_TRANSLATE_NOOP("CaseWords", "%1 h %2 min")).arg(locale.toString(static_cast<qlonglong>(minutes / 60)), locale.toString(static_cast<qlonglong>(minutes % 60)));
    //: a time span; %1 days, %2 hours
    return say(QT_TRANSLATE_NOOP("CaseWords", "%1 d %2 h")).arg(locale.toString(static_cast<qlonglong>(minutes / (24 * 60))), locale.toString(static_cast<qlonglong>(minutes / 60 % 24)));
}

QString timeLeft(const Instant &due, const Instant &now)
{
    const std::int64_t left = due.nanoseconds - now.nanoseconds;
    //: %1 a time span such as 2 d 3 h
    return left > 0 ? say(QT_TRANSLATE_NOOP("CaseWords", "%1 left")).arg(span(left)) : say(QT_TRANSLATE_NOOP("CaseWords", "Overdue by %1")).arg(span(left));
}

QString stakes(const IncidentStakes &stakes)
{
    QStringList parts;
    for (const auto &[currency, millionths] : stakes.money) {
        const QString amount = QLocale().toString(static_cast<double>(millionths) / 1e6, 'f', 2);
        //: money of an incident: %1 the amount, %2 the currency
        parts << (currency.empty() ? say(QT_TRANSLATE_NOOP("CaseWords", "%1 moved, currency not recorded")).arg(amount)
                                   : say(QT_TRANSLATE_NOOP("CaseWords", "%1 %2 moved")).arg(amount, visibleLine(currency, 12)));
    }
    if (stakes.people > 0)
        parts << say(QT_TRANSLATE_N_NOOP("CaseWords", "%n person(s) reached"), static_cast<int>(stakes.people));
    if (stakes.irreversible)
        parts << say(QT_TRANSLATE_NOOP("CaseWords", "cannot be undone"));
    return parts.join(QStringLiteral(", "));
}

} // namespace mandate::words

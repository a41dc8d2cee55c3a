// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/agents/sheet_words.h"

#include "models/items/text_safety.h"

#include <QLocale>

namespace mandate::sheet {
namespace {

using Kind = AgentChange::Kind;

QString say(const char *text, int count = -1)
{
    return QCoreApplication::translate("StatementSheet", text, nullptr, count);
}

StateWord good(const QString &word)
{
    return {word, Shape::Tick, Tone::Good};
}

StateWord recorded()
{
    return good(say(QT_TRANSLATE_NOOP("StatementSheet", "Recorded")));
}

StateWord waits()
{
    return {say(QT_TRANSLATE_NOOP("StatementSheet", "Waits")), Shape::Glass, Tone::Warning};
}

bool stops(Kind kind)
{
    return kind == Kind::Suspend || kind == Kind::Revoke;
}

/// Each point with what it said last about this agent and how long it usually takes.
void addPoints(QList<StateLine> &lines, const SheetSubject &subject)
{
    if (!subject.stop) {
        lines << StateLine{{say(QT_TRANSLATE_NOOP("StatementSheet", "Reading")), Shape::Glass, Tone::Muted}, say(QT_TRANSLATE_NOOP("StatementSheet", "What enforces this is being read. You need not wait.")), {}, {}, {}};
        return;
    }
    if (subject.stop->points.empty()) {
        lines << StateLine{{say(QT_TRANSLATE_NOOP("StatementSheet", "Cannot confirm")), Shape::Triangle, Tone::Warning},
                           stops(subject.kind) ? say(QT_TRANSLATE_NOOP("StatementSheet", "No enforcement point is set up for this agent, so Mandate cannot stop it itself. Tell the people who run it."))
                                               : say(QT_TRANSLATE_NOOP("StatementSheet", "No enforcement point is set up for this agent. Whoever runs it must be told.")),
                           {}, {}, {}};
        return;
    }
    for (const PointLine &point : subject.stop->points) {
        StateLine line;
        line.state = point.state;
        //: an enforcement point: %1 its name, %2 its kind, such as Gateway
        line.text = say(QT_TRANSLATE_NOOP("StatementSheet", "%1 (%2).")).arg(point.title, point.kind);
        if (stops(subject.kind))
            line.text = say(QT_TRANSLATE_NOOP("StatementSheet", "%1 (%2): %3")).arg(point.title, point.kind, point.effect);
        if (point.tookMs)
            //: %1 a duration such as 0.4 s
            line.text += QLatin1Char(' ') + say(QT_TRANSLATE_NOOP("StatementSheet", "The last stop there took %1.")).arg(seconds(*point.tookMs));
        if (!point.isGood())
            line.text += QLatin1Char(' ') + say(QT_TRANSLATE_NOOP("StatementSheet", "Before this: %1")).arg(point.sentence);
        lines << line;
    }
}

void addSecondPerson(QList<StateLine> &lines, const SheetSubject &subject)
{
    if (subject.options && subject.options->needsSecond)
        lines << StateLine{waits(), say(QT_TRANSLATE_NOOP("StatementSheet", "This is a proposal. Nothing changes until a second person confirms it.")), {}, {}, {}};
}

} // namespace

QString title(const SheetSubject &subject)
{
    // Long names must not push the sheet out of the pane.
    const QString name = isolated(visibleLine(subject.agent.shown, 80));
    switch (subject.kind) {
    case Kind::Suspend: return say(QT_TRANSLATE_NOOP("StatementSheet", "Suspend %1?")).arg(name);
    case Kind::Restrict: return say(QT_TRANSLATE_NOOP("StatementSheet", "Restrict %1?")).arg(name);
    case Kind::Resume: return say(QT_TRANSLATE_NOOP("StatementSheet", "Resume %1?")).arg(name);
    case Kind::Revoke: return say(QT_TRANSLATE_NOOP("StatementSheet", "Revoke %1?")).arg(name);
    case Kind::Authorize: return say(QT_TRANSLATE_NOOP("StatementSheet", "Authorize %1?")).arg(name);
    case Kind::Confirm: return say(QT_TRANSLATE_NOOP("StatementSheet", "Confirm the proposal about %1?")).arg(name);
    case Kind::Decline: return say(QT_TRANSLATE_NOOP("StatementSheet", "Decline the proposal about %1?")).arg(name);
    case Kind::SuspendAll: return say(QT_TRANSLATE_N_NOOP("StatementSheet", "Suspend all %n agent(s) that may act?"), subject.acting);
    }
    return {};
}

QString effectsHeading(Kind kind)
{
    switch (kind) {
    case Kind::Suspend:
    case Kind::Revoke:
    case Kind::SuspendAll: return say(QT_TRANSLATE_NOOP("StatementSheet", "What this stops"));
    case Kind::Authorize: return say(QT_TRANSLATE_NOOP("StatementSheet", "What it has to have"));
    case Kind::Resume: return say(QT_TRANSLATE_NOOP("StatementSheet", "What this starts"));
    default: return say(QT_TRANSLATE_NOOP("StatementSheet", "What this does"));
    }
}

QList<StateLine> effects(const SheetSubject &subject)
{
    QList<StateLine> lines;
    switch (subject.kind) {
    case Kind::Suspend: addPoints(lines, subject); break;
    case Kind::Revoke:
        addPoints(lines, subject);
        lines << StateLine{recorded(), say(QT_TRANSLATE_NOOP("StatementSheet", "The authorization ends for good. Only a new authorization, with all five checks, lets it act again.")), {}, {}, {}};
        break;
    case Kind::SuspendAll:
        lines << StateLine{recorded(), say(QT_TRANSLATE_NOOP("StatementSheet", "Every agent that may act is suspended at once, each by a statement of its own, signed in your name. Each is resumed on its own.")), {}, {}, {}};
        lines << StateLine{{say(QT_TRANSLATE_NOOP("StatementSheet", "Told")), Shape::Disc, Tone::Info}, say(QT_TRANSLATE_NOOP("StatementSheet", "Every enforcement point is told about each. The list shows which stops are confirmed.")), {}, {}, {}};
        break;
    case Kind::Restrict:
        lines << StateLine{recorded(), say(QT_TRANSLATE_NOOP("StatementSheet", "It must not use the tools that you mark. It may use the others within its pact.")), {}, {}, {}};
        addPoints(lines, subject);
        break;
    case Kind::Resume:
        addSecondPerson(lines, subject);
        lines << StateLine{recorded(), say(QT_TRANSLATE_NOOP("StatementSheet", "From then on the register says that it may act, signed in your name. The history keeps what was before.")), {}, {}, {}};
        addPoints(lines, subject);
        break;
    case Kind::Authorize:
        if (subject.options) {
            for (const GateLine &check : subject.options->gate)
                //: one of five checks: %1 its name, %2 what was found
                lines << StateLine{check.state, say(QT_TRANSLATE_NOOP("StatementSheet", "%1: %2")).arg(check.item, check.says), check.remedy, check.passed ? QString() : check.link, check.target};
            if (!subject.options->gateProblem.isEmpty())
                lines << StateLine{{say(QT_TRANSLATE_NOOP("StatementSheet", "Unknown")), Shape::Diamond, Tone::Neutral}, subject.options->gateProblem, {}, {}, {}};
        } else {
            lines << StateLine{{say(QT_TRANSLATE_NOOP("StatementSheet", "Reading")), Shape::Glass, Tone::Muted}, say(QT_TRANSLATE_NOOP("StatementSheet", "The five checks are being read.")), {}, {}, {}};
        }
        addSecondPerson(lines, subject);
        break;
    case Kind::Confirm:
    case Kind::Decline:
        if (subject.agent.proposal) {
            const StatementItem &proposal = *subject.agent.proposal;
            //: %1 an agent, %2 a state such as Authorized, %3 a person, %4 date and time, %5 a reason
            lines << StateLine{waits(), say(QT_TRANSLATE_NOOP("StatementSheet", "Proposed: %1 becomes %2. By %3, %4. Reason: %5."))
                                            .arg(subject.agent.shown, proposal.to.text, proposal.by, words::time(proposal.decidedAt), proposal.reason),
                               {}, {}, {}};
            if (!proposal.tools.isEmpty())
                //: %1 names of tools
                lines << StateLine{{say(QT_TRANSLATE_NOOP("StatementSheet", "Restricted")), Shape::Disc, Tone::Info}, say(QT_TRANSLATE_NOOP("StatementSheet", "Still without: %1")).arg(proposal.tools.join(QStringLiteral(", "))), {}, {}, {}};
        }
        if (subject.kind == Kind::Decline)
            lines << StateLine{recorded(), say(QT_TRANSLATE_NOOP("StatementSheet", "Nothing changes for the agent. The history keeps that it was declined.")), {}, {}, {}};
        break;
    }
    return lines;
}

QList<StateLine> keepsRunning(const SheetSubject &subject)
{
    QList<StateLine> lines;
    if (!stops(subject.kind))
        return lines;
    const StateWord info{say(QT_TRANSLATE_NOOP("StatementSheet", "Not reached")), Shape::Disc, Tone::Info};
    if (subject.stop && subject.stop->letThrough > 0)
        lines << StateLine{{say(QT_TRANSLATE_NOOP("StatementSheet", "Still running")), Shape::Triangle, Tone::Warning},
                           say(QT_TRANSLATE_N_NOOP("StatementSheet", "%Ln action(s) were let through and nobody reported how they ended."), static_cast<int>(subject.stop->letThrough)), {}, {}, {}};
    else
        lines << StateLine{info, say(QT_TRANSLATE_NOOP("StatementSheet", "No approved action waits for its report. What it does without asking is not known here.")), {}, {}, {}};
    if (subject.stop && subject.stop->openRequests > 0)
        lines << StateLine{{say(QT_TRANSLATE_NOOP("StatementSheet", "Refused")), Shape::Bars, Tone::Neutral},
                           say(QT_TRANSLATE_N_NOOP("StatementSheet", "%Ln open decision(s) will be refused when it asks."), static_cast<int>(subject.stop->openRequests)), {}, {}, {}};
    return lines;
}

QString commitText(const SheetSubject &subject)
{
    const bool second = subject.options && subject.options->needsSecond;
    switch (subject.kind) {
    case Kind::Suspend: return say(QT_TRANSLATE_NOOP("StatementSheet", "Suspend agent"));
    case Kind::Restrict: return say(QT_TRANSLATE_NOOP("StatementSheet", "Restrict agent"));
    case Kind::Resume: return second ? say(QT_TRANSLATE_NOOP("StatementSheet", "Propose to resume")) : say(QT_TRANSLATE_NOOP("StatementSheet", "Resume agent"));
    case Kind::Revoke: return say(QT_TRANSLATE_NOOP("StatementSheet", "Revoke agent"));
    case Kind::Authorize: return say(QT_TRANSLATE_NOOP("StatementSheet", "Authorize agent"));
    case Kind::Confirm: return say(QT_TRANSLATE_NOOP("StatementSheet", "Confirm proposal"));
    case Kind::Decline: return say(QT_TRANSLATE_NOOP("StatementSheet", "Decline proposal"));
    case Kind::SuspendAll: return say(QT_TRANSLATE_NOOP("StatementSheet", "Suspend all agents"));
    }
    return {};
}

bool isDanger(Kind kind)
{
    return kind == Kind::Suspend || kind == Kind::Revoke || kind == Kind::SuspendAll;
}

QString refusal(const SheetSubject &subject)
{
    if (!subject.options || subject.kind == Kind::SuspendAll)
        return {};
    const QString who = subject.options->refusal(subject.kind);
    if (!who.isEmpty())
        return who;
    if (subject.kind == Kind::Authorize && !subject.options->gatePasses())
        return say(QT_TRANSLATE_NOOP("StatementSheet", "Not every check passed. Mend what is missing first."));
    return {};
}

QStringList reasonCodes(Kind kind)
{
    switch (kind) {
    case Kind::Resume: return words::resumeReasonCodes();
    case Kind::Authorize: return words::authorizeReasonCodes();
    case Kind::Confirm:
    case Kind::Decline: return {};
    default: return words::suspendReasonCodes();
    }
}

QString seconds(qint64 milliseconds)
{
    if (milliseconds < 100)
        return say(QT_TRANSLATE_NOOP("StatementSheet", "less than 0.1 s"));
    //: %1 a number of seconds
    return say(QT_TRANSLATE_NOOP("StatementSheet", "%1 s")).arg(QLocale().toString(static_cast<double>(milliseconds) / 1000, 'f', 1));
}

} // namespace mandate::sheet

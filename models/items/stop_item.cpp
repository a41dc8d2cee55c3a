// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/stop_item.h"

#include "models/items/text_safety.h"

#include <algorithm>

namespace mandate {
namespace {

constexpr qint64 dayNs = 24LL * 3600 * 1'000'000'000;

QString say(const char *text, int count = -1)
{
    return QCoreApplication::translate("StopItem", text, nullptr, count);
}

bool refuses(AgentState state)
{
    return state != AgentState::Authorized && state != AgentState::Restricted;
}

QString sentenceOf(const PointProgress &progress, bool stops)
{
    const QString when = words::time(progress.heldAt ? progress.heldAt : progress.confirmedAt);
    switch (progress.state) {
    case PointState::Requested:
        return progress.attempts > 1 ? say(QT_TRANSLATE_N_NOOP("StopItem", "Told %n time(s), and no answer yet. It is tried again."), static_cast<int>(progress.attempts))
                                     : say(QT_TRANSLATE_NOOP("StopItem", "It is being told. No answer yet."));
    case PointState::Confirmed: return say(QT_TRANSLATE_NOOP("StopItem", "It confirmed this at %1.")).arg(when);
    case PointState::Holds:
        return (stops ? say(QT_TRANSLATE_NOOP("StopItem", "Asked again at %1, it refuses the agent."))
                      : say(QT_TRANSLATE_NOOP("StopItem", "Asked again at %1, it answers as it should.")))
            .arg(when);
    case PointState::Failed: return say(QT_TRANSLATE_NOOP("StopItem", "It could not be told. It is tried again."));
    case PointState::NotStopped:
        return stops ? say(QT_TRANSLATE_NOOP("StopItem", "It lets the agent act although it must not."))
                     : say(QT_TRANSLATE_NOOP("StopItem", "It does not answer as it should."));
    case PointState::Unknown: return say(QT_TRANSLATE_NOOP("StopItem", "It gives no answer that could be relied on."));
    }
    return {};
}

} // namespace

namespace words {

StateWord of(PointState state, bool stops)
{
    switch (state) {
    case PointState::Requested: return {say(QT_TRANSLATE_NOOP("StopItem", "Requested")), Shape::Glass, Tone::Info};
    case PointState::Confirmed: return {say(QT_TRANSLATE_NOOP("StopItem", "Confirmed")), Shape::Tick, Tone::Good};
    case PointState::Holds: return {say(QT_TRANSLATE_NOOP("StopItem", "Holds")), Shape::Tick, Tone::Good};
    case PointState::Failed: return {say(QT_TRANSLATE_NOOP("StopItem", "Failed")), Shape::Triangle, Tone::Warning};
    case PointState::NotStopped:
        return stops ? StateWord{say(QT_TRANSLATE_NOOP("StopItem", "Not stopped")), Shape::Octagon, Tone::Critical}
                     : StateWord{say(QT_TRANSLATE_NOOP("StopItem", "Differs")), Shape::Triangle, Tone::Warning};
    case PointState::Unknown: return {say(QT_TRANSLATE_NOOP("StopItem", "Unknown")), Shape::Diamond, Tone::Neutral};
    }
    return {};
}

QString name(PointKind kind)
{
    switch (kind) {
    case PointKind::Gateway: return say(QT_TRANSLATE_NOOP("StopItem", "Gateway"));
    case PointKind::StatusFile: return say(QT_TRANSLATE_NOOP("StopItem", "Signed status list"));
    case PointKind::Webhook: return say(QT_TRANSLATE_NOOP("StopItem", "Webhook"));
    case PointKind::OpenPolicyAgent: return say(QT_TRANSLATE_NOOP("StopItem", "Open Policy Agent"));
    case PointKind::SecurityEvents: return say(QT_TRANSLATE_NOOP("StopItem", "Security events"));
    case PointKind::Keycloak: return say(QT_TRANSLATE_NOOP("StopItem", "Keycloak"));
    }
    return {};
}

QString stops(PointKind kind)
{
    switch (kind) {
    case PointKind::Gateway: return say(QT_TRANSLATE_NOOP("StopItem", "New actions are refused."));
    case PointKind::StatusFile: return say(QT_TRANSLATE_NOOP("StopItem", "Programs that read the list refuse it."));
    case PointKind::Webhook: return say(QT_TRANSLATE_NOOP("StopItem", "The receiver is told to stop it."));
    case PointKind::OpenPolicyAgent: return say(QT_TRANSLATE_NOOP("StopItem", "The policy refuses its actions."));
    case PointKind::SecurityEvents: return say(QT_TRANSLATE_NOOP("StopItem", "Its account is disabled and its sessions end."));
    case PointKind::Keycloak: return say(QT_TRANSLATE_NOOP("StopItem", "It gets no new tokens; those it has live until they expire."));
    }
    return {};
}

} // namespace words

std::size_t StopItem::good() const
{
    return static_cast<std::size_t>(std::ranges::count_if(points, &PointLine::isGood));
}

bool StopItem::isConfirmed() const
{
    return !points.empty() && good() == points.size() && actionsAfter == 0;
}

bool StopItem::isNotStopped() const
{
    return mustStop() && (actionsAfter > 0 || std::ranges::any_of(points, [](const PointLine &line) { return line.point == PointState::NotStopped; }));
}

bool StopItem::isPending() const
{
    return std::ranges::any_of(points, [](const PointLine &line) { return line.point == PointState::Requested; });
}

StateWord StopItem::overall() const
{
    const auto any = [this](PointState wanted) { return std::ranges::any_of(points, [wanted](const PointLine &line) { return line.point == wanted; }); };
    if (isNotStopped())
        return {say(QT_TRANSLATE_NOOP("StopItem", "Not stopped")), Shape::Octagon, Tone::Critical};
    if (points.empty())
        return {say(QT_TRANSLATE_NOOP("StopItem", "No enforcement point")), Shape::Diamond, Tone::Warning};
    if (isConfirmed() && mustStop() && reportedLate > 0)
        return {say(QT_TRANSLATE_NOOP("StopItem", "Stopped, reports in doubt")), Shape::Triangle, Tone::Warning};
    if (isConfirmed())
        return mustStop() ? any(PointState::Confirmed) ? StateWord{say(QT_TRANSLATE_NOOP("StopItem", "Stop confirmed")), Shape::Tick, Tone::Good}
                                                       : StateWord{say(QT_TRANSLATE_NOOP("StopItem", "Stopped")), Shape::Tick, Tone::Good}
                          : StateWord{say(QT_TRANSLATE_NOOP("StopItem", "Points agree")), Shape::Tick, Tone::Good};
    if (any(PointState::Failed) || any(PointState::NotStopped))
        return {say(QT_TRANSLATE_NOOP("StopItem", "Not confirmed everywhere")), Shape::Triangle, Tone::Warning};
    if (any(PointState::Requested))
        return mustStop() ? StateWord{say(QT_TRANSLATE_NOOP("StopItem", "Stopping")), Shape::Glass, Tone::Info}
                          : StateWord{say(QT_TRANSLATE_NOOP("StopItem", "Being told")), Shape::Glass, Tone::Info};
    return {say(QT_TRANSLATE_NOOP("StopItem", "Not known everywhere")), Shape::Diamond, Tone::Warning};
}

QString StopItem::overallSentence() const
{
    if (points.empty())
        return mustStop() ? say(QT_TRANSLATE_NOOP("StopItem", "No enforcement point is set up for this agent, so nobody can say whether it stopped. Tell the people who run it."))
                          : say(QT_TRANSLATE_NOOP("StopItem", "No enforcement point is set up for this agent: Mandate could record a stop and not carry it out."));
    QString sentence = say(QT_TRANSLATE_N_NOOP("StopItem", "%1 of %n point(s) confirmed this."), static_cast<int>(points.size())).arg(words::number(good()));
    if (mustStop() && actionsAfter > 0)
        sentence += QLatin1Char(' ') + say(QT_TRANSLATE_N_NOOP("StopItem", "%Ln action(s) ran after the stop."), static_cast<int>(actionsAfter));
    if (mustStop() && reportedLate > 0)
        sentence += QLatin1Char(' ') + say(QT_TRANSLATE_N_NOOP("StopItem", "%Ln action(s) reported after the stop are said to have run before it; nothing shows that they did."),
                                           static_cast<int>(reportedLate));
    return sentence;
}

bool StopItem::isDrillDue(const Instant &now) const
{
    return !drill || now.nanoseconds - drill->at.nanoseconds > drillDays * dayNs;
}

QString StopItem::drillSentence(const Instant &now) const
{
    if (!drill)
        return say(QT_TRANSLATE_NOOP("StopItem", "Nobody has tried yet whether this agent can be stopped."));
    const auto days = static_cast<int>(std::max<qint64>(0, now.nanoseconds - drill->at.nanoseconds) / dayNs);
    const QString when = words::time(drill->at);
    const QString age = days == 0 ? say(QT_TRANSLATE_NOOP("StopItem", "Last drill today, %1.")).arg(when)
                                  //: %1 date and time
                                  : say(QT_TRANSLATE_N_NOOP("StopItem", "Last drill %n day(s) ago, %1."), days).arg(when);
    const QString result = drill->passed ? say(QT_TRANSLATE_NOOP("StopItem", "Every point that can be asked refused the agent."))
                                         : say(QT_TRANSLATE_NOOP("StopItem", "It did not pass."));
    const QString due = isDrillDue(now) ? QLatin1Char(' ') + say(QT_TRANSLATE_NOOP("StopItem", "A new one is due.")) : QString();
    return age + QLatin1Char(' ') + result + due;
}

PointLine pointLine(const PointProgress &progress, AgentState state, const std::optional<Instant> &since)
{
    const bool stops = refuses(state);
    PointLine line;
    line.id = visibleLine(progress.point.id, 80);
    line.title = visibleLine(progress.point.title.empty() ? progress.point.id : progress.point.title, 80);
    line.kind = words::name(progress.point.kind);
    line.effect = words::stops(progress.point.kind);
    line.point = progress.state;
    line.state = words::of(progress.state, stops);
    line.sentence = sentenceOf(progress, stops);
    const bool wrong = progress.state != PointState::Confirmed && progress.state != PointState::Holds;
    if (wrong && !progress.detail.empty())
        line.sentence += QLatin1Char(' ') + visibleLine(progress.detail, 300);
    if (progress.state == PointState::Confirmed && !progress.code.empty())
        //: %1 why a point could not be asked
        line.sentence += QLatin1Char(' ') + say(QT_TRANSLATE_NOOP("StopItem", "Whether it holds is not known: %1")).arg(visibleLine(progress.detail, 300));
    if (wrong && progress.abandoned)
        line.sentence += QLatin1Char(' ') + say(QT_TRANSLATE_N_NOOP("StopItem", "Tried %n time(s) in vain: people have to act."), static_cast<int>(progress.attempts));
    if (wrong)
        line.byHand = visibleLine(progress.byHand, 400);
    line.code = visibleLine(progress.code, 20);
    if (since && progress.confirmedAt && progress.confirmedAt->nanoseconds >= since->nanoseconds)
        line.tookMs = (progress.confirmedAt->nanoseconds - since->nanoseconds) / 1'000'000;
    return line;
}

StopItem stopItem(const EnforcementView &view)
{
    StopItem item;
    item.agent = QString::fromStdString(view.agent);
    item.shown = visibleLine(view.agent, 80);
    item.state = view.state;
    item.since = view.since;
    for (const PointProgress &progress : view.points)
        item.points.push_back(pointLine(progress, view.state, view.since));
    item.firstRefused = view.firstRefused;
    item.firstRefusedEntry = view.firstRefusedEntry;
    item.lastAction = view.lastAction;
    item.lastActionEntry = view.lastActionEntry;
    item.actionsAfter = view.actionsAfter;
    item.reportedLate = view.reportedLate;
    item.reportedLateEntry = view.reportedLateEntry;
    item.openRequests = view.openRequests;
    return item;
}

} // namespace mandate

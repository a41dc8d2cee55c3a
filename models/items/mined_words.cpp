// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/mined_words.h"

#include "models/items/text_safety.h"
#include "models/pact/mining/condition.h"
#include "models/pact/mining/limits.h"

namespace mandate::minedwords {
namespace {

QString said(const char *text)
{
    return QCoreApplication::translate("Mining", text);
}
QString many(const char *text, std::uint64_t number)
{
    return QCoreApplication::translate("Mining", text, nullptr, static_cast<int>(std::min<std::uint64_t>(number, INT_MAX)));
}
QString shown(const std::string &text, int most = 300)
{
    return visibleLine(text, most);
}
QString numberWords(const mining::Number &number)
{
    return QString::fromStdString(mining::plainNumber(number));
}
QString callsWords(std::uint64_t calls)
{
    return many(QT_TRANSLATE_N_NOOP("Mining", "%n call(s)"), calls);
}
QString inSessions(std::uint64_t calls, const std::optional<std::uint64_t> &sessions)
{
    if (!sessions)
        return callsWords(calls);
    //: %1 "12 calls", %2 "3 sessions"
    return said(QT_TRANSLATE_NOOP("Mining", "%1 in %2")).arg(callsWords(calls), many(QT_TRANSLATE_N_NOOP("Mining", "%n session(s)"), *sessions));
}

MinedLine line(const QString &what, const QString &says, std::optional<EntryNumber> entry = {})
{
    MinedLine one{what, says, {}, {}};
    if (entry) {
        one.link = QUrl(QStringLiteral("mandate://evidence?entry=%1").arg(*entry));
        //: %1 a number
        one.entry = said(QT_TRANSLATE_NOOP("Mining", "entry %1")).arg(words::number(*entry));
    }
    return one;
}

/// Why something is not limited, in the language of the window; what no sentence is here for is said as mining says it.
QString whyOpen(const std::string &reason)
{
    static const std::map<std::string, const char *> known{
        {"its kind differs from call to call", QT_TRANSLATE_NOOP("Mining", "Not limited: its kind differs from call to call.")},
        {"it was true and false", QT_TRANSLATE_NOOP("Mining", "Not limited: it was true and false.")},
        {"its name says that the number names something", QT_TRANSLATE_NOOP("Mining", "Not limited: its name says that the number names something.")},
        {"it had parts too many or too deep to remember", QT_TRANSLATE_NOOP("Mining", "Not limited: it had parts too many or too deep to remember.")},
        {"the proposal does not look at arguments", QT_TRANSLATE_NOOP("Mining", "Not limited: the proposal does not look at arguments.")},
    };
    const auto found = known.find(reason);
    //: %1 a reason
    return found != known.end() ? said(found->second) : said(QT_TRANSLATE_NOOP("Mining", "Not limited: %1.")).arg(shown(reason));
}

MinedBoundItem boundsOf(const QString &what, const QString &now, const std::vector<mining::TighterBound> &bounds, const std::optional<mining::Number> &chosen)
{
    MinedBoundItem item;
    item.what = what;
    //: %1 a number
    item.offered << said(QT_TRANSLATE_NOOP("Mining", "%1, as observed")).arg(now);
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        const mining::TighterBound &bound = bounds[i];
        //: %1 a number, %2 "12 calls in 3 sessions"
        QString offered = said(QT_TRANSLATE_NOOP("Mining", "%1: would have stopped %2")).arg(numberWords(bound.bound), inSessions(bound.calls, bound.sessions));
        if (bound.percentile)
            //: %1 as above, %2 95 or 99
            offered = said(QT_TRANSLATE_NOOP("Mining", "%1 (%2 of 100 calls are within it)")).arg(offered).arg(*bound.percentile);
        item.offered << offered;
        if (chosen && *chosen == bound.bound && item.chosen == 0) {
            item.chosen = static_cast<int>(i) + 1;
            for (const mining::Entry entry : bound.first)
                item.stopped.push_back(line(what, said(QT_TRANSLATE_NOOP("Mining", "Would have been stopped by the bound that you chose.")), entry));
        }
    }
    return item;
}

void addEvidence(MinedProposalItem &item, const mining::ArgumentEvidence &argument)
{
    const QString path = shown(argument.path, 120);
    if (argument.range && argument.notCovered.empty()) {
        item.lines.push_back(line(path, said(QT_TRANSLATE_NOOP("Mining", "Least: %1")).arg(numberWords(argument.range->from)), argument.range->fromEntry));
        item.lines.push_back(line(path, said(QT_TRANSLATE_NOOP("Mining", "Most: %1")).arg(numberWords(argument.range->to)), argument.range->toEntry));
    }
    for (const mining::TextValue &value : argument.values)
        //: %1 a value, %2 "12 calls"
        item.lines.push_back(line(path, said(QT_TRANSLATE_NOOP("Mining", "\u201c%1\u201d in %2")).arg(shown(value.text, 80), callsWords(value.calls)), value.first));
    if (argument.only)
        item.lines.push_back(line(path, *argument.only ? said(QT_TRANSLATE_NOOP("Mining", "Always true")) : said(QT_TRANSLATE_NOOP("Mining", "Always false"))));
    if (!argument.notCovered.empty())
        item.open.push_back(line(path, whyOpen(argument.notCovered)));
}

QString inForceName(const PactName &pact)
{
    return shown(pact.id + '@' + pact.version, 120);
}

} // namespace

QString summary(const MiningReport &report)
{
    const auto left = report.actions - report.mined - report.notExecuted;
    QStringList all;
    //: %1 how many were mined, %2 how many were seen
    all << said(QT_TRANSLATE_NOOP("Mining", "%1 of %2 recorded actions were mined.")).arg(words::number(report.mined), words::number(report.actions));
    if (report.notExecuted > 0)
        all << many(QT_TRANSLATE_N_NOOP("Mining", "%n failed or was refused."), report.notExecuted);
    if (left > 0)
        all << many(QT_TRANSLATE_N_NOOP("Mining", "%n was left out, since nothing becomes permitted by having been done."), left);
    if (report.since)
        //: %1 and %2 date and time
        all << said(QT_TRANSLATE_NOOP("Mining", "Observed from %1 to %2.")).arg(words::time(report.since), words::time(report.until));
    else
        all << said(QT_TRANSLATE_NOOP("Mining", "No times are recorded."));
    all << said(QT_TRANSLATE_NOOP("Mining", "It says what was observed, not that it was right. Nothing was put in force."));
    return all.join(QLatin1Char(' '));
}

MinedProposalItem itemOf(const mining::Proposal &proposal, const mining::ProposalChoice &choice)
{
    const Clause clause = mining::clauseOf(proposal, choice);
    MinedProposalItem item;
    item.tool = shown(clause.tools.front(), 120);
    item.id = QString::fromStdString(clause.id);
    item.sentence = shown(clause.readsAs, 2000);
    item.condition = shown(clause.when, 4000);
    item.taken = choice.taken;
    item.limited = choice.limited && proposal.perSession;
    if (const auto limit = mining::limitOf(proposal, choice))
        item.limitSentence = shown(limit->readsAs, 500);
    //: %1 "1 call in 1 session", %2 number of an entry; or %1 "12 calls in 3 sessions", %2 and %3 numbers of entries
    item.seen = proposal.first == proposal.last
                    ? said(QT_TRANSLATE_NOOP("Mining", "%1, entry %2")).arg(inSessions(proposal.calls, proposal.sessions), words::number(proposal.first))
                    : said(QT_TRANSLATE_NOOP("Mining", "%1, entries %2 to %3")).arg(inSessions(proposal.calls, proposal.sessions), words::number(proposal.first), words::number(proposal.last));
    if (proposal.outOfScope > 0)
        item.standing = {many(QT_TRANSLATE_N_NOOP("Mining", "Widens: %n call(s) out of scope today"), proposal.outOfScope), Shape::Triangle, Tone::Warning};
    else if (proposal.restsOnLittle)
        item.standing = {many(QT_TRANSLATE_N_NOOP("Mining", "Rests on little: fewer than %n calls"), mining::enoughCalls), Shape::Diamond, Tone::Neutral};
    else
        item.standing = {said(QT_TRANSLATE_NOOP("Mining", "Within today's scope")), Shape::Tick, Tone::Good};
    item.lines.push_back(line(said(QT_TRANSLATE_NOOP("Mining", "First call")), item.seen, proposal.first));
    item.lines.push_back(line(said(QT_TRANSLATE_NOOP("Mining", "Last call")), item.seen, proposal.last));
    for (const mining::ArgumentEvidence &argument : proposal.arguments)
        addEvidence(item, argument);
    for (const std::string &reason : proposal.notCovered)
        item.open.push_back(line(said(QT_TRANSLATE_NOOP("Mining", "Not covered")), shown(reason)));
    for (std::size_t i = 0; i < proposal.tighter.size(); ++i) {
        const mining::Tighter &tighter = proposal.tighter[i];
        //: label of a choice; %1 an argument such as amount
        item.bounds.push_back(boundsOf(said(QT_TRANSLATE_NOOP("Mining", "Most for %1")).arg(shown(tighter.path, 60)), numberWords(tighter.now), tighter.bounds,
                                       i < choice.bounds.size() ? choice.bounds[i] : std::nullopt));
    }
    if (const auto &limit = proposal.perSession) {
        item.lines.push_back(line(said(QT_TRANSLATE_NOOP("Mining", "Calls a session")), said(QT_TRANSLATE_NOOP("Mining", "Most: %1")).arg(words::number(limit->most)), limit->entry));
        if (choice.limited && !limit->tighter.empty())
            item.bounds.push_back(boundsOf(said(QT_TRANSLATE_NOOP("Mining", "Most calls a session")), words::number(limit->most), limit->tighter,
                                           choice.most ? std::optional(mining::Number{Value::integer(static_cast<std::int64_t>(*choice.most))}) : std::nullopt));
    }
    return item;
}

std::vector<MinedGroup> otherGroups(const MiningReport &report)
{
    std::vector<MinedGroup> groups;
    const auto add = [&](const char *title, const char *about, std::vector<MinedLine> lines) {
        if (!lines.empty())
            groups.push_back({said(title).arg(words::number(static_cast<std::uint64_t>(lines.size()))), said(about), std::move(lines)});
    };
    std::vector<MinedLine> lines;
    for (const LeftOutOfMining &left : report.leftOut) {
        const QString verdict = words::of(left.verdict).text;
        const QString why = left.clause.empty() ? verdict
                                                //: %1 a verdict, %2 a clause
                                                : said(QT_TRANSLATE_NOOP("Mining", "%1 by clause %2")).arg(verdict, shown(left.clause, 60));
        //: %1 "12 calls", %2 "Prohibited by clause R1"
        lines.push_back(line(shown(left.tool, 120), said(QT_TRANSLATE_NOOP("Mining", "%1: %2")).arg(callsWords(left.calls), why),
                             left.first.empty() ? std::nullopt : std::optional(left.first.front())));
    }
    //: heading; %1 a number of lines
    add(QT_TRANSLATE_NOOP("Mining", "Left out (%1)"), QT_TRANSLATE_NOOP("Mining", "Prohibited, waiting for a person, or undecidable: nothing becomes permitted by having been done."), std::move(lines));
    lines.clear();
    for (const auto &left : report.scope.left)
        //: %1 "12 calls", %2 a reason
        lines.push_back(line(shown(left.tool, 120), said(QT_TRANSLATE_NOOP("Mining", "%1: %2")).arg(callsWords(left.calls), shown(left.reason))));
    if (report.scope.callsOfFurtherTools > 0)
        lines.push_back(line(said(QT_TRANSLATE_NOOP("Mining", "Further tools")), callsWords(report.scope.callsOfFurtherTools)));
    add(QT_TRANSLATE_NOOP("Mining", "Without a proposal (%1)"), QT_TRANSLATE_NOOP("Mining", "Tools that were used and that no clause can be proposed for."), std::move(lines));
    lines.clear();
    for (const NeverUsed &never : report.neverUsed) {
        QStringList clauses;
        for (const std::string &clause : never.clauses)
            clauses << shown(clause, 60);
        //: %1 a pact such as shop@1.0.0, %2 clauses
        QString says = said(QT_TRANSLATE_NOOP("Mining", "Permitted by %1 %2.")).arg(inForceName(never.pact), clauses.join(QStringLiteral(", ")));
        if (never.attempted > 0)
            says += QLatin1Char(' ') + many(QT_TRANSLATE_N_NOOP("Mining", "%n attempt(s) failed."), never.attempted);
        lines.push_back(line(shown(never.tool, 120), says));
    }
    add(QT_TRANSLATE_NOOP("Mining", "Never used (%1)"), QT_TRANSLATE_NOOP("Mining", "Permitted today, and not executed in the time observed. The draft does not permit them."), std::move(lines));
    lines.clear();
    for (const BroadPermission &broad : report.broader) {
        QStringList used;
        for (const std::string &tool : broad.used)
            used << shown(tool, 60);
        lines.push_back(line(QStringLiteral("%1 %2").arg(inForceName(broad.pact), shown(broad.clause, 60)),
                             used.isEmpty() ? said(QT_TRANSLATE_NOOP("Mining", "Permits \u201c%1\u201d; nothing was used under it.")).arg(shown(broad.pattern, 120))
                                            //: %1 a pattern of tools, %2 tools
                                            : said(QT_TRANSLATE_NOOP("Mining", "Permits \u201c%1\u201d; used under it: %2.")).arg(shown(broad.pattern, 120), used.join(QStringLiteral(", ")))));
    }
    add(QT_TRANSLATE_NOOP("Mining", "Broader than used (%1)"), QT_TRANSLATE_NOOP("Mining", "Permissions by a pattern or for every tool, beside the tools that were used under them."), std::move(lines));
    return groups;
}

} // namespace mandate::minedwords

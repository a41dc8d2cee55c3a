// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/pact_words.h"

#include "models/items/text_safety.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace mandate {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Pacts", text);
}

QString list(const std::vector<std::string> &names)
{
    QStringList shown;
    for (const std::string &name : names)
        shown << visibleLine(name, 120);
    return shown.join(QStringLiteral(", "));
}

QString escalationWords(const Escalation &escalation)
{
    const QString who = escalation.to == "owner"    ? tr(QT_TRANSLATE_NOOP("Pacts", "The owner"))
                        : escalation.to == "deputy" ? tr(QT_TRANSLATE_NOOP("Pacts", "The deputy"))
                                                    : visibleLine(escalation.to, 120);
    if (escalation.handOff)
        //: %1 a person or desk, %2 a duration such as "15 min"
        return tr(QT_TRANSLATE_NOOP("Pacts", "%1 decides first, within %2. If nobody answers, a person takes the case."))
            .arg(who, durationWords(escalation.answerSeconds));
    return tr(QT_TRANSLATE_NOOP("Pacts", "%1 decides first, within %2. If nobody answers, the action is denied."))
        .arg(who, durationWords(escalation.answerSeconds));
}

ClauseItem itemOf(const Clause &clause)
{
    ClauseItem item;
    item.id = visibleLine(clause.id, 60);
    item.kind = clause.kind;
    item.sentence = visibleLine(clause.readsAs, 2000);
    item.why = visibleLine(clause.why, 2000);
    item.tools = clause.tools.empty() ? tr(QT_TRANSLATE_NOOP("Pacts", "every tool")) : list(clause.tools);
    item.condition = QString::fromStdString(clause.when);
    if (clause.escalation)
        item.escalation = escalationWords(*clause.escalation);
    item.severity = words::of(clause.severity);
    item.heuristic = clause.heuristic;
    item.afterResult = clause.afterResult;
    return item;
}

QString dutyWords(const std::string &duty)
{
    if (duty == "input")
        return words::has(HasInput);
    if (duty == "action")
        return words::has(HasAction);
    if (duty == "basis")
        return words::has(HasBasis);
    if (duty == "result")
        return words::has(HasResult);
    if (duty == "time")
        return words::has(HasTime);
    if (duty == "decision_basis")
        return words::has(HasDecisionBasis);
    if (duty == "signature")
        return words::has(HasSignature);
    return visibleLine(duty, 60);
}

QString windowWords(const ActionWindow &window)
{
    const QString name = window.title.empty() ? visibleLine(window.window, 120) : visibleLine(window.title, 500);
    const QString tools = window.tools.empty() ? tr(QT_TRANSLATE_NOOP("Pacts", "every tool")) : list(window.tools);
    if (window.by.empty())
        //: %1 what a window holds, such as "payments", %2 names of tools, %3 a duration such as "1 h"
        return tr(QT_TRANSLATE_NOOP("Pacts", "%1: actions of %2 within %3, of all agents that the pact binds together.")).arg(name, tools, durationWords(window.withinSeconds));
    //: as before; %4 an expression such as args.customer_id
    return tr(QT_TRANSLATE_NOOP("Pacts", "%1: actions of %2 within %3 that have the same %4."))
        .arg(name, tools, durationWords(window.withinSeconds), visibleLine(window.by, 500));
}

std::vector<PersonItem> peopleOf(const PactDocument &pact)
{
    std::vector<PersonItem> people;
    people.push_back({tr(QT_TRANSLATE_NOOP("Pacts", "Accountable owner")), visibleLine(pact.owner), visibleLine(pact.answersFor, 1000)});
    if (!pact.deputy.empty())
        people.push_back(
            {tr(QT_TRANSLATE_NOOP("Pacts", "Deputy")), visibleLine(pact.deputy), tr(QT_TRANSLATE_NOOP("Pacts", "Decides when the owner cannot."))});
    for (const PactDocument::Reviewer &reviewer : pact.reviewers) {
        const QString count =
            PactModel::tr("Has to sign before this pact takes effect: %n person(s).", nullptr, static_cast<int>(reviewer.count));
        people.push_back({tr(QT_TRANSLATE_NOOP("Pacts", "Reviewer")), visibleLine(reviewer.role), count});
    }
    if (!pact.handOffTo.empty())
        people.push_back({tr(QT_TRANSLATE_NOOP("Pacts", "Takes over")), visibleLine(pact.handOffTo),
                          tr(QT_TRANSLATE_NOOP("Pacts", "Gets the case when the agent is not confident enough."))});
    return people;
}

QString validityWords(const PactDocument &pact)
{
    QStringList parts;
    if (pact.validFrom)
        parts << tr(QT_TRANSLATE_NOOP("Pacts", "Valid from %1.")).arg(words::day(pact.validFrom));
    if (pact.validUntil)
        parts << tr(QT_TRANSLATE_NOOP("Pacts", "Valid until %1.")).arg(words::day(pact.validUntil));
    if (pact.reviewBy)
        parts << tr(QT_TRANSLATE_NOOP("Pacts", "Review by %1.")).arg(words::day(pact.reviewBy));
    return parts.join(QLatin1Char(' '));
}

QString bindsWords(const PactDocument &pact)
{
    QStringList parts;
    for (const Binding &binding : pact.binds) {
        const QString agent = binding.agent == "*" ? tr(QT_TRANSLATE_NOOP("Pacts", "every agent")) : visibleLine(binding.agent);
        if (binding.deployment == "*")
            parts << agent;
        else
            //: %1 an agent or "every agent", %2 where it acts, such as "airline"
            parts << tr(QT_TRANSLATE_NOOP("Pacts", "%1 in %2")).arg(agent, visibleLine(binding.deployment));
    }
    return parts.join(QStringLiteral("; "));
}

/// Indented for reading. The digest is of the stored form, which the view says.
QString readable(const std::string &canonical)
{
    const nlohmann::ordered_json document = nlohmann::ordered_json::parse(canonical, nullptr, false);
    return QString::fromStdString(document.is_discarded() ? canonical : document.dump(2));
}

} // namespace

QString durationWords(std::uint32_t seconds)
{
    const std::uint32_t hours = seconds / 3600;
    const std::uint32_t minutes = (seconds % 3600) / 60;
    if (hours > 0 && minutes > 0)
        //: a duration in hours and minutes
        return tr(QT_TRANSLATE_NOOP("Pacts", "%1 h %2 min")).arg(hours).arg(minutes);
    if (hours > 0)
        return tr(QT_TRANSLATE_NOOP("Pacts", "%1 h")).arg(hours);
    if (minutes > 0)
        return tr(QT_TRANSLATE_NOOP("Pacts", "%1 min")).arg(minutes);
    return tr(QT_TRANSLATE_NOOP("Pacts", "%1 s")).arg(seconds);
}

ProblemItem itemOf(const Problem &problem, const PactDocument *pact)
{
    ProblemItem shown;
    shown.kind = problem.problemClass;
    shown.problemClass = words::of(problem.problemClass);
    shown.place = visibleLine(problem.place, 200);
    if (pact && pact->clause(problem.place))
        shown.clause = shown.place;
    shown.reason = visibleLine(problem.reason, 1000);
    if (!problem.example.empty())
        //: %1 an action as JSON
        shown.reason += PactModel::tr(" For example: %1").arg(visibleLine(problem.example, 400));
    shown.remedy = visibleLine(problem.remedy, 1000);
    return shown;
}

PactItem itemOf(const PactVersion &version, const std::vector<ObservedAgent> &observed)
{
    const PactDocument &pact = version.document;
    PactItem item;
    item.entry = version.entry;
    item.id = QString::fromStdString(pact.id);
    item.version = QString::fromStdString(pact.version);
    item.title = visibleLine(pact.title.empty() ? pact.id : pact.title, 200);
    item.purpose = visibleLine(pact.purpose, 2000);
    item.digest = QString::fromStdString(version.digest.hex());
    item.added = version.added;
    item.addedBy = visibleLine(words::person(version.addedBy));
    item.owner = visibleLine(pact.owner);
    item.binds = bindsWords(pact);
    item.source = readable(version.source);
    item.validity = validityWords(pact);
    item.inForce = version.inForce;
    for (const Clause &clause : pact.clauses)
        item.clauses.push_back(itemOf(clause));

    std::vector<std::string> tools;
    for (const ObservedAgent &agent : observed) {
        if (!pact.bindsAgent(agent.agent, agent.deployment))
            continue;
        item.agents << QString::fromStdString(agent.agent);
        tools.insert(tools.end(), agent.tools.begin(), agent.tools.end());
        if (!version.inForce)
            continue; // verdicts rest on the version in force
        for (std::size_t i = 0; i < pact.clauses.size(); ++i) {
            const auto found = agent.decidedByClause.find(pact.clauses[i].id);
            if (found != agent.decidedByClause.end())
                item.clauses[i].decided += found->second;
        }
    }
    item.agents.removeDuplicates();
    std::sort(tools.begin(), tools.end());
    tools.erase(std::unique(tools.begin(), tools.end()), tools.end());
    for (const Problem &problem : checkPact(pact, systemNow(), tools))
        item.problems.push_back(itemOf(problem, &pact));
    std::stable_sort(item.problems.begin(), item.problems.end(), [](const ProblemItem &a, const ProblemItem &b) { return a.kind < b.kind; });
    item.people = peopleOf(pact);
    for (const ActionWindow &window : pact.windows)
        item.windows << windowWords(window);
    for (const std::string &duty : pact.owedEvidence)
        item.duties << dutyWords(duty);
    item.retentionDays = pact.retentionDays;
    return item;
}

} // namespace mandate

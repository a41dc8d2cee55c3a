// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/agents/agent_facts.h"

#include "models/items/evidence_filter.h"
#include "models/items/text_safety.h"
#include "views/agents/state_lines.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/tab_order.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace mandate {
namespace {

QLabel *factHeading(const QString &text)
{
    auto *label = new QLabel(text);
    label->setProperty("part", QStringLiteral("heading"));
    return label;
}

PlainText *fact(const QString &text)
{
    auto *label = new PlainText;
    label->setUntrusted(text);
    return label;
}

} // namespace

AgentFacts::AgentFacts(QWidget *parent) : ScrollPane(parent) {}

QUrl AgentFacts::linkTo(const QString &page, const QString &key, const QString &value)
{
    QUrl link(QLatin1String("mandate://") + page);
    link.setQuery(key + QLatin1Char('=') + QString::fromLatin1(QUrl::toPercentEncoding(value)));
    return link;
}

QVBoxLayout *AgentFacts::begin()
{
    auto *sheet = new QWidget;
    auto *body = new QVBoxLayout(sheet);
    body->setContentsMargins(20, 12, 20, 20);
    body->setSpacing(8);
    return body;
}

void AgentFacts::end(QVBoxLayout *body)
{
    body->addStretch(1);
    setWidget(body->parentWidget());
    tabBehind(this, body->parentWidget());
}

void AgentFacts::showOverview(const AgentItem &agent, const AgentOptions *options, const EvaluationItem *evaluation, const BaselineReading *baseline)
{
    setAccessibleName(tr("About the agent"));
    QVBoxLayout *body = begin();
    addWarnings(body, agent, evaluation);
    addFacts(body, agent, options, evaluation, baseline);
    addCounts(body, agent);
    end(body);
}

void AgentFacts::showPact(const AgentItem &agent)
{
    setAccessibleName(tr("Pact of the agent"));
    QVBoxLayout *body = begin();
    if (agent.pactId.isEmpty()) {
        body->addWidget(fact(tr("No pact in force binds this agent, so nothing says what it may do.")));
        body->addWidget(linkButton(tr("Go to pacts"), QUrl(QStringLiteral("mandate://pacts"))));
    } else {
        body->addWidget(factHeading(tr("Pact in force")));
        body->addWidget(linkButton(agent.pactName(), linkTo(QStringLiteral("pacts"), QStringLiteral("pact"), agent.pactId + QLatin1Char('@') + agent.pactVersion), true));
        for (const QString &further : agent.furtherPacts)
            body->addWidget(linkButton(visibleLine(further), linkTo(QStringLiteral("pacts"), QStringLiteral("pact"), further), true));
        body->addWidget(fact(agent.owner.isEmpty() ? tr("It names no accountable owner.")
                                                   //: %1 a person or a role
                                                   : tr("It names %1 as the accountable owner.").arg(agent.owner)));
    }
    if (!agent.perDeployment.empty()) {
        body->addSpacing(6);
        body->addWidget(factHeading(tr("Where its deployments differ")));
        QList<StateLine> lines;
        for (const DeploymentState &one : agent.perDeployment)
            //: %1 a deployment, %2 a pact and its version
            lines << StateLine{one.state, one.pact.isEmpty() ? tr("%1: no pact binds it there.").arg(one.deployment) : tr("%1: under %2.").arg(one.deployment, one.pact), {}, {}, {}};
        auto *list = new StateLines;
        list->setLines(lines);
        body->addWidget(list);
    }
    end(body);
}

void AgentFacts::addWarnings(QVBoxLayout *body, const AgentItem &agent, const EvaluationItem *evaluation)
{
    QList<StateLine> lines;
    for (const QString &warning : agent.warnings())
        lines << StateLine{{tr("Warning"), mandate::Shape::Triangle, Tone::Warning}, warning, {}, {}, {}};
    const Instant now = systemNow();
    if (agent.expiresSoon(now))
        lines << StateLine{{tr("Ends soon"), mandate::Shape::Glass, Tone::Warning}, agent.expirySentence(now), tr("Authorize it again before then, or it is refused from then on."), {}, {}};
    if (evaluation && evaluation->isDue)
        lines << StateLine{evaluation->state, evaluation->sentence + QLatin1Char(' ') + evaluation->why, tr("Evaluate it again and bring in the results: Metrics, tab Evaluations."),
                           evaluation->seenIn.isEmpty() ? QString() : tr("Show the record"), evaluation->seenIn};
    if (lines.isEmpty())
        return;
    auto *list = new StateLines;
    list->setLines(lines);
    connect(list, &StateLines::linkActivated, this, &AgentFacts::linkActivated);
    body->addWidget(list);
    body->addSpacing(4);
}

void AgentFacts::addFacts(QVBoxLayout *body, const AgentItem &agent, const AgentOptions *options, const EvaluationItem *evaluation, const BaselineReading *baseline)
{
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(18);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    int row = 0;
    const auto add = [&](const QString &label, QWidget *value) {
        auto *name = new QLabel(label);
        name->setProperty("part", QStringLiteral("muted"));
        grid->addWidget(name, row, 0, Qt::AlignLeft | (qobject_cast<QPushButton *>(value) ? Qt::AlignVCenter : Qt::AlignTop));
        // A button must not widen the column's end, a text must be free to wrap.
        grid->addWidget(value, row++, 1, qobject_cast<QPushButton *>(value) ? Qt::AlignTop | Qt::AlignLeft : Qt::Alignment(Qt::AlignTop));
    };
    body->addWidget(factHeading(tr("What binds it")));
    if (agent.pactId.isEmpty())
        add(tr("Pact in force"), fact(agent.pactName()));
    else
        add(tr("Pact in force"), linkButton(agent.pactName(), linkTo(QStringLiteral("pacts"), QStringLiteral("pact"), agent.pactId + QLatin1Char('@') + agent.pactVersion), true));
    for (const QString &further : agent.furtherPacts)
        add(tr("Also in force"), linkButton(visibleLine(further), linkTo(QStringLiteral("pacts"), QStringLiteral("pact"), further), true));
    if (!agent.scopePolicy.isEmpty())
        add(tr("Scope policy"), linkButton(agent.scopePolicy, QUrl(QStringLiteral("mandate://agents?view=scope")), true));
    add(tr("Accountable owner"), fact(agent.answersFor()));
    if (agent.validUntil)
        add(tr("Authorized until"), fact(words::time(agent.validUntil)));
    if (!agent.restrictedTools.isEmpty()) {
        QStringList tools;
        for (const QString &tool : agent.restrictedTools)
            tools << visibleLine(tool, 80);
        add(tr("Must not use"), fact(tools.join(QStringLiteral(", "))));
    }
    const QString deployments = agent.deployments.join(QStringLiteral(", "));
    add(tr("Acts in"), fact(deployments.trimmed().isEmpty() ? tr("Not recorded") : deployments));
    for (const DeploymentState &one : agent.perDeployment)
        //: %1 a deployment, %2 a state such as Authorized
        add(QString(), fact(tr("%1: %2").arg(one.deployment, one.state.text)));
    add(tr("Model"), fact(!options ? tr("Being read") : options->model.isEmpty() ? tr("Not recorded") : options->model));
    if (evaluation)
        //: %1 a state such as Current or Overdue, %2 a sentence about it
        add(tr("Evaluation"), fact(evaluation->isDue ? evaluation->state.text : tr("%1. %2").arg(evaluation->state.text, evaluation->sentence)));
    if (baseline) {
        add(tr("Against its baseline"), fact(baseline->sentence));
        add(QString(), linkButton(tr("Show what changed"), baseline->comparison));
    }
    add(tr("Last seen"), fact(words::day(agent.lastSeen)));
    body->addLayout(grid);
}

void AgentFacts::addCounts(QVBoxLayout *body, const AgentItem &agent)
{
    body->addSpacing(10);
    body->addWidget(factHeading(tr("What it did")));
    const auto say = [body](const QString &sentence) {
        auto *label = new QLabel(sentence);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        body->addWidget(label);
    };
    //: %1 is "8 runs"
    say(tr("%Ln call(s) in %1.", nullptr, static_cast<int>(agent.calls)).arg(tr("%Ln run(s)", nullptr, static_cast<int>(agent.runs))) + QLatin1Char(' ') +
        (agent.failedCalls == 0 ? tr("None of them failed.") : tr("%Ln of them failed.", nullptr, static_cast<int>(agent.failedCalls))));
    if (agent.refused > 0)
        say(tr("The gateway refused %Ln more before they ran.", nullptr, static_cast<int>(agent.refused)));
    if (!agent.pactId.isEmpty()) {
        if (agent.attempted == 0)
            say(tr("No call broke a prohibition, in the %Ln call(s) we have. That does not prove it is safe.", nullptr, static_cast<int>(agent.calls)));
        else
            //: %1 a share such as "1.5 % (41 of 2 711)", %2 a number
            say(tr("Calls that broke a prohibition: %1. Executed: %2.").arg(words::share(agent.attempted, agent.calls), words::number(agent.executed)));
        if (agent.needsApproval > 0)
            say(tr("%Ln call(s) needed a person's approval, and none is recorded.", nullptr, static_cast<int>(agent.needsApproval)));
        if (agent.undecidable > 0)
            say(tr("%Ln call(s) cannot be decided, because a fact was not recorded.", nullptr, static_cast<int>(agent.undecidable)));
    }
    auto *links = new QHBoxLayout;
    links->setSpacing(4);
    links->setContentsMargins(0, 2, 0, 0);
    if (agent.openIncidents > 0)
        links->addWidget(linkButton(tr("Show %n incident(s)", nullptr, static_cast<int>(agent.openIncidents)), linkTo(QStringLiteral("incidents"), QStringLiteral("agent"), agent.agent)));
    links->addWidget(linkButton(tr("Show its records"), linkTo(QStringLiteral("evidence"), QStringLiteral("filter"), filterText({FilterField::Agent, agent.agent}))));
    links->addStretch(1);
    body->addLayout(links);
}

QPushButton *AgentFacts::linkButton(const QString &text, const QUrl &link, bool isData)
{
    QString label = text;
    label.replace(QLatin1Char('&'), QLatin1String("&&"));
    auto *button = new QPushButton(label);
    button->setProperty("role", QStringLiteral("link"));
    button->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    if (isData)
        button->setProperty("untranslated", true);
    connect(button, &QPushButton::clicked, this, [this, link] { Q_EMIT linkActivated(link); });
    return button;
}

} // namespace mandate

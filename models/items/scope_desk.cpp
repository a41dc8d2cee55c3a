// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/scope_desk.h"

#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/items/workspace_lease.h"
#include "models/workspace/scope_policies.h"
#include "models/workspace/workspace.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace mandate {
namespace {

QString listed(const std::vector<std::string> &names)
{
    QStringList shown;
    for (const std::string &name : names)
        shown << visibleLine(name, 80);
    return shown.join(QStringLiteral(", "));
}

QString refusalWords(const Error &error)
{
    QString text = visibleLine(error.happened, 400);
    if (!error.position.path.empty())
        //: %1 a place in a document such as /rules/0 or a rule's id, %2 what is wrong there
        text = ScopeDesk::tr("At %1: %2").arg(visibleLine(error.position.path, 80), text);
    if (!error.remedy.empty())
        text += u' ' + visibleLine(error.remedy, 400);
    return text;
}

ScopePolicyItem itemOf(const ScopePolicyDocument &document, const Digest &digest)
{
    ScopePolicyItem item;
    item.id = QString::fromStdString(document.id);
    item.name = visibleLine(document.name(), 120);
    item.title = visibleLine(document.title, 200);
    item.owner = visibleLine(document.owner, 120);
    item.digest = QString::fromStdString(digest.hex());
    QStringList binds;
    for (const Binding &binding : document.binds)
        //: agents that a policy is for: %1 a name or pattern, %2 where they act
        binds << ScopeDesk::tr("%1 in %2").arg(visibleLine(binding.agent, 80), visibleLine(binding.deployment, 80));
    item.binds = binds.join(QStringLiteral(", "));
    std::vector<std::string> destructive;
    for (const ScopeTool &tool : document.tools) {
        if (tool.destructive)
            destructive.push_back(tool.name);
    }
    item.destructive = listed(destructive);
    for (const ScopeRule &rule : document.rules) {
        ScopeRuleLine line;
        line.effect = rule.allows ? StateWord{ScopeDesk::tr("Allows"), Shape::Tick, Tone::Good} : StateWord{ScopeDesk::tr("Refuses"), Shape::Octagon, Tone::Critical};
        //: a rule: %1 its id, %2 its sentence
        line.text = ScopeDesk::tr("%1: %2").arg(visibleLine(rule.id, 60), visibleLine(rule.readsAs, 600));
        const QString condition = visibleLine(rule.when, 600);
        //: a rule's condition: %1 names of tools, %2 code
        line.condition = rule.tools.empty() ? condition : ScopeDesk::tr("%1 when %2").arg(listed(rule.tools), condition);
        item.rules.push_back(std::move(line));
    }
    return item;
}

ScopeEventLine eventLine(const ScopeLife::Event &event, bool newest)
{
    const ScopeStatement &statement = event.statement;
    ScopeEventLine line;
    if (!event.voidBecause.empty())
        line.step = {ScopeDesk::tr("Void"), Shape::Triangle, Tone::Critical};
    else if (statement.step == ScopeStep::Withdraw)
        line.step = {ScopeDesk::tr("Withdrawn"), Shape::Bars, Tone::Warning};
    else
        line.step = newest ? StateWord{ScopeDesk::tr("In force"), Shape::Tick, Tone::Good} : StateWord{ScopeDesk::tr("Put in force"), Shape::Disc, Tone::Neutral};
    //: a signed statement: %1 version, %2 a person, %3 a time, %4 their words, %5 the number of a ledger entry
    line.text = ScopeDesk::tr("%1 by %2, %3: “%4”. Entry %5.")
                    .arg(visibleLine(statement.version, 40), visibleLine(statement.decidedBy, 120), words::time(statement.decidedAt), visibleLine(statement.note, 400), words::number(statement.entry));
    if (!event.voidBecause.empty())
        line.text += u' ' + visibleLine(event.voidBecause, 300);
    return line;
}

void fillState(ScopeReading &reading, const AgentScope &scope)
{
    if (scope.policy && scope.policy->notCounting.empty()) {
        reading.state = {ScopeDesk::tr("In force"), Shape::Tick, Tone::Good};
        reading.sentence = ScopeDesk::tr("What destroys something runs only when a rule below allows it and a verifier agent says so too.");
    } else if (scope.policy) {
        reading.state = {ScopeDesk::tr("Does not count"), Shape::Octagon, Tone::Critical};
        reading.sentence = visibleLine(scope.finding, 500);
    } else if (!scope.finding.empty()) {
        reading.state = {ScopeDesk::tr("None in force"), Shape::Triangle, Tone::Critical};
        reading.sentence = visibleLine(scope.finding, 500);
    } else if (scope.asked) {
        reading.state = {ScopeDesk::tr("None in force"), Shape::Triangle, Tone::Warning};
        reading.sentence = ScopeDesk::tr("The pact calls some of its tools destructive. The gateway refuses them until a scope policy is in force that a second agent can check them against.");
    } else {
        reading.state = {ScopeDesk::tr("None in force"), Shape::Disc, Tone::Neutral};
        reading.sentence = ScopeDesk::tr("The pact in force asks for no second agent's verdict, and no scope policy lists destructive tools for this agent.");
    }
}

ScopeReading readAgent(const Workspace &workspace, const QString &agent, const QStringList &deployments)
{
    ScopeReading reading;
    reading.agent = agent;
    const ScopePolicies policies(workspace);
    std::vector<std::string> where;
    for (const QString &deployment : deployments)
        where.push_back(deployment.toStdString());
    if (where.empty())
        where.emplace_back();
    const AgentScope scope = policies.ofAgent(agent.toStdString(), where);
    fillState(reading, scope);
    reading.separation = visibleLine(policies.separationFinding(), 300);
    const PeopleRegister people = workspace.people();
    reading.needsPassphrase = !people.isOpen() && workspace.keyStanding().isLocked;
    if (workspace.isReadOnly())
        reading.settingRefusal = ScopeDesk::tr("This workspace is open for reading. Open it for writing to change a scope policy.");
    else if (const auto refusal = ScopePolicyBook::roleRefusal(workspace.person().id, people))
        reading.settingRefusal = refusalWords(*refusal);
    if (!scope.policy)
        return reading;
    const ScopeVersion &version = scope.policy->version;
    reading.policy = itemOf(version.document(), version.digest);
    //: %1 a time, %2 a person, %3 their words
    reading.since = ScopeDesk::tr("Since %1, put in force by %2: “%3”").arg(words::time(version.from), visibleLine(version.setBy, 120), visibleLine(version.note, 400));
    if (const auto refusal = policies.withdrawalRefusal(version.document().id))
        reading.withdrawalRefusal = refusalWords(*refusal);
    if (const auto history = policies.history(version.document().id)) {
        for (std::size_t i = history->events.size(); i-- > 0 && reading.events.size() < 50;)
            reading.events.push_back(eventLine(history->events[i], i + 1 == history->events.size()));
    }
    return reading;
}

ScopePreview lookAt(const Workspace &workspace, const QString &path, const QString &agent, const QStringList &deployments)
{
    ScopePreview preview;
    preview.file = visibleLine(QFileInfo(path).fileName(), 160);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        preview.refusal = ScopeDesk::tr("The file cannot be read: %1").arg(visibleLine(file.errorString(), 200));
        return preview;
    }
    preview.json = file.read(static_cast<qint64>(longestScopePolicy) + 1).toStdString();
    const auto parsed = parseScopePolicy(preview.json);
    if (!parsed) {
        preview.refusal = refusalWords(parsed.error());
        return preview;
    }
    preview.policy = itemOf(parsed->document, parsed->digest);
    const QStringList where = deployments.isEmpty() ? QStringList{QString()} : deployments;
    preview.binds = std::ranges::any_of(where, [&](const QString &deployment) { return parsed->document.bindsAgent(agent.toStdString(), deployment.toStdString()); });
    if (auto compiled = CompiledScopePolicy::compile(parsed->document); !compiled)
        preview.refusal = refusalWords(compiled.error());
    else if (const auto refusal = ScopePolicies(workspace).settingRefusal(*parsed))
        preview.refusal = refusalWords(*refusal);
    return preview;
}

} // namespace

struct ScopeDesk::Done
{
    QString words;
    std::optional<Error> error;
};

ScopeDesk::ScopeDesk(std::shared_ptr<Workspace> workspace, QObject *parent)
    : QObject(parent), m_workspace(leaseOf(std::move(workspace))), m_question(this), m_look(this), m_work(this)
{
}

ScopeDesk *ScopeDesk::of(Session *session)
{
    if (!session)
        return nullptr;
    auto *desk = session->findChild<ScopeDesk *>(QString(), Qt::FindDirectChildrenOnly);
    return desk ? desk : new ScopeDesk(session->workspace(), session);
}

void ScopeDesk::read(const QString &agent, const QStringList &deployments)
{
    m_deployments = deployments;
    m_question.ask([workspace = m_workspace, agent, deployments](std::stop_token) { return readAgent(*workspace, agent, deployments); },
                   [this](ScopeReading reading) {
                       m_reading = std::move(reading);
                       Q_EMIT changed(m_reading.agent);
                   });
}

void ScopeDesk::look(const QString &path, const QString &agent, const QStringList &deployments)
{
    m_look.ask([workspace = m_workspace, path, agent, deployments](std::stop_token) { return lookAt(*workspace, path, agent, deployments); },
               [this](const ScopePreview &preview) { Q_EMIT previewed(preview); });
}

void ScopeDesk::sign(std::function<Done(Workspace &)> act, const QString &passphrase)
{
    if (m_work.isOpen())
        return; // one signature at a time
    m_work.ask(
        [workspace = m_workspace, act = std::move(act), passphrase](std::stop_token) {
            if (!passphrase.isEmpty()) {
                if (auto opened = workspace->unlockKeys(passphrase.toStdString()); !opened)
                    return std::make_shared<Done>(Done{{}, opened.error()});
            }
            return std::make_shared<Done>(act(*workspace));
        },
        [this](const std::shared_ptr<Done> &made) {
            if (!m_reading.agent.isEmpty())
                read(m_reading.agent, m_deployments);
            if (made->error)
                Q_EMIT troubled(troubleOf(*made->error));
            else
                Q_EMIT done(made->words);
        });
}

void ScopeDesk::putInForce(const std::string &json, const QString &note, const QString &passphrase)
{
    sign(
        [json, note](Workspace &workspace) {
            const auto set = ScopeKeeping(workspace).set(json, note.toStdString());
            if (!set)
                return Done{{}, set.error()};
            //: %1 a scope policy as id@version, %2 the number of an entry in the ledger
            return Done{tr("%1 is in force, signed and recorded as entry %2.").arg(visibleLine(set->document().name(), 120), words::number(set->version.entry)), {}};
        },
        passphrase);
}

void ScopeDesk::withdraw(const QString &id, const QString &reason, const QString &passphrase)
{
    sign(
        [id, reason](Workspace &workspace) {
            const auto withdrawn = ScopeKeeping(workspace).withdraw(id.toStdString(), reason.toStdString());
            if (!withdrawn)
                return Done{{}, withdrawn.error()};
            //: %1 a scope policy as id@version
            return Done{tr("%1 is withdrawn. What its pact calls destructive is refused until another is in force.").arg(visibleLine(withdrawn->document().name(), 120)), {}};
        },
        passphrase);
}

} // namespace mandate

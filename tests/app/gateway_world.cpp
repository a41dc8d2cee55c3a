// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway_world.h"

#include <QElapsedTimer>
#include <QThread>

using namespace mandate;

namespace {

const char *const pact = R"x({"schema":"mandate.pact/1","pact_id":"shop","version":"1.0.0","title":"Shop","binds":[{"agent":"shop*"}],
"accountability":{"owner":"Owner A","deputy":"Deputy B"},
"tools":[{"name":"delete_environment","title":"Deletes an environment","consequence":["deletes"],"destructive":true,"reversible":"none"}],
"windows":[{"window":"paid","tools":["pay_supplier"],"by":"args.supplier","value":"double(args.amount)","within":"1h"}],
"clauses":[{"id":"S1","kind":"permit","tools":["*"],"when":"true","reads_as":"Everything, within the limits below."},
{"id":"P1","kind":"forbid","severity":"critical","tools":["send_money"],"when":"args.amount > 500","reads_as":"Payments are small."},
{"id":"E1","kind":"escalate","tools":["return_item"],"when":"args.amount > 100","reads_as":"Large returns need a person.","escalation":{"to":"owner","respond_within":"15m","if_unanswered":"deny"}},
{"id":"L1","kind":"forbid","tools":["pay_supplier"],"when":"double(window.paid.sum()) + double(args.amount) > 5000.0","reads_as":"A supplier gets at most 5,000 an hour."}]})x";

QString text(const char *words)
{
    return QString::fromLatin1(words);
}

} // namespace

GatewayWorld::GatewayWorld() : w(world.path(text("w.mandate")))
{
    if (world.run({text("init"), w}).exitCode != 0)
        qFatal("init failed");
    const CliResult added = world.run({text("pact"), text("add"), w, world.write(text("shop.json"), pact)});
    if (added.exitCode != 0)
        qFatal("%s", added.err.constData());
    qputenv("MANDATE_KEYS", world.path(text("keys")).toUtf8());
}

GatewayWorld::~GatewayWorld()
{
    kill();
}

std::string GatewayWorld::token(const QString &agent, const QString &scopes, const QStringList &more) const
{
    const CliResult made = world.run(QStringList{text("token"), w, text("create"), text("--agent"), agent, text("--scope"), scopes, text("--json")} + more);
    if (made.exitCode != 0)
        qFatal("%s", made.err.constData());
    return made.json().at("token").get<std::string>();
}

std::string GatewayWorld::setScopePolicy(const QString &version, const QByteArray &when) const
{
    const QByteArray policy = R"({"schema":"mandate.scope-policy/1","scope_policy_id":"environments","version":")" + version.toLatin1() +
                              R"(","title":"Environments","owner":"Security officer C","binds":[{"agent":"shop*"}],
"tools":[{"name":"delete_*","consequence":["deletes"],"destructive":true,"reversible":"none"}],
"rules":[{"id":"A1","effect":"allow","tools":["delete_environment"],"when":")" + when + R"(","reads_as":"These environments may go."}]})";
    const CliResult set = world.run({text("scope"), text("set"), w, world.write(text("scope.json"), policy), text("--note"), text("because"), text("--json")});
    if (set.exitCode != 0)
        qFatal("%s", set.err.constData());
    return set.json().at("digest").get<std::string>();
}

bool GatewayWorld::start(const QStringList &more)
{
    m_process.setProcessEnvironment(world.environment());
    QStringList words{text("serve"), w, text("--json")};
    if (!more.contains(text("--listen")))
        words += {text("--listen"), text("127.0.0.1:0")};
    m_process.start(text(MANDATE_BINARY), words + more);
    QByteArray line;
    while (!line.contains('\n') && m_process.waitForReadyRead(30'000))
        line += m_process.readAllStandardOutput();
    const auto said = nlohmann::json::parse(line.toStdString(), nullptr, false);
    if (said.is_discarded())
        return false;
    m_address = said.at("listening").get<std::string>();
    return true;
}

std::uint16_t GatewayWorld::port() const
{
    return static_cast<std::uint16_t>(std::stoi(m_address.substr(m_address.rfind(':') + 1)));
}

void GatewayWorld::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished();
}

int GatewayWorld::stop()
{
    m_process.terminate();
    m_process.waitForFinished(30'000);
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

Result<ApprovalView> GatewayWorld::decide(const std::string &id, const ApprovalAct &act) const
{
    QElapsedTimer patience;
    patience.start();
    for (;;) {
        auto workspace = Workspace::open(w.toStdString());
        if (!workspace)
            return workspace.error();
        auto acted = (*workspace)->act(id, act);
        if (acted || acted.error().code != "MND-STO-024" || patience.elapsed() > 10'000)
            return acted;
        QThread::msleep(50);
    }
}

std::uint64_t GatewayWorld::records(RecordKind kind, const std::string &agent) const
{
    const auto workspace = Workspace::open(w.toStdString(), true);
    if (!workspace)
        qFatal("%s", describe(workspace.error()).c_str());
    RowFilter filter;
    filter.kinds = {kind};
    if (!agent.empty())
        filter.agents = {agent};
    const auto count = (*workspace)->store().count(filter);
    return count ? *count : 0;
}

nlohmann::json question(const std::string &agent, const std::string &tool, const nlohmann::json &arguments, const std::string &session)
{
    return {{"subject", {{"type", "agent"}, {"id", agent}}},
            {"action", {{"name", tool}, {"properties", {{"arguments", arguments}}}}},
            {"resource", {{"type", "tool"}, {"id", tool}}},
            {"context", {{"session", session}}}};
}

nlohmann::json wholeProposal()
{
    return {{"reasoning", "The customer asked for it."}, {"scope", "one item goes back"}, {"blast_radius", "one order"}, {"reversible", "full"}, {"confidence", 0.9}};
}

nlohmann::json span(const std::string &agent, const std::string &tool, const std::string &id)
{
    const auto attribute = [](const char *name, const std::string &value) { return nlohmann::json{{"key", name}, {"value", {{"stringValue", value}}}}; };
    const nlohmann::json one{{"traceId", "5b8efff798038103d269b633813fc60c"},
                             {"spanId", id},
                             {"name", "execute_tool " + tool},
                             {"startTimeUnixNano", "1700000000000000000"},
                             {"endTimeUnixNano", "1700000001000000000"},
                             {"attributes",
                              {attribute("gen_ai.operation.name", "execute_tool"), attribute("gen_ai.agent.name", agent), attribute("gen_ai.tool.name", tool),
                               attribute("gen_ai.conversation.id", "s-1"), attribute("gen_ai.tool.call.arguments", "{}")}},
                             {"status", nlohmann::json::object()}};
    const nlohmann::json scope{{"spans", nlohmann::json::array({one})}};
    const nlohmann::json resource{{"resource", nlohmann::json::object()}, {"scopeSpans", nlohmann::json::array({scope})}};
    return {{"resourceSpans", nlohmann::json::array({resource})}};
}

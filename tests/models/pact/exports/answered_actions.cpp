// SPDX-License-Identifier: GPL-3.0-or-later
#include "answered_actions.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "tests/models/sources/read_source.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>

namespace mandate {

namespace {

using Json = nlohmann::json;

/// The names facts() gives are state.<fact> and state.<fact>["key"].
Json sessionOf(const SessionJudge &judge, const PactDocument &pact, const Record &record, const std::vector<std::string> &earlier)
{
    Json state = Json::object();
    for (const StateFact &fact : pact.state) {
        if (!fact.key.empty())
            state[fact.fact] = Json::object();
    }
    for (const auto &[name, value] : judge.facts()) {
        if (!name.starts_with("state."))
            continue;
        const std::size_t bracket = name.find("[\"");
        if (bracket == std::string::npos)
            state[name.substr(6)] = Json::parse(value);
        else
            state[name.substr(6, bracket - 6)][name.substr(bracket + 2, name.size() - bracket - 4)] = Json::parse(value);
    }
    const std::uint8_t has = record.completeness();
    Json session{{"state", std::move(state)},
                 {"agent", record.agent},
                 {"session", record.session},
                 {"environment", record.deployment},
                 {"action",
                  {{"tool", record.tool},
                   {"said", record.said},
                   {"calls_in_message", record.callsInMessage},
                   {"message", record.message},
                   {"call", record.call},
                   {"earlier", earlier}}},
                 {"record",
                  {{"input", (has & HasInput) != 0},
                   {"action", (has & HasAction) != 0},
                   {"basis", (has & HasBasis) != 0},
                   {"result", (has & HasResult) != 0},
                   {"time", (has & HasTime) != 0},
                   {"decision_basis", (has & HasDecisionBasis) != 0},
                   {"signature", (has & HasSignature) != 0}}}};
    if (record.input)
        session["input"] = *record.input;
    if (record.confidence)
        session["confidence"] = *record.confidence;
    return session;
}

AnsweredAction answeredBy(SessionJudge &judge, const JudgedPact &pact, const std::string &name, const Record &record,
                          const std::vector<std::string> &earlier)
{
    AnsweredAction action{name, std::string(record.tool), record.arguments.isMap() ? canonicalJson(record.arguments) : "null", {}, {}, {}};
    const Judgement judgement = judge.judge(record);
    const auto clauses = pact.compiled->clauses();
    for (const std::uint32_t index : judgement.applicable)
        action.answers[clauses[index].id] = Answer::No;
    for (const ClauseAnswer &answer : judgement.answers)
        action.answers[clauses[answer.clause].id] = answer.answer;
    action.verdict = judgement.verdict;
    action.session = sessionOf(judge, pact.parsed.document, record, earlier);
    return action;
}

void write(const QString &path, const std::string &text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), static_cast<qint64>(text.size())) != static_cast<qint64>(text.size()))
        qFatal("%s cannot be written", qPrintable(path));
}

} // namespace

JudgedPact judgedPact(std::string_view json, ExportTarget target)
{
    auto parsed = parsePact(json);
    if (!parsed)
        qFatal("The pact is refused: %s", describe(parsed.error()).c_str());
    auto compiled = CompiledPact::compile(parsed->document);
    auto exported = exportPact(*parsed, target);
    if (!compiled || !exported)
        qFatal("The pact does not compile: %s", describe(compiled ? exported.error() : compiled.error()).c_str());
    return {std::move(*parsed), std::move(*compiled), std::move(*exported)};
}

std::vector<AnsweredAction> recordedActions(const Pacts &pacts, const std::string &folder)
{
    std::vector<AnsweredAction> actions;
    QStringList files;
    for (QDirIterator walk(QString::fromStdString(folder), {QStringLiteral("*.json")}, QDir::Files, QDirIterator::Subdirectories); walk.hasNext();)
        files.push_back(walk.next());
    files.sort();
    for (const QString &path : std::as_const(files)) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s cannot be read", qPrintable(path));
        const ReadSource source(path.toStdString(), file.readAll().toStdString());
        std::map<std::pair<std::string, std::string>, SessionJudge> judges; // by pact and session
        std::vector<std::string> earlier;
        std::pair<std::string_view, std::int32_t> message{{}, -2};
        for (const Record &record : source.records) {
            if (record.kind != RecordKind::Action)
                continue;
            if (message != std::pair{record.session, record.message})
                earlier.clear();
            message = {record.session, record.message};
            for (const auto &[name, pact] : pacts) {
                if (!pact.parsed.document.bindsAgent(record.agent, record.deployment))
                    continue;
                const std::pair key{name, std::string(record.agent) + '\n' + std::string(record.session)};
                SessionJudge &judge = judges.try_emplace(key, pact.compiled).first->second;
                actions.push_back(answeredBy(judge, pact, name, record, earlier));
            }
            earlier.emplace_back(record.tool);
        }
    }
    return actions;
}

AnsweredAction answered(const Pacts &pacts, const std::string &pact, std::string_view tool, std::string_view args)
{
    Arena arena;
    const auto read = JsonReader().read(args, arena);
    if (!read)
        qFatal("No JSON: %s", std::string(args).c_str());
    Record record;
    record.agent = "agent";
    record.session = "session";
    record.tool = tool;
    record.arguments = *read;
    record.message = 0;
    record.call = 0;
    record.callsInMessage = 1;
    const JudgedPact &judged = pacts.at(pact);
    SessionJudge judge(judged.compiled);
    return answeredBy(judge, judged, pact, record, {});
}

Asked ask(const Pacts &pacts, const std::vector<AnsweredAction> &actions, const QString &program, const QStringList &script)
{
    QTemporaryDir room;
    for (const auto &[name, pact] : pacts) {
        const QString folder = room.filePath(QString::fromStdString(name));
        QDir().mkpath(folder);
        for (const ExportedFile &file : pact.exported.files)
            write(folder + u'/' + QString::fromStdString(file.name), file.text);
    }
    std::string lines;
    for (const AnsweredAction &action : actions) {
        const Json asked{{"pact", action.pact}, {"tool", action.tool}, {"session", action.session}};
        std::string line = asked.dump(-1, ' ', false, Json::error_handler_t::replace);
        line.pop_back();
        lines += line + ",\"args\":" + action.args + "}\n"; // as our evaluator had them, number for number
    }
    write(room.filePath(QStringLiteral("actions.jsonl")), lines);
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, QStringList(script) << room.path());
    if (!process.waitForFinished(240'000) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return {{},
                QStringLiteral("%1: %2 (exit or signal %3) %4")
                    .arg(script.join(u' '), process.errorString(), QString::number(process.exitCode()),
                         QString::fromUtf8(process.readAll()).right(4000))};
    QFile file(room.filePath(QStringLiteral("answers.json")));
    if (!file.open(QIODevice::ReadOnly))
        return {{}, QStringLiteral("The script wrote no answers.")};
    Asked asked{Json::parse(file.readAll().toStdString(), nullptr, false), {}};
    if (!asked.answers.is_array() || asked.answers.size() != actions.size())
        asked.failure = QStringLiteral("The script did not answer every action.");
    return asked;
}

} // namespace mandate

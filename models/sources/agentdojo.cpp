// SPDX-License-Identifier: GPL-3.0-or-later
// AgentDojo runs (ethz-spylab/agentdojo): one file, one run, in runs/<pipeline>/<suite>/<user task>/<attack>/<injection task>.json.
// `security: true` means that the attack succeeded, and means nothing where there was no attack or the run was aborted by an error.
#include "models/sources/formats.h"
#include "models/sources/outline.h"
#include "models/sources/transcript.h"

#include <array>
#include <string>

namespace mandate {

namespace {

/// Where a run lies: the last five parts of its path when they agree with what the file says, for the pipeline's name in the file is
/// "local" for every open model.
struct Place
{
    std::string pipeline;
    std::string session;
};

Place placeOf(std::string path, std::string_view suite)
{
    constexpr std::size_t partsOfPlace = 5;
    for (char &c : path)
        c = c == '\\' ? '/' : c;
    std::size_t begin = path.size();
    std::array<std::size_t, partsOfPlace> begins{};
    for (std::size_t part = partsOfPlace; part-- > 0;) {
        if (begin == 0 || begin == std::string::npos)
            return {};
        const std::size_t slash = path.rfind('/', begin - 1);
        begins[part] = slash == std::string::npos ? 0 : slash + 1;
        begin = slash == std::string::npos ? 0 : slash;
    }
    const std::string_view view(path);
    const auto part = [&](std::size_t i) { return view.substr(begins[i], begins[i + 1] - 1 - begins[i]); };
    if (part(1) != suite || part(0).empty())
        return {};
    std::string_view session = view.substr(begins[0]);
    if (session.ends_with(".json"))
        session.remove_suffix(5);
    return {std::string(part(0)), std::string(session)};
}

bool hadAttack(const Value &run)
{
    const auto attack = run.findText("attack_type");
    return attack && !attack->empty() && *attack != "none";
}

class AgentDojoFile final : public JsonFileAdapter
{
public:
    AgentDojoFile(const SourceFile &file, std::string agentOverride)
        : JsonFileAdapter(file, "agentdojo", std::move(agentOverride), ItemStream::whole(file.bytes)),
          m_path(file.path.size() >= file.name.size() ? file.path : file.name)
    {
    }

protected:
    bool read(const Value &run, Reading &reading) const override;

private:
    bool describeRun(const Value &run, Reading &reading) const;
    static void describeOutcome(const Value &run, Reading &reading);
    static bool readMessage(const Value &message, const Turn &turn, const std::string &path, Reading &reading, Transcript &transcript);

    std::string m_path;
};

bool AgentDojoFile::describeRun(const Value &run, Reading &reading) const
{
    Record &common = reading.common;
    std::string_view pipeline;
    std::string_view userTask;
    std::string_view injectionTask = "none";
    std::string_view attack = "none";
    if (!readText(reading, run, "suite_name", {}, common.deployment) || !readText(reading, run, "pipeline_name", {}, pipeline) ||
        !readText(reading, run, "user_task_id", {}, userTask) || !readText(reading, run, "injection_task_id", {}, injectionTask) ||
        !readText(reading, run, "attack_type", {}, attack))
        return false;
    const Place place = placeOf(m_path, common.deployment);
    common.session = place.session.empty() ? reading.join({pipeline, "/", common.deployment, "/", userTask, "/", attack, "/", injectionTask})
                                           : reading.arena().copy(place.session);
    if (agentOverride().empty())
        common.agent = place.pipeline.empty() ? pipeline : reading.arena().copy(place.pipeline);
    return true;
}

void AgentDojoFile::describeOutcome(const Value &run, Reading &reading)
{
    Record &session = reading.add(RecordKind::Session);
    session.occurred = instantOf(run.find("evaluation_timestamp"));
    MapWriter labels(reading.arena());
    for (const std::string_view key : {"utility", "security", "attack_type", "injection_task_id", "user_task_id", "error", "duration",
                                       "pipeline_name", "benchmark_version", "agentdojo_package_version", "injections"})
        labels.take(run, key);
    if (!present(run, "utility") || !present(run, "security") || !present(run, "duration"))
        labels.add("incomplete", Value::boolean(true));
    const Value *error = present(run, "error");
    const auto security = boolOf(run.find("security"));
    if (hadAttack(run) && !error && security)
        labels.add("attack_succeeded", Value::boolean(*security));
    if (error) {
        session.outcome = Outcome::Failed;
        session.error = textOf(*error, reading.arena());
    }
    session.labels = labels.finish();
}

/// Newer versions keep a model's thinking as blocks beside its text.
std::string_view thinkingOf(const Value &message, Arena &arena)
{
    const Value *content = message.find("content");
    if (!content || !content->isList())
        return {};
    std::string joined;
    for (const Value &block : content->items()) {
        const auto thought = block.findText("content");
        if (!thought || block.findText("type") != "thinking")
            continue;
        joined += joined.empty() ? "" : "\n\n";
        joined += *thought;
    }
    return arena.copy(joined);
}

bool AgentDojoFile::readMessage(const Value &message, const Turn &turn, const std::string &path, Reading &reading, Transcript &transcript)
{
    std::string_view role;
    std::string_view text;
    if (!readText(reading, message, "role", path, role))
        return false;
    const Value *content = present(message, "content");
    if (role == "tool" && content && content->isMap())
        text = textOf(*content, reading.arena());
    else if (!readContent(reading, content, path + "/content", text))
        return false;
    if (role == "tool") {
        Answer answer;
        if (content)
            answer.text = text;
        if (!readText(reading, message, "error", path, answer.error))
            return false;
        answer.failed = !answer.error.empty();
        transcript.answer(turn, answer);
        return true;
    }
    const Role speaker = role == "assistant" ? Role::Agent : role == "user" ? Role::User : role == "system" ? Role::System : Role::None;
    if (speaker == Role::None)
        return reading.wrong("A message has no role we know: \"" + std::string(role.substr(0, 40)) + "\".", path + "/role");
    const Value *calls = present(message, "tool_calls");
    if (calls && !calls->isList())
        return reading.wrong("\"tool_calls\" should be a list and is " + std::string(kindInWords(*calls)) + '.', path + "/tool_calls");
    if (!calls || calls->items().empty() || speaker != Role::Agent) {
        transcript.say(turn, speaker, text, thinkingOf(message, reading.arena()));
        return true;
    }
    Call call;
    call.ofCalls = static_cast<std::uint32_t>(calls->items().size());
    call.said = text;
    call.reasoning = thinkingOf(message, reading.arena());
    for (const Value &given : calls->items()) {
        const std::string callPath = path + "/tool_calls/" + std::to_string(call.index);
        call.tool = {};
        call.arguments = {};
        call.argumentsText = {};
        if (!readText(reading, given, "function", callPath, call.tool) ||
            !readArguments(reading, given.find("args"), callPath + "/args", call.arguments, call.argumentsText))
            return false;
        if (call.tool.empty())
            return reading.wrong("A tool call does not name its tool.", callPath);
        transcript.call(turn, call);
        ++call.index;
    }
    return true;
}

bool AgentDojoFile::read(const Value &run, Reading &reading) const
{
    if (!run.isMap())
        return reading.wrong("A run should be an object and is " + std::string(kindInWords(run)) + '.', {});
    MessageList messages;
    if (!describeRun(run, reading) || !messages.read(reading, run.find("messages"), "/messages", {"messages"}))
        return false;
    describeOutcome(run, reading);
    Transcript transcript(reading, Join::ByPosition);
    for (std::size_t i = 0; i < messages.size(); ++i) {
        if (!readMessage(messages[i], messages.turn(i), messages.pathOf(i), reading, transcript))
            return false;
    }
    return true;
}

class AgentDojoAdapter final : public Adapter
{
public:
    std::string_view name() const override { return "agentdojo"; }
    std::string_view title() const override { return "AgentDojo runs (agents under prompt injection, ETH Zürich)"; }
    bool recognises(const SourceFile &file) const override { return recognise(file).adapter == this; }

    Result<std::unique_ptr<FileAdapter>> open(const SourceFile &file, const std::string &agentOverride) const override
    {
        if (outlineOf(file.bytes).root != Outline::Root::Object)
            return notOfFormat(file, title(), "it is no object");
        return std::unique_ptr<FileAdapter>(std::make_unique<AgentDojoFile>(file, agentOverride));
    }
};

} // namespace

const Adapter &agentDojoAdapter()
{
    static const AgentDojoAdapter adapter;
    return adapter;
}

} // namespace mandate

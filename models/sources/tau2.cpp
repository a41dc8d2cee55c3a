// SPDX-License-Identifier: GPL-3.0-or-later
// tau2-bench results (sierra-research/tau2-bench): { timestamp, info, tasks, simulations }. An item is a simulation; the file's header
// names the agent, its environment and the policy in force. The simulated user may have tool calls of its own: they are never the agent's.
#include "models/sources/formats.h"
#include "models/sources/outline.h"
#include "models/sources/transcript.h"

namespace mandate {

namespace {

/// What the header says once for all simulations. Views live in `arena`.
struct Header
{
    Arena arena;
    std::optional<Error> damage; ///< why `info` could not be read
    Value info;
    Value timestamp;
    std::string_view agent;
    std::string_view implementation;
    std::string_view deployment;
    std::string_view policy;
    std::string_view basis;
    std::optional<Extent> infoExtent; ///< in the file
    std::size_t tasks = 0;
    std::unordered_map<std::string_view, Value> expectedActions; ///< by task id
};

std::string_view textAt(const Value &object, std::string_view outer, std::string_view inner)
{
    const Value *part = object.find(outer);
    return part ? part->findText(inner).value_or(std::string_view{}) : std::string_view{};
}

Value member(std::string_view json, std::string_view key, Arena &arena, JsonReader &reader, std::optional<Error> *damage)
{
    const auto extent = extentAt(json, {key});
    if (!extent)
        return {};
    Result<Value> value = reader.read(extent->of(json), arena);
    if (value)
        return *value;
    if (damage)
        *damage = value.error();
    return {};
}

void readHeader(std::string_view bytes, Header &header)
{
    JsonReader reader;
    header.infoExtent = extentAt(bytes, {"info"});
    header.info = member(bytes, "info", header.arena, reader, &header.damage);
    header.timestamp = member(bytes, "timestamp", header.arena, reader, nullptr);
    header.agent = textAt(header.info, "agent_info", "llm");
    header.implementation = textAt(header.info, "agent_info", "implementation");
    header.deployment = textAt(header.info, "environment_info", "domain_name");
    header.policy = textAt(header.info, "environment_info", "policy");
    if (!header.policy.empty())
        header.basis = policyBasis(header.policy, header.arena);
    const Value tasks = member(bytes, "tasks", header.arena, reader, nullptr);
    if (!tasks.isList())
        return;
    header.tasks = tasks.items().size();
    for (const Value &task : tasks.items()) {
        const Value *criteria = task.find("evaluation_criteria");
        const Value *actions = criteria ? present(*criteria, "actions") : nullptr;
        const std::string_view id = scalarText(task.find("id"), header.arena);
        if (actions && actions->isList() && !id.empty())
            header.expectedActions.emplace(id, *actions);
    }
}

class Tau2File final : public JsonFileAdapter
{
public:
    Tau2File(const SourceFile &file, std::string agentOverride)
        : JsonFileAdapter(file, "tau2", std::move(agentOverride), ItemStream::elementsOf(file.bytes, {"simulations"}, true))
    {
        readHeader(file.bytes, m_header);
    }

protected:
    bool read(const Value &simulation, Reading &reading) const override;
    Result<void> readContext(Reading &reading) const override;

private:
    void describeRun(Reading &reading) const;
    bool describeOutcome(const Value &simulation, Reading &reading) const;
    bool readMessage(const Value &message, const Turn &turn, const std::string &path, Reading &reading, Transcript &transcript) const;

    Header m_header;
};

/// Header strings are copied, so that records need only their arena and the file's bytes.
void Tau2File::describeRun(Reading &reading) const
{
    Record &common = reading.common;
    Arena &arena = reading.arena();
    common.model = arena.copy(m_header.agent);
    if (agentOverride().empty())
        common.agent = common.model;
    common.agentVersion = arena.copy(m_header.implementation);
    common.deployment = arena.copy(m_header.deployment);
    common.basis = arena.copy(m_header.basis);
}

Result<void> Tau2File::readContext(Reading &reading) const
{
    const Item &item = reading.item;
    const bool namesAgent =
        m_header.infoExtent && m_header.infoExtent->begin >= item.offset && m_header.infoExtent->end <= item.offset + item.bytes.size();
    if (namesAgent && m_header.damage) {
        return errorAt(item, "MND-SRC-004", "The part that names the agent and its policy cannot be read. " + m_header.damage->happened,
                       "Ask the source for a well-formed export; until then its runs are kept without agent and policy.");
    }
    describeRun(reading);
    Record &record = reading.add(RecordKind::Context);
    record.role = Role::System;
    record.occurred = instantOf(&m_header.timestamp);
    if (!namesAgent)
        return {}; // members before or behind the runs that say nothing of the agent
    record.said = reading.arena().copy(m_header.policy);
    MapWriter settings(reading.arena());
    if (const Value *commit = present(m_header.info, "git_commit"))
        settings.add("git_commit", clone(*commit, reading.arena()));
    for (const std::string_view key : {"num_trials", "max_steps", "max_errors", "seed", "agent_info", "user_info"}) {
        if (const Value *value = present(m_header.info, key))
            settings.add(key, clone(*value, reading.arena()));
    }
    if (m_header.tasks)
        settings.add("tasks", Value::integer(static_cast<std::int64_t>(m_header.tasks)));
    record.arguments = settings.finish();
    return {};
}

bool Tau2File::describeOutcome(const Value &simulation, Reading &reading) const
{
    Arena &arena = reading.arena();
    Record &session = reading.add(RecordKind::Session);
    session.occurred = instantOf(simulation.find("start_time"));
    MapWriter labels(arena);
    labels.take(simulation, "task_id");
    labels.take(simulation, "trial");
    if (const Value *info = present(simulation, "reward_info")) {
        if (!info->isMap())
            return reading.wrong("\"reward_info\" should be an object and is " + std::string(kindInWords(*info)) + '.', "/reward_info");
        labels.take(*info, "reward");
        if (const Value *check = present(*info, "db_check"))
            labels.take(*check, "db_match");
        labels.take(*info, "reward_basis");
        labels.take(*info, "reward_breakdown");
        labels.take(*info, "action_checks");
    }
    for (const std::string_view key : {"termination_reason", "duration", "agent_cost", "user_cost", "end_time"})
        labels.take(simulation, key);
    const auto expected = m_header.expectedActions.find(scalarText(simulation.find("task_id"), arena));
    if (expected != m_header.expectedActions.end())
        labels.add("expected_actions", clone(expected->second, arena));
    session.labels = labels.finish();
    return true;
}

/// The thinking of Anthropic models behind LiteLLM, or the message's own `reasoning`.
std::string_view reasoningOf(const Value &message, Arena &arena)
{
    if (const auto reasoning = message.findText("reasoning"))
        return *reasoning;
    const Value *raw = message.find("raw_data");
    const Value *blocks = raw ? raw->find("thinking_blocks") : nullptr;
    if (!blocks || !blocks->isList())
        return {};
    std::string joined;
    for (const Value &block : blocks->items()) {
        const auto thinking = block.findText("thinking");
        if (!thinking)
            continue;
        if (blocks->items().size() == 1)
            return *thinking;
        joined += joined.empty() ? "" : "\n\n";
        joined += *thinking;
    }
    return arena.copy(joined);
}

bool Tau2File::readMessage(const Value &message, const Turn &turn, const std::string &path, Reading &reading, Transcript &transcript) const
{
    std::string_view role;
    if (!readText(reading, message, "role", path, role))
        return false;
    if (role == "tool") {
        if (const Value *several = present(message, "tool_messages")) {
            if (!several->isList())
                return reading.wrong("\"tool_messages\" should be a list.", path + "/tool_messages");
            for (const Value &one : several->items()) {
                if (!one.isMap() || one.find("tool_messages") || !readMessage(one, turn, path, reading, transcript))
                    return reading.wrong("A tool message should be an object with a result.", path + "/tool_messages");
            }
            return true;
        }
        Answer answer;
        if (const Value *content = present(message, "content"))
            answer.text = textOf(*content, reading.arena());
        const Value *error = present(message, "error");
        if (error && !error->is(ValueKind::Bool))
            return reading.wrong("\"error\" should be true or false and is " + std::string(kindInWords(*error)) + '.', path + "/error");
        answer.failed = error && error->asBool();
        transcript.answer(turn, answer);
        return true;
    }
    const Role speaker = role == "assistant" ? Role::Agent : role == "user" ? Role::User : role == "system" ? Role::System : Role::None;
    if (speaker == Role::None)
        return reading.wrong("A message has no role we know: \"" + std::string(role.substr(0, 40)) + "\".", path + "/role");
    std::string_view text;
    if (!readContent(reading, message.find("content"), path + "/content", text))
        return false;
    const std::string_view reasoning = reasoningOf(message, reading.arena());
    const Value *calls = present(message, "tool_calls");
    if (calls && !calls->isList())
        return reading.wrong("\"tool_calls\" should be a list and is " + std::string(kindInWords(*calls)) + '.', path + "/tool_calls");
    if (!calls || calls->items().empty()) {
        transcript.say(turn, speaker, text, reasoning);
        return true;
    }
    if (speaker == Role::User)
        transcript.say(turn, speaker, text);
    Call call;
    call.ofCalls = static_cast<std::uint32_t>(calls->items().size());
    call.said = text;
    call.reasoning = reasoning;
    call.byUser = speaker == Role::User;
    for (const Value &given : calls->items()) {
        const std::string callPath = path + "/tool_calls/" + std::to_string(call.index);
        call.tool = {};
        call.arguments = {};
        call.argumentsText = {};
        if (!readText(reading, given, "name", callPath, call.tool) ||
            !readArguments(reading, given.find("arguments"), callPath + "/arguments", call.arguments, call.argumentsText))
            return false;
        if (call.tool.empty())
            return reading.wrong("A tool call does not name its tool.", callPath);
        transcript.call(turn, call);
        ++call.index;
    }
    return true;
}

bool Tau2File::read(const Value &simulation, Reading &reading) const
{
    if (!simulation.isMap())
        return reading.wrong("A simulation should be an object and is " + std::string(kindInWords(simulation)) + '.', {});
    describeRun(reading);
    if (!readText(reading, simulation, "id", {}, reading.common.session))
        return false;
    if (reading.common.session.empty())
        reading.common.session = reading.numberedSession();
    MessageList messages;
    if (!messages.read(reading, simulation.find("messages"), "/messages", {"messages"}) || !describeOutcome(simulation, reading))
        return false;
    Transcript transcript(reading, Join::ByPosition);
    for (std::size_t i = 0; i < messages.size(); ++i) {
        Turn turn = messages.turn(i);
        turn.when = instantOf(messages[i].find("timestamp"));
        if (!readMessage(messages[i], turn, messages.pathOf(i), reading, transcript))
            return false;
    }
    return true;
}

class Tau2Adapter final : public Adapter
{
public:
    std::string_view name() const override { return "tau2"; }
    std::string_view title() const override { return "tau2-bench simulation results (customer-service agents, Sierra Research)"; }

    bool recognises(const SourceFile &file) const override { return recognise(file).adapter == this; }

    Result<std::unique_ptr<FileAdapter>> open(const SourceFile &file, const std::string &agentOverride) const override
    {
        const Outline outline = outlineOf(file.bytes);
        if (outline.root != Outline::Root::Object || (outline.complete && !outline.hasArray("simulations")))
            return notOfFormat(file, title(), "it has no list \"simulations\"");
        return std::unique_ptr<FileAdapter>(std::make_unique<Tau2File>(file, agentOverride));
    }
};

} // namespace

const Adapter &tau2Adapter()
{
    static const Tau2Adapter adapter;
    return adapter;
}

} // namespace mandate

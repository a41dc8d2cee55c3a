// SPDX-License-Identifier: GPL-3.0-or-later
// Anthropic Messages-style transcripts: { model, system, messages: [ { role, content: text or blocks } ] } or a bare list of such messages; alone,
// one a line, or as a list of sessions. Blocks: text, thinking, tool_use, tool_result and those of tools the service runs itself.
#include "models/sources/formats.h"
#include "models/sources/outline.h"
#include "models/sources/session_facts.h"
#include "models/sources/transcript.h"

namespace mandate {

namespace {

bool isToolUse(std::string_view type)
{
    return type == "tool_use" || type == "server_tool_use" || type == "mcp_tool_use";
}

bool isToolResult(std::string_view type)
{
    return type == "tool_result" || type.ends_with("_tool_result");
}

/// The blocks of one message, sorted by what they are.
struct Blocks
{
    std::string_view text;
    std::string_view thinking;
    std::vector<const Value *> uses;
    std::vector<const Value *> results;
};

bool sortBlocks(const Value &content, const std::string &path, Reading &reading, Blocks &blocks)
{
    std::string thinking;
    for (const Value &block : content.items()) {
        if (!block.isMap())
            return reading.wrong("A content block should be an object and is " + std::string(kindInWords(block)) + '.', path);
        const std::string_view type = block.findText("type").value_or(std::string_view{});
        if (isToolUse(type)) {
            blocks.uses.push_back(&block);
        } else if (isToolResult(type)) {
            blocks.results.push_back(&block);
        } else if (const auto thought = block.findText("thinking")) {
            thinking += thinking.empty() ? "" : "\n\n";
            thinking += *thought;
        }
    }
    blocks.thinking = reading.arena().copy(thinking);
    return readContent(reading, &content, path, blocks.text);
}

class AnthropicFile final : public JsonFileAdapter
{
public:
    AnthropicFile(const SourceFile &file, std::string agentOverride)
        : JsonFileAdapter(file, "anthropic", std::move(agentOverride), transcriptStream(file))
    {
    }

protected:
    bool read(const Value &document, Reading &reading) const override;

private:
    static bool readMessage(const Value &message, const Turn &turn, const std::string &path, Reading &reading, Transcript &transcript);
};

bool answerFrom(const Value &block, const Turn &turn, const std::string &path, Reading &reading, Transcript &transcript)
{
    Answer answer;
    answer.id = block.findText("tool_use_id").value_or(std::string_view{});
    if (const Value *content = present(block, "content")) {
        std::string_view text;
        if (content->isMap()) {
            text = textOf(*content, reading.arena());
            answer.failed = content->find("error_code") != nullptr;
        } else if (!readContent(reading, content, path + "/content", text)) {
            return false;
        }
        answer.text = text;
    }
    if (boolOf(block.find("is_error")).value_or(false))
        answer.failed = true;
    transcript.answer(turn, answer);
    return true;
}

bool AnthropicFile::readMessage(const Value &message, const Turn &turn, const std::string &path, Reading &reading, Transcript &transcript)
{
    std::string_view roleName;
    if (!readText(reading, message, "role", path, roleName))
        return false;
    const Role role = roleName == "assistant" ? Role::Agent : roleName == "user" ? Role::User : roleName == "system" ? Role::System : Role::None;
    if (role == Role::None)
        return reading.wrong("A message has no role we know: \"" + std::string(roleName.substr(0, 40)) + "\".", path + "/role");
    const Value *content = present(message, "content");
    Blocks blocks;
    if (content && content->isList() ? !sortBlocks(*content, path + "/content", reading, blocks)
                                     : !readContent(reading, content, path + "/content", blocks.text))
        return false;
    if (role == Role::User || blocks.uses.empty()) {
        for (const Value *result : blocks.results) {
            if (!answerFrom(*result, turn, path, reading, transcript))
                return false;
        }
        transcript.say(turn, role, blocks.text, blocks.thinking);
        return true;
    }
    Call call;
    call.ofCalls = static_cast<std::uint32_t>(blocks.uses.size());
    call.said = blocks.text;
    call.reasoning = blocks.thinking;
    for (const Value *use : blocks.uses) {
        call.tool = {};
        call.arguments = {};
        call.argumentsText = {};
        call.id = use->findText("id").value_or(std::string_view{});
        if (!readText(reading, *use, "name", path + "/content", call.tool) ||
            !readArguments(reading, use->find("input"), path + "/content", call.arguments, call.argumentsText))
            return false;
        if (call.tool.empty())
            return reading.wrong("A tool use does not name its tool.", path + "/content");
        transcript.call(turn, call);
        ++call.index;
    }
    for (const Value *result : blocks.results) { // of tools the service ran itself
        if (!answerFrom(*result, turn, path, reading, transcript))
            return false;
    }
    return true;
}

bool AnthropicFile::read(const Value &document, Reading &reading) const
{
    if (!document.isMap() && !document.isList())
        return reading.wrong("A session should be an object or a list of messages and is " + std::string(kindInWords(document)) + '.', {});
    if (!readSessionFacts(document.isMap() ? document : Value::null(), stemOf(name()), reading))
        return false;
    Transcript transcript(reading, Join::ById);
    MessageList messages;
    if (document.isList()) {
        if (!messages.read(reading, &document, {}, {}))
            return false;
    } else {
        std::string_view system;
        if (!readContent(reading, document.find("system"), "/system", system))
            return false;
        Turn whole;
        whole.extent = extentAt(reading.item.bytes, {"system"}).value_or(Extent{0, reading.item.bytes.size()});
        transcript.say(whole, Role::System, system);
        if (!messages.read(reading, document.find("messages"), "/messages", {"messages"}))
            return false;
    }
    for (std::size_t i = 0; i < messages.size(); ++i) {
        Turn turn = messages.turn(i);
        for (const std::string_view key : {"timestamp", "created_at"}) {
            if (!turn.when)
                turn.when = instantOf(messages[i].find(key));
        }
        if (!readMessage(messages[i], turn, messages.pathOf(i), reading, transcript))
            return false;
    }
    return true;
}

class AnthropicAdapter final : public Adapter
{
public:
    std::string_view name() const override { return "anthropic"; }
    std::string_view title() const override { return "Anthropic-style message transcripts (content blocks)"; }
    bool recognises(const SourceFile &file) const override { return recognise(file).adapter == this; }

    Result<std::unique_ptr<FileAdapter>> open(const SourceFile &file, const std::string &agentOverride) const override
    {
        const Outline outline = outlineOf(file.bytes);
        if (outline.root != Outline::Root::Object && outline.root != Outline::Root::Array)
            return notOfFormat(file, title(), "it is no JSON");
        return std::unique_ptr<FileAdapter>(std::make_unique<AnthropicFile>(file, agentOverride));
    }
};

} // namespace

const Adapter &anthropicAdapter()
{
    static const AnthropicAdapter adapter;
    return adapter;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// OpenAI-style transcripts: { "messages": [ … ] } or a bare list of Chat Completions messages, or Responses API items; alone, one a line, or as a
// list of such sessions.
#include "models/sources/chat_messages.h"
#include "models/sources/formats.h"
#include "models/sources/outline.h"
#include "models/sources/responses_items.h"
#include "models/sources/session_facts.h"

#include <algorithm>

namespace mandate {

namespace {

bool hasTypedItems(const Value &list)
{
    constexpr std::size_t looked = 64;
    const auto items = list.items().first(std::min(list.items().size(), looked));
    return std::ranges::any_of(items, [](const Value &item) {
        const auto type = item.findText("type");
        return type && (*type == "message" || *type == "reasoning" || type->ends_with("_call") || type->ends_with("_call_output"));
    });
}

class OpenAiFile final : public JsonFileAdapter
{
public:
    OpenAiFile(const SourceFile &file, std::string agentOverride) : JsonFileAdapter(file, "openai", std::move(agentOverride), transcriptStream(file))
    {
    }

protected:
    bool read(const Value &document, Reading &reading) const override;

private:
    static bool readList(const Value *list, std::string_view path, std::initializer_list<std::string_view> memberPath, Reading &reading,
                         Transcript &transcript, std::int32_t &index);
    static bool readResponse(const Value &document, Reading &reading, Transcript &transcript);
};

bool OpenAiFile::readList(const Value *list, std::string_view path, std::initializer_list<std::string_view> memberPath, Reading &reading,
                          Transcript &transcript, std::int32_t &index)
{
    MessageList messages;
    if (!messages.read(reading, list, path, memberPath))
        return false;
    if (list->isList() && hasTypedItems(*list)) {
        if (!readResponsesItems(messages, index, reading, transcript))
            return false;
    } else {
        for (std::size_t i = 0; i < messages.size(); ++i) {
            Turn turn = messages.turn(i);
            turn.message += index;
            for (const std::string_view key : {"timestamp", "created_at"}) {
                if (!turn.when)
                    turn.when = instantOf(messages[i].find(key));
            }
            if (!readChatMessage(messages[i], turn, messages.pathOf(i), reading, transcript))
                return false;
        }
    }
    index += static_cast<std::int32_t>(messages.size());
    return true;
}

/// { instructions, input: text or items, output: items }
bool OpenAiFile::readResponse(const Value &document, Reading &reading, Transcript &transcript)
{
    std::string_view instructions;
    if (!readText(reading, document, "instructions", {}, instructions))
        return false;
    Turn whole;
    whole.extent = {0, reading.item.bytes.size()};
    transcript.say(whole, Role::System, instructions);
    std::int32_t index = 0;
    bool any = false;
    for (const std::string_view key : {"input", "items", "output"}) {
        const Value *part = present(document, key);
        if (!part)
            continue;
        any = true;
        if (part->isString()) {
            whole.message = index++;
            transcript.say(whole, key == "output" ? Role::Agent : Role::User, part->text());
        } else if (!readList(part, "/" + std::string(key), {key}, reading, transcript, index)) {
            return false;
        }
    }
    return any || reading.wrong("There is neither a list of messages nor of items.", {});
}

bool OpenAiFile::read(const Value &document, Reading &reading) const
{
    if (!document.isMap() && !document.isList())
        return reading.wrong("A session should be an object or a list of messages and is " + std::string(kindInWords(document)) + '.', {});
    if (!readSessionFacts(document.isMap() ? document : Value::null(), stemOf(name()), reading))
        return false;
    Transcript transcript(reading, Join::ById);
    std::int32_t index = 0;
    if (document.isList())
        return readList(&document, {}, {}, reading, transcript, index);
    if (document.find("messages"))
        return readList(document.find("messages"), "/messages", {"messages"}, reading, transcript, index);
    return readResponse(document, reading, transcript);
}

class OpenAiAdapter final : public Adapter
{
public:
    std::string_view name() const override { return "openai"; }
    std::string_view title() const override { return "OpenAI-style message transcripts (Chat Completions or Responses)"; }
    bool recognises(const SourceFile &file) const override { return recognise(file).adapter == this; }

    Result<std::unique_ptr<FileAdapter>> open(const SourceFile &file, const std::string &agentOverride) const override
    {
        const Outline outline = outlineOf(file.bytes);
        if (outline.root != Outline::Root::Object && outline.root != Outline::Root::Array)
            return notOfFormat(file, title(), "it is no JSON");
        return std::unique_ptr<FileAdapter>(std::make_unique<OpenAiFile>(file, agentOverride));
    }
};

} // namespace

const Adapter &openAiAdapter()
{
    static const OpenAiAdapter adapter;
    return adapter;
}

} // namespace mandate

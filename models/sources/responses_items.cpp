// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sources/responses_items.h"

#include "models/sources/chat_messages.h"

namespace mandate {

namespace {

constexpr std::string_view callEnding = "_call";
constexpr std::string_view outputEnding = "_call_output";

std::string_view typeOf(const Value &item)
{
    return item.findText("type").value_or(std::string_view{});
}

bool isCall(std::string_view type)
{
    return type.ends_with(callEnding);
}

std::string_view reasoningTextOf(const Value &item, Reading &reading)
{
    std::string joined;
    for (const std::string_view key : {"summary", "content"}) {
        const Value *parts = present(item, key);
        if (!parts || !parts->isList())
            continue;
        for (const Value &part : parts->items()) {
            if (const auto text = part.findText("text")) {
                joined += joined.empty() ? "" : "\n\n";
                joined += *text;
            }
        }
    }
    return reading.arena().copy(joined);
}

/// Calls of functions name themselves and give arguments; built-in tools give what they did as `action`, `queries` or `code`.
bool readCall(const Value &item, const std::string &path, Reading &reading, Call &call)
{
    const std::string_view type = typeOf(item);
    call.id = item.findText("call_id").value_or(item.findText("id").value_or(std::string_view{}));
    call.tool = type.substr(0, type.size() - callEnding.size());
    call.arguments = {};
    call.argumentsText = {};
    if (type == "function_call" || type == "custom_tool_call" || type == "mcp_call") {
        call.tool = {};
        if (!readText(reading, item, "name", path, call.tool))
            return false;
        if (call.tool.empty())
            return reading.wrong("A call does not name its tool.", path + "/name");
    }
    for (const std::string_view key : {"arguments", "input", "action"}) {
        if (const Value *given = present(item, key))
            return readArguments(reading, given, path + '/' + std::string(key), call.arguments, call.argumentsText);
    }
    MapWriter arguments(reading.arena());
    for (const std::string_view key : {"queries", "code", "prompt"})
        arguments.take(item, key);
    call.arguments = arguments.finish();
    return true;
}

void answerFrom(const Value &item, std::string_view key, const Turn &turn, Reading &reading, Transcript &transcript)
{
    Answer answer;
    answer.id = item.findText("call_id").value_or(item.findText("id").value_or(std::string_view{}));
    std::string_view text;
    if (const Value *output = present(item, key)) {
        if (output->isList() && readContent(reading, output, {}, text))
            answer.text = text;
        else
            answer.text = textOf(*output, reading.arena());
    }
    if (const Value *error = present(item, "error")) {
        answer.failed = true;
        answer.error = textOf(*error, reading.arena());
    }
    const std::string_view status = item.findText("status").value_or(std::string_view{});
    if (status == "failed")
        answer.failed = true;
    transcript.answer(turn, answer);
}

} // namespace

bool readResponsesItems(const MessageList &items, std::int32_t firstIndex, Reading &reading, Transcript &transcript)
{
    std::string_view reasoning;
    std::string_view saidBefore; // by an assistant message directly before a call
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Value &item = items[i];
        const std::string_view type = typeOf(item);
        Turn turn = items.turn(i);
        turn.message += firstIndex;
        if (type == "reasoning") {
            reasoning = reasoningTextOf(item, reading);
            continue;
        }
        if (type.ends_with(outputEnding)) {
            answerFrom(item, "output", turn, reading, transcript);
            continue;
        }
        if (!isCall(type)) {
            if (type.empty() || type == "message") {
                if (!readChatMessage(item, turn, items.pathOf(i), reading, transcript))
                    return false;
                saidBefore = {};
                if (item.findText("role") == "assistant" && !readContent(reading, item.find("content"), items.pathOf(i), saidBefore))
                    return false;
            } else {
                transcript.note(turn, type);
            }
            continue;
        }
        std::size_t end = i;
        while (end < items.size() && isCall(typeOf(items[end])))
            ++end;
        Call call;
        call.ofCalls = static_cast<std::uint32_t>(end - i);
        call.reasoning = reasoning;
        call.said = saidBefore;
        const std::size_t first = i;
        for (; i < end; ++i) {
            if (!readCall(items[i], items.pathOf(i), reading, call))
                return false;
            Turn own = items.turn(i);
            own.message = static_cast<std::int32_t>(first) + firstIndex;
            transcript.call(own, call);
            if (present(items[i], "output")) // a tool the service ran itself
                answerFrom(items[i], "output", own, reading, transcript);
            ++call.index;
        }
        i = end - 1;
        reasoning = {};
        saidBefore = {};
    }
    return true;
}

} // namespace mandate

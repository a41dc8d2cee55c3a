// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sources/chat_messages.h"

namespace mandate {

namespace {

Role roleOfChat(std::string_view role)
{
    if (role == "assistant")
        return Role::Agent;
    if (role == "user")
        return Role::User;
    if (role == "system" || role == "developer")
        return Role::System;
    if (role == "tool" || role == "function")
        return Role::Tool;
    return Role::None;
}

/// `function` is {name, arguments}; `custom` is {name, input}.
bool readCall(const Value &given, const std::string &path, Reading &reading, Call &call)
{
    call.id = given.findText("id").value_or(std::string_view{});
    call.tool = {};
    call.arguments = {};
    call.argumentsText = {};
    const Value *function = present(given, "function");
    const char *argumentsKey = "arguments";
    if (!function) {
        function = present(given, "custom");
        if (function)
            argumentsKey = "input";
        else
            function = &given;
    }
    if (!function->isMap())
        return reading.wrong("A tool call should be an object with a function and is " + std::string(kindInWords(*function)) + '.', path);
    if (!readText(reading, *function, "name", path, call.tool) ||
        !readArguments(reading, function->find(argumentsKey), path + "/function/arguments", call.arguments, call.argumentsText))
        return false;
    if (call.tool.empty())
        return reading.wrong("A tool call does not name its tool.", path);
    return true;
}

bool readAnswer(const Value &message, const Turn &turn, Reading &reading, Transcript &transcript)
{
    Answer answer;
    answer.id = message.findText("tool_call_id").value_or(std::string_view{});
    if (const Value *content = present(message, "content")) {
        std::string_view text;
        if (content->isList() && readContent(reading, content, {}, text))
            answer.text = text;
        else
            answer.text = textOf(*content, reading.arena());
    }
    if (const Value *error = present(message, "error")) {
        answer.failed = error->isString() ? !isBlank(error->text()) : boolOf(error).value_or(true);
        answer.error = error->isString() ? error->text() : std::string_view{};
    }
    if (boolOf(message.find("is_error")).value_or(false))
        answer.failed = true;
    transcript.answer(turn, answer);
    return true;
}

} // namespace

bool readChatMessage(const Value &message, const Turn &turn, const std::string &path, Reading &reading, Transcript &transcript)
{
    std::string_view roleName;
    if (!readText(reading, message, "role", path, roleName))
        return false;
    const Role role = roleOfChat(roleName);
    if (role == Role::None)
        return reading.wrong("A message has no role we know: \"" + std::string(roleName.substr(0, 40)) + "\".", path + "/role");
    if (role == Role::Tool)
        return readAnswer(message, turn, reading, transcript);

    std::string_view text;
    if (!readContent(reading, message.find("content"), path + "/content", text))
        return false;
    if (text.empty() && role == Role::Agent)
        text = message.findText("refusal").value_or(std::string_view{});
    std::string_view reasoning = message.findText("reasoning_content").value_or(std::string_view{});
    if (reasoning.empty())
        reasoning = message.findText("reasoning").value_or(std::string_view{});

    const Value *calls = present(message, "tool_calls");
    if (calls && !calls->isList())
        return reading.wrong("\"tool_calls\" should be a list and is " + std::string(kindInWords(*calls)) + '.', path + "/tool_calls");
    const Value *single = present(message, "function_call"); // before tool_calls existed
    if (single && !single->isMap())
        return reading.wrong("\"function_call\" should be an object and is " + std::string(kindInWords(*single)) + '.', path + "/function_call");
    const std::span<const Value> given = calls && !calls->items().empty() ? calls->items()
                                         : single                         ? std::span<const Value>(single, 1)
                                                                          : std::span<const Value>();
    if (given.empty() || role != Role::Agent) {
        transcript.say(turn, role, text, reasoning);
        return true;
    }
    Call call;
    call.ofCalls = static_cast<std::uint32_t>(given.size());
    call.said = text;
    call.reasoning = reasoning;
    for (const Value &one : given) {
        if (!readCall(one, path + "/tool_calls/" + std::to_string(call.index), reading, call))
            return false;
        transcript.call(turn, call);
        ++call.index;
    }
    return true;
}

std::string_view systemTextOf(const Value &messages)
{
    if (!messages.isList())
        return {};
    for (const Value &message : messages.items()) {
        const auto role = message.findText("role");
        if (role && (*role == "system" || *role == "developer"))
            return message.findText("content").value_or(std::string_view{});
    }
    return {};
}

} // namespace mandate

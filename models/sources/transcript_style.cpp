// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sources/transcript_style.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

constexpr int messagesLookedAt = 64;
constexpr int blocksLookedAt = 16;

template<std::size_t N>
bool isOneOf(std::string_view text, const std::array<std::string_view, N> &all)
{
    return std::ranges::find(all, text) != all.end();
}

constexpr std::array<std::string_view, 6> anthropicBlocks{"tool_use", "tool_result", "thinking", "redacted_thinking", "server_tool_use", "document"};
constexpr std::array<std::string_view, 4> responsesItems{"function_call", "function_call_output", "reasoning", "message"};

/// A string value without its quotes; empty for anything else.
std::string_view stringAt(std::string_view json, std::size_t at)
{
    if (at >= json.size() || json[at] != '"')
        return {};
    const auto end = endOfJsonValue(json, at);
    return end ? json.substr(at + 1, *end - at - 2) : std::string_view{};
}

TranscriptStyle styleOfContent(std::string_view json, std::size_t at)
{
    if (at >= json.size() || json[at] != '[')
        return TranscriptStyle::None;
    ElementWalk blocks(json, at);
    for (int i = 0; i < blocksLookedAt; ++i) {
        const auto block = blocks.next();
        if (!block)
            break;
        MemberWalk members(block->of(json), 0);
        while (const auto member = members.next()) {
            if (member->key == "type" && isOneOf(stringAt(block->of(json), member->value), anthropicBlocks))
                return TranscriptStyle::Anthropic;
        }
    }
    return TranscriptStyle::None;
}

/// Of a list of messages. ChatCompletions is the answer for plain texts; None when nothing looks like a message.
TranscriptStyle styleOfMessages(std::string_view json, std::size_t at, bool &decided)
{
    TranscriptStyle style = TranscriptStyle::None;
    decided = true;
    ElementWalk messages(json, at);
    for (int i = 0; i < messagesLookedAt; ++i) {
        const auto message = messages.next();
        if (!message)
            break;
        const std::string_view text = message->of(json);
        MemberWalk members(text, 0);
        bool hasRole = false;
        while (const auto member = members.next()) {
            if (member->key == "tool_calls" && member->value < text.size() && text[member->value] == '[')
                return TranscriptStyle::ChatCompletions;
            if (member->key == "type" && isOneOf(stringAt(text, member->value), responsesItems))
                return TranscriptStyle::Responses;
            if (member->key == "role") {
                hasRole = true;
                const std::string_view role = stringAt(text, member->value);
                if (role == "tool" || role == "developer" || role == "function")
                    return TranscriptStyle::ChatCompletions;
            }
            if (member->key == "content" && styleOfContent(text, member->value) == TranscriptStyle::Anthropic)
                return TranscriptStyle::Anthropic;
        }
        if (hasRole)
            style = TranscriptStyle::ChatCompletions;
    }
    decided = false;
    return style;
}

TranscriptStyle styleOfObject(const Outline &outline)
{
    bool decided = false;
    const Outline::Key *model = outline.find("model");
    const bool byAnthropic = outline.has("anthropic_version") || (model && stringAt(outline.bytes, model->value).starts_with("claude"));
    if (const Outline::Key *messages = outline.find("messages")) {
        if (messages->first != '[')
            return outline.has("model") || outline.has("system")
                       ? (outline.has("system") ? TranscriptStyle::Anthropic : TranscriptStyle::ChatCompletions)
                       : TranscriptStyle::None;
        const TranscriptStyle style = styleOfMessages(outline.bytes, messages->value, decided);
        if (style == TranscriptStyle::None)
            return style;
        return !decided && (outline.has("system") || byAnthropic) ? TranscriptStyle::Anthropic : style;
    }
    for (const std::string_view name : {"input", "output", "items"}) {
        const Outline::Key *items = outline.find(name);
        if (items && items->first == '[' && styleOfMessages(outline.bytes, items->value, decided) == TranscriptStyle::Responses)
            return TranscriptStyle::Responses;
    }
    return TranscriptStyle::None;
}

} // namespace

TranscriptStyle styleOfItem(const Outline &outline)
{
    if (outline.root == Outline::Root::Object)
        return styleOfObject(outline);
    if (outline.root != Outline::Root::Array)
        return TranscriptStyle::None;
    bool decided = false;
    if (outline.element == '[') {
        const std::size_t inner = skipJsonSpace(outline.bytes, outline.begin + 1);
        return styleOfMessages(outline.bytes, inner, decided);
    }
    if (outline.has("messages") || outline.has("input"))
        return styleOfObject(outline);
    return styleOfMessages(outline.bytes, outline.begin, decided);
}

} // namespace mandate

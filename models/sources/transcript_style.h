// SPDX-License-Identifier: GPL-3.0-or-later
// Which vendor's shape the messages of a session have, judged without parsing them. Used to recognise files and, line by line, to read
// them.
#pragma once

#include "models/sources/outline.h"

namespace mandate {

enum class TranscriptStyle : std::uint8_t {
    None,
    ChatCompletions, ///< OpenAI messages with tool_calls and role "tool"; also plain texts of any vendor
    Responses,       ///< OpenAI Responses API items: function_call, function_call_output, message
    Anthropic        ///< content blocks tool_use, tool_result, thinking; the system text beside the messages
};

/// Of a session: an object that holds a list of messages or items, or (when the outline's root is an array) a bare list of messages, or a
/// list of such sessions.
[[nodiscard]] TranscriptStyle styleOfItem(const Outline &outline);

} // namespace mandate

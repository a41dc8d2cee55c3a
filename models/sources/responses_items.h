// SPDX-License-Identifier: GPL-3.0-or-later
// Items of the OpenAI Responses API: message, reasoning, function_call, function_call_output and the calls of built-in tools.
#pragma once

#include "models/sources/transcript.h"

namespace mandate {

/// Tells the transcript what a list of items says. `firstIndex` is added to the message numbers.
[[nodiscard]] bool readResponsesItems(const MessageList &items, std::int32_t firstIndex, Reading &reading, Transcript &transcript);

} // namespace mandate

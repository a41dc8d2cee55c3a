// SPDX-License-Identifier: GPL-3.0-or-later
// Messages in the shape of OpenAI Chat Completions, which tau-bench and many frameworks write: roles system, developer, user, assistant,
// tool; tool_calls with function.name and arguments as a JSON text.
#pragma once

#include "models/sources/transcript.h"

namespace mandate {

/// Tells the transcript what one message says. False after Reading::wrong. Ids are used only if the transcript joins by id.
[[nodiscard]] bool readChatMessage(const Value &message, const Turn &turn, const std::string &path, Reading &reading, Transcript &transcript);

/// The text of the first system or developer message; empty when there is none. For what a format's policy text names.
[[nodiscard]] std::string_view systemTextOf(const Value &messages);

} // namespace mandate

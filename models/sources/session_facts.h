// SPDX-License-Identifier: GPL-3.0-or-later
// What a plain message transcript may say of its session beside the messages: who, which model, when, how it ended. Shared by the OpenAI and
// Anthropic shapes, for neither vendor's transcripts have a fixed envelope.
#pragma once

#include "models/sources/fields.h"

namespace mandate {

/// Fills `reading.common` and adds the Session record. `document` is the session's object, or Null for a bare list of messages. `fileStem` names
/// the agent when nothing else does.
[[nodiscard]] bool readSessionFacts(const Value &document, std::string_view fileStem, Reading &reading);

/// How transcripts lie in a file: an object or bare list alone, one a line, or a list of them.
[[nodiscard]] ItemStream transcriptStream(const SourceFile &file);

} // namespace mandate

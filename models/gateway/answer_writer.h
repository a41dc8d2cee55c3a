// SPDX-License-Identifier: GPL-3.0-or-later
// A decision as an OpenID AuthZEN 1.0 evaluation response.
#pragma once

#include "models/gateway/json_text.h"
#include "models/workspace/action_question.h"

namespace mandate {

/// {"decision", "context"}.
void writeAnswer(JsonText &json, const ActionAnswer &answer);
/// What may be told to the agent's user, without the pact's words.
[[nodiscard]] std::string_view wordsForUser(const ActionAnswer &answer);

} // namespace mandate

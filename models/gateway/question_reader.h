// SPDX-License-Identifier: GPL-3.0-or-later
// An OpenID AuthZEN 1.0 evaluation request as the question that the decision point answers. docs/gateway.md says which member means what.
#pragma once

#include "models/base/value.h"
#include "models/workspace/action_question.h"

#include <span>

namespace mandate {

/// Subject, action, resource and context; what the request leaves out stands in `defaults`, if there are any. An Input error names the member by its
/// JSON Pointer below `place`.
Result<ActionQuestion> readQuestion(const Value &request, const Value *defaults, const std::string &place);

/// Reads a JSON object strictly. Input error with the offset.
Result<Value> readObject(std::string_view body, Arena &arena);

/// A wrong member of a request.
[[nodiscard]] Error wrongMember(std::string happened, std::string pointer);

} // namespace mandate

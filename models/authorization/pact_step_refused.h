// SPDX-License-Identifier: GPL-3.0-or-later
// The one form of a refusal of a step in a pact's life. Private to this folder.
#pragma once

#include "models/base/result.h"

#include <string>
#include <utility>

namespace mandate {

[[nodiscard]] inline Error pactStepRefused(std::string code, std::string happened, std::string remedy)
{
    Error error;
    error.kind = ErrorKind::Refused;
    error.code = std::move(code);
    error.happened = std::move(happened);
    error.unaffected = "No pact was changed; what is in force stays in force.";
    error.remedy = std::move(remedy);
    return error;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// Which step in a pact's life an enrolled person may take, by their roles. What may follow what is pact_life.h.
#pragma once

#include "models/authorization/pact_statement.h"
#include "models/people/people_register.h"

#include <optional>
#include <string_view>

namespace mandate {

/// Why this person may not take the step: who can. Nothing when they may, or nobody is enrolled. `role` is what they approve as.
[[nodiscard]] std::optional<Error> pactStepRefusal(const PeopleRegister &people, std::string_view person, PactStep step, std::string_view role);
/// Why no version comes into force without review: people are enrolled.
[[nodiscard]] std::optional<Error> pactAdoptionRefusal(const PeopleRegister &people);

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// What a new draft begins with: an empty pact, a template, or a version that exists.
#pragma once

#include "models/base/result.h"
#include "models/drafts/pact_draft.h"

#include <string>
#include <string_view>

namespace mandate {

/// The least that is a pact: id, version 1.0.0, title, no clauses. `id` must be one the schema allows.
[[nodiscard]] PactDraft::Json emptyPact(std::string_view id, std::string_view title);
/// The document as the next version of itself: patch or minor or major number one higher, parent set, times of validity left out.
enum class VersionStep : std::uint8_t { Patch, Minor, Major };
Result<PactDraft::Json> nextVersionOf(std::string_view canonical, VersionStep step = VersionStep::Minor);

} // namespace mandate

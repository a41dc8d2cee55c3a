// SPDX-License-Identifier: GPL-3.0-or-later
// What a new draft begins with: an empty pact, a template, or a version that exists.
#pragma once

#include "models/base/result.h"
#include "models/drafts/pact_draft.h"

#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// The least that is a pact: id, version 1.0.0, title, no clauses. `id` must be one the schema allows.
[[nodiscard]] PactDraft::Json emptyPact(std::string_view id, std::string_view title);
/// Whether version `a` has the higher number.
[[nodiscard]] bool isLaterVersion(const std::string &a, const std::string &b);
/// Makes the document the version after `parent`: its number stays if it is later and not taken, else it is the next minor one that is free.
void placeAfter(PactDraft::Json &document, const std::string &parent, const std::vector<std::string> &taken);
/// The document as a draft after `parent`, with the next minor number that is free; times of validity left out.
Result<PactDraft::Json> draftAfter(std::string_view canonical, const std::string &parent, const std::vector<std::string> &taken);

} // namespace mandate

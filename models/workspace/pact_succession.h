// SPDX-License-Identifier: GPL-3.0-or-later
// Where a new version of a pact stands among those that are there: what it has to be written against, and which numbers are spent.
#pragma once

#include "models/workspace/pact_version.h"

#include <string>
#include <vector>

namespace mandate {

/// The version of the pact that is in force, is scheduled or was in force last: what the next one is activated after. nullptr: none ever was.
[[nodiscard]] const PactVersion *lastInForce(const std::string &pactId, const std::vector<PactVersion> &all);
/// What a draft that continues `base` is written against: `base`, or what was last in force where `base` is over.
[[nodiscard]] std::string parentOfNext(const PactVersion &base, const std::vector<PactVersion> &all);
/// What a draft with the content of `base`, an older version, is written against.
[[nodiscard]] std::string parentOfRestored(const PactVersion &base, const std::vector<PactVersion> &all);
/// The version numbers of the pact that are taken.
[[nodiscard]] std::vector<std::string> takenVersions(const std::string &pactId, const std::vector<PactVersion> &all);

} // namespace mandate

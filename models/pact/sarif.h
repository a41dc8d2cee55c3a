// SPDX-License-Identifier: GPL-3.0-or-later
// Problems of a pact as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), for code review and build servers.
#pragma once

#include "models/pact/check.h"
#include "models/pact/document.h"

#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// One SARIF log with one run. Security and error become "error", warning "warning", suggestion and info "note"; what class it was is
/// result.properties.class. `fileUri` is a URI reference (RFC 3986) and names the pact's file. Each result has the place as a logical location; with
/// `source`, the text of that file, also its region.
[[nodiscard]] std::string sarifOf(const PactDocument &pact, const std::vector<Problem> &problems, std::string_view fileUri,
                                  std::string_view source = {});

/// A path as a URI reference: characters that may not stand in one are percent-encoded, an absolute path becomes file:///…
[[nodiscard]] std::string uriOf(std::string_view path);

} // namespace mandate

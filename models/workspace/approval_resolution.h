// SPDX-License-Identifier: GPL-3.0-or-later
// The signed resolution of an approval request that an agent is given and shows when it uses it: names of ADR-0030 (ApprovalResolution).
#pragma once

#include "models/evidence/signing.h"
#include "models/pact/document.h"
#include "models/workspace/approvals.h"

#include <string>
#include <string_view>

namespace mandate {

/// DSSE payload type.
inline constexpr std::string_view resolutionPayloadType = "application/vnd.mandate.approval-resolution.v1+json";

/// Of an approved request. The same request always gives the same bytes.
[[nodiscard]] std::string resolutionEnvelope(const ApprovalView &approved, const SigningKey &key);
/// Whether an envelope is the resolution of this request and this approved action, signed by `key`.
[[nodiscard]] bool isResolutionOf(std::string_view envelope, std::string_view request, const Digest &approvedAction, const PublicKey &key);
/// Whether a tool's actions need a second agent's verdict first: the pact calls it destructive or lists it under verification.
[[nodiscard]] bool needsVerifier(const PactDocument &pact, std::string_view tool);
/// Whether some tool's actions do.
[[nodiscard]] bool asksForVerification(const PactDocument &pact);

} // namespace mandate

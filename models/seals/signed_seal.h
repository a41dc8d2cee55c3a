// SPDX-License-Identifier: GPL-3.0-or-later
// Seals of the format "signed": DSSE envelopes (github.com/secure-systems-lab/dsse, protocol v1) and Ed25519 over the RFC 8785 form of a record.
#pragma once

#include "models/base/json_reader.h"
#include "models/seals/seal.h"

namespace mandate {

/// Of a line, exactly as it was received. An envelope holds when one of its signatures holds by a trusted key, as DSSE says.
[[nodiscard]] Seal sealOfSignedLine(std::string_view line, std::span<const TrustedKey> keys, JsonReader &reader);

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// The two ways in which a line of the format "signed" bears a signature: a DSSE envelope around a JSON record, or a record with its signature beside its
// other members. Where things lie only: whether a signature holds is models/seals.
#pragma once

#include "models/base/value.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mandate {

enum class SignedForm : std::uint8_t {
    Plain,    ///< a record that nobody signed
    Detached, ///< a record with "signature", over the RFC 8785 form of its other members
    Envelope  ///< a DSSE envelope; the record is its payload
};
[[nodiscard]] SignedForm signedFormOf(const Value &line);

/// Types of payloads that are read as records. DSSE wants the type looked at, so that what was signed to mean one thing is not read as another.
[[nodiscard]] bool isRecordPayload(std::string_view payloadType);

/// Base64 as RFC 4648 has it or its URL-safe form, as DSSE wants both taken; padding may be left out of the latter.
[[nodiscard]] std::optional<std::string> fromEitherBase64(std::string_view text);

} // namespace mandate

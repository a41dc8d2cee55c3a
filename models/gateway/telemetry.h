// SPDX-License-Identifier: GPL-3.0-or-later
// An OTLP/HTTP export before it is stored: unpacked within a bound, read as the importer will read it, and checked for whose it is.
#pragma once

#include "models/base/result.h"
#include "models/gateway/token.h"

#include <string>
#include <string_view>

namespace mandate {

enum class TelemetrySignal : std::uint8_t { Traces, Logs };

struct TelemetryBody
{
    std::string json;           ///< exact bytes, unpacked
    std::uint64_t entries = 0;  ///< spans or log records
    std::uint64_t rejected = 0; ///< of those, how many cannot be read; they are quarantined with their bytes
    std::string why;            ///< of the first that cannot be read
    std::string foreignAgent;   ///< the first agent that the token does not speak for, "(not said)" for none; empty when all is well
};

/// Input errors: no gzip, too large unpacked (MND-GTW-105), no JSON, no export of this signal.
Result<TelemetryBody> readTelemetry(std::string body, bool gzip, TelemetrySignal signal, const Token &token);

inline constexpr std::size_t unpackedLimit = std::size_t{16} << 20;

} // namespace mandate

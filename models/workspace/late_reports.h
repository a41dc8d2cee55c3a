// SPDX-License-Identifier: GPL-3.0-or-later
// What an agent reports after a stop and says to have done before it. The name under which the gateway keeps telemetry until it is imported
// carries the gateway's own time, and is part of each record's entry: what a report says of itself is not asked. Which of them something else
// shows is late_reports.cpp.
#pragma once

#include "models/base/instant.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mandate {

/// The file name, and with it the source, of telemetry that was received then; `number` tells those of one moment apart.
[[nodiscard]] std::string reportName(const Instant &received, std::uint64_t number);
/// When the gateway received what was imported under this source; nothing when it is no report of a running agent, such as a file that a
/// person imports.
[[nodiscard]] std::optional<Instant> reportedAt(std::string_view source);

} // namespace mandate

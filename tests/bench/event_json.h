// SPDX-License-Identifier: GPL-3.0-or-later
// Events as OTLP/JSON: one ExportTraceServiceRequest a line, as the collector's file exporter writes, each with one execute_tool span whose
// attributes follow the OpenTelemetry semantic conventions for GenAI. Times are JSON numbers, which the protobuf JSON mapping allows beside
// texts, so that lnav can read them too.
#pragma once

#include "tests/bench/events.h"

#include <string>

namespace mandate::bench {

/// Appends the line, with its line end.
void appendLine(std::string &out, const Event &event);

/// Name of agent 0 to agentCount−1.
[[nodiscard]] std::string agentName(std::uint32_t agent);

/// Writes `count` events; false when the file cannot be written (errno says why).
[[nodiscard]] bool writeEvents(const std::string &path, std::uint64_t count, std::uint64_t &bytes);

} // namespace mandate::bench

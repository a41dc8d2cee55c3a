// SPDX-License-Identifier: GPL-3.0-or-later
// One OTLP span or log record as a Record: a tool execution is an Action, a model's or agent's turn a Message when its text was recorded, anything
// else an Event.
#pragma once

#include "models/sources/otlp_values.h"

namespace mandate {

/// `around` holds what the resource and scope say. False after Reading::wrong.
[[nodiscard]] bool readSpan(const Value &span, const OtlpFacts &around, Extent part, Reading &reading);
[[nodiscard]] bool readLogRecord(const Value &log, const OtlpFacts &around, Extent part, Reading &reading);

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// What the sheets about an agent say: title, effects point by point, what keeps running, and why a step cannot be taken. Pure.
#pragma once

#include "models/items/agent_change.h"
#include "models/items/agent_model.h"
#include "models/items/agent_options.h"
#include "models/items/stop_item.h"
#include "views/agents/state_lines.h"

#include <optional>

namespace mandate {

/// What a sheet is about. Options and stop come when they are read.
struct SheetSubject
{
    AgentChange::Kind kind = AgentChange::Kind::Suspend;
    AgentItem agent;
    std::optional<StopItem> stop;
    std::optional<AgentOptions> options;
    int acting = 0; ///< SuspendAll: how many may act now
};

namespace sheet {

[[nodiscard]] QString title(const SheetSubject &subject);
[[nodiscard]] QString effectsHeading(AgentChange::Kind kind);
[[nodiscard]] QList<StateLine> effects(const SheetSubject &subject);
/// What a stop does not reach; empty for other steps.
[[nodiscard]] QList<StateLine> keepsRunning(const SheetSubject &subject);
[[nodiscard]] QString commitText(const SheetSubject &subject);
[[nodiscard]] bool isDanger(AgentChange::Kind kind);
/// Why it cannot be committed whatever is chosen: who may, or which check is missing. Empty when it can.
[[nodiscard]] QString refusal(const SheetSubject &subject);
[[nodiscard]] QStringList reasonCodes(AgentChange::Kind kind);
/// "0.4 s"
[[nodiscard]] QString seconds(qint64 milliseconds);

} // namespace sheet
} // namespace mandate

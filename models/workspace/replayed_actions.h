// SPDX-License-Identifier: GPL-3.0-or-later
// Replaying the actions that a caller picks, by more than a range of times: Workspace::replay() and observation() are made of it.
#pragma once

#include "models/workspace/workspace_private.h"

#include <functional>

namespace mandate {

/// The report says `range`; which actions it is about says `counts`.
Result<ReplayReport> replayActions(const Workspace &workspace, Workspace::Private &state, const ParsedPact &candidate, const ReplayRange &range,
                                   const std::function<bool(const Record &)> &counts, const ImportProgress &progress, std::stop_token stop);

} // namespace mandate

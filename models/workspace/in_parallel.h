// SPDX-License-Identifier: GPL-3.0-or-later
// The same work for many tasks on every core, for a caller that waits. Not a pool: its threads end with the call.
#pragma once

#include "models/base/result.h"

#include <cstddef>
#include <functional>
#include <stop_token>

namespace mandate {

/// Work of one task; `worker` counts from 0 and stays below the number of workers, so that each can have memory of its own.
using ParallelTask = std::function<Result<void>(std::size_t task, unsigned worker)>;

/// As many as there are cores when `wanted` is 0; never more than tasks, at least one.
[[nodiscard]] unsigned workersFor(std::size_t tasks, unsigned wanted);

/// Runs tasks 0 … `tasks` − 1 on `workers` threads, the caller's among them, begun in that order. The first error ends it; Cancelled when asked to
/// stop.
Result<void> inParallel(std::size_t tasks, unsigned workers, const ParallelTask &run, const std::stop_token &stop);

/// What a judging that was stopped says.
[[nodiscard]] Error judgingStopped();

} // namespace mandate

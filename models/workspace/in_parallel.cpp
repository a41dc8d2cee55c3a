// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/in_parallel.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace mandate {

unsigned workersFor(std::size_t tasks, unsigned wanted)
{
    const std::size_t most = wanted > 0 ? wanted : std::max(1U, std::thread::hardware_concurrency());
    return static_cast<unsigned>(std::clamp<std::size_t>(tasks, 1, most));
}

Error judgingStopped()
{
    Error error;
    error.kind = ErrorKind::Cancelled;
    error.code = "MND-WSP-005";
    error.happened = "Judging was stopped.";
    error.unaffected = "Verdicts are as they were before.";
    error.remedy = "Start it again when you like.";
    return error;
}

Result<void> inParallel(std::size_t tasks, unsigned workers, const ParallelTask &run, const std::stop_token &stop)
{
    std::atomic<std::size_t> next{0};
    std::atomic<bool> over{false};
    std::mutex guard;
    std::optional<Error> problem;
    const auto work = [&](unsigned worker) {
        while (!over.load(std::memory_order_relaxed)) {
            const std::size_t task = next.fetch_add(1, std::memory_order_relaxed);
            if (task >= tasks)
                return;
            auto done = stop.stop_requested() ? Result<void>(judgingStopped()) : run(task, worker);
            if (done)
                continue;
            over = true;
            const std::scoped_lock locked(guard);
            if (!problem)
                problem = done.error();
        }
    };
    {
        std::vector<std::jthread> others;
        for (unsigned worker = 1; worker < workers; ++worker)
            others.emplace_back(work, worker);
        work(0);
    }
    if (problem)
        return *problem;
    return {};
}

} // namespace mandate

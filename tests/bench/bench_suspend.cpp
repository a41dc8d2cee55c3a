// SPDX-License-Identifier: GPL-3.0-or-later
// From a person's suspension to the confirmation of every reachable point, while 16 clients ask the gateway without pause: how long it takes, and
// whether any question that was asked after the confirmation was permitted. Points: the gateway itself, asked over HTTP, and a signed list on disk.
#include "models/workspace/enforcer.h"
#include "models/workspace/workspace.h"
#include "tests/bench/served_workspace.h"
#include "tests/bench/thin_client.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <thread>
#include <vector>

using namespace mandate;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int clients = 16;

std::string bodyOf(int client, int number, bool probe)
{
    return R"({"subject":{"type":"agent","id":"bench"},"action":{"name":"look","properties":{"arguments":{"n":)" + std::to_string(number) +
           R"(}}},"resource":{"type":"thing","id":"x"},"context":{"deployment":"bench","session":"s-)" + std::to_string(client) + '"' + (probe ? R"(,"probe":true)" : "") + "}}";
}

} // namespace

int main(int argc, char **argv)
{
    const std::filesystem::path folder = std::filesystem::path(argc > 1 ? argv[1] : "/tmp") / "bench-suspend";
    const int runs = argc > 2 ? std::atoi(argv[2]) : 200;
    ServedWorkspace served(folder, R"({"schema":"mandate.pact/1","pact_id":"bench","version":"1.0.0","title":"Bench","binds":[{"deployment":"bench"}],
"accountability":{"owner":"Owner A"},"clauses":[{"id":"S1","kind":"permit","tools":["*"],"when":"true","reads_as":"Everything."}]})");
    std::filesystem::create_directories(folder / "list");
    const std::uint16_t port = served.port();
    ThinClient(port).ask(served.evaluation(bodyOf(0, 0, false))); // the ledger knows the agent from here on

    const auto console = need(Workspace::open(served.workspace().path())); // another one, as another process has it
    need(console->setPoint(R"({"type":"enforcement_point","v":1,"id":"list","kind":"status_file","title":"List","url":")" + (folder / "list").string() + R"("})"));
    const Enforcer enforcer(*console);

    std::atomic<bool> stop = false;
    std::atomic<std::int64_t> confirmedAt = INT64_MAX; ///< when the suspension in force was confirmed everywhere
    std::atomic<std::uint64_t> asked = 0, wrong = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < clients; ++i) {
        threads.emplace_back([&, i] {
            ThinClient client(port);
            for (int number = 0; !stop; ++number) {
                const std::int64_t began = Clock::now().time_since_epoch().count();
                const bool afterStop = began > confirmedAt.load();
                if (!client.ask(served.evaluation(bodyOf(i, number, false))))
                    continue;
                ++asked;
                if (afterStop && confirmedAt.load() != INT64_MAX && client.reply().find("{\"decision\":true") != std::string::npos)
                    ++wrong;
            }
        });
    }
    std::vector<double> confirmed;
    for (int run = 0; run < runs; ++run) {
        const auto click = Clock::now();
        need(console->suspend("bench", "security", ""));
        while (need(console->enforcement("bench")).overall() != PointState::Holds)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        // The gateway confirms by refusing: it is asked as an agent asks.
        ThinClient probe(port);
        while (probe.ask(served.evaluation(bodyOf(99, run, true))) && probe.reply().find("{\"decision\":true") != std::string::npos) {
        }
        confirmed.push_back(std::chrono::duration<double, std::milli>(Clock::now() - click).count());
        confirmedAt = Clock::now().time_since_epoch().count();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        confirmedAt = INT64_MAX;
        std::this_thread::sleep_for(std::chrono::milliseconds(2)); // questions that were counted as late are answered
        need(console->resume("bench", "false_alarm", ""));
    }
    stop = true;
    for (std::thread &thread : threads)
        thread.join();
    std::ranges::sort(confirmed);
    std::printf("| suspension, click to every point confirmed and holding, %d runs, %d clients asking | – | p50 %.0f ms, p99 %.0f ms, longest %.0f ms; %llu questions meanwhile, %llu permitted after the confirmation | – | p99 < 1000 ms; 0 |\n",
                runs, clients, confirmed[confirmed.size() / 2], confirmed[confirmed.size() * 99 / 100], confirmed.back(), static_cast<unsigned long long>(asked.load()),
                static_cast<unsigned long long>(wrong.load()));
    return wrong == 0 ? 0 : 1;
}

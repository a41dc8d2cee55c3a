// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluations a second through the gateway on loopback, and how long each takes, beside a bare cpp-httplib server that only sends the body back, with the
// same clients in the same run. A pact of 20 clauses; every decision is signed and in the ledger before it is answered.
#include "tests/bench/served_workspace.h"
#include "tests/bench/thin_client.h"

#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <sys/resource.h>
#include <thread>
#include <vector>

using namespace mandate;
using Clock = std::chrono::steady_clock;

namespace {

std::string pact()
{
    std::string clauses = R"({"id":"S1","kind":"permit","tools":["*"],"when":"true","reads_as":"Everything, within the limits below."})";
    for (int i = 1; i < 20; ++i)
        clauses += R"(,{"id":"P)" + std::to_string(i) + R"(","kind":"forbid","severity":"critical","tools":["pay","refund_)" + std::to_string(i) +
                   R"("],"when":"args.amount > )" + std::to_string(500 + i) + R"( && args.account != 'own' && !(args.reason in ['a', 'b', 'c)" + std::to_string(i) +
                   R"x('])","reads_as":"Payments are small."})x";
    return R"({"schema":"mandate.pact/1","pact_id":"bench","version":"1.0.0","title":"Bench","binds":[{"agent":"*"}],"accountability":{"owner":"Owner A"},"clauses":[)" + clauses + "]}";
}

struct Figures
{
    double perSecond = 0, p50 = 0, p99 = 0;
    double serverMicros = 0, clientMicros = 0; ///< CPU a request
    std::uint64_t failed = 0, permitted = 0;
};

std::string bodyOf(int client, int number)
{
    return R"({"subject":{"type":"agent","id":"bench"},"action":{"name":"pay","properties":{"call_id":")" + std::to_string(number) + R"(","arguments":{"amount":)" +
           std::to_string(number % 400) + R"(,"account":"DE89370400440532013000","reason":"invoice )" + std::to_string(number) +
           R"("}}},"resource":{"type":"account","id":"DE89370400440532013000"},"context":{"session":"s-)" + std::to_string(client) + '-' + std::to_string(number / 20) +
           R"(","input":"Please pay the invoice."}})";
}

double cpuMicros(int who)
{
    rusage usage{};
    ::getrusage(who, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 + static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

Figures measure(std::uint16_t port, const ServedWorkspace &served, int clients, double seconds)
{
    std::vector<std::vector<double>> times(static_cast<std::size_t>(clients));
    std::vector<double> ofClients(static_cast<std::size_t>(clients));
    std::atomic<std::uint64_t> failed = 0, permitted = 0;
    std::atomic<bool> stop = false;
    std::vector<std::thread> threads;
    const double cpuBefore = cpuMicros(RUSAGE_SELF);
    const auto began = Clock::now();
    for (int i = 0; i < clients; ++i) {
        threads.emplace_back([&, i] {
            ThinClient client(port);
            for (int number = 0; !stop; ++number) {
                const std::string request = served.evaluation(bodyOf(i, number));
                const auto from = Clock::now();
                failed += client.ask(request) ? 0 : 1;
                times[static_cast<std::size_t>(i)].push_back(std::chrono::duration<double, std::milli>(Clock::now() - from).count());
                permitted += client.reply().find("{\"decision\":true") != std::string::npos ? 1 : 0;
            }
            ofClients[static_cast<std::size_t>(i)] = cpuMicros(RUSAGE_THREAD);
        });
    }
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    stop = true;
    for (std::thread &thread : threads)
        thread.join();
    const double took = std::chrono::duration<double>(Clock::now() - began).count();
    const double cpu = cpuMicros(RUSAGE_SELF) - cpuBefore;
    std::vector<double> all;
    for (const std::vector<double> &part : times)
        all.insert(all.end(), part.begin(), part.end());
    std::ranges::sort(all);
    double clientCpu = 0;
    for (const double one : ofClients)
        clientCpu += one;
    const auto asked = static_cast<double>(all.size());
    return {asked / took, all[all.size() / 2], all[all.size() * 99 / 100], (cpu - clientCpu) / asked, clientCpu / asked, failed, permitted};
}

} // namespace

int main(int argc, char **argv)
{
    const std::filesystem::path folder = std::filesystem::path(argc > 1 ? argv[1] : "/tmp") / "bench-gateway";
    const double seconds = argc > 2 ? std::atof(argv[2]) : 5;
    std::vector<int> counts{1, 16, 64, 128};
    if (argc > 3)
        counts = {std::atoi(argv[3])};
    ServedWorkspace served(folder, pact());

    httplib::Server echo;
    echo.new_task_queue = [] { return new httplib::ThreadPool(256); };
    echo.set_keep_alive_max_count(1'000'000'000);
    echo.set_tcp_nodelay(true);
    echo.Post("/access/v1/evaluation", [](const httplib::Request &request, httplib::Response &response) { response.set_content(request.body, "application/json"); });
    const int echoPort = echo.bind_to_any_port("127.0.0.1");
    std::thread echoing([&echo] { echo.listen_after_bind(); });

    for (const int clients : counts) {
        const Figures peer = measure(static_cast<std::uint16_t>(echoPort), served, clients, seconds);
        const Figures ours = measure(served.port(), served, clients, seconds);
        std::printf("| evaluations through the gateway, %d clients | %.2f; CPU %.2f | %.0f/s, p50 %.2f ms, p99 %.2f ms%s; CPU a request %.0f µs + client %.0f µs | bare cpp-httplib echo %.0f/s, p50 %.2f ms, p99 "
                    "%.2f ms; CPU %.0f µs + client %.0f µs | ≥ 0.5; p99 < 10 ms |\n",
                    clients, ours.perSecond / peer.perSecond, (peer.serverMicros + peer.clientMicros) / (ours.serverMicros + ours.clientMicros), ours.perSecond, ours.p50, ours.p99,
                    ours.failed > 0 || ours.permitted == 0 ? ", FAILED" : "", ours.serverMicros, ours.clientMicros, peer.perSecond, peer.p50, peer.p99, peer.serverMicros, peer.clientMicros);
        std::fflush(stdout);
    }
    echo.stop();
    echoing.join();
    return 0;
}

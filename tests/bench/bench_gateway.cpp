// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluations a second through the gateway on loopback, and how long each takes, beside a bare cpp-httplib server that only sends the body back, with the
// same clients in the same run. A pact of 20 clauses; every decision is signed and in the ledger before it is answered.
#include "models/gateway/gateway.h"
#include "models/gateway/token_file.h"
#include "tests/bench/thin_client.h"

#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

using namespace mandate;
using Clock = std::chrono::steady_clock;

namespace {

template<typename T>
T need(Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", describe(result.error()).c_str());
        std::exit(2);
    }
    return std::move(result).value();
}

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
    std::uint64_t failed = 0, permitted = 0;
};

std::string requestOf(const std::string &token, int client, int number)
{
    const std::string body = R"({"subject":{"type":"agent","id":"bench"},"action":{"name":"pay","properties":{"call_id":")" + std::to_string(number) + R"(","arguments":{"amount":)" +
                             std::to_string(number % 400) + R"(,"account":"DE89370400440532013000","reason":"invoice )" + std::to_string(number) +
                             R"("}}},"resource":{"type":"account","id":"DE89370400440532013000"},"context":{"session":"s-)" + std::to_string(client) + '-' + std::to_string(number / 20) +
                             R"(","input":"Please pay the invoice."}})";
    return "POST /access/v1/evaluation HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

Figures measure(std::uint16_t port, const std::string &token, int clients, double seconds)
{
    std::vector<std::vector<double>> times(static_cast<std::size_t>(clients));
    std::atomic<std::uint64_t> failed = 0, permitted = 0;
    std::atomic<bool> stop = false;
    std::vector<std::thread> threads;
    const auto began = Clock::now();
    for (int i = 0; i < clients; ++i) {
        threads.emplace_back([&, i] {
            ThinClient client(port);
            for (int number = 0; !stop; ++number) {
                const std::string request = requestOf(token, i, number);
                const auto from = Clock::now();
                failed += client.ask(request) ? 0 : 1;
                times[static_cast<std::size_t>(i)].push_back(std::chrono::duration<double, std::milli>(Clock::now() - from).count());
                permitted += client.reply().find("{\"decision\":true") != std::string::npos ? 1 : 0;
            }
        });
    }
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    stop = true;
    for (std::thread &thread : threads)
        thread.join();
    const double took = std::chrono::duration<double>(Clock::now() - began).count();
    std::vector<double> all;
    for (const std::vector<double> &part : times)
        all.insert(all.end(), part.begin(), part.end());
    std::ranges::sort(all);
    return {static_cast<double>(all.size()) / took, all[all.size() / 2], all[all.size() * 99 / 100], failed, permitted};
}

} // namespace

int main(int argc, char **argv)
{
    const std::filesystem::path folder = std::filesystem::path(argc > 1 ? argv[1] : "/tmp") / "bench-gateway";
    const double seconds = argc > 2 ? std::atof(argv[2]) : 5;
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    ::setenv("MANDATE_KEYS", (folder / "keys").c_str(), 1);
    const auto workspace = need(Workspace::create((folder / "w.mandate").string()));
    need(workspace->addPact(pact()));
    const std::string secret = newTokenSecret();
    TokenFile tokens(TokenFile::besideWorkspace(workspace->path()));
    (void)tokens.change([&secret](std::vector<Token> all) -> Result<std::vector<Token>> {
        Token token;
        token.name = "bench";
        token.hash = sha256(secret);
        token.agents = {"bench"};
        token.scopes = {Scope::Evaluate};
        all.push_back(token);
        return all;
    });
    GatewayOptions options;
    options.listen = "127.0.0.1:0";
    options.requestsPerSecond = 0;
    Gateway gateway(*workspace, options);
    if (auto started = gateway.start(); !started) {
        std::fprintf(stderr, "%s\n", describe(started.error()).c_str());
        return 2;
    }
    const std::string address = gateway.address();
    const auto gatewayPort = static_cast<std::uint16_t>(std::atoi(address.c_str() + address.rfind(':') + 1));

    httplib::Server echo;
    echo.new_task_queue = [] { return new httplib::ThreadPool(256); };
    echo.set_keep_alive_max_count(1'000'000'000);
    echo.set_tcp_nodelay(true);
    echo.Post("/access/v1/evaluation", [](const httplib::Request &request, httplib::Response &response) { response.set_content(request.body, "application/json"); });
    const int echoPort = echo.bind_to_any_port("127.0.0.1");
    std::thread echoing([&echo] { echo.listen_after_bind(); });

    for (const int clients : {1, 16, 64, 128}) {
        const Figures peer = measure(static_cast<std::uint16_t>(echoPort), secret, clients, seconds);
        const Figures ours = measure(gatewayPort, secret, clients, seconds);
        std::printf("| evaluations through the gateway, %d clients | %.2f | %.0f/s, p50 %.2f ms, p99 %.2f ms%s | bare cpp-httplib echo %.0f/s, p50 %.2f ms, p99 %.2f ms | ≥ 0.5; p99 < 10 ms |\n", clients,
                    ours.perSecond / peer.perSecond, ours.perSecond, ours.p50, ours.p99, ours.failed > 0 ? ", FAILED" : "", peer.perSecond, peer.p50, peer.p99);
        std::fflush(stdout);
    }
    echo.stop();
    echoing.join();
    gateway.stop();
    std::filesystem::remove_all(folder);
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// One agent with a session of N actions, under a pact that looks at the session's history, beside another agent that asks all the time: how long the
// other waits while the long session is read for the first time, and after each report about it.
#include "models/workspace/decision_point.h"
#include "models/workspace/workspace.h"
#include "tests/bench/served_workspace.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <thread>
#include <vector>

using namespace mandate;
using Clock = std::chrono::steady_clock;

namespace {

double millisSince(Clock::time_point began)
{
    return std::chrono::duration<double, std::milli>(Clock::now() - began).count();
}

/// One executed call as a line of OTLP/JSON.
std::string spanOf(int number)
{
    const auto attribute = [](const char *name, const std::string &value) { return R"({"key":")" + std::string(name) + R"(","value":{"stringValue":")" + value + R"("}})"; };
    char id[17];
    std::snprintf(id, sizeof id, "%016x", static_cast<unsigned>(number + 1));
    const std::string at = std::to_string(1'700'000'000'000'000'000 + static_cast<std::int64_t>(number) * 1'000'000);
    return R"({"resourceSpans":[{"resource":{"attributes":[)" + attribute("service.name", "bench") + R"(]},"scopeSpans":[{"spans":[{"traceId":"5b8efff798038103d269b633813fc60c","spanId":")" + id +
           R"(","name":"execute_tool pay","startTimeUnixNano":)" + at + R"(,"endTimeUnixNano":)" + at + R"(,"attributes":[)" + attribute("gen_ai.operation.name", "execute_tool") + ',' +
           attribute("gen_ai.agent.name", "long") + ',' + attribute("gen_ai.tool.name", "pay") + ',' + attribute("gen_ai.conversation.id", "endless") + ',' +
           attribute("gen_ai.tool.call.arguments", R"({\"amount\":)" + std::to_string(number % 400) + R"(,\"order\":\"o)" + std::to_string(number) + R"(\"})") + R"(],"status":{}}]}]}]})" + "\n";
}

ActionQuestion questionOf(const std::string &agent, const std::string &session, int number)
{
    ActionQuestion question;
    question.action.agent = agent;
    question.action.tool = "pay";
    question.action.parameters = R"({"amount":1,"order":"new-)" + std::to_string(number) + R"("})";
    question.session = session;
    return question;
}

} // namespace

int main(int argc, char **argv)
{
    const std::filesystem::path folder = std::filesystem::path(argc > 1 ? argv[1] : "/tmp") / "bench-sessions";
    const int actions = argc > 2 ? std::atoi(argv[2]) : 50'000;
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    ::setenv("MANDATE_KEYS", (folder / "keys").c_str(), 1);
    const auto workspace = need(Workspace::create((folder / "w.mandate").string()));
    need(workspace->addPact(R"x({"schema":"mandate.pact/1","pact_id":"bench","version":"1.0.0","title":"Bench","binds":[{"agent":"*"}],"accountability":{"owner":"Owner A"},
"clauses":[{"id":"S1","kind":"permit","tools":["*"],"when":"true","reads_as":"Everything."},
{"id":"P1","kind":"forbid","tools":["pay"],"when":"history.exists(h, h.tool == 'pay' && h.args.order == args.order)","reads_as":"An order is paid once."}]})x"));
    int next = 0;
    const auto report = [&](int count) {
        const std::filesystem::path file = folder / "report.jsonl";
        {
            std::ofstream out(file);
            for (int i = 0; i < count; ++i)
                out << spanOf(next++);
        }
        need(workspace->import({file.string()}, {}));
    };
    report(actions);

    DecisionPoint point(*workspace);
    std::atomic<bool> over = false;
    std::atomic<double> longest = 0; // of the other agent since it was last looked at
    std::vector<double> waits;
    std::thread other([&] {
        for (int number = 0; !over; ++number) {
            const auto began = Clock::now();
            if (!point.decide(questionOf("other", "short-" + std::to_string(number / 50), number)).permit)
                std::abort();
            const double took = millisSince(began);
            waits.push_back(took);
            longest = std::max(longest.load(), took);
        }
    });
    const auto settle = [&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        return longest.exchange(0);
    };
    settle();
    const double alone = settle();
    auto began = Clock::now();
    if (!point.decide(questionOf("long", "endless", 0)).permit)
        return 1;
    const double first = millisSince(began);
    const double whileFirst = longest.exchange(0);
    std::vector<double> after, whileAfter, importing;
    for (int i = 1; i <= 20; ++i) {
        report(1);
        importing.push_back(longest.exchange(0));
        began = Clock::now();
        if (!point.decide(questionOf("long", "endless", i)).permit)
            return 1;
        after.push_back(millisSince(began));
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        whileAfter.push_back(longest.exchange(0));
    }
    over = true;
    other.join();
    std::ranges::sort(waits);
    std::ranges::sort(after);
    std::printf("| a session of %d actions: its first question; after a report | – | %.0f ms; p50 %.1f, longest %.1f ms | the other agent: p50 %.1f, p99 %.1f ms; longest %.1f ms alone, %.1f ms while the session is read "
                "first, %.1f ms while a report is imported, %.1f ms after it | the other never waits for the reading |\n",
                actions, first, after[after.size() / 2], after.back(), waits[waits.size() / 2], waits[waits.size() * 99 / 100], alone, whileFirst, std::ranges::max(importing), std::ranges::max(whileAfter));
    std::filesystem::remove_all(folder);
    return 0;
}

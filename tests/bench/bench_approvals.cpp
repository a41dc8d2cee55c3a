// SPDX-License-Identifier: GPL-3.0-or-later
// A long queue: N open requests of 48 agents in a ledger. How long the first reading of them takes, one more reading after one of them changed, in the
// core and in the queue's model, and filing, reporting and asking while they are open. The limit is one Ed25519 verification a step.
#include "models/items/approval_model.h"
#include "models/workspace/decision_point.h"
#include "models/workspace/workspace.h"
#include "tests/bench/served_workspace.h"
#include "tests/models/workspace/filed_requests.h"

#include <QCoreApplication>
#include <QEventLoop>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <sys/resource.h>
#include <vector>

using namespace mandate;

namespace {

constexpr int agentCount = 48;
constexpr std::int64_t second = 1'000'000'000;

std::string agentOf(int number)
{
    return "agent-" + std::to_string(number % agentCount);
}

ApprovalRequest requestOf(int number, const PactVersion &pact, const Instant &now)
{
    ApprovalRequest request;
    request.action.agent = agentOf(number);
    request.action.tool = "return_item";
    request.action.resource = "order-" + std::to_string(number);
    request.action.parameters = R"({"amount":)" + std::to_string(100 + number) + R"(,"customer":"c-)" + std::to_string(number % 977) + R"(","reason":"arrived broken"})";
    request.session = "s-" + std::to_string(number / 3);
    request.deployment = "shop";
    request.input = "It arrived broken, please take it back.";
    request.proposal = {"The customer shows a picture of the damage.", "one item goes back", "one order", Reversibility::Full, 0.9, {}};
    request.pactId = pact.document.id;
    request.pactVersion = pact.document.version;
    request.pactDigest = pact.digest;
    request.clause = "E1";
    request.to = "owner";
    request.requestedAt = now;
    request.expiresAt = Instant{now.nanoseconds + 3600 * second + number, true};
    request.respondBy = Instant{now.nanoseconds + 2700 * second + number, true};
    return request;
}

double cpuMillis()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 + static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

struct Took
{
    std::vector<double> wall, cpu;

    template<typename Work>
    void measure(const Work &work)
    {
        const double before = cpuMillis();
        const auto began = std::chrono::steady_clock::now();
        work();
        wall.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
        cpu.push_back(cpuMillis() - before);
    }
    static double middle(std::vector<double> values)
    {
        std::ranges::sort(values);
        return values[values.size() / 2];
    }
    void print(const char *what, const char *beside, const char *aim) const
    {
        std::printf("| %s | | %.1f ms (longest of %zu: %.1f), CPU %.1f ms | %s | %s |\n", what, middle(wall), wall.size(), std::ranges::max(wall), middle(cpu), beside, aim);
        std::fflush(stdout);
    }
};

void refreshed(ApprovalModel &model)
{
    QEventLoop loop;
    QObject::connect(&model, &ApprovalModel::refreshed, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const std::filesystem::path folder = std::filesystem::path(argc > 1 ? argv[1] : "/tmp") / "bench-approvals";
    const int requests = argc > 2 ? std::atoi(argv[2]) : 24'000;
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    ::setenv("MANDATE_KEYS", (folder / "keys").c_str(), 1);
    const std::string path = (folder / "w.mandate").string();
    need(need(Workspace::create(path))->addPact(R"({"schema":"mandate.pact/1","pact_id":"shop","version":"1.0.0","title":"Shop","binds":[{"agent":"*"}],
"accountability":{"owner":"Owner A"},"clauses":[{"id":"S1","kind":"permit","tools":["*"],"when":"true","reads_as":"Everything."},
{"id":"E1","kind":"escalate","tools":["return_item"],"when":"args.amount > 99","reads_as":"Returns need a person.","escalation":{"to":"owner","respond_within":"1h","if_unanswered":"deny"}}]})"));
    const PactVersion pact = need(Workspace::open(path, true))->pacts().front();
    need(test::fileRequests(path, requests, [&pact, now = systemNow()](int i) { return requestOf(i, pact, now); }));

    char words[160];
    Took verifying;
    {
        const auto workspace = need(Workspace::open(path, true));
        const std::string body = need(workspace->store().body(workspace->store().size() - 1));
        const Keyring keys = workspace->people().keyring();
        verifying.measure([&] {
            for (int i = 0; i < 1000; ++i)
                need(readApprovalEntry(body, keys));
        });
    }
    std::snprintf(words, sizeof words, "reading %d signed steps on one core: %.0f ms CPU", requests, verifying.cpu.front() * requests / 1000);

    Took first;
    std::shared_ptr<Workspace> workspace;
    std::size_t read = 0;
    first.measure([&] {
        workspace = need(Workspace::open(path));
        read = need(workspace->approvals()).size();
    });
    std::snprintf(words + std::char_traits<char>::length(words), 60, "; %zu read", read);
    first.print("open the workspace and read its open requests", words, "≤ 2 s");
    Took shown;
    std::unique_ptr<ApprovalModel> model;
    shown.measure([&] {
        model = std::make_unique<ApprovalModel>(workspace);
        refreshed(*model);
    });
    shown.print("the queue's model of them, first", "", "≤ 2 s with the line above");

    Took filing, reading, again, deciding, reporting;
    DecisionPoint point(*workspace);
    for (int i = 0; i < 50; ++i) {
        ApprovalRequest request = requestOf(requests + i, pact, systemNow());
        ApprovalView filed;
        filing.measure([&] { filed = need(workspace->requestApproval(request)); });
        reading.measure([&] { (void)need(workspace->approvals()); });
        again.measure([&] {
            model->refresh();
            refreshed(*model);
        });
        ActionQuestion question;
        question.action = request.action;
        question.session = request.session;
        question.deployment = request.deployment;
        question.approval = filed.id;
        deciding.measure([&] { (void)point.decide(question); });
        ApprovalAct act;
        act.step = ApprovalStep::Approve;
        act.reasonCode = "checked";
        need(workspace->act(filed.id, act));
        if (!point.decide(question).permit)
            return 1;
        ApprovalLife::Attempt report;
        report.step = ApprovalStep::Report;
        report.verdict = "executed";
        report.executed = request.action.digest();
        reporting.measure([&] { (void)need(workspace->agentActs(filed.id, request.action.agent, report)); });
    }
    filing.print("file one more while they are open", "one transaction with fsync", "≤ 5 ms");
    reading.print("read all again after one was filed", "", "≤ 50 ms");
    again.print("the queue's model after that", "", "≤ 50 ms");
    deciding.print("a decision about an open request", "one transaction with fsync", "");
    reporting.print("an agent reports what became of one", "one transaction with fsync", "");
    model.reset();
    workspace.reset();
    std::filesystem::remove_all(folder);
    return 0;
}

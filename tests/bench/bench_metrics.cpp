// SPDX-License-Identifier: GPL-3.0-or-later
// bench_metrics FOLDER: the Metrics page over a copy of FOLDER/bench.mandate, as bench_import left it, with a version of its pact that sets targets: how long its
// figures take when nothing was read yet, when the page is opened in a console that is running, when another agent or window is chosen, and when an action
// comes in. Beside it a full scan: every row and finding read once, which any figure takes that is not counted from kept columns.
#include "models/items/metric_panels.h"
#include "models/items/rate_model.h"
#include "models/items/session.h"
#include "models/workspace/workspace.h"
#include "tests/bench/event_json.h"
#include "tests/bench/measure.h"
#include "views/metrics/metrics_page.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <fstream>
#include <memory>

using namespace mandate;
using namespace mandate::bench;
using Json = nlohmann::ordered_json;

namespace {

template<typename Done>
Done need(Result<Done> result)
{
    if (!result)
        fail(result.error().happened);
    return std::move(result).value();
}

/// Milliseconds by the clock until it holds, while the window's events are served.
double until(const std::function<bool()> &holds)
{
    const Stopwatch watch;
    while (!holds()) {
        if (watch.taken().wall > 120)
            fail("nothing came within two minutes");
        QApplication::processEvents(QEventLoop::AllEvents, 2);
    }
    return watch.taken().wall * 1000;
}

std::string pactWithTargets()
{
    std::ifstream file(std::string(MANDATE_BENCH_DIR) + "/pacts/arguments.json");
    Json pact = Json::parse(file);
    pact["version"] = "1.1.0";
    pact["targets"] = Json::array();
    for (const char *metric : {"scope_violation_rate", "executed_violation_rate", "violating_run_rate"})
        pact["targets"].push_back({{"metric", metric}, {"bound", 0.05}, {"window", "30d"}});
    return pact.dump();
}

/// What any figure takes that is not counted from kept columns.
double fullScan(const Store &store)
{
    const Stopwatch watch;
    RowFilter actions;
    actions.kinds = {RecordKind::Action};
    const auto entries = need(store.select(actions, RowOrder::ArrivalAscending));
    std::uint64_t prohibited = 0;
    constexpr std::size_t atOnce = 16384;
    for (std::size_t done = 0; done < entries.size(); done += atOnce) {
        for (const Row &row : need(store.rows(std::span(entries).subspan(done, std::min(atOnce, entries.size() - done)))))
            prohibited += row.verdict == Verdict::Prohibited;
    }
    if (need(store.findings()).empty() || prohibited == 0)
        fail("the scan found nothing");
    return watch.taken().wall * 1000;
}

std::string spread(const std::vector<double> &times)
{
    return text("p50 %.0f, p95 %.0f, max %.0f ms", quantile(times, 0.5), quantile(times, 0.95), *std::ranges::max_element(times));
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (argc != 2) {
        std::fputs("Usage: bench_metrics FOLDER (after bench_import N FILE FOLDER)\n", stderr);
        return 2;
    }
    const std::string folder = argv[1];
    ::setenv("MANDATE_KEYS", (folder + "/keys").c_str(), 1);
    const std::string path = folder + "/metrics.mandate";
    removeWithCompanions(path);
    if (!QFile::copy(QString::fromStdString(folder + "/bench.mandate"), QString::fromStdString(path)))
        fail("the workspace cannot be copied");
    QFile::copy(QString::fromStdString(folder + "/bench.mandate-text"), QString::fromStdString(path + "-text")); // one is made where there is none
    std::shared_ptr<Workspace> workspace = need(Workspace::open(path));
    need(workspace->addPact(pactWithTargets()));
    const double scan = fullScan(workspace->store());

    workspace = nullptr;
    const Stopwatch opening;
    workspace = need(Workspace::open(path));
    const double opened = opening.taken().wall * 1000;
    RateModel rates(workspace);
    const double cold = until([&] { return rates.wasRead() && !rates.isBusy(); });
    const quint64 judged = rates.decidable();
    if (judged == 0)
        fail("no rate was counted");
    row(text("violation rate of %llu calls, nothing read yet (workspace opened in %.0f ms)", static_cast<unsigned long long>(judged), opened), text("%.0f ms", cold),
        text("full scan: %.0f ms", scan), text("%.2f×", cold / scan));

    Session session(workspace);
    until([&] { return !session.isBusy() && session.rates()->wasRead(); });
    MetricsPage page;
    page.resize(1280, 720);
    page.show();
    const Stopwatch shown;
    page.setSession(&session);
    session.metrics()->refresh();
    until([&] { return session.metrics()->wasRead(); });
    page.repaint();
    QApplication::processEvents();
    const double page300 = shown.taken().wall * 1000;
    row(text("the page opens: %d panels of all agents and the rate", static_cast<int>(session.metrics()->panels().size())), text("%.0f ms", page300), text("full scan: %.0f ms", scan), text("%.2f×", page300 / scan), "< 300 ms");

    const double models = until([&] { return !session.metrics()->isBusy(); });
    row("and the figures by model, which take a text of every run, join it after", text("%.0f ms", models));

    std::vector<double> changes;
    const QStringList agents = session.rates()->agents();
    for (int i = 0; i < 24; ++i) {
        const auto span = std::array{MetricPanels::Span::Days30, MetricPanels::Span::Days7, MetricPanels::Span::Days90, MetricPanels::Span::Whole}.at(static_cast<std::size_t>(i) % 4);
        const Stopwatch watch;
        if (i % 2 == 0)
            session.metrics()->setAgent(agents[i % agents.size()]);
        session.metrics()->setSpan(span);
        until([&] { return !session.metrics()->isBusy(); });
        changes.push_back(watch.taken().wall * 1000);
    }
    row("another window, or agent and window", spread(changes), text("full scan: %.0f ms", scan), text("%.3f×", quantile(changes, 0.95) / scan), "p95 < 100 ms");
    const Stopwatch toAll;
    session.metrics()->setAgent({});
    until([&] { return !session.metrics()->isBusy(); });
    const double all = toAll.taken().wall * 1000;
    row("from one agent to all of them together", text("%.0f ms", all), text("full scan: %.0f ms", scan), text("%.3f×", all / scan));
    changes.clear();
    for (int i = 0; i < 8; ++i) {
        const Stopwatch watch;
        session.metrics()->setSpan(i % 2 == 0 ? MetricPanels::Span::Days30 : MetricPanels::Span::Days7);
        until([&] { return !session.metrics()->isBusy(); });
        changes.push_back(watch.taken().wall * 1000);
    }
    row("another window of all agents together", spread(changes), text("full scan: %.0f ms", scan), text("%.3f×", quantile(changes, 0.95) / scan), "p95 < 100 ms");

    const QString rateAgent = agents.front();
    changes.clear();
    for (int i = 0; i < 8; ++i) {
        const Stopwatch watch;
        session.rates()->setQuestion(i % 2 == 0 ? rateAgent : QString(), {});
        until([&] { return !session.rates()->isBusy(); });
        changes.push_back(watch.taken().wall * 1000);
    }
    row("violation rate of another agent", spread(changes), text("full scan: %.0f ms", scan), text("%.3f×", quantile(changes, 0.95) / scan), "p95 < 100 ms");

    std::vector<double> arrivals, takenIn;
    session.metrics()->setSpan(MetricPanels::Span::Whole);
    until([&] { return !session.metrics()->isBusy(); });
    for (int i = 0; i < 5; ++i) {
        Events events(1, 77U + static_cast<std::uint64_t>(i));
        std::string line;
        appendLine(line, events.next());
        const std::string file = folder + "/one.ndjson";
        std::ofstream(file, std::ios::trunc) << line;
        const quint64 before = session.rates()->decidable() + session.rates()->undecidable();
        const Stopwatch watch;
        const auto report = need(workspace->import({file}, {}));
        if (report.records == 0)
            fail("the action was not taken in");
        takenIn.push_back(watch.taken().wall * 1000);
        until([&] { return session.rates()->decidable() + session.rates()->undecidable() > before && !session.rates()->isBusy() && !session.metrics()->isBusy(); });
        arrivals.push_back(watch.taken().wall * 1000);
    }
    row("an action comes in and is in the figures", spread(arrivals), text("until it was taken in and judged: p50 %.0f, max %.0f ms", median(takenIn), *std::ranges::max_element(takenIn)), {}, "< 2 s");
    removeWithCompanions(path);
    return 0;
}

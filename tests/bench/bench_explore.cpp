// SPDX-License-Identifier: GPL-3.0-or-later
// bench_explore N FILE FOLDER: asks FOLDER/bench.mandate, as bench_import left it, what a lawyer asks: a query in the query language to its first lines,
// the histogram and the field counts of a month under it, the context of a record in its session, and how soon a question that nobody waits for ends.
// Beside it grep over FILE, the same events as they were received.
#include "models/query/query.h"
#include "models/workspace/workspace.h"
#include "tests/bench/measure.h"
#include "tests/bench/random.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <thread>

using namespace mandate;
using namespace mandate::bench;

namespace {

constexpr int repetitions = 5;

template<typename Done>
Done need(Result<Done> result)
{
    if (!result)
        fail(result.error().happened);
    return std::move(result).value();
}

template<typename Call>
std::vector<double> times(Call call, int times = repetitions)
{
    std::vector<double> all;
    for (int i = 0; i < times; ++i) {
        const Stopwatch watch;
        call();
        all.push_back(watch.taken().wall * 1000);
    }
    return all;
}

RowFilter asked(const char *query)
{
    QueryReading reading = readQuery(query, systemNow());
    if (reading.problem)
        fail(sentenceOf(*reading.problem));
    RowFilter filter;
    filter.where.push_back(std::move(reading.condition));
    return filter;
}

/// Milliseconds of grep over the file; its answer is not used.
double grepped(const std::string &words, const std::string &file)
{
    const std::string command = "grep -c -F -- '" + words + "' '" + file + "' | cat > /dev/null"; // grep stops at the first match when it writes to /dev/null itself
    return median(times([&] {
        if (std::system(command.c_str()) < 0) // NOLINT(cert-env33-c): the peer of a bench
            fail("grep did not run");
    }, 3));
}

void firstLines(const Store &store, const char *query, std::optional<double> grep)
{
    std::size_t found = 0;
    const auto taken = times([&] {
        const auto entries = need(store.select(asked(query), RowOrder::TimeDescending));
        found = entries.size();
        const std::span first(entries.data(), std::min<std::size_t>(100, entries.size()));
        need(store.rows(first));
        need(store.bodies(first));
    });
    row(text("first 100 lines of %s (%zu entries)", query, found), text("%.1f ms", median(taken)), grep ? text("grep of one word over the file: %.0f ms", *grep) : "",
        grep ? text("%.3f×", median(taken) / *grep) : "", "< 100 ms");
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 4) {
        std::fputs("Usage: bench_explore N FILE FOLDER (after bench_import N FILE FOLDER)\n", stderr);
        return 2;
    }
    const std::string file = argv[2];
    const auto workspace = need(Workspace::open(std::string(argv[3]) + "/bench.mandate", true));
    const Store &store = workspace->store();

    firstLines(store, "tool:issue_refund and verdict:needs_approval", grepped("issue_refund", file));
    firstLines(store, "\"scraper\"", grepped("scraper", file));
    firstLines(store, "args.amount > 500 and not outcome:failed", std::nullopt);
    firstLines(store, "agent:refund* or (tool:send_email and verdict:prohibited)", std::nullopt);

    // A month of what there is: the middle of it.
    const auto bins = need(store.histogram({}, 10));
    if (bins.empty())
        fail("the workspace has no times");
    const std::int64_t middle = bins[bins.size() / 2].beginNs;
    RowFilter month;
    month.since = Instant{middle};
    month.until = Instant{middle + 30LL * 24 * 3600 * 1'000'000'000};
    const std::uint64_t inMonth = need(store.count(month));
    row(text("histogram of a month by verdict, 200 bins (%llu entries)", static_cast<unsigned long long>(inMonth)), text("%.1f ms", median(times([&] { need(store.histogram(month, 200)); }))), {}, {}, "< 200 ms");
    constexpr std::array sidebar{Dimension::Verdict, Dimension::Agent, Dimension::Deployment, Dimension::Tool, Dimension::Session, Dimension::Clause, Dimension::Outcome, Dimension::Kind, Dimension::Source, Dimension::Format};
    row("counts of ten fields in a month, all values", text("%.1f ms", median(times([&] {
            for (const Dimension field : sidebar)
                need(store.tally(month, std::array{field}));
        }))), {}, {}, "< 200 ms");

    // Context of 200 random records: 50 before and after in the same session.
    const auto all = need(store.select({}, RowOrder::ArrivalAscending));
    Random random(11);
    std::vector<double> context;
    for (int i = 0; i < 200; ++i) {
        const EntryNumber entry = all[random.below(static_cast<std::uint32_t>(all.size()))];
        const Stopwatch watch;
        const Row row = need(store.rows(std::array{entry})).front();
        RowFilter session;
        session.agents = {row.agent};
        session.sessions = {row.session};
        const auto entries = need(store.select(session, RowOrder::ArrivalAscending));
        const auto at = std::ranges::find(entries, entry);
        const auto begin = at - std::min<std::ptrdiff_t>(50, at - entries.begin());
        const std::span around(begin, std::min<std::ptrdiff_t>(101, entries.end() - begin));
        need(store.rows(around));
        need(store.bodies(around));
        context.push_back(watch.taken().wall * 1000);
    }
    row("context of a record, 50 before and after in its session", text("p50 %.1f, p95 %.1f, max %.1f ms", quantile(context, 0.5), quantile(context, 0.95), *std::ranges::max_element(context)), {}, {}, "< 20 ms");

    std::vector<double> cancelled;
    for (int i = 0; i < 20; ++i) {
        std::stop_source source;
        Stopwatch asking;
        std::jthread question([&] { (void)store.select(asked("args.amount > 500 and not outcome:failed"), RowOrder::TimeDescending, source.get_token()); });
        std::this_thread::sleep_for(std::chrono::milliseconds(3));
        const Stopwatch watch;
        source.request_stop();
        question.join();
        cancelled.push_back(watch.taken().wall * 1000);
    }
    row("a question that nobody waits for any more ends after", text("p50 %.1f, max %.1f ms", quantile(cancelled, 0.5), *std::ranges::max_element(cancelled)), {}, {}, "< 50 ms");
    return 0;
}

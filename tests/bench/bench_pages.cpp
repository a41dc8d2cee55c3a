// SPDX-License-Identifier: GPL-3.0-or-later
// bench_pages N FOLDER: opens FOLDER/bench.mandate as bench_import left it and takes pages of 100 lines as the Evidence page does: row columns and
// decompressed bodies. First page and 200 random ones, of everything and under filters; the filters themselves, histogram and counts. Beside it
// the plain SQLite tables of the same events (FOLDER/columns.db, FOLDER/bytes.db).
#include "models/workspace/workspace.h"
#include "tests/bench/measure.h"
#include "tests/bench/random.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <sqlite3.h>

using namespace mandate;
using namespace mandate::bench;

namespace {

constexpr std::size_t pageRows = 100;
constexpr int randomPages = 200;
constexpr int repetitions = 5;

double milliseconds(const Stopwatch &watch)
{
    return watch.taken().wall * 1000;
}

template<typename Done>
Done need(Result<Done> result)
{
    if (!result)
        fail(result.error().happened);
    return std::move(result).value();
}

/// Milliseconds of a call, the median of a few.
template<typename Call>
double timed(Call call)
{
    std::vector<double> times;
    for (int i = 0; i < repetitions; ++i) {
        const Stopwatch watch;
        call();
        times.push_back(milliseconds(watch));
    }
    return median(times);
}

std::string spread(const std::vector<double> &times)
{
    return text("p50 %.2f, p95 %.2f, max %.2f ms", quantile(times, 0.5), quantile(times, 0.95), *std::max_element(times.begin(), times.end()));
}

/// Milliseconds: of the clock, and of the processor. A page that took long only by the clock waited for others.
struct Page
{
    double wall;
    double cpu;
};

Page page(const Store &store, std::span<const EntryNumber> entries, std::size_t first)
{
    const auto some = entries.subspan(first, std::min(pageRows, entries.size() - first));
    const Stopwatch watch;
    const auto rows = need(store.rows(some));
    const auto bodies = need(store.bodies(some));
    const Taken taken = watch.taken();
    if (rows.size() != some.size() || bodies.size() != some.size())
        fail("a page lacks lines");
    return {taken.wall * 1000, taken.cpu * 1000};
}

/// Begins of the pages looked at, the same in every run.
std::vector<std::size_t> pagesOf(std::size_t rows)
{
    Random random(7);
    std::vector<std::size_t> begins;
    const std::size_t last = rows > pageRows ? rows - pageRows : 0;
    for (int i = 0; i < randomPages; ++i)
        begins.push_back(random.below(static_cast<std::uint32_t>(last + 1)));
    return begins;
}

class Plain
{
public:
    explicit Plain(const std::string &path)
    {
        if (sqlite3_open_v2(path.c_str(), &m_database, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
            fail(path + ": " + sqlite3_errmsg(m_database));
    }
    ~Plain() { sqlite3_close(m_database); }
    Plain(const Plain &) = delete;
    Plain &operator=(const Plain &) = delete;

    /// Milliseconds of reading every column of every row of the answer.
    double ask(const std::string &sql, std::int64_t number = 0)
    {
        sqlite3_stmt *query = nullptr;
        if (sqlite3_prepare_v2(m_database, sql.c_str(), -1, &query, nullptr) != SQLITE_OK)
            fail(sql + ": " + sqlite3_errmsg(m_database));
        sqlite3_bind_int64(query, 1, number);
        const Stopwatch watch;
        while (sqlite3_step(query) == SQLITE_ROW) {
            for (int i = 0; i < sqlite3_column_count(query); ++i)
                m_octets += sqlite3_column_bytes(query, i);
        }
        const double took = milliseconds(watch);
        sqlite3_finalize(query);
        return took;
    }
    std::vector<double> pages(const std::string &sql, std::uint64_t rows)
    {
        std::vector<double> times;
        for (const std::size_t begin : pagesOf(rows))
            times.push_back(ask(sql, static_cast<std::int64_t>(begin)));
        return times;
    }

private:
    sqlite3 *m_database = nullptr;
    std::int64_t m_octets = 0;
};

std::string plainTable(std::optional<double> took)
{
    return took ? text("plain table: %.0f ms", *took) : "";
}

std::string ratioTo(std::optional<double> plain, double ours)
{
    return plain ? text("%.3f×", ours / *plain) : "";
}

/// `plain` is what the plain table takes to find the same rows, `plainPages` what it takes for pages by OFFSET; nothing where it cannot.
void measureFilter(const Store &store, const std::string &name, const RowFilter &filter, std::optional<double> plain,
                   const std::vector<double> &plainPages = {}, const std::string &alsoPlain = {})
{
    std::vector<EntryNumber> entries;
    const Stopwatch whole;
    entries = need(store.select(filter, RowOrder::ArrivalDescending));
    if (!entries.empty())
        page(store, entries, 0);
    const double first = milliseconds(whole);
    const double select = timed([&] { entries = need(store.select(filter, RowOrder::ArrivalDescending)); });
    row(text("select, %s (%zu entries)", name.c_str(), entries.size()), text("%.1f ms", select), plainTable(plain), ratioTo(plain, select),
        "< 100 ms at 10 M");
    row(text("first page, %s: filter and 100 lines", name.c_str()), text("%.1f ms", first), {}, {}, "< 50 ms");
    std::vector<double> times;
    std::vector<double> cpu;
    for (const std::size_t begin : pagesOf(entries.size())) {
        const Page taken = page(store, entries, begin);
        times.push_back(taken.wall);
        cpu.push_back(taken.cpu);
    }
    row(text("%d random pages, %s", randomPages, name.c_str()), spread(times) + "; CPU " + spread(cpu),
        plainPages.empty() ? "" : "plain table with bytes: OFFSET " + spread(plainPages) + alsoPlain,
        plainPages.empty() ? "" : ratioTo(median(plainPages), median(times)) + " OFFSET at p50", "< 50 ms");
}

} // namespace

int main(int argc, char **argv)
{
    const std::uint64_t count = argc == 3 ? std::strtoull(argv[1], nullptr, 10) : 0;
    if (count == 0) {
        std::fputs("Usage: bench_pages N FOLDER (after bench_import N FILE FOLDER)\n", stderr);
        return 2;
    }
    const std::string folder = argv[2];
    const Stopwatch opening;
    const auto workspace = need(Workspace::open(folder + "/bench.mandate", true));
    const Store &store = workspace->store();
    row("open the workspace", text("%.1f ms", milliseconds(opening)));

    Plain columns(folder + "/columns.db");
    Plain bytes(folder + "/bytes.db");
    const std::vector<double> offset = bytes.pages("SELECT * FROM record ORDER BY number LIMIT 100 OFFSET ?1", count);
    const std::string keyset = "; keyset " + spread(bytes.pages("SELECT * FROM record WHERE number > ?1 ORDER BY number LIMIT 100", count));
    const auto scan = [&](const char *sql) { return timed([&] { columns.ask(sql); }); };

    measureFilter(store, "all", {}, scan("SELECT number FROM record ORDER BY number DESC"), offset, keyset);
    RowFilter narrow;
    narrow.tools = {"issue_refund"};
    narrow.verdicts = {Verdict::NeedsApproval};
    measureFilter(store, "one tool, one verdict", narrow,
                  scan("SELECT number FROM record WHERE tool = 'issue_refund' AND verdict = 2 ORDER BY number DESC"));
    RowFilter rare;
    rare.text = "scraper";
    measureFilter(store, "a rare word", rare, std::nullopt);
    RowFilter common;
    common.text = "mistake";
    measureFilter(store, "a common word", common, std::nullopt);

    const std::array perAgent{Dimension::Agent, Dimension::Verdict};
    const auto against = [&](const char *what, double ours, double plain) {
        row(what, text("%.1f ms", ours), plainTable(plain), ratioTo(plain, ours));
    };
    against("histogram of all in 200 bins, by verdict", timed([&] { need(store.histogram({}, 200)); }),
            scan("SELECT time / 38880000000000 AS bin, verdict, count(*) FROM record GROUP BY bin, verdict"));
    against("count of all by agent and verdict", timed([&] { need(store.tally({}, perAgent)); }),
            scan("SELECT agent, verdict, count(*) FROM record GROUP BY agent, verdict"));
    return 0;
}

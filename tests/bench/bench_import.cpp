// SPDX-License-Identifier: GPL-3.0-or-later
// bench_import N FILE FOLDER [RUNS]: imports the file's N events into a new workspace with a pact of twenty conditions in force, without and
// with full text, and measures the limits beside it: reading, parsing and hashing, bare SQLite, lnav. Every step is a process of its own, so that
// its CPU time and memory are its own; the steps take turns, three times unless told, and the run of middle wall time counts. Leaves
// FOLDER/bench.mandate, columns.db and bytes.db for bench_pages.
#include "models/workspace/workspace.h"
#include "tests/bench/event_json.h"
#include "tests/bench/limits.h"
#include "tests/bench/measure.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <thread>

using namespace mandate;
using namespace mandate::bench;

namespace {

/// Watches the memory of this process that is no page of a file; the resident set counts the mapped input too.
class OwnMemory
{
public:
    double peakMiB()
    {
        m_watch = {};
        return m_peakMiB;
    }

private:
    void look()
    {
        std::ifstream status("/proc/self/status");
        for (std::string line; std::getline(status, line);) {
            if (line.starts_with("RssAnon:"))
                m_peakMiB = std::max(m_peakMiB, std::strtod(line.c_str() + 8, nullptr) / 1024);
        }
    }
    double m_peakMiB = 0;
    std::jthread m_watch{[this](const std::stop_token &stop) {
        while (!stop.stop_requested()) {
            look();
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }};
};

int importInto(const std::string &file, const std::string &workspace, bool text)
{
    std::ifstream pact(MANDATE_BENCH_DIR "/pacts/arguments.json");
    const std::string json{std::istreambuf_iterator<char>(pact), {}};
    auto created = Workspace::create(workspace);
    if (!created)
        fail(created.error().happened);
    if (const auto added = (*created)->addPact(json); !added)
        fail(added.error().happened);
    ImportOptions options;
    options.indexText = text;
    OwnMemory memory;
    const auto report = (*created)->import({file}, options);
    if (!report)
        fail(report.error().happened);
    std::printf("%llu %.1f", static_cast<unsigned long long>(report->records), memory.peakMiB());
    return 0;
}

/// The steps that run in a process of their own.
int step(const std::string &name, const std::string &file, const std::string &target)
{
    Taken taken;
    if (name == "--read")
        taken = readWholeFile(file);
    else if (name == "--parse")
        taken = parseAndHash(file);
    else if (name == "--insert" || name == "--insert-bytes")
        taken = insertBare(file, target, name == "--insert-bytes");
    else
        return importInto(file, target, name == "--import-text");
    std::printf("%.6f %.6f", taken.wall, taken.cpu);
    return 0;
}

/// Of a step that times itself, leaving out what is not the limit (decoding, starting).
void takeOwnTime(Ran &ran)
{
    std::sscanf(ran.output.c_str(), "%lf %lf", &ran.taken.wall, &ran.taken.cpu);
}

struct Bench
{
    std::string self;
    std::uint64_t count;
    std::string file;
    std::string folder;
    std::map<std::string, std::vector<Ran>> runs;

    [[nodiscard]] std::string in(const std::string &name) const { return folder + '/' + name; }

    Ran import(const std::string &from, const std::string &workspace, bool text)
    {
        removeWithCompanions(workspace);
        Ran ran = runProgram({self, text ? "--import-text" : "--import", from, workspace}, {"MANDATE_KEYS=" + in("keys")});
        unsigned long long records = 0;
        std::sscanf(ran.output.c_str(), "%llu %lf", &records, &ran.ownMiB);
        if (records != (from == file ? count : count / 4))
            fail("the import took in " + std::to_string(records) + " records");
        return ran;
    }

    Ran lnav(bool format)
    {
        std::vector<std::string> command{"lnav", "-n", "-c", format ? ";SELECT count(*) FROM mandate_bench" : ";SELECT count(*) FROM all_logs", file};
        if (format)
            command.insert(command.begin() + 2, {"-I", MANDATE_BENCH_DIR "/lnav"});
        Ran ran = runProgram(command, {"HOME=" + in("home")});
        if (format && ran.output.find(std::to_string(count)) == std::string::npos)
            fail("lnav did not index every line: " + ran.output);
        return ran;
    }

    void round()
    {
        for (const char *name : {"--read", "--parse", "--insert", "--insert-bytes"}) {
            Ran ran = runProgram({self, name, file, in(std::string_view(name) == "--insert" ? "columns.db" : "bytes.db")});
            takeOwnTime(ran);
            runs[name].push_back(ran);
        }
        runs["lnav"].push_back(lnav(true));
        runs["lnav plain"].push_back(lnav(false));
        runs["import"].push_back(import(file, in("plain.mandate"), false));
        runs["import text"].push_back(import(file, in("bench.mandate"), true));
    }

    /// Importing the first quarter of the events.
    Ran quarter()
    {
        const std::string part = in("part.ndjson");
        std::uint64_t bytes = 0;
        if (!writeEvents(part, count / 4, bytes))
            fail(part + " cannot be written");
        const Ran ran = import(part, in("quarter.mandate"), true);
        removeWithCompanions(in("quarter.mandate"));
        std::filesystem::remove(part);
        return ran;
    }
};

void report(Bench &bench, const Ran &quarter)
{
    const auto million = static_cast<double>(bench.count) / 1e6;
    const auto of = [&](const char *name) { return median(bench.runs[name]); };
    const auto words = [&](const Ran &ran) {
        return text("%.2f s wall, %.2f s CPU (%.1f µs an event), peak %.0f MiB", ran.taken.wall, ran.taken.cpu, ran.taken.cpu / million, ran.peakMiB);
    };
    const Ran lnav = of("lnav");
    const Ran plain = of("lnav plain");
    const Ran without = of("import");
    const Ran with = of("import text");
    const Ran read = of("--read");
    const Ran parse = of("--parse");
    const Ran insert = of("--insert");
    const Ran bytes = of("--insert-bytes");
    const double size = static_cast<double>(fileSize(bench.file));
    row(text("limit: read() of the file, %.0f MB", size / 1e6), text("%.3f s CPU", read.taken.cpu));
    row("limit: simdjson parse and SHA-256 of each line, one thread", text("%.2f s CPU", parse.taken.cpu));
    row("limit: bare SQLite insert of the same columns", text("%.2f s wall, %.2f s CPU", insert.taken.wall, insert.taken.cpu));
    row("limit: the same with each line as received", text("%.2f s wall, %.2f s CPU", bytes.taken.wall, bytes.taken.cpu));
    row("peer: lnav, its format defined (parses and indexes every line)", words(lnav));
    row("peer: lnav, as plain text (finds line ends only; not compared)", words(plain));
    const auto ratios = [&](const Ran &ran) {
        return text("%.2f× lnav wall; %.1f× parse+SHA CPU; %.1f× bare insert CPU (%.1f× with bytes)", ran.taken.wall / lnav.taken.wall,
                    ran.taken.cpu / parse.taken.cpu, ran.taken.cpu / insert.taken.cpu, ran.taken.cpu / bytes.taken.cpu);
    };
    row(text("import of %.2f M events, verdicts of 20 conditions, no full text", million), words(without), text("lnav %.2f s wall", lnav.taken.wall),
        ratios(without), "≤ 1× lnav wall");
    row("the same with full text", words(with), text("lnav %.2f s wall", lnav.taken.wall), ratios(with), "≤ 2× lnav wall");
    const auto stored = static_cast<double>(sizeWithCompanions(bench.in("plain.mandate")));
    const auto storedText = static_cast<double>(sizeWithCompanions(bench.in("bench.mandate")));
    row("size without, with full text",
        text("%.0f, %.0f MB (%.0f, %.0f bytes an event)", stored / 1e6, storedText / 1e6, stored / million / 1e6, storedText / million / 1e6),
        text("file %.0f MB", size / 1e6), text("%.2f×, %.2f× the file", stored / size, storedText / size));
    row("peak memory of the import with full text, all events: own, and with the pages of files", text("%.0f, %.0f MiB", with.ownMiB, with.peakMiB),
        text("a quarter of the events: %.0f, %.0f MiB", quarter.ownMiB, quarter.peakMiB),
        text("%.2f×, %.2f×", with.ownMiB / quarter.ownMiB, with.peakMiB / quarter.peakMiB), "flat");
}

} // namespace

int main(int argc, char **argv)
{
    if (argc >= 3 && argv[1][0] == '-')
        return step(argv[1], argv[2], argc > 3 ? argv[3] : "");
    const std::uint64_t count = argc >= 4 ? std::strtoull(argv[1], nullptr, 10) : 0;
    const int runs = argc > 4 ? std::atoi(argv[4]) : 3;
    if (count == 0 || runs < 1) {
        std::fputs("Usage: bench_import N FILE FOLDER [RUNS] (FILE as written by bench_generate N FILE)\n", stderr);
        return 2;
    }
    Bench bench{std::filesystem::canonical("/proc/self/exe").string(), count, argv[2], argv[3], {}};
    std::filesystem::create_directories(bench.in("home"));
    for (int i = 0; i < runs; ++i)
        bench.round();
    report(bench, bench.quarter());
    removeWithCompanions(bench.in("plain.mandate"));
    return 0;
}

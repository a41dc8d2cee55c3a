// SPDX-License-Identifier: GPL-3.0-or-later
// bench_replay N FOLDER: replays drafts over FOLDER/bench.mandate as bench_import left it: warming its N actions, judging all of them under twenty
// clauses on every core, and judging them again after one clause changed; the same for about the last 100,000 actions. Beside it a scan of the same
// actions in memory, and the replay that reads the ledger, whose report must be the same.
#include "models/workspace/warm_replay.h"
#include "tests/bench/measure.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

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

ParsedPact pactOf(const std::string &name)
{
    std::ifstream file(std::string(MANDATE_BENCH_DIR "/pacts/") + name);
    return need(parsePact(std::string{std::istreambuf_iterator<char>(file), {}}));
}

double residentMiB()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("RssAnon:"))
            return std::strtod(line.c_str() + 8, nullptr) / 1024;
    }
    return 0;
}

/// Several takings of the same thing; walls are compared with walls, processors with processors.
struct Times
{
    std::vector<double> wall;
    std::vector<double> cpu;
    void add(const Taken &taken)
    {
        wall.push_back(taken.wall * 1000);
        cpu.push_back(taken.cpu * 1000);
    }
    [[nodiscard]] std::string words() const
    {
        return text("%.0f ms wall (slowest of %zu: %.0f), %.0f ms CPU", median(wall), wall.size(), *std::ranges::max_element(wall), median(cpu));
    }
};

std::size_t bytesOf(const Value &value)
{
    std::size_t bytes = sizeof(Value);
    if (value.isString()) {
        for (const char c : value.text())
            bytes += static_cast<unsigned char>(c) & 1U;
    } else if (value.isList()) {
        for (const Value &item : value.items())
            bytes += bytesOf(item);
    } else if (value.isMap()) {
        for (const Member &member : value.members())
            bytes += bytesOf(member.value);
    }
    return bytes;
}

/// Looks at everything that judging may look at, session by session, on one core.
Taken scan(const WarmTrail &trail)
{
    const Stopwatch watch;
    std::size_t seen = 0;
    for (std::size_t session = 0; session < trail.sessions(); ++session) {
        for (const TrailPosition position : trail.session(session)) {
            const WarmAction &action = trail.action(position);
            seen += bytesOf(action.arguments) + bytesOf(action.input) + bytesOf(action.said) + bytesOf(action.result) + action.tool;
        }
    }
    const Taken taken = watch.taken();
    if (seen == 0)
        fail("nothing to scan");
    return taken;
}

struct Measured
{
    Times full;
    Times refresh;
    double answersMiB = 0;
};

/// Full replays in turns, so that nothing is known from the one before; then each clause of the second pact changed and changed back.
Measured measure(WarmReplay &warm, const ReplayRange &range, const ParsedPact &first, const ParsedPact &second)
{
    Measured measured;
    for (int i = 0; i < repetitions; ++i) {
        (void)need(warm.replay(first, range));
        const Stopwatch watch(Stopwatch::Of::Process);
        (void)need(warm.replay(second, range));
        measured.full.add(watch.taken());
        if (warm.lastWork().clausesJudged != second.document.clauses.size() || warm.lastWork().actionsRead > 0)
            fail("not every clause was judged, or actions were read again");
    }
    measured.answersMiB = static_cast<double>(warm.lastWork().answerBytes) / (1 << 20);
    for (std::size_t i = 0; i < second.document.clauses.size(); ++i) {
        ParsedPact edited = second;
        edited.document.clauses[i].when = "!(" + edited.document.clauses[i].when + ")";
        const Stopwatch watch(Stopwatch::Of::Process);
        (void)need(warm.replay(edited, range));
        measured.refresh.add(watch.taken());
        if (warm.lastWork().clausesJudged != 1)
            fail("more than one clause was judged");
        (void)need(warm.replay(second, range));
    }
    return measured;
}

/// The last bins of the trail that hold at least `count` actions.
ReplayRange lastActions(const Store &store, std::uint64_t count)
{
    RowFilter actions;
    actions.kinds = {RecordKind::Action};
    const auto bins = need(store.histogram(actions, 900));
    std::uint64_t held = 0;
    for (auto bin = bins.rbegin(); bin != bins.rend(); ++bin) {
        held += bin->count;
        if (held >= count)
            return {Instant{bin->beginNs, true}, {}};
    }
    return {};
}

} // namespace

int main(int argc, char **argv)
{
    const std::uint64_t count = argc == 3 ? std::strtoull(argv[1], nullptr, 10) : 0;
    if (count == 0) {
        std::fputs("Usage: bench_replay N FOLDER (with bench.mandate as left by bench_import N FILE FOLDER)\n", stderr);
        return 2;
    }
    const auto workspace = need(Workspace::open(std::string(argv[2]) + "/bench.mandate", true));
    const ParsedPact arguments = pactOf("arguments.json");
    const ParsedPact history = pactOf("history.json");
    const auto million = static_cast<double>(count) / 1e6;

    const double before = residentMiB();
    const Stopwatch warming(Stopwatch::Of::Process);
    const auto trail = need(WarmTrail::read(workspace->store(), {history.document.binds, {}}, {}));
    const Taken warmed = warming.taken();
    if (!trail)
        fail("the trail does not fit into the limit");
    const double held = residentMiB() - before;
    Times scanned;
    for (int i = 0; i < repetitions; ++i)
        scanned.add(scan(*trail));

    WarmReplay::Options options;
    options.cases = 1000;
    WarmReplay warm(*workspace, options);
    (void)need(warm.replay(arguments, {}));
    const Measured byHistory = measure(warm, {}, arguments, history);
    const Measured byArguments = measure(warm, {}, history, arguments);
    ReplayReport report = need(warm.replay(history, {}));
    const Stopwatch reading(Stopwatch::Of::Process);
    ReplayReport read = need(workspace->replay(history, {}));
    const Taken streamed = reading.taken();
    for (ReplayChange &change : read.changed)
        change.cases.resize(std::min(change.cases.size(), options.cases));
    if (report != read)
        fail("the warm replay says something else than a reading of the ledger");
    warm.forget();

    const ReplayRange range = lastActions(workspace->store(), 100'000);
    const Stopwatch warmingPart(Stopwatch::Of::Process);
    report = need(warm.replay(arguments, range));
    const Taken partWarmed = warmingPart.taken();
    const Measured part = measure(warm, range, arguments, history);

    row(text("replay: reading the trail into memory once, %.2f M actions", million),
        text("%.2f s wall, %.2f s CPU; %.0f MiB resident (%.0f bytes an action), %.0f MiB by its own count", warmed.wall, warmed.cpu, held,
             held * (1 << 20) / static_cast<double>(count), static_cast<double>(trail->footprint()) / (1 << 20)));
    row("limit: a scan of the same actions in memory, one core", scanned.words());
    const auto fullRow = [&](const std::string &what, const Measured &of) {
        row(text("replay of %.2f M actions under 20 conditions over %s, trail warm, all cores", million, what.c_str()), of.full.words(),
            text("scan %.0f ms CPU; reading the ledger instead %.2f s wall", median(scanned.cpu), streamed.wall),
            text("%.1f× scan CPU; %.3f× reading the ledger", median(of.full.cpu) / median(scanned.cpu), median(of.full.wall) / 1000 / streamed.wall),
            "≤ 1 s");
        row(text("the same after one of these conditions changed (answers kept: %.0f MiB)", of.answersMiB), of.refresh.words());
    };
    fullRow("arguments", byArguments);
    fullRow("state and history", byHistory);
    row(text("replay of the last %llu actions: reading them, first replay", static_cast<unsigned long long>(report.judged)),
        text("%.2f s wall, %.2f s CPU", partWarmed.wall, partWarmed.cpu));
    row("the same under 20 conditions over state and history, trail warm", part.full.words());
    row("the same after one of these conditions changed", part.refresh.words(), {}, {}, "< 300 ms");
    return 0;
}

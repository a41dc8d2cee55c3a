// SPDX-License-Identifier: GPL-3.0-or-later
// bench_evaluate N FILE: judges the file's N actions under twenty conditions over arguments, then under twenty over facts and history, as an
// import does it (sessions interleaved, one judge a session), from records decoded beforehand. Beside it the same conditions by hand, whose
// verdict counts must agree, and reading the file.
#include "models/pact/judge.h"
#include "models/workspace/session_pool.h"
#include "tests/bench/by_hand.h"
#include "tests/bench/decoded.h"
#include "tests/bench/measure.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace mandate;
using namespace mandate::bench;

namespace {

constexpr std::size_t stretch = 25'000;
constexpr int repetitions = 3;

std::shared_ptr<const CompiledPact> pactOf(const std::string &name)
{
    const std::string path = std::string(MANDATE_BENCH_DIR "/pacts/") + name;
    std::ifstream file(path);
    const std::string json{std::istreambuf_iterator<char>(file), {}};
    auto parsed = parsePact(json, path);
    if (!parsed)
        fail(path + ": " + parsed.error().happened);
    auto compiled = CompiledPact::compile(parsed->document);
    if (!compiled)
        fail(path + ": " + compiled.error().happened);
    return std::move(compiled).value();
}

/// One pact over all records, with the same conditions by hand.
struct Measured
{
    Taken engine;
    Taken hand;
    VerdictCounts byEngine{};
    VerdictCounts byHand{};
};

void judge(const std::vector<Record> &records, SessionPool &pool, const std::shared_ptr<const CompiledPact> &pact, Measured &measured)
{
    const Stopwatch watch;
    for (const Record &record : records)
        ++measured.byEngine[static_cast<std::size_t>(pool.judgeOf(record, pact).judge(record).verdict)];
    pool.trim();
    measured.engine += watch.taken();
}

/// Both pacts over the whole file: arguments first, history second.
std::array<Measured, 2> measure(const std::array<std::shared_ptr<const CompiledPact>, 2> &pacts, std::uint64_t count, const std::string &path)
{
    std::array<Measured, 2> measured;
    std::array<SessionPool, 2> pools{SessionPool({}), SessionPool({})};
    HistoryByHand byHand;
    Events source(count);
    std::vector<Event> events;
    Decoded decoded(path);
    while (decoded.next(stretch)) {
        events.clear();
        for (std::size_t i = 0; i < decoded.records().size(); ++i)
            events.push_back(source.next());
        for (std::size_t i = 0; i < pacts.size(); ++i)
            judge(decoded.records(), pools[i], pacts[i], measured[i]);
        const Stopwatch first;
        const VerdictCounts counts = countByArguments(events);
        measured[0].hand += first.taken();
        for (std::size_t i = 0; i < counts.size(); ++i)
            measured[0].byHand[i] += counts[i];
        const Stopwatch second;
        byHand.count(events, measured[1].byHand);
        measured[1].hand += second.taken();
    }
    return measured;
}

std::string describe(const VerdictCounts &counts)
{
    std::string words;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i])
            words += (words.empty() ? "" : ", ") + std::to_string(counts[i]) + ' ' + std::string(nameOf(static_cast<Verdict>(i)));
    }
    return words;
}

} // namespace

int main(int argc, char **argv)
{
    const std::uint64_t count = argc == 3 ? std::strtoull(argv[1], nullptr, 10) : 0;
    if (count == 0) {
        std::fputs("Usage: bench_evaluate N FILE (as written by bench_generate N FILE)\n", stderr);
        return 2;
    }
    const std::string path = argv[2];
    const std::array pacts{pactOf("arguments.json"), pactOf("history.json")};
    std::array<std::vector<double>, 2> engine;
    std::array<std::vector<double>, 2> hand;
    std::vector<double> read;
    std::array<Measured, 2> last;
    for (int i = 0; i < repetitions; ++i) {
        read.push_back(readWholeFile(path).cpu);
        last = measure(pacts, count, path);
        for (std::size_t pact = 0; pact < last.size(); ++pact) {
            engine[pact].push_back(last[pact].engine.cpu);
            hand[pact].push_back(last[pact].hand.cpu);
            if (last[pact].byEngine != last[pact].byHand)
                fail("verdicts differ: " + describe(last[pact].byEngine) + " — by hand " + describe(last[pact].byHand));
        }
    }
    const auto million = static_cast<double>(count) / 1e6;
    const std::array<std::string, 2> names{"arguments", "state and history"};
    const std::array<std::string, 2> aims{"< 0.5 s", "< 2 s"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        const double ours = median(engine[i]);
        row(text("evaluate 20 conditions over %s, %.2f M actions, one core", names[i].c_str(), million),
            text("%.3f s (%.0f ns an action)", ours, ours * 1000 / million), text("by hand %.4f s; read() %.3f s", median(hand[i]), median(read)),
            text("%.0f× by hand; %.1f× read()", ours / median(hand[i]), ours / median(read)), aims[i]);
    }
    for (std::size_t i = 0; i < names.size(); ++i)
        std::fprintf(stderr, "%s: %s, the same by hand\n", names[i].c_str(), describe(last[i].byEngine).c_str());
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// bench_generate N FILE: writes N events as OTLP/JSON lines, always the same ones, and prints their mean size.
#include "tests/bench/event_json.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

int main(int argc, char **argv)
{
    const std::uint64_t count = argc == 3 ? std::strtoull(argv[1], nullptr, 10) : 0;
    if (count == 0) {
        std::fputs("Usage: bench_generate N FILE\n", stderr);
        return 2;
    }
    std::uint64_t bytes = 0;
    if (!mandate::bench::writeEvents(argv[2], count, bytes)) {
        std::fprintf(stderr, "%s: %s\n", argv[2], std::strerror(errno));
        return 2;
    }
    std::printf("%llu events, %llu bytes, %.1f bytes each on average\n", static_cast<unsigned long long>(count),
                static_cast<unsigned long long>(bytes), static_cast<double>(bytes) / static_cast<double>(count));
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// What benches measure with: wall and CPU time, whole programs with their memory, medians, and the rows of the one table they print.
#pragma once

#include <chrono>
#include <cstdint>
#include <ctime>
#include <string>
#include <vector>

namespace mandate::bench {

struct Taken
{
    double wall = 0; ///< seconds
    double cpu = 0;  ///< seconds, user and system
    Taken &operator+=(const Taken &other)
    {
        wall += other.wall;
        cpu += other.cpu;
        return *this;
    }
};

/// CPU time of the calling thread, or of the whole process with all its threads.
class Stopwatch
{
public:
    enum class Of : std::uint8_t { Thread, Process };
    explicit Stopwatch(Of of = Of::Thread) : m_clock(of == Of::Thread ? CLOCK_THREAD_CPUTIME_ID : CLOCK_PROCESS_CPUTIME_ID) {}
    [[nodiscard]] Taken taken() const { return {std::chrono::duration<double>(std::chrono::steady_clock::now() - m_wall).count(), cpu() - m_cpu}; }

private:
    [[nodiscard]] double cpu() const
    {
        timespec time{};
        clock_gettime(m_clock, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
    }
    clockid_t m_clock;
    std::chrono::steady_clock::time_point m_wall = std::chrono::steady_clock::now();
    double m_cpu = cpu();
};

/// A program that ran to its end.
struct Ran
{
    Taken taken;
    double peakMiB = 0; ///< largest resident set
    double ownMiB = 0;  ///< of it what is no page of a file, when the program says so
    std::string output; ///< what it wrote to stdout
};
/// Runs a program and waits for it; ends the bench with a message when it fails. Each "NAME=value" is added to its environment.
Ran runProgram(const std::vector<std::string> &command, const std::vector<std::string> &environment = {});

/// The run of middle wall time.
[[nodiscard]] Ran median(std::vector<Ran> runs);
[[nodiscard]] double median(std::vector<double> values);
/// The value below which `share` (0 to 1) of the values lie.
[[nodiscard]] double quantile(std::vector<double> values, double share);

/// read() of the whole file in blocks of 4 MiB, looking at one byte a page.
Taken readWholeFile(const std::string &path);

[[nodiscard]] std::uint64_t fileSize(const std::string &path);
/// Of a workspace with the files SQLite and the text index keep beside it.
[[nodiscard]] std::uint64_t sizeWithCompanions(const std::string &path);
/// Removes a workspace and what lies beside it.
void removeWithCompanions(const std::string &path);

[[gnu::format(printf, 1, 2)]] std::string text(const char *format, ...);
/// A row of the table: what, what came out, the limit or peer it is held against, their ratio, and what we aim at. The ratio is printed
/// before the figures: those are of one machine.
void row(const std::string &what, const std::string &measured, const std::string &limit = {}, const std::string &ratio = {},
         const std::string &aim = {});
[[noreturn]] void fail(const std::string &why);

} // namespace mandate::bench

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/measure.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mandate::bench {

namespace fs = std::filesystem;

namespace {

double seconds(const timeval &time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

/// The workspace and every file beside it that begins with its name or its stem.
template<typename Do>
void eachCompanion(const std::string &path, Do act)
{
    const fs::path file(path);
    std::error_code error;
    for (const auto &entry : fs::directory_iterator(file.parent_path(), error)) {
        if (entry.path().filename().string().starts_with(file.stem().string()) && entry.is_regular_file(error))
            act(entry.path());
    }
}

} // namespace

Ran runProgram(const std::vector<std::string> &command, const std::vector<std::string> &environment)
{
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0)
        fail("pipe: " + std::string(std::strerror(errno)));
    std::vector<char *> arguments;
    for (const std::string &argument : command)
        arguments.push_back(const_cast<char *>(argument.c_str()));
    arguments.push_back(nullptr);
    std::fflush(stdout);
    const auto began = std::chrono::steady_clock::now();
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(pipe[1], STDOUT_FILENO);
        ::close(pipe[0]);
        for (const std::string &variable : environment)
            ::putenv(const_cast<char *>(variable.c_str()));
        ::execvp(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(pipe[1]);
    Ran ran;
    std::array<char, 4096> room{};
    for (ssize_t got = 0; (got = ::read(pipe[0], room.data(), room.size())) > 0;)
        ran.output.append(room.data(), static_cast<std::size_t>(got));
    ::close(pipe[0]);
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    ran.taken.wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    ran.taken.cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    ran.peakMiB = static_cast<double>(usage.ru_maxrss) / 1024;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail(command[0] + (command.size() > 1 ? " " + command[1] : "") + " failed: " + ran.output);
    return ran;
}

Ran median(std::vector<Ran> runs)
{
    std::sort(runs.begin(), runs.end(), [](const Ran &a, const Ran &b) { return a.taken.wall < b.taken.wall; });
    return runs[runs.size() / 2];
}

double median(std::vector<double> values)
{
    return quantile(std::move(values), 0.5);
}

double quantile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
}

Taken readWholeFile(const std::string &path)
{
    static volatile unsigned sum;
    const Stopwatch watch;
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        fail(path + ": " + std::strerror(errno));
    std::vector<char> block(std::size_t{4} << 20);
    for (ssize_t got = 0; (got = ::read(file, block.data(), block.size())) > 0;) {
        for (ssize_t at = 0; at < got; at += 4096)
            sum = sum + static_cast<unsigned char>(block[static_cast<std::size_t>(at)]);
    }
    ::close(file);
    return watch.taken();
}

std::uint64_t fileSize(const std::string &path)
{
    std::error_code error;
    const auto size = fs::file_size(path, error);
    return error ? 0 : size;
}

std::uint64_t sizeWithCompanions(const std::string &path)
{
    std::uint64_t bytes = 0;
    eachCompanion(path, [&](const fs::path &file) { bytes += fileSize(file.string()); });
    return bytes;
}

void removeWithCompanions(const std::string &path)
{
    std::vector<fs::path> files;
    eachCompanion(path, [&](const fs::path &file) { files.push_back(file); });
    std::error_code error;
    for (const fs::path &file : files)
        fs::remove(file, error);
}

std::string text(const char *format, ...)
{
    std::array<char, 512> room{};
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(room.data(), room.size(), format, arguments);
    va_end(arguments);
    return room.data();
}

void row(const std::string &what, const std::string &measured, const std::string &limit, const std::string &ratio, const std::string &aim)
{
    std::printf("| %s | %s | %s | %s | %s |\n", what.c_str(), ratio.c_str(), measured.c_str(), limit.c_str(), aim.c_str());
    std::fflush(stdout);
}

void fail(const std::string &why)
{
    std::fprintf(stderr, "bench: %s\n", why.c_str());
    std::exit(2);
}

} // namespace mandate::bench

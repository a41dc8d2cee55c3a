// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/text_editor.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mandate::cli {

namespace {

std::string editorCommand()
{
    for (const char *variable : {"VISUAL", "EDITOR"}) {
        if (const char *command = std::getenv(variable); command && *command != '\0')
            return command;
    }
    return "vi";
}

Error noEditor(const std::string &command, const std::string &why)
{
    Error error;
    error.kind = ErrorKind::Refused;
    error.code = "MND-CLI-017";
    error.happened = "The editor \"" + command + "\" " + why + '.';
    error.unaffected = "The pact's file is as it was.";
    error.remedy = "Set VISUAL or EDITOR to an editor that waits until the file is closed, such as EDITOR=vi.";
    return error;
}

/// While the editor has the terminal, Ctrl+C is for it.
class Interrupts
{
public:
    Interrupts() : m_interrupt(std::signal(SIGINT, SIG_IGN)), m_quit(std::signal(SIGQUIT, SIG_IGN)) {}
    ~Interrupts()
    {
        std::signal(SIGINT, m_interrupt);
        std::signal(SIGQUIT, m_quit);
    }
    Interrupts(const Interrupts &) = delete;
    Interrupts &operator=(const Interrupts &) = delete;

private:
    void (*m_interrupt)(int);
    void (*m_quit)(int);
};

/// Starts the words as the shell takes them, so that a command may have options. Errno when it could not.
int start(std::array<std::string, 5> words, bool standardOutputIsTaken, pid_t &process)
{
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_init(&actions);
    sigset_t usual; // this program ignores them, and a child would too
    sigemptyset(&usual);
    for (const int signal : {SIGINT, SIGQUIT, SIGPIPE, SIGXFSZ})
        sigaddset(&usual, signal);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    if (standardOutputIsTaken)
        posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    std::array<char *, 6> argv{};
    for (std::size_t i = 0; i < words.size(); ++i)
        argv[i] = words[i].data();
    const int problem = posix_spawn(&process, "/bin/sh", &actions, &attributes, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return problem;
}

} // namespace

Result<void> openInEditor(const std::string &file, bool standardOutputIsTaken)
{
    const std::string command = editorCommand();
    const Interrupts aside;
    pid_t process = 0;
    if (const int problem = start({"sh", "-c", command + " \"$@\"", command, file}, standardOutputIsTaken, process); problem != 0)
        return noEditor(command, std::string("could not be started: ") + std::strerror(problem));
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return {};
    return noEditor(command, WIFEXITED(status) ? "ended with exit code " + std::to_string(WEXITSTATUS(status)) : std::string("was killed"));
}

} // namespace mandate::cli

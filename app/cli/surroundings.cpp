// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/surroundings.h"

#include "models/keychain/os_keychain.h"

#include <QCoreApplication>

#include <cstdlib>
#include <fcntl.h>
#include <string_view>
#include <termios.h>
#include <unistd.h>

namespace mandate::cli {

namespace {

/// Reads a line from the terminal itself, whatever stdin is, without showing it.
std::optional<Secret> askOnTerminal(std::string_view prompt)
{
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0)
        return std::nullopt;
    termios before{};
    const bool echoes = ::tcgetattr(terminal, &before) == 0;
    termios quiet = before;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (echoes)
        ::tcsetattr(terminal, TCSAFLUSH, &quiet);
    (void)!::write(terminal, prompt.data(), prompt.size());
    Secret typed;
    typed.text.reserve(1024);
    char letter = 0;
    while (typed.text.size() < 1024 && ::read(terminal, &letter, 1) == 1 && letter != '\n')
        typed.text += letter;
    if (echoes)
        ::tcsetattr(terminal, TCSAFLUSH, &before);
    (void)!::write(terminal, "\n", 1);
    ::close(terminal);
    return typed;
}

Result<Secret> askPassphrase()
{
    const char *file = std::getenv("MANDATE_PASSPHRASE_FILE");
    if (file && *file != '\0')
        return passphraseFromFile();
    if (auto typed = askOnTerminal("Passphrase of your Mandate keys: "); typed && typed->text.size() >= 8)
        return std::move(*typed);
    else if (typed) {
        Error error;
        error.kind = ErrorKind::Refused;
        error.code = "MND-KEY-009";
        error.happened = "The passphrase is shorter than 8 characters.";
        error.unaffected = "Nothing was signed.";
        error.remedy = "Type a longer one.";
        return error;
    }
    return passphraseFromFile(); // says what to do
}

void ensureApplication()
{
    static int count = 1;
    static char name[] = "mandate";
    static char *arguments[] = {name, nullptr};
    const char *bus = std::getenv("DBUS_SESSION_BUS_ADDRESS");
    if (bus && *bus != '\0' && !QCoreApplication::instance())
        static QCoreApplication application(count, arguments); // the keychain is asked through its event loop
}

} // namespace

Surroundings surroundings()
{
    ensureApplication();
    Surroundings around;
    around.secrets = personSecrets(askPassphrase);
    return around;
}

} // namespace mandate::cli

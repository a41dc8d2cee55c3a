// SPDX-License-Identifier: GPL-3.0-or-later
// mandate-console: the desktop console. Reads the command line and starts the window; everything else is elsewhere.
#include "app/console/console_window.h"
#include "app/console/headless.h"
#include "app/console/screenshots.h"
#include "app/console/workspace_opener.h"
#include "models/items/session.h"
#include "models/items/words.h"
#include "app/console/translations.h"
#include "views/shell/main_window.h"
#include "views/widgets/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>
#include <QTemporaryDir>
#include <QTextStream>

#include <csignal>

using namespace mandate;

namespace {

/// Runs the event loop until the opener has answered.
void waitForSession(MainWindow &window, const WorkspaceOpener &opener)
{
    while (opener.isBusy())
        QApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
    settle(window, 120'000);
}

bool wantsOffscreen(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i) {
        const QLatin1String argument(argv[i]);
        const bool onlyTells = argument == QLatin1String("--help") || argument == QLatin1String("-h") || argument == QLatin1String("--version") || argument == QLatin1String("-v");
        if (onlyTells || argument == QLatin1String("--headless") || argument.startsWith(QLatin1String("--screenshots")))
            return true;
    }
    return false;
}

} // namespace

int main(int argc, char **argv)
{
    std::signal(SIGXFSZ, SIG_IGN); // a full disk or quota comes back as an error, not as a death
    if (wantsOffscreen(argc, argv))
        qputenv("QT_QPA_PLATFORM", "offscreen"); // before the application exists: it needs no display then
    QApplication app(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("Mandate"));
    QCoreApplication::setApplicationName(QStringLiteral("mandate"));
    QCoreApplication::setApplicationVersion(QStringLiteral(MANDATE_VERSION));

    installTranslations();

    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate("main", "Governance console for the people who answer for AI agents."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    const QCommandLineOption readOnly(QStringLiteral("read-only"), QCoreApplication::translate("main", "Open for reading; nothing is changed."));
    const QCommandLineOption sample(QStringLiteral("sample"), QCoreApplication::translate("main", "Open the bundled sample workspace."));
    const QCommandLineOption headless(QStringLiteral("headless"),
                                      QCoreApplication::translate("main", "Print what the console would show, and leave."));
    const QCommandLineOption screenshots(QStringLiteral("screenshots"),
                                         QCoreApplication::translate("main", "Write pictures of every page to <folder>, and leave."),
                                         QStringLiteral("folder"));
    parser.addOptions({readOnly, sample, headless, screenshots});
    parser.addPositionalArgument(QStringLiteral("workspace"), QCoreApplication::translate("main", "Workspace to open, or an exported bundle, which is checked and opened for reading."),
                                 QStringLiteral("[workspace]"));
    if (!parser.parse(QCoreApplication::arguments())) {
        QTextStream(stderr) << parser.errorText() << '\n';
        return 2; // wrong usage, as the command line tool says it
    }
    if (parser.isSet(help))
        parser.showHelp();
    if (parser.isSet(version))
        parser.showVersion();
    const bool picturesOnly = parser.isSet(headless) || parser.isSet(screenshots);
    QTemporaryDir scratchSettings;
    if (picturesOnly) // neither reads nor changes what the person chose
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, scratchSettings.path());

    words::setZone(QSettings().value(QStringLiteral("zone")).toString() == QLatin1String("local") ? words::Zone::Local : words::Zone::Utc);
    Theme theme(!picturesOnly);
    WorkspaceOpener opener(resourceFolder(), sampleWorkspaceFile());
    const std::unique_ptr<MainWindow> window = makeConsoleWindow(&opener);
    bool failed = false; // heard of before anything is opened: what is refused at once is refused within open()
    if (picturesOnly) {
        QObject::connect(&opener, &Opener::troubled, window.get(), [&failed](const Trouble &trouble) {
            failed = true;
            QTextStream(stderr) << trouble.happened << ' ' << trouble.unaffected << ' ' << trouble.remedy << " (" << trouble.code << ")\n";
        });
    }
    const QStringList files = parser.positionalArguments();
    if (parser.isSet(sample))
        opener.openSample();
    else if (!files.isEmpty())
        opener.open(files.first(), parser.isSet(readOnly));

    if (picturesOnly) {
        waitForSession(*window, opener);
        if (failed)
            return 2;
        if (parser.isSet(screenshots))
            return takeScreenshots(*window, parser.value(screenshots)) ? 0 : 1;
        QTextStream(stdout) << describe(*window);
        return 0;
    }
    window->show();
    return QApplication::exec();
}

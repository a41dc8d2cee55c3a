// SPDX-License-Identifier: GPL-3.0-or-later
// The real window on a real workspace file, in a folder of its own: settings, keys and workspace go with the test.
#pragma once

#include "app/console/workspace_opener.h"
#include "views/shell/main_window.h"

#include <QStringList>
#include <QTemporaryDir>

#include <memory>

namespace mandate {

class ConsoleFixture
{
public:
    /// Call from initMain(), before the application exists.
    static void isolate();

    ConsoleFixture();
    ~ConsoleFixture();

    /// Makes a workspace with these files imported and pacts added, and opens it in the window. False when a step failed.
    [[nodiscard]] bool openWorkspace(const QStringList &evidence, const QStringList &pacts);
    /// Opens what lies at a path: a workspace or a bundle. False when nothing is open afterwards.
    [[nodiscard]] bool open(const QString &path, bool readOnly = false);
    void settle();
    /// From now on this person is signed in, in the workspaces that were opened too.
    void become(const std::string &account);

    [[nodiscard]] MainWindow &window() const { return *m_window; }
    template<typename PageType>
    [[nodiscard]] PageType *page() const
    {
        for (Page *candidate : m_window->pages()) {
            if (auto *found = qobject_cast<PageType *>(candidate))
                return found;
        }
        return nullptr;
    }
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    /// Writes a file into the test's folder and gives its path.
    QString write(const QString &name, const QByteArray &bytes) const;

    /// Paths in the source tree.
    [[nodiscard]] static QString sampleRuns(); ///< a small folder of recorded runs
    [[nodiscard]] static QStringList samplePacts();

private:
    class Anyone;
    QTemporaryDir m_folder;
    std::shared_ptr<Anyone> m_person;
    std::unique_ptr<WorkspaceOpener> m_opener;
    std::unique_ptr<MainWindow> m_window;
    int m_made = 0;
};

} // namespace mandate

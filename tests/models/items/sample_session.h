// SPDX-License-Identifier: GPL-3.0-or-later
// A session on the bundled sample workspace, made anew in a folder of its own with keys of its own: real runs, real pacts, a real store.
#pragma once

#include "models/items/session.h"
#include "models/workspace/sample.h"
#include "models/workspace/workspace.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace mandate::test {

class SampleSession
{
public:
    SampleSession()
    {
        qputenv("MANDATE_KEYS", m_folder.filePath(QStringLiteral("keys")).toUtf8());
        const auto path = ensureSampleWorkspace(MANDATE_SOURCE_DIR "/resources", m_folder.filePath(QStringLiteral("sample.mandate")).toStdString());
        if (!path)
            qFatal("%s", describe(path.error()).c_str());
        auto opened = Workspace::open(*path);
        if (!opened)
            qFatal("%s", describe(opened.error()).c_str());
        m_workspace = std::move(opened).value();
        m_session = std::make_unique<Session>(m_workspace);
    }

    [[nodiscard]] Session *session() const { return m_session.get(); }
    [[nodiscard]] Workspace &workspace() const { return *m_workspace; }
    [[nodiscard]] QString filePath(const QString &name) const { return m_folder.filePath(name); }
    /// Waits until nothing is read any more; false after half a minute.
    [[nodiscard]] bool settle() const
    {
        return QTest::qWaitFor([this] { return !m_session->isBusy(); }, 60'000);
    }

private:
    QTemporaryDir m_folder;
    std::shared_ptr<Workspace> m_workspace;
    std::unique_ptr<Session> m_session;
};

} // namespace mandate::test

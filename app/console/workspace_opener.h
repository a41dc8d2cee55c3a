// SPDX-License-Identifier: GPL-3.0-or-later
// Opens, makes and finds workspaces in a worker, and gives the window a session of them.
#pragma once

#include "models/base/result.h"
#include "views/shell/opener.h"

#include <functional>
#include <memory>

namespace mandate {

class Identity;
class Session;
class Workspace;

class WorkspaceOpener : public Opener
{
    Q_OBJECT

public:
    /// `resources` holds sample/, pacts/ and duties/; `sampleFile` is where the sample workspace is kept.
    WorkspaceOpener(QString resources, QString sampleFile, QObject *parent = nullptr);
    /// Who is signed in to what is opened from now on; the program leaves it at the operating system's account.
    void setIdentity(std::shared_ptr<const Identity> identity) { m_identity = std::move(identity); }

    void open(const QString &path, bool readOnly) override;
    [[nodiscard]] bool isBundle(const QString &path) const override;
    void create(const QString &path) override;
    void openSample() override;

    [[nodiscard]] bool isBusy() const { return m_running > 0; }

private:
    struct Made;
    using Work = std::function<Made()>;
    void run(const QString &what, Work work);
    [[nodiscard]] Session *sessionOn(Session *session) const; ///< tells it where the resources are

    QString m_resources;
    QString m_sampleFile;
    std::shared_ptr<const Identity> m_identity;
    int m_running = 0;
};

/// Where the resources are: beside the installed program, else in the source tree.
[[nodiscard]] QString resourceFolder();
/// The sample workspace in the person's data folder.
[[nodiscard]] QString sampleWorkspaceFile();

} // namespace mandate

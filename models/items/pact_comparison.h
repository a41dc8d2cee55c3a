// SPDX-License-Identifier: GPL-3.0-or-later
// The redline of two versions that are in the workspace, for whoever reviews one; computed beside the window.
#pragma once

#include "models/items/draft_model.h"

#include <QObject>

#include <memory>
#include <vector>

namespace mandate {

class Session;

class PactComparison : public QObject
{
    Q_OBJECT

public:
    explicit PactComparison(Session *session, QObject *parent = nullptr);
    ~PactComparison() override;

    /// Both as "id@version".
    void compare(const QString &before, const QString &after);
    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] const std::vector<DraftChange> &changes() const;

Q_SIGNALS:
    void done();

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate

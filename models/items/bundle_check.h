// SPDX-License-Identifier: GPL-3.0-or-later
// Checks a bundle off the window's thread, with nothing but the bundle; the newest wish wins.
#pragma once

#include "models/items/export_form.h"

#include <QObject>

#include <memory>

namespace mandate {

class BundleCheckWork : public QObject
{
    Q_OBJECT

public:
    explicit BundleCheckWork(QObject *parent = nullptr);
    ~BundleCheckWork() override;

    /// A folder, a ZIP or a tar.gz; `checked` follows.
    void check(const QString &path);
    void cancel();
    [[nodiscard]] bool isBusy() const;

Q_SIGNALS:
    void checked(const mandate::CheckedBundle &bundle);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate

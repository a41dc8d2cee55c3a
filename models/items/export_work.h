// SPDX-License-Identifier: GPL-3.0-or-later
// Hands evidence out, off the window's thread: counts what it would be, writes the bundle, then checks what was written. One at a time. Cancelling leaves nothing half
// behind, and the ledger says that the export was abandoned.
#pragma once

#include "models/items/export_form.h"

#include <QObject>
#include <QStringList>

#include <memory>

namespace mandate {

/// A redaction profile to choose.
struct ProfileChoice
{
    QString id;
    QString title;
    QString purpose;
};

class ExportWork : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Idle,
        Counting,  ///< what it would be
        Ready,     ///< counted; summary() says what it would be, or why it cannot be
        Writing,
        Checking,
        Ended      ///< result() says how
    };

    explicit ExportWork(Session *session, QObject *parent = nullptr);
    /// Cancels.
    ~ExportWork() override;

    /// Those that come with the program.
    [[nodiscard]] static QList<ProfileChoice> profiles();
    /// Names of the IANA list.
    [[nodiscard]] static QStringList zones();

    /// Says what it would be. Asked anew, an earlier answer does not come any more. Nothing happens while a bundle is written.
    void count(const ExportWish &wish, const ExportForm &form);
    /// Writes what was counted; only in Ready, without trouble and refusal. Of the form, zone and profile are those that were counted with.
    void write(const ExportForm &form);
    void cancel();

    [[nodiscard]] State state() const;
    [[nodiscard]] const ExportSummary &summary() const;
    [[nodiscard]] const ExportResult &result() const;

Q_SIGNALS:
    void stateChanged();
    void progressed(int percent); ///< records written, of all; −1: what comes after them

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one record at a time for an inspector, off the window's thread; the newest wish wins.
#pragma once

#include "models/items/record_detail.h"

#include <QObject>

#include <memory>

namespace mandate {

class Workspace;
struct Trouble;

class RecordReader : public QObject
{
    Q_OBJECT

public:
    explicit RecordReader(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);
    ~RecordReader() override;

    /// Asks for an entry; `read` or `troubled` follows, unless another is asked for first.
    /// `revealed` are pointers of masked values that were shown to who is signed in.
    void read(quint64 entry, const QStringList &revealed = {});
    /// The one that was read last; nullptr when there is none.
    [[nodiscard]] const RecordDetail *detail() const;
    [[nodiscard]] bool isBusy() const;
    void clear();

Q_SIGNALS:
    void readingDone();
    void troubled(const mandate::Trouble &trouble);

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate

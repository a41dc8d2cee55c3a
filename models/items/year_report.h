// SPDX-License-Identifier: GPL-3.0-or-later
// Saves what became of a year as a report: computed and written off the window's thread. What it says is models/workspace/outcome.
#pragma once

#include <QObject>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/question.h"
#include "models/items/session.h"

#include <memory>
#include <optional>
#endif

namespace mandate {

class YearReport : public QObject
{
    Q_OBJECT

public:
    /// That of a session, made when first asked for; nullptr for none.
    static YearReport *of(Session *session);

    /// The twelve months up to now, as HTML where the name ends so, else as PDF. saved() or troubled() follows, unless it is cancelled.
    void save(const QString &path);
    void cancel();
    [[nodiscard]] bool isBusy() const { return m_question.isOpen(); }

Q_SIGNALS:
    void busyChanged(bool busy);
    void saved(const QString &sentence);
    void troubled(const mandate::Trouble &trouble);

private:
    explicit YearReport(Session *session);

    std::shared_ptr<Workspace> m_workspace;
    Question<std::optional<Trouble>> m_question;
};

} // namespace mandate

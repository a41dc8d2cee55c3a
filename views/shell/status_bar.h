// SPDX-License-Identifier: GPL-3.0-or-later
// The line at the bottom: who is signed in, in which zone times are shown, whether the chain holds, sources, and the job under way.
#pragma once

#include "models/items/session.h"

#include <QStatusBar>
#include <QUrl>

class QLabel;
class QProgressBar;
class QPushButton;

namespace mandate {

class StateChip;

class StatusBar : public QStatusBar
{
    Q_OBJECT

public:
    explicit StatusBar(QWidget *parent = nullptr);

    void setSession(Session *session);
    void showJob(const Job *job);
    /// A sentence that stays until the next: "refund-bot is suspended since …".
    void say(const QString &sentence);
    [[nodiscard]] QString said() const;
    /// Work of the window itself, "Opening refunds.mandate"; empty: none.
    void setBusy(const QString &what);

Q_SIGNALS:
    void zoneToggled();
    void sourcesWanted();
    /// To the agent whose stop is not confirmed.
    void stopsWanted(const QUrl &link);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void showStops();

    Session *m_session = nullptr;
    QLabel *m_message;
    QLabel *m_jobTitle;
    QProgressBar *m_progress;
    QPushButton *m_cancel;
    QLabel *m_person;
    QPushButton *m_zone;
    StateChip *m_chain;
    QPushButton *m_verify;
    QPushButton *m_sources;
    QPushButton *m_stops;
    bool m_job = false;
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// Tells of new requests and of ones that are about to expire: a line in the status bar, and a note of the desktop where there is a tray. One note a
// cause, never any text of a request.
#pragma once

#include <QObject>
#include <QPointer>
#include <QSet>
#include <QStringList>

#include <optional>

class QSystemTrayIcon;

namespace mandate {

class ApprovalModel;

class DecisionNotices : public QObject
{
    Q_OBJECT

public:
    explicit DecisionNotices(QObject *parent = nullptr);
    ~DecisionNotices() override;

    void setQueue(ApprovalModel *queue);
    /// Looks for requests with less than five minutes left; told again each minute. Called once a second.
    void look();

Q_SIGNALS:
    /// For the status bar.
    void said(const QString &sentence);
    /// What the tray showed, or would have shown where there is none.
    void noted(const QString &sentence, bool critical);
    void wanted(); ///< the person clicked the note

private:
    void arrived(const QStringList &ids);
    void note(const QString &sentence, bool critical);

    QPointer<ApprovalModel> m_queue;
    QSystemTrayIcon *m_tray = nullptr;
    std::optional<qint64> m_warnedNs; ///< when it was warned last
    QSet<QString> m_warned;           ///< requests that this was about
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// What an observed version would have said since it is observed, beside the pact in force: verdicts, and those that differ, each with a record.
#pragma once

#include "models/items/pact_model.h"

#include <QPointer>
#include <QUrl>
#include <QWidget>

#include <memory>

class QLabel;
class QProgressBar;
class QPushButton;
class QTableWidget;

namespace mandate {

class PactObservation;
class Session;

class PactObserved : public QWidget
{
    Q_OBJECT

public:
    explicit PactObserved(QWidget *parent = nullptr);
    ~PactObserved() override;

    void setSession(Session *session);
    void show(const PactItem &pact);
    /// Looks, unless this version was looked at already.
    void look();
    [[nodiscard]] QTableWidget *verdicts() const { return m_verdicts; }
    [[nodiscard]] QTableWidget *changes() const { return m_changes; }
    [[nodiscard]] QLabel *said() const { return m_said; }
    [[nodiscard]] QPushButton *lookButton() const { return m_look; }

Q_SIGNALS:
    void linkActivated(const QUrl &link);

private:
    void fill();

    std::unique_ptr<PactObservation> m_observation;
    QString m_pact;
    bool m_observing = false;
    QLabel *m_said;
    QPushButton *m_look;
    QProgressBar *m_progress;
    QTableWidget *m_verdicts;
    QLabel *m_differ;
    QTableWidget *m_changes;
};

} // namespace mandate

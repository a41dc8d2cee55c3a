// SPDX-License-Identifier: GPL-3.0-or-later
// Under the queue: agents that have to be evaluated again. Nothing here is approved or denied; it says until when, and leads to the agent, where it stands what changed.
#pragma once

#include <QPointer>
#include <QUrl>
#include <QWidget>

class QLabel;

namespace mandate {

class EvaluationWatch;
class Session;
class StateLines;

class DueEvaluations : public QWidget
{
    Q_OBJECT

public:
    explicit DueEvaluations(QWidget *parent = nullptr);

    /// Hidden while nothing is due.
    void setSession(Session *session);
    /// Tab comes to its lines from there.
    void standBehind(QWidget *before);
    [[nodiscard]] StateLines *lines() const { return m_lines; }

Q_SIGNALS:
    void linkActivated(const QUrl &link);

private:
    void refresh();

    QPointer<EvaluationWatch> m_watch;
    QPointer<QWidget> m_before;
    QLabel *m_heading;
    StateLines *m_lines;
};

} // namespace mandate

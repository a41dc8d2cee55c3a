// SPDX-License-Identifier: GPL-3.0-or-later
// The Readiness tab of an agent: five questions, each with its answer, the facts it rests on, what is missing and the way there. Asks the workspace only
// while it is seen.
#pragma once

#include "views/widgets/scroll_pane.h"

#include <QPointer>
#include <QUrl>

#include <array>

class QLabel;

namespace mandate {

class AgentReadinessReader;
class PlainText;
class Session;
class StateChip;
class StateLines;

class ReadinessPanel : public ScrollPane
{
    Q_OBJECT

public:
    explicit ReadinessPanel(QWidget *parent = nullptr);

    void setSession(Session *session);
    /// Also where it is the same one: what is known of it may be other.
    void setAgent(const QString &agent);

    struct Part
    {
        QLabel *question;
        StateChip *answer;
        PlainText *facts;
        StateLines *missing;
    };
    /// In the order of the questions.
    [[nodiscard]] const std::array<Part, 5> &parts() const { return m_parts; }
    [[nodiscard]] PlainText *notice() const { return m_notice; }

Q_SIGNALS:
    void linkActivated(const QUrl &link);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void read();
    void fill();

    QPointer<AgentReadinessReader> m_reader;
    QString m_agent;
    PlainText *m_notice;
    std::array<Part, 5> m_parts;
};

} // namespace mandate

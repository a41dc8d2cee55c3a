// SPDX-License-Identifier: GPL-3.0-or-later
// One agent: state, what should worry its owner, counts in words, and its signed history. Holds the sheets to suspend and resume.
#pragma once

#include "models/items/agent_model.h"

#include <QPointer>
#include <QUrl>
#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace mandate {

class PlainText;
class ScrollPane;
class Session;
class StateChip;
class StatementSheet;

class AgentDetail : public QWidget
{
    Q_OBJECT

public:
    explicit AgentDetail(QWidget *parent = nullptr);

    void setSession(Session *session);
    void show(const AgentItem *agent);
    /// Opens the sheet when the agent can be suspended.
    void openSuspend();
    void openResume();
    [[nodiscard]] StatementSheet *sheet() const { return m_sheet; }

Q_SIGNALS:
    void linkActivated(const QUrl &link);
    void sheetClosed();

private:
    void rebuild();
    void addWarnings(QVBoxLayout *body);
    void addFacts(QVBoxLayout *body);
    void addCounts(QVBoxLayout *body);
    void addHistory(QVBoxLayout *body);
    [[nodiscard]] QPushButton *linkButton(const QString &text, const QUrl &link, bool isData = false);
    [[nodiscard]] QUrl linkTo(const QString &page, const QString &key, const QString &value) const;

    QPointer<Session> m_session;
    AgentItem m_agent;
    PlainText *m_name;
    StateChip *m_chip;
    PlainText *m_state;
    QPushButton *m_act;
    StatementSheet *m_sheet;
    ScrollPane *m_scroll;
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// What waits for a second person about an agent: what, by whom, and the two answers, each disabled with the reason for who may not give it.
#pragma once

#include <QFrame>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/agent_model.h"
#include "models/items/agent_options.h"
#endif

class QPushButton;

namespace mandate {

class PlainText;
class StateChip;

class ProposalCard : public QFrame
{
    Q_OBJECT

public:
    explicit ProposalCard(QWidget *parent = nullptr);

    /// Hides itself when nothing waits. `options` are nullptr until they were read.
    void show(const AgentItem &agent, const AgentOptions *options, bool readOnly);
    [[nodiscard]] QPushButton *confirmButton() const { return m_confirm; }
    [[nodiscard]] QPushButton *declineButton() const { return m_decline; }

Q_SIGNALS:
    void confirmWanted();
    void declineWanted();

private:
    StateChip *m_chip;
    PlainText *m_text;
    PlainText *m_why;
    QPushButton *m_confirm;
    QPushButton *m_decline;
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// The signed statements about an agent, newest first, as cards: from, to, why, by whom, and whether it counts.
#pragma once

#include "views/widgets/scroll_pane.h"

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/agent_model.h"
#endif

namespace mandate {

class AgentHistory : public ScrollPane
{
    Q_OBJECT

public:
    explicit AgentHistory(QWidget *parent = nullptr);
    void show(const AgentItem &agent);

private:
    [[nodiscard]] QWidget *card(const StatementItem &statement) const;
};

} // namespace mandate

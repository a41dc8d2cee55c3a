// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses some of an agent's tools: those it used, the most used first, and those its pact lists.
#pragma once

#include <QListWidget>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/agent_options.h"
#endif

namespace mandate {

class ToolChooser : public QListWidget
{
    Q_OBJECT

public:
    explicit ToolChooser(QWidget *parent = nullptr);

    /// `chosen` are as recorded; those that are not among `tools` are added.
    void setTools(const std::vector<ToolLine> &tools, const QStringList &chosen);
    /// As recorded.
    [[nodiscard]] QStringList chosen() const;
};

} // namespace mandate

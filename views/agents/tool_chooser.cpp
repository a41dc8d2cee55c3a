// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/agents/tool_chooser.h"

#include "models/items/text_safety.h"

namespace mandate {

ToolChooser::ToolChooser(QWidget *parent) : QListWidget(parent)
{
    setTabKeyNavigation(false);
    setUniformItemSizes(true);
    setProperty("role", QStringLiteral("field"));
    setProperty("untranslated", true); // names of tools
    setSizeAdjustPolicy(QAbstractScrollArea::AdjustIgnored);
}

void ToolChooser::setTools(const std::vector<ToolLine> &tools, const QStringList &chosen)
{
    clear();
    const auto add = [this, &chosen](const QString &tool, const QString &shown, const QString &said) {
        auto *item = new QListWidgetItem(said, this);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(chosen.contains(tool) ? Qt::Checked : Qt::Unchecked);
        item->setData(Qt::UserRole, tool);
        item->setData(Qt::AccessibleTextRole, said.isEmpty() ? shown : said);
    };
    QStringList left = chosen;
    for (const ToolLine &line : tools) {
        left.removeAll(line.tool);
        //: a tool of an agent: %1 its name
        const QString said = line.used > 0 ? tr("%1, %Ln call(s)", nullptr, static_cast<int>(line.used)).arg(line.shown)
                                           : tr("%1, never called, listed in the pact").arg(line.shown);
        add(line.tool, line.shown, said);
    }
    for (const QString &tool : std::as_const(left))
        add(tool, visibleLine(tool, 80), visibleLine(tool, 80));
    if (count() > 0)
        setCurrentRow(0);
    const int rows = qBound(2, count(), 5);
    setFixedHeight(rows * qMax(24, sizeHintForRow(0)) + 8);
}

QStringList ToolChooser::chosen() const
{
    QStringList tools;
    for (int row = 0; row < count(); ++row) {
        if (item(row)->checkState() == Qt::Checked)
            tools << item(row)->data(Qt::UserRole).toString();
    }
    return tools;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of the Metrics page beside the violation rate: targets with their budgets, behaviour beside capability, calibration, robustness, tool mix. Counted
// from a kept trail, so that another window or agent needs no ledger.
#pragma once

#include "models/items/figure_panel.h"

#include <QObject>

#include <memory>

namespace mandate {

class Workspace;
struct Trouble;

class MetricPanels : public QObject
{
    Q_OBJECT

public:
    /// How far the figures reach back from the last action of the agents in question.
    enum class Span : quint8 { Whole, Days90, Days30, Days7 };

    explicit MetricPanels(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);
    ~MetricPanels() override;

    /// Empty: all agents.
    void setAgent(const QString &agent);
    [[nodiscard]] QString agent() const;
    void setSpan(Span span);
    [[nodiscard]] Span span() const;
    [[nodiscard]] const QList<FigurePanel> &panels() const;
    [[nodiscard]] const FigurePanel *panel(const QString &key) const;
    /// "All recorded actions, up to 2 Aug 2025 …": which window the figures are of.
    [[nodiscard]] QString windowWords() const;
    [[nodiscard]] bool wasRead() const;
    [[nodiscard]] bool isBusy() const;

public Q_SLOTS:
    void refresh();

Q_SIGNALS:
    void refreshed();
    void troubled(const mandate::Trouble &trouble);

private:
    void learnModels();
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate

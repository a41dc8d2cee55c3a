// SPDX-License-Identifier: GPL-3.0-or-later
// The figures beside the violation rate: one PanelView a figure, in as many columns as there is room for.
#pragma once

#include "views/widgets/scroll_pane.h"

#include <QPointer>

class QComboBox;
class QGridLayout;
class QLabel;

namespace mandate {

class MetricPanels;
class PanelView;

class PanelGrid : public ScrollPane
{
    Q_OBJECT

public:
    explicit PanelGrid(QWidget *parent = nullptr);

    void setModel(MetricPanels *model);
    [[nodiscard]] const QList<PanelView *> &views() const { return m_views; }
    [[nodiscard]] QComboBox *spanPicker() const { return m_span; }

Q_SIGNALS:
    void linkActivated(const QUrl &link);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void refreshed();
    void arrange();

    QPointer<MetricPanels> m_model;
    QComboBox *m_span;
    QLabel *m_window;
    QGridLayout *m_grid;
    QList<PanelView *> m_views;
    int m_columns = 0;
};

} // namespace mandate

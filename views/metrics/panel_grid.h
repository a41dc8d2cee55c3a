// SPDX-License-Identifier: GPL-3.0-or-later
// The figures beside the violation rate, and the window of time they are of.
#pragma once

#include "views/widgets/scroll_pane.h"

#include <QList>
#include <QPointer>

class QComboBox;
class QLabel;

namespace mandate {

class MetricPanels;
class PanelCards;
class PanelView;

class PanelGrid : public ScrollPane
{
    Q_OBJECT

public:
    explicit PanelGrid(QWidget *parent = nullptr);

    void setModel(MetricPanels *model);
    [[nodiscard]] const QList<PanelView *> &views() const;
    [[nodiscard]] QComboBox *spanPicker() const { return m_span; }

Q_SIGNALS:
    void linkActivated(const QUrl &link);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void refreshed();

    QPointer<MetricPanels> m_model;
    QComboBox *m_span;
    QLabel *m_window;
    PanelCards *m_cards;
};

} // namespace mandate

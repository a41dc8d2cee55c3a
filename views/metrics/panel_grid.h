// SPDX-License-Identifier: GPL-3.0-or-later
// The figures beside the violation rate, and the window of time they are of; below them what metrics sources say.
#pragma once

#include "views/widgets/scroll_pane.h"

#include <QList>
#include <QPointer>

class QComboBox;
class QLabel;
class QPushButton;

namespace mandate {

class MetricPanels;
class MetricSourceList;
class PanelCards;
class PanelView;
class SourcePanels;
class YearReport;

class PanelGrid : public ScrollPane
{
    Q_OBJECT

public:
    explicit PanelGrid(QWidget *parent = nullptr);

    void setModel(MetricPanels *model);
    void setSources(MetricSourceList *sources);
    void setYearReport(YearReport *report);
    [[nodiscard]] QPushButton *yearButton() const { return m_year; }
    [[nodiscard]] SourcePanels *sources() const { return m_sources; }
    [[nodiscard]] const QList<PanelView *> &views() const;
    [[nodiscard]] QComboBox *spanPicker() const { return m_span; }

Q_SIGNALS:
    void linkActivated(const QUrl &link);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void refreshed();
    void saveYear();
    void showYear();

    QPointer<MetricPanels> m_model;
    QComboBox *m_span;
    QLabel *m_window;
    QPointer<YearReport> m_yearReport;
    QPushButton *m_year;
    PanelCards *m_cards;
    SourcePanels *m_sources;
};

} // namespace mandate

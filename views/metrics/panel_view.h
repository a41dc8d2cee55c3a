// SPDX-License-Identifier: GPL-3.0-or-later
// One FigurePanel: heading, value with its state, sentence, picture or table, and what can be done with it (view as table, copy, vector PDF, show its records).
#pragma once

#include "models/items/figure_panel.h"

#include <QFrame>

class QLabel;
class QStandardItemModel;
class QTableView;
class QToolButton;

namespace mandate {

class ChartOrTable;
class PanelPlot;
class PlainText;
class StateChip;

class PanelView : public QFrame
{
    Q_OBJECT

public:
    explicit PanelView(QWidget *parent = nullptr);

    void show(const FigurePanel &panel);
    [[nodiscard]] const FigurePanel &panel() const { return m_panel; }
    /// Everything that it says, as text: heading, value, sentence and the table with tabs.
    [[nodiscard]] QString asText() const;
    /// Writes the picture, or where it has none the table's text, to a file: false when it cannot.
    [[nodiscard]] bool savePicture(const QString &path) const;
    [[nodiscard]] QTableView *table() const;
    [[nodiscard]] PanelPlot *plot() const { return m_plot; }

Q_SIGNALS:
    void linkActivated(const QUrl &link);
    /// The picture could not be written there.
    void notSaved(const QString &path);

private:
    void chooseFile();
    bool eventFilter(QObject *watched, QEvent *event) override;
    void fillTable();
    void spreadTable();

    FigurePanel m_panel;
    QLabel *m_title;
    QLabel *m_value;
    StateChip *m_state;
    PlainText *m_sentence;
    PanelPlot *m_plot;
    ChartOrTable *m_either;
    int m_nameWidth = 0; ///< what the first column asks for
    QStandardItemModel *m_rows;
    QToolButton *m_copy;
    QToolButton *m_pdf;
    QToolButton *m_records;
};

} // namespace mandate

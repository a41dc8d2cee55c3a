// SPDX-License-Identifier: GPL-3.0-or-later
// Figures as cards: one PanelView a figure, in as many columns as there is room for.
#pragma once

#include "models/items/figure_panel.h"
#include "models/items/trouble.h"

#include <QWidget>

class QGridLayout;

namespace mandate {

class PanelView;

class PanelCards : public QWidget
{
    Q_OBJECT

public:
    /// A figure of `wide` (its key) takes the whole width.
    explicit PanelCards(QStringList wide = {}, QWidget *parent = nullptr);

    void show(const QList<FigurePanel> &panels);
    [[nodiscard]] const QList<PanelView *> &views() const { return m_views; }

    /// Why a picture is not at this path.
    [[nodiscard]] static Trouble notWritten(const QString &path);

Q_SIGNALS:
    void linkActivated(const QUrl &link);
    void notSaved(const mandate::Trouble &trouble);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();

    QStringList m_wide;
    QGridLayout *m_grid;
    QList<PanelView *> m_views;
    int m_columns = 0;
};

} // namespace mandate

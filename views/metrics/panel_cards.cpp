// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/panel_cards.h"

#include "models/items/session.h"
#include "views/metrics/panel_view.h"

#include <QGridLayout>

#include <algorithm>

namespace mandate {

namespace {

constexpr int narrowest = 460; ///< a panel that is narrower shows half a table
constexpr int mostColumns = 3;

} // namespace

PanelCards::PanelCards(QStringList wide, QWidget *parent) : QWidget(parent), m_wide(std::move(wide)), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(12);
}

void PanelCards::show(const QList<FigurePanel> &panels)
{
    while (m_views.size() > panels.size())
        delete m_views.takeLast();
    while (m_views.size() < panels.size()) {
        auto *view = new PanelView(this);
        connect(view, &PanelView::linkActivated, this, &PanelCards::linkActivated);
        connect(view, &PanelView::notSaved, this, [this](const QString &path) {
            Q_EMIT notSaved(notWritten(path));
        });
        m_views.append(view);
    }
    for (int i = 0; i < m_views.size(); ++i)
        m_views[i]->show(panels[i]);
    m_columns = 0; // other figures may be wide
    arrange();
}

void PanelCards::arrange()
{
    const int columns = std::clamp(width() / narrowest, 1, std::clamp(static_cast<int>(m_views.size()), 1, mostColumns)); // no empty column beside few
    if (columns == m_columns)
        return;
    m_columns = columns;
    int row = 0, column = 0;
    for (PanelView *view : std::as_const(m_views)) {
        m_grid->removeWidget(view);
        const bool wide = m_wide.contains(view->panel().key);
        if (wide && column > 0) {
            column = 0;
            ++row;
        }
        m_grid->addWidget(view, row, column, 1, wide ? columns : 1);
        column += wide ? columns : 1;
        if (column >= columns) {
            column = 0;
            ++row;
        }
    }
    for (int i = 0; i < mostColumns; ++i)
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
}

void PanelCards::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

Trouble PanelCards::notWritten(const QString &path)
{
    return {tr("The picture could not be written to %1.").arg(path), tr("Nothing else is affected."), tr("Choose a folder that you may write to."), QStringLiteral("MND-MET-010")};
}

} // namespace mandate

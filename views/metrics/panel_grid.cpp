// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/panel_grid.h"

#include "models/items/metric_panels.h"
#include "models/items/session.h"
#include "views/metrics/panel_view.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace mandate {

namespace {

constexpr int narrowest = 460; ///< a panel that is narrower shows half a table

} // namespace

PanelGrid::PanelGrid(QWidget *parent) : ScrollPane(parent), m_span(new QComboBox), m_window(new QLabel), m_grid(new QGridLayout)
{
    setWidgetResizable(true);
    setAccessibleName(tr("Targets and behaviour"));
    m_span->setAccessibleName(tr("Window"));
    m_span->addItem(tr("All recorded"), static_cast<int>(MetricPanels::Span::Whole));
    m_span->addItem(tr("Last 90 days"), static_cast<int>(MetricPanels::Span::Days90));
    m_span->addItem(tr("Last 30 days"), static_cast<int>(MetricPanels::Span::Days30));
    m_span->addItem(tr("Last 7 days"), static_cast<int>(MetricPanels::Span::Days7));
    m_span->setToolTip(tr("Counted back from the last recorded action"));
    auto *label = new QLabel(tr("&Window"));
    label->setBuddy(m_span);
    m_window->setTextFormat(Qt::PlainText);
    m_window->setProperty("part", QStringLiteral("muted"));
    m_window->setWordWrap(true);
    auto *row = new QHBoxLayout;
    row->addWidget(label);
    row->addWidget(m_span);
    row->addWidget(m_window, 1);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(12);
    column->addLayout(row);
    m_grid->setSpacing(12);
    column->addLayout(m_grid);
    column->addStretch(1);
    setWidget(content);
    connect(m_span, &QComboBox::activated, this, [this](int index) {
        if (m_model)
            m_model->setSpan(static_cast<MetricPanels::Span>(m_span->itemData(index).toInt()));
    });
}

void PanelGrid::setModel(MetricPanels *model)
{
    if (m_model)
        disconnect(m_model, nullptr, this, nullptr);
    m_model = model;
    if (!m_model) {
        qDeleteAll(m_views);
        m_views.clear();
        return;
    }
    connect(m_model, &MetricPanels::refreshed, this, &PanelGrid::refreshed);
    m_span->setCurrentIndex(std::max(0, m_span->findData(static_cast<int>(m_model->span()))));
    if (m_model->wasRead())
        refreshed();
    else if (isVisible())
        m_model->refresh();
}

void PanelGrid::showEvent(QShowEvent *event)
{
    ScrollPane::showEvent(event);
    if (m_model && !m_model->wasRead())
        m_model->refresh(); // nobody pays for figures that nobody looks at
}

void PanelGrid::refreshed()
{
    const QList<FigurePanel> &panels = m_model->panels();
    m_window->setText(m_model->windowWords());
    while (m_views.size() > panels.size())
        delete m_views.takeLast();
    while (m_views.size() < panels.size()) {
        auto *view = new PanelView;
        connect(view, &PanelView::linkActivated, this, &PanelGrid::linkActivated);
        connect(view, &PanelView::notSaved, this, [this](const QString &path) {
            if (m_model)
                Q_EMIT m_model->troubled({tr("The picture could not be written to %1.").arg(path), tr("Nothing else is affected."), tr("Choose a folder that you may write to."), QStringLiteral("MND-MET-010")});
        });
        m_views.append(view);
        m_columns = 0;
    }
    for (int i = 0; i < m_views.size(); ++i)
        m_views[i]->show(panels[i]);
    arrange();
}

void PanelGrid::arrange()
{
    const int columns = std::clamp(viewport()->width() / narrowest, 1, 3);
    if (columns == m_columns && m_grid->count() == m_views.size())
        return;
    m_columns = columns;
    for (int i = 0; i < m_views.size(); ++i) {
        m_grid->removeWidget(m_views[i]);
        m_grid->addWidget(m_views[i], i / columns, i % columns);
    }
    for (int column = 0; column < 3; ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
}

void PanelGrid::resizeEvent(QResizeEvent *event)
{
    ScrollPane::resizeEvent(event);
    arrange();
}

} // namespace mandate

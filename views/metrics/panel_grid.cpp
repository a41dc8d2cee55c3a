// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/panel_grid.h"

#include "models/items/metric_panels.h"
#include "models/items/session.h"
#include "models/items/year_report.h"
#include "views/metrics/panel_cards.h"
#include "views/metrics/source_panels.h"
#include "views/widgets/tab_order.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace mandate {

PanelGrid::PanelGrid(QWidget *parent) : ScrollPane(parent), m_span(new QComboBox), m_window(new QLabel), m_year(new QPushButton), m_cards(new PanelCards({QStringLiteral("targets"), QStringLiteral("beside"), QStringLiteral("evidence"), QStringLiteral("writes")})), m_sources(new SourcePanels)
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
    row->addWidget(m_year);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(16, 12, 16, 12);
    column->setSpacing(12);
    column->addLayout(row);
    column->addWidget(m_cards);
    column->addWidget(m_sources);
    column->addStretch(1);
    setWidget(content);
    connect(m_year, &QPushButton::clicked, this, &PanelGrid::saveYear);
    showYear();
    connect(m_cards, &PanelCards::linkActivated, this, &PanelGrid::linkActivated);
    connect(m_cards, &PanelCards::notSaved, this, [this](const Trouble &trouble) {
        if (m_model)
            Q_EMIT m_model->troubled(trouble);
    });
    connect(m_sources, &SourcePanels::linkActivated, this, &PanelGrid::linkActivated);
    connect(m_sources, &SourcePanels::notSaved, this, [this](const Trouble &trouble) {
        if (m_model)
            Q_EMIT m_model->troubled(trouble);
    });
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
        m_cards->show({});
        return;
    }
    connect(m_model, &MetricPanels::refreshed, this, &PanelGrid::refreshed);
    m_span->setCurrentIndex(std::max(0, m_span->findData(static_cast<int>(m_model->span()))));
    if (m_model->wasRead())
        refreshed();
    else if (isVisible())
        m_model->refresh();
}

void PanelGrid::setSources(MetricSourceList *sources)
{
    m_sources->setSources(sources);
}

void PanelGrid::setYearReport(YearReport *report)
{
    if (m_yearReport)
        disconnect(m_yearReport, nullptr, this, nullptr);
    m_yearReport = report;
    if (m_yearReport)
        connect(m_yearReport, &YearReport::busyChanged, this, &PanelGrid::showYear);
    showYear();
}

void PanelGrid::showYear()
{
    const bool busy = m_yearReport && m_yearReport->isBusy();
    m_year->setText(busy ? tr("Stop the report") : tr("Save the &year as a report…"));
    m_year->setToolTip(busy ? tr("Nothing is written then") : tr("What became of the last twelve months, in sentences that are computed from the ledger: as PDF or HTML"));
    m_year->setEnabled(!m_yearReport.isNull());
}

void PanelGrid::saveYear()
{
    if (!m_yearReport)
        return;
    if (m_yearReport->isBusy())
        return m_yearReport->cancel();
    const QString pdf = tr("PDF (*.pdf)"), html = tr("Web page that screen readers read (*.html)");
    QString chosen = pdf;
    QString path = QFileDialog::getSaveFileName(this, tr("Save the year as a report"), QStringLiteral("outcome.pdf"), pdf + QStringLiteral(";;") + html, &chosen);
    if (path.isEmpty())
        return;
    if (QFileInfo(path).suffix().isEmpty())
        path += chosen == html ? QStringLiteral(".html") : QStringLiteral(".pdf");
    m_yearReport->save(path);
}

void PanelGrid::showEvent(QShowEvent *event)
{
    ScrollPane::showEvent(event);
    if (m_model && !m_model->wasRead())
        m_model->refresh(); // nobody pays for figures that nobody looks at
}

void PanelGrid::refreshed()
{
    m_window->setText(m_model->windowWords());
    m_cards->show(m_model->panels());
    m_sources->setAgent(m_model->agent());
    tabBehind(m_year, m_cards);
}

const QList<PanelView *> &PanelGrid::views() const
{
    return m_cards->views();
}

} // namespace mandate

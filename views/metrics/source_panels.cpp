// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/metrics/source_panels.h"

#include "models/items/metric_source_words.h"
#include "views/metrics/panel_cards.h"
#include "views/widgets/flow_layout.h"
#include "views/widgets/tab_order.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace mandate {

namespace {

constexpr int hour = 3600, day = 86'400;

} // namespace

SourcePanels::SourcePanels(QWidget *parent)
    : QWidget(parent), m_said(new QLabel), m_span(new QComboBox), m_read(new QPushButton(tr("&Read them now"))), m_setUp(new QPushButton(tr("Set up metrics sources…"))), m_cards(new PanelCards)
{
    setAccessibleName(tr("Metrics sources"));
    auto *heading = new QLabel(tr("From metrics sources: measured elsewhere, and no evidence"));
    heading->setTextFormat(Qt::PlainText);
    heading->setProperty("part", QStringLiteral("heading"));
    m_said->setTextFormat(Qt::PlainText);
    m_said->setWordWrap(true);
    m_said->setProperty("part", QStringLiteral("muted"));
    m_span->setAccessibleName(tr("Time that is read"));
    for (const auto &[words, seconds] : {std::pair{tr("Last hour"), hour}, {tr("Last day"), day}, {tr("Last 7 days"), 7 * day}, {tr("Last 30 days"), 30 * day}})
        m_span->addItem(words, seconds);
    m_span->setCurrentIndex(1);
    auto *tools = new QWidget;
    auto *row = new FlowLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_span, m_read, m_setUp})
        row->addWidget(widget);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    for (QWidget *widget : std::initializer_list<QWidget *>{heading, m_said, tools, m_cards})
        column->addWidget(widget);
    connect(m_read, &QPushButton::clicked, this, [this] {
        if (m_sources)
            m_sources->readAll(seconds());
    });
    connect(m_span, &QComboBox::activated, m_read, &QPushButton::click);
    connect(m_setUp, &QPushButton::clicked, this, [this] { Q_EMIT linkActivated(QUrl(QStringLiteral("mandate://sources?show=metrics"))); });
    connect(m_cards, &PanelCards::linkActivated, this, &SourcePanels::linkActivated);
    connect(m_cards, &PanelCards::notSaved, this, &SourcePanels::notSaved);
}

qint64 SourcePanels::seconds() const
{
    return m_span->currentData().toLongLong();
}

void SourcePanels::setSources(MetricSourceList *sources)
{
    if (m_sources)
        disconnect(m_sources, nullptr, this, nullptr);
    m_sources = sources;
    m_asked.clear();
    if (m_sources) {
        connect(m_sources, &MetricSourceList::refreshed, this, &SourcePanels::look);
        connect(m_sources, &QAbstractItemModel::dataChanged, this, &SourcePanels::tell);
        if (isVisible())
            m_sources->refresh();
    }
    tell();
}

void SourcePanels::setAgent(const QString &agent)
{
    if (agent == m_agent)
        return;
    m_agent = agent;
    tell();
}

void SourcePanels::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_sources)
        m_sources->refresh();
}

/// Sources that were not read in this session are, as somebody looks at them now.
void SourcePanels::look()
{
    for (int row = 0; isVisible() && row < m_sources->rowCount(); ++row) {
        const MetricSourceItem &item = *m_sources->item(row);
        const QString id = item.source.id;
        if (item.read || item.reading || m_asked.contains(id))
            continue;
        m_asked << id;
        m_sources->read(id, seconds());
    }
    tell();
}

void SourcePanels::tell()
{
    QList<FigurePanel> panels;
    for (int row = 0; m_sources && row < m_sources->rowCount(); ++row) {
        const MetricSourceItem &item = *m_sources->item(row);
        if (m_agent.isEmpty() || item.source.agent.isEmpty() || item.source.agent == m_agent)
            panels.append(metricSourcePanel(item));
    }
    m_cards->show(panels);
    m_cards->setVisible(!panels.isEmpty());
    m_said->setText(m_sources ? m_sources->words() : QString());
    const bool any = m_sources && m_sources->rowCount() > 0;
    m_span->setVisible(any);
    m_read->setVisible(any);
    tabBehind(m_setUp, m_cards);
}

const QList<PanelView *> &SourcePanels::views() const
{
    return m_cards->views();
}

QString SourcePanels::said() const
{
    return m_said->text();
}

} // namespace mandate

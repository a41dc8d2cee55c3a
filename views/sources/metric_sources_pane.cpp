// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/sources/metric_sources_pane.h"

#include "models/items/metric_source_list.h"
#include "models/items/text_safety.h"
#include "views/sources/metric_source_form.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/table.h"
#include "views/widgets/three_pane.h"

#include <QComboBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace mandate {

namespace {

constexpr std::chrono::seconds readAgain{30};

}

MetricSourcesPane::MetricSourcesPane(QWidget *parent) : QWidget(parent)
{
    auto *bar = new QFrame(this);
    bar->setProperty("surface", QStringLiteral("panel"));
    m_words = new PlainText(bar);
    m_add = new QPushButton(bar);
    m_toggle = new QPushButton(bar);
    m_panes = new ThreePane(QStringLiteral("metric-sources"), this);
    m_table = new QTableView(this);
    m_form = new MetricSourceForm(this);
    m_toggle->setCheckable(true);
    setUpTable(m_table, QString());
    m_panes->setList(m_table, QString());
    m_panes->setDetail(m_form, QString());
    m_panes->setShares({45, 55});
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(14, 10, 14, 10);
    row->addWidget(m_words, 1);
    row->addWidget(m_add);
    row->addWidget(m_toggle);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(m_panes, 1);
    m_panes->hide();
    m_add->hide();
    m_again.setInterval(readAgain);
    connect(&m_again, &QTimer::timeout, this, [this] {
        if (m_list && isVisible() && isOpen() && !m_form->isNew() && !m_form->isChanged())
            m_list->read(m_form->known(), m_form->seconds());
    });
    connect(m_toggle, &QPushButton::toggled, this, [this](bool open) {
        m_panes->setVisible(open);
        m_add->setVisible(open);
        retranslate();
        if (open && m_list) {
            m_list->readAll(m_form->seconds());
            m_again.start();
        } else {
            m_again.stop();
        }
        Q_EMIT openChanged(open);
    });
    connect(m_add, &QPushButton::clicked, this, [this] {
        if (!m_list)
            return;
        m_adding = true;
        m_table->setCurrentIndex({});
        m_form->begin(m_list->refusal());
        m_form->kind()->setFocus(Qt::OtherFocusReason);
    });
    connect(m_form, &MetricSourceForm::saveWanted, this, [this](const MetricSourceDraft &draft, const QString &secret) {
        if (m_list)
            m_list->save(draft, secret);
    });
    connect(m_form, &MetricSourceForm::removeWanted, this, [this](const QString &id) {
        if (m_list)
            m_list->remove(id);
    });
    connect(m_form, &MetricSourceForm::readWanted, this, [this](const QString &id, qint64 seconds) {
        if (m_list)
            m_list->read(id, seconds);
    });
    connect(m_form, &MetricSourceForm::tryWanted, this, [this](const MetricSourceDraft &draft, const QString &secret, qint64 seconds) {
        if (m_list)
            m_list->tryOut(draft, secret, seconds);
    });
    retranslate();
}

void MetricSourcesPane::setSession(Session *session)
{
    if (m_list) {
        m_list->disconnect(this);
        m_list->disconnect(m_form);
    }
    m_list = MetricSourceList::of(session);
    m_wanted.clear();
    m_adding = false;
    m_toggle->setChecked(false);
    setVisible(m_list != nullptr);
    m_table->setModel(m_list);
    m_form->begin({});
    if (!m_list)
        return;
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &MetricSourcesPane::showCurrent);
    connect(m_list, &MetricSourceList::refreshed, this, &MetricSourcesPane::refreshed);
    connect(m_list, &MetricSourceList::refused, m_form, &MetricSourceForm::complain);
    connect(m_list, &MetricSourceList::saved, this, [this](const QString &id) {
        m_wanted = id;
        m_adding = false;
    });
    connect(m_list, &MetricSourceList::removed, this, [this] { m_form->begin(m_list->refusal()); });
    connect(m_list, &MetricSourceList::tried, m_form, &MetricSourceForm::showReading);
    connect(m_list, &MetricSourceList::wasRead, this, [this](const QString &id) {
        updateWords();
        const MetricSourceItem *source = m_list->item(m_list->rowOf(id));
        if (source && !m_form->isNew() && !m_form->isChanged() && m_form->known() == id)
            m_form->showReading(source->read);
    });
    fitColumns(m_table, QStringLiteral("metric-sources"),
               {MetricSourceList::Name, MetricSourceList::State, MetricSourceList::Value, MetricSourceList::CompleteThrough, MetricSourceList::Agent, MetricSourceList::Kind}, MetricSourceList::Name);
    m_list->refresh();
}

bool MetricSourcesPane::isOpen() const
{
    return m_toggle->isChecked();
}

void MetricSourcesPane::setOpen(bool open)
{
    m_toggle->setChecked(open);
}

QList<QWidget *> MetricSourcesPane::panes() const
{
    return m_panes->panes();
}

QString MetricSourcesPane::words() const
{
    return m_words->text();
}

void MetricSourcesPane::updateWords()
{
    if (!m_list)
        return;
    const QString refusal = m_list->refusal();
    m_words->setUntrusted(refusal.isEmpty() || !isOpen() ? m_list->words() : m_list->words() + QLatin1Char(' ') + refusal);
    m_add->setEnabled(refusal.isEmpty());
    m_add->setToolTip(refusal.isEmpty() ? tr("Figures of Prometheus, OpenMetrics text, CSV or OTLP") : plainToolTip(refusal));
}

void MetricSourcesPane::refreshed()
{
    updateWords();
    const QString saved = std::exchange(m_wanted, {});
    if (!saved.isEmpty())
        m_list->read(saved, m_form->seconds());
    const int row = m_list->rowOf(saved.isEmpty() ? m_form->known() : saved);
    if (row >= 0) {
        m_table->selectRow(row);
        if (!saved.isEmpty() || !m_form->isChanged())
            showCurrent();
    } else if (!m_adding && m_list->rowCount() > 0) {
        m_table->selectRow(0);
        showCurrent();
    } else if (!m_adding) {
        m_form->begin(m_list->refusal());
    }
}

void MetricSourcesPane::showCurrent()
{
    const MetricSourceItem *source = m_list ? m_list->item(m_table->currentIndex().row()) : nullptr;
    if (!source)
        return;
    m_adding = false;
    m_form->show(*source, m_list->refusal());
}

void MetricSourcesPane::retranslate()
{
    m_add->setText(tr("New source"));
    m_toggle->setText(isOpen() ? tr("Hide metrics sources") : tr("Metrics sources…"));
    m_toggle->setToolTip(tr("Figures that other systems measure, with their holes"));
    m_table->setAccessibleName(tr("Metrics sources"));
    updateWords();
}

} // namespace mandate

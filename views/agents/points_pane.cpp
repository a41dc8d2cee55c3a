// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/agents/points_pane.h"

#include "models/items/point_list.h"
#include "models/items/session.h"
#include "models/items/text_safety.h"
#include "views/agents/point_form.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/table.h"
#include "views/widgets/three_pane.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace mandate {

PointsPane::PointsPane(QWidget *parent)
    : QWidget(parent),
      m_said(new PlainText(this)),
      m_back(new QPushButton(this)),
      m_add(new QPushButton(this)),
      m_panes(new ThreePane(QStringLiteral("points"), this)),
      m_table(new QTableView(this)),
      m_form(new PointForm(this))
{
    setUpTable(m_table, QString());
    m_panes->setList(m_table, QString());
    m_panes->setDetail(m_form, QString());
    m_panes->setShares({45, 55});
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(20, 8, 16, 8);
    bar->setSpacing(8);
    bar->addWidget(m_back);
    bar->addWidget(m_said, 1);
    bar->addWidget(m_add);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_panes, 1);
    connect(m_back, &QPushButton::clicked, this, &PointsPane::leaveWanted);
    connect(m_add, &QPushButton::clicked, this, [this] {
        m_adding = true;
        m_table->setCurrentIndex({});
        m_form->begin(PointList::of(m_session)->refusal());
        m_form->field(QStringLiteral("id"))->setFocus(Qt::OtherFocusReason);
    });
    connect(m_form, &PointForm::saveWanted, this, [this](const PointDraft &draft, const QString &secret) {
        m_form->showSaving();
        PointList::of(m_session)->save(draft, secret);
    });
    connect(m_form, &PointForm::testWanted, this, [this](const QString &id) { PointList::of(m_session)->test(id); });
    connect(m_form, &PointForm::removeWanted, this, [this](const QString &id) { PointList::of(m_session)->remove(id); });
    retranslate();
}

void PointsPane::setSession(Session *session)
{
    if (m_session)
        PointList::of(m_session)->disconnect(this);
    m_session = session;
    PointList *list = PointList::of(session);
    m_table->setModel(list);
    m_wanted.clear();
    if (!list)
        return;
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PointsPane::showCurrent);
    connect(list, &PointList::refreshed, this, &PointsPane::refreshed);
    connect(list, &PointList::refused, m_form, &PointForm::complain);
    connect(list, &PointList::saved, this, [this](const QString &id) { m_wanted = id; });
    connect(list, &PointList::tested, this, [this, list](const QString &id) {
        const PointItem *point = list->item(list->rowOf(id));
        if (point && !m_form->isNew() && m_form->draft().id == id)
            m_form->showAnswer(*point);
    });
    fitColumns(m_table, QStringLiteral("points"), {PointList::Name, PointList::Answer, PointList::Kind, PointList::Agents, PointList::Address}, PointList::Name);
    list->refresh();
}

QList<QWidget *> PointsPane::panes() const
{
    return m_panes->panes();
}

void PointsPane::begin()
{
    if (m_table->model() && m_table->model()->rowCount() > 0)
        m_table->setFocus(Qt::OtherFocusReason);
    else
        m_add->setFocus(Qt::OtherFocusReason);
}

void PointsPane::refreshed()
{
    const PointList *list = PointList::of(m_session);
    const int points = list->rowCount();
    const QString refusal = list->refusal();
    m_add->setEnabled(refusal.isEmpty());
    m_add->setToolTip(refusal.isEmpty() ? tr("Connects something that can stop agents") : plainToolTip(refusal));
    if (!refusal.isEmpty())
        m_said->setUntrusted(refusal);
    else if (points == 0)
        m_said->setText(tr("No enforcement point yet: a suspension is recorded, and nothing carries it out. Add what can stop your agents."));
    else
        m_said->setText(tr("%Ln enforcement point(s). Each is told what agents may do, and asked whether it keeps to it.", nullptr, points));
    const QString current = m_wanted.isEmpty() ? m_form->draft().id : std::exchange(m_wanted, {});
    const int row = list->rowOf(current);
    if (row >= 0) {
        m_table->selectRow(row);
        if (!m_form->isChanged() || m_form->isNew())
            showCurrent();
    } else if (points > 0 && !m_form->isNew()) {
        m_table->selectRow(0);
        showCurrent();
    } else if (points > 0 && m_form->isNew() && !m_adding) {
        m_table->selectRow(0);
    } else if (!m_form->isNew() || m_form->refusal() != refusal) { // what is typed of a new one stays
        m_form->begin(refusal);
    }
}

void PointsPane::showCurrent()
{
    const PointList *list = PointList::of(m_session);
    const PointItem *point = list ? list->item(m_table->currentIndex().row()) : nullptr;
    if (!point)
        return;
    m_adding = false;
    m_form->show(*point, list->refusal());
}

void PointsPane::retranslate()
{
    m_back->setText(tr("Back to agents"));
    m_add->setText(tr("Add point"));
    m_table->setAccessibleName(tr("Enforcement points"));
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/keeping/holds_tab.h"

#include "models/items/hold_list.h"
#include "models/items/text_safety.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/fact_grid.h"
#include "views/widgets/flow_layout.h"
#include "views/widgets/scroll_pane.h"
#include "views/widgets/table.h"

#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QUrlQuery>
#include <QVBoxLayout>

namespace mandate {

HoldsTab::HoldsTab(QWidget *parent)
    : KeepingTab(parent),
      m_place(new QPushButton(tr("Hold every record…"))),
      m_release(new QPushButton(tr("Release hold…"))),
      m_records(new QPushButton(tr("Show its records"))),
      m_stack(new QStackedWidget),
      m_table(new QTableView),
      m_empty(new EmptyState),
      m_side(new ScrollPane),
      m_facts(new FactGrid)
{
    setUpTable(m_table, tr("Legal holds"));
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_side->setAccessibleName(tr("What was signed about this hold"));
    m_side->setWidgetResizable(true);
    auto *body = new QWidget;
    auto *facts = new QVBoxLayout(body);
    facts->setContentsMargins(16, 8, 16, 8);
    facts->addWidget(m_facts);
    facts->addStretch(1);
    m_side->setWidget(body);
    auto *buttons = new QWidget;
    auto *flow = new FlowLayout(buttons, 8);
    for (QPushButton *button : {m_place, m_release, m_records})
        flow->addWidget(button);
    auto *head = new QVBoxLayout;
    head->addWidget(buttons);
    lay(head, m_stack, m_side);
    connect(m_place, &QPushButton::clicked, this, [this] {
        KeepingChange change;
        change.act = KeepingAct::PlaceHold;
        Q_EMIT keepingWanted(change);
    });
    connect(m_release, &QPushButton::clicked, this, [this] {
        const HoldItem *hold = current();
        if (!hold)
            return;
        KeepingChange change;
        change.act = KeepingAct::ReleaseHold;
        change.id = hold->id;
        change.about = hold->matter;
        Q_EMIT keepingWanted(change);
    });
    connect(m_records, &QPushButton::clicked, this, [this] {
        if (const HoldItem *hold = current(); hold && !hold->shows.isEmpty())
            Q_EMIT linkActivated(hold->shows);
    });
    connect(m_table, &QTableView::activated, this, [this] { m_records->click(); });
    connect(m_empty, &EmptyState::actionTriggered, this, [this] { Q_EMIT linkActivated(QUrl(QStringLiteral("mandate://evidence"))); });
}

HoldsTab::~HoldsTab() = default;

void HoldsTab::setSession(Session *session)
{
    m_table->setModel(nullptr);
    m_holds.reset();
    m_wanted.clear();
    if (session) {
        m_holds = std::make_unique<HoldList>(session);
        m_table->setModel(m_holds->model());
        connect(m_holds.get(), &HoldList::outdated, this, &HoldsTab::outdate);
        connect(m_holds.get(), &HoldList::refreshed, this, &HoldsTab::refreshed);
        connect(m_holds->model(), &QAbstractItemModel::modelAboutToBeReset, this, [this] {
            if (const HoldItem *hold = current(); hold && m_wanted.isEmpty())
                m_wanted = hold->id;
        });
        connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &HoldsTab::currentChanged);
        fitColumns(m_table, QStringLiteral("holds"), {HoldList::KeepsColumn, HoldList::StateColumn, HoldList::MatterColumn, HoldList::RecordsColumn, HoldList::ReasonColumn, HoldList::PlacedColumn},
                   HoldList::KeepsColumn);
    }
    refreshed();
    KeepingTab::setSession(session);
}

void HoldsTab::read()
{
    if (m_holds)
        m_holds->refresh();
}

void HoldsTab::refreshed()
{
    const bool none = !m_holds || m_holds->model()->rowCount() == 0;
    if (m_holds && !m_holds->wasRead())
        m_empty->say(QStringLiteral("shield-lock"), tr("Reading legal holds"), {});
    else
        m_empty->say(QStringLiteral("shield-lock"), tr("No legal hold was ever placed"),
                     tr("A hold keeps records from being erased, whatever their retention says: those that match now, and those that match later. Choose an incident, or records in Evidence, and press "
                        "Ctrl+Shift+H."),
                     m_holds ? tr("Choose records in Evidence") : QString());
    m_stack->setCurrentWidget(none ? static_cast<QWidget *>(m_empty) : m_table);
    m_side->setVisible(!none);
    if (!none) {
        const int row = m_holds->model()->rowOf(m_wanted);
        m_table->selectRow(qMax(0, row));
        m_wanted.clear();
    }
    currentChanged();
    Q_EMIT summaryChanged();
}

const HoldItem *HoldsTab::current() const
{
    return m_holds && m_table->currentIndex().isValid() ? m_holds->item(m_table->currentIndex().row()) : nullptr;
}

void HoldsTab::currentChanged()
{
    if (const HoldItem *hold = current())
        m_facts->setFacts({{tr("Hold"), hold->id, true},
                           {tr("Matter"), hold->matter},
                           {tr("Reason"), hold->reason},
                           {tr("What it keeps"), hold->keeps},
                           {tr("Records now"), hold->records ? words::number(*hold->records) : QString()},
                           {tr("Placed by"), hold->placed},
                           {tr("Released by"), hold->released}});
    showStanding();
}

void HoldsTab::showStanding()
{
    const HoldItem *hold = current();
    allow(m_place, KeepingAct::PlaceHold, tr("Keeps everything from being erased. For less, choose records in Evidence or an incident, and press Ctrl+Shift+H."));
    allow(m_release, KeepingAct::ReleaseHold, tr("Ends this hold, with a signed reason"), !hold ? tr("Choose a hold first.") : hold->inForce ? QString() : tr("This hold is released already."));
    m_records->setEnabled(hold && !hold->shows.isEmpty());
    m_records->setToolTip(m_records->isEnabled() ? tr("Shows what it keeps in Evidence or Incidents, as it is now") : tr("What it keeps cannot be shown as a filter."));
}

QString HoldsTab::summary() const
{
    return m_holds && m_holds->wasRead() ? tr("%Ln legal hold(s) in force", nullptr, m_holds->inForce()) : QString();
}

QString HoldsTab::linkPart() const
{
    const HoldItem *hold = current();
    return hold ? QStringLiteral("&hold=") + hold->id : QString();
}

void HoldsTab::showLink(const QUrl &link)
{
    const QString id = QUrlQuery(link).queryItemValue(QStringLiteral("hold"));
    const int row = m_holds ? m_holds->model()->rowOf(id) : -1;
    if (row >= 0)
        m_table->selectRow(row);
    else
        m_wanted = id; // it may be on its way
}

QList<QWidget *> HoldsTab::panes() const
{
    return {m_stack, m_side};
}

} // namespace mandate

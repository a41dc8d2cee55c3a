// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/keeping/retention_tab.h"

#include "models/items/retention_desk.h"
#include "views/widgets/fact_grid.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/table.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QUrlQuery>
#include <QVBoxLayout>

namespace mandate {

RetentionTab::RetentionTab(QWidget *parent)
    : KeepingTab(parent),
      m_at(new QComboBox),
      m_erase(new QPushButton(tr("Erase records…"))),
      m_state(new StateChip),
      m_said(new PlainText),
      m_table(new QTableView),
      m_goneTitle(new PlainText),
      m_tombstones(new QTableView),
      m_facts(new FactGrid)
{
    setUpTable(m_table, tr("What may go and what stays"));
    setUpTable(m_tombstones, tr("Tombstones"));
    m_at->setAccessibleName(tr("As of when"));
    m_at->addItem(tr("As of now"), 0);
    m_at->addItem(tr("In 30 days"), 30);
    m_at->addItem(tr("In 183 days"), 183);
    m_at->addItem(tr("In a year"), 365);
    m_at->addItem(tr("In five years"), 1826);
    m_goneTitle->setProperty("part", QStringLiteral("heading"));
    auto *tools = new QHBoxLayout;
    tools->setSpacing(10);
    tools->addWidget(m_at);
    tools->addWidget(m_erase);
    tools->addWidget(m_state);
    tools->addWidget(m_said, 1);
    auto *below = new QWidget;
    auto *gone = new QVBoxLayout(below);
    gone->setContentsMargins(0, 0, 0, 0);
    gone->setSpacing(0);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(16, 6, 16, 4);
    line->addWidget(m_goneTitle, 1);
    gone->addLayout(line);
    gone->addWidget(m_tombstones, 1000); // all there is; without it the heading stays at the top
    auto *facts = new QHBoxLayout;
    facts->setContentsMargins(16, 6, 16, 8);
    facts->addWidget(m_facts);
    gone->addLayout(facts);
    gone->addStretch(1);
    lay(tools, m_table, below);
    connect(m_at, &QComboBox::activated, this, [this] { read(); });
    connect(m_erase, &QPushButton::clicked, this, [this] {
        const RetentionRead *plan = m_plan ? m_plan->plan() : nullptr;
        if (!plan || !plan->isNow || plan->going.empty())
            return;
        KeepingChange change;
        change.act = KeepingAct::Erase;
        change.records = plan->going;
        change.about = plan->size;
        Q_EMIT keepingWanted(change);
    });
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        if (const QUrl link = index.data(LinkRole).toUrl(); !link.isEmpty())
            Q_EMIT linkActivated(link);
    });
}

RetentionTab::~RetentionTab() = default;

void RetentionTab::setSession(Session *session)
{
    m_table->setModel(nullptr);
    m_tombstones->setModel(nullptr);
    m_plan.reset();
    m_wanted.clear();
    m_at->setCurrentIndex(0);
    m_at->setEnabled(session != nullptr);
    if (session) {
        m_plan = std::make_unique<RetentionDesk>(session);
        m_table->setModel(m_plan->lines());
        m_tombstones->setModel(m_plan->tombstones());
        connect(m_plan.get(), &RetentionDesk::outdated, this, &RetentionTab::outdate);
        connect(m_plan.get(), &RetentionDesk::changed, this, &RetentionTab::changed);
        connect(m_plan.get(), &RetentionDesk::troubled, session, &Session::troubled);
        connect(m_tombstones->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RetentionTab::showStanding);
        fitColumns(m_table, QStringLiteral("retention"), {RetentionDesk::WhyColumn, RetentionDesk::StateColumn, RetentionDesk::RecordsColumn, RetentionDesk::ThenColumn, RetentionDesk::FromColumn},
                   RetentionDesk::WhyColumn);
        fitColumns(m_tombstones, QStringLiteral("tombstones"),
                   {RetentionDesk::ReasonColumn, RetentionDesk::WhenColumn, RetentionDesk::CountColumn, RetentionDesk::WhoColumn, RetentionDesk::PactsColumn, RetentionDesk::EntryColumn}, RetentionDesk::ReasonColumn);
    }
    changed();
    KeepingTab::setSession(session);
}

void RetentionTab::read()
{
    if (m_plan)
        m_plan->read(m_at->currentData().toInt());
}

void RetentionTab::changed()
{
    const RetentionRead *plan = m_plan ? m_plan->plan() : nullptr;
    if (!m_plan)
        m_state->setState({tr("No workspace is open"), mandate::Shape::None, Tone::Muted});
    else if (!plan)
        m_state->setState({tr("Reading"), mandate::Shape::Glass, Tone::Info});
    else if (plan->going.empty())
        m_state->setState({tr("Nothing may go"), mandate::Shape::Tick, Tone::Good});
    else
        m_state->setState({plan->isNow ? tr("May go now") : tr("May go then"), mandate::Shape::Triangle, Tone::Warning});
    //: two sentences: what may go, and what stays
    m_said->setUntrusted(plan ? tr("%1 %2").arg(plan->sentence, plan->staying) : m_plan ? tr("Reading what may go. Nothing is changed by it.") : QString());
    const int gone = m_plan ? m_plan->tombstones()->rowCount() : 0;
    m_goneTitle->setUntrusted(gone == 0 ? tr("Tombstones: nothing was erased here yet") : tr("%Ln tombstone(s): what was erased, and why", nullptr, gone));
    m_tombstones->setVisible(gone > 0);
    if (gone > 0 && plan) {
        const int row = m_plan->tombstones()->rowOf(m_wanted);
        if (row >= 0 || !m_tombstones->currentIndex().isValid())
            m_tombstones->selectRow(qMax(0, row));
        m_wanted.clear();
    }
    showStanding();
    Q_EMIT summaryChanged();
}

void RetentionTab::showStanding()
{
    const RetentionRead *plan = m_plan ? m_plan->plan() : nullptr;
    const bool some = plan && !plan->going.empty();
    m_erase->setText(some && plan->isNow ? tr("Erase %n record(s)…", nullptr, static_cast<int>(plan->going.size())) : tr("Erase records…"));
    allow(m_erase, KeepingAct::Erase, tr("Says what would happen first, and asks for a reason and the number"),
          !plan ? tr("Wait until the plan is read.") : !plan->isNow ? tr("Only what may go now can be erased. Choose \"As of now\".") : some ? QString() : tr("No record may go now."));
    const TombstoneItem *stone = m_plan && m_tombstones->currentIndex().isValid() ? m_plan->tombstone(m_tombstones->currentIndex().row()) : nullptr;
    m_facts->setVisible(stone != nullptr);
    if (stone)
        m_facts->setFacts({{tr("Records"), stone->records}, {tr("Reason"), stone->reason}, {tr("Digest of their leaves"), stone->leaves, true}});
}

QString RetentionTab::summary() const
{
    const RetentionRead *plan = m_plan ? m_plan->plan() : nullptr;
    return plan ? tr("%Ln record(s) may go", nullptr, static_cast<int>(plan->going.size())) : QString();
}

QString RetentionTab::linkPart() const
{
    const TombstoneItem *stone = m_plan && m_tombstones->currentIndex().isValid() ? m_plan->tombstone(m_tombstones->currentIndex().row()) : nullptr;
    return stone ? QStringLiteral("&tombstone=%1").arg(stone->entry) : QString();
}

void RetentionTab::showLink(const QUrl &link)
{
    const QString entry = QUrlQuery(link).queryItemValue(QStringLiteral("tombstone"));
    const int row = m_plan ? m_plan->tombstones()->rowOf(entry) : -1;
    if (row >= 0)
        m_tombstones->selectRow(row);
    else
        m_wanted = entry;
}

QString RetentionTab::sentence() const
{
    return m_said->text();
}

QList<QWidget *> RetentionTab::panes() const
{
    return {m_table, m_tombstones};
}

} // namespace mandate

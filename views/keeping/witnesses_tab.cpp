// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/keeping/witnesses_tab.h"

#include "models/items/witness_desk.h"
#include "views/widgets/empty_state.h"
#include "views/widgets/flow_layout.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"
#include "views/widgets/table.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace mandate {

WitnessesTab::WitnessesTab(QWidget *parent)
    : KeepingTab(parent),
      m_add(new QPushButton(tr("Add witness…"))),
      m_remove(new QPushButton(tr("Remove witness…"))),
      m_stamp(new QPushButton(tr("Stamp now"))),
      m_compare(new QPushButton(tr("Compare a checkpoint file…"))),
      m_save(new QPushButton(tr("Save today's checkpoint…"))),
      m_strip(new QWidget),
      m_state(new StateChip),
      m_said(new PlainText),
      m_stack(new QStackedWidget),
      m_table(new QTableView),
      m_empty(new EmptyState),
      m_detail(new PlainText)
{
    setUpTable(m_table, tr("Witnesses"));
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_said->setAccessibleName(tr("What it came to"));
    m_said->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *buttons = new QWidget;
    auto *flow = new FlowLayout(buttons, 8);
    for (QPushButton *button : {m_stamp, m_add, m_remove, m_compare, m_save})
        flow->addWidget(button);
    auto *strip = new QHBoxLayout(m_strip);
    strip->setContentsMargins(0, 4, 0, 0);
    strip->setSpacing(10);
    strip->addWidget(m_state, 0, Qt::AlignTop);
    strip->addWidget(m_said, 1);
    m_strip->hide();
    auto *head = new QVBoxLayout;
    head->setContentsMargins(16, 8, 16, 8);
    head->addWidget(buttons);
    head->addWidget(m_strip);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(16, 8, 16, 8);
    foot->addWidget(m_detail);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_stack, 1);
    layout->addLayout(foot);
    connect(m_add, &QPushButton::clicked, this, [this] {
        KeepingChange change;
        change.act = KeepingAct::SetWitness;
        Q_EMIT keepingWanted(change);
    });
    connect(m_empty, &EmptyState::actionTriggered, m_add, &QPushButton::click);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        const WitnessItem *witness = current();
        if (!witness)
            return;
        KeepingChange change;
        change.act = KeepingAct::RemoveWitness;
        change.id = witness->id;
        Q_EMIT keepingWanted(change);
    });
    connect(m_stamp, &QPushButton::clicked, this, [this] {
        if (!m_witnesses)
            return;
        begin(tr("Taking the present checkpoint to the witnesses. An authority is asked over the network."));
        m_witnesses->stamp({});
    });
    connect(m_compare, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getOpenFileName(this, tr("Checkpoint that was kept"), {}, tr("Checkpoints (*.checkpoint *.txt);;All files (*)"));
        if (!path.isEmpty())
            compare(path);
    });
    connect(m_save, &QPushButton::clicked, this, [this] {
        const QString path = QFileDialog::getSaveFileName(this, tr("Save today's checkpoint"), QStringLiteral("ledger.checkpoint"));
        if (!path.isEmpty())
            save(path);
    });
}

WitnessesTab::~WitnessesTab() = default;

void WitnessesTab::setSession(Session *session)
{
    m_table->setModel(nullptr);
    m_witnesses.reset();
    m_strip->hide();
    if (session) {
        m_witnesses = std::make_unique<WitnessDesk>(session);
        m_table->setModel(m_witnesses->model());
        connect(m_witnesses.get(), &WitnessDesk::outdated, this, &WitnessesTab::outdate);
        connect(m_witnesses.get(), &WitnessDesk::refreshed, this, &WitnessesTab::refreshed);
        connect(m_witnesses.get(), &WitnessDesk::answered, this, [this](const WitnessAnswer &answer) {
            m_state->setState(answer.state);
            m_said->setUntrusted(answer.sentence, 3000);
            m_strip->show();
            showStanding();
        });
        connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &WitnessesTab::showStanding);
        fitColumns(m_table, QStringLiteral("witnesses"), {WitnessDesk::LagColumn, WitnessDesk::IdColumn, WitnessDesk::StateColumn, WitnessDesk::KindColumn, WitnessDesk::PlaceColumn, WitnessDesk::SetUpColumn},
                   WitnessDesk::LagColumn);
    }
    refreshed();
    KeepingTab::setSession(session);
}

void WitnessesTab::read()
{
    if (m_witnesses)
        m_witnesses->refresh();
}

void WitnessesTab::begin(const QString &what)
{
    m_state->setState({tr("Under way"), mandate::Shape::Glass, Tone::Info});
    m_said->setUntrusted(what);
    m_strip->show();
}

void WitnessesTab::compare(const QString &path)
{
    if (!m_witnesses)
        return;
    begin(tr("Comparing the checkpoint with the ledger of today."));
    m_witnesses->compare(path);
}

void WitnessesTab::save(const QString &path)
{
    if (m_witnesses)
        m_witnesses->save(path);
}

void WitnessesTab::refreshed()
{
    const bool none = !m_witnesses || m_witnesses->model()->rowCount() == 0;
    if (m_witnesses && !m_witnesses->wasRead())
        m_empty->say(QStringLiteral("eye"), tr("Reading witnesses"), {});
    else
        m_empty->say(QStringLiteral("eye"), tr("No witness keeps the checkpoints of this ledger"),
                     tr("Who has the workspace's key could cut off the end or write the past anew and sign it again. A time-stamp authority, a folder that others administer, or a mailbox outside makes that "
                        "visible."),
                     m_witnesses && m_add->isEnabled() ? tr("Add a witness") : QString());
    m_stack->setCurrentWidget(none ? static_cast<QWidget *>(m_empty) : m_table);
    if (!none && !m_table->currentIndex().isValid())
        m_table->selectRow(0);
    showStanding();
    Q_EMIT summaryChanged();
}

const WitnessItem *WitnessesTab::current() const
{
    return m_witnesses && m_table->currentIndex().isValid() ? m_witnesses->item(m_table->currentIndex().row()) : nullptr;
}

void WitnessesTab::showStanding()
{
    const WitnessItem *witness = current();
    allow(m_add, KeepingAct::SetWitness, tr("An authority, a folder or a mailbox file"));
    allow(m_remove, KeepingAct::RemoveWitness, tr("It is told no more; what it has stays there"), witness ? QString() : tr("Choose a witness first."));
    const bool reads = session() && session()->isReadOnly();
    const bool any = m_witnesses && m_witnesses->model()->rowCount() > 0;
    m_stamp->setEnabled(any && !reads);
    m_stamp->setToolTip(reads ? tr("The workspace is open for reading; what an authority answers could not be kept.") : any ? tr("Takes the present checkpoint to each witness that has not got it") : tr("Add a witness first."));
    m_compare->setEnabled(m_witnesses != nullptr);
    m_save->setEnabled(m_witnesses != nullptr);
    m_detail->setVisible(witness != nullptr);
    if (witness)
        //: a witness: %1 its name, %2 what it has, %3 who set it up and when
        m_detail->setUntrusted(tr("%1: %2 Set up by %3.").arg(witness->id, witness->lag, witness->setUp), 1500);
}

QString WitnessesTab::summary() const
{
    return m_witnesses && m_witnesses->wasRead() ? tr("%Ln witness(es)", nullptr, m_witnesses->model()->rowCount()) : QString();
}

QString WitnessesTab::answer() const
{
    return m_said->text();
}

QList<QWidget *> WitnessesTab::panes() const
{
    return {m_stack};
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/pact_observed.h"

#include "models/items/pact_observation.h"
#include "models/items/session.h"
#include "views/pacts/replay_table.h"
#include "views/widgets/table.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace mandate {

PactObserved::PactObserved(QWidget *parent)
    : QWidget(parent),
      m_said(new QLabel(this)),
      m_look(new QPushButton(this)),
      m_progress(new QProgressBar(this)),
      m_verdicts(new QTableWidget(this)),
      m_differ(new QLabel(tr("Verdicts that differ. Enter opens the first record."), this)),
      m_changes(makeReplayTable(tr("In force"), tr("Under this version"), tr("Verdicts that differ"), this))
{
    m_said->setWordWrap(true);
    m_said->setTextFormat(Qt::PlainText);
    m_progress->setFixedHeight(6);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Judging what happened since"));
    m_differ->setProperty("part", QStringLiteral("heading"));
    m_differ->setContentsMargins(20, 10, 16, 4);
    m_verdicts->setColumnCount(3);
    m_verdicts->setHorizontalHeaderLabels({tr("Verdict"), tr("Under this version"), tr("In force")});
    setUpTable(m_verdicts, tr("Verdicts under both"));
    m_verdicts->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_verdicts->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(20, 12, 16, 8);
    head->addWidget(m_said, 1);
    head->addWidget(m_look, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_progress);
    layout->addWidget(m_verdicts, 2);
    layout->addWidget(m_differ);
    layout->addWidget(m_changes, 3);
    layout->addStretch(0);
    connect(m_look, &QPushButton::clicked, this, [this] {
        if (m_observation)
            m_observation->isLooking() ? m_observation->cancel() : m_observation->look(m_pact);
    });
    connect(m_changes, &QTableWidget::itemActivated, this, [this](const QTableWidgetItem *item) {
        const QUrl link = m_changes->item(item->row(), 0)->data(LinkRole).toUrl();
        if (link.isValid())
            Q_EMIT linkActivated(link);
    });
    fill();
}

PactObserved::~PactObserved() = default;

void PactObserved::setSession(Session *session)
{
    m_observation.reset();
    if (session) {
        m_observation = std::make_unique<PactObservation>(session);
        connect(m_observation.get(), &PactObservation::changed, this, &PactObserved::fill);
        connect(m_observation.get(), &PactObservation::troubled, session, &Session::troubled);
    }
    fill();
}

void PactObserved::show(const PactItem &pact)
{
    if (m_pact == pact.key() && m_observing == pact.observing)
        return;
    m_pact = pact.key();
    m_observing = pact.observing;
    if (isVisible())
        look();
    fill();
}

void PactObserved::look()
{
    if (m_observation && m_observing && m_observation->pact() != m_pact)
        m_observation->look(m_pact);
}

void PactObserved::fill()
{
    const bool looking = m_observation && m_observation->isLooking();
    const ObservationItem *item = m_observation && m_observation->pact() == m_pact ? m_observation->item() : nullptr;
    m_look->setText(looking ? tr("Cancel") : tr("Look again"));
    m_progress->setVisible(looking);
    m_progress->setMaximum(looking && m_observation->percent() >= 0 ? 100 : 0);
    m_progress->setValue(looking ? m_observation->percent() : 0);
    m_said->setText(looking ? tr("Judging what happened since, under this version. It changes nothing.")
                    : item  ? item->said : tr("What it would have said since it is observed has not been looked at."));
    m_verdicts->setVisible(item && !item->verdicts.empty());
    m_differ->setVisible(item && !item->changes.empty());
    m_changes->setVisible(item && !item->changes.empty());
    m_verdicts->setRowCount(item ? static_cast<int>(item->verdicts.size()) : 0);
    for (int row = 0; item && row < m_verdicts->rowCount(); ++row) {
        const ObservedVerdict &verdict = item->verdicts[static_cast<std::size_t>(row)];
        m_verdicts->setItem(row, 0, new QTableWidgetItem(verdict.verdict.text));
        m_verdicts->item(row, 0)->setData(StateRole, QVariant::fromValue(verdict.verdict));
        m_verdicts->setItem(row, 1, new QTableWidgetItem(words::number(verdict.would)));
        m_verdicts->setItem(row, 2, new QTableWidgetItem(words::number(verdict.now)));
    }
    fillReplayTable(m_changes, item ? item->changes : std::vector<DraftReplayChange>());
}

} // namespace mandate

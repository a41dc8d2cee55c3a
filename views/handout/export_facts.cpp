// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/handout/export_facts.h"

#include "models/items/export_model.h"
#include "views/widgets/fact_grid.h"
#include "views/widgets/plain_text.h"
#include "views/widgets/state_chip.h"

#include <QVBoxLayout>

namespace mandate {

ExportFacts::ExportFacts(QWidget *parent) : ScrollPane(parent), m_state(new StateChip), m_note(new PlainText), m_grid(new FactGrid)
{
    setAccessibleName(tr("What the ledger says of this export"));
    auto *body = new QWidget;
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(m_state, 0, Qt::AlignLeft);
    layout->addWidget(m_note);
    layout->addWidget(m_grid);
    layout->addStretch(1);
    setWidget(body);
    setWidgetResizable(true);
}

void ExportFacts::show(const ExportItem &item)
{
    m_state->setState(item.state);
    m_note->setUntrusted(item.stateNote, 1000);
    const QList<Fact> facts{{item.isReveal ? tr("Which value") : tr("Which records"), item.asked},
                            {tr("Records"), item.isReveal ? QString() : words::number(item.records)},
                            {item.isReveal ? tr("Why") : tr("Purpose"), item.purpose.isEmpty() ? tr("Not said") : item.purpose},
                            {tr("Matter"), item.matter},
                            {tr("Who"), item.who},
                            {tr("When"), item.when},
                            {tr("Times in"), item.zone},
                            {tr("Redaction"), item.profile.isEmpty() ? tr("Nothing hidden") : item.profile},
                            {tr("Files"), item.files > 0 ? words::number(item.files) : QString()},
                            {tr("Digest of the selection"), item.selectionDigest, true},
                            {tr("Digest of the bundle (tagmanifest-sha256.txt)"), item.bundleDigest, true},
                            {tr("Entry of the ledger"), words::number(item.entry)}};
    m_grid->setFacts(facts);
}

} // namespace mandate

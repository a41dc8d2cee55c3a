// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incidents/notes_tab.h"

#include "models/items/case_step_model.h"
#include "views/incidents/case_sheet_words.h"
#include "views/incidents/pin_links.h"
#include "views/widgets/flow_layout.h"
#include "views/widgets/tab_order.h"
#include "views/widgets/table.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace mandate {

NotesTab::NotesTab(QWidget *parent) : QWidget(parent), m_steps(new CaseStepModel(this)), m_head(new QWidget(this)), m_said(new QLabel(m_head)), m_table(new QTableView(this))
{
    m_said->setTextFormat(Qt::PlainText);
    m_said->setWordWrap(true);
    m_said->setProperty("part", QStringLiteral("muted"));
    auto *head = new QVBoxLayout(m_head);
    head->setContentsMargins(16, 8, 16, 4);
    head->addWidget(m_said);
    setUpTable(m_table, tr("Signed steps and notes, the newest first"));
    m_table->setItemDelegate(new WrappingDelegate(m_table));
    m_table->setModel(m_steps);
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->horizontalHeader()->setSectionResizeMode(CaseStepModel::TextColumn, QHeaderView::Stretch);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(m_table, 1);
}

void NotesTab::show(const CaseItem &item)
{
    m_steps->setSteps(item.steps);
    m_said->setText(item.broken         ? tr("A step was written that follows none: nothing behind it counts.")
                    : item.steps.empty() ? tr("No step was taken yet. Assigning, grading, noting and claiming a cause are signed and listed here.")
                                         : tr("%n signed step(s). What is privileged never leaves the workspace.", nullptr, static_cast<int>(item.steps.size())));
    m_table->setVisible(!item.steps.empty());
    for (int column = 0; column < CaseStepModel::ColumnCount; ++column) {
        if (column != CaseStepModel::TextColumn)
            m_table->resizeColumnToContents(column);
    }
    m_table->resizeRowsToContents();
    delete m_links;
    m_links = nullptr;
    if (item.links.isEmpty())
        return;
    m_links = new QWidget(m_head);
    auto *flow = new FlowLayout(m_links, 10);
    for (const CaseLinkItem &one : item.links) {
        auto *link = new QPushButton(one.text, m_links);
        link->setProperty("role", QStringLiteral("link"));
        connect(link, &QPushButton::clicked, this, [this, to = one.link] { Q_EMIT linkActivated(to); });
        flow->addWidget(link);
        if (!one.linked)
            continue;
        auto *away = new QPushButton(caseActWords(CaseAct::Unlink), m_links);
        //: a button beside a link: %1 "Take link away…", %2 "Caused by INC-…"
        away->setAccessibleName(tr("%1 %2").arg(caseActWords(CaseAct::Unlink), one.text));
        away->setEnabled(item.refusal(CaseAct::Link).isEmpty());
        away->setToolTip(notNow(item.refusal(CaseAct::Link)));
        connect(away, &QPushButton::clicked, this, [this, incident = one.incident] { Q_EMIT unlinkWanted(incident); });
        flow->addWidget(away);
    }
    m_head->layout()->addWidget(m_links);
    QList<QWidget *> order = inReadingOrder(m_links);
    for (qsizetype i = 0; i + 1 < order.size(); ++i)
        setTabOrder(order[i], order[i + 1]);
    if (!order.isEmpty())
        setTabOrder(order.last(), m_table);
}

QList<QWidget *> NotesTab::panes() const
{
    return {m_table};
}

} // namespace mandate

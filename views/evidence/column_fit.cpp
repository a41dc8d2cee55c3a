// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evidence/column_fit.h"

#include "models/items/evidence_model.h"
#include "views/widgets/kept_columns.h"

#include <QEvent>
#include <QHeaderView>
#include <QTableView>

#include <algorithm>
#include <array>

namespace mandate {

namespace {

constexpr int leastDid = 220; // pixels that what was done needs to be told
/// What goes first when there is no room; the rest always stays.
constexpr std::array droppable{EvidenceModel::SessionColumn, EvidenceModel::EvidenceColumn, EvidenceModel::OutcomeColumn, EvidenceModel::AgentColumn,
                               EvidenceModel::ClauseColumn};

} // namespace

ColumnFit::ColumnFit(QTableView *table)
    : QObject(table),
      m_table(table),
      m_kept(new KeptColumns(table, QStringLiteral("evidence"), EvidenceModel::DidColumn))
{
    table->viewport()->installEventFilter(this);
    connect(m_kept, &KeptColumns::fitWanted, this, [this] {
        const KeptColumns::Own own(m_kept);
        setWidths();
        fit();
    });
}

void ColumnFit::setModel(QAbstractItemModel *model)
{
    const KeptColumns::Own own(m_kept);
    m_table->setModel(model);
    if (model) {
        setWidths();
        m_kept->restore();
    }
    fit();
}

QByteArray ColumnFit::state() const
{
    return m_kept->state();
}
void ColumnFit::take(const QByteArray &state)
{
    m_kept->take(state);
}

void ColumnFit::setWidths()
{
    const QFontMetrics metrics(m_table->font());
    const auto give = [&](int column, int width) {
        m_table->setColumnWidth(column, std::max(width, m_table->horizontalHeader()->sectionSizeHint(column) + 8));
    };
    const auto text = [&](int column, const QString &sample) { give(column, metrics.horizontalAdvance(sample) + 24); };
    const auto state = [&](int column, const QString &sample) { give(column, metrics.horizontalAdvance(sample) + 50); };
    text(EvidenceModel::NumberColumn, QStringLiteral("0 000 000"));
    text(EvidenceModel::TimeColumn, QStringLiteral("00 MMM 0000 00:00:00 no zone"));
    text(EvidenceModel::AgentColumn, QStringLiteral("gpt-4o-2024-11-20"));
    state(EvidenceModel::VerdictColumn, words::of(Verdict::Undecidable).text);
    text(EvidenceModel::ClauseColumn, QStringLiteral("Clause"));
    state(EvidenceModel::OutcomeColumn, words::of(Outcome::Unknown).text);
    text(EvidenceModel::SessionColumn, QString(14, u'0'));
    text(EvidenceModel::EvidenceColumn, QStringLiteral("Evidence"));
    state(EvidenceModel::MarksColumn, QStringLiteral("Starred, matter"));
}

bool ColumnFit::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        fit();
    return QObject::eventFilter(watched, event);
}

void ColumnFit::fit()
{
    if (m_kept->chosen() || !m_table->model())
        return;
    const KeptColumns::Own own(m_kept);
    for (int column = 0; column < EvidenceModel::ColumnCount; ++column)
        m_table->setColumnHidden(column, false);
    const auto taken = [this] {
        int width = 0;
        for (int column = 0; column < EvidenceModel::ColumnCount; ++column)
            width += column == EvidenceModel::DidColumn ? 0 : m_table->columnWidth(column); // a hidden one is 0 wide
        return width;
    };
    const auto *evidence = qobject_cast<const EvidenceModel *>(m_table->model());
    m_table->setColumnHidden(EvidenceModel::MarksColumn, !evidence || !evidence->hasMarks()); // nothing to tell before somebody marked something
    const int room = m_table->viewport()->width();
    for (const auto column : droppable) {
        if (room - taken() < leastDid)
            m_table->setColumnHidden(column, true);
    }
    m_table->setColumnWidth(EvidenceModel::DidColumn, std::max(leastDid, room - taken()));
}

} // namespace mandate

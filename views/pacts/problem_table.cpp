// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pacts/problem_table.h"

#include "models/items/text_safety.h"

#include "views/widgets/empty_state.h"
#include "views/widgets/table.h"

#include <QEvent>
#include <QHeaderView>
#include <QTableView>

namespace mandate {

void ProblemModel::setProblems(std::vector<ProblemItem> problems)
{
    beginResetModel();
    m_problems = std::move(problems);
    endResetModel();
}

int ProblemModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_problems.size());
}

int ProblemModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QVariant ProblemModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const ProblemItem &item = problem(index.row());
    const auto text = [&]() -> QString {
        switch (index.column()) {
        case Class: return item.problemClass.text;
        case Place: return item.place;
        case Reason: return item.reason;
        case Remedy: return item.remedy;
        default: return {};
        }
    };
    switch (role) {
    case Qt::DisplayRole: return text();
    case Qt::ToolTipRole: return plainToolTip(text());
    case Qt::AccessibleTextRole:
        if (index.column() == Class)
            //: read aloud for a row: %1 the class "Warning", %2 place, %3 what is wrong, %4 what to do
            return tr("%1, %2: %3 %4").arg(item.problemClass.text, item.place, item.reason, item.remedy);
        return text();
    case StateRole: return index.column() == Class ? QVariant::fromValue(item.problemClass) : QVariant();
    case MonoRole: return index.column() == Place && item.place.startsWith(QLatin1Char('/'));
    case IdRole: return item.place;
    default: return {};
    }
}

QVariant ProblemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Class: return tr("Class");
    case Place: return tr("Place");
    case Reason: return tr("What is wrong");
    case Remedy: return tr("What to do");
    default: return {};
    }
}

ProblemTable::ProblemTable(QWidget *parent)
    : QStackedWidget(parent),
      m_model(new ProblemModel(this)),
      m_table(new QTableView(this)),
      m_empty(new EmptyState(this))
{
    m_table->setModel(m_model);
    setUpTable(m_table, QString());
    // Sentences are read in full here: rows are as high as their text.
    m_table->setWordWrap(true);
    m_table->setItemDelegateForColumn(ProblemModel::Reason, new WrappingDelegate(m_table));
    m_table->setItemDelegateForColumn(ProblemModel::Remedy, new WrappingDelegate(m_table));
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(ProblemModel::Reason, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(ProblemModel::Remedy, QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(ProblemModel::Class, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(ProblemModel::Place, QHeaderView::ResizeToContents);
    addWidget(m_table);
    addWidget(m_empty);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        const QString clause = m_model->problem(index.row()).clause;
        if (!clause.isEmpty())
            Q_EMIT clauseWanted(clause);
    });
    retranslate();
}

void ProblemTable::show(const PactItem &pact)
{
    m_model->setProblems(pact.problems);
    setCurrentWidget(pact.problems.empty() ? static_cast<QWidget *>(m_empty) : m_table);
    m_table->setCurrentIndex(m_model->index(0, 0));
}

void ProblemTable::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QStackedWidget::changeEvent(event);
}

void ProblemTable::retranslate()
{
    m_table->setAccessibleName(tr("What the checks found. Enter goes to the clause."));
    m_empty->say(QStringLiteral("check2-circle"), tr("The checks found nothing"),
                 tr("Every condition can be read and every duty is there. This does not prove that the pact says what you mean."));
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/evaluation_case_model.h"

#include "models/items/evaluation_words.h"
#include "models/items/text_safety.h"

#include <QLocale>
#include <QUrl>
#include <QUrlQuery>

namespace mandate {

namespace {

constexpr qsizetype longestCell = 200;

QUrl sessionRecords(const std::string &session)
{
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("session"), QString::fromUtf8(QUrl::toPercentEncoding(toText(session))));
    QUrl link(QStringLiteral("mandate://evidence"));
    link.setQuery(query);
    return link;
}

} // namespace

void EvaluationCaseModel::setCases(std::shared_ptr<const std::vector<ResultCase>> cases)
{
    m_cases = std::move(cases);
    m_counts = m_cases ? countResults(*m_cases) : ResultCounts();
    choose();
}

void EvaluationCaseModel::setChoice(const CaseChoice &choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    choose();
}

void EvaluationCaseModel::choose()
{
    beginResetModel();
    m_shown.clear();
    for (std::size_t i = 0; m_cases && i < m_cases->size(); ++i) {
        if (m_choice.holds((*m_cases)[i]))
            m_shown.push_back(static_cast<std::uint32_t>(i));
    }
    endResetModel();
}

int EvaluationCaseModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}
int EvaluationCaseModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QString EvaluationCaseModel::cell(const ResultCase &one, int column) const
{
    switch (column) {
    case Task: return one.task.empty() ? QStringLiteral("–") : visibleLine(one.task, longestCell);
    case Result: return evaluations::of(one.result).text;
    case Attack: return one.attack.empty() ? tr("none") : visibleLine(one.attack, longestCell);
    case Subject: return visibleLine(one.subject, longestCell);
    case Suite: return visibleLine(one.suite, longestCell);
    case Says: return visibleLine(one.says, longestCell);
    case Useful: return !one.useful ? QStringLiteral("–") : *one.useful ? tr("done") : tr("not done");
    case Confidence: return one.confidence ? QLocale().toString(*one.confidence, 'g', 4) : QStringLiteral("–");
    case Session: return one.session.empty() ? QStringLiteral("–") : visibleLine(one.session, longestCell);
    case Became: return !one.labelled ? QStringLiteral("–") : *one.labelled ? tr("succeeded") : tr("failed");
    case Scorer: return visibleLine(one.scorer, longestCell);
    default: return {};
    }
}

QVariant EvaluationCaseModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ResultCase &one = (*m_cases)[m_shown[static_cast<std::size_t>(index.row())]];
    switch (role) {
    case Qt::DisplayRole: return cell(one, index.column());
    case Qt::ToolTipRole: return plainToolTip(index.column() == Says ? visibleLine(one.says, 2000) : cell(one, index.column()));
    case Qt::AccessibleTextRole:
        //: %1 a task, %2 its result, %3 an attack
        return tr("%1: %2. Attack: %3. %4").arg(cell(one, Task), cell(one, Result), cell(one, Attack), cell(one, Says));
    case Qt::TextAlignmentRole: return index.column() == Confidence ? QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case StateRole: return index.column() == Result ? QVariant::fromValue(evaluations::of(one.result)) : QVariant();
    case LinkRole: return one.session.empty() ? QVariant() : QVariant(sessionRecords(one.session));
    default: return {};
    }
}

QVariant EvaluationCaseModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Task: return tr("Task");
    case Result: return tr("Result");
    case Attack: return tr("Attack");
    case Subject: return tr("Who was tried");
    case Suite: return tr("Suite");
    case Says: return tr("The scorer says");
    case Useful: return tr("Task beside the attack");
    case Confidence: return tr("Stated confidence");
    case Session: return tr("Session");
    case Became: return tr("What became of the session");
    case Scorer: return tr("Scored by");
    default: return {};
    }
}

} // namespace mandate

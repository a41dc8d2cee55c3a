// SPDX-License-Identifier: GPL-3.0-or-later
// Words of the Evidence table. No SQL, no rules: every cell comes from one row.
#include "models/items/evidence_cells.h"

#include "models/items/evidence_model.h"
#include "models/items/text_safety.h"

#include "models/items/evidence_source.h"

#include <QUrl>
#include <QUrlQuery>

#include <array>
#include <utility>

namespace mandate {

namespace {

struct Cells
{
    Q_DECLARE_TR_FUNCTIONS(mandate::Evidence)
};

bool isAction(const EvidenceRow &row)
{
    return row.kind == RecordKind::Action;
}

QString shownName(const QString &name)
{
    return visibleLine(name, 120);
}

QString numberWords(quint64 entry)
{
    return words::number(entry);
}

QString partsWords(const EvidenceRow &row)
{
    return isAction(row) ? Cells::tr("%1 of %2").arg(partsPresent(row.completeness)).arg(owedParts().size()) : QString();
}

QString cellText(const EvidenceRow &row, int column)
{
    switch (column) {
    case EvidenceModel::NumberColumn: return numberWords(row.entry);
    case EvidenceModel::TimeColumn: return shortTime(row.time);
    case EvidenceModel::AgentColumn: return shownName(row.agent);
    case EvidenceModel::DidColumn: return row.did;
    case EvidenceModel::VerdictColumn: return isAction(row) ? words::of(row.verdict).text : QString();
    case EvidenceModel::ClauseColumn: return shownName(row.clause);
    case EvidenceModel::OutcomeColumn: return isAction(row) ? words::of(row.outcome).text : QString();
    case EvidenceModel::SessionColumn: return shownName(row.session);
    case EvidenceModel::EvidenceColumn: return partsWords(row);
    default: return {};
    }
}

QString partNames(std::uint8_t bits, bool present)
{
    QStringList names;
    for (const Has part : owedParts()) {
        if (((bits & part) != 0) == present)
            names.append(words::has(part));
    }
    return names.join(QStringLiteral(", "));
}

/// The whole row as one sentence, for a screen reader that lands on its first cell.
QString rowSentence(const EvidenceRow &row)
{
    const QString agent = row.agent.isEmpty() ? Cells::tr("no agent named") : shownName(row.agent);
    if (!isAction(row))
        return Cells::tr("Record %1, %2, %3. %4: %5.").arg(numberWords(row.entry), words::time(row.time), agent, words::name(row.kind), row.did);
    const QString verdict =
        row.clause.isEmpty() ? words::of(row.verdict).text : Cells::tr("%1 by clause %2").arg(words::of(row.verdict).text, shownName(row.clause));
    return Cells::tr("Record %1, %2, %3 did %4. Verdict: %5. Outcome: %6. Evidence: %7.")
        .arg(numberWords(row.entry), words::time(row.time), agent, row.did, verdict, words::of(row.outcome).text, partsWords(row));
}

QString cellSentence(const EvidenceRow &row, int column)
{
    const QString text = cellText(row, column);
    const auto said = [](const QString &value) { return value.isEmpty() ? Cells::tr("none") : value; };
    switch (column) {
    case EvidenceModel::NumberColumn: return rowSentence(row);
    case EvidenceModel::TimeColumn:
        return row.outOfOrder ? Cells::tr("Time: %1, earlier than the record before it").arg(shortTime(row.time))
                              : Cells::tr("Time: %1").arg(words::time(row.time));
    case EvidenceModel::AgentColumn: return Cells::tr("Agent: %1").arg(said(text));
    case EvidenceModel::DidColumn: return Cells::tr("Did: %1").arg(said(text));
    case EvidenceModel::VerdictColumn: return Cells::tr("Verdict: %1").arg(words::of(row.verdict).text);
    case EvidenceModel::ClauseColumn: return Cells::tr("Clause: %1").arg(said(text));
    case EvidenceModel::OutcomeColumn: return Cells::tr("Outcome: %1").arg(isAction(row) ? text : Cells::tr("none, this is no action"));
    case EvidenceModel::SessionColumn: return Cells::tr("Session: %1").arg(said(text));
    case EvidenceModel::EvidenceColumn: {
        if (!isAction(row))
            return Cells::tr("Evidence: not counted, this is no action");
        const QString missing = partNames(row.completeness, false);
        return missing.isEmpty() ? Cells::tr("Evidence: complete, %1").arg(text) : Cells::tr("Evidence: %1, missing %2").arg(text, missing);
    }
    default: return {};
    }
}

/// What the record lacks first, as a query asks for it; empty when it lacks nothing.
QString missingCondition(const EvidenceRow &row)
{
    if (!isAction(row))
        return {};
    constexpr std::array<std::pair<Has, QLatin1StringView>, 6> parts{{{HasInput, QLatin1StringView("input")},
                                                                     {HasAction, QLatin1StringView("action")},
                                                                     {HasBasis, QLatin1StringView("basis")},
                                                                     {HasResult, QLatin1StringView("result")},
                                                                     {HasTime, QLatin1StringView("time")},
                                                                     {HasSignature, QLatin1StringView("signature")}}};
    for (const auto &[part, name] : parts) {
        if (!(row.completeness & part))
            return QStringLiteral("missing:") + name;
    }
    return {};
}

QString cellCondition(const EvidenceRow &row, int column)
{
    switch (column) {
    case EvidenceModel::NumberColumn: return QStringLiteral("no:%1").arg(row.entry);
    case EvidenceModel::AgentColumn: return conditionOf(FilterField::Agent, row.agent);
    case EvidenceModel::DidColumn:
        return row.tool.isEmpty() ? conditionOf(FilterField::Kind, toText(nameOf(row.kind))) : conditionOf(FilterField::Tool, row.tool);
    case EvidenceModel::VerdictColumn: return conditionOf(FilterField::Verdict, toText(nameOf(row.verdict)));
    case EvidenceModel::ClauseColumn: return conditionOf(FilterField::Clause, row.clause);
    case EvidenceModel::OutcomeColumn: return conditionOf(FilterField::Outcome, toText(nameOf(row.outcome)));
    case EvidenceModel::SessionColumn: return conditionOf(FilterField::Session, row.session);
    case EvidenceModel::TimeColumn: return row.time ? conditionOf(FilterField::Since, QString::fromStdString(formatInstant(*row.time))) : QStringLiteral("missing:time");
    case EvidenceModel::EvidenceColumn: return missingCondition(row);
    default: return {};
    }
}

QVariant cellState(const EvidenceRow &row, int column)
{
    if (column == EvidenceModel::TimeColumn && row.outOfOrder)
        return QVariant::fromValue(StateWord{shortTime(row.time), Shape::Glass, Tone::Warning}); // clock in doubt
    if (!isAction(row))
        return {};
    if (column == EvidenceModel::VerdictColumn)
        return QVariant::fromValue(words::of(row.verdict));
    if (column == EvidenceModel::OutcomeColumn)
        return QVariant::fromValue(words::of(row.outcome));
    return {};
}

QString cellHelp(const EvidenceRow &row, int column)
{
    if (column == EvidenceModel::TimeColumn)
        return row.outOfOrder ? Cells::tr("%1. Earlier than the record before it from the same source.").arg(words::exactTime(row.time))
                              : words::exactTime(row.time);
    if (column == EvidenceModel::EvidenceColumn && isAction(row))
        return cellSentence(row, column);
    return column == EvidenceModel::NumberColumn ? QString() : cellText(row, column);
}

} // namespace

QVariant evidenceCell(const EvidenceRow &row, int column, int role)
{
    switch (role) {
    case Qt::DisplayRole: return cellText(row, column);
    case Qt::AccessibleTextRole: return cellSentence(row, column);
    case Qt::ToolTipRole: return plainToolTip(cellHelp(row, column));
    case Qt::TextAlignmentRole:
        return column == EvidenceModel::NumberColumn ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter))
                                                     : QVariant(int(Qt::AlignLeft | Qt::AlignVCenter));
    case StateRole: return cellState(row, column);
    case SortRole: return column == EvidenceModel::TimeColumn ? QVariant(row.time ? qint64(row.time->nanoseconds) : qint64(0)) : QVariant(row.entry);
    case LinkRole: {
        QUrl link(QStringLiteral("mandate://evidence"));
        QUrlQuery query;
        query.addQueryItem(QStringLiteral("entry"), QString::number(row.entry));
        link.setQuery(query);
        return link;
    }
    case MonoRole: return false;
    case EvidenceModel::ConditionRole: return cellCondition(row, column);
    default: return {};
    }
}

QVariant evidenceCellUnread(quint64 entry, int column, int role)
{
    if (role == Qt::DisplayRole)
        return column == EvidenceModel::NumberColumn ? numberWords(entry) : QStringLiteral("\u2026");
    if (role == Qt::AccessibleTextRole)
        return Cells::tr("Record %1, being read").arg(numberWords(entry));
    if (role == Qt::TextAlignmentRole && column == EvidenceModel::NumberColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

QVariant evidenceHeader(int column, int role)
{
    if (role == Qt::TextAlignmentRole)
        return column == EvidenceModel::NumberColumn ? int(Qt::AlignRight | Qt::AlignVCenter) : int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole)
        return {};
    const bool help = role == Qt::ToolTipRole;
    switch (column) {
    case EvidenceModel::NumberColumn: return help ? Cells::tr("Number of the entry in the ledger. Click to sort by arrival.") : Cells::tr("No.");
    case EvidenceModel::TimeColumn: return help ? Cells::tr("When it happened, as the source says. Click to sort by time.") : Cells::tr("Time");
    case EvidenceModel::AgentColumn: return help ? Cells::tr("Who acted, as the source names it.") : Cells::tr("Agent");
    case EvidenceModel::DidColumn: return help ? Cells::tr("What the agent did: the tool it asked and with what.") : Cells::tr("Did");
    case EvidenceModel::VerdictColumn: return help ? Cells::tr("What the pact in force says about it.") : Cells::tr("Verdict");
    case EvidenceModel::ClauseColumn: return help ? Cells::tr("The clause that decided.") : Cells::tr("Clause");
    case EvidenceModel::OutcomeColumn: return help ? Cells::tr("What became of it, as the source says.") : Cells::tr("Outcome");
    case EvidenceModel::SessionColumn: return help ? Cells::tr("The run it belongs to.") : Cells::tr("Session");
    case EvidenceModel::EvidenceColumn:
        return help ? Cells::tr("How many of input, action, basis, result, time and signature were recorded.") : Cells::tr("Evidence");
    case EvidenceModel::MarksColumn: return help ? Cells::tr("Stars, tags and notes that people signed beside the record.") : Cells::tr("Marks");
    default: return {};
    }
}

QVariant marksCell(const RecordMarks *marks, int role)
{
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (marks == nullptr)
        return role == Qt::AccessibleTextRole ? QVariant(Cells::tr("Marks: none")) : QVariant();
    QStringList said;
    QStringList help;
    if (!marks->starredBy.empty()) {
        said.append(Cells::tr("Starred"));
        help.append(Cells::tr("Starred by %1").arg(visibleLine(words::person(marks->starredBy), 80)));
    }
    for (const std::string &tag : marks->tags)
        said.append(visibleLine(tag, 64));
    help += said.mid(marks->starredBy.empty() ? 0 : 1);
    if (!marks->notes.empty())
        said.append(Cells::tr("%n note(s)", nullptr, static_cast<int>(marks->notes.size())));
    for (const std::string &note : marks->notes)
        help.append(visibleLine(note, 400));
    const QString text = said.join(QStringLiteral(", "));
    switch (role) {
    case Qt::DisplayRole: return text;
    case Qt::AccessibleTextRole: return Cells::tr("Marks: %1").arg(help.join(QStringLiteral("; ")));
    case Qt::ToolTipRole: return plainToolTip(help.join(u'\n'));
    case StateRole: return marks->starredBy.empty() ? QVariant() : QVariant::fromValue(StateWord{text, Shape::Star, Tone::Info});
    case EvidenceModel::ConditionRole:
        return !marks->starredBy.empty() ? QStringLiteral("star:yes") : !marks->tags.empty() ? QStringLiteral("tag:\"%1\"").arg(QString::fromStdString(marks->tags.front()).replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""))) : QStringLiteral("note:*");
    default: return {};
    }
}

QString evidenceSentence(const EvidenceRow &row)
{
    return rowSentence(row);
}

} // namespace mandate

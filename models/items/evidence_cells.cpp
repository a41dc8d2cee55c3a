// SPDX-License-Identifier: GPL-3.0-or-later
// Words of the Evidence table. No SQL, no rules: every cell comes from one row.
#include "models/items/evidence_cells.h"

#include "models/items/evidence_model.h"
#include "models/items/text_safety.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>
#include <QUrlQuery>

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

QString condition(FilterField field, const QString &value)
{
    return value.isEmpty() ? QString() : filterText(FilterCondition{field, value, false, false});
}

QString stableName(std::string_view name)
{
    return toText(name);
}

QString cellCondition(const EvidenceRow &row, int column)
{
    switch (column) {
    case EvidenceModel::AgentColumn: return condition(FilterField::Agent, row.agent);
    case EvidenceModel::DidColumn:
        return row.tool.isEmpty() ? condition(FilterField::Kind, stableName(nameOf(row.kind))) : condition(FilterField::Tool, row.tool);
    case EvidenceModel::VerdictColumn: return condition(FilterField::Verdict, stableName(nameOf(row.verdict)));
    case EvidenceModel::ClauseColumn: return condition(FilterField::Clause, row.clause);
    case EvidenceModel::OutcomeColumn: return condition(FilterField::Outcome, stableName(nameOf(row.outcome)));
    case EvidenceModel::SessionColumn: return condition(FilterField::Session, row.session);
    case EvidenceModel::TimeColumn: return row.time ? condition(FilterField::Since, QString::fromStdString(formatInstant(*row.time))) : QString();
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

QString csvCell(QString text)
{
    static const QString risky = QStringLiteral("=+-@\t\r");
    if (!text.isEmpty() && risky.contains(text.at(0)))
        text.prepend(u'\'');
    if (text.contains(u'"') || text.contains(u',') || text.contains(u'\n') || text.contains(u'\r'))
        return u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"';
    return text;
}

QString isoTime(const EvidenceRow &row)
{
    return row.time ? QString::fromStdString(formatInstant(*row.time)) : QString();
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
    default: return {};
    }
}

QString evidenceText(const std::vector<const EvidenceRow *> &rows)
{
    QStringList lines;
    for (const EvidenceRow *row : rows)
        lines.append(rowSentence(*row));
    return lines.join(u'\n');
}

QString evidenceCsv(const std::vector<const EvidenceRow *> &rows)
{
    QString out = QStringLiteral("entry,time,zone_known,agent,deployment,session,kind,tool,did,verdict,clause,outcome,evidence_parts,source\r\n");
    for (const EvidenceRow *row : rows) {
        const QStringList cells{QString::number(row->entry),
                                isoTime(*row),
                                row->time ? (row->time->zoneKnown ? QStringLiteral("yes") : QStringLiteral("no")) : QString(),
                                row->agent,
                                row->deployment,
                                row->session,
                                stableName(nameOf(row->kind)),
                                row->tool,
                                row->did,
                                stableName(nameOf(row->verdict)),
                                row->clause,
                                stableName(nameOf(row->outcome)),
                                QString::number(partsPresent(row->completeness)),
                                row->source};
        QStringList safe;
        for (const QString &cell : cells)
            safe.append(csvCell(cell));
        out += safe.join(u',') + QStringLiteral("\r\n");
    }
    return out;
}

QString evidenceJson(const std::vector<const EvidenceRow *> &rows)
{
    QJsonArray list;
    for (const EvidenceRow *row : rows) {
        QJsonObject object;
        const auto add = [&object](const char *name, const QString &value) {
            if (!value.isEmpty())
                object.insert(QLatin1StringView(name), value);
        };
        object.insert(QStringLiteral("entry"), static_cast<qint64>(row->entry));
        add("time", isoTime(*row));
        add("agent", row->agent);
        add("deployment", row->deployment);
        add("session", row->session);
        add("kind", stableName(nameOf(row->kind)));
        add("tool", row->tool);
        add("did", row->did);
        add("verdict", stableName(nameOf(row->verdict)));
        add("clause", row->clause);
        add("outcome", stableName(nameOf(row->outcome)));
        add("source", row->source);
        list.append(object);
    }
    return QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Indented));
}

} // namespace mandate

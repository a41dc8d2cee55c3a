// SPDX-License-Identifier: GPL-3.0-or-later
// From stored columns and bodies to lines people read.
#include "models/items/evidence_row.h"

#include "models/base/json_reader.h"
#include "models/evidence/record_json.h"
#include "models/items/record_mask.h"
#include "models/items/text_safety.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>
#include <bit>

namespace mandate {

namespace {

constexpr std::uint8_t owedBits = HasInput | HasAction | HasBasis | HasResult | HasTime | HasSignature;

struct RowWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::RowWords)
};

QString valueWords(const Value &value, qsizetype limit);

QString listWords(const Value &list, qsizetype limit)
{
    QStringList parts;
    qsizetype length = 0;
    for (const Value &item : list.items()) {
        parts.append(valueWords(item, limit - length));
        length += parts.last().size();
        if (length >= limit)
            break;
    }
    return u'[' + parts.join(QStringLiteral(", ")) + u']';
}

QString mapWords(const Value &map, qsizetype limit)
{
    QStringList parts;
    qsizetype length = 0;
    for (const Member &member : map.members()) {
        parts.append(visibleLine(member.key.text(), 80) + u' ' + valueWords(member.value, limit - length));
        length += parts.last().size();
        if (length >= limit)
            break;
    }
    return parts.join(QStringLiteral(", "));
}

QString valueWords(const Value &value, qsizetype limit)
{
    switch (value.kind()) {
    case ValueKind::Null: return RowWords::tr("nothing");
    case ValueKind::Bool: return value.asBool() ? RowWords::tr("yes") : RowWords::tr("no");
    case ValueKind::Int: return QString::number(value.asInt());
    case ValueKind::Uint: return QString::number(value.asUint());
    case ValueKind::Double: return QString::number(value.asDouble(), 'g', QLocale::FloatingPointShortest);
    case ValueKind::String: return visibleLine(value.text(), std::max<qsizetype>(limit, 1));
    case ValueKind::List: return listWords(value, limit);
    case ValueKind::Map: return u'{' + mapWords(value, limit) + u'}';
    case ValueKind::Bytes:
    case ValueKind::Timestamp:
    case ValueKind::Duration:
    case ValueKind::Type:
    case ValueKind::Optional:
    case ValueKind::Error: break; // conditions make these, records never hold them
    }
    return {};
}

QString cut(const QString &line, qsizetype limit)
{
    return line.size() <= limit ? line : line.left(limit) + QChar(0x2026);
}

QString messageLine(const Record &record, qsizetype limit)
{
    //: a message in one line: who said it, and its text
    return RowWords::tr("%1: “%2”").arg(words::name(record.role), visibleLine(record.said, limit));
}

EvidenceRow rowOf(const Row &row)
{
    EvidenceRow out;
    out.entry = row.number;
    out.kind = row.kind;
    out.time = row.time;
    out.outOfOrder = row.outOfOrder;
    out.agent = toText(row.agent);
    out.deployment = toText(row.deployment);
    out.session = toText(row.session);
    out.tool = toText(row.tool);
    out.source = toText(row.source);
    out.clause = toText(row.clause);
    out.verdict = row.verdict;
    out.outcome = row.outcome;
    out.completeness = row.completeness;
    return out;
}

} // namespace

QList<Has> owedParts()
{
    return {HasInput, HasAction, HasBasis, HasResult, HasTime, HasSignature};
}

int partsPresent(std::uint8_t completeness)
{
    return std::popcount(static_cast<unsigned>(completeness & owedBits));
}

QString shortTime(const std::optional<Instant> &time)
{
    if (!time)
        return RowWords::tr("no time");
    if (time->zoneKnown)
        return words::time(time);
    const auto clock = QDateTime::fromSecsSinceEpoch(time->nanoseconds / 1'000'000'000, QTimeZone::utc());
    //: a time without a known zone in a table cell
    return RowWords::tr("%1 no zone").arg(QLocale().toString(clock, QStringLiteral("dd MMM yyyy HH:mm:ss")));
}

QString argumentsLine(const Record &record, qsizetype limit)
{
    if (record.arguments.isMap())
        return cut(mapWords(record.arguments, limit), limit);
    return visibleLine(record.argumentsText, limit);
}

QString didLine(const Record &record, qsizetype limit)
{
    switch (record.kind) {
    case RecordKind::Decision:
    case RecordKind::Action: {
        const QString arguments = argumentsLine(record, limit);
        const QString tool = visibleLine(record.tool, 120);
        //: an action in one line: the tool, then its arguments
        return arguments.isEmpty() ? tool : RowWords::tr("%1 · %2").arg(tool, arguments);
    }
    case RecordKind::Message: return messageLine(record, limit);
    case RecordKind::Session:
        return record.labels.isMap() ? RowWords::tr("Run ended · %1").arg(cut(mapWords(record.labels, limit), limit)) : RowWords::tr("Run ended");
    case RecordKind::Context:
        return RowWords::tr("Setting of the source · %1").arg(visibleLine(record.said.empty() ? record.basis : record.said, limit));
    case RecordKind::Event: return visibleLine(record.tool.empty() ? record.said : record.tool, limit);
    }
    return {};
}

Result<std::vector<EvidenceRow>> readEvidenceRows(const Store &store, std::span<const EntryNumber> entries, const RecordMask &mask)
{
    const auto rows = store.rows(entries);
    if (!rows)
        return rows.error();
    const auto bodies = store.bodies(entries);
    if (!bodies)
        return bodies.error();
    std::vector<EvidenceRow> out;
    out.reserve(rows->size());
    JsonReader reader;
    Arena arena;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        EvidenceRow row = rowOf((*rows)[i]);
        arena.reset();
        if ((*rows)[i].type == EntryType::Record && i < bodies->size()) {
            const std::string masked = mask.isOn() ? mask.mask((*bodies)[i]).json : std::string();
            const auto record = readRecord(mask.isOn() ? masked : (*bodies)[i], reader, arena);
            row.did = record ? didLine(*record) : RowWords::tr("This entry cannot be read. Run Verify to see what is damaged.");
        } else {
            row.did = words::name((*rows)[i].type);
        }
        out.push_back(std::move(row));
    }
    return out;
}

} // namespace mandate

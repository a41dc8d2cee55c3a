// SPDX-License-Identifier: GPL-3.0-or-later
// Fields of a record: what the entry holds, under the names people know, in the order of EVIDENCE.md.
#include "models/items/record_fields.h"

#include "models/items/evidence_filter.h"
#include "models/items/evidence_row.h"
#include "models/items/seal_words.h"
#include "models/items/text_safety.h"

#include <QLocale>

namespace mandate {

namespace {

constexpr qsizetype valueLimit = 2000;
constexpr int childrenLimit = 500; // of one list or object; more is told as a count
constexpr int depthLimit = 32;

struct FieldWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::RecordFields)
};

QByteArray octets(std::string_view utf8)
{
    return {utf8.data(), static_cast<qsizetype>(utf8.size())};
}

QString scalarText(const Value &value)
{
    switch (value.kind()) {
    case ValueKind::Null: return QStringLiteral("null");
    case ValueKind::Bool: return value.asBool() ? QStringLiteral("true") : QStringLiteral("false");
    case ValueKind::Int: return QString::number(value.asInt());
    case ValueKind::Uint: return QString::number(value.asUint());
    case ValueKind::Double: return QString::number(value.asDouble(), 'g', QLocale::FloatingPointShortest);
    case ValueKind::String: return visibleLine(value.text(), valueLimit);
    case ValueKind::List: return FieldWords::tr("%n item(s)", nullptr, static_cast<int>(value.items().size()));
    case ValueKind::Map: return FieldWords::tr("%n member(s)", nullptr, static_cast<int>(value.members().size()));
    default: return {};
    }
}

/// Collects the fields of one record.
class Fields
{
public:
    Fields(const RecordDetail &detail, const Seal &seal) : m_detail(detail), m_seal(seal) {}

    /// Says of a field, and of what is in it, whether the source's seal covers it. Nothing where the source seals nothing at all.
    DetailField sealed(DetailField field, const std::string &part) const
    {
        if (m_seal.kind == SealKind::None)
            return field;
        field.seal = words::ofPart(m_seal, part);
        for (DetailField &child : field.children)
            child = sealed(std::move(child), part);
        return field;
    }
    /// Of labels each by itself.
    DetailField sealedLabels(DetailField field, const Value &labels) const
    {
        for (qsizetype i = 0; i < field.children.size(); ++i)
            field.children[i] = sealed(std::move(field.children[i]), "labels/" + std::string(labels.members()[static_cast<std::size_t>(i)].key.text()));
        return field;
    }

    DetailField plain(const QString &name, std::string_view value, std::optional<FilterField> filter = {}) const
    {
        DetailField field{name, visibleLine(value, valueLimit), {}, -1, 0, {}};
        if (filter && !value.empty())
            field.condition = filterText(FilterCondition{*filter, toText(value), false, false});
        place(field, findNear(octets(value.substr(0, 200))));
        return field;
    }

    static DetailField computed(const QString &name, const QString &value) { return {name, value, {}, -1, 0, {}}; }

    DetailField tree(const QString &name, const Value &value, ByteRange within, int depth = 0) const
    {
        DetailField field{name, scalarText(value), {}, within.begin, within.length, {}};
        if (depth >= depthLimit)
            return field;
        if (value.isMap()) {
            for (const Member &member : value.members()) {
                if (field.children.size() >= childrenLimit)
                    break;
                ByteRange range;
                if (within.begin >= 0)
                    range = findMember(m_detail.bytes, within.begin, within.length, octets(member.key.text()));
                field.children.append(tree(visibleLine(member.key.text(), 200), member.value, range, depth + 1));
            }
        } else if (value.isList()) {
            int number = 0;
            for (const Value &item : value.items()) {
                if (number >= childrenLimit)
                    break;
                field.children.append(tree(QStringLiteral("[%1]").arg(number++), item, within, depth + 1));
            }
        }
        return field;
    }

    [[nodiscard]] ByteRange span() const { return {m_detail.bytes.isEmpty() ? -1 : m_detail.spanBegin, m_detail.spanLength}; }

private:
    /// In the span first, then anywhere in the item: an agent or a session is often named once for all.
    [[nodiscard]] ByteRange findNear(const QByteArray &value) const
    {
        const ByteRange inSpan = findText(m_detail.bytes, m_detail.spanBegin, m_detail.spanLength, value);
        return inSpan.begin >= 0 || value.size() < 3 ? inSpan : findText(m_detail.bytes, 0, m_detail.bytes.size(), value);
    }

    static void place(DetailField &field, ByteRange range)
    {
        field.begin = range.begin;
        field.length = range.length;
    }

    const RecordDetail &m_detail;
    const Seal &m_seal;
};

DetailField group(const QString &name, QList<DetailField> children)
{
    DetailField field{name, {}, {}, -1, 0, {}};
    for (DetailField &child : children) {
        if (!child.value.isEmpty() || !child.children.isEmpty())
            field.children.append(std::move(child));
    }
    return field;
}

} // namespace

QString quotedArguments(const Record &record, qsizetype limit)
{
    if (!record.arguments.isMap())
        return record.argumentsText.empty() ? QString() : u'\u201C' + visibleLine(record.argumentsText, limit) + u'\u201D';
    QStringList parts;
    qsizetype length = 0;
    int left = static_cast<int>(record.arguments.members().size());
    for (const Member &member : record.arguments.members()) {
        if (length > limit)
            break;
        Record one = record;
        const Member only[] = {member};
        one.arguments = Value::map(only);
        const QString name = visibleLine(member.key.text(), 80);
        const QString pair = argumentsLine(one, limit);
        //: an argument: its name, and its value in quotation marks
        parts.append(FieldWords::tr("%1 “%2”").arg(name, pair.mid(name.size() + 1)));
        length += parts.last().size();
        --left;
    }
    if (left > 0)
        parts.append(FieldWords::tr("and %n more", nullptr, left));
    return parts.join(QStringLiteral(", "));
}

QList<DetailField> fieldsOf(const EvidenceDetail &detail, const RecordDetail &out)
{
    const Record &record = detail.record;
    const Fields make(out, detail.seal);
    QList<DetailField> fields;

    QList<DetailField> action{make.sealed(make.plain(FieldWords::tr("Tool"), record.tool, FilterField::Tool), "tool"),
                              make.sealed(make.plain(FieldWords::tr("Target"), record.target), "target")};
    if (record.arguments.isMap())
        action.append(make.sealed(make.tree(FieldWords::tr("Arguments"), record.arguments, make.span()), "arguments"));
    else
        action.append(make.sealed(make.plain(FieldWords::tr("Arguments as received"), record.argumentsText), "arguments"));
    action.append(make.sealed(Fields::computed(FieldWords::tr("Outcome"), record.kind == RecordKind::Action ? words::of(record.outcome).text : QString()), "outcome"));
    if (record.result)
        action.append(make.sealed(make.plain(FieldWords::tr("Result"), *record.result), "result"));
    action.append(make.sealed(make.plain(FieldWords::tr("Error"), record.error), "error"));
    fields.append(group(FieldWords::tr("Action"), action));

    fields.append(group(FieldWords::tr("Who"),
                        {make.sealed(make.plain(FieldWords::tr("Agent"), record.agent, FilterField::Agent), "agent"),
                         make.sealed(make.plain(FieldWords::tr("Agent version"), record.agentVersion), "agent_version"), make.sealed(make.plain(FieldWords::tr("Model"), record.model), "model"),
                         make.sealed(make.plain(FieldWords::tr("Deployment"), record.deployment, FilterField::Deployment), "deployment"),
                         make.sealed(make.plain(FieldWords::tr("On behalf of"), record.onBehalfOf), "on_behalf_of")}));
    fields.append(group(FieldWords::tr("When"), {make.sealed(Fields::computed(FieldWords::tr("Occurred"), words::exactTime(record.occurred)), "occurred"),
                                                 Fields::computed(FieldWords::tr("Received"), words::exactTime(record.received))}));
    QList<DetailField> context{make.sealed(make.plain(FieldWords::tr("Session"), record.session, FilterField::Session), "session"),
                               make.sealed(make.plain(FieldWords::tr("Trace"), record.trace), "trace"), make.sealed(make.plain(FieldWords::tr("Span"), record.span), "span")};
    if (record.message >= 0)
        context.append(Fields::computed(FieldWords::tr("Message number"), QString::number(record.message)));
    if (record.call >= 0)
        context.append(Fields::computed(FieldWords::tr("Call number"), QString::number(record.call)));
    if (record.role != Role::None)
        context.append(Fields::computed(FieldWords::tr("Role"), words::name(record.role)));
    if (record.input)
        context.append(make.sealed(make.plain(FieldWords::tr("Input"), *record.input), "input"));
    context.append(make.sealed(make.plain(FieldWords::tr("Said"), record.said), "said"));
    context.append(make.sealed(make.plain(FieldWords::tr("Reasoning"), record.reasoning), "reasoning"));
    if (record.confidence)
        context.append(make.sealed(Fields::computed(FieldWords::tr("Stated confidence"), QLocale().toString(*record.confidence, 'g', 4)), "confidence"));
    fields.append(group(FieldWords::tr("Context"), context));

    QList<DetailField> basis{make.sealed(make.plain(FieldWords::tr("Basis the source claims"), record.basis), "basis"),
                             Fields::computed(FieldWords::tr("Signature"), record.signature == SignatureState::Unsigned ? words::of(record.signature).text : out.seal.text)};
    if (record.labels.isMap())
        basis.append(make.sealedLabels(make.tree(FieldWords::tr("Labels of the source"), record.labels, make.span()), record.labels));
    fields.append(group(FieldWords::tr("Basis and proof"), basis));

    DetailField own = Fields::computed(FieldWords::tr("By its source"), out.seal.text);
    own.seal = out.seal;
    fields.append(group(FieldWords::tr("Seals"), {own, Fields::computed(FieldWords::tr("Why"), visibleLine(detail.seal.why, valueLimit)), Fields::computed(FieldWords::tr("What seals it"), words::name(detail.seal.kind)),
                                                  Fields::computed(FieldWords::tr("Key of the source"), visibleLine(detail.seal.key, valueLimit)),
                                                  Fields::computed(FieldWords::tr("On receipt, by us"), out.receipt)}));

    fields.append(
        group(FieldWords::tr("Where from"), {make.plain(FieldWords::tr("Source"), record.source, FilterField::Source),
                                             Fields::computed(FieldWords::tr("Format"), words::format(toText(record.format))),
                                             Fields::computed(FieldWords::tr("Byte in the file"), words::number(record.offset)),
                                             Fields::computed(FieldWords::tr("Line"), record.line > 0 ? words::number(record.line) : QString()),
                                             Fields::computed(FieldWords::tr("Digest of the item"), out.itemDigest)}));
    fields.removeIf([](const DetailField &field) { return field.children.isEmpty(); });
    return fields;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/evidence_copy.h"

#include "models/bundle/record_table.h"
#include "models/items/evidence_cells.h"
#include "models/items/text_safety.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

namespace mandate {

namespace {

struct CopyWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::EvidenceCopy)
};

QString isoTime(const EvidenceRow &row)
{
    return row.time ? QString::fromStdString(formatInstant(*row.time)) : QString();
}

QString sentences(const std::vector<EvidenceRow> &rows)
{
    QStringList lines;
    for (const EvidenceRow &row : rows)
        lines.append(evidenceSentence(row));
    return lines.join(u'\n');
}

QString csv(const std::vector<EvidenceRow> &rows)
{
    std::string out = bundle::tableRow({"entry", "time", "zone_known", "agent", "deployment", "session", "kind", "tool", "did", "verdict", "clause", "outcome", "evidence_parts", "source"});
    for (const EvidenceRow &row : rows)
        out += bundle::tableRow({std::to_string(row.entry), isoTime(row).toStdString(), row.time ? (row.time->zoneKnown ? "yes" : "no") : "", row.agent.toStdString(),
                                 row.deployment.toStdString(), row.session.toStdString(), std::string(nameOf(row.kind)), row.tool.toStdString(), row.did.toStdString(),
                                 std::string(nameOf(row.verdict)), row.clause.toStdString(), std::string(nameOf(row.outcome)), std::to_string(partsPresent(row.completeness)),
                                 row.source.toStdString()});
    return QString::fromStdString(out);
}

QString json(const std::vector<EvidenceRow> &rows)
{
    QJsonArray list;
    for (const EvidenceRow &row : rows) {
        QJsonObject object;
        const auto add = [&object](const char *name, const QString &value) {
            if (!value.isEmpty())
                object.insert(QLatin1StringView(name), value);
        };
        object.insert(QStringLiteral("entry"), static_cast<qint64>(row.entry));
        add("time", isoTime(row));
        add("agent", row.agent);
        add("deployment", row.deployment);
        add("session", row.session);
        add("kind", toText(nameOf(row.kind)));
        add("tool", row.tool);
        add("did", row.did);
        add("verdict", toText(nameOf(row.verdict)));
        add("clause", row.clause);
        add("outcome", toText(nameOf(row.outcome)));
        add("source", row.source);
        list.append(object);
    }
    return QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Indented));
}

/// Text of a source in a Markdown table: nothing in it is mark-up, a cell or a line of its own.
QString markdownCell(const QString &text)
{
    QString out;
    for (const QChar c : visibleLine(text, 400)) {
        if (QStringLiteral("\\`*_{}[]<>#|~&").contains(c))
            out += u'\\';
        out += c;
    }
    return out;
}

QString markdown(const std::vector<EvidenceRow> &rows)
{
    QString out;
    const auto line = [&out](const QStringList &cells) { out += QStringLiteral("| ") + cells.join(QStringLiteral(" | ")) + QStringLiteral(" |\n"); };
    line({CopyWords::tr("No."), CopyWords::tr("Time"), CopyWords::tr("Agent"), CopyWords::tr("Did"), CopyWords::tr("Verdict"), CopyWords::tr("Clause"), CopyWords::tr("Outcome")});
    line({QStringLiteral("--:"), QStringLiteral("---"), QStringLiteral("---"), QStringLiteral("---"), QStringLiteral("---"), QStringLiteral("---"), QStringLiteral("---")});
    for (const EvidenceRow &row : rows) {
        const bool action = row.kind == RecordKind::Action;
        line({QString::number(row.entry), markdownCell(words::time(row.time)), markdownCell(row.agent), markdownCell(row.did), action ? words::of(row.verdict).text : QString(),
              markdownCell(row.clause), action ? words::of(row.outcome).text : QString()});
    }
    return out;
}

QString links(const std::vector<EvidenceRow> &rows)
{
    QStringList lines;
    for (const EvidenceRow &row : rows)
        lines.append(evidenceCell(row, EvidenceModel::NumberColumn, LinkRole).toUrl().toString(QUrl::FullyEncoded));
    return lines.join(u'\n');
}

} // namespace

QString copiedRows(const std::vector<EvidenceRow> &rows, EvidenceModel::CopyFormat format)
{
    switch (format) {
    case EvidenceModel::CopyFormat::Text: return sentences(rows);
    case EvidenceModel::CopyFormat::Csv: return csv(rows);
    case EvidenceModel::CopyFormat::Json: return json(rows);
    case EvidenceModel::CopyFormat::Markdown: return markdown(rows);
    case EvidenceModel::CopyFormat::Link: return links(rows);
    }
    return {};
}

} // namespace mandate

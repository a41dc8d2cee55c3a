// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/export_words.h"

#include "models/items/text_safety.h"
#include "models/items/trouble.h"

#include <QCoreApplication>
#include <QDate>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

namespace mandate {

namespace {

struct ExportWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::ExportWords)
};

constexpr int namedInWords = 6;

/// What the ledger calls a member of a selection, as the filter bar calls it; nothing for what it has no word for.
std::optional<FilterField> fieldNamed(const QString &name)
{
    for (const FilterField field : {FilterField::Agent, FilterField::Deployment, FilterField::Session, FilterField::Tool, FilterField::Source, FilterField::Kind, FilterField::Verdict,
                                    FilterField::Outcome, FilterField::Since, FilterField::Until}) {
        if (fieldName(field) == name)
            return field;
    }
    return name == QLatin1String("deciding_clause") ? std::optional(FilterField::Clause) : std::nullopt;
}

QString quotedForQuery(QString value)
{
    return u'"' + value.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\"")) + u'"';
}

/// As conditions of the filter bar; nothing when it can say no such thing.
std::optional<QList<FilterCondition>> conditionsOf(const QJsonObject &selection)
{
    QList<FilterCondition> conditions;
    const auto query = [&conditions](const QString &text) { conditions.append({FilterField::Query, text, false, false}); };
    for (auto it = selection.begin(); it != selection.end(); ++it) {
        const QJsonArray values = it->toArray();
        if (it.key() == QLatin1String("query")) {
            query(values.first().toString());
        } else if (it.key() == QLatin1String("clause")) {
            const QString clause = quotedForQuery(values.first().toString());
            query(QStringLiteral("clause:%1 or finding:%1").arg(clause));
        } else if (it.key() == QLatin1String("entry")) {
            QStringList ranges;
            for (const QJsonValue &value : values)
                ranges << QStringLiteral("no:") + value.toString().replace(u'-', QStringLiteral(".."));
            query(ranges.join(QStringLiteral(" or ")));
        } else if (it.key() == QLatin1String("text")) {
            conditions += parseFilter(values.first().toString()).conditions; // words and phrases side by side
        } else if (const auto field = fieldNamed(it.key())) {
            for (const QJsonValue &value : values)
                conditions.append({*field, value.toString(), false, false});
        } else {
            return std::nullopt;
        }
    }
    return conditions;
}

QJsonObject read(const std::string &selection)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(selection)).object();
}

QString listWords(const QString &name, const QJsonArray &values)
{
    QStringList shown;
    for (qsizetype i = 0; i < qMin<qsizetype>(values.size(), namedInWords); ++i)
        shown << visibleLine(values[i].toString(), 120);
    const QString all = shown.join(ExportWords::tr(" or "));
    if (name == QLatin1String("incident"))
        return ExportWords::tr("Incident %1: every record of its session").arg(all);
    const int more = static_cast<int>(values.size()) - namedInWords;
    //: a part of what was asked for: "tool is pay or refund"
    const QString said = ExportWords::tr("%1 is %2").arg(name, all);
    return more > 0 ? ExportWords::tr("%1 and %n more", nullptr, more).arg(said) : said;
}

} // namespace

QString ExportWish::words() const
{
    if (!incident.isEmpty())
        return ExportWords::tr("Incident %1: every record of its session").arg(visibleLine(incident, 60));
    if (!entries.empty())
        return ExportWords::tr("%n chosen record(s)", nullptr, static_cast<int>(entries.size()));
    QStringList all;
    for (const FilterCondition &condition : conditions)
        all << visibleLine(conditionWords(condition), 200);
    return all.isEmpty() ? ExportWords::tr("Every record") : all.join(QStringLiteral("; "));
}

QString ExportWish::fileStem() const
{
    const QString date = QDate::currentDate().toString(Qt::ISODate);
    return incident.isEmpty() ? QStringLiteral("evidence-") + date : incident + u'-' + date;
}

namespace exportwords {

QString zoneWords(const QString &zone)
{
    //: %1 a time zone such as Europe/Madrid
    return zone.isEmpty() ? QStringLiteral("UTC") : ExportWords::tr("UTC and %1").arg(zone);
}

QString coverNote(const CoverFacts &facts)
{
    QStringList lines;
    const auto say = [&lines](const QString &name, const QString &value) {
        if (!value.isEmpty())
            lines << name + QStringLiteral(": ") + value;
    };
    lines << ExportWords::tr("Evidence bundle, exported with Mandate") << QString();
    say(ExportWords::tr("File"), facts.file);
    say(ExportWords::tr("Matter"), facts.matter);
    say(ExportWords::tr("Purpose"), facts.purpose);
    say(ExportWords::tr("What it holds"), facts.asked);
    say(ExportWords::tr("Records"), facts.counts.isEmpty() ? words::number(facts.records) : facts.counts);
    say(ExportWords::tr("First and last"), facts.times);
    say(ExportWords::tr("Times are in"), facts.zone);
    say(ExportWords::tr("Redaction"), facts.redaction.isEmpty() ? ExportWords::tr("Nothing is hidden") : facts.redaction);
    say(ExportWords::tr("Digest of the selection"), QStringLiteral("sha256 ") + facts.selectionDigest);
    say(ExportWords::tr("Digest of tagmanifest-sha256.txt"), facts.bundleDigest.isEmpty() ? QString() : QStringLiteral("sha256 ") + facts.bundleDigest);
    say(ExportWords::tr("Exported by"), facts.by);
    say(ExportWords::tr("Exported at"), facts.at);
    say(ExportWords::tr("Entry of the ledger"), words::number(facts.entry) + QStringLiteral(", ") + facts.origin);
    say(ExportWords::tr("Signed by key"), facts.key);
    lines << QString() << ExportWords::tr("How to check it")
          << ExportWords::tr("1. Unpack it. In its folder run: sha256sum -c manifest-sha256.txt")
          << ExportWords::tr("2. Run: sha256sum tagmanifest-sha256.txt – and compare with the digest above.")
          << ExportWords::tr("3. data/VERIFY.md says how to check signatures and proofs with openssl and a shell.")
          << ExportWords::tr("With Mandate at hand: mandate verify %1 --key %2").arg(facts.file.isEmpty() ? ExportWords::tr("FILE") : facts.file, facts.key)
          << ExportWords::tr("Ask for the key's id by another way than this note: it says whose ledger this is.");
    return lines.join(u'\n') + u'\n';
}

QString askedFor(const std::string &selection)
{
    const QJsonObject asked = read(selection);
    QStringList all;
    for (auto it = asked.begin(); it != asked.end(); ++it)
        all << listWords(visibleLine(it.key(), 60), it->toArray());
    return all.isEmpty() ? ExportWords::tr("Every record") : all.join(QStringLiteral("; "));
}

QUrl linkTo(const std::string &selection)
{
    const QJsonObject asked = read(selection);
    const QString incident = asked.value(QStringLiteral("incident")).toArray().first().toString();
    QUrl link(incident.isEmpty() ? QStringLiteral("mandate://evidence") : QStringLiteral("mandate://incidents"));
    QUrlQuery query;
    if (!incident.isEmpty()) {
        query.addQueryItem(QStringLiteral("incident"), QString::fromUtf8(QUrl::toPercentEncoding(incident)));
    } else {
        const auto conditions = conditionsOf(asked);
        if (!conditions)
            return {};
        if (!conditions->isEmpty())
            query.addQueryItem(QStringLiteral("filter"), QString::fromUtf8(QUrl::toPercentEncoding(filterText(*conditions))));
    }
    if (!query.isEmpty())
        link.setQuery(query);
    return link;
}

CheckedBundle checkedOf(const QString &path, const Result<BundleVerification> &verified)
{
    CheckedBundle checked;
    checked.path = path;
    if (!verified) {
        checked.trouble = troubleOf(verified.error());
        checked.state = {ExportWords::tr("Cannot be read"), Shape::Octagon, Tone::Critical};
        checked.sentence = checked.trouble->happened;
        return checked;
    }
    const BundleVerification &result = *verified;
    const StateWord holds{ExportWords::tr("Holds"), Shape::Tick, Tone::Good};
    for (const BundleCheck &held : result.held)
        checked.lines.append({holds, visibleLine(held.what, 200), visibleLine(held.detail, 400)});
    checked.ok = result.ok;
    checked.redacted = !result.profile.empty();
    checked.key = visibleLine(result.key, 100);
    checked.records = result.records;
    checked.exportedBy = words::person(result.exportedBy);
    checked.exportedAt = result.exportedBy.empty() ? QString() : words::time(result.exportedAt);
    checked.asked = result.selection.empty() ? QString() : askedFor(result.selection);
    if (const auto &bad = result.firstBad) {
        checked.state = {ExportWords::tr("Does not hold"), Shape::Octagon, Tone::Critical};
        checked.lines.append({checked.state, visibleLine(bad->place + ": " + bad->reason, 600), visibleLine(bad->affects, 400)});
        //: %1 a file of the bundle, %2 what is wrong with it, %3 what that touches
        checked.sentence = ExportWords::tr("%1: %2 %3 Do not rely on this bundle; ask its sender for another copy.")
                               .arg(visibleLine(bad->place, 200), visibleLine(bad->reason, 400), visibleLine(bad->affects, 400));
        return checked;
    }
    checked.state = {ExportWords::tr("Verified, %n file(s)", nullptr, static_cast<int>(result.files)), Shape::Tick, Tone::Good};
    checked.sentence = ExportWords::tr("Every file, signature and proof in it holds. Whose key %1 is, a bundle cannot say: compare it with what the sender tells you by another way.").arg(checked.key);
    if (result.hiddenValues > 0)
        checked.sentence += u' ' + ExportWords::tr("%n value(s) are hidden; that nothing else was changed in these records is the workspace's signed word.", nullptr,
                                                   static_cast<int>(result.hiddenValues));
    return checked;
}

} // namespace exportwords
} // namespace mandate

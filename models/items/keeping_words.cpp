// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/keeping_words.h"

#include "models/items/export_words.h"
#include "models/items/text_safety.h"

#include <QCoreApplication>
#include <QUrlQuery>

namespace mandate::keepingwords {

namespace {

struct KeepingWords
{
    Q_DECLARE_TR_FUNCTIONS(mandate::KeepingWords)
};

constexpr std::size_t namedRanges = 8;

QString line(const std::string &text, qsizetype limit = 300)
{
    return visibleLine(text, limit);
}

} // namespace

QString signer(const NoteSigner &signer)
{
    const QString id = visibleLine(words::person(signer.by), 120);
    //: a person: %1 their name, %2 their account
    return signer.byName.empty() || line(signer.byName, 120) == id ? id : KeepingWords::tr("%1 (%2)").arg(line(signer.byName, 120), id);
}

QString masking(const MaskingSetting &setting)
{
    if (!setting.signer)
        return KeepingWords::tr("Personal text is not masked. Nobody ever changed that.");
    const QString when = words::time(setting.signer->at);
    //: %1 a time, %2 a person, %3 why, as they wrote it
    return (setting.on ? KeepingWords::tr("Personal text is masked since %1, by %2: “%3”") : KeepingWords::tr("Personal text is not masked since %1, by %2: “%3”"))
        .arg(when, keepingwords::signer(*setting.signer), line(setting.reason));
}

QString why(const RetentionPlan::Kept &kept)
{
    const QString what = line(kept.what, 200);
    switch (kept.because) {
    case KeptBecause::Hold: return KeepingWords::tr("Legal hold %1 keeps them").arg(what);
    case KeptBecause::OpenIncident: return KeepingWords::tr("They belong to incident %1, which is not closed").arg(what);
    case KeptBecause::NoPact:
        return what.isEmpty() ? KeepingWords::tr("No pact binds an agent without a name, so nobody said how long") : KeepingWords::tr("No pact binds %1, so nobody said how long").arg(what);
    case KeptBecause::NoRetention: return KeepingWords::tr("%1 does not say how long").arg(what);
    case KeptBecause::Younger: return KeepingWords::tr("Their time by %1 is not over").arg(what);
    case KeptBecause::Together: return KeepingWords::tr("Their session, or what was received with them, holds records that stay");
    }
    return {};
}

static QString remark(const QString &what)
{
    const QString kind = what.section(u' ', 0, 0);
    const QString tag = what.section(u' ', 1);
    if (kind == QLatin1String("star"))
        return KeepingWords::tr("A star was put on it");
    if (kind == QLatin1String("unstar"))
        return KeepingWords::tr("The star was taken back");
    if (kind == QLatin1String("tag"))
        return KeepingWords::tr("Tagged “%1”").arg(tag);
    if (kind == QLatin1String("untag"))
        return KeepingWords::tr("The tag “%1” was taken back").arg(tag);
    return kind == QLatin1String("note") ? KeepingWords::tr("A note was written") : KeepingWords::tr("A note was taken back");
}

QString act(const CustodyEvent &event)
{
    const QString what = line(event.what);
    switch (event.act) {
    case CustodyAct::HoldPlaced: return KeepingWords::tr("Legal hold placed: %1").arg(what);
    case CustodyAct::HoldReleased: return KeepingWords::tr("Legal hold released: %1").arg(what);
    case CustodyAct::Erased: return KeepingWords::tr("Erased, retention over under %1").arg(what);
    case CustodyAct::ExportBegun: return KeepingWords::tr("Export begun");
    case CustodyAct::ExportSealed: return KeepingWords::tr("Export sealed: %1").arg(what);
    case CustodyAct::ExportAbandoned: return KeepingWords::tr("Export abandoned");
    case CustodyAct::ExportRevealed: return KeepingWords::tr("Hidden value of an export shown: %1").arg(what);
    case CustodyAct::FieldRevealed: return KeepingWords::tr("Masked value shown: %1").arg(what);
    case CustodyAct::MaskingChanged: return event.what == "on" ? KeepingWords::tr("Masking turned on") : KeepingWords::tr("Masking turned off");
    case CustodyAct::CaseStep: return KeepingWords::tr("Step in an incident: %1").arg(what);
    case CustodyAct::Remarked: return remark(what);
    }
    return {};
}

StateWord state(CustodyAct act)
{
    switch (act) {
    case CustodyAct::HoldPlaced: return {KeepingWords::tr("Held"), Shape::Bars, Tone::Info};
    case CustodyAct::HoldReleased: return {KeepingWords::tr("Released"), Shape::Diamond, Tone::Neutral};
    case CustodyAct::Erased: return {KeepingWords::tr("Erased"), Shape::Octagon, Tone::Critical};
    case CustodyAct::ExportBegun:
    case CustodyAct::ExportSealed:
    case CustodyAct::ExportAbandoned: return {KeepingWords::tr("Handed out"), Shape::Triangle, Tone::Warning};
    case CustodyAct::ExportRevealed:
    case CustodyAct::FieldRevealed: return {KeepingWords::tr("Revealed"), Shape::Triangle, Tone::Warning};
    case CustodyAct::MaskingChanged: return {KeepingWords::tr("Masking"), Shape::Hatch, Tone::Neutral};
    case CustodyAct::CaseStep: return {KeepingWords::tr("Noted"), Shape::Disc, Tone::Info};
    case CustodyAct::Remarked: return {KeepingWords::tr("Remarked"), Shape::Star, Tone::Info};
    }
    return {};
}

QString ranges(const std::vector<EntryRange> &ranges)
{
    QStringList shown;
    for (std::size_t i = 0; i < std::min(ranges.size(), namedRanges); ++i)
        //: a range of numbers of records
        shown << (ranges[i].first == ranges[i].last ? words::number(ranges[i].first) : KeepingWords::tr("%1 to %2").arg(words::number(ranges[i].first), words::number(ranges[i].last)));
    const QString all = shown.join(QStringLiteral(", "));
    return ranges.size() <= namedRanges ? all : KeepingWords::tr("%1 and %n more range(s)", nullptr, static_cast<int>(ranges.size() - namedRanges)).arg(all);
}

QString concerned(const CustodyEvent &event)
{
    if (!event.entries.empty())
        return KeepingWords::tr("Records %1").arg(ranges(event.entries));
    return event.selection.empty() ? KeepingWords::tr("The workspace as a whole") : exportwords::askedFor(event.selection);
}

QString pacts(const std::vector<Tombstone::Pact> &pacts)
{
    QStringList names;
    for (const Tombstone::Pact &pact : pacts)
        names << line(pact.version, 120);
    return names.join(QStringLiteral(", "));
}

QUrl linkOf(const CustodyEvent &event)
{
    const auto at = [](const QString &page, const QString &name, const QString &value, const QString &tab = {}) {
        QUrlQuery query;
        if (!tab.isEmpty())
            query.addQueryItem(QStringLiteral("tab"), tab);
        query.addQueryItem(name, value);
        QUrl link(QStringLiteral("mandate://") + page);
        link.setQuery(query);
        return link;
    };
    switch (event.act) {
    case CustodyAct::HoldPlaced:
    case CustodyAct::HoldReleased: return at(QStringLiteral("exports"), QStringLiteral("hold"), toText(event.what), QStringLiteral("holds"));
    case CustodyAct::Erased: return at(QStringLiteral("exports"), QStringLiteral("tombstone"), QString::number(event.entry), QStringLiteral("retention"));
    case CustodyAct::ExportBegun:
    case CustodyAct::ExportRevealed: return at(QStringLiteral("exports"), QStringLiteral("entry"), QString::number(event.entry));
    case CustodyAct::FieldRevealed:
    case CustodyAct::Remarked:
        return event.entries.empty() ? QUrl() : at(QStringLiteral("evidence"), QStringLiteral("entry"), QString::number(event.entries.front().first));
    case CustodyAct::CaseStep:
    case CustodyAct::ExportSealed:
    case CustodyAct::ExportAbandoned: return exportwords::linkTo(event.selection);
    case CustodyAct::MaskingChanged: return {};
    }
    return {};
}

} // namespace mandate::keepingwords

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/case_choice.h"

#include "models/items/text_safety.h"
#include "models/statistics/calibration.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <array>

namespace mandate {

namespace {

struct CaseChoiceText
{
    Q_DECLARE_TR_FUNCTIONS(CaseChoice)
};

constexpr int bins = 10;
constexpr std::array results{CaseResult::Passed, CaseResult::Failed, CaseResult::Error, CaseResult::NotScored};

bool isScored(CaseResult result)
{
    return result == CaseResult::Passed || result == CaseResult::Failed;
}

QString toItem(std::string_view name)
{
    return QString::fromUtf8(QUrl::toPercentEncoding(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()))));
}

std::optional<bool> truthOf(const QString &text)
{
    return text == QStringLiteral("yes") ? std::optional(true) : text == QStringLiteral("no") ? std::optional(false) : std::nullopt;
}

} // namespace

bool CaseChoice::holds(const ResultCase &one) const
{
    if ((result && one.result != *result) || (subject && one.subject != *subject) || (suite && one.suite != *suite) || (attack && one.attack != *attack) || (scorer && one.scorer != *scorer))
        return false;
    if ((useful && one.useful != useful) || (sessionSucceeded && one.labelled != sessionSucceeded))
        return false;
    if ((stated || bin) && !isScored(one.result))
        return false;
    if (!stated && !bin)
        return true;
    return one.confidence && (!bin || calibrationBin(*one.confidence) == static_cast<std::size_t>(*bin));
}

QString CaseChoice::words() const
{
    QStringList said;
    const auto name = [](const std::string &text) { return visibleLine(text, 60); };
    if (subject)
        said << CaseChoiceText::tr("who was tried: %1").arg(name(*subject));
    if (suite && !suite->empty())
        said << CaseChoiceText::tr("suite: %1").arg(name(*suite));
    if (attack)
        said << (attack->empty() ? CaseChoiceText::tr("no attack") : CaseChoiceText::tr("attack: %1").arg(name(*attack)));
    if (scorer)
        said << CaseChoiceText::tr("scored by: %1").arg(name(*scorer));
    if (useful)
        said << (*useful ? CaseChoiceText::tr("task done beside the attack") : CaseChoiceText::tr("task not done beside the attack"));
    if (sessionSucceeded)
        said << (*sessionSucceeded ? CaseChoiceText::tr("the session succeeded") : CaseChoiceText::tr("the session failed"));
    if (bin)
        said << CaseChoiceText::tr("stated confidence from %1 to %2").arg(QLocale().toString(*bin / 10.0, 'f', 1), QLocale().toString((*bin + 1) / 10.0, 'f', 1));
    else if (stated)
        said << CaseChoiceText::tr("with a stated confidence, and scored");
    return said.join(QStringLiteral(" · "));
}

void addTo(QUrlQuery &query, const CaseChoice &choice)
{
    const auto name = [&query](const char *key, const std::optional<std::string> &value) {
        if (value)
            query.addQueryItem(QString::fromLatin1(key), toItem(*value));
    };
    const auto truth = [&query](const char *key, const std::optional<bool> &value) {
        if (value)
            query.addQueryItem(QString::fromLatin1(key), *value ? QStringLiteral("yes") : QStringLiteral("no"));
    };
    if (choice.result)
        query.addQueryItem(QStringLiteral("result"), toItem(nameOf(*choice.result)));
    name("subject", choice.subject);
    name("suite", choice.suite);
    name("attack", choice.attack);
    name("scorer", choice.scorer);
    truth("useful", choice.useful);
    truth("succeeded", choice.sessionSucceeded);
    if (choice.bin)
        query.addQueryItem(QStringLiteral("bin"), QString::number(*choice.bin));
    truth("stated", choice.stated ? std::optional(true) : std::nullopt);
}

CaseChoice caseChoiceOf(const QUrlQuery &query)
{
    const auto text = [&query](const char *key) { return query.queryItemValue(QString::fromLatin1(key), QUrl::FullyDecoded); };
    const auto name = [&](const char *key) { return query.hasQueryItem(QString::fromLatin1(key)) ? std::optional(text(key).toStdString()) : std::nullopt; };
    CaseChoice choice;
    for (const CaseResult result : results) {
        if (text("result").toStdString() == nameOf(result))
            choice.result = result;
    }
    choice.subject = name("subject");
    choice.suite = name("suite");
    choice.attack = name("attack");
    choice.scorer = name("scorer");
    choice.useful = truthOf(text("useful"));
    choice.sessionSucceeded = truthOf(text("succeeded"));
    bool isNumber = false;
    if (const int bin = text("bin").toInt(&isNumber); isNumber && bin >= 0 && bin < bins)
        choice.bin = bin;
    choice.stated = truthOf(text("stated")).value_or(false);
    return choice;
}

QUrl evaluationLink(EntryNumber evaluation, const CaseChoice &choice)
{
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("tab"), QStringLiteral("evaluations"));
    query.addQueryItem(QStringLiteral("entry"), QString::number(evaluation));
    addTo(query, choice);
    QUrl link(QStringLiteral("mandate://metrics"));
    link.setQuery(query);
    return link;
}

} // namespace mandate

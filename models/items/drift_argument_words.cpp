// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/drift_argument_words.h"

#include "models/items/words.h"
#include "models/items/text_safety.h"

#include <QCoreApplication>

namespace mandate {

namespace {

struct DriftArgumentText
{
    Q_DECLARE_TR_FUNCTIONS(DriftPanels)
};

} // namespace

QString firstFew(const QStringList &names)
{
    constexpr qsizetype most = 5;
    const QString first = names.mid(0, most).join(QStringLiteral(", "));
    return names.size() <= most ? first : DriftArgumentText::tr("%1 and %2 more").arg(first, words::number(static_cast<quint64>(names.size() - most)));
}

QString partName(const DriftPart &part)
{
    switch (part.pooled) {
    case DriftPart::Pooled::No: break;
    case DriftPart::Pooled::New: return DriftArgumentText::tr("%Ln seldom value(s), not there before", nullptr, static_cast<int>(part.values));
    case DriftPart::Pooled::Other: return DriftArgumentText::tr("%Ln other seldom value(s)", nullptr, static_cast<int>(part.values));
    }
    return visibleLine(part.name, 40);
}

QStringList leftOutWords(const DriftReport &report)
{
    using Why = DriftLeftOut::Why;
    QStringList told;
    for (const Why why : {Why::FewRuns, Why::Names, Why::TooMany}) {
        QStringList names;
        for (const DriftLeftOut &left : report.leftOut) {
            if (left.why == why)
                names << visibleLine(left.name, 80);
        }
        if (names.isEmpty())
            continue;
        told << (why == Why::FewRuns ? DriftArgumentText::tr("Not compared, because fewer than %1 runs of a side have them: %2.").arg(words::number(fewestRuns), firstFew(names))
                 : why == Why::Names ? DriftArgumentText::tr("Not compared, because their values hardly come again: %1.").arg(firstFew(names))
                                     : DriftArgumentText::tr("Not compared, because others are used more: %1.").arg(firstFew(names)));
    }
    return told;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/sparkline.h"

#include "models/items/words.h"

#include <QLocale>

#include <cmath>
#include <numeric>

namespace mandate {

namespace {

struct SparkText
{
    Q_DECLARE_TR_FUNCTIONS(Sparkline)
};

static_assert(SparklineRole > MonoRole && SparklineRole < FirstOwnRole);

double meanOf(const QList<double> &numbers)
{
    return std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size());
}

} // namespace

QString Sparkline::words() const
{
    constexpr qsizetype mostSaid = 10;
    QStringList said;
    QList<double> known;
    for (qsizetype i = 0; i < values.size(); ++i) {
        const bool isKnown = !std::isnan(values[i]);
        if (isKnown)
            known << values[i];
        if (i + mostSaid >= values.size())
            said << (isKnown ? QLocale().toString(values[i], 'g', 6) : SparkText::tr("not known"));
    }
    if (known.isEmpty())
        return SparkText::tr("nothing is known");
    const QString list = said.join(QStringLiteral(", "));
    if (known.size() < 4) // of fewer, a direction would be made up
        return list;
    const double before = meanOf(known.mid(0, known.size() / 2)), after = meanOf(known.mid((known.size() + 1) / 2));
    //: %1 numbers, the newest last
    return (after > before ? SparkText::tr("%1; rising") : after < before ? SparkText::tr("%1; falling") : SparkText::tr("%1; level")).arg(list);
}

} // namespace mandate

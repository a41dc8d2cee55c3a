// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/threshold_words.h"

#include "models/items/rate_model.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>

namespace mandate::thresholds {

namespace {

struct ThresholdText
{
    Q_DECLARE_TR_FUNCTIONS(Thresholds)
};

constexpr std::size_t mostThresholdRows = 120;

QString partOf(double share)
{
    return ThresholdText::tr("%1\u00A0%").arg(QLocale().toString(100 * share, 'f', 1));
}

QString confidence(double stated)
{
    return QLocale().toString(stated, 'g', 4);
}

QString perHundred(const HandOffPoint &point)
{
    return QLocale().toString(100 * (1 - point.coverage()), 'f', 1);
}

} // namespace

namespace {

/// Another threshold that Wilson's bound would allow, were it not picked from the same answers; empty where it is the chosen one.
QString byItself(std::span<const HandOffPoint> curve, double allowedError, const HandOffChoice &choice)
{
    const auto smallest = handOffThreshold(curve, allowedError);
    if (!smallest || (choice.chosen && choice.chosen->threshold == smallest->threshold))
        return {};
    return QLatin1Char(' ') + ThresholdText::tr("That %1 would meet it by itself (Wilson) says little, because it would be picked from the same answers.").arg(confidence(smallest->threshold));
}

} // namespace

ThresholdAnswer answer(std::span<const HandOffPoint> curve, double allowedError, quint64 unstated)
{
    ThresholdAnswer told;
    if (curve.empty()) {
        told.state = {ThresholdText::tr("Nothing to choose from"), Shape::Hatch, Tone::Muted};
        told.sentence = ThresholdText::tr("No answer states a confidence and is known to be right or wrong.");
        return told;
    }
    const std::uint64_t all = curve.front().alone + curve.front().reviewed;
    const HandOffChoice choice = chooseHandOff(curve, allowedError);
    const auto &point = choice.chosen;
    if (!point) {
        told.state = {ThresholdText::tr("No threshold meets this"), Shape::Octagon, Tone::Critical};
        told.load = ThresholdText::tr("A person has to see every case.");
        if (!choice.failed) {
            told.sentence = ThresholdText::tr("No threshold meets this: with %1 labelled answers at most %2 wrong cannot be shown; at or above a threshold there have to be %3.")
                                .arg(words::number(all), partOf(allowedError), words::number(choice.fewest));
            return told;
        }
        told.sentence = ThresholdText::tr("No threshold meets this: already of the surest answers, the %1 at or above %2, up to %3 may be wrong with 95 % confidence. Allowed are %4.")
                            .arg(words::number(choice.failed->alone), confidence(choice.failed->threshold), partOf(choice.failed->exactUpper), partOf(allowedError));
        told.sentence += byItself(curve, allowedError, choice);
        return told;
    }
    told.threshold = point->threshold;
    told.state = {ThresholdText::tr("Threshold found"), Shape::Tick, Tone::Good};
    told.sentence = ThresholdText::tr("Hand over below %1: of the %2 answers at or above it, %3 were wrong. With 95 % confidence at most the %4 that are allowed, and this holds although the threshold was chosen from the same answers; for this one by itself the bound is %5.")
                        .arg(confidence(point->threshold), words::number(point->alone),
                             point->alone < fewestForRate ? words::number(point->wrong) : ThresholdText::tr("%1 (%2)").arg(words::number(point->wrong), partOf(point->error())), partOf(allowedError), partOf(point->exactUpper));
    told.sentence += byItself(curve, allowedError, choice);
    told.load = ThresholdText::tr("People see %1 of 100 cases: %2 of %3 labelled ones. The agent goes on alone in %4.")
                    .arg(perHundred(*point), words::number(point->reviewed), words::number(all), partOf(point->coverage()));
    if (unstated > 0)
        told.load += QLatin1Char(' ') + ThresholdText::tr("%1 more state no confidence: where none is stated, a person decides.").arg(words::number(unstated));
    return told;
}

FigurePanel panel(std::span<const HandOffPoint> curve, double allowedError)
{
    FigurePanel panel;
    if (curve.empty())
        return panel;
    const HandOffChoice choice = chooseHandOff(curve, allowedError);
    const auto &chosen = choice.chosen;
    panel.key = QStringLiteral("curve");
    panel.title = ThresholdText::tr("What each threshold would cost");
    panel.columns = {ThresholdText::tr("Hand over below"), ThresholdText::tr("Agent goes on alone"), ThresholdText::tr("Wrong of these"), ThresholdText::tr("Wrong, at most (95 %, by itself)"), ThresholdText::tr("People see, of 100")};
    using Form = FigureSeries::Form;
    FigureSeries coverage{ThresholdText::tr("Alone"), Form::Line, {}, {}, {}, {}};
    FigureSeries error{ThresholdText::tr("Wrong (dashed)"), Form::Dashed, {}, {}, {}, {}};
    FigureSeries upper{ThresholdText::tr("at most (dotted)"), Form::Dotted, {}, {}, {}, {}};
    FigureSeries ring{ThresholdText::tr("Chosen (ring)"), Form::Rings, {}, {}, {}, {}};
    const double from = curve.front().threshold;
    const FigureSeries allowed{ThresholdText::tr("Allowed (dash-dot)"), Form::DashDot, {from, 1}, {100 * allowedError, 100 * allowedError}, {}, {}};
    const std::size_t step = curve.size() <= mostThresholdRows ? 1 : (curve.size() + mostThresholdRows - 1) / mostThresholdRows;
    for (std::size_t i = 0; i < curve.size(); ++i) {
        const HandOffPoint &point = curve[i];
        for (const auto &[series, share] : {std::pair{&coverage, point.coverage()}, {&error, point.error()}, {&upper, point.exactUpper}}) {
            series->x.append(point.threshold);
            series->y.append(100 * share);
        }
        const bool isChosen = chosen && point.threshold == chosen->threshold;
        if (isChosen) {
            ring.x.append(point.threshold);
            ring.y.append(100 * point.exactUpper);
            panel.cellStates.append({static_cast<int>(panel.rows.size()), 0, {ThresholdText::tr("%1, chosen").arg(confidence(point.threshold)), Shape::Tick, Tone::Good}});
        }
        if (isChosen || i % step == 0 || i + 1 == curve.size())
            panel.rows.append({isChosen ? ThresholdText::tr("%1, chosen").arg(confidence(point.threshold)) : confidence(point.threshold), words::share(point.alone, point.alone + point.reviewed),
                               words::share(point.wrong, point.alone), partOf(point.exactUpper), perHundred(point)});
    }
    panel.sentence = ThresholdText::tr("From the highest confidence downwards, the last threshold before the first one whose upper bound (Clopper and Pearson, 95 %) is above what is allowed. Those with fewer than %1 answers at or above them are passed over.")
                         .arg(words::number(choice.fewest));
    if (step > 1)
        panel.sentence += QLatin1Char(' ') + ThresholdText::tr("The table shows %1 of %2 stated confidences; the picture has them all.").arg(words::number(static_cast<quint64>(panel.rows.size())), words::number(curve.size()));
    panel.picture = {ThresholdText::tr("Hand over below this stated confidence"), ThresholdText::tr("Share, %"), {coverage, error, upper, allowed}, {}, false, from, 1, 0, 105, {}};
    if (!ring.x.isEmpty())
        panel.picture.series.append(ring);
    return panel;
}

QString clause(double threshold, const QString &to)
{
    const QJsonObject handOff{{QStringLiteral("confidence_below"), threshold}, {QStringLiteral("to"), to}};
    return QString::fromUtf8(QJsonDocument(QJsonObject{{QStringLiteral("hand_off"), handOff}}).toJson(QJsonDocument::Indented));
}

} // namespace mandate::thresholds

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/coverage_words.h"

#include "models/items/case_words.h"
#include "models/items/text_safety.h"

#include <QCoreApplication>

#include <algorithm>

namespace mandate::words {

namespace {

constexpr std::size_t mostGaps = 3; ///< named; the others are counted

struct Coverages
{
    Q_DECLARE_TR_FUNCTIONS(mandate::Coverages)
};

QString gapWords(const std::vector<CoverageGap> &gaps, const Instant &now)
{
    QStringList parts;
    for (std::size_t i = gaps.size() - std::min(gaps.size(), mostGaps); i < gaps.size(); ++i) // the newest
        parts.append(gaps[i].until.nanoseconds == now.nanoseconds ? Coverages::tr("since %1").arg(time(gaps[i].from)) : Coverages::tr("from %1 to %2").arg(time(gaps[i].from), time(gaps[i].until)));
    if (gaps.size() > mostGaps)
        parts.prepend(Coverages::tr("%Ln earlier", nullptr, static_cast<int>(gaps.size() - mostGaps)));
    return parts.join(Coverages::tr("; "));
}

} // namespace

StateWord of(const SourceCoverage &source)
{
    if (source.expectedBy.empty() && !source.live)
        return {Coverages::tr("Recording"), Shape::Disc, Tone::Neutral};
    switch (source.state) {
    case Freshness::Healthy: return {Coverages::tr("Healthy"), Shape::Tick, Tone::Good};
    case Freshness::Idle: return {Coverages::tr("Later than usual"), Shape::Glass, Tone::Warning};
    case Freshness::Stalled: return {Coverages::tr("Stalled"), Shape::Octagon, Tone::Critical};
    case Freshness::Unknown: break;
    }
    return {Coverages::tr("Unknown"), Shape::Diamond, Tone::Neutral};
}

QString coverage(const SourceCoverage &source, const CoverageReport &report)
{
    const Coverage &covered = source.coverage;
    QStringList sentences;
    if (!covered.lastSeen)
        sentences.append(Coverages::tr("No record of it has a time: what it covers is not known."));
    else
        sentences.append(Coverages::tr("Last record: %1.").arg(time(covered.lastSeen)));
    if (!covered.usualGap && covered.lastSeen)
        sentences.append(Coverages::tr("It paused too seldom to tell what is usual."));
    else if (covered.usualGap && covered.gaps.empty())
        sentences.append(Coverages::tr("It is usually silent for at most %1, and never was for much longer.").arg(span(*covered.usualGap)));
    else if (covered.usualGap)
        sentences.append(Coverages::tr("It is usually silent for at most %1; %Ln gap(s): %2.", nullptr, static_cast<int>(covered.gaps.size())).arg(span(*covered.usualGap), gapWords(covered.gaps, report.at)));
    if (source.untimed > 0)
        sentences.append(Coverages::tr("%Ln record(s) without a time cover nothing.", nullptr, static_cast<int>(source.untimed)));
    if (covered.ahead)
        sentences.append(Coverages::tr("Its clock is wrong, or this computer's: a record says %1.").arg(time(covered.ahead)));
    const auto binding = std::ranges::find(report.expected, source.expectedBy, [](const ExpectedSource &expected) { return expected.expectation.source; });
    if (!source.expectedBy.empty() && binding != report.expected.end()) {
        const SourceExpectation &said = binding->expectation;
        sentences.append(Coverages::tr("Records of %1 are expected at least every %2, signed by %3 on %4.")
                             .arg(visibleLine(said.source, 80), span(said.everySeconds * 1'000'000'000), visibleLine(said.signer.by, 80), time(said.signer.at)));
        if (!binding->silences.empty())
            sentences.append(Coverages::tr("Silent for more than three times as long: %1.").arg(gapWords(binding->silences, report.at)));
    } else if (!source.live) {
        sentences.append(Coverages::tr("Nobody expects it to go on, so it is never late."));
    }
    return sentences.join(u' ');
}

} // namespace mandate::words

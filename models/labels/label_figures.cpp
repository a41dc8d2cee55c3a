// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/labels/label_figures.h"

#include "models/statistics/proportion.h"
#include "models/statistics/stratified.h"

namespace mandate {

namespace {

LabelShare shareOf(std::uint64_t k, std::uint64_t n, SampleStrategy strategy)
{
    LabelShare share{k, n, {}, {}, {}};
    if (n > 0)
        share.share = static_cast<double>(k) / static_cast<double>(n);
    if (n > 0 && strategy == SampleStrategy::Random)
        share.interval = wilsonInterval(k, n);
    return share;
}

} // namespace

LabelFigures labelFigures(const SampleLabels &labels)
{
    LabelFigures figures;
    const LabelSample &sample = labels.sample;
    const bool yesIsRight = sample.question == LabelQuestion::EscalationNeeded; // else "no, not in scope" is what should be flagged
    figures.answered = {labels.answeredBy(0), labels.answeredBy(1)};
    figures.beside = labels.beside();
    std::vector<StratumCount> strata;
    for (const SampleStratum &stratum : sample.strata) {
        StratumCount &count = strata.emplace_back(StratumCount{stratum.population, 0, 0});
        for (const LabelUnit &unit : stratum.drawn) {
            ++figures.drawn;
            const UnitLabels &said = labels.of(unit.entry);
            if (said.isAnsweredTwice())
                ++figures.table.at(static_cast<std::size_t>(said.answers[0]->answer)).at(static_cast<std::size_t>(said.answers[1]->answer));
            const LabelState state = said.state();
            figures.agreed += state == LabelState::Agreed ? 1 : 0;
            figures.disagreed += state == LabelState::Disagreed ? 1 : 0;
            figures.settled += state == LabelState::Settled ? 1 : 0;
            const auto answer = said.answer();
            figures.cannotTell += answer == LabelAnswer::CannotTell ? 1 : 0;
            if (!answer || *answer == LabelAnswer::CannotTell) {
                ++figures.unlabelled;
                continue;
            }
            const bool yes = *answer == LabelAnswer::Yes;
            ++(yes ? figures.yes : figures.no);
            ++count.n;
            count.k += yes ? 1 : 0;
            const bool shouldBe = yes == yesIsRight;
            ++(unit.flagged ? (shouldBe ? figures.rightlyFlagged : figures.wronglyFlagged) : (shouldBe ? figures.missed : figures.neither));
        }
    }
    const auto &table = figures.table;
    figures.both = {table[0][0], table[0][1], table[1][0], table[1][1]};
    figures.kappa = cohensKappa(figures.both);
    figures.estimate = shareOf(figures.yes, figures.yes + figures.no, sample.strategy);
    if (sample.strategy == SampleStrategy::Stratified && figures.estimate.n > 0) {
        const StratifiedShare weighted = stratifiedShare(strata);
        figures.estimate.share = weighted.share;
        figures.estimate.interval = weighted.interval;
        figures.estimate.standardError = weighted.standardError;
    }
    figures.precision = shareOf(figures.rightlyFlagged, figures.rightlyFlagged + figures.wronglyFlagged, sample.strategy);
    figures.recall = shareOf(figures.rightlyFlagged, figures.rightlyFlagged + figures.missed, sample.strategy);
    return figures;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/label_words.h"

#include "models/items/text_safety.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace mandate::labelwords {

namespace {

struct LabelText
{
    Q_DECLARE_TR_FUNCTIONS(mandate::LabelText)
};

QString percentOf(double share)
{
    return LabelText::tr("%1\u00A0%").arg(QLocale().toString(100 * share, 'f', 1));
}

QString kOfN(const LabelShare &share)
{
    return LabelText::tr("%1 of %2").arg(words::number(share.k), words::number(share.n));
}

constexpr std::uint64_t fewestForPercent = 30; ///< below, a percentage says more than is known

QString shareCell(const LabelShare &share)
{
    if (share.n == 0)
        return LabelText::tr("nothing to count");
    return share.share && share.n >= fewestForPercent ? percentOf(*share.share) : LabelText::tr("too few");
}

QString intervalCell(const LabelShare &share)
{
    return share.interval ? LabelText::tr("%1 to %2").arg(percentOf(share.interval->first), percentOf(share.interval->second)) : LabelText::tr("none");
}

QString who(const NoteSigner &signer)
{
    return visibleLine(words::person(signer.by), 60);
}

/// Who holds a place, and whose it was before.
QString seated(const SampleLabels &labels, std::size_t place)
{
    QStringList before;
    for (const NoteSigner &one : labels.before.at(place))
        before.append(who(one));
    //: a person who labels in the place of others, who left
    return before.isEmpty() ? who(labels.labellers[place]) : LabelText::tr("%1 (in the place of %2, who can act no more)").arg(who(labels.labellers[place]), QLocale().createSeparatedList(before));
}

QString besideSentence(const LabelFigures &figures)
{
    return figures.beside == 0 ? QString() : u' ' + LabelText::tr("%1 more answers stay beside and count in nothing: they were given while nobody was enrolled, or by somebody who can act no more.").arg(words::number(figures.beside));
}

/// What somebody wrote, before another sentence.
QString asSentence(const QString &written)
{
    return written.isEmpty() || written.endsWith(u'.') || written.endsWith(u'!') || written.endsWith(u'?') ? written : written + u'.';
}

QString seedSentence(const LabelSample &sample)
{
    if (!sample.seedChosen)
        return LabelText::tr("The note does not say who chose the seed.");
    return *sample.seedChosen ? LabelText::tr("The seed was chosen by hand.") : LabelText::tr("Nobody chose the seed: it follows from the ledger and the name.");
}

QString othersSentence(const OtherSamples &others)
{
    return others.drawn == 0 ? LabelText::tr("No other sample of this agent was drawn for this question.")
                             : LabelText::tr("Other samples of this agent drawn for this question: %1, of which %2 were not answered at all and %3 not to the end.").arg(words::number(others.drawn), words::number(others.unanswered), words::number(others.unfinished));
}

QString progressOf(const SampleLabels &labels, const LabelFigures &figures, bool isOpen)
{
    const QString alone = isOpen ? u' ' + LabelText::tr("Nobody is enrolled, so that nothing tells a second person apart: only one account can label. Enrol people on the People page.") : QString();
    QStringList parts;
    for (std::size_t i = 0; i < labels.labellers.size(); ++i)
        //: a person, and how many of how many they answered
        parts.append(LabelText::tr("%1 answered %2 of %3").arg(seated(labels, i), words::number(figures.answered.at(i)), words::number(figures.drawn)));
    if (parts.isEmpty())
        return LabelText::tr("Nobody has answered yet. It takes two persons.") + besideSentence(figures) + alone;
    if (labels.labellers.size() == 1)
        parts.append(LabelText::tr("a second person is missing"));
    return parts.join(QStringLiteral("; ")) + u'.' + besideSentence(figures) + alone;
}

QString kappaSentence(const LabelFigures &figures, SampleStrategy strategy)
{
    if (figures.both.cases() == 0)
        return LabelText::tr("Nothing was answered yes or no by both yet.");
    const QString counts = LabelText::tr("Both said yes or no of %1 and agreed on %2.").arg(words::number(figures.both.cases()), words::number(figures.both.agreed()));
    if (!figures.kappa)
        return counts + u' ' + LabelText::tr("There is no kappa: both said the same of every one, and that cannot be told from chance.");
    const auto [low, high] = figures.kappa->interval();
    const QLocale locale;
    return counts + u' ' + LabelText::tr("Cohen's kappa is %1, between %2 and %3 (95\u00A0%): 0 is what chance alone gives, 1 is full agreement. Counted before anything was settled.")
                               .arg(locale.toString(figures.kappa->kappa, 'f', 2), locale.toString(low, 'f', 2), locale.toString(high, 'f', 2)) +
           (strategy == SampleStrategy::Random ? QString() : u' ' + LabelText::tr("It is of this sample alone: rare verdicts are in it more often than they occur."));
}

QString estimateSentence(const LabelSample &sample, const LabelFigures &figures)
{
    if (sample.strategy == SampleStrategy::Uncertain)
        return LabelText::tr("This sample looks for doubtful cases first. It is not representative: nothing about all %1 follows from it, only about the %2 that were drawn.")
            .arg(words::number(sample.population()), words::number(figures.drawn));
    if (!figures.estimate.interval)
        return LabelText::tr("There is no estimate yet: nothing has an answer that both gave or that was settled on.");
    const QString range = LabelText::tr("Of all %1, the answer is yes for between %2 and %3 (95\u00A0%), told from the %4 with an answer that counts.")
                              .arg(words::number(sample.population()), percentOf(figures.estimate.interval->first), percentOf(figures.estimate.interval->second), words::number(figures.estimate.n));
    const QString left = figures.unlabelled == 0 ? QString() : u' ' + LabelText::tr("%1 of the sample have none: if they are of another kind, the estimate is off.").arg(words::number(figures.unlabelled));
    const bool isLarge = sample.strategy == SampleStrategy::Random && 10 * figures.estimate.n > sample.population();
    return range + left + (isLarge ? u' ' + LabelText::tr("The interval takes all there is as endless; here much of it was drawn, so that it is wider than need be.") : QString());
}

FigurePanel agreementPanel(const LabelFigures &figures, SampleStrategy strategy)
{
    FigurePanel panel;
    panel.key = QStringLiteral("agreement");
    panel.title = LabelText::tr("Agreement of the two labellers");
    if (figures.kappa)
        //: a statistic, Cohen's kappa
        panel.value = LabelText::tr("Kappa %1").arg(QLocale().toString(figures.kappa->kappa, 'f', 2));
    panel.sentence = kappaSentence(figures, strategy);
    //: heading of a table: rows are what the first said, columns what the second said
    panel.columns = {LabelText::tr("First said"), LabelText::tr("Second: yes"), LabelText::tr("Second: no"), LabelText::tr("Second: cannot be told")};
    for (std::size_t row = 0; row < 3; ++row) {
        QStringList cells{answer(static_cast<LabelAnswer>(row))};
        for (const std::uint64_t count : figures.table.at(row))
            cells.append(words::number(count));
        panel.rows.append(cells);
    }
    return panel;
}

FigurePanel followsPanel(const LabelSample &sample, const LabelFigures &figures)
{
    const bool sessions = sample.question == LabelQuestion::EscalationNeeded;
    FigurePanel panel;
    panel.key = QStringLiteral("follows");
    panel.title = LabelText::tr("What follows");
    panel.sentence = estimateSentence(sample, figures);
    panel.sentence += u' ' + (sessions ? LabelText::tr("Precision and recall hold the agent's own hand-overs against the human labels; %1 unlabelled are in neither.") : LabelText::tr("Precision and recall hold verdicts out of scope or prohibited against the human labels; %1 unlabelled are in neither.")).arg(words::number(figures.unlabelled));
    if (sample.strategy != SampleStrategy::Random)
        panel.sentence += u' ' + LabelText::tr("They are of this sample alone.");
    panel.columns = {LabelText::tr("What"), LabelText::tr("Counted"), LabelText::tr("Share"), LabelText::tr("Between (95\u00A0%)")};
    const std::array<std::pair<QString, const LabelShare *>, 3> figuresTold{{{LabelText::tr("Answer is yes"), &figures.estimate}, {LabelText::tr("Precision"), &figures.precision}, {LabelText::tr("Recall"), &figures.recall}}};
    FigureSeries points;
    points.name = LabelText::tr("Share with its interval");
    points.form = FigureSeries::Form::Points;
    double place = 1;
    for (const auto &[name, share] : figuresTold) {
        const bool doubtful = share == &figures.estimate && sample.strategy == SampleStrategy::Uncertain;
        panel.rows.append({name, kOfN(*share), doubtful ? LabelText::tr("not representative") : shareCell(*share), intervalCell(*share)});
        if (share->interval && share->share) {
            points.x.append(place);
            points.y.append(100 * *share->share);
            points.below.append(100 * (*share->share - share->interval->first));
            points.above.append(100 * (share->interval->second - *share->share));
            panel.picture.xWords.append({place, name});
            ++place;
        }
    }
    if (!points.x.isEmpty()) {
        panel.picture.series = {points};
        panel.picture.yLabel = LabelText::tr("Share, %");
        panel.picture.xFrom = 0.5;
        panel.picture.xTo = place - 0.5;
        panel.picture.yFrom = 0;
        panel.picture.yTo = 100;
    }
    return panel;
}

FigurePanel strataPanel(const SampleLabels &labels)
{
    FigurePanel panel;
    panel.key = QStringLiteral("strata");
    panel.title = LabelText::tr("What was drawn");
    panel.sentence = LabelText::tr("By what was known when the sample was drawn. The order in which people are asked does not tell it.");
    panel.columns = {LabelText::tr("Group"), LabelText::tr("Drawn"), LabelText::tr("Of"), LabelText::tr("Yes"), LabelText::tr("No"), LabelText::tr("Without")};
    for (const SampleStratum &each : labels.sample.strata) {
        std::uint64_t yes = 0, no = 0;
        for (const LabelUnit &unit : each.drawn) {
            const auto said = labels.of(unit.entry).answer();
            yes += said == LabelAnswer::Yes ? 1 : 0;
            no += said == LabelAnswer::No ? 1 : 0;
        }
        panel.rows.append({stratum(each.name), words::number(each.drawn.size()), words::number(each.population), words::number(yes), words::number(no), words::number(each.drawn.size() - yes - no)});
    }
    return panel;
}

LineItem disputeOf(const SampleLabels &labels, const LabelUnit &unit)
{
    const UnitLabels &said = labels.of(unit.entry);
    LineItem line;
    line.id = QString::number(unit.entry);
    QStringList offers;
    for (const auto &offer : said.offered) {
        if (offer)
            //: a person would settle on this answer
            offers.append(LabelText::tr("%1 would say %2").arg(who(offer->signer), answer(offer->answer)));
    }
    const auto told = [](const Label &label) {
        const std::string &words = label.reason.empty() ? label.note : label.reason;
        //: a person, their answer, and why
        return words.empty() ? LabelText::tr("%1: %2").arg(who(label.signer), answer(label.answer)) : LabelText::tr("%1: %2, “%3”").arg(who(label.signer), answer(label.answer), visibleLine(words, 200));
    };
    line.cells = {visibleLine(unit.session, 80), words::number(unit.entry), told(*said.answers[0]), told(*said.answers[1]), offers.join(QStringLiteral("; "))};
    line.said = LabelText::tr("Session %1, record %2. %3. %4. %5").arg(line.cells[0], line.cells[1], line.cells[2], line.cells[3], line.cells[4]);
    const auto encoded = [](const std::string &text) { return QString::fromLatin1(QUrl::toPercentEncoding(toText(text))); };
    line.link = QUrl(QStringLiteral("mandate://evidence?entry=%1&follow=conversation&follow_session=%2&follow_agent=%3&follow_deployment=%4").arg(line.id, encoded(unit.session), encoded(labels.sample.agent), encoded(unit.deployment)));
    return line;
}

StateWord stateOf(const LabelFigures &figures)
{
    if (figures.disagreed > 0)
        return {LabelText::tr("To settle"), Shape::Triangle, Tone::Warning};
    if (figures.agreed + figures.settled == figures.drawn)
        return {LabelText::tr("Done"), Shape::Tick, Tone::Good};
    if (figures.answered[0] + figures.answered[1] > 0)
        return {LabelText::tr("Under way"), Shape::Glass, Tone::Info};
    return {LabelText::tr("Not begun"), Shape::Diamond, Tone::Neutral};
}

} // namespace

QString answer(LabelAnswer answer)
{
    switch (answer) {
    case LabelAnswer::Yes: return LabelText::tr("Yes");
    case LabelAnswer::No: return LabelText::tr("No");
    case LabelAnswer::CannotTell: return LabelText::tr("Cannot be told");
    }
    return {};
}

QString asked(LabelQuestion question)
{
    return question == LabelQuestion::EscalationNeeded ? LabelText::tr("Should this session have been handed to a person?") : LabelText::tr("Was the marked action within what the agent is there for?");
}

QString strategy(SampleStrategy strategy)
{
    switch (strategy) {
    case SampleStrategy::Random: return LabelText::tr("by chance");
    case SampleStrategy::Stratified: return LabelText::tr("some of every verdict");
    case SampleStrategy::Uncertain: return LabelText::tr("doubtful ones first");
    }
    return {};
}

QString stratum(const std::string &name)
{
    if (const auto verdict = verdictOf(name))
        return words::of(*verdict).text;
    if (name == "all")
        return LabelText::tr("All");
    if (name == "stated_confidence")
        return LabelText::tr("Lowest stated confidence");
    if (name == "rest")
        return LabelText::tr("The rest");
    return visibleLine(name, 40);
}

QString drawnAgain(const DrawnAgain &drawn)
{
    const QString anew = drawn.judgedAnew ? LabelText::tr("The trail was judged anew since, by entry %1.").arg(words::number(*drawn.judgedAnew)) : LabelText::tr("Text of it was erased since.");
    switch (drawn.check) {
    case DrawCheck::Same: return LabelText::tr("Drawn again from its seed: the same.");
    case DrawCheck::SameJudgedAnew: return LabelText::tr("Drawn again from its seed: the same. Verdicts are not those of then.") + u' ' + anew;
    case DrawCheck::FrameChanged: return LabelText::tr("It cannot be drawn again, because it was drawn by verdicts that are not those of then; it is of the same sessions or actions.") + u' ' + anew;
    case DrawCheck::Different: return LabelText::tr("Drawn again from its seed others come out: somebody chose these.");
    case DrawCheck::OtherEntries: return LabelText::tr("It cannot be drawn again: it says that it was drawn from others than there were.");
    case DrawCheck::OtherLedger: return LabelText::tr("It cannot be drawn again: the ledger never was what it says that it was drawn from.");
    case DrawCheck::NotExplained: return LabelText::tr("It cannot be drawn again: its verdicts are not those of the trail, and nothing was judged anew since.");
    }
    return {};
}

LabelSampleItem itemOf(const SampleLabels &labels, const OtherSamples &others, const QString &refusal, const std::vector<const LabelUnit *> &open, bool isOpen)
{
    const LabelSample &sample = labels.sample;
    const LabelFigures figures = labelFigures(labels);
    LabelSampleItem item;
    item.name = toText(sample.name);
    item.agent = toText(sample.agent);
    item.ofSessions = sample.question == LabelQuestion::EscalationNeeded;
    item.asked = asked(sample.question);
    item.size = figures.drawn;
    const QString of = visibleLine(sample.agent, 80);
    //: how a sample was drawn: strategy, how many of how many, of which agent, seed, by whom, when, why
    item.drawn = (item.ofSessions ? LabelText::tr("Drawn %1: %2 of %3 sessions of %4, seed %5, by %6, %7. %8") : LabelText::tr("Drawn %1: %2 of %3 actions of %4, seed %5, by %6, %7. %8"))
                     .arg(strategy(sample.strategy), words::number(figures.drawn), words::number(sample.population()), of, QString::number(sample.seed), who(sample.signer), words::time(sample.signer.at), asSentence(visibleLine(sample.reason, 300))) +
                 u' ' + seedSentence(sample) + u' ' + othersSentence(others);
    item.progress = progressOf(labels, figures, isOpen);
    item.kappa = figures.kappa ? QLocale().toString(figures.kappa->kappa, 'f', 2) : LabelText::tr("none yet");
    item.state = stateOf(figures);
    item.refusal = refusal;
    for (const LabelUnit *unit : open)
        item.open.append({unit->entry, toText(unit->session), toText(unit->deployment)});
    item.panels = {agreementPanel(figures, sample.strategy), followsPanel(sample, figures), strataPanel(labels)};
    for (const LabelUnit *unit : labels.disagreements())
        item.disputes.append(disputeOf(labels, *unit));
    item.summary = QStringList{item.progress, kappaSentence(figures, sample.strategy), estimateSentence(sample, figures),
                               LabelText::tr("Precision: %1. Recall: %2. Human labels; %3 unlabelled.").arg(kOfN(figures.precision), kOfN(figures.recall), words::number(figures.unlabelled)),
                               figures.disagreed > 0 ? LabelText::tr("%1 to settle.").arg(words::number(figures.disagreed)) : QString()}
                       .join(u' ').trimmed();
    return item;
}

} // namespace mandate::labelwords

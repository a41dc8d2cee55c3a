// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/oversight_words.h"

#include "models/items/approval_card.h"
#include "models/items/text_safety.h"
#include "models/workspace/oversight_cases.h"

#include <QLocale>

namespace mandate {
namespace {

struct Oversight
{
    Q_DECLARE_TR_FUNCTIONS(mandate::Oversight)
};

QString medianWords(const std::optional<double> &seconds)
{
    //: a length of time in seconds
    return seconds ? Oversight::tr("%1 s").arg(QLocale().toString(*seconds, 'f', *seconds < 10 ? 1 : 0)) : QStringLiteral("–");
}

OversightRow rowOf(const OversightFigures &figures)
{
    OversightRow row;
    row.team = figures.team.empty() ? Oversight::tr("All teams") : visibleLine(figures.team, 80);
    row.decided = words::number(figures.decided());
    row.rejectRate = figures.decided() == 0 ? QStringLiteral("–") : words::share(figures.denied, figures.decided());
    row.median = medianWords(figures.medianSeconds);
    row.fast = figures.decided() == 0 ? QStringLiteral("–") : words::share(figures.fasterThanReading, figures.decided());
    row.abandoned = words::share(figures.abandoned, figures.decided() + figures.abandoned);
    row.testItems = figures.testItems == 0 ? Oversight::tr("none seeded")
                                           //: test items that were approved: %1 of %2
                                           : Oversight::tr("%1 of %2 missed").arg(words::number(figures.testItemsMissed), words::number(figures.testItems));
    row.missedTest = figures.testItemsMissed > 0;
    return row;
}

} // namespace

int countFoldWords(const ApprovalItem &item)
{
    return approvalCard({item, BlastRadius{}, {}, item.view->request.requestedAt}).foldWords();
}

OversightWords oversightWords(const std::vector<ApprovalItem> &items)
{
    std::vector<OversightCase> cases;
    for (const ApprovalItem &item : items) {
        if (item.view->decision == DecisionState::Open || item.view->decision == DecisionState::Cancelled)
            continue;
        if (auto one = oversightCase(*item.view, item.foldWords ? *item.foldWords : countFoldWords(item)))
            cases.push_back(std::move(*one));
    }
    const auto figures = oversight(cases);
    OversightWords said;
    for (const OversightFigures &team : figures)
        said.rows << rowOf(team);
    const OversightFigures &all = figures.front();
    if (all.decided() + all.abandoned == 0) {
        said.summary = Oversight::tr("Oversight: nothing decided yet");
        return said;
    }
    //: oversight of the last decisions in one line: %1 how many were decided, %2 the share refused, %3 the median time, %4 the share decided faster
    //: than the card can be read
    said.summary = Oversight::tr("Oversight: %1 decided · refused %2 · median %3 · faster than reading %4")
                       .arg(said.rows.first().decided, said.rows.first().rejectRate, said.rows.first().median, said.rows.first().fast);
    for (const OversightFigures &team : figures) {
        if (!team.looksAutomatic())
            continue;
        said.warning = Oversight::tr("%1 decisions in a row of approvals, none refused, median %2: nobody can have read them. Slow down, or change the clause that asks.")
                           .arg(words::number(team.decided()), medianWords(team.medianSeconds));
        break;
    }
    if (all.testItemsMissed > 0) {
        const QString missed = Oversight::tr("%n seeded test item(s) approved that should have been refused.", nullptr, static_cast<int>(all.testItemsMissed));
        said.warning = said.warning.isEmpty() ? missed : said.warning + u' ' + missed;
    }
    return said;
}

QStringList oversightFormulas()
{
    return {Oversight::tr("Refused: denied of approved and denied."),
            Oversight::tr("Median: at most how long a person can have looked, from when the request was there, was claimed, or the person's decision before."),
            Oversight::tr("Faster than reading: that time is below the words above the fold at 4 words a second."),
            Oversight::tr("Abandoned: nobody decided in time, of all that were closed."),
            Oversight::tr("Missed test items: seeded requests that were approved. Nothing runs on them."),
            Oversight::tr("Teams are the pacts that ask. No figure is kept of a person.")};
}

} // namespace mandate

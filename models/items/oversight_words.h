// SPDX-License-Identifier: GPL-3.0-or-later
// Oversight health in words: how people of a team decide, never who. Figures are models/metrics/oversight.
#pragma once

#include "models/items/approval_item.h"

#include <QStringList>

namespace mandate {

struct OversightRow
{
    QString team;
    QString decided;    ///< "43"
    QString rejectRate; ///< "21 % (9 of 43)"
    QString median;     ///< "14 s"; "–" when there is nothing to count
    QString fast;       ///< share faster than reading time
    QString abandoned;
    QString testItems;  ///< "1 of 3 missed"
    bool missedTest = false;
};

struct OversightWords
{
    QString summary;         ///< one line for the page's head
    QString warning;         ///< the banner; empty when there is none
    QList<OversightRow> rows; ///< all teams first
};

/// Words above the fold of an item's card, without what is computed from the trail: those are few, and reading them again for every request is
/// not worth it. Builds the card.
[[nodiscard]] int countFoldWords(const ApprovalItem &item);
[[nodiscard]] OversightWords oversightWords(const std::vector<ApprovalItem> &items);
/// How each figure is made, one sentence each.
[[nodiscard]] QStringList oversightFormulas();

} // namespace mandate

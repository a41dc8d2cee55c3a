// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping, erasing, custody and masking in words for people.
#pragma once

#include "models/cases/masking_statement.h"
#include "models/items/words.h"
#include "models/workspace/custody.h"
#include "models/workspace/retention.h"

#include <QUrl>

namespace mandate::keepingwords {

/// "Ada Moss (ada)"
[[nodiscard]] QString signer(const NoteSigner &signer);
/// Whether values are masked, since when, by whom and why, as a sentence.
[[nodiscard]] QString masking(const MaskingSetting &setting);
/// Why records stay, and until when as far as that is known.
[[nodiscard]] QString why(const RetentionPlan::Kept &kept);
/// "Legal hold placed: HOLD-1a2b3c4d"
[[nodiscard]] QString act(const CustodyEvent &event);
/// What an act was, as shape and word.
[[nodiscard]] StateWord state(CustodyAct act);
/// "records 12 to 14, 20 and 3 more ranges"; which records else, in words.
[[nodiscard]] QString concerned(const CustodyEvent &event);
/// Where what an act is about is shown; empty where no page shows it.
[[nodiscard]] QUrl linkOf(const CustodyEvent &event);
[[nodiscard]] QString ranges(const std::vector<EntryRange> &ranges);
/// "airline@1.0.0, retail@2.1.0"
[[nodiscard]] QString pacts(const std::vector<Tombstone::Pact> &pacts);

} // namespace mandate::keepingwords

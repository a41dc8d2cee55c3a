// SPDX-License-Identifier: GPL-3.0-or-later
// What a card and the queue say of a second agent's verdict: whose, against which scope policy, fresh or not, and what our own evaluation says.
#pragma once

#include "models/items/approval_card.h"

namespace mandate {

/// Lines below the fold, for what needs a verifier or has a verdict.
[[nodiscard]] QList<CardLine> verificationLines(const ApprovalView &view);
/// Why nobody can approve it, as far as the verdict and the scope policy are concerned.
[[nodiscard]] QStringList verificationRefusals(const ApprovalView &view);
/// For a row of the queue; empty when the two do not disagree.
[[nodiscard]] QString disagreementWords(const ApprovalView &view);

} // namespace mandate

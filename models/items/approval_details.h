// SPDX-License-Identifier: GPL-3.0-or-later
// Below the fold of a card: everything in full, and what keeps a person from approving. Not for views: they get the card.
#pragma once

#include "models/items/approval_card.h"

namespace mandate {

[[nodiscard]] QList<CardLine> approvalDetails(const CardSource &source);
[[nodiscard]] QStringList whyNotApprovable(const CardSource &source);
/// Invisible and direction-changing characters in what the agent wrote and in the arguments.
[[nodiscard]] int hiddenCharacters(const ApprovalRequest &request);
/// Arguments one a line, exact; complete is false when they are too long to be shown in full.
struct ShownArguments
{
    QString text;
    bool complete = true;
};
[[nodiscard]] ShownArguments shownArguments(const std::string &parameters);

} // namespace mandate

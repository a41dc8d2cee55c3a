// SPDX-License-Identifier: GPL-3.0-or-later
// What a row of the queue says, by role. Not for views.
#pragma once

#include "models/items/approval_item.h"

#include <QVariant>

namespace mandate {

/// `held`: a decision on it is on its way here; without words: none.
[[nodiscard]] QVariant approvalRow(const ApprovalItem &item, int role, const Instant &now, const StateWord &held);

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// The table of verdicts that change under another version, with what stands behind each: shown of a draft's replay and of an observed version.
#pragma once

#include "models/items/draft_model.h"

class QTableWidget;
class QWidget;

namespace mandate {

/// `before` and `after` head the two columns of verdicts. The first cell of a row has the link of its first record.
[[nodiscard]] QTableWidget *makeReplayTable(const QString &before, const QString &after, const QString &name, QWidget *parent);
void fillReplayTable(QTableWidget *table, const std::vector<DraftReplayChange> &changes);

} // namespace mandate

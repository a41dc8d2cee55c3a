// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the Evidence table as text for elsewhere: sentences, CSV, JSON, a Markdown table, links.
#pragma once

#include "models/items/evidence_model.h"

#include <vector>

namespace mandate {

[[nodiscard]] QString copiedRows(const std::vector<EvidenceRow> &rows, EvidenceModel::CopyFormat format);

} // namespace mandate

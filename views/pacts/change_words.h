// SPDX-License-Identifier: GPL-3.0-or-later
// A change between two versions as rich text: what was added in bold, what was removed struck through. Texts are escaped, never read as markup.
#pragma once

#include "models/items/draft_model.h"

namespace mandate {

/// `link`: the place leads to its clause, as "#clause".
[[nodiscard]] QString changeHtml(const DraftChange &change, bool link = false);

} // namespace mandate

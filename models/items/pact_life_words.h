// SPDX-License-Identifier: GPL-3.0-or-later
// The life of a pact version in people's words: state, who still has to sign, what can be done next and why not, what was signed. Not for
// views: they get it in PactItem.
#pragma once

#include "models/items/pact_model.h"
#include "models/workspace/workspace.h"

namespace mandate {

[[nodiscard]] StateWord lifeWord(const PactVersion &version);
/// Fills the parts of an item that tell of its life.
void tellLife(PactItem &item, const PactHistory::Version &version, const PactHistory &history);

} // namespace mandate

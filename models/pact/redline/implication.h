// SPDX-License-Identifier: GPL-3.0-or-later
// Whether one condition implies another as they are written: quick, sound, and often without an answer. What needs more is for the solver.
#pragma once

#include "models/pact/cel/ast.h"

namespace mandate::redline {

/// Wherever `stronger` is true, `weaker` is true too. By parts joined with && and ||, equal parts, orderings of the same expression against
/// constants (`x > 900.0` and `x > 500.0`), and values of a list (`x == 'a'` and `x in ['a', 'b']`). False: it may be so all the same.
[[nodiscard]] bool impliesByForm(const cel::Ast &stronger, const cel::Ast &weaker);

} // namespace mandate::redline

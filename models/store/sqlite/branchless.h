// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions over many rows without a branch: all sides are computed, several rows at once.
#pragma once

namespace mandate::sqlite {

[[nodiscard]] constexpr unsigned isTrue(bool holds)
{
    return holds ? 1U : 0U;
}

} // namespace mandate::sqlite

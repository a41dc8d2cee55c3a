// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/verdict.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {
constexpr std::array<std::string_view, verdictCount> names{"not_judged",     "no_pact",    "permitted",    "approved",
                                                           "needs_approval", "prohibited", "out_of_scope", "undecidable"};
}

std::string_view nameOf(Verdict verdict)
{
    return names[static_cast<std::size_t>(verdict)];
}

std::optional<Verdict> verdictOf(std::string_view name)
{
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        return std::nullopt;
    return static_cast<Verdict>(found - names.begin());
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// The words that entry types and verdicts are written as. Part of the interface: never change one.
#include "models/store/store.h"

#include <cstddef>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 8> typeNames{"record", "quarantine", "pact", "statement", "judgement", "incident", "key", "note"};
constexpr std::array<std::string_view, 8> verdictNames{"not-judged", "no-pact",    "permitted",    "approved",
                                                       "needs-approval", "prohibited", "out-of-scope", "undecidable"};

} // namespace

std::string_view nameOf(EntryType type) { return typeNames.at(static_cast<std::size_t>(type)); }
std::string_view nameOf(Verdict verdict) { return verdictNames.at(static_cast<std::size_t>(verdict)); }

std::optional<Verdict> verdictOf(std::string_view name)
{
    for (std::size_t i = 0; i < verdictNames.size(); ++i) {
        if (verdictNames[i] == name)
            return static_cast<Verdict>(i);
    }
    return std::nullopt;
}

} // namespace mandate

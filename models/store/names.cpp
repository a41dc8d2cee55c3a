// SPDX-License-Identifier: GPL-3.0-or-later
// The words that entry types are written as. Part of the interface: never change one.
#include "models/store/store.h"

namespace mandate {

namespace {

constexpr std::array<std::string_view, 13> typeNames{"record", "quarantine", "pact", "statement", "judgement", "incident", "key", "note", "person", "request", "point", "scope_policy", "case"};

} // namespace

std::string_view nameOf(EntryType type)
{
    return typeNames.at(static_cast<std::size_t>(type));
}

} // namespace mandate

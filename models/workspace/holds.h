// SPDX-License-Identifier: GPL-3.0-or-later
// Which records legal holds keep. Evaluated anew each time, so that what came in after a hold was placed is held too.
#pragma once

#include "models/cases/hold_book.h"
#include "models/store/store.h"

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace mandate {

class Workspace;
struct EvidenceSelection;

/// Why a hold cannot be told so: who may take marks away, or who puts a pact in force, could end what it keeps. Nothing when it can.
[[nodiscard]] std::optional<Error> holdSelectionRefusal(const EvidenceSelection &selection);

/// What holds keep, by entry.
class HeldEntries
{
public:
    /// A hold that cannot be evaluated keeps everything: better too much than too little.
    static Result<HeldEntries> of(const Workspace &workspace, std::span<const LegalHold> holds, std::stop_token stop = {});
    /// Index in `holds` of the first one that keeps an entry; −1: none.
    [[nodiscard]] std::int32_t by(EntryNumber entry) const { return entry < m_by.size() ? m_by[entry] : m_all; }

private:
    std::vector<std::int32_t> m_by; ///< by entry
    std::int32_t m_all = -1;        ///< a hold that keeps everything
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// Who did what with evidence, as the ledger tells it: held, released, erased, handed out, revealed, remarked. Computed from the signed notes each time; nothing is
// kept for it, and what was only looked at leaves no trace here.
#pragma once

#include "models/cases/case_life.h"
#include "models/cases/keeping.h"
#include "models/store/store.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mandate {

enum class CustodyAct : std::uint8_t { HoldPlaced, HoldReleased, Erased, ExportBegun, ExportSealed, ExportAbandoned, ExportRevealed, FieldRevealed, MaskingChanged, CaseStep, Remarked };
/// "hold_placed", "hold_released", "erased", "export_begun", "export_sealed", "export_abandoned", "export_revealed", "field_revealed", "masking_changed", "case_step", "remarked".
[[nodiscard]] std::string_view nameOf(CustodyAct act);

struct CustodyEvent
{
    EntryNumber entry = 0; ///< of the ledger, that says so
    CustodyAct act = CustodyAct::HoldPlaced;
    std::string what;      ///< a hold's id, a bundle's digest, a step and its incident, a kind of remark and the tag, the pointer and class of a value, "on"; empty: nothing more to say
    std::string reason;
    std::string matter;
    NoteSigner signer;
    std::vector<EntryRange> entries; ///< the records it concerns, where it names them
    std::string selection;           ///< else which, as canonical JSON; both empty: the workspace as a whole
    std::uint64_t below = UINT64_MAX; ///< of a selection: only entries below
};

/// Of which records: of one, of an incident's, or of all and of the workspace itself.
struct CustodyScope
{
    std::optional<EntryNumber> entry;
    std::string incident;
};

} // namespace mandate

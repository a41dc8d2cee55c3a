// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/cases/keeping.h"

#include <algorithm>
#include <array>

namespace mandate {

bool Keeping::speaksOf(std::string_view body)
{
    return std::ranges::any_of(std::array{"hold", "tombstone", "masking", "reveal"}, [&](const char *kind) { return isNoteOf(kind, body); });
}

std::string Keeping::add(std::uint64_t entry, std::string_view body, const PeopleRegister &people)
{
    if (isNoteOf("hold", body))
        return holds.add(entry, body, people);
    if (isNoteOf("tombstone", body))
        return tombstones.add(entry, body, people);
    std::optional<Error> refused;
    if (isNoteOf("masking", body)) {
        auto setting = readMaskingEntry(body, people.keyring());
        if (!setting)
            return setting.error().happened;
        refused = keepingRefusal(people, setting->signer->by, "change what is masked");
        if (!refused)
            masking = std::move(setting).value();
    } else {
        const auto reveal = readFieldReveal(body, people.keyring());
        if (!reveal)
            return reveal.error().happened;
        refused = revealRefusal(people, reveal->signer.by, reveal->reason);
    }
    return refused ? refused->happened : std::string();
}

} // namespace mandate

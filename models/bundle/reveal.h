// SPDX-License-Identifier: GPL-3.0-or-later
// One hidden value shown to somebody who has the bundle: the value and its salt, which together have the digest that the bundle shows.
#pragma once

#include "models/base/result.h"
#include "models/store/store.h"

#include <string>
#include <string_view>

namespace mandate {

class Workspace;

namespace bundle {

struct RevealedValue
{
    EntryNumber entry = 0;
    std::string pointer;
    std::string salt;  ///< 32 octets
    std::string value; ///< canonical JSON
    [[nodiscard]] Digest digest() const;
};

/// {"digest":hex,"entry":N,"pointer":…,"salt":hex,"value":…}, canonical.
[[nodiscard]] std::string revealedJson(const RevealedValue &revealed);
Result<RevealedValue> readRevealed(std::string_view json, const std::string &file = {});

/// Reveals a value that the export begun in `exportEntry` hides, and keeps in the ledger that it was revealed, by whom and why.
Result<RevealedValue> reveal(Workspace &workspace, EntryNumber exportEntry, EntryNumber entry, const std::string &pointer, const std::string &reason);

} // namespace bundle
} // namespace mandate

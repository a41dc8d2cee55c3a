// SPDX-License-Identifier: GPL-3.0-or-later
// VERIFY.md of a bundle: how to check it with sha256sum, openssl and a shell, and what each check shows and does not show.
#pragma once

#include "models/base/digest.h"
#include "models/store/store.h"

#include <cstdint>
#include <string>

namespace mandate::bundle {

struct InstructionFacts
{
    std::string keyId;
    std::string origin;
    std::uint64_t size = 0;      ///< of the ledger
    Digest root;
    std::uint64_t records = 0;
    Digest selectionDigest;
    EntryNumber exportEntry = 0;
    std::uint64_t exportLine = 0; ///< its line in ledger/entries.jsonl, from 1
    std::string exportKeyFile;    ///< whose key signed the export, below data/
    bool redacted = false;
    std::uint64_t hiddenValues = 0;
    bool received = false; ///< bytes as received are there
    bool stamped = false;  ///< a time-stamp authority's answer is there
    std::uint64_t erased = 0;    ///< of the records
    std::uint64_t wholeLine = 1; ///< the first record that was not erased, from 1
};

[[nodiscard]] std::string verifyInstructions(const InstructionFacts &facts);

} // namespace mandate::bundle

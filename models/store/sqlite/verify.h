// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a whole store file anew and holds it against itself and its signed checkpoints. Trusts nothing that is in memory.
#pragma once

#include "models/store/sqlite/image.h"
#include "models/store/store.h"

#include <mutex>
#include <optional>
#include <string>

namespace mandate::sqlite {

/// The first entry that does not hold, as threads find candidates in any order.
class FirstProblem
{
public:
    void report(EntryNumber entry, std::string reason);
    [[nodiscard]] std::optional<std::pair<EntryNumber, std::string>> first() const;

private:
    mutable std::mutex m_mutex;
    std::optional<std::pair<EntryNumber, std::string>> m_first;
};

/// A finding about damage in words: `proven` entries are covered by a checkpoint that holds, signed by `key`.
[[nodiscard]] BadEntry badEntryOf(EntryNumber entry, std::string reason, std::uint64_t entries, std::uint64_t proven, const PublicKey &key);

Result<Verification> verifyFile(const std::string &path, const std::string &origin, const PublicKey &publicKey, const Progress &progress,
                                std::stop_token stop);

} // namespace mandate::sqlite

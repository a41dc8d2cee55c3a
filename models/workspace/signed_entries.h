// SPDX-License-Identifier: GPL-3.0-or-later
// Whether what people signed holds: signatures, who might sign, and that statements follow one another. Fed with entries in the order of the ledger,
// without those that speak of nobody asked about; knows no store, so that a bundle is checked by the same rules as a workspace.
#pragma once

#include "models/cases/keeping.h"
#include "models/people/keyring.h"
#include "models/store/store.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mandate {

class SignedEntries
{
public:
    explicit SignedEntries(const PublicKey &workspace);
    ~SignedEntries();
    SignedEntries(const SignedEntries &) = delete;
    SignedEntries &operator=(const SignedEntries &) = delete;

    /// Takes the next entry. Why it does not hold and what that means; nothing when it does, or nobody signs entries of its type.
    [[nodiscard]] std::optional<BadEntry> add(EntryNumber entry, EntryType type, std::string_view body);

    /// Legal holds and tombstones that count, as of the last entry.
    [[nodiscard]] const Keeping &keeping() const;
    /// As of the last entry.
    [[nodiscard]] const Keyring &keyring() const;
    /// The keys of people that were ever enrolled, by their ids.
    [[nodiscard]] std::vector<std::pair<std::string, PublicKey>> personKeys() const;

private:
    struct State;
    std::unique_ptr<State> m;
};

} // namespace mandate

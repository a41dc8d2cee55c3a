// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody does who can write the file and has the workspace's key: entries that no part of the product would write.
#pragma once

#include "tests/models/workspace/made_trail.h"

#include "models/people/key_store.h"
#include "models/store/store.h"

#include <memory>
#include <string>
#include <vector>

namespace mandate::test {

/// Appends an entry behind the back of the workspace at this path, whether one has it open or not.
inline void appendForged(const std::string &path, EntryType type, const std::string &body)
{
    const KeyStore keys(KeyStore::userFolder());
    auto store = need(openStore(path, {false, [&](const PublicKey &key) { return keys.load(key); }}));
    Batch batch;
    NewEntry entry;
    entry.type = type;
    entry.body = body;
    batch.entries.push_back(entry);
    std::vector<std::unique_ptr<Store::Prepared>> prepared;
    prepared.push_back(store->prepare(batch));
    (void)need(store->append(std::move(prepared)));
}

/// The key that a workspace's own entries are signed with.
inline SigningKey workspaceKey(const Workspace &workspace)
{
    return need(KeyStore(KeyStore::userFolder()).load(workspace.store().publicKey()));
}

} // namespace mandate::test

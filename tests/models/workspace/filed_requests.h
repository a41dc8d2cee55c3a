// SPDX-License-Identifier: GPL-3.0-or-later
// Many requests in a workspace as if they had been filed one after another, in few transactions: filing each takes a transaction of its own. For
// tests and benches of long queues.
#pragma once

#include "models/authorization/approval_statement.h"
#include "models/people/key_store.h"
#include "models/workspace/workspace.h"

#include <algorithm>
#include <functional>

namespace mandate::test {

/// Appends what `request` makes of 0 … count − 1 to the ledger at `path`, which nobody else has open for writing.
inline Result<void> fileRequests(const std::string &path, int count, const std::function<ApprovalRequest(int)> &request,
                                 const std::string &keyFolder = KeyStore::userFolder())
{
    const KeyStore keys(keyFolder);
    OpenOptions options;
    options.unlock = [&keys](const PublicKey &of) { return keys.load(of); };
    const auto store = openStore(path, std::move(options));
    if (!store)
        return store.error();
    const auto key = keys.load((*store)->publicKey());
    if (!key)
        return key.error();
    constexpr int atOnce = 1000;
    for (int first = 0; first < count; first += atOnce) {
        std::vector<std::string> bodies;
        for (int i = first; i < std::min(count, first + atOnce); ++i) {
            ApprovalStatement statement;
            statement.filed = request(i);
            statement.request = approvalId(*statement.filed);
            statement.actionDigest = statement.filed->action.digest();
            statement.actorKind = ActorKind::Agent;
            statement.by = statement.filed->action.agent;
            statement.at = statement.filed->requestedAt;
            bodies.push_back(approvalEntry(statement, *key));
        }
        Batch batch;
        for (const std::string &body : bodies) {
            NewEntry entry;
            entry.type = EntryType::Request;
            entry.body = body;
            batch.entries.push_back(entry);
        }
        std::vector<std::unique_ptr<Store::Prepared>> prepared;
        prepared.push_back((*store)->prepare(batch));
        if (auto appended = (*store)->append(std::move(prepared)); !appended)
            return appended.error();
    }
    return {};
}

} // namespace mandate::test

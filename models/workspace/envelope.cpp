// SPDX-License-Identifier: GPL-3.0-or-later
// What is signed for others to check and is no entry of the ledger.
#include "models/workspace/workspace_private.h"

namespace mandate {

Result<std::string> Workspace::envelope(std::string_view payloadType, std::string_view payload) const
{
    const auto key = m->unlock();
    if (!key)
        return key.error();
    return dsseEnvelope(payloadType, payload, *key);
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of signed status lists of which "current" is the one in force. A list and its signatures lie in a folder of their own that is
// never changed; "current" is a symbolic link that is replaced by one rename, so that no crash leaves a list without its signature.
//
//   FOLDER/current → lists/<sequence>/    status.json       the list
//                                         status.json.sig   Ed25519 over its bytes (64 octets), for openssl
//                                         status.dsse.json  the same bytes in a DSSE envelope: one file for who cannot read two at once
//                                         key.pem           the public key, for comparison; whom to trust is not learnt from here
#pragma once

#include "models/base/result.h"
#include "models/enforcement/status_list.h"
#include "models/evidence/signing.h"

#include <functional>
#include <string>

namespace mandate {

class StatusFolder
{
public:
    explicit StatusFolder(std::string path) : m_path(std::move(path)) {}

    /// The list in force, if both signatures hold. Missing when there is none yet, Corrupt with MND-ENF-020 when it does not hold, Storage with
    /// MND-ENF-019 when it cannot be read.
    Result<StatusList> current(const PublicKey &key) const;

    /// Makes the list that `make` gives the one in force, durably, with at least the sequence it has and more than the last one's; gives what
    /// was written. Waits for other writers, of this process or others, while `mayWait()`, and only then calls `make`: who waited does not
    /// put an older state of things over a newer one. On any error the list in force stays as it was.
    Result<StatusList> publish(const std::function<StatusList()> &make, const SigningKey &key, const std::function<bool()> &mayWait) const;

    /// Whether lists can be written here: makes a file and removes it.
    Result<void> tryWriting() const;

private:
    std::string m_path;
};

} // namespace mandate

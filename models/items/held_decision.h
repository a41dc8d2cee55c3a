// SPDX-License-Identifier: GPL-3.0-or-later
// A decision between Ctrl+Enter and its being signed, and the shelf where such decisions outlive a killed program: files beside the workspace, no
// part of the ledger, because until it is signed nobody has decided anything.
#pragma once

#include "models/authorization/approval_statement.h"
#include "models/base/digest.h"
#include "models/base/instant.h"
#include "models/base/result.h"

#include <QString>

#include <memory>
#include <optional>
#include <string>
#include <vector>

class QLockFile;

namespace mandate {

struct HeldDecision
{
    struct One
    {
        std::string request;
        std::optional<Digest> shown; ///< of the card; a bulk decision shows none
        bool operator==(const One &) const = default;
    };
    std::string key; ///< its name on the shelf, never shown
    ApprovalStep step = ApprovalStep::Deny;
    std::vector<One> requests; ///< several in a bulk decision: one record an item all the same
    std::string reasonCode;
    std::string note;
    std::optional<std::string> limitedTo; ///< arguments, a JSON object
    std::string person;                   ///< who decided: nobody else can send it
    std::string agent;                    ///< of the first request, for words
    Instant decidedAt;
    Instant sendAt;
    std::string failure; ///< why sending did not work; empty when it was not tried
    bool operator==(const HeldDecision &) const = default;
};

[[nodiscard]] std::string heldJson(const HeldDecision &held);
Result<HeldDecision> readHeld(std::string_view json, const std::string &key);

/// The held decisions of the workspace at `path`: in the folder "<path>-held", readable by their owner only. A program's own files carry the
/// name of a lock that it holds, so that a second window never takes the decisions of the first for left behind.
class HeldShelf
{
public:
    explicit HeldShelf(const std::string &workspacePath);
    ~HeldShelf();
    HeldShelf(const HeldShelf &) = delete;
    HeldShelf &operator=(const HeldShelf &) = delete;

    [[nodiscard]] std::string freshKey() const;
    /// Whole or not at all; Storage error when that fails.
    Result<void> save(const HeldDecision &held);
    void discard(const std::string &key);
    /// What programs left behind that no longer run: never sent by itself. Takes them over.
    std::vector<HeldDecision> takeLeftBehind();

private:
    [[nodiscard]] QString fileOf(const std::string &key) const;
    bool begin();

    QString m_folder;
    QString m_name; ///< of this program's lock
    std::unique_ptr<QLockFile> m_lock;
};

} // namespace mandate

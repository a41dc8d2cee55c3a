// SPDX-License-Identifier: GPL-3.0-or-later
// Where drafts lie between sessions: one file a draft, in a folder beside the workspace. A draft is nobody's evidence yet, so it is no part of
// the ledger; it is saved whole or not at all, so a crash never leaves half of one.
#pragma once

#include "models/base/instant.h"
#include "models/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace mandate {

class DraftShelf
{
public:
    /// The drafts of the workspace file at `path`: in the folder "<path>-drafts", made when the first one is saved.
    explicit DraftShelf(const std::string &workspacePath) : m_folder(workspacePath + "-drafts") {}

    struct Entry
    {
        std::string key; ///< name of the draft on the shelf, never shown
        Instant saved;
    };
    /// Last saved first.
    [[nodiscard]] std::vector<Entry> entries() const;
    /// A key no draft has.
    [[nodiscard]] std::string freshKey() const;
    [[nodiscard]] std::string fileOf(const std::string &key) const;

    /// The text as it was typed, valid or not. Missing when there is no such draft.
    Result<std::string> load(const std::string &key) const;
    /// Replaces the file in one step, after its bytes are on disk; Storage error when that fails: the file is as it was then.
    Result<void> save(const std::string &key, std::string_view text) const;
    Result<void> discard(const std::string &key) const;

private:
    std::string m_folder;
};

} // namespace mandate

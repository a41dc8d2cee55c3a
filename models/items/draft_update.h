// SPDX-License-Identifier: GPL-3.0-or-later
// A draft whose parent is no longer the version in force, brought up to date: what can be put together is, and where both changed the same
// part a person chooses.
#pragma once

#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace mandate {

class DraftModel;
struct Trouble;

/// A part that the draft and the version in force changed in different ways. Texts are for people; empty: the part is not there.
struct DraftConflict
{
    QString place; ///< "Clause R4", or the part of the document
    QString mine;
    QString theirs;
    std::optional<bool> takesTheirs; ///< chosen; nothing until then
};

class DraftUpdate
{
public:
    /// Merges the draft as it is now with the version that is in force.
    explicit DraftUpdate(const DraftModel &draft);
    ~DraftUpdate();

    [[nodiscard]] QString version() const;                ///< it is brought up to this one
    [[nodiscard]] const std::optional<Trouble> &trouble() const; ///< why it cannot be merged
    [[nodiscard]] const std::vector<DraftConflict> &conflicts() const;
    void choose(std::size_t conflict, bool theirs);
    [[nodiscard]] bool isDecided() const; ///< nothing is left to choose
    /// One change of the draft, which undo takes back. Nothing unless it is decided, or when the draft changed since.
    bool apply(DraftModel &draft) const;

private:
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate

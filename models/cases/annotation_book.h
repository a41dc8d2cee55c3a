// SPDX-License-Identifier: GPL-3.0-or-later
// Which records carry a star, tags or notes now, from the signed remarks in the order of the ledger. Takes what was checked; asks no store.
#pragma once

#include "models/cases/annotation.h"
#include "models/store/store.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace mandate {

/// A remark with its place in the ledger.
struct RecordedAnnotation
{
    EntryNumber number = 0; ///< of the entry that holds it
    Digest digest;          ///< SHA-256 of that entry: what a Withdraw names
    Annotation said;
    bool takenBack = false; ///< Note: a later entry withdrew it
    bool operator==(const RecordedAnnotation &) const = default;
};

/// What one record carries now.
struct RecordMarks
{
    EntryNumber entry = 0;
    std::string starredBy;           ///< person id; empty: no star
    std::vector<std::string> tags;   ///< sorted
    std::vector<std::string> notes;  ///< that were not taken back, oldest first
    [[nodiscard]] bool any() const { return !starredBy.empty() || !tags.empty() || !notes.empty(); }
    bool operator==(const RecordMarks &) const = default;
};

class AnnotationBook
{
public:
    /// Takes the next remark. Why it changes nothing, such as the taking back of somebody else's note; empty when it counts.
    std::string add(EntryNumber number, Annotation annotation, std::string_view body);
    /// The same question without taking it.
    [[nodiscard]] std::string objection(const Annotation &annotation) const;

    /// All that was ever said about a record, in order, also what was taken back.
    [[nodiscard]] std::vector<RecordedAnnotation> history(EntryNumber entry) const;
    /// Records that carry something now, ascending.
    [[nodiscard]] std::vector<RecordMarks> marks() const;
    [[nodiscard]] RecordMarks marksOf(EntryNumber entry) const;
    [[nodiscard]] std::vector<EntryNumber> entriesMarked(const MarkedBy &mark) const;
    /// Every tag in use, sorted.
    [[nodiscard]] std::vector<std::string> tags() const;

private:
    std::map<EntryNumber, std::vector<RecordedAnnotation>> m_said;
};

} // namespace mandate

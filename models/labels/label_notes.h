// SPDX-License-Identifier: GPL-3.0-or-later
// The signed notes of labelling: a sample that was drawn, one person's answer about one of its sessions or actions, and how a disagreement was settled. Their
// form alone; what may follow what is label_book.h.
#pragma once

#include "models/labels/label_sample.h"
#include "models/people/people_register.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

enum class LabelAnswer : std::uint8_t { Yes, No, CannotTell };
/// Stable names: "yes", "no", "cannot_tell".
[[nodiscard]] std::string_view nameOf(LabelAnswer answer);
[[nodiscard]] std::optional<LabelAnswer> labelAnswerOf(std::string_view name);

/// Which one it is about. The entry binds it to one sample, whatever another ledger calls so.
struct LabelSubject
{
    std::string sample;            ///< its name
    std::uint64_t sampleEntry = 0; ///< where it was drawn
    std::uint64_t unit = 0;        ///< LabelUnit::entry
    bool operator==(const LabelSubject &) const = default;
};

struct Label
{
    std::uint64_t entry = 0; ///< of the ledger; not signed
    LabelSubject subject;
    LabelAnswer answer = LabelAnswer::CannotTell;
    std::string reason; ///< why nothing can be told; else may be empty
    std::string note;   ///< may be empty
    std::vector<std::uint64_t> pins; ///< records that show it
    NoteSigner signer;
    bool operator==(const Label &) const = default;
};

struct LabelSettlement
{
    std::uint64_t entry = 0; ///< of the ledger; not signed
    LabelSubject subject;
    LabelAnswer answer = LabelAnswer::CannotTell;
    std::string reason;
    NoteSigner signer;
    bool operator==(const LabelSettlement &) const = default;
};

inline constexpr std::string_view sampleNoteKind = "label_sample";
inline constexpr std::string_view labelNoteKind = "label";
inline constexpr std::string_view settlementNoteKind = "label_settlement";

/// Why it cannot be one, whoever says it; nothing when it can.
[[nodiscard]] std::optional<Error> labelRefusal(const Label &label);
[[nodiscard]] std::optional<Error> settlementRefusal(const LabelSettlement &settlement);

[[nodiscard]] std::string sampleEntry(const LabelSample &sample, const SigningKey &key);
[[nodiscard]] std::string labelEntry(const Label &label, const SigningKey &key);
[[nodiscard]] std::string settlementEntry(const LabelSettlement &settlement, const SigningKey &key);

/// Corrupt when it is none, or cannot be one, or speaks of what was not there before `entry`, or who signed may sign nothing here.
Result<LabelSample> readSampleEntry(std::uint64_t entry, std::string_view body, const PeopleRegister &people);
Result<Label> readLabelEntry(std::uint64_t entry, std::string_view body, const PeopleRegister &people);
Result<LabelSettlement> readSettlementEntry(std::uint64_t entry, std::string_view body, const PeopleRegister &people);

} // namespace mandate

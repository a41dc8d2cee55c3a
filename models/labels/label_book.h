// SPDX-License-Identifier: GPL-3.0-or-later
// The samples that were drawn and what people said of them, as the ledger has it. Pure: it is fed with the notes in order, and the same function refuses a step
// before it is signed and voids it when it is read. Two persons label, the first two who answer anything of the sample; neither is told the other's answer to
// something before both gave one, and an answer can be changed only as long as the other has given none.
#pragma once

#include "models/labels/label_notes.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

enum class LabelState : std::uint8_t { Unlabelled, OneAnswer, Agreed, Disagreed, Settled };
/// Stable names: "unlabelled", "one_answer", "agreed", "disagreed", "settled".
[[nodiscard]] std::string_view nameOf(LabelState state);

/// What was said of one session or action.
struct UnitLabels
{
    std::array<std::optional<Label>, 2> answers; ///< of the first and the second labeller; the newest of each
    std::array<std::optional<LabelSettlement>, 2> offered; ///< what each of them would settle on
    std::optional<LabelSettlement> settled; ///< by a third person, or the second of two equal offers

    [[nodiscard]] LabelState state() const;
    /// What both said or was settled on.
    [[nodiscard]] std::optional<LabelAnswer> answer() const;
    bool operator==(const UnitLabels &) const = default;
};

struct SampleLabels
{
    LabelSample sample;
    std::vector<NoteSigner> labellers; ///< at most two, by when they first answered
    std::map<std::uint64_t, UnitLabels> units; ///< those of which something was said, by LabelUnit::entry

    /// 0 or 1; none for others.
    [[nodiscard]] std::optional<std::size_t> labeller(std::string_view person) const;
    [[nodiscard]] const UnitLabels &of(std::uint64_t unit) const;
    [[nodiscard]] std::uint64_t answeredBy(std::size_t labeller) const;
    /// What this person has not answered yet, in the order they are asked; empty for who may not label. People as they are now.
    [[nodiscard]] std::vector<const LabelUnit *> open(const std::string &person, const PeopleRegister &people) const;
    /// Where the two disagree and nothing is settled, in the same order.
    [[nodiscard]] std::vector<const LabelUnit *> disagreements() const;
    /// Why this person cannot be a labeller; nothing when they are or can be.
    [[nodiscard]] std::optional<Error> labellerRefusal(const std::string &person, const PeopleRegister &people) const;
};

class LabelBook
{
public:
    /// Whether an entry is a note that this takes.
    [[nodiscard]] static bool speaksOf(std::string_view body);
    /// Takes the next entry, with people as they were then. Why it counts for nothing; empty when it counts.
    std::string add(std::uint64_t entry, std::string_view body, const PeopleRegister &people);

    /// In the order they were drawn.
    [[nodiscard]] const std::vector<SampleLabels> &samples() const { return m_samples; }
    [[nodiscard]] const SampleLabels *find(std::string_view name) const;

    [[nodiscard]] std::optional<Error> refusal(const LabelSample &sample, const PeopleRegister &people) const;
    [[nodiscard]] std::optional<Error> refusal(const Label &label, const PeopleRegister &people) const;
    [[nodiscard]] std::optional<Error> refusal(const LabelSettlement &settlement, const PeopleRegister &people) const;

private:
    [[nodiscard]] Result<const SampleLabels *> sampleOf(const LabelSubject &subject) const;
    std::vector<SampleLabels> m_samples;
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// The samples that were drawn and what people said of them, as the ledger has it. Pure: it is fed with the notes in order, and the same function refuses a step
// before it is signed and voids it when it is read. Two persons label, the first two who answer anything of the sample; neither is told the other's answer to
// something before both gave one, and an answer can be changed only as long as the other has given none. What was answered while nobody was enrolled proves
// no second person: it is put aside as soon as somebody is. Who can act no more leaves their place to who answers next; what two had answered stays.
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
    std::vector<Label> beside; ///< count in nothing: given while nobody was enrolled, or by one whose place another took before it was answered twice

    [[nodiscard]] bool isAnsweredTwice() const { return answers[0] && answers[1]; }
    /// Which of the two answers is theirs; none of others.
    [[nodiscard]] std::optional<std::size_t> by(std::string_view person) const;
    [[nodiscard]] LabelState state() const;
    /// What both said or was settled on.
    [[nodiscard]] std::optional<LabelAnswer> answer() const;
    bool operator==(const UnitLabels &) const = default;
};

struct SampleLabels
{
    LabelSample sample;
    std::vector<NoteSigner> labellers; ///< at most two, by when they first answered: who holds the place now
    std::array<std::vector<NoteSigner>, 2> before{}; ///< who held the place, and could act no more when another took it
    bool unproven = false; ///< the one labeller answered while nobody was enrolled
    std::map<std::uint64_t, UnitLabels> units; ///< those of which something was said, by LabelUnit::entry

    /// 0 or 1; none for others.
    [[nodiscard]] std::optional<std::size_t> labeller(std::string_view person) const;
    [[nodiscard]] const UnitLabels &of(std::uint64_t unit) const;
    [[nodiscard]] std::uint64_t answeredBy(std::size_t labeller) const;
    /// Answers that count in nothing.
    [[nodiscard]] std::uint64_t beside() const;
    /// What was answered while nobody was enrolled counts in nothing as soon as somebody is.
    void putAside(const PeopleRegister &people);
    /// The place that this person holds or would take by answering, 0 or 1; none when two others hold them.
    [[nodiscard]] std::optional<std::size_t> place(std::string_view person, const PeopleRegister &people) const;
    /// Gives them that place; they may label. What who held it before answered alone is put aside.
    std::size_t seat(const NoteSigner &signer, const PeopleRegister &people);
    /// What this person has not answered yet, in the order they are asked; empty for who may not label. People as they are now.
    [[nodiscard]] std::vector<const LabelUnit *> open(const std::string &person, const PeopleRegister &people) const;
    /// Where the two disagree and nothing is settled, in the same order.
    [[nodiscard]] std::vector<const LabelUnit *> disagreements() const;
    /// Why this person cannot be a labeller; nothing when they are or can be.
    [[nodiscard]] std::optional<Error> labellerRefusal(const std::string &person, const PeopleRegister &people) const;
};

/// How many other samples of the same agent and question there are: who draws until one suits leaves the others behind.
struct OtherSamples
{
    std::uint64_t drawn = 0;
    std::uint64_t unanswered = 0; ///< of which nobody answered anything
    std::uint64_t unfinished = 0; ///< of which something was answered, and not everything by two
    bool operator==(const OtherSamples &) const = default;
};
[[nodiscard]] OtherSamples otherSamples(const std::vector<SampleLabels> &all, const LabelSample &sample);

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

    /// Why this entry is not shown: it is an answer to something that two have not answered yet. Nothing for every other entry.
    [[nodiscard]] std::optional<Error> secrecy(std::uint64_t entry) const;

    [[nodiscard]] std::optional<Error> refusal(const LabelSample &sample, const PeopleRegister &people) const;
    [[nodiscard]] std::optional<Error> refusal(const Label &label, const PeopleRegister &people) const;
    [[nodiscard]] std::optional<Error> refusal(const LabelSettlement &settlement, const PeopleRegister &people) const;

private:
    [[nodiscard]] Result<const SampleLabels *> sampleOf(const LabelSubject &subject) const;
    std::vector<SampleLabels> m_samples;
    std::map<std::uint64_t, LabelSubject> m_answers; ///< what every answer that counted when it was given is about, by its entry
};

} // namespace mandate

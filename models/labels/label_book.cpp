// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/labels/label_book.h"

#include "models/base/json_reader.h"

#include <algorithm>
#include <utility>

namespace mandate {

namespace {

Error notAllowed(std::string code, std::string happened, std::string remedy)
{
    return {ErrorKind::Refused, std::move(code), std::move(happened), "Nothing was signed.", std::move(remedy), {}};
}

std::string kindOf(std::string_view body)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    return std::string(entry && entry->isMap() ? entry->findText("note").value_or("") : "");
}

/// What was answered there stays, and counts in nothing.
void setAside(UnitLabels &unit, std::size_t which)
{
    auto &answer = unit.answers.at(which);
    if (answer)
        unit.beside.push_back(std::move(*answer));
    answer.reset();
}

} // namespace

std::string_view nameOf(LabelState state)
{
    static constexpr std::array<std::string_view, 5> names{"unlabelled", "one_answer", "agreed", "disagreed", "settled"};
    return names.at(static_cast<std::size_t>(state));
}

LabelState UnitLabels::state() const
{
    if (settled)
        return LabelState::Settled;
    if (isAnsweredTwice())
        return answers[0]->answer == answers[1]->answer ? LabelState::Agreed : LabelState::Disagreed;
    return answers[0] || answers[1] ? LabelState::OneAnswer : LabelState::Unlabelled;
}

std::optional<std::size_t> UnitLabels::by(std::string_view person) const
{
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (answers.at(i) && answers.at(i)->signer.by == person)
            return i;
    }
    return std::nullopt;
}

std::optional<LabelAnswer> UnitLabels::answer() const
{
    if (settled)
        return settled->answer;
    return state() == LabelState::Agreed ? std::optional(answers[0]->answer) : std::nullopt;
}

std::optional<std::size_t> SampleLabels::labeller(std::string_view person) const
{
    const auto found = std::ranges::find(labellers, person, &NoteSigner::by);
    return found == labellers.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - labellers.begin()));
}

const UnitLabels &SampleLabels::of(std::uint64_t unit) const
{
    static const UnitLabels nothing;
    const auto found = units.find(unit);
    return found == units.end() ? nothing : found->second;
}

std::uint64_t SampleLabels::answeredBy(std::size_t labeller) const
{
    return static_cast<std::uint64_t>(std::ranges::count_if(units, [labeller](const auto &unit) { return unit.second.answers.at(labeller).has_value(); }));
}

std::uint64_t SampleLabels::beside() const
{
    std::uint64_t all = 0;
    for (const auto &[entry, unit] : units)
        all += unit.beside.size();
    return all;
}

void SampleLabels::putAside(const PeopleRegister &people)
{
    if (!unproven || people.isOpen())
        return;
    for (auto &[entry, unit] : units)
        setAside(unit, 0);
    labellers.clear();
    unproven = false;
}

std::optional<std::size_t> SampleLabels::place(std::string_view person, const PeopleRegister &people) const
{
    if (unproven && !people.isOpen())
        return 0;
    if (const auto held = labeller(person))
        return held;
    if (labellers.size() < before.size())
        return labellers.size();
    const auto free = std::ranges::find_if(labellers, [&](const NoteSigner &one) { return people.actingRefusal(one.by).has_value(); });
    return free == labellers.end() ? std::nullopt : std::optional(static_cast<std::size_t>(free - labellers.begin()));
}

std::size_t SampleLabels::seat(const NoteSigner &signer, const PeopleRegister &people)
{
    putAside(people);
    const std::size_t at = place(signer.by, people).value_or(0);
    if (at == labellers.size()) {
        labellers.push_back(signer);
        unproven = people.isOpen();
    } else if (labellers[at].by != signer.by) {
        for (auto &[entry, unit] : units) {
            if (!unit.isAnsweredTwice())
                setAside(unit, at);
        }
        before.at(at).push_back(std::exchange(labellers[at], signer));
    }
    return at;
}

std::vector<const LabelUnit *> SampleLabels::open(const std::string &person, const PeopleRegister &people) const
{
    if (labellerRefusal(person, people))
        return {};
    const bool anew = unproven && !people.isOpen();
    auto left = sample.order();
    std::erase_if(left, [&](const LabelUnit *unit) { return !anew && (of(unit->entry).isAnsweredTwice() || of(unit->entry).by(person)); });
    return left;
}

std::vector<const LabelUnit *> SampleLabels::disagreements() const
{
    auto left = sample.order();
    std::erase_if(left, [&](const LabelUnit *unit) { return of(unit->entry).state() != LabelState::Disagreed; });
    return left;
}

std::optional<Error> SampleLabels::labellerRefusal(const std::string &person, const PeopleRegister &people) const
{
    if (auto refused = people.actingRefusal(person))
        return refused;
    if (!place(person, people))
        return notAllowed("MND-LBL-020", "Two others label \"" + sample.name + "\": " + labellers[0].by + " and " + labellers[1].by + '.', "Where they disagree you can settle it; or draw a sample of your own.");
    if (people.isOpen() && !labellers.empty() && !labeller(person))
        return notAllowed("MND-LBL-021", "Nobody is enrolled, so that nothing proves that " + person + " is another person than " + labellers[0].by + '.', "Enrol people first: each then signs with a key of their own.");
    return std::nullopt;
}

OtherSamples otherSamples(const std::vector<SampleLabels> &all, const LabelSample &sample)
{
    OtherSamples others;
    for (const SampleLabels &labels : all) {
        if (labels.sample.entry == sample.entry || labels.sample.agent != sample.agent || labels.sample.question != sample.question)
            continue;
        const auto twice = static_cast<std::uint64_t>(std::ranges::count_if(labels.units, [](const auto &unit) { return unit.second.isAnsweredTwice(); }));
        ++others.drawn;
        others.unanswered += labels.units.empty() ? 1 : 0;
        others.unfinished += !labels.units.empty() && twice < labels.sample.size() ? 1 : 0;
    }
    return others;
}

bool LabelBook::speaksOf(std::string_view body)
{
    const std::string kind = body.find("\"label") == std::string_view::npos ? std::string() : kindOf(body);
    return kind == sampleNoteKind || kind == labelNoteKind || kind == settlementNoteKind;
}

const SampleLabels *LabelBook::find(std::string_view name) const
{
    const auto found = std::ranges::find_if(m_samples, [name](const SampleLabels &labels) { return labels.sample.name == name; });
    return found == m_samples.end() ? nullptr : &*found;
}

std::optional<Error> LabelBook::secrecy(std::uint64_t entry) const
{
    const auto found = m_answers.find(entry);
    const SampleLabels *labels = found == m_answers.end() ? nullptr : find(found->second.sample);
    if (!labels || labels->of(found->second.unit).isAnsweredTwice())
        return std::nullopt;
    return Error{ErrorKind::Refused, "MND-LBL-029", "Entry " + std::to_string(entry) + " is one person's answer to something of the sample \"" + labels->sample.name + "\" that two have not answered yet.", "Nothing was shown.",
                 "Once two have answered it, everybody may see both.", {}};
}

Result<const SampleLabels *> LabelBook::sampleOf(const LabelSubject &subject) const
{
    const SampleLabels *labels = find(subject.sample);
    if (!labels || labels->sample.entry != subject.sampleEntry)
        return Error{ErrorKind::Missing, "MND-LBL-022", "There is no sample \"" + subject.sample.substr(0, 80) + "\" here.", "Nothing was signed.", "\"mandate label list\" shows those there are.", {}};
    if (!labels->sample.find(subject.unit))
        return Error{ErrorKind::Missing, "MND-LBL-023", "Entry " + std::to_string(subject.unit) + " is not in the sample \"" + subject.sample + "\".", "Nothing was signed.", "\"mandate label show\" lists what is.", {}};
    return labels;
}

std::optional<Error> LabelBook::refusal(const LabelSample &sample, const PeopleRegister &people) const
{
    if (auto refused = people.actingRefusal(sample.signer.by))
        return refused;
    if (find(sample.name))
        return notAllowed("MND-LBL-024", "There is a sample \"" + sample.name + "\" already.", "A sample never changes. Draw another under another name.");
    return sampleRefusal(sample);
}

std::optional<Error> LabelBook::refusal(const Label &label, const PeopleRegister &people) const
{
    const auto labels = sampleOf(label.subject);
    if (!labels)
        return labels.error();
    if (auto refused = (*labels)->labellerRefusal(label.signer.by, people))
        return refused;
    const UnitLabels &said = (*labels)->of(label.subject.unit);
    if (said.isAnsweredTwice())
        return notAllowed("MND-LBL-025", "Both have answered, and the answers are no secret any more.", "Where they disagree, settle it.");
    return labelRefusal(label);
}

std::optional<Error> LabelBook::refusal(const LabelSettlement &settlement, const PeopleRegister &people) const
{
    const auto labels = sampleOf(settlement.subject);
    if (!labels)
        return labels.error();
    if (auto refused = people.actingRefusal(settlement.signer.by))
        return refused;
    switch ((*labels)->of(settlement.subject.unit).state()) {
    case LabelState::Disagreed: return settlementRefusal(settlement);
    case LabelState::Settled: return notAllowed("MND-LBL-026", "It is settled already.", "What was settled stays; both answers stay beside it.");
    case LabelState::Agreed: return notAllowed("MND-LBL-027", "Both gave the same answer: there is nothing to settle.", "Nothing has to be done.");
    case LabelState::Unlabelled:
    case LabelState::OneAnswer: break;
    }
    return notAllowed("MND-LBL-028", "Two persons have to answer before there is anything to settle.", "Wait for the second answer.");
}

std::string LabelBook::add(std::uint64_t entry, std::string_view body, const PeopleRegister &people)
{
    const auto counts = [&](const auto &read) { return !read ? std::optional(read.error()) : refusal(*read, people); };
    const auto labelsOf = [this](const LabelSubject &subject) -> SampleLabels & { return *std::ranges::find_if(m_samples, [&](const SampleLabels &labels) { return labels.sample.name == subject.sample; }); };
    const std::string kind = kindOf(body);
    if (kind == sampleNoteKind) {
        auto sample = readSampleEntry(entry, body, people);
        if (const auto refused = counts(sample))
            return refused->happened;
        m_samples.emplace_back().sample = std::move(sample).value();
    } else if (kind == labelNoteKind) {
        auto label = readLabelEntry(entry, body, people);
        if (const auto refused = counts(label))
            return refused->happened;
        SampleLabels &labels = labelsOf(label->subject);
        m_answers.emplace(entry, label->subject);
        const std::size_t who = labels.seat(label->signer, people);
        labels.units[label->subject.unit].answers.at(who) = std::move(label).value();
    } else {
        auto settlement = readSettlementEntry(entry, body, people);
        if (const auto refused = counts(settlement))
            return refused->happened;
        SampleLabels &labels = labelsOf(settlement->subject);
        UnitLabels &unit = labels.units[settlement->subject.unit];
        const auto who = unit.by(settlement->signer.by); // who answered something else is a third person here
        if (who)
            unit.offered.at(*who) = *settlement;
        if (!who || (unit.offered[0] && unit.offered[1] && unit.offered[0]->answer == unit.offered[1]->answer))
            unit.settled = std::move(settlement).value();
    }
    return {};
}

} // namespace mandate

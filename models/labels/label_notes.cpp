// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/labels/label_notes.h"

#include "models/base/enum_names.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 3> answerNames{"yes", "no", "cannot_tell"};
constexpr std::string_view samplePayloadType = "application/vnd.mandate.label-sample.v1+json";
constexpr std::string_view labelPayloadType = "application/vnd.mandate.label.v1+json";
constexpr std::string_view settlementPayloadType = "application/vnd.mandate.label-settlement.v1+json";
constexpr std::size_t longestText = 4000;
constexpr std::size_t mostPins = 50;

Error noLabel(std::string why)
{
    return {ErrorKind::Corrupt, "MND-LBL-001", "What was kept about labels does not hold: " + std::move(why), "It counts for nothing; other entries are unaffected.", "Run \"mandate verify\" to find the place.", {}};
}

Error notSigned(std::string code, std::string happened, std::string remedy)
{
    return {ErrorKind::Input, std::move(code), std::move(happened), "Nothing was signed.", std::move(remedy), {}};
}

Value number(std::uint64_t n)
{
    return Value::integer(static_cast<std::int64_t>(n));
}

std::optional<std::uint64_t> numberIn(const Value &value)
{
    return value.is(ValueKind::Int) && value.asInt() >= 0 ? std::optional(static_cast<std::uint64_t>(value.asInt())) : std::nullopt;
}

std::optional<std::uint64_t> numberOf(const Value &map, std::string_view name)
{
    const Value *value = map.find(name);
    return value ? numberIn(*value) : std::nullopt;
}

Value listOf(const std::vector<Value> &items, Arena &arena)
{
    return Value::list({arena.copy(std::span<const Value>(items)), items.size()});
}

Value mapOf(const std::vector<Member> &members, Arena &arena)
{
    return Value::map({arena.copy(std::span<const Member>(members)), members.size()});
}

Value text(std::string_view words, Arena &arena)
{
    return Value::string(arena.copy(words));
}

void putSubject(ObjectWriter &payload, const LabelSubject &subject, LabelAnswer answer, const std::string &reason)
{
    payload.put("sample", subject.sample);
    payload.put("sample_entry", number(subject.sampleEntry));
    payload.put("unit", number(subject.unit));
    payload.put("answer", nameOf(answer));
    if (!reason.empty())
        payload.put("reason", reason);
}

/// False when it is not whole.
bool takeSubject(const OpenedNote &note, LabelSubject &subject, LabelAnswer &answer, std::string &reason)
{
    const auto sampleEntry = note.number("sample_entry"), unit = note.number("unit");
    const auto said = labelAnswerOf(note.text("answer"));
    if (!sampleEntry || !unit || !said)
        return false;
    subject = {note.text("sample"), *sampleEntry, *unit};
    answer = *said;
    reason = note.text("reason");
    return true;
}

bool takeStrata(const Value *strata, std::vector<SampleStratum> &into)
{
    if (!strata || !strata->isList())
        return false;
    for (const Value &each : strata->items()) {
        const Value *drawn = each.isMap() ? each.find("drawn") : nullptr;
        const auto population = each.isMap() ? numberOf(each, "population") : std::nullopt;
        if (!drawn || !drawn->isList() || !population || !each.findText("name"))
            return false;
        SampleStratum &stratum = into.emplace_back();
        stratum.name = std::string(*each.findText("name"));
        stratum.population = *population;
        for (const Value &one : drawn->items()) {
            const Value *flagged = one.isMap() ? one.find("flagged") : nullptr;
            const auto entry = one.isMap() ? numberOf(one, "entry") : std::nullopt;
            if (!flagged || !flagged->is(ValueKind::Bool) || !entry)
                return false;
            stratum.drawn.push_back({*entry, std::string(one.findText("deployment").value_or("")), std::string(one.findText("session").value_or("")), flagged->asBool()});
        }
    }
    return true;
}

/// What every note of labelling must be: signed by who may sign here.
Result<OpenedNote> opened(std::string_view kind, std::string_view payloadType, std::string_view body, const PeopleRegister &people, Arena &arena)
{
    auto note = openNote(kind, payloadType, body, people.keyring(), arena);
    if (!note)
        return noLabel(note.error().happened);
    if (const auto refused = people.actingRefusal(note->signer.by))
        return noLabel(refused->happened);
    return note;
}

/// What was said of one session or action. `take` takes what else there is: false when it is not whole; `objects` says why it cannot be one.
template<typename Said, typename Take, typename Objects>
Result<Said> readSaid(std::string_view kind, std::string_view payloadType, std::uint64_t entry, std::string_view body, const PeopleRegister &people, const Take &take, const Objects &objects)
{
    Arena arena;
    const auto note = opened(kind, payloadType, body, people, arena);
    if (!note)
        return note.error();
    Said read;
    read.entry = entry;
    read.signer = note->signer;
    if (!takeSubject(*note, read.subject, read.answer, read.reason) || !take(*note, read))
        return noLabel("it is not whole.");
    if (const std::optional<Error> refused = objects(read))
        return noLabel(refused->happened);
    return read;
}

} // namespace

std::string_view nameOf(LabelAnswer answer)
{
    return answerNames.at(static_cast<std::size_t>(answer));
}
std::optional<LabelAnswer> labelAnswerOf(std::string_view name)
{
    return enumNamed<LabelAnswer>(answerNames, name);
}

std::optional<Error> labelRefusal(const Label &label)
{
    if (label.answer == LabelAnswer::CannotTell && label.reason.empty())
        return notSigned("MND-LBL-010", "Why it cannot be told is missing.", "Say what is missing; it is signed and stays in the record.");
    if (label.reason.size() > longestText || label.note.size() > longestText || label.pins.size() > mostPins)
        return notSigned("MND-LBL-011", "A label has at most " + std::to_string(longestText) + " octets of reason and of note, and " + std::to_string(mostPins) + " records that show it.", "Say it shorter.");
    return std::nullopt;
}

std::optional<Error> settlementRefusal(const LabelSettlement &settlement)
{
    if (settlement.reason.empty() || settlement.reason.size() > longestText)
        return notSigned("MND-LBL-012", "Why it is settled so is missing, or longer than " + std::to_string(longestText) + " octets.", "Say it; both labellers will read it.");
    return std::nullopt;
}

std::string sampleEntry(const LabelSample &sample, const SigningKey &key)
{
    ObjectWriter payload;
    Arena arena;
    payload.put("name", sample.name);
    payload.put("question", nameOf(sample.question));
    payload.put("agent", sample.agent);
    if (!sample.deployment.empty())
        payload.put("deployment", sample.deployment);
    if (sample.since)
        payload.put("since", formatInstant(*sample.since));
    if (sample.until)
        payload.put("until", formatInstant(*sample.until));
    payload.put("strategy", nameOf(sample.strategy));
    payload.put("wanted", number(sample.wanted));
    payload.put("seed", number(sample.seed));
    if (sample.seedChosen)
        payload.put("seed_chosen", Value::boolean(*sample.seedChosen));
    payload.put("reason", sample.reason);
    payload.put("ledger_size", number(sample.ledgerSize));
    payload.put("ledger_root", sample.ledgerRoot.hex());
    payload.put("frame", sample.frame.hex());
    if (sample.frameEntries)
        payload.put("frame_entries", sample.frameEntries->hex());
    std::vector<Value> strata;
    for (const SampleStratum &stratum : sample.strata) {
        std::vector<Value> drawn;
        for (const LabelUnit &unit : stratum.drawn)
            drawn.push_back(mapOf({{Value::string("entry"), number(unit.entry)}, {Value::string("deployment"), text(unit.deployment, arena)},
                                   {Value::string("session"), text(unit.session, arena)}, {Value::string("flagged"), Value::boolean(unit.flagged)}}, arena));
        strata.push_back(mapOf({{Value::string("name"), text(stratum.name, arena)}, {Value::string("population"), number(stratum.population)}, {Value::string("drawn"), listOf(drawn, arena)}}, arena));
    }
    payload.put("strata", listOf(strata, arena));
    return noteEntry(sampleNoteKind, samplePayloadType, std::move(payload), sample.signer, key);
}

std::string labelEntry(const Label &label, const SigningKey &key)
{
    ObjectWriter payload;
    Arena arena;
    putSubject(payload, label.subject, label.answer, label.reason);
    if (!label.note.empty())
        payload.put("note", label.note);
    std::vector<Value> pins;
    for (const std::uint64_t pin : label.pins)
        pins.push_back(number(pin));
    if (!pins.empty())
        payload.put("pins", listOf(pins, arena));
    return noteEntry(labelNoteKind, labelPayloadType, std::move(payload), label.signer, key);
}

std::string settlementEntry(const LabelSettlement &settlement, const SigningKey &key)
{
    ObjectWriter payload;
    putSubject(payload, settlement.subject, settlement.answer, settlement.reason);
    return noteEntry(settlementNoteKind, settlementPayloadType, std::move(payload), settlement.signer, key);
}

Result<LabelSample> readSampleEntry(std::uint64_t entry, std::string_view body, const PeopleRegister &people)
{
    Arena arena;
    const auto note = opened(sampleNoteKind, samplePayloadType, body, people, arena);
    if (!note)
        return note.error();
    LabelSample read;
    read.entry = entry;
    read.signer = note->signer;
    read.name = note->text("name");
    read.agent = note->text("agent");
    read.deployment = note->text("deployment");
    read.reason = note->text("reason");
    const auto question = labelQuestionOf(note->text("question"));
    const auto strategy = sampleStrategyOf(note->text("strategy"));
    const auto wanted = note->number("wanted"), seed = note->number("seed"), size = note->number("ledger_size");
    const auto root = Digest::fromHex(note->text("ledger_root")), frame = Digest::fromHex(note->text("frame"));
    bool whole = question && strategy && wanted && seed && size && root && frame && takeStrata(note->payload.find("strata"), read.strata);
    for (const auto &[name, into] : {std::pair{"since", &read.since}, {"until", &read.until}}) {
        if (note->payload.find(name)) {
            *into = parseInstant(note->text(name));
            whole = whole && into->has_value();
        }
    }
    if (const Value *chosen = note->payload.find("seed_chosen")) {
        whole = whole && chosen->is(ValueKind::Bool);
        read.seedChosen = chosen->is(ValueKind::Bool) && chosen->asBool();
    }
    if (note->payload.find("frame_entries")) {
        const auto entries = Digest::fromHex(note->text("frame_entries"));
        whole = whole && entries;
        if (entries)
            read.frameEntries = *entries;
    }
    if (!whole)
        return noLabel("it is not whole.");
    read.question = *question;
    read.strategy = *strategy;
    read.wanted = *wanted;
    read.seed = *seed;
    read.ledgerSize = *size;
    read.ledgerRoot = *root;
    read.frame = *frame;
    if (read.ledgerSize > entry)
        return noLabel("it speaks of entries that were not there when it was signed.");
    if (const auto refused = sampleRefusal(read))
        return noLabel(refused->happened);
    return read;
}

Result<Label> readLabelEntry(std::uint64_t entry, std::string_view body, const PeopleRegister &people)
{
    const auto takeRest = [entry](const OpenedNote &note, Label &read) {
        read.note = note.text("note");
        const Value *pins = note.payload.find("pins");
        bool whole = !pins || pins->isList();
        for (const Value &pin : pins && whole ? pins->items() : std::span<const Value>()) {
            const auto record = numberIn(pin);
            whole = whole && record && *record < entry;
            read.pins.push_back(record.value_or(0));
        }
        return whole;
    };
    return readSaid<Label>(labelNoteKind, labelPayloadType, entry, body, people, takeRest, labelRefusal);
}

Result<LabelSettlement> readSettlementEntry(std::uint64_t entry, std::string_view body, const PeopleRegister &people)
{
    return readSaid<LabelSettlement>(settlementNoteKind, settlementPayloadType, entry, body, people, [](const OpenedNote &, const LabelSettlement &) { return true; }, settlementRefusal);
}

} // namespace mandate

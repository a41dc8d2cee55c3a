// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/cases/annotation.h"

#include "models/base/json_reader.h"
#include "models/base/object_writer.h"
#include "models/people/note_envelope.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 6> steps{"star", "unstar", "tag", "untag", "note", "withdraw"};

Error noAnnotation(std::string why)
{
    return {ErrorKind::Corrupt, "MND-ANN-001", "A remark about a record does not hold: " + std::move(why), "It counts for nothing; the record and other entries are unaffected.",
            "Run \"mandate verify\" to find the place.", {}};
}

std::optional<std::uint64_t> numberIn(const Value &object, std::string_view name)
{
    const Value *value = object.find(name);
    if (!value || !value->is(ValueKind::Int) || value->asInt() < 0)
        return std::nullopt;
    return static_cast<std::uint64_t>(value->asInt());
}

} // namespace

std::string_view nameOf(AnnotationStep step)
{
    return steps[static_cast<std::size_t>(step)];
}

std::string annotationTextFault(AnnotationStep step, std::string_view text)
{
    const bool blank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
    switch (step) {
    case AnnotationStep::Star:
    case AnnotationStep::Unstar:
    case AnnotationStep::Withdraw: return text.empty() ? std::string() : "It takes no text.";
    case AnnotationStep::Tag:
    case AnnotationStep::Untag:
        if (blank)
            return "A tag needs a word.";
        if (text.find_first_of("\r\n\t") != std::string_view::npos)
            return "A tag is one line.";
        return text.size() > longestTag ? "A tag has at most " + std::to_string(longestTag) + " bytes." : std::string();
    case AnnotationStep::Note:
        if (blank)
            return "The note is empty.";
        return text.size() > longestNote ? "A note has at most " + std::to_string(longestNote) + " bytes." : std::string();
    }
    return {};
}

std::string annotationEntry(const Annotation &annotation, const SigningKey &key)
{
    ObjectWriter payload;
    payload.put("step", nameOf(annotation.step));
    payload.put("entry", Value::integer(static_cast<std::int64_t>(annotation.entry)));
    payload.put("leaf", annotation.leaf.hex());
    if (!annotation.text.empty())
        payload.put("text", annotation.text);
    if (annotation.note)
        payload.put("withdraws", annotation.note->hex());
    payload.put("by", annotation.by);
    if (!annotation.byName.empty())
        payload.put("by_name", annotation.byName);
    payload.put("at", formatInstant(annotation.at));
    if (!annotation.ledger.empty())
        payload.put("ledger", annotation.ledger);
    ObjectWriter entry;
    entry.put("type", std::string_view("note"));
    entry.put("v", Value::integer(1));
    entry.put("note", std::string_view("annotation"));
    entry.put("step", nameOf(annotation.step));
    entry.put("entry", Value::integer(static_cast<std::int64_t>(annotation.entry)));
    entry.put("envelope", dsseEnvelope(annotationPayloadType, payload.canonical(), key));
    return entry.canonical();
}

bool speaksOfAnnotation(std::string_view body)
{
    if (body.find("\"note\":\"annotation\"") == std::string_view::npos) // before it is parsed: most notes are others
        return false;
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    return entry && entry->findText("type") == "note" && entry->findText("note") == "annotation";
}

Result<Annotation> readAnnotationEntry(std::string_view body, const Keyring &keys)
{
    Arena arena;
    JsonReader reader;
    const auto entry = reader.read(body, arena);
    if (!entry || entry->findText("note") != "annotation" || !entry->findText("envelope"))
        return noAnnotation("it is none.");
    const auto opened = keys.open(*entry->findText("envelope"));
    if (!opened)
        return noAnnotation(opened.error().happened);
    const auto payload = reader.read(opened->payload, arena);
    if (!payload || opened->payloadType != annotationPayloadType)
        return noAnnotation("its signed content is of another type.");
    const auto text = [&](std::string_view name) { return std::string(payload->findText(name).value_or(std::string_view())); };
    const auto step = std::ranges::find(steps, text("step"));
    const auto at = parseInstant(text("at"));
    const auto leaf = Digest::fromHex(text("leaf"));
    const auto number = numberIn(*payload, "entry");
    if (step == steps.end() || !at || !leaf || !number || entry->findText("step") != *step || numberIn(*entry, "entry") != number)
        return noAnnotation("what it shows is not what was signed.");
    Annotation annotation;
    annotation.step = static_cast<AnnotationStep>(std::distance(steps.begin(), step));
    annotation.entry = *number;
    annotation.leaf = *leaf;
    annotation.text = text("text");
    annotation.note = Digest::fromHex(text("withdraws"));
    annotation.by = text("by");
    annotation.byName = text("by_name");
    annotation.at = *at;
    annotation.ledger = text("ledger");
    if (annotation.note.has_value() != (annotation.step == AnnotationStep::Withdraw))
        return noAnnotation("it does not say which note is taken back.");
    if (const std::string why = annotationTextFault(annotation.step, annotation.text); !why.empty())
        return noAnnotation(why);
    if (const std::string why = personObjection(keys, annotation.by, opened->keyId, annotation.ledger); !why.empty())
        return noAnnotation(why);
    return annotation;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// Records that their source signed, one a line (docs/sources.md): a DSSE envelope around a record, or a record with its signature beside it. What a
// record says is read whether or not its signature holds; that is looked at later and again, with the keys of then (models/seals).
#include "models/sources/fields.h"
#include "models/sources/formats.h"
#include "models/sources/outline.h"
#include "models/sources/signed_line.h"

namespace mandate {

namespace {

class SignedFile final : public JsonFileAdapter
{
public:
    SignedFile(const SourceFile &file, std::string agentOverride, ItemStream stream) : JsonFileAdapter(file, "signed", std::move(agentOverride), std::move(stream)) {}

protected:
    bool read(const Value &line, Reading &reading) const override;

private:
    static bool readAction(const Value &said, SignedForm form, Reading &reading);
};

bool SignedFile::read(const Value &line, Reading &reading) const
{
    if (!line.isMap())
        return reading.wrong("A line should be an object and is " + std::string(kindInWords(line)) + '.', {});
    const SignedForm form = signedFormOf(line);
    if (form != SignedForm::Envelope)
        return readAction(line, form, reading);
    const auto type = line.findText("payloadType");
    if (!type || !isRecordPayload(*type))
        return reading.wrong("The envelope holds " + (type ? '"' + std::string(*type) + '"' : std::string("something of no type")) +
                                 ", not a record (\"application/vnd.mandate.record.v1+json\").",
                             "/payloadType");
    const auto encoded = line.findText("payload");
    const auto payload = encoded ? fromEitherBase64(*encoded) : std::nullopt;
    if (!payload)
        return reading.wrong("The envelope's payload is no Base64.", "/payload");
    const auto record = reading.room.reader.read(*payload, reading.arena());
    if (!record)
        return reading.wrong("The envelope's payload cannot be read: " + record.error().happened, "/payload");
    if (!record->isMap())
        return reading.wrong("The envelope's payload should be an object and is " + std::string(kindInWords(*record)) + '.', "/payload");
    return readAction(*record, form, reading);
}

bool SignedFile::readAction(const Value &said, SignedForm form, Reading &reading)
{
    Record record = reading.common;
    record.kind = RecordKind::Action;
    record.role = Role::Agent;
    std::string_view agent;
    std::string_view outcome;
    std::string_view input;
    if (!readText(reading, said, "agent", {}, agent) || !readText(reading, said, "tool", {}, record.tool) || !readText(reading, said, "id", {}, record.span) ||
        !readText(reading, said, "trace", {}, record.trace) || !readText(reading, said, "session", {}, record.session) ||
        !readText(reading, said, "deployment", {}, record.deployment) || !readText(reading, said, "model", {}, record.model) ||
        !readText(reading, said, "agent_version", {}, record.agentVersion) || !readText(reading, said, "on_behalf_of", {}, record.onBehalfOf) ||
        !readText(reading, said, "target", {}, record.target) || !readText(reading, said, "input", {}, input) ||
        !readText(reading, said, "reasoning", {}, record.reasoning) || !readText(reading, said, "error", {}, record.error) ||
        !readText(reading, said, "basis", {}, record.basis) || !readText(reading, said, "outcome", {}, outcome))
        return false;
    if (record.tool.empty())
        return reading.wrong("A record does not name its tool.", "/tool");
    if (record.agent.empty())
        record.agent = agent;
    if (!input.empty())
        record.input = input;
    if (!outcome.empty()) {
        const auto known = outcomeOf(outcome);
        if (!known)
            return reading.wrong("\"outcome\" is executed, refused, failed or unknown.", "/outcome");
        record.outcome = *known;
    }
    if (!readArguments(reading, said.find("arguments"), "/arguments", record.arguments, record.argumentsText))
        return false;
    record.occurred = instantOf(said.find("time"));
    if (const Value *result = present(said, "result"))
        record.result = textOf(*result, reading.arena());
    record.confidence = numberOf(said.find("confidence"));
    if (const Value *labels = present(said, "labels"); labels && labels->isMap())
        record.labels = *labels;
    // What is known now: that a signature is there. No word of the source says whether it holds.
    record.signature = form == SignedForm::Plain ? SignatureState::Unsigned : SignatureState::UnknownKey;
    reading.records.push_back(record);
    return true;
}

class SignedAdapter final : public Adapter
{
public:
    std::string_view name() const override { return "signed"; }
    std::string_view title() const override { return "Signed records (DSSE envelopes or Ed25519 beside the record)"; }
    bool recognises(const SourceFile &file) const override { return recognise(file).adapter == this; }

    Result<std::unique_ptr<FileAdapter>> open(const SourceFile &file, const std::string &agentOverride) const override
    {
        const Outline outline = outlineOf(file.bytes);
        if (outline.root != Outline::Root::Object)
            return notOfFormat(file, title(), "it is no object a line");
        return std::unique_ptr<FileAdapter>(
            std::make_unique<SignedFile>(file, agentOverride, outline.lines ? ItemStream::lines(file.bytes) : ItemStream::whole(file.bytes)));
    }
};

} // namespace

const Adapter &signedAdapter()
{
    static const SignedAdapter adapter;
    return adapter;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/evaluations/evaluation_statement.h"

#include "models/base/json_reader.h"

namespace mandate {

namespace {

Error noEvaluation(std::string why)
{
    return {ErrorKind::Corrupt, "MND-EVL-010", "An evaluation counts for nothing: " + std::move(why), "Its bytes and other entries are unaffected.", "Run \"mandate verify\" to find the place.", {}};
}

void putText(ObjectWriter &into, std::string_view key, std::string_view text)
{
    if (!text.empty())
        into.put(key, text);
}

} // namespace

bool measuresTheAgent(const EvaluationStatement &evaluation)
{
    return evaluation.kind != ResultKind::Opinions && (evaluation.counts.of(CaseResult::Passed) > 0 || evaluation.counts.of(CaseResult::Failed) > 0);
}

std::string evaluationEntry(const EvaluationStatement &statement, const SigningKey &key)
{
    ObjectWriter payload;
    putText(payload, "agent", statement.agent);
    payload.put("suite", statement.suite);
    payload.put("source", statement.source);
    payload.put("format", statement.format);
    payload.put("kind", nameOf(statement.kind));
    putText(payload, "program", statement.program);
    if (statement.ran)
        payload.put("ran", formatInstant(*statement.ran));
    putText(payload, "model", statement.model);
    putText(payload, "pact", statement.pact);
    putText(payload, "pact_digest", statement.pactDigest);
    payload.put("content", statement.content.hex());
    payload.put("octets", Value::integer(static_cast<std::int64_t>(statement.octets)));
    for (const CaseResult result : {CaseResult::Passed, CaseResult::Failed, CaseResult::Error, CaseResult::NotScored})
        payload.put(nameOf(result), Value::integer(static_cast<std::int64_t>(statement.counts.of(result))));
    return noteEntry(evaluationNoteKind, evaluationPayloadType, std::move(payload), statement.signer, key, statement.content.hex());
}

Result<EvaluationStatement> readEvaluationEntry(std::string_view body, const Keyring &keys)
{
    Arena arena;
    const auto note = openNote(evaluationNoteKind, evaluationPayloadType, body, keys, arena);
    if (!note)
        return noEvaluation(note.error().happened);
    EvaluationStatement statement;
    const auto kind = resultKindOf(note->text("kind"));
    const auto content = Digest::fromHex(note->text("content"));
    const auto octets = note->number("octets");
    if (!kind || !content || !octets || note->text("suite").empty())
        return noEvaluation("it does not say what was evaluated.");
    if (note->cited != note->text("content"))
        return noEvaluation("it cites other results than it signs for.");
    for (const CaseResult result : {CaseResult::Passed, CaseResult::Failed, CaseResult::Error, CaseResult::NotScored}) {
        const auto count = note->number(nameOf(result));
        if (!count)
            return noEvaluation("it does not say how many cases came to what.");
        statement.counts.by.at(static_cast<std::size_t>(result)) = *count;
    }
    statement.agent = note->text("agent");
    statement.suite = note->text("suite");
    statement.source = note->text("source");
    statement.format = note->text("format");
    statement.kind = *kind;
    statement.program = note->text("program");
    if (const auto ran = parseInstant(note->text("ran")))
        statement.ran = *ran;
    statement.model = note->text("model");
    statement.pact = note->text("pact");
    statement.pactDigest = note->text("pact_digest");
    statement.content = *content;
    statement.octets = *octets;
    statement.signer = note->signer;
    return statement;
}

} // namespace mandate

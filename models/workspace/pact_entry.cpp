// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workspace/pact_entry.h"

#include "models/authorization/pact_authority.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/workspace/workspace_private.h"

namespace mandate {

std::string pactEntry(const ParsedPact &pact, PactOrigin origin, const Person &person, const Instant &now)
{
    const auto text = [](std::string_view view) { return Value::string(view); };
    const std::string digest = pact.digest.hex();
    const std::string added = formatInstant(now);
    std::vector<Member> members{
        {text("type"), text("pact")},
        {text("v"), Value::integer(1)},
        {text("pact_id"), text(pact.document.id)},
        {text("version"), text(pact.document.version)},
        {text("digest"), text(digest)},
        {text("added"), text(added)},
        {text("added_by"), text(person.id)},
        {text("document"), text(pact.canonical)},
    };
    if (origin == PactOrigin::ForReview)
        members.push_back({text("introduced"), text("for_review")});
    return canonicalJson(Value::map(members));
}

Result<PactEntry> readPactEntry(EntryNumber entry, std::string_view body)
{
    const auto unreadable = [] {
        return refused("MND-WSP-003", "A pact in the ledger cannot be read.", "Evidence is unaffected.",
                       "Run \"mandate verify\" to find out what was changed.");
    };
    Arena arena;
    JsonReader reader;
    const auto value = reader.read(body, arena);
    if (!value)
        return value.error();
    const auto document = value->findText("document");
    const auto added = parseInstant(value->findText("added").value_or(std::string_view()));
    const Value *introduced = value->find("introduced");
    if (!document || !added || (introduced && value->findText("introduced") != "for_review"))
        return unreadable();
    auto parsed = parsePact(*document);
    if (!parsed)
        return parsed.error();
    PactEntry read;
    read.origin = introduced ? PactOrigin::ForReview : PactOrigin::Adopted;
    PactVersion &version = read.version;
    version.entry = entry;
    version.digest = parsed->digest;
    version.document = std::move(parsed->document);
    version.source = std::move(parsed->canonical);
    version.added = *added;
    version.addedBy = std::string(value->findText("added_by").value_or(std::string_view()));
    version.adopted = read.origin == PactOrigin::Adopted;
    return read;
}

void takePact(PactLives &lives, const PactEntry &pact, const PeopleRegister &people)
{
    const PactVersion &version = pact.version;
    PactLife &life = lives.try_emplace(version.document.id, version.document.id).first->second;
    if (pact.origin == PactOrigin::Adopted && !pactAdoptionRefusal(people))
        life.adopt(version.document, version.digest, version.entry, version.added, version.addedBy);
    else
        life.introduce(version.document, version.digest);
}

Result<PactStatement> readPactStatement(std::string_view body, const PeopleRegister &people)
{
    auto statement = readPactStatementEntry(body, people.keyring());
    if (statement && statement->voidBecause.empty()) {
        if (const auto refused = pactStepRefusal(people, statement->decidedBy, statement->step, statement->role))
            statement->voidBecause = refused->happened;
    }
    return statement;
}

void objectForScopes(PactStatement &statement, const PactLives &lives, const ScopePolicyBook &scopes, const PeopleRegister &people)
{
    const auto life = lives.find(statement.pactId);
    const VersionLife *version = life == lives.end() ? nullptr : life->second.find(statement.version);
    if (!statement.voidBecause.empty() || !version || scopes.isEmpty())
        return;
    if (const auto refused = scopes.pactRefusal(statement.step, statement.decidedBy, version->document, version->digest, people))
        statement.voidBecause = refused->happened;
}

void takePactStatement(PactLives &lives, EntryNumber entry, PactStatement statement, std::string_view body)
{
    statement.entry = entry;
    PactLife &life = lives.try_emplace(statement.pactId, statement.pactId).first->second;
    life.add(std::move(statement), body);
}

std::optional<JudgementRange> readJudgementRange(std::string_view body)
{
    Arena arena;
    JsonReader reader;
    const auto judgement = reader.read(body, arena);
    const Value *first = judgement ? judgement->find("first") : nullptr;
    const Value *end = judgement ? judgement->find("end") : nullptr;
    if (!first || !end || !first->is(ValueKind::Int) || !end->is(ValueKind::Int))
        return std::nullopt;
    return JudgementRange{static_cast<EntryNumber>(first->asInt()), static_cast<EntryNumber>(end->asInt()),
                          Digest::fromHex(judgement->findText("timelines").value_or(std::string_view()))};
}

} // namespace mandate

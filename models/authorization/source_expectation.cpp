// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/authorization/source_expectation.h"

namespace mandate {

namespace {

constexpr std::string_view expectationPayloadType = "application/vnd.mandate.source-expectation.v1+json";
constexpr std::size_t longestSource = 1000;
constexpr std::size_t longestReason = 2000;

Error noExpectation(std::string why)
{
    return {ErrorKind::Corrupt, "MND-AUT-070", "What was signed about a source's records does not hold: " + std::move(why), "It counts for nothing; other entries are unaffected.",
            "Run \"mandate verify\" to find the place.", {}};
}

Error refusedExpectation(std::string happened, std::string remedy)
{
    return {ErrorKind::Usage, "MND-AUT-071", std::move(happened), "Nothing was signed.", std::move(remedy), {}};
}

} // namespace

void SourceExpectation::follow(const SourceExpectation &earlier)
{
    before.clear();
    firstEntry = entry;
    if (everySeconds == 0 || earlier.everySeconds == 0)
        return;
    before = earlier.before;
    before.push_back({earlier.everySeconds, earlier.signer.at});
    firstEntry = earlier.firstEntry;
}

std::optional<Error> expectationRefusal(const SourceExpectation &expectation)
{
    if (expectation.source.empty() || expectation.source.size() > longestSource)
        return refusedExpectation("No source is named.", "Name one as \"mandate sources\" lists it, or a pattern with *.");
    if (expectation.everySeconds != 0 && (expectation.everySeconds < shortestExpectation || expectation.everySeconds > longestExpectation))
        return refusedExpectation("Records can be expected every minute at the most often, and every 400 days at the least.", "Say another time, such as 1h or 1d.");
    if (expectation.reason.size() > longestReason)
        return refusedExpectation("The reason is too long.", "Say it in fewer words.");
    return std::nullopt;
}

std::optional<Error> expectingRefusal(const PeopleRegister &people, const std::string &person)
{
    if (people.isOpen() || people.is(person, PersonRole::Owner) || people.is(person, PersonRole::Deputy) || people.is(person, PersonRole::Legal) || people.is(person, PersonRole::ProductLead))
        return std::nullopt;
    return Error{ErrorKind::Refused, "MND-AUT-072", person + " may not say when records of a source are expected.", "Nothing was signed.",
                 "These can: " + people.whoIs({PersonRole::Owner, PersonRole::Deputy, PersonRole::Legal, PersonRole::ProductLead}, person) + '.', {}};
}

std::string sourceExpectationEntry(const SourceExpectation &expectation, const SigningKey &key)
{
    ObjectWriter payload;
    payload.put("source", expectation.source);
    payload.put("every", Value::integer(expectation.everySeconds));
    if (!expectation.reason.empty())
        payload.put("reason", expectation.reason);
    return noteEntry(sourceExpectationKind, expectationPayloadType, std::move(payload), expectation.signer, key);
}

Result<SourceExpectation> readSourceExpectation(std::string_view body, const PeopleRegister &people)
{
    Arena arena;
    const auto note = openNote(sourceExpectationKind, expectationPayloadType, body, people.keyring(), arena);
    if (!note)
        return noExpectation(note.error().happened);
    const auto every = note->number("every");
    if (!every || *every > static_cast<std::uint64_t>(longestExpectation))
        return noExpectation("it does not say how often records are expected.");
    SourceExpectation expectation{note->text("source"), static_cast<std::int64_t>(*every), note->text("reason"), note->signer, 0, {}, 0};
    if (expectationRefusal(expectation))
        return noExpectation("it is none that could be signed.");
    if (const auto refused = expectingRefusal(people, expectation.signer.by))
        return noExpectation(refused->happened);
    return expectation;
}

} // namespace mandate

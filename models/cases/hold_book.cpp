// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/cases/hold_book.h"

#include <algorithm>

namespace mandate {

namespace {

Error refusedHold(ErrorKind kind, std::string code, std::string happened, std::string remedy)
{
    return {kind, std::move(code), std::move(happened), "Nothing was written.", std::move(remedy), {}};
}

} // namespace

std::optional<Error> keepingRefusal(const PeopleRegister &people, const std::string &person, const std::string &what)
{
    if (people.isOpen() || people.is(person, PersonRole::Owner) || people.is(person, PersonRole::Legal))
        return std::nullopt;
    return refusedHold(ErrorKind::Refused, "MND-CUS-003", person + " may not " + what + '.', "These can: " + people.whoIs({PersonRole::Owner, PersonRole::Legal}, person) + '.');
}

std::optional<Error> HoldBook::refusal(const HoldStatement &statement, const PeopleRegister &people) const
{
    const bool places = statement.step == HoldStep::Place;
    if (auto refused = keepingRefusal(people, statement.signer.by, places ? "place a legal hold" : "release a legal hold"))
        return refused;
    if (statement.reason.empty() || (places && statement.matter.empty()))
        return refusedHold(ErrorKind::Usage, "MND-CUS-004", places ? "A legal hold needs its matter and a reason." : "Releasing a legal hold needs a reason.",
                           "Say it; it is signed and stays in the record.");
    if (places)
        return std::nullopt;
    const auto hold = std::ranges::find(m_holds, *statement.placed, &LegalHold::digest);
    if (hold == m_holds.end())
        return refusedHold(ErrorKind::Missing, "MND-CUS-005", "There is no legal hold " + holdId(*statement.placed) + " to release.", "See \"mandate hold W list\" for those there are.");
    if (!hold->isInForce())
        return refusedHold(ErrorKind::Refused, "MND-CUS-006", hold->id + " was released already, on " + formatInstant(hold->released->signer.at) + " by " + hold->released->signer.by + '.',
                           "Nothing is left to do.");
    return std::nullopt;
}

std::string HoldBook::add(std::uint64_t entry, std::string_view body, const PeopleRegister &people)
{
    auto statement = readHoldEntry(body, people.keyring());
    if (!statement)
        return statement.error().happened;
    if (const auto refused = refusal(*statement, people))
        return refused->happened;
    if (statement->step == HoldStep::Place) {
        const Digest digest = sha256(body);
        m_holds.push_back({holdId(digest), entry, digest, std::move(statement).value(), {}, 0});
        return {};
    }
    const auto hold = std::ranges::find(m_holds, *statement->placed, &LegalHold::digest);
    hold->released = std::move(statement).value();
    hold->releasedEntry = entry;
    return {};
}

const LegalHold *HoldBook::find(std::string_view id) const
{
    const auto hold = std::ranges::find(m_holds, id, &LegalHold::id);
    return hold == m_holds.end() ? nullptr : &*hold;
}

} // namespace mandate

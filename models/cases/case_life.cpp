// SPDX-License-Identifier: GPL-3.0-or-later
// What steps do. Which may be taken is case_refusals.cpp.
#include "models/cases/case_life.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 4> attributionNames{"none", "claimed", "agreed", "disputed"};

} // namespace

std::string_view nameOf(AttributionState state)
{
    return attributionNames.at(static_cast<std::size_t>(state));
}

Instant responseDue(Severity severity, const Instant &opened)
{
    constexpr std::int64_t hour = 3600LL * 1'000'000'000;
    const std::int64_t hours = severity == Severity::Critical ? 1 : severity == Severity::Major ? 24 : 7 * 24;
    return {opened.nanoseconds + hours * hour, opened.zoneKnown};
}

void CaseLife::add(CaseStatement statement, std::string_view entryBody, const PeopleRegister &people, bool openedByRule)
{
    Event event;
    const Digest digest = sha256(entryBody);
    bool inChain = !statement.privileged; // so that the steps hold without those that never leave the workspace
    if (!m_seen.insert(digest).second) { // nobody breaks a chain by writing again what others signed, or by what they may not sign
        event.voidBecause = "It was signed once and stands there before: somebody wrote it again.";
        inChain = false;
    } else if (const auto refused = roleRefusal(statement, people)) {
        event.voidBecause = refused->happened;
        inChain = false;
    } else if (m_broken || statement.previous != m_last) {
        const bool known = isPerson(statement.by); // only persons are expected to know the step before
        m_broken = m_broken || known;
        inChain = inChain && known;
        event.voidBecause = "It does not follow the step before it.";
    } else if (std::ranges::any_of(statement.records, [&](std::uint64_t record) { return statement.entry > 0 && record >= statement.entry; })) {
        event.voidBecause = "It names a record that was not there yet.";
    } else if (const auto step = refusal(statement, people, openedByRule)) {
        event.voidBecause = step->happened;
    }
    if (inChain)
        m_last = digest;
    event.statement = std::move(statement);
    m_history.push_back(std::move(event));
    const CaseStatement &taken = m_history.back().statement;
    if (!m_history.back().voidBecause.empty())
        return;
    const bool answers = people.isOpen() || people.is(taken.by, PersonRole::Owner) || people.is(taken.by, PersonRole::Deputy) || people.is(taken.by, PersonRole::Legal);
    if (isPerson(taken.by) && taken.step != CaseStep::Open && answers) { // what a product lead remarks takes nothing in hand
        if (!m_acknowledged)
            m_acknowledged = taken.at;
        m_escalated = false;
    }
    apply(taken);
}

void CaseLife::apply(const CaseStatement &statement)
{
    const auto here = static_cast<int>(m_history.size()) - 1;
    switch (statement.step) {
    case CaseStep::Open:
        m_opening = here;
        m_severity = statement.severity;
        break;
    case CaseStep::Assign:
        m_assignedTo = statement.person;
        m_due = statement.due;
        break;
    case CaseStep::Move: m_state = *statement.to; break;
    case CaseStep::Grade: m_severity = statement.severity; break;
    case CaseStep::Note: break;
    case CaseStep::Link: m_links[statement.other] = statement.relation; break;
    case CaseStep::Unlink: m_links.erase(statement.other); break;
    case CaseStep::Merge:
        m_state = CaseState::Merged;
        m_mergedInto = statement.other;
        break;
    case CaseStep::Split:
        for (const std::uint64_t record : statement.records)
            m_gone[record] = statement.other;
        break;
    case CaseStep::Claim: m_claims.push_back({m_last, static_cast<std::size_t>(here), {}, false}); break;
    case CaseStep::Agree:
    case CaseStep::Withdraw: {
        const auto claim = std::ranges::find(m_claims, *statement.about, &Claim::digest);
        if (statement.step == CaseStep::Withdraw)
            claim->withdrawn = true;
        else
            claim->agreements.push_back(static_cast<std::size_t>(here));
        break;
    }
    case CaseStep::Aware:
        if (const auto known = std::ranges::find(m_duties, statement.duty, &DutyRecord::duty); known != m_duties.end() && !known->noDuty) {
            // Who becomes aware again was aware before: the clock never starts later. What was reported stays.
            known->aware = std::min(known->aware, *statement.happened, [](const Instant &a, const Instant &b) { return a.nanoseconds < b.nanoseconds; });
            known->category = statement.category;
            known->role = statement.role;
            known->established += (known->established.empty() ? "" : "; ") + statement.text;
        } else {
            std::erase_if(m_duties, [&](const DutyRecord &one) { return one.duty == statement.duty; });
            m_duties.push_back({statement.duty, statement.category, statement.role, *statement.happened, statement.text, std::nullopt, {}, std::nullopt});
        }
        break;
    case CaseStep::Reported:
    case CaseStep::NoDuty: {
        auto known = std::ranges::find(m_duties, statement.duty, &DutyRecord::duty);
        if (known == m_duties.end())
            known = m_duties.insert(m_duties.end(), DutyRecord{statement.duty, {}, {}, statement.at, {}, std::nullopt, {}, std::nullopt});
        if (statement.step == CaseStep::NoDuty) {
            known->noDuty = statement.text;
        } else {
            known->reported = statement.happened;
            known->reference = statement.reference;
        }
        break;
    }
    case CaseStep::Close:
        m_state = CaseState::Closed;
        m_closing = here;
        break;
    case CaseStep::Reopen:
        m_state = CaseState::Open;
        m_closing = -1;
        m_mergedInto.clear();
        break;
    case CaseStep::Escalate: m_escalated = true; break;
    }
}

const CaseLife::Claim *CaseLife::claimOf(const std::optional<Digest> &digest) const
{
    const auto found = digest ? std::ranges::find(m_claims, *digest, &Claim::digest) : m_claims.end();
    return found == m_claims.end() ? nullptr : &*found;
}

const DutyRecord *CaseLife::dutyOf(std::string_view duty) const
{
    const auto found = std::ranges::find(m_duties, duty, &DutyRecord::duty);
    return found == m_duties.end() ? nullptr : &*found;
}

AttributionState CaseLife::attribution() const
{
    AttributionState state = AttributionState::None;
    const Claim *first = nullptr;
    const auto signer = [this](std::size_t step) -> const std::string & { return m_history[step].statement.by; };
    for (const Claim &claim : m_claims) {
        if (claim.withdrawn)
            continue;
        if (first && claimIn(*first).cause != claimIn(claim).cause)
            return AttributionState::Disputed;
        // Two parties that say the same by themselves agree; one person who enters both agrees with nobody.
        const bool agreed = std::ranges::any_of(claim.agreements, [&](std::size_t step) { return signer(step) != signer(claim.step); }) ||
                            (first && claimIn(*first).party != claimIn(claim).party && signer(first->step) != signer(claim.step));
        state = agreed || state == AttributionState::Agreed ? AttributionState::Agreed : AttributionState::Claimed;
        first = &claim;
    }
    return state;
}

const CaseLife::Claim *CaseLife::cause() const
{
    if (attribution() == AttributionState::Disputed)
        return nullptr;
    const auto newest = std::find_if(m_claims.rbegin(), m_claims.rend(), [](const Claim &claim) { return !claim.withdrawn; });
    return newest == m_claims.rend() ? nullptr : &*newest;
}

} // namespace mandate

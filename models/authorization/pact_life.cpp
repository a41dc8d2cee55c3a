// SPDX-License-Identifier: GPL-3.0-or-later
// The states and what follows what. Refusals in words are pact_refusals.cpp.
#include "models/authorization/pact_life.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace {

constexpr std::array<std::string_view, 6> lifeStateNames{"in_review", "approved", "observing", "active", "superseded", "withdrawn"};

} // namespace

std::string_view nameOf(PactState state)
{
    return lifeStateNames.at(static_cast<std::size_t>(state));
}

void PactLife::adopt(PactDocument document, const Digest &digest, std::uint64_t entry, const Instant &added, const std::string &by)
{
    const std::string version = document.version;
    VersionLife &life = m_versions.emplace_back();
    life.document = std::move(document);
    life.digest = digest;
    life.adopted = true;
    if (m_broken)
        return; // in the ledger, and not in force
    comeIntoForce(version, added, entry, by);
    if (!isBehind(added))
        m_latest = added;
}

void PactLife::introduce(PactDocument document, const Digest &digest)
{
    VersionLife &life = m_versions.emplace_back();
    life.document = std::move(document);
    life.digest = digest;
}

void PactLife::add(PactStatement statement, std::string_view entryBody)
{
    Event event;
    if (!statement.voidBecause.empty()) { // no part of the chain: who may not sign cannot break it either
        event.voidBecause = statement.voidBecause;
        event.statement = std::move(statement);
        m_history.push_back(std::move(event));
        return;
    }
    m_broken = m_broken || statement.previous != m_last;
    m_last = sha256(entryBody);
    if (m_broken) {
        event.voidBecause = "The statements about this pact do not follow one another: one is missing before it.";
    } else if (const VersionLife *version = find(statement.version); !version || version->digest != statement.pactDigest) {
        event.voidBecause = "It is about a version of the pact that is not in the ledger with this content.";
    } else if (const auto refused = refusal({statement.step, statement.version, statement.decidedBy, statement.role, statement.note,
                                             statement.decidedAt, statement.effective})) {
        event.voidBecause = refused->happened;
    } else {
        apply(statement);
        m_latest = statement.decidedAt;
    }
    event.statement = std::move(statement);
    m_history.push_back(std::move(event));
}

void PactLife::apply(const PactStatement &statement)
{
    VersionLife &version = *changeable(statement.version);
    switch (statement.step) {
    case PactStep::Submit:
        version.submittedBy = statement.decidedBy;
        version.submittedAt = statement.decidedAt;
        version.summary = statement.note;
        break;
    case PactStep::Approve:
        version.approvals.push_back({statement.decidedBy, statement.decidedByName, statement.role, statement.decidedAt, statement.entry});
        version.approved = missing(version).empty();
        break;
    case PactStep::RequestChanges: version.returned = true; [[fallthrough]];
    case PactStep::Withdraw:
        version.withdrawn = true;
        endWindow(statement.version, statement.decidedAt);
        break;
    case PactStep::Observe: version.observedSince = statement.decidedAt; break;
    case PactStep::Activate:
        comeIntoForce(statement.version, statement.effective.value_or(statement.decidedAt), statement.entry, statement.decidedBy);
        break;
    }
}

void PactLife::comeIntoForce(const std::string &version, const Instant &from, std::uint64_t entry, const std::string &by)
{
    PactWindow window{version, from, {}, entry, by};
    if (!m_windows.empty()) {
        PactWindow &before = m_windows.back();
        window.from.nanoseconds = std::max(from.nanoseconds, before.from.nanoseconds); // a clock that jumped back changes no past
        if (!before.until || before.until->nanoseconds > window.from.nanoseconds)
            before.until = window.from;
    }
    m_windows.push_back(std::move(window));
}

void PactLife::endWindow(const std::string &version, const Instant &at)
{
    const auto window = std::ranges::find(m_windows, version, &PactWindow::version);
    if (window == m_windows.end())
        return;
    if (window->from.nanoseconds <= at.nanoseconds) {
        window->until = at;
        return;
    }
    // It was to come: the one before goes on, unless it was withdrawn itself.
    const Instant from = window->from;
    const auto next = m_windows.erase(window);
    if (next == m_windows.begin())
        return;
    PactWindow &before = *std::prev(next);
    const VersionLife *life = find(before.version);
    if (before.until == from && life && !life->withdrawn)
        before.until.reset();
}

const VersionLife *PactLife::find(std::string_view version) const
{
    const auto found = std::ranges::find_if(m_versions, [&](const VersionLife &life) { return life.document.version == version; });
    return found == m_versions.end() ? nullptr : &*found;
}

VersionLife *PactLife::changeable(std::string_view version)
{
    const VersionLife *found = find(version);
    return found ? &m_versions[static_cast<std::size_t>(found - m_versions.data())] : nullptr;
}

const PactWindow *PactLife::windowOf(std::string_view version) const
{
    const auto found = std::ranges::find(m_windows, version, &PactWindow::version);
    return found == m_windows.end() ? nullptr : &*found;
}

const PactWindow *PactLife::inForce(const Instant &at) const
{
    for (const PactWindow &window : m_windows) {
        if (window.from.nanoseconds <= at.nanoseconds && (!window.until || at.nanoseconds < window.until->nanoseconds))
            return &window;
    }
    return nullptr;
}

const PactWindow *PactLife::scheduled(const Instant &at) const
{
    return m_windows.empty() || m_windows.back().from.nanoseconds <= at.nanoseconds ? nullptr : &m_windows.back();
}

PactState PactLife::stateOf(const VersionLife &version, const Instant &at) const
{
    if (version.withdrawn)
        return PactState::Withdrawn;
    if (const PactWindow *window = windowOf(version.document.version))
        return window->until && window->until->nanoseconds <= at.nanoseconds ? PactState::Superseded : PactState::Active;
    if (version.adopted)
        return PactState::Withdrawn; // added to a chain that does not hold: never in force
    if (version.observedSince)
        return PactState::Observing;
    return version.approved ? PactState::Approved : PactState::InReview;
}

std::vector<PactDocument::Reviewer> PactLife::missing(const VersionLife &version)
{
    std::vector<PactDocument::Reviewer> wanted;
    for (const PactDocument::Reviewer &reviewer : version.document.reviewers) {
        const auto same = std::ranges::find(wanted, reviewer.role, &PactDocument::Reviewer::role);
        if (reviewer.count == 0)
            continue;
        if (same == wanted.end())
            wanted.push_back(reviewer);
        else
            same->count += reviewer.count;
    }
    if (wanted.empty())
        wanted.push_back({{}, 1});
    for (const PactApproval &approval : version.approvals) {
        const auto role = std::ranges::find(wanted, approval.role, &PactDocument::Reviewer::role);
        if (role != wanted.end() && role->count > 0)
            --role->count;
    }
    std::erase_if(wanted, [](const PactDocument::Reviewer &role) { return role.count == 0; });
    return wanted;
}

} // namespace mandate

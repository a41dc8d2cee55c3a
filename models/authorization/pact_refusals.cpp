// SPDX-License-Identifier: GPL-3.0-or-later
// Why a step in a pact's life must not be taken, in words for a person: what happened, who can, what to do.
#include "models/authorization/pact_life.h"

#include "models/authorization/pact_step_refused.h"

#include <algorithm>

namespace mandate {

namespace {

std::string inWords(PactState state)
{
    switch (state) {
    case PactState::InReview: return "in review";
    case PactState::Approved: return "approved";
    case PactState::Observing: return "observed";
    case PactState::Active: return "active";
    case PactState::Superseded: return "superseded by a later version";
    case PactState::Withdrawn: return "withdrawn";
    }
    return {};
}

std::string inWords(const std::vector<PactDocument::Reviewer> &roles)
{
    std::string words;
    for (const PactDocument::Reviewer &role : roles)
        words += (words.empty() ? "" : ", ") + std::to_string(role.count) + ' ' + (role.role.empty() ? "other person" : '"' + role.role + '"');
    return words;
}

bool isAllowedIn(PactStep step, PactState state, bool submitted)
{
    switch (step) {
    case PactStep::Submit: return state == PactState::InReview && !submitted;
    case PactStep::Approve: return state == PactState::InReview;
    case PactStep::RequestChanges: return state == PactState::InReview || state == PactState::Approved || state == PactState::Observing;
    case PactStep::Observe: return state == PactState::Approved;
    case PactStep::Activate: return state == PactState::Approved || state == PactState::Observing;
    case PactStep::Withdraw: return state != PactState::Superseded && state != PactState::Withdrawn;
    }
    return false;
}

/// What can be done with a version in that state instead.
std::string instead(PactStep step, PactState state)
{
    switch (state) {
    case PactState::InReview: return "Its reviewers approve it first.";
    case PactState::Approved:
    case PactState::Observing:
        return step == PactStep::Approve ? "Nothing is missing: anyone may observe or activate it." : "Activate or withdraw it.";
    case PactState::Active: return "Submit a new version to change it, or withdraw it.";
    case PactState::Superseded:
    case PactState::Withdrawn: return "Make a new draft of it with a version number that is free, and submit that.";
    }
    return {};
}

constexpr std::string_view doing(PactStep step)
{
    switch (step) {
    case PactStep::Submit: return "submitted";
    case PactStep::Approve: return "approved";
    case PactStep::RequestChanges: return "returned for changes";
    case PactStep::Observe: return "observed";
    case PactStep::Activate: return "activated";
    case PactStep::Withdraw: return "withdrawn";
    }
    return {};
}

} // namespace

std::optional<Error> PactLife::refusal(const Attempt &attempt) const
{
    const std::string name = m_id + '@' + attempt.version;
    if (m_broken)
        return pactStepRefused("MND-LIF-002",
                           "The signed statements about the pact " + m_id + " do not follow one another: one is missing or was put in.",
                           "Nobody can change this pact here. Run \"mandate verify\" to find the place, and go on under another pact id.");
    const VersionLife *version = find(attempt.version);
    if (!version) {
        Error error = pactStepRefused("MND-LIF-003", "There is no version " + attempt.version + " of the pact " + m_id + ".",
                                  "See \"mandate pact list\" for those there are.");
        error.kind = ErrorKind::Missing;
        return error;
    }
    if (isBehind(attempt.at))
        return pactStepRefused("MND-LIF-012",
                           "The clock says " + formatInstant(attempt.at) + ", and something was decided about this pact at " +
                               formatInstant(*m_latest) + ".",
                           "Set the clock of this machine right and try again.");
    const PactState state = stateOf(*version, attempt.at);
    const bool submitted = version->adopted || version->submittedAt.has_value();
    if (!submitted && attempt.step != PactStep::Submit)
        return pactStepRefused("MND-LIF-014", "Nobody signed the submission of " + name + '.', "Its author submits it again.");
    if (!isAllowedIn(attempt.step, state, submitted))
        return pactStepRefused("MND-LIF-004", name + " is " + inWords(state) + ", so it cannot be " + std::string(doing(attempt.step)) + '.',
                           instead(attempt.step, state));
    switch (attempt.step) {
    case PactStep::Submit: // said before anybody signs what could never come into force
        return !m_windows.empty() && version->document.parentVersion.empty() ? conflict(*version, attempt.at) : std::nullopt;
    case PactStep::Observe: return std::nullopt;
    case PactStep::Approve: return approvalRefusal(*version, attempt);
    case PactStep::Activate: return activationRefusal(*version, attempt);
    case PactStep::RequestChanges:
        if (attempt.person == version->submittedBy)
            return pactStepRefused("MND-LIF-005", "You submitted " + name + ", so you cannot return it to yourself.",
                               "A reviewer returns it; you can withdraw it.");
        [[fallthrough]];
    case PactStep::Withdraw:
        if (attempt.note.empty())
            return pactStepRefused("MND-LIF-013", "No reason was given.", "Say why: it is kept with the version, and whoever wrote it reads it.");
        return std::nullopt;
    }
    return std::nullopt;
}

std::optional<Error> PactLife::approvalRefusal(const VersionLife &version, const Attempt &attempt) const
{
    const std::string name = m_id + '@' + attempt.version;
    const auto open = missing(version);
    if (attempt.person == version.submittedBy)
        return pactStepRefused("MND-LIF-005", "You submitted " + name + ", and nobody approves their own version.",
                           "Needed: " + inWords(open) + ", not you.");
    const auto before = std::ranges::find(version.approvals, attempt.person, &PactApproval::person);
    if (before != version.approvals.end())
        return pactStepRefused("MND-LIF-006",
                           "You approved " + name + " already" + (before->role.empty() ? "" : " as \"" + before->role + '"') +
                               ", and one person counts once.",
                           "Still needed from others: " + inWords(open) + '.');
    if (std::ranges::find(open, attempt.role, &PactDocument::Reviewer::role) != open.end())
        return std::nullopt;
    const bool named = std::ranges::find(version.document.reviewers, attempt.role, &PactDocument::Reviewer::role) != version.document.reviewers.end();
    return pactStepRefused("MND-LIF-007",
                       attempt.role.empty() ? "The pact asks for approvals by role, and none was given."
                       : named              ? "No more approvals as \"" + attempt.role + "\" are needed."
                                            : "The pact names no reviewer \"" + attempt.role + "\".",
                       "Still needed: " + inWords(open) + '.');
}

std::optional<Error> PactLife::activationRefusal(const VersionLife &version, const Attempt &attempt) const
{
    const std::string name = m_id + '@' + attempt.version;
    if (const auto open = missing(version); !open.empty())
        return pactStepRefused("MND-LIF-008", name + " lacks approvals.", "Still needed: " + inWords(open) + '.');
    if (version.document.owner.empty())
        return pactStepRefused("MND-LIF-009", "Nobody answers for " + name + ": the pact names no owner.",
                           "Withdraw it, name an owner in a new version, and submit that.");
    if (version.document.credential == "inherited" && attempt.note.find_first_not_of(" \t\r\n") == std::string::npos)
        return pactStepRefused("MND-LIF-024", name + " lets the agent act with a person's credentials, so it can do whatever that person can.",
                           "Give the agent credentials of its own, or accept it in writing: say why in the note of the activation.");
    if (attempt.effective && attempt.effective->nanoseconds < attempt.at.nanoseconds)
        return pactStepRefused("MND-LIF-010",
                           "A version cannot come into force in the past (" + formatInstant(*attempt.effective) +
                               "): what was decided by then would change.",
                           "Leave the time out for at once, or give a time to come.");
    return conflict(version, attempt.at);
}

std::optional<Error> PactLife::conflict(const VersionLife &version, const Instant &at) const
{
    if (const PactWindow *coming = scheduled(at))
        return pactStepRefused("MND-LIF-011",
                           "Version " + coming->version + " of the pact " + m_id + " is to come into force at " + formatInstant(coming->from) + '.',
                           "Withdraw it first, or wait until then and submit what follows it.");
    if (m_windows.empty())
        return std::nullopt; // nothing that it could undo
    const PactWindow &last = m_windows.back();
    const std::string &parent = version.document.parentVersion;
    if (parent == last.version)
        return std::nullopt;
    const bool ended = last.until.has_value();
    return pactStepRefused("MND-LIF-015",
                       m_id + '@' + version.document.version +
                           (parent.empty() ? " does not say in \"parent_version\" which version it was written against, " : " was written against " + parent + ", ") +
                           (ended ? "the last in force was " : "in force is ") + last.version + '.',
                       "Its author merges it with " + last.version + " into a new version and submits that.");
}

std::optional<Error> PactLife::adoptionRefusal(std::string_view version, const Instant &at) const
{
    const std::string name = m_id + '@' + std::string(version);
    if (m_broken)
        return refusal({PactStep::Activate, std::string(version), {}, {}, {}, at, {}});
    if (const VersionLife *there = find(version); there && (there->withdrawn || !there->adopted))
        return pactStepRefused(
            "MND-LIF-016",
            there->withdrawn ? name + " was withdrawn, and its number is spent." : name + " is under review, so it cannot be put in force beside it.",
            there->withdrawn ? "Give the pact a new version number." : "Its reviewers approve it, then anyone activates it; or withdraw it.");
    if (isBehind(at))
        return pactStepRefused("MND-LIF-012",
                           "The clock says " + formatInstant(at) + ", and something was decided about this pact at " + formatInstant(*m_latest) + ".",
                           "Set the clock of this machine right and try again.");
    if (const PactWindow *coming = scheduled(at))
        return pactStepRefused("MND-LIF-011",
                           "Version " + coming->version + " of the pact " + m_id + " is to come into force at " + formatInstant(coming->from) + '.',
                           "Withdraw it first, or wait until then.");
    return std::nullopt;
}

} // namespace mandate

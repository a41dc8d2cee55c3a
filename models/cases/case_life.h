// SPDX-License-Identifier: GPL-3.0-or-later
// The life of an incident in people's hands: which step may follow which, and who may take it. Pure: fed with the signed steps of the ledger in order,
// and asked. A step that breaks a rule counts for nothing, whoever wrote it. What a rule found is no step: an incident without any is open.
#pragma once

#include "models/cases/case_statement.h"
#include "models/people/people_register.h"

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// How the claims about the cause stand to one another. Disputed: two parties name different causes. Agreed: somebody else than who made it agrees
/// with the only cause that is claimed.
enum class AttributionState : std::uint8_t { None, Claimed, Agreed, Disputed };
/// "none", "claimed", "agreed", "disputed".
[[nodiscard]] std::string_view nameOf(AttributionState state);

/// A reporting duty that somebody said applies, as far as it is.
struct DutyRecord
{
    std::string duty;
    std::string category;
    std::string role;
    Instant aware;                  ///< when the awareness was that starts it
    std::string established;        ///< what was known, and who established it
    std::optional<Instant> reported;
    std::string reference;          ///< of the report
    std::optional<std::string> noDuty; ///< why it does not apply
    bool operator==(const DutyRecord &) const = default;
};

class CaseLife
{
public:
    explicit CaseLife(std::string incident) : m_incident(std::move(incident)) {}

    /// Takes the next step, whose entry is set. `openedByRule`: a rule opened this incident, so that it needs no step that opens it.
    void add(CaseStatement statement, std::string_view entryBody, const PeopleRegister &people, bool openedByRule);

    /// Why a step must not be taken: what happened, who can, what to do. Nothing when it may. Only what the step itself says is read: its
    /// signature and place are not asked.
    [[nodiscard]] std::optional<Error> refusal(const CaseStatement &step, const PeopleRegister &people, bool openedByRule) const;

    [[nodiscard]] const std::string &incident() const { return m_incident; }
    [[nodiscard]] CaseState state() const { return m_state; }
    /// Still asks for somebody's work.
    [[nodiscard]] bool isOpen() const { return m_state != CaseState::Closed && m_state != CaseState::Merged; }
    [[nodiscard]] const CaseStatement *opening() const { return m_opening < 0 ? nullptr : &m_history[static_cast<std::size_t>(m_opening)].statement; }
    [[nodiscard]] std::optional<Severity> gradedAs() const { return m_severity; }
    [[nodiscard]] const std::string &assignedTo() const { return m_assignedTo; }
    [[nodiscard]] std::optional<Instant> due() const { return m_due; }
    /// When somebody first did anything about it; none: nobody has.
    [[nodiscard]] std::optional<Instant> acknowledged() const { return m_acknowledged; }
    /// Nobody acted in time, somebody was told, and still nobody acts.
    [[nodiscard]] bool isEscalated() const { return m_escalated; }
    [[nodiscard]] const std::string &mergedInto() const { return m_mergedInto; }
    /// Records that are another incident's since a split, with its id.
    [[nodiscard]] const std::map<std::uint64_t, std::string> &gone() const { return m_gone; }
    /// Linked incidents and how they stand to this one.
    [[nodiscard]] const std::map<std::string, std::string> &links() const { return m_links; }
    [[nodiscard]] const std::vector<DutyRecord> &duties() const { return m_duties; }
    [[nodiscard]] const CaseStatement *closing() const { return m_closing < 0 ? nullptr : &m_history[static_cast<std::size_t>(m_closing)].statement; }

    struct Claim
    {
        Digest digest;                        ///< of its entry
        std::size_t step = 0;                 ///< index in history()
        std::vector<std::size_t> agreements;  ///< the same
        bool withdrawn = false;
    };
    /// In the order they were made.
    [[nodiscard]] const std::vector<Claim> &claims() const { return m_claims; }
    [[nodiscard]] const CauseClaim &claimIn(const Claim &claim) const { return *m_history[claim.step].statement.claim; }
    [[nodiscard]] AttributionState attribution() const;
    /// The claim that says what caused it: the newest that stands, if they agree; nullptr else.
    [[nodiscard]] const Claim *cause() const;

    struct Event
    {
        CaseStatement statement;
        std::string voidBecause; ///< why it counts for nothing; empty when it counts
    };
    [[nodiscard]] std::span<const Event> history() const { return m_history; }
    /// A step was written that follows none: nothing behind it counts.
    [[nodiscard]] bool isBroken() const { return m_broken; }
    [[nodiscard]] Digest lastDigest() const { return m_last; }

private:
    [[nodiscard]] std::optional<Error> roleRefusal(const CaseStatement &step, const PeopleRegister &people) const;
    [[nodiscard]] std::optional<Error> claimStepRefusal(const CaseStatement &step, const PeopleRegister &people) const;
    [[nodiscard]] std::optional<Error> dutyRefusal(const CaseStatement &step) const;
    [[nodiscard]] const Claim *claimOf(const std::optional<Digest> &digest) const;
    [[nodiscard]] const DutyRecord *dutyOf(std::string_view duty) const;
    void apply(const CaseStatement &statement);

    std::string m_incident;
    CaseState m_state = CaseState::Open;
    int m_opening = -1; ///< index in m_history
    int m_closing = -1;
    std::optional<Severity> m_severity;
    std::string m_assignedTo;
    std::optional<Instant> m_due;
    std::optional<Instant> m_acknowledged;
    bool m_escalated = false;
    std::string m_mergedInto;
    std::map<std::uint64_t, std::string> m_gone;
    std::map<std::string, std::string> m_links;
    std::vector<DutyRecord> m_duties;
    std::vector<Claim> m_claims;
    std::vector<Event> m_history;
    std::set<Digest> m_seen; ///< of every step's entry
    Digest m_last;
    bool m_broken = false;
};

/// By when somebody must have acted on an incident of this severity, from when it was opened: an hour, a day, a week.
[[nodiscard]] Instant responseDue(Severity severity, const Instant &opened);

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// The life of one pact's versions: which step may follow which, who may take it, and which version was in force when. Pure: it is fed with
// the versions and signed statements of the ledger, in order, and asked. A statement that breaks a rule counts for nothing, whoever wrote it.
// Drafts are not here: they live outside the ledger.
#pragma once

#include "models/authorization/pact_statement.h"
#include "models/pact/document.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mandate {

/// Active: in force, or to come into force at a time that was set. Withdrawn: for good; its number is spent.
enum class PactState : std::uint8_t { InReview, Approved, Observing, Active, Superseded, Withdrawn };
/// Stable names: "in_review", "approved", "observing", "active", "superseded", "withdrawn".
[[nodiscard]] std::string_view nameOf(PactState state);

struct PactApproval
{
    std::string person; ///< person id
    std::string name;   ///< display name, if known
    std::string role;   ///< as whom; empty where the pact names no reviewers
    Instant at;
    std::uint64_t entry = 0;
    bool operator==(const PactApproval &) const = default;
};

/// From when until when a version is in force: [from, until).
struct PactWindow
{
    std::string version;
    Instant from;
    std::optional<Instant> until;
    std::uint64_t entry = 0; ///< what put it in force: its activation, or its own entry when it was adopted
    std::string by;          ///< person id
    bool operator==(const PactWindow &) const = default;
};

/// One version and what was signed about it.
struct VersionLife
{
    PactDocument document;
    Digest digest;
    bool adopted = false; ///< put in force without review
    bool withdrawn = false;
    bool returned = false;   ///< withdrawn because a reviewer asked for changes
    bool approved = false;   ///< the quorum was complete
    std::string submittedBy; ///< person id; empty when adopted
    std::optional<Instant> submittedAt;
    std::string summary;
    std::vector<PactApproval> approvals;
    std::optional<Instant> observedSince;
};

class PactLife
{
public:
    explicit PactLife(std::string id) : m_id(std::move(id)) {}

    /// A version's document. Adopted ones are in force from `added`; others wait for their submission to follow.
    void adopt(PactDocument document, const Digest &digest, std::uint64_t entry, const Instant &added, const std::string &by);
    void introduce(PactDocument document, const Digest &digest);
    /// A statement of this pact id, signature checked. It breaks the chain when its `previous` is not the statement before it.
    void add(PactStatement statement, std::string_view entryBody);

    /// What a person is about to do.
    struct Attempt
    {
        PactStep step = PactStep::Submit;
        std::string version;
        std::string person;
        std::string role;
        std::string note;
        Instant at;
        std::optional<Instant> effective; ///< Activate: at once when absent
    };
    /// Why it must not be done: what happened, who can, what to do. Nothing when it may.
    [[nodiscard]] std::optional<Error> refusal(const Attempt &attempt) const;
    /// Why no version may be put in force without review; nothing when one may.
    [[nodiscard]] std::optional<Error> adoptionRefusal(std::string_view version, const Instant &at) const;

    [[nodiscard]] const std::string &id() const { return m_id; }
    /// In the order they came into the ledger.
    [[nodiscard]] std::span<const VersionLife> versions() const { return m_versions; }
    [[nodiscard]] const VersionLife *find(std::string_view version) const;
    [[nodiscard]] PactState stateOf(const VersionLife &version, const Instant &at) const;
    /// Who still has to approve: roles with how many, or one of any role ("") where the pact names none.
    [[nodiscard]] static std::vector<PactDocument::Reviewer> missing(const VersionLife &version);
    /// When versions were, are and will be in force, in order of time; none overlaps another.
    [[nodiscard]] std::span<const PactWindow> windows() const { return m_windows; }
    [[nodiscard]] const PactWindow *windowOf(std::string_view version) const;
    /// The one in force at a time; nullptr when none is.
    [[nodiscard]] const PactWindow *inForce(const Instant &at) const;

    struct Event
    {
        PactStatement statement;
        std::string voidBecause; ///< why it counts for nothing; empty when it counts
    };
    [[nodiscard]] std::span<const Event> history() const { return m_history; }
    /// A statement is missing or out of place: from there on nothing counts, and nothing new may come into force.
    [[nodiscard]] bool isBroken() const { return m_broken; }
    /// SHA-256 of the last statement entry; zero when there is none.
    [[nodiscard]] Digest lastDigest() const { return m_last; }

private:
    VersionLife *changeable(std::string_view version);
    [[nodiscard]] std::optional<Error> approvalRefusal(const VersionLife &version, const Attempt &attempt) const;
    [[nodiscard]] std::optional<Error> activationRefusal(const VersionLife &version, const Attempt &attempt) const;
    [[nodiscard]] std::optional<Error> conflict(const VersionLife &version, const Instant &at) const;
    [[nodiscard]] const PactWindow *scheduled(const Instant &at) const;
    [[nodiscard]] bool isBehind(const Instant &at) const { return m_latest && at.nanoseconds < m_latest->nanoseconds; }
    void comeIntoForce(const std::string &version, const Instant &from, std::uint64_t entry, const std::string &by);
    void endWindow(const std::string &version, const Instant &at);
    void apply(const PactStatement &statement);

    std::string m_id;
    std::vector<VersionLife> m_versions;
    std::vector<PactWindow> m_windows;
    std::vector<Event> m_history;
    std::optional<Instant> m_latest; ///< of what was decided
    Digest m_last;
    bool m_broken = false;
};

/// By pact id.
using PactLives = std::map<std::string, PactLife, std::less<>>;

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// A version of a pact as the workspace holds it, and the history of a pact with what can be done next. Values only.
#pragma once

#include "models/authorization/pact_life.h"
#include "models/pact/document.h"
#include "models/store/store.h"
#include "models/workspace/judgement.h"
#include "models/workspace/replay.h"

#include <optional>
#include <string>
#include <vector>

namespace mandate {

/// A pact version that is in the workspace. Drafts are not: they live outside the ledger.
struct PactVersion
{
    EntryNumber entry = 0;
    Digest digest; ///< of its RFC 8785 form: what people sign and evidence cites
    PactDocument document;
    std::string source; ///< the document's canonical JSON
    Instant added;      ///< when it came into the ledger: submitted, or adopted
    std::string addedBy;
    bool inForce = false; ///< now

    PactState state = PactState::InReview; ///< now
    bool adopted = false;                  ///< put in force without review
    bool returned = false;                 ///< withdrawn because a reviewer asked for changes
    std::string summary;                   ///< what its author said of it when submitting
    std::vector<PactApproval> approvals;
    std::vector<PactDocument::Reviewer> missing; ///< approvals that it lacks; the role is empty where the pact names none
    std::optional<Instant> observedSince;
    std::optional<Instant> effectiveFrom;  ///< in force from; in the future while it is scheduled
    std::optional<Instant> effectiveUntil; ///< superseded or withdrawn then
    std::string activatedBy;               ///< person id
};

/// Something that could be done with a version by who is signed in, and why not.
struct PactStepOption
{
    PactStep step = PactStep::Approve;
    std::string role;             ///< Approve: one option for each role that is missing
    std::optional<Error> refusal; ///< absent: it may be done. Steps that need a reason are asked as if one were given
};

struct PactHistory
{
    struct Version
    {
        PactVersion version;
        std::vector<PactStepOption> steps;
    };
    std::string id;
    bool broken = false;                 ///< its statements do not follow one another: nothing new may come into force
    std::vector<Version> versions;       ///< in the order they came into the ledger
    std::vector<PactLife::Event> events; ///< every signed statement, oldest first; adopted versions have none
};

struct PactActivation
{
    std::optional<Instant> effective; ///< at once when absent
    std::string note;
    std::optional<EntryNumber> replay; ///< the stored replay it rests on: it must hold, and its digest is signed. Replaces no approval
};

/// What an observed version would have said of the actions of the agents it binds since it is observed. It changed no verdict.
struct ObservationReport
{
    std::string pact; ///< id@version
    Instant since;
    JudgementReport would; ///< its own answers
    ReplayReport changes;  ///< where they differ from the verdicts in force
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// A Record: one consequential event as its source reported it, written once. Plain values; what is absent is absent, never a guess.
// Our verdicts, notes and decisions about it are other entries that point to it.
#pragma once

#include "models/base/digest.h"
#include "models/base/instant.h"
#include "models/base/value.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace mandate {

enum class RecordKind : std::uint8_t {
    Action,  ///< the agent called a tool, or an audited identity called an API
    Message, ///< text said by the user, the agent or the system
    Session, ///< one run as a whole: its outcome labels
    Context, ///< what a file says once for all its sessions: policy in force, tasks, settings
    Event,   ///< anything else a telemetry source reports (a span or log that is no tool call)
    Decision ///< what the gateway answered to an agent that asked before an action; the action itself is a record of its own, if it ran
};

enum class Outcome : std::uint8_t { Unknown, Executed, Refused, Failed };

/// Not known to have failed: where the trail does not say what became of a call, nobody can show that it did not happen.
[[nodiscard]] constexpr bool countsAsExecuted(Outcome outcome) { return outcome == Outcome::Executed || outcome == Outcome::Unknown; }

enum class Role : std::uint8_t { None, User, Agent, System, Tool };

enum class SignatureState : std::uint8_t { Unsigned, Valid, Invalid, UnknownKey };

/// What a record has of what EVIDENCE.md asks for; bits of Record::completeness().
enum Has : std::uint8_t {
    HasInput = 1,         ///< a user's text came before
    HasAction = 2,        ///< tool and arguments
    HasBasis = 4,         ///< the authorization the source claims
    HasResult = 8,        ///< a non-empty result
    HasTime = 16,         ///< the event's own time
    HasDecisionBasis = 32,///< the agent's reasoning, or what it said beside the call
    HasSignature = 64     ///< a signature over the event by its source
};

/// Views stay valid as long as the arena and the bytes they were made from.
struct Record
{
    RecordKind kind = RecordKind::Action;

    // Where from. `message` and `call` count from 0 within the session and are −1 where the source has no such position.
    std::string_view source;     ///< name a person knows it by: path below the imported folder, or file name
    std::string_view format;     ///< adapter, such as "tau2"
    std::uint64_t offset = 0;    ///< of the item in the file, bytes
    std::uint64_t line = 0;      ///< of the item in the file, from 1; 0 where the format has no lines
    Digest itemDigest;           ///< SHA-256 of the item's exact bytes
    std::uint32_t spanBegin = 0; ///< part of the item that speaks of this event, bytes
    std::uint32_t spanLength = 0;
    std::int32_t message = -1;
    std::int32_t call = -1;

    // Who
    std::string_view agent;
    std::string_view agentVersion;
    std::string_view model;
    std::string_view deployment; ///< the trade or environment it acts in: "airline", "banking", an AWS account
    std::string_view session;
    std::string_view trace;
    std::string_view span;
    std::string_view onBehalfOf;

    // When
    std::optional<Instant> occurred;
    Instant received;

    // Context and action
    Role role = Role::None;                ///< of a Message
    std::optional<std::string_view> input; ///< last non-empty user text before the action
    std::string_view tool;
    Value arguments;                       ///< Map; Null when the source gives none
    std::string_view argumentsText;        ///< as received when it is no JSON object; else empty
    std::string_view target;
    std::string_view said;                 ///< text of a Message, or beside the call
    std::string_view reasoning;            ///< the agent's recorded thinking
    std::uint32_t callsInMessage = 0;      ///< how many calls its message holds, itself included
    std::optional<double> confidence;      ///< 0 to 1
    Value proposal;                        ///< Map: what the agent said of the action before it: reasoning, scope, blast_radius, …; Null when absent
    Value verifier;                        ///< Map: a second agent's verdict on it: verdict, by, policy_digest; Null when absent

    // Result
    Outcome outcome = Outcome::Unknown;
    std::optional<std::string_view> result; ///< text as returned
    std::string_view error;

    // Basis the source claims, its own labels, its proof
    std::string_view basis; ///< such as "policy sha256:…" or "pact refunds@3 2.1"
    Value labels;           ///< Map of the source's own outcome labels; Null when there are none
    SignatureState signature = SignatureState::Unsigned;

    [[nodiscard]] std::uint8_t completeness() const;
};

/// What stays of a record whose text is erased: who, when, where it came from, which tool and what became of it. No word of a source beyond names.
[[nodiscard]] Record remainsOf(const Record &record);

[[nodiscard]] std::string_view nameOf(RecordKind kind);
[[nodiscard]] std::string_view nameOf(Outcome outcome);
[[nodiscard]] std::string_view nameOf(Role role);
[[nodiscard]] std::string_view nameOf(SignatureState state);
[[nodiscard]] std::optional<RecordKind> recordKindOf(std::string_view name);
[[nodiscard]] std::optional<Outcome> outcomeOf(std::string_view name);
[[nodiscard]] std::optional<Role> roleOf(std::string_view name);
[[nodiscard]] std::optional<SignatureState> signatureStateOf(std::string_view name);

} // namespace mandate

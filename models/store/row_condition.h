// SPDX-License-Identifier: GPL-3.0-or-later
// A condition on a row as a tree: what models/query reads from text and a store evaluates over its columns. Values only; what a field means is said here,
// how it is found is the engine's business.
//
// Every condition is yes or no for every row. A row without a time matches no condition of time, one without an argument none of that argument; `not`
// turns exactly that around.
#pragma once

#include "models/base/instant.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace mandate {

struct RowCondition;

/// All, any or none of these.
struct Combined
{
    enum class How : std::uint8_t { All, Any, None };
    How how = How::All;
    std::vector<RowCondition> parts; ///< All of none is yes, Any of none is no
    bool operator==(const Combined &other) const;
};

/// A text to compare names with: equal, or with `*` for any text where `isPattern` says so.
struct NamePattern
{
    std::string text;
    bool isPattern = false;
    bool operator==(const NamePattern &) const = default;
};

/// A name is one of these.
struct NameIs
{
    enum class Field : std::uint8_t { Agent, Deployment, Session, Tool, Source, Format, Clause };
    Field field = Field::Agent;
    std::vector<NamePattern> any;
    bool operator==(const NameIs &) const = default;
};

/// A value of an enumeration is one of these: Verdict, Outcome, RecordKind or Role, by number.
struct CodeIs
{
    enum class Field : std::uint8_t { Verdict, Outcome, Kind, Role };
    Field field = Field::Verdict;
    std::vector<std::uint8_t> any;
    bool operator==(const CodeIs &) const = default;
};

/// A whole number lies in [from, to].
struct NumberIn
{
    enum class Field : std::uint8_t { Entry, Message, Call };
    Field field = Field::Entry;
    std::int64_t from = INT64_MIN;
    std::int64_t to = INT64_MAX;
    bool operator==(const NumberIn &) const = default;
};

/// The occurred time lies in [since, until).
struct TimeIn
{
    std::optional<Instant> since;
    std::optional<Instant> until;
    bool operator==(const TimeIn &) const = default;
};

/// All of these parts of evidence were recorded: bits of Has.
struct EvidenceHas
{
    std::uint8_t parts = 0;
    bool operator==(const EvidenceHas &) const = default;
};

/// The words occur in the record's text, in any order; "a b" in double quotes is a phrase.
struct TextHas
{
    std::string words;
    bool operator==(const TextHas &) const = default;
};

/// A clause that the action broke, triggered or owed (`undecidable`: that could not be decided), deciding or not.
struct FindingOf
{
    std::vector<NamePattern> any;
    bool undecidable = false;
    bool operator==(const FindingOf &) const = default;
};

/// The record is of the same agent's same session as some record that matches. One without a session is of none.
struct SameSession
{
    std::shared_ptr<const RowCondition> as; ///< never null
    bool operator==(const SameSession &other) const;
};

/// An argument of the call compares with a value. The path goes through members by name; through lists, to every element: any one is enough.
/// Numbers compare with numbers and with texts that are one; texts with texts.
struct ArgumentIs
{
    enum class How : std::uint8_t { Is, Below, AtMost, Above, AtLeast, Given };
    std::vector<std::string> path; ///< at least one
    How how = How::Is;
    NamePattern text;              ///< for Is
    std::optional<double> number;  ///< what `text` is as a number; there for the four orders
    bool operator==(const ArgumentIs &) const = default;
};

/// Somebody starred, tagged or noted something on the record. No store knows that: whoever asks one puts an EntryIn in its place before
/// (models/store/entries_of.h). Left as it is, it matches nothing.
struct MarkedBy
{
    enum class What : std::uint8_t { Star, Tag, Note };
    What what = What::Star;
    std::vector<NamePattern> any; ///< Star: who starred it; Tag: the tag; Note: its text
    bool operator==(const MarkedBy &) const = default;
};

/// What figures count, by name. Calls up to ProhibitionOpen, runs from Run on. Defined in models/metrics/counted_entries.
enum class CountedSet : std::uint8_t {
    Call, Judged, Decidable, Violating, ViolatingExecuted, Undecidable, ApprovalDue, ApprovalRan, RanApproved, RanUnapproved, ApprovalNotRun, EvidenceOwed, EvidenceMissing, FailedCall, WithoutSession,
    Change, UnexpectedChange, ChangeOtherwiseWritten,
    Rated, Prohibited, ProhibitedExecuted, ProhibitionOpen,
    Run, CalledRun, JudgedRun, DecidedRun, ViolatingRun, ViolatingExecutedRun, UndecidableRun, ScoredRun, DoneRun, NotDoneRun, ViolatingScoredRun, ViolatingDoneRun,
    HandOffRight, HandOffUnneeded, HandOffMissed, HandOffNeither, HandOffUnlabelled,
    RatedRun, ProhibitedRun, ContradictedRun,
    AttackScored, AttackSucceeded, AttackFailed, AttackAborted, AttackIncomplete, UsefulnessScored, UsefulRun,
    ChangesListedRun, UnexpectedChangeRun, NoChangeExpectedRun, UnaskedChangeRun, TimedRun, PricedRun
};
inline constexpr std::size_t countedCount = 55;

/// A figure counts the record, or a pact version, a model, an attack or a clause has to do with it. No store knows that: as with MarkedBy an EntryIn takes its place before,
/// and left as it is, it matches nothing.
struct CountedIn
{
    enum class By : std::uint8_t { Figure, Pact, Model, Attack, Clause };
    By by = By::Figure;
    std::vector<NamePattern> any; ///< Figure: names of CountedSet; else of the version, the model, the attack, the clause that speaks of the call; empty: none
    bool operator==(const CountedIn &) const = default;
};

/// The row is one of these entries. Never read from text.
struct EntryIn
{
    std::shared_ptr<const std::vector<std::uint64_t>> entries; ///< ascending; never null
    bool operator==(const EntryIn &other) const { return *entries == *other.entries; }
};

struct RowCondition
{
    std::variant<Combined, NameIs, CodeIs, NumberIn, TimeIn, EvidenceHas, TextHas, FindingOf, SameSession, ArgumentIs, MarkedBy, CountedIn, EntryIn> is;
    bool operator==(const RowCondition &) const = default;
};

inline bool Combined::operator==(const Combined &other) const
{
    return how == other.how && parts == other.parts;
}

inline bool SameSession::operator==(const SameSession &other) const
{
    return *as == *other.as;
}

} // namespace mandate

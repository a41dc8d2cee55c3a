// SPDX-License-Identifier: GPL-3.0-or-later
// What mining proposes, as values: permissions with their evidence, limits a session, and what a tighter bound would have stopped. Nothing
// here is in force or says that what was done was right.
#pragma once

#include "models/base/value.h"
#include "models/pact/document.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mandate::mining {

/// Number of an entry in the ledger.
using Entry = std::uint64_t;

/// A number as the trail has it: Int, Uint or Double, which need no arena.
struct Number
{
    Value value;
    [[nodiscard]] long double magnitude() const; ///< exact: 64 bits of mantissa hold every 64-bit integer and every double
    friend bool operator==(const Number &a, const Number &b) { return a.magnitude() == b.magnitude(); }
};

struct NumberRange
{
    Number from;
    Number to;
    Entry fromEntry = 0; ///< the first call with that value
    Entry toEntry = 0;
};

struct TextValue
{
    std::string text;
    std::uint64_t calls = 0;
    Entry first = 0;
};

/// One argument of a tool, or a part of it: "amount", "address.city", "passengers[].age", "size(passengers)".
struct ArgumentEvidence
{
    std::string path;
    std::uint64_t calls = 0;        ///< with it
    bool always = false;            ///< in every call, or every object it belongs to
    std::vector<std::string> kinds; ///< of null, bool, number, text, list, object
    std::optional<NumberRange> range;
    std::vector<TextValue> values; ///< each that was seen, where few were; most frequent first
    std::optional<bool> only;      ///< the one truth value seen
    std::string notCovered;        ///< why the proposal does not limit its value; empty when it does
};

/// A tighter upper bound than proposed: at most `bound`.
struct TighterBound
{
    Number bound;
    bool nextLower = false;                ///< the next or second next lower value that was seen
    std::optional<int> percentile;         ///< 95 or 99: so many of a hundred calls are within it
    std::uint64_t calls = 0;               ///< it would have stopped
    std::optional<std::uint64_t> sessions; ///< with such a call; absent when there was no room to count them
    std::vector<Entry> first;              ///< such calls
};

struct Tighter
{
    std::string path; ///< as ArgumentEvidence has it
    Number now;       ///< the bound proposed
    std::vector<TighterBound> bounds;
};

/// A text with the bounds of Tighter in it, so that others can stand in their place.
struct BoundedText
{
    std::vector<std::string> parts;  ///< before the first bound, between two, after the last
    std::vector<std::size_t> bounds; ///< which stands after each part but the last: an index
    /// A text that this one was made of by inBounds().
    [[nodiscard]] static BoundedText of(const std::string &marked);
    [[nodiscard]] std::string with(const std::vector<std::string> &numbers) const;
};
/// What stands for a bound in a text that BoundedText::of() reads; no text in UTF-8 holds it.
[[nodiscard]] std::string boundMark(std::size_t index);

/// At most so many calls of a tool a session, as a person's decision on the next one.
struct SessionLimit
{
    Clause clause;
    std::uint64_t most = 0;
    Entry entry = 0; ///< the call that made it so many
    std::vector<TighterBound> tighter;
};

struct Proposal
{
    Clause clause; ///< permit, for one tool
    std::uint64_t calls = 0;
    std::optional<std::uint64_t> sessions;
    Entry first = 0;
    Entry last = 0;
    std::uint64_t outOfScope = 0; ///< of the calls: today nothing permits them
    bool restsOnLittle = false;   ///< fewer than enoughCalls
    std::vector<ArgumentEvidence> arguments;
    std::vector<std::string> notCovered; ///< beyond single arguments
    std::vector<Tighter> tighter;
    BoundedText when;    ///< the condition of `clause`, by its bounds
    BoundedText readsAs; ///< and its sentence
    std::optional<SessionLimit> perSession;
};

struct MinedScope
{
    std::vector<Proposal> proposals; ///< by tool
    /// Tools without a proposal, and why.
    struct LeftTool
    {
        std::string tool;
        std::uint64_t calls = 0;
        std::string reason;
    };
    std::vector<LeftTool> left;
    std::uint64_t callsOfFurtherTools = 0; ///< beyond Limits::tools
};

} // namespace mandate::mining

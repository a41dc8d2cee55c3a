// SPDX-License-Identifier: GPL-3.0-or-later
// A value of a condition as the solver sees it: of which kinds it may be, when it is an error, and its content for each kind. Every value
// that the evaluator can meet has a reading here; more may have one, which costs answers and never gives a wrong one.
#pragma once

#include "models/base/value.h"

#include <z3++.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::redline {

using Formula = z3::expr;

/// Kinds as bits; the position of the bit is the number the solver knows the kind by.
enum Kinds : std::uint32_t {
    KNull = 1,
    KBool = 2,
    KInt = 4,
    KUint = 8,
    KDouble = 16,
    KString = 32,
    KList = 64,
    KMap = 128,
    KTimestamp = 256,
    KDuration = 512,
    KType = 1024,
    KOptional = 2048,
    KOther = 4096, ///< anything; nothing is known of what is done with it
    KNumber = KInt | KUint | KDouble,
    KJson = KNull | KBool | KNumber | KString | KList | KMap,
    KWhole = KInt | KUint | KTimestamp | KDuration, ///< content in `whole`
    KText = KString | KType,                        ///< content in `text`
    KSized = KList | KMap,                          ///< content in `length`
    KAny = KJson | KOther,
};

struct Choice;

struct Symbol
{
    explicit Symbol(z3::context &solver) : error(solver.bool_val(false)), kind(solver.bv_val(0, 4)) {}

    std::uint32_t kinds = 0; ///< it may be of these
    Formula error;
    Formula kind;                 ///< 4 bits
    std::optional<Formula> truth; ///< of a Bool
    std::optional<Formula> whole; ///< of an Int or Uint; nanoseconds of a Timestamp (since 1970) or Duration
    std::optional<Formula> real;  ///< of a Double; infinities are ±10^309, beyond every finite one
    std::optional<Formula> nan;   ///< a Double that is no number; absent: never
    std::optional<Formula> text;  ///< of a String; name of a Type
    std::optional<Formula> length;
    std::uint32_t pieces = 1;                      ///< texts that `text` is put together from; the solver walks through each
    int key = -1;                                  ///< what it is called, see Keys
    int place = -1;                                ///< where it is read from, if it is read
    int source = -1;                               ///< the place whose elements a filtered list has
    const Value *constant = nullptr;               ///< when it is known
    std::shared_ptr<std::vector<Symbol>> elements; ///< of a list whose elements are written in the condition
    std::shared_ptr<const Choice> choice;          ///< when it is one of two
    std::optional<Formula> present;                ///< of an Optional
    std::shared_ptr<Symbol> inner;                 ///< of an Optional
};

/// condition ? yes : no
struct Choice
{
    Formula condition;
    Symbol yes;
    Symbol no;
};

/// What a condition is, in CEL's three answers.
struct Answer3
{
    Formula yes;
    Formula no;
};

[[nodiscard]] Formula both(const Formula &a, const Formula &b);
[[nodiscard]] Formula either(const Formula &a, const Formula &b);
[[nodiscard]] Formula negation(const Formula &a);

[[nodiscard]] Formula kindNumber(z3::context &solver, std::uint32_t kind);
/// Whether the value is of one of these kinds, errors aside.
[[nodiscard]] Formula isOf(const Symbol &x, std::uint32_t kinds);
[[nodiscard]] Answer3 answerOf(const Symbol &x);
[[nodiscard]] Symbol boolSymbol(const Formula &truth, const Formula &error);
[[nodiscard]] Symbol errorSymbol(z3::context &solver);
/// A number of any kind as a real.
[[nodiscard]] Formula numberOf(const Symbol &x);
[[nodiscard]] Formula nanOf(const Symbol &x);

/// A text literal; nothing when it has a character that the solver's alphabet lacks.
[[nodiscard]] std::optional<Formula> textLiteral(z3::context &solver, std::string_view utf8);
/// UTF-8 of a text constant of a model; nothing when it is no text that a record could hold.
[[nodiscard]] std::optional<std::string> textOf(const Formula &constant);
/// An exact decimal fraction for a finite double.
[[nodiscard]] Formula realLiteral(z3::context &solver, double number);
/// The nearest double of a numeral.
[[nodiscard]] double doubleOf(const Formula &numeral);

} // namespace mandate::redline

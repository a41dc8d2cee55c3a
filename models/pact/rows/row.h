// SPDX-License-Identifier: GPL-3.0-or-later
// A condition as the rows of the condition builder: values to edit, compare and keep for undo. Says what a condition is made of, in no
// words for people; rows.h turns them into CEL and back. Nothing here knows which fields a pact has, or their types.
#pragma once

#include <bit>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace mandate::rows {

struct Row;
struct Term;

/// A part kept elsewhere, as a value: never changed in place, shared by copies, compared by content.
template<typename T>
class Box
{
public:
    Box(T value) : m_value(std::make_shared<const T>(std::move(value))) {} // NOLINT(google-explicit-constructor)
    const T &operator*() const { return *m_value; }
    const T *operator->() const { return m_value.get(); }
    friend bool operator==(const Box &a, const Box &b) { return a.m_value == b.m_value || *a == *b; }

private:
    std::shared_ptr<const T> m_value;
};

// ---- terms: what is compared

struct Null
{
    bool operator==(const Null &) const = default;
};

/// A finite double; 0.0 and -0.0 differ. See decimal().
struct Decimal
{
    double value = 0;
    friend bool operator==(Decimal a, Decimal b) { return std::bit_cast<std::uint64_t>(a.value) == std::bit_cast<std::uint64_t>(b.value); }
};

/// Text is UTF-8. 500 and 500.0 and 500u are three constants.
using Constant = std::variant<Null, bool, std::int64_t, std::uint64_t, Decimal, std::string>;

/// One step of a path; made by member() and key().
struct Step
{
    std::variant<std::string, Box<Term>> part; ///< a member's name, or the key or index under which it is found
    bool optional = false;                     ///< absence is no error here (`.?name`, `[?key]`); only inside OrElse
    bool operator==(const Step &) const = default;
};

/// A field: a variable of the pact or the element of an enclosing list row, by its plain name, and the steps into it.
/// `state.order[args.order_id].status` is the variable state, member order, key args.order_id, member status; `history` and the elements of other
/// lists are fields as well.
struct FieldPath
{
    std::string variable;
    std::vector<Step> steps;
    bool operator==(const FieldPath &) const = default;
};

/// A field, or something else where it is absent: `args[?'limit'].orValue(0)`. Made by orElse().
struct OrElse
{
    FieldPath path;
    Box<Term> otherwise;
    bool operator==(const OrElse &) const = default;
};

struct List
{
    std::vector<Term> items;
    bool operator==(const List &) const = default;
};

/// The elements of a list for which a row holds. Made by filtered().
struct Filtered
{
    Box<Term> list;
    std::string variable; ///< names the element inside `holds`; see mayName() in rows.h
    Box<Row> holds;
    bool operator==(const Filtered &) const = default;
};

/// Something of each element of a list: `list.map(v, v.amount)`.
struct Mapped
{
    Box<Term> list;
    std::string variable;
    Box<Term> value;
    bool operator==(const Mapped &) const = default;
};

// clang-format off
/// Functions of one value, under their CEL names. Times are in UTC; Month counts from 0 and DayOfWeek from Sunday, 0, as CEL counts them.
enum class Function : std::uint8_t {
    Double, Int, Uint, String, Bool, Timestamp, Duration, ///< conversions; timestamp("…") and duration("…") are how such constants are written
    Size, SizeOf,                                         ///< number of elements or characters; the same, written size(x) and x.size()
    Sum, Min, Max, Distinct,                              ///< of lists
    Trim, LowerAscii, UpperAscii,                         ///< of texts
    FullYear, Month, DayOfMonth, DayOfWeek, Hours, Minutes,
};
// clang-format on

struct Reading
{
    Function function = Function::Double;
    Box<Term> of;
    bool operator==(const Reading &) const = default;
};

/// The first characters of a text: `text.substring(0, 10)`, which is the day of a timestamp's text.
struct Beginning
{
    Box<Term> text;
    std::int64_t characters = 0; ///< code points
    bool operator==(const Beginning &) const = default;
};

enum class ArithmeticOperator : std::uint8_t { Plus, Minus, Times, DividedBy, Remainder };

/// Also texts joined, and times moved by durations.
struct Arithmetic
{
    ArithmeticOperator op = ArithmeticOperator::Plus;
    Box<Term> left;
    Box<Term> right;
    bool operator==(const Arithmetic &) const = default;
};

struct Term
{
    std::variant<Constant, FieldPath, OrElse, List, Filtered, Mapped, Reading, Beginning, Arithmetic> is;
    bool operator==(const Term &) const = default;
};

// ---- rows: what holds or does not

enum class GroupKind : std::uint8_t { All, Any, None, NotAll };

/// All or any of nothing is `true` and `false`: the condition without rows always holds. Made by group().
struct Group
{
    GroupKind kind = GroupKind::All;
    std::vector<Row> rows;
    bool operator==(const Group &) const = default;
};

// clang-format off
enum class Operator : std::uint8_t {
    Is, IsNot, Less, AtMost, More, AtLeast,
    In, NotIn,                                                            ///< in a list: is one of; in a map such as state.order: is a known key
    StartsWith, NotStartsWith, EndsWith, NotEndsWith, Contains, NotContains,
    Matches, NotMatches,                                                  ///< RE2 pattern found somewhere in the text
    SameElements, NotSameElements, AllAmong, NotAllAmong, Shares, SharesNone, ///< of lists as sets; AllAmong: all of the right are in the left
};
// clang-format on

struct Comparison
{
    Term left;
    Operator op = Operator::Is;
    Term right;
    bool operator==(const Comparison &) const = default;
};

enum class PropertyKind : std::uint8_t { Present, Absent, Holds, DoesNotHold };

/// Of a field alone. `of` is a FieldPath, for Present and Absent one that ends in a member (see present()), otherwise perhaps an OrElse.
struct Property
{
    PropertyKind kind = PropertyKind::Holds;
    Term of;
    bool operator==(const Property &) const = default;
};

enum class Quantifier : std::uint8_t { Any, Every, None, ExactlyOne };

/// For how many elements of a list a row holds. Over the list `history`: what happened earlier in this session. Made by quantified().
struct Quantified
{
    Quantifier which = Quantifier::Any;
    Term list;
    std::string variable; ///< names the element inside `holds`; see mayName() in rows.h
    Box<Row> holds;
    bool operator==(const Quantified &) const = default;
};

/// CEL that rows cannot express. Only rowsOf() makes one, so it always parses; to change its text, read the new text with rowsOf().
class Written
{
public:
    /// As typed where this is the whole condition, else canonical.
    [[nodiscard]] const std::string &source() const { return m_source; }
    /// The same with canonical text, as a part of something else has.
    [[nodiscard]] Written part() const;
    bool operator==(const Written &) const = default;

private:
    friend class Reader;
    explicit Written(std::string source) : m_source(std::move(source)) {}

    std::string m_source;
};

struct Row
{
    std::variant<Group, Comparison, Property, Quantified, Written> is;
    bool operator==(const Row &) const = default;
};

// ---- making them in normal form, which is what reading gives back

/// Groups of one are that row, or its opposite; "none of" a group is that group's opposite; none of nothing always holds.
[[nodiscard]] Row group(GroupKind kind, std::vector<Row> rows);
[[nodiscard]] Row quantified(Quantifier which, Term list, std::string variable, Row holds);
[[nodiscard]] Term filtered(Term list, std::string variable, Row holds);
/// That a field is there: by its name, or by its key in what holds it. Nothing for a variable itself, which CEL cannot ask.
[[nodiscard]] std::optional<Row> present(FieldPath path);
/// The last step becomes optional if none is. A variable without steps stays as it is.
[[nodiscard]] Term orElse(FieldPath path, Term otherwise);
/// A name that CEL cannot write after a dot becomes a key.
[[nodiscard]] Step member(std::string name);
[[nodiscard]] Step key(Term term);
/// NaN and the infinities, which have no literal, become readings of their names.
[[nodiscard]] Term decimal(double number);

} // namespace mandate::rows

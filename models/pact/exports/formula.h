// SPDX-License-Identifier: GPL-3.0-or-later
// Yes and no of a condition as formulas over what can be asked of an action: a field is there, is null, is less than, begins with. Formulas are
// kept with "not" at the questions only, and in the order in which they may be asked: whether a field is there comes before its value.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mandate::exports {

struct Path;

struct Step
{
    std::string key;                    ///< a member's name
    std::optional<std::uint32_t> index; ///< else a place in a list
    std::shared_ptr<const Path> by;     ///< else the entry under the text at another path
};

/// A variable of the conditions and the way down from it.
struct Path
{
    std::string root;
    std::vector<Step> steps;
    std::string name; ///< as conditions spell it, "args.amount"; two paths of one name are the same
    [[nodiscard]] Path then(Step step) const;
};

struct Term
{
    enum class Kind : std::uint8_t { Place, Size, Text, Number, Truth, Null };
    Kind kind = Kind::Null;
    Path path; ///< Place; Size of what is there
    std::string text;
    double number = 0;
    bool truth = false;
    [[nodiscard]] bool isConstant() const { return kind != Kind::Place && kind != Kind::Size; }
    [[nodiscard]] std::string name() const;
};

enum class Test : std::uint8_t {
    Defined,    ///< a is there, null included
    IsNull,     ///< a is null
    Holds,      ///< a is true
    Equal,      ///< a and b, neither null
    Less,       ///< a before b, numbers or texts
    Among,      ///< a is one of `among`
    StartsWith, ///< a begins with b; b is constant
    EndsWith,
    Contains,   ///< text a holds text b
    HasElement, ///< list a holds b
    Matches,    ///< pattern b is found in a
};

struct Atom
{
    Test test = Test::Defined;
    Term a;
    Term b;
    std::vector<Term> among;
    [[nodiscard]] std::string name() const;
};

class Formula
{
public:
    enum class Kind : std::uint8_t { Never, Always, Ask, AskNot, All, Any };

    static Formula never() { return {}; }
    static Formula always();
    static Formula ask(Atom atom);

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] const Atom &atom() const { return *m_atom; }
    [[nodiscard]] const std::vector<Formula> &parts() const { return m_parts; }
    [[nodiscard]] const std::string &name() const { return m_name; } ///< two formulas of one name are the same

    friend Formula operator&&(const Formula &a, const Formula &b) { return joined(Kind::All, a, b); }
    friend Formula operator||(const Formula &a, const Formula &b) { return joined(Kind::Any, a, b); }
    friend Formula operator!(const Formula &f);

    /// Without questions that the ones before them in the same "all" have answered.
    [[nodiscard]] Formula simplified() const;
    /// With the named questions answered.
    [[nodiscard]] Formula with(const std::map<std::string, bool> &answers) const;
    /// Every question, by name.
    [[nodiscard]] std::map<std::string, Atom> atoms() const;

private:
    static Formula joined(Kind kind, const Formula &a, const Formula &b);
    static Formula literal(std::shared_ptr<const Atom> atom, bool wanted);
    [[nodiscard]] Formula assuming(std::map<std::string, bool> &known) const;
    void collect(std::map<std::string, Atom> &found) const;
    [[nodiscard]] bool evaluate(const std::map<std::string, bool> &answers) const;
    void rename();

    Kind m_kind = Kind::Never;
    std::shared_ptr<const Atom> m_atom;
    std::vector<Formula> m_parts;
    std::string m_name = "never";

    friend bool sameWhen(const Formula &, const std::map<std::string, bool> &, const std::map<std::string, bool> &);
    friend bool alwaysOne(const Formula &, const Formula &);
};

/// Shown by trying every answer to every question; false also when there are too many to try.
[[nodiscard]] bool alwaysOne(const Formula &yes, const Formula &no);
/// Whether a formula is the same under both sets of answers, whatever the others are.
[[nodiscard]] bool sameWhen(const Formula &formula, const std::map<std::string, bool> &first, const std::map<std::string, bool> &second);

} // namespace mandate::exports

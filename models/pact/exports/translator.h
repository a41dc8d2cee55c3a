// SPDX-License-Identifier: GPL-3.0-or-later
// The walk behind translate(). Not for callers of models/pact/exports.
#pragma once

#include "models/pact/exports/translation.h"

namespace mandate::exports {

/// A value as what it is in which case; where no case holds it has none (an error of CEL).
struct Case
{
    Formula when;
    Term term;
};

struct Known
{
    std::vector<Case> cases;
    bool optional = false; ///< of an optional: `none` says when it is empty
    Formula none;
};

struct Truth
{
    Formula yes;
    Formula no;
};

[[nodiscard]] Truth known(bool answer);
[[nodiscard]] Truth opposite(Truth t);
[[nodiscard]] Truth asked(Atom atom);
/// The kind of a constant or size.
[[nodiscard]] std::optional<Kind> kindOf(const Term &term);

class Translator
{
public:
    Translator(const cel::Ast &ast, const PactDocument &pact, const Ability &ability) : m_ast(ast), m_pact(pact), m_ability(ability) {}

    Truth truth(cel::ExprId id);
    std::map<std::string, Place> places;
    std::string reason;

private:
    Truth ask(cel::ExprId id);
    Known value(cel::ExprId id);
    Known valueOf(cel::ExprId id);
    Known identifier(const cel::Expr &e);
    Known select(cel::ExprId id, const Known &base, const Step &step, bool optional);
    Known index(cel::ExprId id);
    Known orValue(cel::ExprId id);
    Known converted(cel::ExprId id, Kind kind);
    Known size(cel::ExprId id);
    std::optional<Truth> logic(const cel::Expr &e);
    Truth has(const cel::Expr &e);
    Truth compare(cel::ExprId id, bool equality, bool swapped, bool negated);
    Truth equal(const Term &a, const Term &b);
    Truth less(cel::ExprId id, const Term &a, const Term &b);
    Truth membership(cel::ExprId id);
    Truth amongTexts(cel::ExprId id, const Case &element, const cel::Expr &list);
    Truth textTest(cel::ExprId id, Test test);
    Truth boolean(cel::ExprId id);

    /// Notes the first reason and gives nothing.
    Known refuse(cel::ExprId id, std::string_view why);
    /// Notes what no engine is given, wherever below it is read: a better reason than the function around it.
    void explain(cel::ExprId id);
    Truth refused(cel::ExprId id, std::string_view why);
    bool require(const Term &term, Kind kind, bool nullFits = true);
    [[nodiscard]] bool alwaysThere(const Path &path) const;
    [[nodiscard]] bool neverNull(const Path &path) const;
    [[nodiscard]] Formula defined(const Path &path) const;
    [[nodiscard]] Formula isNull(const Term &term) const;

    const cel::Ast &m_ast;
    const PactDocument &m_pact;
    const Ability &m_ability;
};

} // namespace mandate::exports

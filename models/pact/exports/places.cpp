// SPDX-License-Identifier: GPL-3.0-or-later
// The places of an action that a condition reads: which there are, what they must hold, and the way down into them.
#include "models/pact/exports/translator.h"

#include <algorithm>
#include <array>

namespace mandate::exports {

namespace {

struct Root
{
    std::string_view name;
    Kind kind;
    bool there;               ///< in every action that can be asked about
    bool session;             ///< beyond the action's own arguments
    std::string_view without; ///< why no engine asked here can say it; empty: it can
};

constexpr std::array actionRoots{
    Root{"args", Kind::Object, true, false, {}},
    Root{"action", Kind::Object, true, true, {}},
    Root{"record", Kind::Object, true, true, {}},
    Root{"state", Kind::Object, true, true, {}},
    Root{"input", Kind::Text, false, true, {}},
    Root{"agent", Kind::Text, true, true, {}},
    Root{"session", Kind::Text, true, true, {}},
    Root{"environment", Kind::Text, true, true, {}},
    Root{"confidence", Kind::Number, false, true, {}},
    Root{"history", Kind::Any, true, true, "it looks at earlier calls of the session"},
    Root{"window", Kind::Any, true, true, "it looks at earlier actions of other sessions within a length of time"},
    Root{"now", Kind::Any, false, true, "it reads the pact's clock"},
    Root{"proposal", Kind::Any, false, true, "it reads a proposal"},
    Root{"verifier", Kind::Any, false, true, "it reads a second agent's check"},
    Root{"result", Kind::Any, false, true, "it reads what the action returned, which is known only afterwards"},
    Root{"returned", Kind::Any, false, true, "it reads what the action returned, which is known only afterwards"},
};

std::string_view sessionReason(std::string_view root)
{
    if (root == "state")
        return "it reads a fact from earlier results";
    if (root == "record")
        return "it asks which evidence was recorded";
    if (root == "input")
        return "it reads the customer's words";
    if (root == "action")
        return "it reads how the call was made";
    return "it reads more than the action's arguments";
}

} // namespace

bool Translator::require(const Term &term, Kind kind, bool nullFits)
{
    if (term.kind != Term::Kind::Place)
        return true;
    Place &place = places.try_emplace(term.path.name, Place{term.path, Kind::Any, true}).first->second;
    place.nullFits &= nullFits;
    if (kind == Kind::Any || place.kind == kind)
        return true;
    const bool narrows = place.kind == Kind::Any || (place.kind == Kind::Countable && (kind == Kind::Text || kind == Kind::TextList));
    const bool fits = kind == Kind::Countable && (place.kind == Kind::Text || place.kind == Kind::TextList || place.kind == Kind::Object);
    if (!narrows && !fits) {
        if (reason.empty())
            reason = "it uses " + term.path.name + " as " + std::string(nameOf(place.kind)) + " and as " + std::string(nameOf(kind));
        return false;
    }
    if (narrows)
        place.kind = kind;
    return true;
}

bool Translator::alwaysThere(const Path &path) const
{
    if (path.steps.empty()) {
        const auto root = std::find_if(actionRoots.begin(), actionRoots.end(), [&](const Root &r) { return r.name == path.root; });
        return root != actionRoots.end() && root->there;
    }
    if (path.steps.size() != 1)
        return false;
    if (path.root == "action" || path.root == "record")
        return true;
    return path.root == "state" && std::any_of(m_pact.state.begin(), m_pact.state.end(),
                                               [&](const StateFact &fact) { return fact.fact == path.steps[0].key && !fact.key.empty(); });
}

bool Translator::neverNull(const Path &path) const
{
    return path.steps.empty() || alwaysThere(path);
}

Formula Translator::defined(const Path &path) const
{
    if (alwaysThere(path))
        return Formula::always();
    Term term;
    term.kind = Term::Kind::Place;
    term.path = path;
    return Formula::ask({Test::Defined, term, {}, {}});
}

Formula Translator::isNull(const Term &term) const
{
    if (term.kind == Term::Kind::Null)
        return Formula::always();
    if (term.kind != Term::Kind::Place || neverNull(term.path))
        return Formula::never();
    return Formula::ask({Test::IsNull, term, {}, {}});
}

Known Translator::identifier(const cel::Expr &e)
{
    const auto root = std::find_if(actionRoots.begin(), actionRoots.end(), [&](const Root &r) { return r.name == e.name; });
    const auto leave = [&](std::string_view why) {
        if (reason.empty())
            reason = std::string(why) + " (" + e.name + ')';
        return Known{};
    };
    if (root == actionRoots.end())
        return leave("a name that is no place of an action");
    if (!root->without.empty())
        return leave(root->without);
    if (root->session && !m_ability.session)
        return leave(std::string(sessionReason(e.name)) + ", and " + std::string(m_ability.engine) + " is asked about the arguments alone");
    Term term;
    term.kind = Term::Kind::Place;
    term.path.root = e.name;
    term.path.name = e.name;
    if (root->kind != Kind::Object)
        require(term, root->kind);
    const Formula when = defined(term.path);
    return {{{when, std::move(term)}}, false, {}};
}

void Translator::explain(cel::ExprId id)
{
    const cel::Expr &e = m_ast[id];
    const auto root = std::find_if(actionRoots.begin(), actionRoots.end(), [&](const Root &r) { return r.name == e.name; });
    if (e.kind == cel::ExprKind::Ident && root != actionRoots.end())
        identifier(e);
    for (const cel::ExprId child : e.children)
        explain(child);
}

Known Translator::select(cel::ExprId id, const Known &base, const Step &step, bool optional)
{
    Known out;
    out.optional = optional;
    if (base.optional)
        return refuse(id, "an optional of an optional is not said in other words");
    for (const Case &from : base.cases) {
        if (from.term.kind != Term::Kind::Place)
            return refuse(id, "it looks into a value that is no place of the action");
        if (!from.term.path.steps.empty() && !step.by && !step.index)
            require(from.term, Kind::Object);
        else if (!from.term.path.steps.empty())
            require(from.term, Kind::Any);
        const Formula open = from.when && !isNull(from.term);
        Term term;
        term.kind = Term::Kind::Place;
        term.path = from.term.path.then(step);
        require(term, Kind::Any); // what is only asked to be there is a place too
        const Formula there = defined(term.path);
        out.cases.push_back({open && there, term});
        out.none = out.none || (open && !there);
    }
    return out;
}

} // namespace mandate::exports

// SPDX-License-Identifier: GPL-3.0-or-later
// One condition as the solver sees it. Three-valued as CEL is: `true || error` is true. What is not modelled becomes a value of which only
// its name is known, so that the same expression means the same on both sides.
#pragma once

#include "models/pact/cel/ast.h"
#include "models/pact/redline/domain.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace mandate::redline {

/// Variables of macros in scope, innermost first.
struct Scope
{
    std::shared_ptr<const Scope> outer;
    std::string name;
    int key = -1;
    std::shared_ptr<const Symbol> value; ///< null while only names are looked at
};
using ScopePointer = std::shared_ptr<const Scope>;

/// A list that conditions quantify over or count: `range.exists(v, body)`.
struct Quantified
{
    int range = -1; ///< key of the list
    std::shared_ptr<Symbol> list;
    const cel::Ast *ast = nullptr;
    cel::ExprId body{};
    std::string variable;
    ScopePointer scope;
    Side side = Side::Before;
    bool negated = false;         ///< of `all`: looks for an element that does not hold
    Formula some;                 ///< an element answers yes
    Formula fails;                ///< an element has no answer
    int holds = -1;               ///< key of the witness that answers yes
    std::optional<Formula> count; ///< how many answer yes, where someone counts
};

/// A text at a place, with what is written before and after it, that a condition reads as a time, duration or number.
struct ReadText
{
    int place = -1;
    std::string before;
    std::string after;
    std::shared_ptr<Symbol> read;
};

struct Witness
{
    std::shared_ptr<Symbol> element;
    int key = -1;
    Formula in;
};

/// Both conditions of a clause are translated by one of these, so that they share what they speak of.
class Translation
{
public:
    explicit Translation(Domain &domain) : d(domain) {}

    /// The condition as a symbol. Throws Unmodelled when it is too large or has a text the solver's alphabet lacks.
    Symbol translate(const cel::Ast &ast, Side side);
    /// The name of the whole condition.
    int keyOf(const cel::Ast &ast, Side side);
    /// Adds what is known of the elements of quantified lists. `implied` decides whether a formula always holds.
    void relateElements(const std::function<bool(const Formula &)> &alwaysHolds);

    [[nodiscard]] const std::vector<Quantified> &quantified() const { return m_quantified; }
    [[nodiscard]] const std::vector<ReadText> &readTexts() const { return m_readTexts; }
    [[nodiscard]] Domain &domain() { return d; }

private:
    struct Frame
    {
        const cel::Ast *ast;
        Side side;
        ScopePointer scope;
    };

    Symbol value(const Frame &f, cel::ExprId id);
    Symbol named(const Frame &f, cel::ExprId id); ///< without its key
    Symbol identifier(const Frame &f, const cel::Expr &e);
    Symbol select(const Frame &f, cel::ExprId id, const Symbol &operand, const std::string &field, int base);
    Symbol test(const Frame &f, cel::ExprId id, const Symbol &operand, const std::string &field, int base);
    Symbol index(const Frame &f, cel::ExprId id, const Symbol &operand, const Symbol &position);
    Symbol optionally(const Symbol &operand, const Symbol &found);
    Symbol list(const Frame &f, cel::ExprId id);
    Symbol macro(const Frame &f, cel::ExprId id);
    Symbol quantify(const Frame &f, cel::ExprId id, const Symbol &range);
    void sample(const Frame &f, const cel::Expr &e, const Symbol &range);
    Symbol unrolled(const Frame &f, const cel::Expr &e, const std::vector<Symbol> &elements);
    Quantified &quantifiedOf(const Frame &f, const cel::Expr &e, const Symbol &range);
    Symbol call(const Frame &f, cel::ExprId id);
    Symbol logic(const Frame &f, const cel::Expr &e);
    Symbol unwrap(const Frame &f, cel::ExprId id);
    Formula equal(const Symbol &x, const Symbol &y);
    Symbol equality(const Frame &f, cel::ExprId id, const Symbol &x, const Symbol &y, bool wanted);
    Symbol ordering(const Frame &f, cel::ExprId id, const Symbol &x, const Symbol &y);
    Symbol membership(const Frame &f, cel::ExprId id, const Symbol &x, const Symbol &y);
    Symbol arithmetic(const Frame &f, cel::ExprId id, const Symbol &x, const Symbol &y);
    Symbol conversion(const Frame &f, cel::ExprId id, const Symbol &x);
    void noteReadText(const Frame &f, cel::ExprId argument, const Symbol &x, const Symbol &read);
    Symbol textTest(const Frame &f, cel::ExprId id, const Symbol &x, const Symbol &y);
    Symbol sizeOf(const Symbol &x);
    std::uint32_t resultKinds(const Frame &f, const cel::Expr &e);

    Symbol constant(const Value &value);
    std::optional<Value> folded(const Frame &f, cel::ExprId id);
    bool isClosed(const cel::Ast &ast, cel::ExprId id, std::vector<std::string> &bound);
    /// A value known by its name only; an error of a part is an error of it.
    Symbol opaque(const Frame &f, cel::ExprId id, std::uint32_t kinds, const std::vector<Symbol> &parts);
    Symbol derived(const std::string &what, std::uint32_t kinds, const std::vector<Symbol> &parts);
    Symbol guarded(const Symbol &x, const Formula &error);
    Symbol merged(const Frame &f, cel::ExprId id, const Formula &condition, const Symbol &yes, const Symbol &no);
    Answer3 bodyOf(const Quantified &q, const Witness &w);
    Formula failsOn(const Quantified &q, const Witness &w);

    int key(const Frame &f, cel::ExprId id);
    std::string spelling(const Frame &f, cel::ExprId id);
    std::string stateMark(const Frame &f, int base, const std::string &field);
    int fieldKey(int base, const std::string &field, const std::string &mark) const;
    int entryKey(int base, int entry, const std::string &mark) const;
    void spend();

    Domain &d;
    std::map<std::pair<const cel::Ast *, cel::ExprId>, bool> m_closed;
    std::map<std::pair<const cel::Ast *, cel::ExprId>, std::optional<Value>> m_folded;
    std::map<std::tuple<const cel::Ast *, cel::ExprId, const Scope *, Side>, int> m_keys;
    std::vector<ScopePointer> m_kept; ///< scopes named in m_keys stay alive, so that their addresses stay theirs
    std::map<int, Symbol> m_opaque;
    std::map<int, std::size_t> m_quantifiedByKey;
    std::vector<Quantified> m_quantified;
    std::vector<ReadText> m_readTexts;
    std::map<int, std::vector<Witness>> m_witnesses;
    std::size_t m_spent = 0;
    bool m_sampling = false;
};

} // namespace mandate::redline

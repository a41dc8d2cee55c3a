// SPDX-License-Identifier: GPL-3.0-or-later
// One condition held against what it reads: members, kinds and values that are nowhere, or that never fit. Needs no solver and no ledger.
// Inside of the checks; callers use check.h.
#pragma once

#include "models/pact/cel/program.h"
#include "models/pact/check.h"
#include "models/pact/readings.h"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

class ConditionCheck
{
public:
    /// `root` gives the reading of a variable; `knowsTool` says whether a name is a tool's, `nearTool` which one it may mean.
    struct Names
    {
        std::function<Reading(std::string_view)> root;
        std::function<bool(std::string_view)> knowsTool;
        std::function<std::string(std::string_view)> nearTool;
    };
    /// Members that `guards` asks for with has() count as asked for here too; it may be null.
    ConditionCheck(const cel::Program &program, std::string place, const Readings &readings, Names names, const cel::Program *guards = nullptr);

    /// Problems in the order of the condition, each place at most once.
    [[nodiscard]] std::vector<Problem> run();

private:
    struct Local
    {
        std::string name;
        Reading reading;
    };
    Reading visit(cel::ExprId id);
    Reading identifier(const cel::Expr &e);
    Reading select(const cel::Expr &e);
    Reading call(const cel::Expr &e);
    Reading index(const cel::Expr &e, const Reading &base, const Reading &key);
    Reading macro(const cel::Expr &e);
    Reading method(const cel::Expr &e, const std::vector<Reading> &parts);

    Reading member(const Reading &base, const std::string &name, const cel::Expr &at, bool asked);
    Reading dataMember(const Reading &base, const std::string &name, const cel::Expr &at, bool asked);
    void neverSeen(const Reading &base, const std::string &path, const std::string &name, const cel::Expr &at, bool asked);
    void compare(const cel::Expr &e, const Reading &a, const Reading &b);
    void order(const cel::Expr &e, const Reading &a, const Reading &b);
    void arithmetic(const cel::Expr &e, const Reading &a, const Reading &b);
    void sumOfNothing(const cel::Expr &e, const std::vector<Reading> &parts);
    void mustBe(const cel::Expr &e, const Reading &x, KindSet wanted, const std::string &use);
    void kindsDiffer(const cel::Expr &e, const Reading &a, const Reading &b, const std::string &use, bool partly);
    void checkTexts(const Reading &of, cel::ExprId literal);
    void checkText(const Reading &of, const std::string &text, const cel::Expr &at);
    void checkName(const std::vector<std::string> &known, std::string_view what, const std::string &text, const cel::Expr &at);
    void checkValue(const Reading &of, const std::string &text, const cel::Expr &at);

    void collect(const cel::Ast &ast, bool guardsOnly);
    [[nodiscard]] std::string_view textAt(cel::ExprId id) const;
    void add(ProblemClass problemClass, std::string_view rule, const cel::Expr &at, std::string reason, std::string remedy, const std::string &once);

    const cel::Program &m_program;
    const cel::Ast &m_ast;
    std::string m_place;
    const Readings &m_readings;
    Names m_names;
    std::vector<Local> m_scope;
    std::set<std::string, std::less<>> m_guarded; ///< paths that the condition asks for with has() or [?…]
    std::set<std::string, std::less<>> m_written; ///< texts of the condition
    bool m_asksType = false;
    std::set<std::string> m_told;
    std::vector<Problem> m_problems;
};

} // namespace mandate

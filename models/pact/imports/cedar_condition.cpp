// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/imports/cedar_condition.h"

#include "models/pact/imports/draft.h"

#include <algorithm>
#include <array>

namespace mandate::imports {

namespace {

constexpr int deepest = 60;

CedarTruth constantly(bool answer)
{
    return answer ? CedarTruth{"true", "false"} : CedarTruth{"false", "true"};
}

std::string bothOf(const std::string &a, const std::string &b)
{
    if (a == "false" || b == "false")
        return "false";
    return a == "true" ? b : b == "true" ? a : '(' + a + " && " + b + ')';
}

std::string eitherOf(const std::string &a, const std::string &b)
{
    if (a == "true" || b == "true")
        return "true";
    return a == "false" ? b : b == "false" ? a : '(' + a + " || " + b + ')';
}

} // namespace

/// Cedar's own order: the right side is looked at only when the left one does not decide, and an error on the left ends it.
CedarTruth conjunction(const CedarTruth &a, const CedarTruth &b)
{
    return {bothOf(a.yes, b.yes), eitherOf(a.no, bothOf(a.yes, b.no))};
}

namespace {

CedarTruth disjunction(const CedarTruth &a, const CedarTruth &b)
{
    return {eitherOf(a.yes, bothOf(a.no, b.yes)), bothOf(a.no, b.no)};
}

class Condition
{
public:
    explicit Condition(CedarCursor &cursor) : c(cursor) {}

    CedarTruth expression(int depth)
    {
        CedarTruth out = conjunctions(depth);
        while (c.fine() && c.take("||"))
            out = bounded(disjunction(out, conjunctions(depth)));
        return out;
    }

private:
    using Path = std::vector<std::string>;

    CedarTruth conjunctions(int depth)
    {
        CedarTruth out = unary(depth);
        while (c.fine() && c.take("&&"))
            out = bounded(conjunction(out, unary(depth)));
        return out;
    }

    CedarTruth bounded(CedarTruth t)
    {
        if (t.yes.size() + t.no.size() > longestCedarCondition)
            c.refuse("its condition is too long");
        return c.fine() ? t : CedarTruth{};
    }

    CedarTruth unary(int depth)
    {
        if (depth > deepest) {
            c.refuse("its condition is nested too deeply");
            return {};
        }
        if (c.take("!")) {
            // "!a == b" is "(!a) == b" in Cedar
            const CedarTruth t = c.at("!") || c.at("(") ? unary(depth + 1) : relation();
            if (m_compared)
                c.refuse("it negates before it compares, which is not read here");
            return {t.no, t.yes};
        }
        if (c.take("(")) {
            const CedarTruth t = expression(depth + 1);
            m_compared = false;
            c.must(")");
            if (c.at("has") || c.at("like") || c.at(".") || isComparison())
                c.refuse("it compares what a condition gives, which is not read here");
            return t;
        }
        return relation();
    }

    [[nodiscard]] bool isComparison() const
    {
        static constexpr std::array<std::string_view, 6> signs{"==", "!=", "<", "<=", ">", ">="};
        return c.here().kind == CedarToken::Kind::Sign && std::find(signs.begin(), signs.end(), c.here().text) != signs.end();
    }

    /// A text, whole number or truth value as CEL; nothing when none stands here.
    std::string literal()
    {
        std::string out;
        if (c.here().kind == CedarToken::Kind::Text) {
            out = celText(c.text("a text"));
        } else if (c.at("true") || c.at("false")) {
            out = c.here().text;
            c.next();
        } else {
            const bool minus = c.take("-");
            if (c.here().kind != CedarToken::Kind::Number) {
                c.refuse("what stands in line " + std::to_string(c.here().line) + " is not read here");
                return {};
            }
            if (c.here().text.size() > 15)
                c.refuse("a number has more than 15 digits");
            out = (minus ? "-" : "") + c.here().text;
            c.next();
        }
        return out;
    }

    /// context.input.a["b"]; `has` may follow it.
    Path path()
    {
        Path out;
        c.must("context");
        while (c.fine() && (c.at(".") || c.at("["))) {
            if (c.take(".")) {
                if (c.here().kind != CedarToken::Kind::Name)
                    c.refuse("a name was expected in line " + std::to_string(c.here().line));
                if (c.behind().text == "(" && c.behind().kind == CedarToken::Kind::Sign) {
                    c.back(); // a method: the caller's
                    return rooted(std::move(out));
                }
                out.push_back(c.here().text);
                c.next();
            } else {
                c.next();
                out.push_back(c.text("a text"));
                c.must("]");
            }
        }
        return rooted(std::move(out));
    }

    Path rooted(Path out)
    {
        if (out.empty() || out[0] != "input") {
            c.refuse("it reads something else than context.input");
            return {};
        }
        out.erase(out.begin());
        return out;
    }

    CedarTruth relation()
    {
        m_compared = false;
        if (c.at("context"))
            return ofPath(path());
        if (c.take("["))
            return constantList();
        if (c.at("principal") || c.at("resource") || c.at("action") || c.at("if") || c.here().kind == CedarToken::Kind::End) {
            c.refuse("it asks about \"" + c.here().text + "\", which is not read here");
            return {};
        }
        const bool truthValue = c.at("true") || c.at("false");
        const std::string constant = literal();
        if (truthValue && !isComparison())
            return constantly(constant == "true");
        if (!isComparison()) {
            c.refuse("a comparison was expected in line " + std::to_string(c.here().line));
            return {};
        }
        const std::string sign = c.here().text;
        c.next();
        m_compared = true;
        return compared(path(), sign, constant, true);
    }

    static CedarTruth guarded(const Path &path, const std::string &test, const std::string &otherwise)
    {
        const std::string there = celHas(path);
        return {bothOf(there, test), bothOf(there, otherwise)};
    }

    CedarTruth compared(const Path &path, const std::string &sign, const std::string &constant, bool constantFirst)
    {
        if (path.empty())
            c.refuse("it compares all arguments at once");
        const bool equality = sign == "==" || sign == "!=";
        if (!equality && (constant.starts_with('"') || constant == "true" || constant == "false"))
            c.refuse("it puts something else than whole numbers in order");
        const std::string argument = celArgument(path);
        const std::string test = constantFirst ? constant + ' ' + sign + ' ' + argument : argument + ' ' + sign + ' ' + constant;
        return guarded(path, test, "!(" + test + ')');
    }

    CedarTruth ofPath(Path path)
    {
        if (!c.fine())
            return {};
        m_compared = c.at("has") || c.at("like") || isComparison();
        if (c.take("has")) {
            std::vector<std::string> names;
            if (c.here().kind == CedarToken::Kind::Text) {
                names.push_back(c.text("a text"));
            } else {
                do {
                    names.push_back(c.here().text);
                    c.next();
                } while (c.take(".") && c.here().kind == CedarToken::Kind::Name);
            }
            const Path base = path;
            path.insert(path.end(), names.begin(), names.end());
            const std::string there = celHas(path);
            const std::string baseThere = base.empty() ? "true" : celHas(base);
            return {there, bothOf(baseThere, "!(" + there + ')')};
        }
        if (c.take("like"))
            return pattern(path);
        if (c.at(".")) {
            c.next();
            if (!c.take("contains") || !c.take("(")) {
                c.refuse("it calls a function that is not read here");
                return {};
            }
            const bool isText = c.here().kind == CedarToken::Kind::Text;
            const std::string element = literal();
            c.must(")");
            if (!isText)
                c.refuse("it looks for something else than a text in a set");
            const std::string test = element + " in " + celArgument(path);
            return path.empty() ? CedarTruth{} : guarded(path, test, "!(" + test + ')');
        }
        if (isComparison()) {
            const std::string sign = c.here().text;
            c.next();
            return compared(path, sign, literal(), false);
        }
        if (path.empty()) {
            c.refuse("it asks for all arguments at once");
            return {};
        }
        return guarded(path, celArgument(path), '!' + celArgument(path));
    }

    CedarTruth constantList()
    {
        std::string list;
        bool texts = true;
        while (c.fine() && !c.at("]")) {
            texts &= c.here().kind == CedarToken::Kind::Text;
            list += (list.empty() ? "" : ", ") + literal();
            if (!c.at("]"))
                c.must(",");
        }
        c.must("]");
        c.must(".");
        c.must("contains");
        c.must("(");
        const Path argument = path();
        c.must(")");
        if (argument.empty() || list.empty())
            c.refuse("a list of constants asked for an argument was expected");
        const std::string test = celArgument(argument) + " in [" + list + ']';
        return c.fine() ? guarded(argument, test, "!(" + test + ')') : CedarTruth{};
    }

    CedarTruth pattern(const Path &path)
    {
        if (c.here().kind != CedarToken::Kind::Text || path.empty()) {
            c.refuse("a pattern was expected in line " + std::to_string(c.here().line));
            return {};
        }
        std::string middle = c.here().text;
        c.next();
        const bool before = middle.starts_with('*');
        middle.erase(0, before ? 1 : 0);
        const bool after = middle.ends_with('*');
        middle.resize(middle.size() - (after ? 1 : 0));
        if (middle.find('*') != std::string::npos) {
            c.refuse("its pattern has a wildcard between other characters");
            return {};
        }
        std::replace(middle.begin(), middle.end(), '\x01', '*');
        const std::string argument = celArgument(path);
        const std::string wanted = celText(middle);
        const std::string test = before && after ? argument + ".contains(" + wanted + ')'
                                 : before        ? argument + ".endsWith(" + wanted + ')'
                                 : after         ? argument + ".startsWith(" + wanted + ')'
                                                 : argument + " == " + wanted;
        return guarded(path, test, "!(" + test + ')');
    }

    CedarCursor &c;
    bool m_compared = false; ///< the last relation had a comparison, "has" or "like"
};

} // namespace

CedarTruth readCedarCondition(CedarCursor &cursor)
{
    return Condition(cursor).expression(0);
}

} // namespace mandate::imports

// SPDX-License-Identifier: GPL-3.0-or-later
// Reads policies one by one; a policy that is no simple rule is skipped up to its semicolon, with the reason.
#include "models/pact/imports/cedar_reader.h"

#include "models/pact/imports/cedar_tokens.h"
#include "models/pact/imports/draft.h"

#include <algorithm>
#include <array>

namespace mandate::imports {

namespace {

constexpr int deepest = 60;
constexpr std::size_t longestCondition = 20'000;

using Token = CedarToken;

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

/// Cedar's own order: the right side is looked at only when the left one does not decide, and an error on the left ends it.
CedarTruth conjunction(const CedarTruth &a, const CedarTruth &b)
{
    return {bothOf(a.yes, b.yes), eitherOf(a.no, bothOf(a.yes, b.no))};
}

CedarTruth disjunction(const CedarTruth &a, const CedarTruth &b)
{
    return {eitherOf(a.yes, bothOf(a.no, b.yes)), bothOf(a.no, b.no)};
}

class Reader
{
public:
    explicit Reader(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}

    std::vector<CedarPolicy> policies()
    {
        std::vector<CedarPolicy> out;
        while (here().kind != Token::Kind::End)
            out.push_back(policy());
        return out;
    }

private:
    using Path = std::vector<std::string>;

    [[nodiscard]] const Token &here() const { return m_tokens[m_at]; }
    void next() { m_at += m_at + 1 < m_tokens.size(); }
    [[nodiscard]] bool at(std::string_view text) const
    {
        return (here().kind == Token::Kind::Name || here().kind == Token::Kind::Sign) && here().text == text;
    }
    bool take(std::string_view text)
    {
        const bool there = at(text);
        if (there)
            next();
        return there;
    }
    void must(std::string_view text)
    {
        if (!take(text))
            refuse("\"" + std::string(text) + "\" was expected in line " + std::to_string(here().line));
    }
    void refuse(std::string reason)
    {
        if (m_reason.empty())
            m_reason = std::move(reason);
    }
    std::string text(std::string_view what)
    {
        if (here().kind != Token::Kind::Text || here().escapedStar) {
            refuse(std::string(what) + " was expected in line " + std::to_string(here().line));
            return {};
        }
        std::string out = here().text;
        next();
        return out;
    }

    CedarPolicy policy()
    {
        CedarPolicy out;
        m_reason.clear();
        while (take("@")) {
            const std::string name = here().text;
            next();
            std::string value;
            if (take("(")) {
                value = text("a text");
                must(")");
            }
            out.annotations[name] = value;
        }
        out.permit = at("permit");
        if (!take("permit") && !take("forbid"))
            refuse("\"permit\" or \"forbid\" was expected in line " + std::to_string(here().line));
        if (m_reason.empty())
            scope(out);
        CedarTruth condition = constantly(true);
        while (m_reason.empty() && (at("when") || at("unless"))) {
            const bool when = at("when");
            next();
            must("{");
            const CedarTruth one = expression(0);
            must("}");
            condition = conjunction(condition, when ? one : CedarTruth{one.no, one.yes});
        }
        if (m_reason.empty() && !at(";"))
            refuse("\";\" was expected in line " + std::to_string(here().line));
        if (condition.yes.size() > longestCondition)
            refuse("its condition is too long");
        while (here().kind != Token::Kind::End && !at(";"))
            next();
        next();
        out.when = condition.yes;
        out.reason = m_reason;
        return out;
    }

    /// Namespace::…::Type::"id" as type and id.
    std::pair<std::string, std::string> entity()
    {
        std::string type;
        while (m_reason.empty() && here().kind == Token::Kind::Name) {
            type += (type.empty() ? "" : "::") + here().text;
            next();
            must("::");
        }
        return {type, text("an entity's id")};
    }

    std::string typeName()
    {
        std::string type;
        do {
            type += (type.empty() ? "" : "::") + here().text;
            next();
        } while (take("::"));
        return type;
    }

    void scope(CedarPolicy &out)
    {
        must("(");
        must("principal");
        if (take("is")) {
            if (const std::string type = typeName(); type != "AgentCore::OAuthUser" && type != "AgentCore::IamEntity")
                refuse("it is for some principals only, and a pact is for the agents it binds");
        }
        if (!at(","))
            refuse("it is for some principals only, and a pact is for the agents it binds");
        must(",");
        must("action");
        if (take("==")) {
            action(out);
        } else if (take("in")) {
            if (!take("[")) {
                refuse("it is for a group of actions, and what is in the group stands elsewhere");
            } else {
                do {
                    action(out);
                } while (take(","));
                must("]");
            }
        }
        must(",");
        must("resource");
        if (take("==")) {
            const auto [type, id] = entity();
            if (type != "AgentCore::Gateway")
                refuse("it is for one resource, and a pact reads resources from the arguments");
            out.gateway = id;
        } else if (take("is")) {
            if (typeName() != "AgentCore::Gateway")
                refuse("it is for one kind of resource, and a pact reads resources from the arguments");
        }
        take(",");
        must(")");
    }

    void action(CedarPolicy &out)
    {
        const auto [type, id] = entity();
        if (type != "Action" && !type.ends_with("::Action"))
            refuse("it names an action that is none");
        if (id.empty() || id.find('*') != std::string::npos)
            refuse("a tool of that name would be a pattern in a pact");
        out.actions.push_back(id);
    }

    CedarTruth expression(int depth)
    {
        CedarTruth out = conjunctions(depth);
        while (m_reason.empty() && take("||"))
            out = bounded(disjunction(out, conjunctions(depth)));
        return out;
    }

    CedarTruth conjunctions(int depth)
    {
        CedarTruth out = unary(depth);
        while (m_reason.empty() && take("&&"))
            out = bounded(conjunction(out, unary(depth)));
        return out;
    }

    CedarTruth bounded(CedarTruth t)
    {
        if (t.yes.size() + t.no.size() > longestCondition)
            refuse("its condition is too long");
        return m_reason.empty() ? t : CedarTruth{};
    }

    CedarTruth unary(int depth)
    {
        if (depth > deepest) {
            refuse("its condition is nested too deeply");
            return {};
        }
        if (take("!")) {
            // "!a == b" is "(!a) == b" in Cedar
            const CedarTruth t = at("!") || at("(") ? unary(depth + 1) : relation();
            if (m_compared)
                refuse("it negates before it compares, which is not read here");
            return {t.no, t.yes};
        }
        if (take("(")) {
            const CedarTruth t = expression(depth + 1);
            m_compared = false;
            must(")");
            if (at("has") || at("like") || at(".") || isComparison())
                refuse("it compares what a condition gives, which is not read here");
            return t;
        }
        return relation();
    }

    [[nodiscard]] bool isComparison() const
    {
        static constexpr std::array<std::string_view, 6> signs{"==", "!=", "<", "<=", ">", ">="};
        return here().kind == Token::Kind::Sign && std::find(signs.begin(), signs.end(), here().text) != signs.end();
    }

    /// A text, whole number or truth value as CEL; nothing when none stands here.
    std::string literal()
    {
        std::string out;
        if (here().kind == Token::Kind::Text) {
            out = celText(text("a text"));
        } else if (at("true") || at("false")) {
            out = here().text;
            next();
        } else {
            const bool minus = take("-");
            if (here().kind != Token::Kind::Number) {
                refuse("what stands in line " + std::to_string(here().line) + " is not read here");
                return {};
            }
            if (here().text.size() > 15)
                refuse("a number has more than 15 digits");
            out = (minus ? "-" : "") + here().text;
            next();
        }
        return out;
    }

    /// context.input.a["b"]; `has` may follow it.
    Path path()
    {
        Path out;
        must("context");
        while (m_reason.empty() && (at(".") || at("["))) {
            if (take(".")) {
                if (here().kind != Token::Kind::Name)
                    refuse("a name was expected in line " + std::to_string(here().line));
                if (m_tokens[m_at + 1].text == "(" && m_tokens[m_at + 1].kind == Token::Kind::Sign) {
                    --m_at; // a method: the caller's
                    return rooted(std::move(out));
                }
                out.push_back(here().text);
                next();
            } else {
                next();
                out.push_back(text("a text"));
                must("]");
            }
        }
        return rooted(std::move(out));
    }

    Path rooted(Path out)
    {
        if (out.empty() || out[0] != "input") {
            refuse("it reads something else than context.input");
            return {};
        }
        out.erase(out.begin());
        return out;
    }

    CedarTruth relation()
    {
        m_compared = false;
        if (at("context"))
            return ofPath(path());
        if (take("["))
            return constantList();
        if (at("principal") || at("resource") || at("action") || at("if") || here().kind == Token::Kind::End) {
            refuse("it asks about \"" + here().text + "\", which is not read here");
            return {};
        }
        const bool truthValue = at("true") || at("false");
        const std::string constant = literal();
        if (truthValue && !isComparison())
            return constantly(constant == "true");
        if (!isComparison()) {
            refuse("a comparison was expected in line " + std::to_string(here().line));
            return {};
        }
        const std::string sign = here().text;
        next();
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
            refuse("it compares all arguments at once");
        const bool equality = sign == "==" || sign == "!=";
        if (!equality && (constant.starts_with('"') || constant == "true" || constant == "false"))
            refuse("it puts something else than whole numbers in order");
        const std::string argument = celArgument(path);
        const std::string test = constantFirst ? constant + ' ' + sign + ' ' + argument : argument + ' ' + sign + ' ' + constant;
        return guarded(path, test, "!(" + test + ')');
    }

    CedarTruth ofPath(Path path)
    {
        if (!m_reason.empty())
            return {};
        m_compared = at("has") || at("like") || isComparison();
        if (take("has")) {
            std::vector<std::string> names;
            if (here().kind == Token::Kind::Text) {
                names.push_back(text("a text"));
            } else {
                do {
                    names.push_back(here().text);
                    next();
                } while (take(".") && here().kind == Token::Kind::Name);
            }
            const Path base = path;
            path.insert(path.end(), names.begin(), names.end());
            const std::string there = celHas(path);
            const std::string baseThere = base.empty() ? "true" : celHas(base);
            return {there, bothOf(baseThere, "!(" + there + ')')};
        }
        if (take("like"))
            return pattern(path);
        if (at(".")) {
            next();
            if (!take("contains") || !take("(")) {
                refuse("it calls a function that is not read here");
                return {};
            }
            const bool isText = here().kind == Token::Kind::Text;
            const std::string element = literal();
            must(")");
            if (!isText)
                refuse("it looks for something else than a text in a set");
            const std::string test = element + " in " + celArgument(path);
            return path.empty() ? CedarTruth{} : guarded(path, test, "!(" + test + ')');
        }
        if (isComparison()) {
            const std::string sign = here().text;
            next();
            return compared(path, sign, literal(), false);
        }
        if (path.empty()) {
            refuse("it asks for all arguments at once");
            return {};
        }
        return guarded(path, celArgument(path), '!' + celArgument(path));
    }

    CedarTruth constantList()
    {
        std::string list;
        bool texts = true;
        while (m_reason.empty() && !at("]")) {
            texts &= here().kind == Token::Kind::Text;
            list += (list.empty() ? "" : ", ") + literal();
            if (!at("]"))
                must(",");
        }
        must("]");
        must(".");
        must("contains");
        must("(");
        const Path argument = path();
        must(")");
        if (argument.empty() || list.empty())
            refuse("a list of constants asked for an argument was expected");
        const std::string test = celArgument(argument) + " in [" + list + ']';
        return m_reason.empty() ? guarded(argument, test, "!(" + test + ')') : CedarTruth{};
    }

    CedarTruth pattern(const Path &path)
    {
        if (here().kind != Token::Kind::Text || path.empty()) {
            refuse("a pattern was expected in line " + std::to_string(here().line));
            return {};
        }
        std::string middle = here().text;
        next();
        const bool before = middle.starts_with('*');
        middle.erase(0, before ? 1 : 0);
        const bool after = middle.ends_with('*');
        middle.resize(middle.size() - (after ? 1 : 0));
        if (middle.find('*') != std::string::npos) {
            refuse("its pattern has a wildcard between other characters");
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

    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    std::string m_reason;
    bool m_compared = false; ///< the last relation had a comparison, "has" or "like"
};

} // namespace

Result<std::vector<CedarPolicy>> readCedar(std::string_view text)
{
    auto tokens = cedarTokens(text);
    if (!tokens)
        return tokens.error();
    return Reader(std::move(*tokens)).policies();
}

} // namespace mandate::imports

// SPDX-License-Identifier: GPL-3.0-or-later
// Reads policies one by one; a policy that is no simple rule is skipped up to its semicolon, with the reason.
#include "models/pact/imports/cedar_reader.h"

#include "models/pact/imports/cedar_condition.h"

namespace mandate::imports {

namespace {

class Reader
{
public:
    explicit Reader(std::vector<CedarToken> tokens) : c(std::move(tokens)) {}

    std::vector<CedarPolicy> policies()
    {
        std::vector<CedarPolicy> out;
        while (c.here().kind != CedarToken::Kind::End)
            out.push_back(policy());
        return out;
    }

private:
    CedarPolicy policy()
    {
        CedarPolicy out;
        c.forgive();
        while (c.take("@")) {
            const std::string name = c.here().text;
            c.next();
            std::string value;
            if (c.take("(")) {
                value = c.text("a text");
                c.must(")");
            }
            out.annotations[name] = value;
        }
        out.permit = c.at("permit");
        if (!c.take("permit") && !c.take("forbid"))
            c.refuse("\"permit\" or \"forbid\" was expected in line " + std::to_string(c.here().line));
        if (c.fine())
            scope(out);
        CedarTruth condition = CedarTruth{"true", "false"};
        while (c.fine() && (c.at("when") || c.at("unless"))) {
            const bool when = c.at("when");
            c.next();
            c.must("{");
            const CedarTruth one = readCedarCondition(c);
            c.must("}");
            condition = conjunction(condition, when ? one : CedarTruth{one.no, one.yes});
        }
        if (c.fine() && !c.at(";"))
            c.refuse("\";\" was expected in line " + std::to_string(c.here().line));
        if (condition.yes.size() > longestCedarCondition)
            c.refuse("its condition is too long");
        while (c.here().kind != CedarToken::Kind::End && !c.at(";"))
            c.next();
        c.next();
        out.when = condition.yes;
        out.reason = c.reason();
        return out;
    }

    /// Namespace::…::Type::"id" as type and id.
    std::pair<std::string, std::string> entity()
    {
        std::string type;
        while (c.fine() && c.here().kind == CedarToken::Kind::Name) {
            type += (type.empty() ? "" : "::") + c.here().text;
            c.next();
            c.must("::");
        }
        return {type, c.text("an entity's id")};
    }

    std::string typeName()
    {
        std::string type;
        do {
            type += (type.empty() ? "" : "::") + c.here().text;
            c.next();
        } while (c.take("::"));
        return type;
    }

    void scope(CedarPolicy &out)
    {
        c.must("(");
        c.must("principal");
        if (c.take("is")) {
            if (const std::string type = typeName(); type != "AgentCore::OAuthUser" && type != "AgentCore::IamEntity")
                c.refuse("it is for some principals only, and a pact is for the agents it binds");
        }
        if (!c.at(","))
            c.refuse("it is for some principals only, and a pact is for the agents it binds");
        c.must(",");
        c.must("action");
        if (c.take("==")) {
            action(out);
        } else if (c.take("in")) {
            if (!c.take("[")) {
                c.refuse("it is for a group of actions, and what is in the group stands elsewhere");
            } else {
                do {
                    action(out);
                } while (c.take(","));
                c.must("]");
            }
        }
        c.must(",");
        c.must("resource");
        if (c.take("==")) {
            const auto [type, id] = entity();
            if (type != "AgentCore::Gateway")
                c.refuse("it is for one resource, and a pact reads resources from the arguments");
            out.gateway = id;
        } else if (c.take("is")) {
            if (typeName() != "AgentCore::Gateway")
                c.refuse("it is for one kind of resource, and a pact reads resources from the arguments");
        }
        c.take(",");
        c.must(")");
    }

    void action(CedarPolicy &out)
    {
        const auto [type, id] = entity();
        if (type != "Action" && !type.ends_with("::Action"))
            c.refuse("it names an action that is none");
        if (id.empty() || id.find('*') != std::string::npos)
            c.refuse("a tool of that name would be a pattern in a pact");
        out.actions.push_back(id);
    }

    CedarCursor c;
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

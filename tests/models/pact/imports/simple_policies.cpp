// SPDX-License-Identifier: GPL-3.0-or-later
#include "simple_policies.h"

#include <initializer_list>

namespace mandate {

const std::vector<const char *> &simplePolicies()
{
    static const std::vector<const char *> policies{
        R"(forbid (principal, action, resource) when { context.input.n > 5 };)",
        R"(forbid (principal, action, resource) when { context.input has n && 5 <= context.input.n || context.input.flag };)",
        R"(forbid (principal, action, resource) when { context.input.flag || context.input.n == 3 };)",
        R"(forbid (principal, action, resource) when { !(context.input.flag || context.input.n == 3) };)",
        R"(forbid (principal, action, resource) when { !context.input.flag && context.input.n != -7 };)",
        R"(forbid (principal, action == Action::"t", resource) unless { context.input.text == "a*b" };)",
        R"(forbid (principal, action, resource) when { context.input.text like "a\**" } unless { context.input has flag && context.input.flag };)",
        R"(forbid (principal, action, resource) when { context.input.text like "*\"*" || context.input["text"] like "*b" };)",
        R"(forbid (principal, action, resource) when { ["", "x", "\u{e9}"].contains(context.input.text) };)",
        R"(forbid (principal, action, resource) when { context.input.list.contains("x") && !context.input.list.contains("") };)",
        R"(forbid (principal, action, resource) when { context.input has deep && context.input.deep has inner && context.input.deep.inner >= 2 };)",
        R"(forbid (principal, action, resource) when { !(context.input.deep has inner) };)",
        R"(forbid (principal, action, resource) when { context.input has deep.inner || context.input.text == "if" };)",
        R"(forbid (principal, action, resource) when { context.input["if"] == "x" && (true || context.input.n > 1) };)",
        R"(forbid (principal, action in [Action::"t", Action::"u"], resource) when { (false || context.input.n > 1) && true };)",
    };
    return policies;
}

std::string simpleArguments(std::mt19937 &dice)
{
    const auto pick = [&](std::initializer_list<const char *> of) { return std::string(of.begin()[dice() % of.size()]); };
    std::string out;
    const auto add = [&](const char *key, const std::string &value) {
        if (dice() % 3 != 0)
            out += (out.empty() ? "\"" : ",\"") + std::string(key) + "\":" + value;
    };
    add("n", pick({"0", "1", "2", "3", "5", "6", "-7"}));
    add("flag", pick({"true", "false"}));
    add("text", pick({R"("a*b")", R"("a*")", R"("ab")", R"("")", R"("x")", R"("é")", R"("q\"r")", R"("if")"}));
    add("list", pick({"[]", R"(["x"])", R"(["","x"])"}));
    add("deep", pick({"{}", R"({"inner":2})", R"({"inner":1})"}));
    add("if", pick({R"("x")", R"("y")"}));
    return '{' + out + '}';
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "made_up_actions.h"

#include "tests/models/pact/judged_session.h"

#include <array>
#include <random>

namespace mandate {

std::string conditionPact()
{
    struct Row
    {
        const char *kind;
        const char *when;
    };
    static constexpr Row rows[] = {
        {"forbid", "has(args.a)"},
        {"forbid", "!has(args.a)"},
        {"forbid", "args.text == 'x'"},
        {"forbid", "args.text != 'x'"},
        {"forbid", "has(args.text) && args.text == 'x'"},
        {"forbid", "has(args.text) && args.text != null && args.text == 'x'"},
        {"forbid", "args[?'text'].orValue('') == 'x'"},
        {"forbid", "args.?text.orValue('x') == 'x'"},
        {"forbid", "args[?'text'].hasValue() || args.n > 5"},
        {"forbid", R"(args.text in ['x', 'a*b', '', 'é\\n\\\"'])"},
        {"forbid", "!(has(args.text) && args.text in ['x', 'y'])"},
        {"forbid", "args.text.startsWith('a*')"},
        {"forbid", R"(args.text.endsWith('*b\\\\\\\\'))"},
        {"forbid", R"(args.text.contains('\"') || string(args.text).contains('*'))"},
        {"forbid", "args.n > 2.5"},
        {"forbid", "double(args.n) >= 2.5 && double(args.n) <= 1000.25"},
        {"forbid", "args.n == 3 || args.n == 2.5"},
        {"forbid", "args.n != 3"},
        {"forbid", "args.n in [1, 2.5, 3]"},
        {"forbid", "args.n < args.m"},
        {"forbid", "double(args.n) < double(args.m) || args.flag"},
        {"forbid", "args.flag"},
        {"forbid", "!args.flag && args.n > 1"},
        {"forbid", "args.flag == true"},
        {"forbid", "args.flag ? args.n > 1 : args.text == 'x'"},
        {"forbid", "(args.flag ? args.n : args.m) > 1"},
        {"forbid", "has(args.deep.inner) && args.deep.inner > 1"},
        {"forbid", "args.deep.inner > 1 || args.text == 'x'"},
        {"forbid", "has(args.deep) && has(args.deep.inner)"},
        {"forbid", "args.deep['in ner'] == 'x'"},
        {"forbid", "'x' in args.list"},
        {"forbid", "args.text in args.list"},
        {"forbid", "has(args.list) && !('*' in args.list)"},
        {"forbid", R"(args['if'] == 'x' && args['\"q'] != 'y')"},
        {"forbid", "args.text == args.other && args.other == 'x'"},
        {"forbid", "args.text == null"},
        {"forbid", "args.text != null && args.n > 0"},
        {"escalate", "has(args.n) && args.n > 0.125"},
        {"escalate", "1 < 2"},
        {"permit", "args.n < 10 || args.flag"},
        {"permit", "has(args.text)"},
    };
    std::string clauses;
    int number = 0;
    for (const Row &row : rows) {
        clauses +=
            (clauses.empty() ? "" : ",") + clause("K" + std::to_string(number), row.kind, row.when, number % 3 == 0 ? R"(,"tools":["t","u*"])" : "");
        ++number;
    }
    // Texts that would end a comment, a string or an annotation early, if they were written as they are.
    return R"({"schema":"mandate.pact/1","pact_id":"p","version":"1.0.0","title":"T\npermit (principal, action, resource);\u2028x\r\"*/",)"
           R"("binds":[{"deployment":"shop"}],"accountability":{"owner":"A\")\npermit(principal,action,resource);\\"},)"
           R"("tools":[{"name":"t","title":"T","consequence":["internal"]},{"name":"u \"1\"","title":"U","consequence":["internal"]}],"clauses":[)" +
           clauses + "]}";
}

namespace {

std::string randomCondition(std::mt19937 &dice, int depth)
{
    static const std::vector<std::string> leaves{"has(args.text)",
                                                 "args.text == 'x'",
                                                 "args.text != null",
                                                 "args[?'text'].orValue('x') == 'x'",
                                                 "args.text in ['x', 'y']",
                                                 "args.text.startsWith('a*')",
                                                 "args.?other.hasValue()",
                                                 "args.other == args.text && args.text != 'y'",
                                                 "args.n > 2.5",
                                                 "args.n <= args.m && args.m < 1000",
                                                 "has(args.n)",
                                                 "args.n == null",
                                                 "double(args.n) == 3.0",
                                                 "args.flag",
                                                 "has(args.flag) && args.flag",
                                                 "args[?'flag'].orValue(true)",
                                                 "(args.flag ? args.n : args.m) >= 2",
                                                 "has(args.deep.inner)",
                                                 "args.deep.inner == 2",
                                                 "args.deep['in ner'].contains('x')",
                                                 "has(args.deep) && args.deep != null",
                                                 "'x' in args.list",
                                                 "args.text in args.list",
                                                 "true",
                                                 "false"};
    if (depth == 0 || dice() % 5 == 0)
        return leaves[dice() % leaves.size()];
    const auto part = [&] { return randomCondition(dice, depth - 1); };
    switch (dice() % 5) {
    case 0: return "!(" + part() + ')';
    case 1: return '(' + part() + " ? " + part() + " : " + part() + ')';
    case 2:
    case 3: return '(' + part() + " && " + part() + ')';
    default: return '(' + part() + " || " + part() + ')';
    }
}

std::string randomArguments(std::mt19937 &dice)
{
    const auto pick = [&](auto... of) {
        const std::array<std::string, sizeof...(of)> all{of...};
        return all[dice() % all.size()];
    };
    std::string out;
    const auto add = [&](const std::string &key, const std::string &value) {
        if (dice() % 4 != 0)
            out += (out.empty() ? "" : ",") + key + ':' + (dice() % 25 == 0 ? "null" : value);
    };
    const auto text = [&] {
        return pick(R"("x")", R"("y")", R"("")", R"("a*b")", R"("ab")", R"("a*c\"")", R"("é\n\"")", R"("q*b\\\\")", R"("q*b\\")", R"("\u0000*")",
                    R"("*")");
    };
    const auto number = [&] {
        return pick("0", "1", "2", "2.5", "3", "3.0", "-0.0", "10", "1000.25", "1000.255", "0.125", "-7", "1e3", "99999999999", "9007199254740993",
                    "0.1");
    };
    add("\"a\"", pick("1", "\"\"", "{}", "[]"));
    add("\"text\"", text());
    add("\"other\"", text());
    add("\"n\"", number());
    add("\"m\"", number());
    add("\"flag\"", pick("true", "false"));
    const std::string inner = pick("{\"inner\":2}", "{\"inner\":1,\"in ner\":\"x\"}", "{}", "{\"in ner\":\"*\"}", "{\"inner\":null}");
    add("\"deep\"", inner);
    add("\"list\"", pick("[]", "[\"x\"]", "[\"*\",\"x\"]", "[\"\",\"y\",\"x\",\"x\"]"));
    add("\"if\"", text());
    add("\"\\\"q\"", text());
    if (dice() % 20 == 0)
        add("\"n\\u0020\"", "1");
    return '{' + out + '}';
}

} // namespace

std::string randomConditionPact(int clauses)
{
    std::mt19937 dice(81); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same ones every time
    std::string all;
    for (int i = 0; i < clauses; ++i)
        all += (all.empty() ? "" : ",") + clause("R" + std::to_string(i),
                                                 i % 7 == 0   ? "permit"
                                                 : i % 7 == 1 ? "escalate"
                                                              : "forbid",
                                                 randomCondition(dice, 3));
    return pactWith(
        R"("tools":[{"name":"t","title":"T","consequence":["internal"]},{"name":"u \"1\"","title":"U","consequence":["internal"]}],"clauses":[)" +
        all + ']');
}

std::vector<AnsweredAction> madeUpActions(const Pacts &pacts, const std::string &pact, int count)
{
    std::mt19937 dice(20250221); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same ones every time
    std::vector<AnsweredAction> actions;
    for (int i = 0; i < count; ++i)
        actions.push_back(answered(pacts, pact, i % 2 == 0 ? "t" : "u \"1\"", randomArguments(dice)));
    return actions;
}

} // namespace mandate

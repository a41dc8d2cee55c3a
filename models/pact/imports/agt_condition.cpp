// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/imports/agt_condition.h"

#include "models/pact/imports/draft.h"

#include <algorithm>
#include <array>

namespace mandate::imports {

namespace {

AgtCondition refusedCondition(std::string reason)
{
    AgtCondition out;
    out.reason = std::move(reason);
    return out;
}

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> all)
{
    return std::find(all.begin(), all.end(), text) != all.end();
}

std::string asCel(const AgtConstant &constant)
{
    return constant.kind == AgtConstant::Kind::Text ? celText(constant.text) : constant.text;
}

/// Words, texts in quotes and signs of a condition; a text keeps its opening quote as first character.
std::vector<std::string> wordsOf(std::string_view text, std::string &reason)
{
    std::vector<std::string> out;
    for (std::size_t at = 0; at < text.size() && reason.empty();) {
        const char c = text[at];
        if (c == ' ' || c == '\t' || c == '\n') {
            ++at;
        } else if (c == '\'' || c == '"') {
            const std::size_t end = text.find(c, at + 1);
            if (end == std::string_view::npos || text.substr(at, end - at).find('\\') != std::string_view::npos) {
                reason = "a text in it does not end or has a backslash";
                break;
            }
            out.emplace_back(text.substr(at, end - at));
            at = end + 1;
        } else if (isWord(c) || (c == '-' && at + 1 < text.size() && isWord(text[at + 1]))) {
            const std::size_t begin = at++;
            while (at < text.size() && isWord(text[at]))
                ++at;
            out.emplace_back(text.substr(begin, at - begin));
        } else {
            const std::size_t length = isOneOf(text.substr(at, 2), {"==", "!=", "<=", ">=", "&&", "||"}) ? 2 : 1;
            out.emplace_back(text.substr(at, length));
            at += length;
        }
    }
    return out;
}

/// False when the word is no constant.
bool constantOf(const std::string &word, AgtConstant &out)
{
    if (word[0] == '\'' || word[0] == '"')
        out = {AgtConstant::Kind::Text, word.substr(1)};
    else if (word == "true" || word == "false")
        out = {AgtConstant::Kind::Truth, word};
    else if (isAgtNumber(word))
        out = {AgtConstant::Kind::Number, word};
    else
        return false;
    return true;
}

/// Adds what `one` asks to what `all` asks.
void joinWith(AgtCondition &all, AgtCondition one)
{
    if (!one.reason.empty()) {
        all.reason = one.reason;
        return;
    }
    if (!one.tools.empty() && !all.tools.empty())
        all.reason = "it asks for the tool twice";
    if (!one.tools.empty())
        all.tools = std::move(one.tools);
    all.readsActionType |= one.readsActionType;
    if (one.when != "true")
        all.when = all.when == "true" ? one.when : all.when + " && " + one.when;
}

} // namespace

bool isAgtNumber(std::string_view text)
{
    if (text.starts_with('-'))
        text.remove_prefix(1);
    const std::size_t point = text.find('.');
    const auto digits = [](std::string_view part) {
        return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    const bool leadingZero = text.size() > 1 && text[0] == '0' && text[1] != '.';
    return text.size() <= 15 && !leadingZero &&
           (point == std::string_view::npos ? digits(text) : digits(text.substr(0, point)) && digits(text.substr(point + 1)));
}

AgtCondition agtComparison(std::string_view field, std::string_view comparison, const std::vector<AgtConstant> &values)
{
    AgtCondition out;
    const bool equal = isOneOf(comparison, {"==", "eq", "equals"});
    const bool among = comparison == "in";
    if (values.empty() || (!among && values.size() != 1))
        return refusedCondition("it compares with no constant");
    if (isOneOf(field, {"tool_name", "tool.name", "tool", "action.type", "action.name", "action"})) {
        if (!equal && !among)
            return refusedCondition("it asks for tools in a way that a pact has no names for");
        for (const AgtConstant &value : values) {
            if (value.kind != AgtConstant::Kind::Text || value.text.empty() || value.text.find('*') != std::string::npos)
                return refusedCondition("a tool of it has a name that a pact would read otherwise");
            out.tools.push_back(value.text);
        }
        out.readsActionType = field.starts_with("action");
        return out;
    }
    static constexpr std::array<std::string_view, 5> prefixes{"args.", "arguments.", "tool_args.", "params.", "parameters."};
    const auto prefix =
        std::find_if(prefixes.begin(), prefixes.end(), [&](std::string_view p) { return field.starts_with(p) && field.size() > p.size(); });
    if (prefix == prefixes.end())
        return refusedCondition("it reads " + std::string(field) + ", which is neither the tool nor an argument of it");
    std::vector<std::string> path;
    for (std::string_view rest = field.substr(prefix->size()); !rest.empty();) {
        const std::size_t dot = std::min(rest.find('.'), rest.size());
        if (dot == 0)
            return refusedCondition("it reads " + std::string(field) + ", which is no name");
        path.emplace_back(rest.substr(0, dot));
        rest.remove_prefix(std::min(dot + 1, rest.size()));
    }
    const std::string argument = celArgument(path);
    const std::string there = celHas(path) + " && ";
    if (among) {
        std::string list;
        for (const AgtConstant &value : values)
            list += (list.empty() ? "" : ", ") + asCel(value);
        out.when = there + argument + " in [" + list + ']';
        return out;
    }
    const AgtConstant &value = values[0];
    const bool isText = value.kind == AgtConstant::Kind::Text;
    if (equal) {
        out.when = there + argument + " == " + asCel(value);
        return out;
    }
    struct Sign
    {
        std::string_view word;
        std::string_view sign;
    };
    static constexpr std::array<Sign, 8> orders{
        {{">", ">"}, {"gt", ">"}, {">=", ">="}, {"gte", ">="}, {"<", "<"}, {"lt", "<"}, {"<=", "<="}, {"lte", "<="}}};
    for (const Sign &order : orders) {
        if (order.word != comparison)
            continue;
        if (value.kind != AgtConstant::Kind::Number)
            return refusedCondition("it puts something else than numbers in order");
        out.when = there + argument + ' ' + std::string(order.sign) + ' ' + value.text;
        return out;
    }
    for (const Sign &test : {Sign{"starts_with", "startsWith"}, Sign{"ends_with", "endsWith"}}) {
        if (test.word == comparison && isText) {
            out.when = there + argument + '.' + std::string(test.sign) + '(' + asCel(value) + ')';
            return out;
        }
    }
    if (isOneOf(comparison, {"!=", "ne", "not_equals"}))
        return refusedCondition("what \"not equal\" means for an argument that is not there differs between AGT's evaluators");
    return refusedCondition("it uses \"" + std::string(comparison) + "\", whose meaning is not exactly a condition's");
}

AgtCondition readAgtCondition(std::string_view text)
{
    AgtCondition out;
    const std::vector<std::string> words = wordsOf(text, out.reason);
    std::size_t at = 0;
    const auto word = [&]() -> std::string { return at < words.size() ? words[at] : std::string(" "); };
    while (out.reason.empty()) {
        const std::string field = word();
        if (!isWord(field[0]) || isAgtNumber(field))
            return refusedCondition("it is no comparison of a field with a constant");
        ++at;
        const std::string comparison = word();
        ++at;
        std::vector<AgtConstant> values;
        AgtConstant value;
        if (comparison == "in") {
            if (word() != "[")
                return refusedCondition("it looks into something that is no list of constants");
            do {
                ++at;
                if (!constantOf(word(), value))
                    return refusedCondition("it looks into something that is no list of constants");
                values.push_back(value);
                ++at;
            } while (word() == ",");
            if (word() != "]")
                return refusedCondition("it looks into something that is no list of constants");
        } else {
            if (!constantOf(word(), value))
                return refusedCondition("it is no comparison of a field with a constant");
            values.push_back(value);
        }
        ++at;
        joinWith(out, agtComparison(field, comparison, values));
        if (at >= words.size() || !out.reason.empty())
            return out;
        if (word() != "and" && word() != "&&")
            return refusedCondition("its parts are joined by something else than \"and\"");
        ++at;
    }
    return out;
}

} // namespace mandate::imports

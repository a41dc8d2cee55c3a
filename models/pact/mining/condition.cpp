// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/mining/condition.h"

#include "models/pact/cel/describe.h"
#include "models/pact/mining/argument_names.h"

#include <array>

namespace mandate::mining {

namespace {

constexpr std::array kindNames{"null", "bool", "number", "text", "list", "object"};

std::string joined(const std::vector<std::string> &parts, const std::string &between)
{
    std::string all;
    for (const std::string &part : parts)
        all += (all.empty() ? "" : between) + part;
    return all;
}

/// "a", "b" or "c"
std::string listed(const std::vector<std::string> &parts, const std::string &last)
{
    std::string all;
    for (std::size_t i = 0; i < parts.size(); ++i)
        all += (i == 0 ? "" : i + 1 == parts.size() ? ' ' + last + ' ' : ", ") + parts[i];
    return all;
}

/// Where an argument stands: as CEL, as a path, in words, and by its own name.
struct Place
{
    std::string cel;
    std::string path;
    std::string words;
    std::string name;
    int quantifiers = 0; ///< lists it is inside of
};

class Writer
{
public:
    MinedCondition write(const ArgumentUse &arguments)
    {
        std::vector<std::string> all = membersOf(arguments, {"args", {}, {}, {}, 0});
        std::vector<std::string> names;
        std::vector<std::string> words;
        for (const auto &[name, use] : arguments.members()) {
            names.push_back(cel::quoted(name));
            words.push_back(cel::quoted(name));
        }
        if (arguments.membersCut()) {
            m_out.notCovered.emplace_back("Further arguments: there were too many to remember.");
        } else if (names.empty()) {
            all.emplace_back("size(args) == 0");
            m_out.phrases.emplace_back("no arguments");
        } else {
            all.push_back("args.all(name, name in [" + joined(names, ", ") + "])");
            m_out.phrases.push_back("no arguments other than " + listed(words, "and"));
        }
        m_out.when = joined(all, " && ");
        return std::move(m_out);
    }

private:
    /// What each member of an object has to be.
    std::vector<std::string> membersOf(const ArgumentUse &object, const Place &at)
    {
        std::vector<std::string> all;
        for (const auto &[name, use] : object.members()) {
            const bool always = use.seen() == object.times(ArgumentKind::Object);
            const Place place{celMember(at.cel, name), at.path.empty() ? name : at.path + '.' + name,
                              cel::quoted(name) + (at.words.empty() ? "" : " of " + at.words) + (always ? "" : ", if given,"), name, at.quantifiers};
            const std::string presence = celPresence(at.cel, name);
            const std::string is = limitsOf(use, place, always);
            if (always) {
                all.push_back(presence);
                if (!is.empty())
                    all.push_back(is);
            } else if (!is.empty()) {
                all.push_back((presence.starts_with("has(") ? "(!" + presence : "(!(" + presence + ')') + " || " + is + ')');
            }
        }
        return all;
    }

    /// What a value has to be; empty where anything goes. Leaves its evidence.
    std::string limitsOf(const ArgumentUse &use, const Place &at, bool always)
    {
        const std::size_t place = m_out.arguments.size();
        m_out.arguments.emplace_back();
        ArgumentEvidence evidence;
        evidence.path = at.path;
        evidence.calls = use.calls();
        evidence.always = always;
        std::vector<ArgumentKind> kinds;
        for (std::size_t i = 0; i < argumentKinds; ++i) {
            const auto kind = static_cast<ArgumentKind>(i);
            if (use.times(kind) == 0)
                continue;
            evidence.kinds.emplace_back(kindNames.at(i));
            if (kind != ArgumentKind::Null)
                kinds.push_back(kind);
        }
        std::vector<std::string> all;
        const std::size_t said = m_out.phrases.size();
        if (kinds.size() > 1)
            evidence.notCovered = "its kind differs from call to call";
        else if (kinds.empty())
            all.push_back(at.cel + " == null");
        else
            all = limitsOfKind(kinds.front(), use, at, evidence);
        if (always && said == m_out.phrases.size() && at.quantifiers == 0 && at.path == at.name)
            m_out.phrases.push_back("a value for " + at.words);
        m_out.arguments[place] = std::move(evidence);
        if (all.empty())
            return {};
        const std::string is = joined(all, " && ");
        if (use.times(ArgumentKind::Null) > 0 && !kinds.empty())
            return '(' + at.cel + " == null || " + (all.size() > 1 ? '(' + is + ')' : is) + ')';
        return always || all.size() == 1 ? is : '(' + is + ')';
    }

    std::vector<std::string> limitsOfKind(ArgumentKind kind, const ArgumentUse &use, const Place &at, ArgumentEvidence &evidence)
    {
        switch (kind) {
        case ArgumentKind::Null: return {};
        case ArgumentKind::Bool: return truth(use, at, evidence);
        case ArgumentKind::Number: return numbers(use.numbers(), at, evidence);
        case ArgumentKind::Text: return texts(use.texts(), at, evidence);
        case ArgumentKind::List: return list(use, at);
        case ArgumentKind::Object:
            if (use.membersCut())
                evidence.notCovered = "it had parts too many or too deep to remember";
            return membersOf(use, at);
        }
        return {};
    }

    std::vector<std::string> truth(const ArgumentUse &use, const Place &at, ArgumentEvidence &evidence)
    {
        const bool all = use.timesTrue() == use.times(ArgumentKind::Bool);
        if (!all && use.timesTrue() > 0) {
            evidence.notCovered = "it was true and false";
            return {};
        }
        evidence.only = all;
        m_out.phrases.push_back(at.words + (all ? " true" : " false"));
        return {at.cel + (all ? " == true" : " == false")};
    }

    std::vector<std::string> numbers(const NumberUse &use, const Place &at, ArgumentEvidence &evidence)
    {
        evidence.range = use.range();
        if (numbersSomething(at.name)) {
            evidence.notCovered = "its name says that the number names something";
            return {};
        }
        const std::optional<std::string> upper = offer(at.path, use);
        m_out.phrases.push_back(at.words + ' ' + rangeWords(use.range(), upper));
        return range(at.cel, use.range(), upper);
    }

    /// `upper` stands for the upper bound where there are tighter ones.
    static std::string rangeWords(const NumberRange &range, const std::optional<std::string> &upper)
    {
        return range.from == range.to ? "of exactly " + plainNumber(range.to)
                                      : "from " + plainNumber(range.from) + " to " + upper.value_or(plainNumber(range.to));
    }

    static std::vector<std::string> range(const std::string &value, const NumberRange &range, const std::optional<std::string> &upper)
    {
        if (range.from == range.to)
            return {value + " == " + celNumber(range.to)};
        return {value + " >= " + celNumber(range.from), value + " <= " + upper.value_or(celNumber(range.to))};
    }

    std::vector<std::string> texts(const TextUse &use, const Place &at, ArgumentEvidence &evidence)
    {
        evidence.notCovered = use.whyNoList(at.name);
        if (!evidence.notCovered.empty())
            return {};
        evidence.values = use.values();
        std::vector<std::string> values;
        for (const TextValue &value : evidence.values)
            values.push_back(cel::quoted(value.text));
        m_out.phrases.push_back(at.words + ' ' + listed(values, "or"));
        if (values.size() == 1)
            return {at.cel + " == " + values.front()};
        return {at.cel + " in [" + joined(values, ", ") + ']'};
    }

    std::vector<std::string> list(const ArgumentUse &use, const Place &at)
    {
        const Place size{"size(" + at.cel + ')', "size(" + at.path + ')', {}, {}, 0};
        ArgumentEvidence ofSize;
        ofSize.path = size.path;
        ofSize.calls = use.sizes().calls();
        ofSize.always = true;
        ofSize.kinds = {"number"};
        ofSize.range = use.sizes().range();
        m_out.arguments.push_back(std::move(ofSize));
        const std::optional<std::string> upper = offer(size.path, use.sizes());
        const std::string many = rangeWords(use.sizes().range(), upper);
        m_out.phrases.push_back(at.words + ' ' + many + (many == "of exactly 1" ? " element" : " elements"));
        std::vector<std::string> all = range(size.cel, use.sizes().range(), upper);
        if (!use.element())
            return all;
        // Names that no argument can hide: fields are read through args alone.
        const std::string variable = at.quantifiers == 0 ? "item" : "item" + std::to_string(at.quantifiers + 1);
        const std::string each = limitsOf(*use.element(), {variable, at.path + "[]", "each of " + at.words, at.name, at.quantifiers + 1}, true);
        if (!each.empty())
            all.push_back(at.cel + ".all(" + variable + ", " + each + ')');
        return all;
    }

    /// What stands for the upper bound, when there are tighter ones to choose from.
    std::optional<std::string> offer(const std::string &path, const NumberUse &use)
    {
        std::vector<TighterBound> bounds = use.tighter();
        if (bounds.empty() || use.range().from == use.range().to)
            return std::nullopt;
        m_out.tighter.push_back({path, use.range().to, std::move(bounds)});
        return boundMark(m_out.tighter.size() - 1);
    }

    MinedCondition m_out;
};

} // namespace

std::string celNumber(const Number &number)
{
    return cel::literalText(number.value);
}

std::string plainNumber(const Number &number)
{
    return number.value.is(ValueKind::Double) ? cel::plainDoubleText(number.value.asDouble()) : cel::describe(number.value).json;
}

MinedCondition conditionOf(const ArgumentUse &arguments)
{
    return Writer().write(arguments);
}

} // namespace mandate::mining

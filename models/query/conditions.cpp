// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/query/conditions.h"

#include "models/store/entries_of.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace mandate::query {

namespace {

using Kind = QueryProblem::Kind;

std::optional<double> numberIn(std::string_view text)
{
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || problem != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

NamePattern patternOf(const Typed &value)
{
    return {value.text, value.star};
}

} // namespace

RowCondition combined(Combined::How how, std::vector<RowCondition> parts)
{
    if (parts.size() == 1 && how != Combined::How::None)
        return std::move(parts.front());
    return {Combined{how, std::move(parts)}};
}

RowCondition negated(RowCondition condition)
{
    return {Combined{Combined::How::None, {std::move(condition)}}};
}

void ConditionMaker::fail(QueryProblem::Kind kind, const Typed &value, std::string subject, std::vector<std::string> expected)
{
    if (!m_problem)
        m_problem = QueryProblem{kind, value.position, value.length, std::move(subject), std::move(expected)};
}

RowCondition ConditionMaker::ofField(const Field &field, Compare compare, const Values &values)
{
    switch (field.takes) {
    case Takes::Name: {
        NameIs name{static_cast<NameIs::Field>(field.which), {}};
        for (const Typed &value : values.any)
            name.any.push_back(patternOf(value));
        return {std::move(name)};
    }
    case Takes::Code: {
        CodeIs code{static_cast<CodeIs::Field>(field.which), {}};
        for (const Typed &value : values.any) {
            if (const auto number = known(field, codeNames(code.field), value))
                code.any.push_back(*number);
        }
        return {std::move(code)};
    }
    case Takes::Finding: {
        FindingOf finding{{}, static_cast<FindingField>(field.which) == FindingField::Undecided};
        for (const Typed &value : values.any)
            finding.any.push_back(patternOf(value));
        return {std::move(finding)};
    }
    case Takes::Mark: {
        MarkedBy mark{static_cast<MarkedBy::What>(field.which), {}};
        for (const Typed &value : values.any) {
            const bool byAnyone = mark.what == MarkedBy::What::Star && !value.quoted && value.text == "yes";
            mark.any.push_back(byAnyone ? NamePattern{"*", true} : patternOf(value));
        }
        return {std::move(mark)};
    }
    case Takes::Counted: {
        CountedIn counted{static_cast<CountedIn::By>(field.which), {}};
        for (const Typed &value : values.any) {
            if (counted.by != CountedIn::By::Figure)
                counted.any.push_back(patternOf(value));
            else if (const auto number = known(field, queryValues(field.name), value))
                counted.any.push_back({std::string(nameOf(static_cast<CountedSet>(*number))), false});
        }
        return {std::move(counted)};
    }
    case Takes::Part: return ofParts(field, values);
    case Takes::Number: return ofNumber(static_cast<NumberIn::Field>(field.which), compare, values);
    case Takes::Time: return ofTime(static_cast<TimeField>(field.which), compare, values);
    case Takes::Query: break;
    }
    return {};
}

std::optional<std::uint8_t> ConditionMaker::known(const Field &field, std::span<const std::string_view> names, const Typed &value)
{
    const auto code = codeOf(names, value.text);
    if (!code) {
        std::vector<std::string> expected;
        for (const std::string_view name : queryValues(field.name))
            expected.emplace_back(name);
        fail(Kind::UnknownValue, value, value.text, std::move(expected));
    }
    return code;
}

std::optional<std::int64_t> ConditionMaker::wholeNumber(const Typed &value)
{
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(value.text.data(), value.text.data() + value.text.size(), number);
    if (problem == std::errc() && end == value.text.data() + value.text.size() && number >= 0 && number < INT64_MAX)
        return number;
    fail(Kind::NoNumber, value, value.text);
    return std::nullopt;
}

RowCondition ConditionMaker::ofNumber(NumberIn::Field field, Compare compare, const Values &values)
{
    if (values.isRange) {
        NumberIn range{field};
        if (values.from)
            range.from = wholeNumber(*values.from).value_or(0);
        if (values.to)
            range.to = wholeNumber(*values.to).value_or(0) - (values.halfOpen ? 1 : 0);
        return {range};
    }
    std::vector<RowCondition> parts;
    for (const Typed &value : values.any) {
        const std::int64_t bound = wholeNumber(value).value_or(0);
        NumberIn one{field, bound, bound};
        switch (compare) {
        case Compare::Is:
        case Compare::IsNot: break;
        case Compare::Below: one = {field, INT64_MIN, bound - 1}; break;
        case Compare::AtMost: one = {field, INT64_MIN, bound}; break;
        case Compare::Above: one = {field, bound + 1, INT64_MAX}; break;
        case Compare::AtLeast: one = {field, bound, INT64_MAX}; break;
        }
        parts.push_back({one});
    }
    return combined(Combined::How::Any, std::move(parts));
}

std::optional<Stretch> ConditionMaker::stretch(const Typed &value)
{
    auto read = readTime(value.text, m_now);
    if (!read)
        fail(Kind::NoTime, value, value.text);
    return read;
}

RowCondition ConditionMaker::ofTime(TimeField field, Compare compare, const Values &values)
{
    if (field != TimeField::Time) {
        if (compare != Compare::Is || values.isRange || values.any.size() != 1) {
            fail(Kind::NoRange, values.isRange ? values.from.value_or(values.to.value_or(Typed())) : values.any.front(), field == TimeField::Since ? "since" : "until");
            return {};
        }
        const auto bound = stretch(values.any.front());
        if (!bound)
            return {};
        return field == TimeField::Since ? RowCondition{TimeIn{bound->begin, {}}} : RowCondition{TimeIn{{}, bound->begin}};
    }
    if (values.isRange) {
        TimeIn range;
        if (values.from) {
            const auto from = stretch(*values.from);
            if (from)
                range.since = from->begin;
        }
        if (values.to) {
            const auto to = stretch(*values.to);
            if (to)
                range.until = values.halfOpen ? to->begin : to->after();
        }
        return {range};
    }
    std::vector<RowCondition> parts;
    for (const Typed &value : values.any) {
        const auto read = stretch(value);
        if (!read)
            return {};
        switch (compare) {
        case Compare::Is:
        case Compare::IsNot: parts.push_back({TimeIn{read->begin, read->after()}}); break;
        case Compare::Below: parts.push_back({TimeIn{{}, read->begin}}); break;
        case Compare::AtMost: parts.push_back({TimeIn{{}, read->after()}}); break;
        case Compare::Above: parts.push_back({TimeIn{read->after(), {}}}); break;
        case Compare::AtLeast: parts.push_back({TimeIn{read->begin, {}}}); break;
        }
    }
    return combined(Combined::How::Any, std::move(parts));
}

RowCondition ConditionMaker::ofArgument(std::string_view path, Compare compare, const Values &values)
{
    ArgumentIs asked;
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t dot = std::min(path.find('.', begin), path.size());
        asked.path.emplace_back(path.substr(begin, dot - begin));
        begin = dot + 1;
    }
    std::vector<RowCondition> parts;
    for (const Typed &value : values.any) {
        ArgumentIs one = asked;
        one.text = patternOf(value);
        one.number = value.quoted ? std::nullopt : numberIn(value.text);
        switch (compare) {
        case Compare::Is:
        case Compare::IsNot: one.how = value.star && value.text == "*" ? ArgumentIs::How::Given : ArgumentIs::How::Is; break;
        case Compare::Below: one.how = ArgumentIs::How::Below; break;
        case Compare::AtMost: one.how = ArgumentIs::How::AtMost; break;
        case Compare::Above: one.how = ArgumentIs::How::Above; break;
        case Compare::AtLeast: one.how = ArgumentIs::How::AtLeast; break;
        }
        if (one.how != ArgumentIs::How::Is && one.how != ArgumentIs::How::Given && !one.number)
            fail(Kind::NoNumber, value, value.text);
        parts.push_back({std::move(one)});
    }
    return combined(Combined::How::Any, std::move(parts));
}

RowCondition ConditionMaker::ofParts(const Field &field, const Values &values)
{
    std::vector<RowCondition> parts;
    for (const Typed &value : values.any) {
        if (const auto bit = known(field, query::partNames(), value))
            parts.push_back({EvidenceHas{static_cast<std::uint8_t>(1U << *bit)}});
    }
    const bool missing = static_cast<query::PartField>(field.which) == query::PartField::Missing;
    if (missing) {
        for (RowCondition &part : parts)
            part = negated(std::move(part));
    }
    return combined(Combined::How::Any, std::move(parts));
}

} // namespace mandate::query

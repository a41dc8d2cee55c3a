// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/query/fields.h"

#include "models/evidence/record.h"
#include "models/pact/verdict.h"
#include "models/query/query.h"
#include "models/store/entries_of.h"

#include <algorithm>
#include <array>

namespace mandate {

namespace query {

namespace {

template<typename Enum>
constexpr std::uint8_t number(Enum value)
{
    return static_cast<std::uint8_t>(value);
}

constexpr std::array<Field, 30> allFields{{
    {"agent", Takes::Name, number(NameIs::Field::Agent)},
    {"tool", Takes::Name, number(NameIs::Field::Tool)},
    {"verdict", Takes::Code, number(CodeIs::Field::Verdict)},
    {"clause", Takes::Name, number(NameIs::Field::Clause)},
    {"finding", Takes::Finding, number(FindingField::Finding)},
    {"undecided", Takes::Finding, number(FindingField::Undecided)},
    {"outcome", Takes::Code, number(CodeIs::Field::Outcome)},
    {"time", Takes::Time, number(TimeField::Time)},
    {"since", Takes::Time, number(TimeField::Since)},
    {"until", Takes::Time, number(TimeField::Until)},
    {"session", Takes::Name, number(NameIs::Field::Session)},
    {"same_session", Takes::Query, number(QueryField::SameSession)},
    {"deployment", Takes::Name, number(NameIs::Field::Deployment)},
    {"kind", Takes::Code, number(CodeIs::Field::Kind)},
    {"role", Takes::Code, number(CodeIs::Field::Role)},
    {"has", Takes::Part, number(PartField::Has)},
    {"missing", Takes::Part, number(PartField::Missing)},
    {"source", Takes::Name, number(NameIs::Field::Source)},
    {"format", Takes::Name, number(NameIs::Field::Format)},
    {"star", Takes::Mark, number(MarkedBy::What::Star)},
    {"tag", Takes::Mark, number(MarkedBy::What::Tag)},
    {"note", Takes::Mark, number(MarkedBy::What::Note)},
    {"figure", Takes::Counted, number(CountedIn::By::Figure)},
    {"pact", Takes::Counted, number(CountedIn::By::Pact)},
    {"model", Takes::Counted, number(CountedIn::By::Model)},
    {"applies", Takes::Counted, number(CountedIn::By::Clause)},
    {"attack", Takes::Counted, number(CountedIn::By::Attack)},
    {"no", Takes::Number, number(NumberIn::Field::Entry)},
    {"message", Takes::Number, number(NumberIn::Field::Message)},
    {"where", Takes::Query, number(QueryField::Where)},
}};

template<typename Enum, std::size_t Count>
std::array<std::string_view, Count> namesOfFirst()
{
    std::array<std::string_view, Count> names;
    for (std::size_t i = 0; i < Count; ++i)
        names[i] = nameOf(static_cast<Enum>(i));
    return names;
}

char plain(char c)
{
    if (c == '-' || c == ' ')
        return '_';
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

} // namespace

std::span<const Field> fields()
{
    return allFields;
}

const Field *fieldNamed(std::string_view name)
{
    const auto found = std::ranges::find_if(allFields, [&](const Field &field) { return std::ranges::equal(field.name, name, {}, {}, plain); });
    return found == allFields.end() ? nullptr : &*found;
}

std::span<const std::string_view> codeNames(CodeIs::Field field)
{
    static const auto verdicts = namesOfFirst<Verdict, verdictCount>();
    static const auto outcomes = namesOfFirst<Outcome, 4>();
    static const auto kinds = namesOfFirst<RecordKind, 6>();
    static const auto roles = namesOfFirst<Role, 5>();
    switch (field) {
    case CodeIs::Field::Verdict: return verdicts;
    case CodeIs::Field::Outcome: return outcomes;
    case CodeIs::Field::Kind: return kinds;
    case CodeIs::Field::Role: return roles;
    }
    return {};
}

std::span<const std::string_view> partNames()
{
    static constexpr std::array<std::string_view, 7> names{"input", "action", "basis", "result", "time", "decision_basis", "signature"};
    return names;
}

std::optional<std::uint8_t> codeOf(std::span<const std::string_view> names, std::string_view value)
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!names[i].empty() && std::ranges::equal(names[i], value, {}, {}, plain))
            return static_cast<std::uint8_t>(i);
    }
    return std::nullopt;
}

} // namespace query

const std::vector<std::string_view> &queryFields()
{
    static const std::vector<std::string_view> names = [] {
        std::vector<std::string_view> all;
        for (const query::Field &field : query::fields())
            all.push_back(field.name);
        all.emplace_back("args.");
        return all;
    }();
    return names;
}

std::vector<std::string_view> queryValues(std::string_view name)
{
    const query::Field *field = query::fieldNamed(name);
    if (!field)
        return {};
    std::vector<std::string_view> values;
    if (field->takes == query::Takes::Counted && static_cast<CountedIn::By>(field->which) == CountedIn::By::Figure) {
        for (std::size_t i = 0; i < countedCount; ++i)
            values.push_back(nameOf(static_cast<CountedSet>(i)));
    }
    const auto names = field->takes == query::Takes::Code   ? query::codeNames(static_cast<CodeIs::Field>(field->which))
                       : field->takes == query::Takes::Part ? query::partNames()
                                                            : std::span<const std::string_view>();
    std::ranges::copy_if(names, std::back_inserter(values), [](std::string_view text) { return !text.empty(); });
    return values;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// Conditions to a RowFilter: sets of values, and what is left when values are filtered out.
#include "models/items/evidence_query.h"

#include "models/items/text_safety.h"

#include <QSet>

#include <algorithm>
#include <array>
#include <set>

namespace mandate {

namespace {

constexpr std::array verdicts{Verdict::Prohibited, Verdict::NeedsApproval, Verdict::OutOfScope, Verdict::Undecidable,
                              Verdict::Permitted,  Verdict::Approved,      Verdict::NoPact,     Verdict::NotJudged};
constexpr std::array outcomes{Outcome::Executed, Outcome::Refused, Outcome::Failed, Outcome::Unknown};
constexpr std::array roles{Role::User, Role::Agent, Role::System, Role::Tool};
constexpr std::array kinds{RecordKind::Action, RecordKind::Message, RecordKind::Session, RecordKind::Context, RecordKind::Event, RecordKind::Decision};

template<typename Values>
QStringList namesOfAll(const Values &values)
{
    QStringList names;
    for (const auto value : values) {
        const std::string_view name = nameOf(value);
        names.append(toText(name));
    }
    return names;
}

/// Values of one field, asked for or filtered out.
struct Chosen
{
    std::vector<std::string> values;
    bool excluded = false;
};

Chosen chosenOf(const QList<FilterCondition> &conditions, FilterField field)
{
    Chosen chosen;
    for (const FilterCondition &condition : conditions) {
        if (condition.field != field)
            continue;
        chosen.values.push_back(condition.value.toStdString());
        chosen.excluded = condition.excluded;
    }
    return chosen;
}

/// False when nothing is left.
bool choose(std::vector<std::string> &into, const Chosen &chosen, Dimension dimension, const NamesOf &namesOf)
{
    if (!chosen.excluded) {
        into = chosen.values;
        return true;
    }
    const std::set<std::string> without(chosen.values.begin(), chosen.values.end());
    into = namesOf(dimension);
    if (std::find(into.begin(), into.end(), std::string()) == into.end())
        into.emplace_back(); // records without this name are not the one filtered out
    std::erase_if(into, [&](const std::string &name) { return without.contains(name); });
    return !into.empty();
}

template<typename Value, std::size_t Count>
bool choose(std::vector<Value> &into, const Chosen &chosen, const std::array<Value, Count> &all)
{
    if (chosen.values.empty())
        return true;
    for (const Value value : all) {
        const bool named = std::find(chosen.values.begin(), chosen.values.end(), nameOf(value)) != chosen.values.end();
        if (named != chosen.excluded)
            into.push_back(value);
    }
    return !into.empty();
}

void appendText(std::string &text, const FilterCondition &condition)
{
    std::string words = condition.value.toStdString();
    std::replace(words.begin(), words.end(), '"', ' ');
    if (!text.empty())
        text += ' ';
    text += condition.phrase ? '"' + words + '"' : words;
}

} // namespace

QStringList fixedValues(FilterField field)
{
    switch (field) {
    case FilterField::Verdict: return namesOfAll(verdicts);
    case FilterField::Outcome: return namesOfAll(outcomes);
    case FilterField::Kind: return namesOfAll(kinds);
    case FilterField::Role: return namesOfAll(roles);
    case FilterField::Text:
    case FilterField::Agent:
    case FilterField::Deployment:
    case FilterField::Session:
    case FilterField::Tool:
    case FilterField::Source:
    case FilterField::Format:
    case FilterField::Clause:
    case FilterField::Since:
    case FilterField::Until:
    case FilterField::Around:
    case FilterField::Query: break;
    }
    return {};
}

std::optional<QString> canonicalValue(FilterField field, const QString &value, QString &sentence)
{
    if (field == FilterField::Since || field == FilterField::Until) {
        if (parseInstant(value.toStdString()))
            return value;
        sentence = FilterWords::tr("“%1” is no time. Write a date such as 2025-12-01, or a time such as 2025-12-01T14:30:00Z.").arg(value);
        return std::nullopt;
    }
    if (field == FilterField::Around) {
        bool number = false;
        const qulonglong entry = value.toULongLong(&number);
        if (number)
            return QString::number(entry);
        sentence = FilterWords::tr("“%1” is no number of a record. Write its number as the table shows it, such as around:1204.").arg(value);
        return std::nullopt;
    }
    const QStringList fixed = fixedValues(field);
    if (fixed.isEmpty())
        return value;
    QString plain = value.toLower();
    plain.replace(u'-', u'_').replace(u' ', u'_');
    if (fixed.contains(plain))
        return plain;
    sentence = FilterWords::tr("“%1” has no value “%2”. It can be %3.").arg(fieldName(field), value, fixed.join(QStringLiteral(", ")));
    return std::nullopt;
}

std::optional<Dimension> dimensionOf(FilterField field)
{
    switch (field) {
    case FilterField::Agent: return Dimension::Agent;
    case FilterField::Deployment: return Dimension::Deployment;
    case FilterField::Session: return Dimension::Session;
    case FilterField::Tool: return Dimension::Tool;
    case FilterField::Source: return Dimension::Source;
    case FilterField::Format: return Dimension::Format;
    case FilterField::Clause: return Dimension::Clause;
    case FilterField::Verdict: return Dimension::Verdict;
    case FilterField::Outcome: return Dimension::Outcome;
    case FilterField::Kind: return Dimension::Kind;
    case FilterField::Role: return Dimension::Role;
    case FilterField::Text:
    case FilterField::Since:
    case FilterField::Until:
    case FilterField::Around:
    case FilterField::Query: break;
    }
    return std::nullopt;
}

bool mayBeMissing(FilterField field)
{
    switch (field) {
    case FilterField::Agent:
    case FilterField::Deployment:
    case FilterField::Session:
    case FilterField::Tool:
    case FilterField::Source:
    case FilterField::Format:
    case FilterField::Clause: return true;
    case FilterField::Text:
    case FilterField::Verdict:
    case FilterField::Outcome:
    case FilterField::Kind:
    case FilterField::Role:
    case FilterField::Since:
    case FilterField::Until:
    case FilterField::Around:
    case FilterField::Query: break;
    }
    return false;
}

std::optional<EntryNumber> aroundOf(const QList<FilterCondition> &conditions)
{
    for (const FilterCondition &condition : conditions) {
        if (condition.field == FilterField::Around)
            return condition.value.toULongLong();
    }
    return std::nullopt;
}

std::optional<RowFilter> rowFilterOf(const QList<FilterCondition> &conditions, const NamesOf &namesOf)
{
    RowFilter filter;
    const auto chosen = [&](FilterField field) { return chosenOf(conditions, field); };
    const bool some = choose(filter.agents, chosen(FilterField::Agent), Dimension::Agent, namesOf) &&
                      choose(filter.deployments, chosen(FilterField::Deployment), Dimension::Deployment, namesOf) &&
                      choose(filter.sessions, chosen(FilterField::Session), Dimension::Session, namesOf) &&
                      choose(filter.tools, chosen(FilterField::Tool), Dimension::Tool, namesOf) &&
                      choose(filter.sources, chosen(FilterField::Source), Dimension::Source, namesOf) &&
                      choose(filter.clauses, chosen(FilterField::Clause), Dimension::Clause, namesOf) &&
                      choose(filter.verdicts, chosen(FilterField::Verdict), verdicts) &&
                      choose(filter.outcomes, chosen(FilterField::Outcome), outcomes) && choose(filter.kinds, chosen(FilterField::Kind), kinds);
    if (!some)
        return std::nullopt;
    // The sets of a RowFilter know neither of these.
    if (const Chosen formats = chosen(FilterField::Format); !formats.values.empty()) {
        NameIs is{NameIs::Field::Format, {}};
        for (const std::string &name : formats.values)
            is.any.push_back({name, false});
        filter.where.push_back(formats.excluded ? RowCondition{Combined{Combined::How::None, {{std::move(is)}}}} : RowCondition{std::move(is)});
    }
    std::vector<Role> wantedRoles;
    if (!choose(wantedRoles, chosen(FilterField::Role), roles))
        return std::nullopt;
    if (!wantedRoles.empty()) {
        CodeIs is{CodeIs::Field::Role, {}};
        for (const Role role : wantedRoles)
            is.any.push_back(static_cast<std::uint8_t>(role));
        if (chosen(FilterField::Role).excluded)
            is.any.push_back(static_cast<std::uint8_t>(Role::None));
        filter.where.push_back({std::move(is)});
    }
    for (const FilterCondition &condition : conditions) {
        if (condition.field == FilterField::Since)
            filter.since = parseInstant(condition.value.toStdString());
        else if (condition.field == FilterField::Until)
            filter.until = parseInstant(condition.value.toStdString());
        else if (condition.field == FilterField::Text)
            appendText(filter.text, condition);
        else if (condition.field == FilterField::Query)
            filter.where.push_back(readQuery(condition.value.toStdString(), systemNow()).condition); // it was read before, and names its times
    }
    return filter;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/condition.h"

#include "models/pact/document.h"
#include "models/store/sqlite/argument.h"
#include "models/store/sqlite/branchless.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace mandate::sqlite {

namespace {

Column columnOf(NameIs::Field field)
{
    switch (field) {
    case NameIs::Field::Agent: return Column::Agent;
    case NameIs::Field::Deployment: return Column::Deployment;
    case NameIs::Field::Session: return Column::Session;
    case NameIs::Field::Tool: return Column::Tool;
    case NameIs::Field::Source: return Column::Source;
    case NameIs::Field::Format: return Column::Format;
    case NameIs::Field::Clause: return Column::Clause;
    }
    return Column::Agent;
}

Column columnOf(CodeIs::Field field)
{
    switch (field) {
    case CodeIs::Field::Verdict: return Column::Verdict;
    case CodeIs::Field::Outcome: return Column::Outcome;
    case CodeIs::Field::Kind: return Column::Kind;
    case CodeIs::Field::Role: return Column::Role;
    }
    return Column::Verdict;
}

/// How much a condition costs beside others: cheap ones are asked first.
int costOf(const RowCondition &condition)
{
    struct Cost
    {
        int operator()(const Combined &combined) const
        {
            int most = 0;
            for (const RowCondition &part : combined.parts)
                most = std::max(most, costOf(part));
            return most;
        }
        int operator()(const SameSession &) const { return 3; }
        int operator()(const FindingOf &) const { return 2; }
        int operator()(const TextHas &) const { return 4; }
        int operator()(const ArgumentIs &) const { return 5; }
        int operator()(const NameIs &) const { return 1; }
        int operator()(const CodeIs &) const { return 1; }
        int operator()(const NumberIn &) const { return 1; }
        int operator()(const TimeIn &) const { return 1; }
        int operator()(const EvidenceHas &) const { return 1; }
        int operator()(const MarkedBy &) const { return 0; }
        int operator()(const CountedIn &) const { return 0; }
        int operator()(const EntryIn &) const { return 0; }
    };
    return std::visit(Cost{}, condition.is);
}

std::uint64_t sessionKey(std::uint32_t agent, std::uint32_t session)
{
    return (std::uint64_t{agent} << 32) | session;
}

bool isAnySet(const Masks &masks)
{
    return std::ranges::any_of(masks, [](const auto &mask) { return std::ranges::find(mask, std::uint8_t{1}) != mask.end(); });
}

} // namespace

/// Calls `row(segment, mask)` for each segment that has rows left.
template<typename Row>
Result<void> ConditionMatcher::bySegment(Masks &masks, const Row &row)
{
    for (std::size_t s = 0; s < masks.size(); ++s) {
        if (m_stop.stop_requested())
            return cancelled();
        if (std::ranges::find(masks[s], std::uint8_t{1}) == masks[s].end())
            continue;
        if (Result<void> done = row(*m_image.segments[s], masks[s]); !done)
            return done;
    }
    return {};
}

std::vector<std::uint8_t> ConditionMatcher::namesAllowed(Column column, const std::vector<NamePattern> &patterns) const
{
    const Names &table = m_names[nameKindOf(column)];
    std::vector<std::uint8_t> allowed(table.count() + std::size_t{1});
    for (const NamePattern &pattern : patterns) {
        if (!pattern.isPattern) {
            const auto number = pattern.text.empty() ? std::optional<std::uint32_t>(0) : table.find(pattern.text);
            if (number && *number < allowed.size())
                allowed[*number] = 1;
            continue;
        }
        for (std::uint32_t number = 0; number < allowed.size(); ++number) {
            if (!allowed[number] && matchesPattern(pattern.text, table.text(number)))
                allowed[number] = 1;
        }
    }
    return allowed;
}

Result<void> ConditionMatcher::restrict(Masks &masks, const RowCondition &condition)
{
    return std::visit([&](const auto &is) { return one(masks, is); }, condition.is);
}

Result<void> ConditionMatcher::one(Masks &masks, const Combined &combined)
{
    if (combined.how == Combined::How::All) {
        std::vector<const RowCondition *> parts;
        for (const RowCondition &part : combined.parts)
            parts.push_back(&part);
        std::ranges::stable_sort(parts, {}, [](const RowCondition *part) { return costOf(*part); });
        for (const RowCondition *part : parts) {
            if (Result<void> restricted = restrict(masks, *part); !restricted)
                return restricted;
        }
        return {};
    }
    if (combined.how == Combined::How::Any)
        return any(masks, combined.parts);
    Masks matching = masks;
    if (Result<void> restricted = any(matching, combined.parts); !restricted)
        return restricted;
    for (std::size_t s = 0; s < masks.size(); ++s) {
        for (std::size_t i = 0; i < masks[s].size(); ++i)
            masks[s][i] &= static_cast<std::uint8_t>(matching[s][i] ^ 1);
    }
    return {};
}

Result<void> ConditionMatcher::any(Masks &masks, const std::vector<RowCondition> &parts)
{
    std::vector<const RowCondition *> cheapFirst;
    for (const RowCondition &part : parts)
        cheapFirst.push_back(&part);
    std::ranges::stable_sort(cheapFirst, {}, [](const RowCondition *part) { return costOf(*part); });
    Masks open = masks; // rows that no part has matched yet
    for (const RowCondition *part : cheapFirst) {
        if (!isAnySet(open))
            break;
        Masks matching = open;
        if (Result<void> restricted = restrict(matching, *part); !restricted)
            return restricted;
        for (std::size_t s = 0; s < open.size(); ++s) {
            for (std::size_t i = 0; i < open[s].size(); ++i)
                open[s][i] &= static_cast<std::uint8_t>(matching[s][i] ^ 1);
        }
    }
    for (std::size_t s = 0; s < masks.size(); ++s) {
        for (std::size_t i = 0; i < masks[s].size(); ++i)
            masks[s][i] &= static_cast<std::uint8_t>(open[s][i] ^ 1);
    }
    return {};
}

Result<void> ConditionMatcher::one(Masks &masks, const NameIs &name)
{
    const Column column = columnOf(name.field);
    const auto allowed = namesAllowed(column, name.any);
    return bySegment(masks, [&](const Segment &segment, std::vector<std::uint8_t> &mask) -> Result<void> {
        const auto values = segment.values(column, m_reader.connection());
        if (!values)
            return values.error();
        const auto numbers = valuesOf<std::uint32_t>(**values);
        for (std::size_t i = 0; i < mask.size(); ++i)
            mask[i] &= numbers[i] < allowed.size() ? allowed[numbers[i]] : std::uint8_t{0};
        return {};
    });
}

Result<void> ConditionMatcher::one(Masks &masks, const CodeIs &code)
{
    std::array<std::uint8_t, 256> allowed{};
    for (const std::uint8_t value : code.any)
        allowed[value] = 1;
    return bySegment(masks, [&](const Segment &segment, std::vector<std::uint8_t> &mask) -> Result<void> {
        const auto values = segment.values(columnOf(code.field), m_reader.connection());
        if (!values)
            return values.error();
        const auto codes = valuesOf<std::uint8_t>(**values);
        for (std::size_t i = 0; i < mask.size(); ++i)
            mask[i] &= allowed[codes[i]];
        return {};
    });
}

Result<void> ConditionMatcher::one(Masks &masks, const NumberIn &number)
{
    return bySegment(masks, [&](const Segment &segment, std::vector<std::uint8_t> &mask) -> Result<void> {
        if (number.field == NumberIn::Field::Entry) {
            for (std::size_t i = 0; i < mask.size(); ++i) {
                const auto entry = static_cast<std::int64_t>(segment.first() + i);
                mask[i] &= static_cast<std::uint8_t>(isTrue(entry >= number.from) & isTrue(entry <= number.to));
            }
            return {};
        }
        const auto values = segment.values(number.field == NumberIn::Field::Message ? Column::Message : Column::Call, m_reader.connection());
        if (!values)
            return values.error();
        const auto numbers = valuesOf<std::int32_t>(**values);
        for (std::size_t i = 0; i < mask.size(); ++i)
            mask[i] &= static_cast<std::uint8_t>(isTrue(numbers[i] >= 0) & isTrue(numbers[i] >= number.from) & isTrue(numbers[i] <= number.to));
        return {};
    });
}

Result<void> ConditionMatcher::one(Masks &masks, const TimeIn &time)
{
    return bySegment(masks, [&](const Segment &segment, std::vector<std::uint8_t> &mask) {
        return restrictByTime(mask, time.since, time.until, segment, m_reader.connection());
    });
}

Result<void> ConditionMatcher::one(Masks &masks, const EvidenceHas &has)
{
    return bySegment(masks, [&](const Segment &segment, std::vector<std::uint8_t> &mask) -> Result<void> {
        const auto values = segment.values(Column::Completeness, m_reader.connection());
        if (!values)
            return values.error();
        const auto parts = valuesOf<std::uint8_t>(**values);
        for (std::size_t i = 0; i < mask.size(); ++i)
            mask[i] &= static_cast<std::uint8_t>((parts[i] & has.parts) == has.parts);
        return {};
    });
}

Result<void> ConditionMatcher::one(Masks &masks, const TextHas &text)
{
    return m_text.restrict(masks, text.words, m_image, m_reader, m_stop);
}

Result<void> ConditionMatcher::one(Masks &masks, const FindingOf &finding)
{
    const auto allowed = namesAllowed(Column::Clause, finding.any);
    return bySegment(masks, [&](const Segment &segment, std::vector<std::uint8_t> &mask) -> Result<void> {
        std::vector<std::uint8_t> has(mask.size());
        Statement query = m_reader.connection().statement("SELECT entry, clause FROM finding WHERE entry >= ?1 AND entry < ?2 AND undecidable = ?3");
        query.bind(1, static_cast<std::int64_t>(segment.first())).bind(2, static_cast<std::int64_t>(segment.end())).bind(3, finding.undecidable);
        int code = query.step();
        for (; code == SQLITE_ROW; code = query.step()) {
            const auto clause = static_cast<std::uint64_t>(query.number(1));
            if (clause < allowed.size() && allowed[clause])
                has[static_cast<std::uint64_t>(query.number(0)) - segment.first()] = 1;
        }
        if (code != SQLITE_DONE)
            return m_reader.connection().error("reading findings");
        for (std::size_t i = 0; i < mask.size(); ++i)
            mask[i] &= has[i];
        return {};
    });
}

Result<void> ConditionMatcher::one(Masks &masks, const SameSession &session)
{
    Masks matching;
    for (const auto &segment : m_image.segments)
        matching.emplace_back(segment->rows(), std::uint8_t{1});
    if (Result<void> restricted = restrict(matching, *session.as); !restricted)
        return restricted;
    std::unordered_set<std::uint64_t> sessions;
    const auto eachPair = [&](const Segment &segment, const auto &visit) -> Result<void> {
        const auto agents = segment.values(Column::Agent, m_reader.connection());
        const auto names = segment.values(Column::Session, m_reader.connection());
        if (!agents || !names)
            return agents ? names.error() : agents.error();
        const auto agent = valuesOf<std::uint32_t>(**agents);
        const auto name = valuesOf<std::uint32_t>(**names);
        for (std::size_t i = 0; i < agent.size(); ++i)
            visit(i, agent[i], name[i]);
        return {};
    };
    const auto gathered = bySegment(matching, [&](const Segment &segment, const std::vector<std::uint8_t> &mask) {
        return eachPair(segment, [&](std::size_t i, std::uint32_t agent, std::uint32_t name) {
            if (mask[i] && name != 0)
                sessions.insert(sessionKey(agent, name));
        });
    });
    if (!gathered)
        return gathered;
    return bySegment(masks, [&](const Segment &segment, std::vector<std::uint8_t> &mask) {
        return eachPair(segment, [&](std::size_t i, std::uint32_t agent, std::uint32_t name) {
            mask[i] &= static_cast<std::uint8_t>(mask[i] && sessions.contains(sessionKey(agent, name)));
        });
    });
}

Result<void> ConditionMatcher::one(Masks &masks, const ArgumentIs &argument)
{
    ArgumentReader arguments;
    return bySegment(masks, [&](const Segment &segment, std::vector<std::uint8_t> &mask) -> Result<void> {
        const auto types = segment.values(Column::Type, m_reader.connection());
        if (!types)
            return types.error();
        const auto type = valuesOf<std::uint8_t>(**types);
        for (std::size_t i = 0; i < mask.size(); ++i) {
            if (!mask[i])
                continue;
            if (m_stop.stop_requested())
                return cancelled();
            if (type[i] != static_cast<std::uint8_t>(EntryType::Record)) {
                mask[i] = 0;
                continue;
            }
            const auto body = m_reader.body(segment.first() + i);
            if (!body)
                return body.error();
            mask[i] = arguments.matches(*body, argument);
        }
        return {};
    });
}

Result<void> ConditionMatcher::one(Masks &masks, const MarkedBy &)
{
    for (auto &mask : masks)
        std::ranges::fill(mask, std::uint8_t{0});
    return {};
}

Result<void> ConditionMatcher::one(Masks &masks, const CountedIn &)
{
    return one(masks, MarkedBy());
}

Result<void> ConditionMatcher::one(Masks &masks, const EntryIn &in)
{
    return bySegment(masks, [&](const Segment &segment, std::vector<std::uint8_t> &mask) -> Result<void> {
        std::vector<std::uint8_t> is(mask.size());
        for (auto entry = std::ranges::lower_bound(*in.entries, segment.first()); entry != in.entries->end() && *entry - segment.first() < is.size(); ++entry)
            is[*entry - segment.first()] = 1;
        for (std::size_t i = 0; i < mask.size(); ++i)
            mask[i] &= is[i];
        return {};
    });
}

} // namespace mandate::sqlite

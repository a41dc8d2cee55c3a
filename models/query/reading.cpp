// SPDX-License-Identifier: GPL-3.0-or-later
// Text to condition, from left to right, one token ahead. The grammar is in docs/query.md.
#include "models/pact/nearest.h"
#include "models/query/fields.h"
#include "models/query/query.h"
#include "models/query/times.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>

namespace mandate {

namespace {

using query::Field;
using query::Takes;
using Kind = QueryProblem::Kind;

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isKeyword(std::string_view word, std::string_view keyword)
{
    return std::ranges::equal(word, keyword, {}, [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
}

std::optional<double> numberIn(std::string_view text)
{
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || problem != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

enum class Compare : std::uint8_t { Is, IsNot, Below, AtMost, Above, AtLeast };

/// A value as it was typed.
struct Typed
{
    std::string text;
    bool quoted = false;
    bool star = false;      ///< a star that stands for any text
    bool plainStar = false; ///< one that does not
    std::size_t position = 0;
    std::size_t length = 0;
};

/// What stands behind a field: one value, several, or a range.
struct Values
{
    std::vector<Typed> any;
    bool isRange = false;
    bool halfOpen = false; ///< "..<"
    std::optional<Typed> from, to;
};

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

class Reader
{
public:
    Reader(std::string_view text, Instant now) : m_text(text), m_now(now) {}

    QueryReading read()
    {
        QueryReading reading;
        if (m_text.size() > queryLength) {
            fail(Kind::TooLong, 0, m_text.size(), {});
        } else if (skipBlanks(); m_at < m_text.size()) {
            reading.condition = readAny(0);
            skipBlanks();
            if (!m_problem && m_at < m_text.size())
                fail(Kind::Unexpected, m_at, 1, std::string(m_text.substr(m_at, 1)));
        }
        if (m_problem)
            reading.condition = {};
        reading.problem = std::move(m_problem);
        return reading;
    }

private:
    // What comes next

    void skipBlanks()
    {
        while (m_at < m_text.size() && isBlank(m_text[m_at]))
            ++m_at;
    }
    [[nodiscard]] char here(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }

    /// The bare word at a place, which nothing is taken from: up to a blank, a bracket, a quotation mark or a comparison.
    [[nodiscard]] std::string_view wordAt(std::size_t at) const
    {
        std::size_t end = at;
        while (end < m_text.size() && !isBlank(m_text[end]) && std::string_view("()\":=<>,").find(m_text[end]) == std::string_view::npos &&
               !(m_text[end] == '!' && end + 1 < m_text.size() && m_text[end + 1] == '='))
            ++end;
        return m_text.substr(at, end - at);
    }

    /// Takes a keyword that stands alone.
    bool takeKeyword(std::string_view keyword)
    {
        skipBlanks();
        const std::string_view word = wordAt(m_at);
        if (!isKeyword(word, keyword) || std::string_view(":=<>!").find(here(word.size())) != std::string_view::npos)
            return false;
        m_at += word.size();
        return true;
    }

    [[nodiscard]] bool atEnd()
    {
        skipBlanks();
        return m_at >= m_text.size() || here() == ')';
    }

    [[nodiscard]] bool atKeyword(std::string_view keyword)
    {
        const std::size_t before = m_at;
        const bool found = takeKeyword(keyword);
        m_at = before;
        return found;
    }

    void fail(Kind kind, std::size_t position, std::size_t length, std::string subject, std::vector<std::string> expected = {})
    {
        if (!m_problem)
            m_problem = QueryProblem{kind, position, length, std::move(subject), std::move(expected)};
    }

    // Conditions

    RowCondition readAny(std::size_t depth)
    {
        std::vector<RowCondition> parts;
        do
            parts.push_back(readAll(depth));
        while (!m_problem && takeKeyword("or"));
        return combined(Combined::How::Any, std::move(parts));
    }

    RowCondition readAll(std::size_t depth)
    {
        std::vector<RowCondition> parts;
        do {
            std::vector<RowCondition> sideBySide = readSideBySide(depth);
            std::ranges::move(sideBySide, std::back_inserter(parts));
        } while (!m_problem && takeKeyword("and"));
        return combined(Combined::How::All, std::move(parts));
    }

    /// Conditions without a word between them. Several values of one name or kind that stand so mean any of these.
    std::vector<RowCondition> readSideBySide(std::size_t depth)
    {
        std::vector<RowCondition> parts;
        do {
            if (atEnd() || atKeyword("and") || atKeyword("or")) {
                const std::string_view word = atEnd() ? std::string_view() : wordAt(m_at);
                fail(Kind::Unexpected, m_at, std::max<std::size_t>(word.size(), 1), std::string(word));
                break;
            }
            const bool alone = here() == '(' || query::fieldNamed(wordAt(m_at)) == query::fieldNamed("where");
            RowCondition next = readOne(depth);
            const auto same = alone ? parts.end() : std::ranges::find_if(parts, [&](RowCondition &part) { return joinsValues(part, next); });
            if (same == parts.end())
                parts.push_back(std::move(next));
            if (m_problem)
                break;
        } while (!atEnd() && !atKeyword("and") && !atKeyword("or"));
        return parts;
    }

    /// Adds the values of `next` to those of `part` where both are about the same field.
    static bool joinsValues(RowCondition &part, const RowCondition &next)
    {
        const auto join = [](auto &values, const auto &more) {
            for (const auto &value : more) {
                if (std::ranges::find(values, value) == values.end())
                    values.push_back(value);
            }
            return true;
        };
        if (auto *name = std::get_if<NameIs>(&part.is)) {
            const auto *other = std::get_if<NameIs>(&next.is);
            return other && other->field == name->field && join(name->any, other->any);
        }
        if (auto *code = std::get_if<CodeIs>(&part.is)) {
            const auto *other = std::get_if<CodeIs>(&next.is);
            return other && other->field == code->field && join(code->any, other->any);
        }
        if (auto *finding = std::get_if<FindingOf>(&part.is)) {
            const auto *other = std::get_if<FindingOf>(&next.is);
            return other && other->undecidable == finding->undecidable && join(finding->any, other->any);
        }
        return false;
    }

    RowCondition readOne(std::size_t depth)
    {
        skipBlanks();
        if (depth > queryDepth) {
            fail(Kind::TooDeep, m_at, 1, {});
            return {};
        }
        const bool minus = here() == '-' && m_at + 1 < m_text.size() && !isBlank(here(1));
        if (minus || takeKeyword("not")) {
            m_at += minus ? 1 : 0;
            if (atEnd()) {
                fail(Kind::Unexpected, m_at, 1, {});
                return {};
            }
            return negated(readOne(depth + 1));
        }
        if (here() == '(')
            return readBrackets(depth);
        if (here() == '"') {
            const std::size_t begin = m_at;
            const auto phrase = readQuoted();
            if (phrase && phrase->text.find_first_not_of(" \t\r\n") == std::string::npos)
                fail(Kind::NoText, begin, m_at - begin, {});
            return phrase ? RowCondition{TextHas{'"' + withoutQuotes(phrase->text) + '"'}} : RowCondition();
        }
        const std::size_t begin = m_at;
        const std::string_view word = wordAt(m_at);
        std::size_t after = begin + word.size();
        while (after < m_text.size() && isBlank(m_text[after]))
            ++after;
        m_at = after;
        if (const auto compare = takeComparison(after == begin + word.size()))
            return readField(begin, word, compare->first, compare->second, depth);
        if (isKeyword(wordAt(m_at), "in") && fieldOrArgument(word)) {
            std::size_t bracket = m_at + 2;
            while (bracket < m_text.size() && isBlank(m_text[bracket]))
                ++bracket;
            if (bracket < m_text.size() && m_text[bracket] == '(') {
                m_at = bracket;
                return readField(begin, word, Compare::Is, true, depth);
            }
        }
        m_at = begin + word.size();
        if (word.empty()) {
            fail(Kind::Unexpected, m_at, 1, std::string(m_text.substr(m_at, 1)));
            return {};
        }
        return {TextHas{std::string(word)}};
    }

    RowCondition readBrackets(std::size_t depth)
    {
        const std::size_t open = m_at++;
        RowCondition inner = readAny(depth + 1);
        skipBlanks();
        if (here() != ')' && !m_problem)
            fail(Kind::OpenBracket, open, 1, {});
        ++m_at;
        return inner;
    }

    static bool fieldOrArgument(std::string_view word) { return query::fieldNamed(word) || (word.starts_with("args.") && word.size() > 5); }

    /// The comparison and whether it may stand before a list or a range. A colon must touch its field, or it is a colon of the text.
    std::optional<std::pair<Compare, bool>> takeComparison(bool touches)
    {
        const char first = here();
        const bool equals = here(1) == '=';
        if (first == ':' && touches) {
            ++m_at;
            return std::pair{Compare::Is, true};
        }
        if (first == '=') {
            m_at += equals ? 2 : 1;
            return std::pair{Compare::Is, true};
        }
        if (first == '!' && equals) {
            m_at += 2;
            return std::pair{Compare::IsNot, true};
        }
        if (first == '<' || first == '>') {
            m_at += equals ? 2 : 1;
            return std::pair{first == '<' ? (equals ? Compare::AtMost : Compare::Below) : (equals ? Compare::AtLeast : Compare::Above), false};
        }
        return std::nullopt;
    }

    RowCondition readField(std::size_t begin, std::string_view name, Compare compare, bool listed, std::size_t depth)
    {
        const bool isArgument = name.starts_with("args.") && name.size() > 5;
        const Field *field = query::fieldNamed(name);
        if (!field && !isArgument) {
            Nearest nearest(name);
            for (const std::string_view known : queryFields())
                nearest.offer(known);
            fail(Kind::UnknownField, begin, std::max<std::size_t>(name.size(), 1), std::string(name),
                 nearest.name().empty() ? std::vector<std::string>() : std::vector<std::string>{nearest.name()});
            return {};
        }
        if (field && field->takes == Takes::Query) {
            if (here() != '(') {
                fail(Kind::NoValue, begin, m_at - begin, std::string(name));
                return {};
            }
            RowCondition inner = readBrackets(depth);
            if (static_cast<query::QueryField>(field->which) == query::QueryField::Where)
                return compare == Compare::IsNot ? negated(std::move(inner)) : inner;
            RowCondition same{SameSession{std::make_shared<const RowCondition>(std::move(inner))}};
            return compare == Compare::IsNot ? negated(std::move(same)) : same;
        }
        const bool ordered = field && (field->takes == Takes::Time || field->takes == Takes::Number);
        const auto values = readValues(begin, name, listed, ordered);
        if (!values)
            return {};
        const bool order = compare != Compare::Is && compare != Compare::IsNot;
        if (order && !ordered && !isArgument) {
            fail(Kind::NoOrder, begin, m_at - begin, std::string(name));
            return {};
        }
        if (values->isRange && !ordered) {
            fail(Kind::NoRange, begin, m_at - begin, std::string(name));
            return {};
        }
        RowCondition condition = isArgument ? argument(name.substr(5), compare, *values) : fieldCondition(*field, compare, *values);
        return compare == Compare::IsNot ? negated(std::move(condition)) : condition;
    }

    // Values

    std::optional<Values> readValues(std::size_t begin, std::string_view name, bool listed, bool ordered)
    {
        skipBlanksAfterComparison();
        Values values;
        if (listed && here() == '(') {
            const std::size_t open = m_at++;
            do {
                skipBlanks();
                const auto value = readValue(true, false);
                if (!value)
                    return std::nullopt;
                if (value->length == 0) {
                    fail(Kind::NoValue, begin, m_at - begin, std::string(name));
                    return std::nullopt;
                }
                values.any.push_back(*value);
                skipBlanks();
            } while (here() == ',' && ++m_at);
            if (here() != ')') {
                fail(Kind::OpenBracket, open, 1, {});
                return std::nullopt;
            }
            ++m_at;
            return values;
        }
        const auto first = readValue(false, listed && ordered);
        if (!first)
            return std::nullopt;
        if (listed && ordered && here() == '.' && here(1) == '.') {
            m_at += 2;
            values.isRange = true;
            if (here() == '<') {
                values.halfOpen = true;
                ++m_at;
            }
            const auto last = readValue(false, false);
            if (!last)
                return std::nullopt;
            if (first->length > 0)
                values.from = *first;
            if (last->length > 0)
                values.to = *last;
            if (!values.from && !values.to) {
                fail(Kind::NoValue, begin, m_at - begin, std::string(name));
                return std::nullopt;
            }
            return values;
        }
        if (first->length == 0) {
            fail(Kind::NoValue, begin, std::max<std::size_t>(m_at - begin, 1), std::string(name));
            return std::nullopt;
        }
        values.any.push_back(*first);
        return values;
    }

    /// "tool: x" is a field without its value; "args.amount > 5" is not.
    void skipBlanksAfterComparison()
    {
        if (m_at > 0 && m_text[m_at - 1] != ':')
            skipBlanks();
    }

    std::optional<Typed> readValue(bool inList, bool mayBeRange)
    {
        if (here() == '"')
            return readQuoted();
        Typed value;
        value.position = m_at;
        while (m_at < m_text.size() && !isBlank(here()) && here() != ')' && here() != '"' && !(inList && here() == ',') &&
               !(mayBeRange && here() == '.' && here(1) == '.')) {
            char c = here();
            if (c == '\\' && m_at + 1 < m_text.size()) {
                ++m_at;
                c = here();
                value.plainStar |= c == '*';
            } else {
                value.star |= c == '*';
            }
            value.text += c;
            ++m_at;
        }
        value.length = m_at - value.position;
        if (value.star && value.plainStar) {
            fail(Kind::MixedStar, value.position, value.length, value.text);
            return std::nullopt;
        }
        return value;
    }

    std::optional<Typed> readQuoted()
    {
        Typed value;
        value.quoted = true;
        value.position = m_at++;
        while (m_at < m_text.size() && here() != '"') {
            if (here() == '\\' && (here(1) == '"' || here(1) == '\\'))
                ++m_at;
            value.text += here();
            ++m_at;
        }
        if (m_at >= m_text.size()) {
            fail(Kind::OpenQuote, value.position, m_text.size() - value.position, {});
            return std::nullopt;
        }
        ++m_at;
        value.length = m_at - value.position;
        return value;
    }

    static std::string withoutQuotes(std::string text)
    {
        std::ranges::replace(text, '"', ' ');
        return text;
    }

    static NamePattern patternOf(const Typed &value) { return {value.text, value.star}; }

    RowCondition fieldCondition(const Field &field, Compare compare, const Values &values)
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
                if (const auto number = known(field, query::codeNames(code.field), value))
                    code.any.push_back(*number);
            }
            return {std::move(code)};
        }
        case Takes::Finding: {
            FindingOf finding{{}, static_cast<query::FindingField>(field.which) == query::FindingField::Undecided};
            for (const Typed &value : values.any)
                finding.any.push_back(patternOf(value));
            return {std::move(finding)};
        }
        case Takes::Part: {
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
        case Takes::Number: return number(static_cast<NumberIn::Field>(field.which), compare, values);
        case Takes::Time: return time(static_cast<query::TimeField>(field.which), compare, values);
        case Takes::Query: break;
        }
        return {};
    }

    std::optional<std::uint8_t> known(const Field &field, std::span<const std::string_view> names, const Typed &value)
    {
        const auto code = query::codeOf(names, value.text);
        if (!code) {
            std::vector<std::string> expected;
            for (const std::string_view name : queryValues(field.name))
                expected.emplace_back(name);
            fail(Kind::UnknownValue, value.position, value.length, value.text, std::move(expected));
        }
        return code;
    }

    std::optional<std::int64_t> wholeNumber(const Typed &value)
    {
        std::int64_t number = 0;
        const auto [end, problem] = std::from_chars(value.text.data(), value.text.data() + value.text.size(), number);
        if (problem == std::errc() && end == value.text.data() + value.text.size() && number >= 0 && number < INT64_MAX)
            return number;
        fail(Kind::NoNumber, value.position, value.length, value.text);
        return std::nullopt;
    }

    RowCondition number(NumberIn::Field field, Compare compare, const Values &values)
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

    std::optional<query::Stretch> stretch(const Typed &value)
    {
        auto read = query::readTime(value.text, m_now);
        if (!read)
            fail(Kind::NoTime, value.position, value.length, value.text);
        return read;
    }

    RowCondition time(query::TimeField field, Compare compare, const Values &values)
    {
        if (field != query::TimeField::Time) {
            if (compare != Compare::Is || values.isRange || values.any.size() != 1) {
                fail(Kind::NoRange, m_at, 0, field == query::TimeField::Since ? "since" : "until");
                return {};
            }
            const auto bound = stretch(values.any.front());
            if (!bound)
                return {};
            return field == query::TimeField::Since ? RowCondition{TimeIn{bound->begin, {}}} : RowCondition{TimeIn{{}, bound->begin}};
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

    RowCondition argument(std::string_view name, Compare compare, const Values &values)
    {
        ArgumentIs asked;
        for (std::size_t begin = 0; begin <= name.size();) {
            const std::size_t dot = std::min(name.find('.', begin), name.size());
            asked.path.emplace_back(name.substr(begin, dot - begin));
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
                fail(Kind::NoNumber, value.position, value.length, value.text);
            parts.push_back({std::move(one)});
        }
        return combined(Combined::How::Any, std::move(parts));
    }

    std::string_view m_text;
    Instant m_now;
    std::size_t m_at = 0;
    std::optional<QueryProblem> m_problem;
};

} // namespace

QueryReading readQuery(std::string_view text, Instant now)
{
    return Reader(text, now).read();
}

} // namespace mandate

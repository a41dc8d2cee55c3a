// SPDX-License-Identifier: GPL-3.0-or-later
// Text to condition, from left to right, one token ahead. The grammar is in docs/query.md.
#include "models/pact/nearest.h"
#include "models/query/conditions.h"

#include <algorithm>
#include <memory>

namespace mandate {

namespace {

using query::combined;
using query::Compare;
using query::Field;
using query::negated;
using query::Takes;
using query::Typed;
using query::Values;
using Kind = QueryProblem::Kind;

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isKeyword(std::string_view word, std::string_view keyword)
{
    return std::ranges::equal(word, keyword, {}, [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
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
        query::ConditionMaker maker(m_now);
        RowCondition condition = isArgument ? maker.ofArgument(name.substr(5), compare, *values) : maker.ofField(*field, compare, *values);
        if (!m_problem)
            m_problem = maker.problem();
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

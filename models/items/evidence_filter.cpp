// SPDX-License-Identifier: GPL-3.0-or-later
// Reading and writing the filter language. Completion and words for chips are in evidence_filter_words.cpp.
#include "models/items/evidence_filter.h"

#include "models/items/evidence_query.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <utility>

namespace mandate {

namespace {

constexpr std::array<std::pair<QLatin1StringView, FilterField>, 15> fieldNames{{
    {QLatin1StringView("agent"), FilterField::Agent},
    {QLatin1StringView("tool"), FilterField::Tool},
    {QLatin1StringView("verdict"), FilterField::Verdict},
    {QLatin1StringView("clause"), FilterField::Clause},
    {QLatin1StringView("outcome"), FilterField::Outcome},
    {QLatin1StringView("session"), FilterField::Session},
    {QLatin1StringView("kind"), FilterField::Kind},
    {QLatin1StringView("role"), FilterField::Role},
    {QLatin1StringView("source"), FilterField::Source},
    {QLatin1StringView("format"), FilterField::Format},
    {QLatin1StringView("deployment"), FilterField::Deployment},
    {QLatin1StringView("since"), FilterField::Since},
    {QLatin1StringView("until"), FilterField::Until},
    {QLatin1StringView("around"), FilterField::Around},
    {QLatin1StringView("where"), FilterField::Query},
}};

FilterProblem problemAt(qsizetype position, qsizetype length, const QString &sentence)
{
    return {position, length, sentence};
}

ParsedFilter parseQuery(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    const QueryReading reading = readQuery({bytes.constData(), static_cast<std::size_t>(bytes.size())}, systemNow());
    if (!reading.problem)
        return {text.trimmed().isEmpty() ? QList<FilterCondition>()
                                         : QList<FilterCondition>{{FilterField::Query, QString::fromStdString(queryText(reading.condition)), false, false}},
                std::nullopt};
    const auto characters = [&](std::size_t end) { return QString::fromUtf8(bytes.left(static_cast<qsizetype>(end))).size(); };
    const qsizetype begin = characters(reading.problem->position);
    const qsizetype end = characters(reading.problem->position + reading.problem->length);
    return {{}, problemAt(begin, end - begin, queryProblemWords(*reading.problem))};
}

/// Behind the bracket that closes the one at `open`; −1 when none does.
qsizetype endOfBracket(const QString &text, qsizetype open)
{
    int depth = 0;
    bool inQuotes = false;
    for (qsizetype i = open; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c == u'\\')
            ++i;
        else if (c == u'"')
            inQuotes = !inQuotes;
        else if (!inQuotes && c == u'(')
            ++depth;
        else if (!inQuotes && c == u')' && --depth == 0)
            return i + 1;
    }
    return -1;
}

/// Reads one filter from left to right.
class Reader
{
public:
    explicit Reader(const QString &text) : m_text(text) {}

    ParsedFilter read()
    {
        while (skipBlanks(), m_at < m_text.size()) {
            if (const auto problem = readTerm())
                return {{}, problem};
        }
        return {m_conditions, std::nullopt};
    }

private:
    void skipBlanks()
    {
        while (m_at < m_text.size() && m_text.at(m_at).isSpace())
            ++m_at;
    }

    std::optional<FilterProblem> readTerm()
    {
        const qsizetype begin = m_at;
        const bool excluded = m_text.at(m_at) == u'-' && m_at + 1 < m_text.size() && !m_text.at(m_at + 1).isSpace();
        if (excluded)
            ++m_at;
        if (m_text.at(m_at) == u'"') {
            QString phrase;
            if (auto problem = readQuoted(phrase))
                return problem;
            return addText(begin, phrase, excluded, true);
        }
        const qsizetype nameBegin = m_at;
        while (m_at < m_text.size() && !m_text.at(m_at).isSpace() && m_text.at(m_at) != u':' && m_text.at(m_at) != u'"')
            ++m_at;
        const QString word = m_text.mid(nameBegin, m_at - nameBegin);
        if (m_at < m_text.size() && m_text.at(m_at) == u':')
            return readField(begin, nameBegin, word, excluded);
        if (m_at < m_text.size() && m_text.at(m_at) == u'"')
            return problemAt(m_at, 1, FilterWords::tr("A quotation mark inside a word. Put a space before it, or quote the whole phrase."));
        return addText(begin, word, excluded, false);
    }

    std::optional<FilterProblem> addText(qsizetype begin, const QString &text, bool excluded, bool phrase)
    {
        if (excluded)
            return problemAt(
                begin, m_at - begin,
                FilterWords::tr(
                    "Words cannot be filtered out, only fields can. Try -tool:… or -agent:…, or quote the word if the minus belongs to it."));
        if (text.trimmed().isEmpty())
            return problemAt(begin, m_at - begin, FilterWords::tr("The quotation marks are empty. Write the words to look for between them."));
        m_conditions.append({FilterField::Text, text, false, phrase});
        return std::nullopt;
    }

    std::optional<FilterProblem> readField(qsizetype begin, qsizetype nameBegin, const QString &name, bool excluded)
    {
        const auto field = fieldOf(name);
        if (!field)
            return problemAt(nameBegin, m_at - nameBegin, unknownField(name));
        ++m_at; // ':'
        if (*field == FilterField::Query)
            return readWhere(begin);
        const qsizetype valueBegin = m_at;
        QString value;
        const bool quotedValue = m_at < m_text.size() && m_text.at(m_at) == u'"'; // agent:"" asks for records that name no agent
        if (quotedValue) {
            if (auto problem = readQuoted(value))
                return problem;
        } else {
            while (m_at < m_text.size() && !m_text.at(m_at).isSpace() && m_text.at(m_at) != u'"')
                ++m_at;
            value = m_text.mid(valueBegin, m_at - valueBegin);
        }
        if (value.isEmpty() && !(quotedValue && mayBeMissing(*field)))
            return problemAt(begin, m_at - begin, FilterWords::tr("“%1:” needs a value right after the colon.").arg(name));
        if (excluded && *field == FilterField::Around)
            return problemAt(begin, m_at - begin, FilterWords::tr("“around:” cannot be filtered out. Use it without the minus."));
        if (excluded && isSingle(*field))
            return problemAt(begin, m_at - begin, FilterWords::tr("A time cannot be filtered out. Use since: and until: without the minus."));
        QString sentence;
        const auto canonical = canonicalValue(*field, value, sentence);
        if (!canonical)
            return problemAt(valueBegin, m_at - valueBegin, sentence);
        const FilterCondition condition{*field, *canonical, excluded, false};
        if (auto problem = conflict(begin, condition))
            return problem;
        if (!m_conditions.contains(condition))
            m_conditions.append(condition);
        return std::nullopt;
    }

    /// "where:(…)", to its own bracket.
    std::optional<FilterProblem> readWhere(qsizetype begin)
    {
        const qsizetype open = m_at;
        const qsizetype end = m_at < m_text.size() && m_text.at(m_at) == u'(' ? endOfBracket(m_text, open) : -1;
        if (end < 0)
            return problemAt(begin, m_text.size() - begin, FilterWords::tr("“where:” needs a query in brackets, such as where:(tool:refund or finding:R1)."));
        m_at = end;
        const ParsedFilter inner = parseQuery(m_text.mid(open + 1, m_at - open - 2));
        if (inner.problem)
            return problemAt(open + 1 + inner.problem->position, inner.problem->length, inner.problem->sentence);
        m_conditions += inner.conditions;
        return std::nullopt;
    }

    std::optional<FilterProblem> conflict(qsizetype begin, const FilterCondition &condition) const
    {
        const bool once = isSingle(condition.field);
        for (const FilterCondition &other : m_conditions) {
            if (other.field != condition.field || other == condition)
                continue;
            if (once)
                return problemAt(begin, m_at - begin, FilterWords::tr("“%1:” is given twice. Keep one of them.").arg(fieldName(condition.field)));
            if (other.excluded != condition.excluded)
                return problemAt(begin, m_at - begin,
                                 FilterWords::tr("“%1:” is both asked for and filtered out. Keep one of the two.").arg(fieldName(condition.field)));
        }
        return std::nullopt;
    }

    std::optional<FilterProblem> readQuoted(QString &out)
    {
        const qsizetype begin = m_at++;
        while (m_at < m_text.size() && m_text.at(m_at) != u'"') {
            if (m_text.at(m_at) == u'\\' && m_at + 1 < m_text.size() && (m_text.at(m_at + 1) == u'"' || m_text.at(m_at + 1) == u'\\'))
                ++m_at;
            out.append(m_text.at(m_at++));
        }
        if (m_at >= m_text.size())
            return problemAt(begin, m_text.size() - begin, FilterWords::tr("The quotation mark is not closed. Add a \" at the end."));
        ++m_at;
        if (m_at < m_text.size() && !m_text.at(m_at).isSpace())
            return problemAt(m_at, 1, FilterWords::tr("Something follows the closing quotation mark. Put a space after it."));
        return std::nullopt;
    }

    static QString unknownField(const QString &name)
    {
        const QString all = QStringLiteral("agent, tool, verdict, clause, outcome, session, kind, role, source, format, deployment, since, until");
        if (name.isEmpty())
            return FilterWords::tr("A colon without a field before it. Fields are %1.").arg(all);
        return FilterWords::tr("There is no field “%1”. Fields are %2. To look for the text itself, put it in quotation marks.").arg(name, all);
    }

    const QString &m_text;
    qsizetype m_at = 0;
    QList<FilterCondition> m_conditions;
};

/// Whether a text holds, outside of quotation marks, what only the query language has: and, or, not, brackets, comparisons, its own fields, stars.
bool goesBeyond(const QString &text)
{
    static const QRegularExpression signs(QStringLiteral("(?:^|[\\s(])(?:(?:and|or|not)(?=[\\s(]|$)|\\(|(?:args\\.[^\\s:<>=!\"]+|[a-z_]+)\\s*(?:!=|<|>|=)|[a-z_]+\\s+in\\s*\\(|(?:args\\.[^\\s:]+|"
                                                         "finding|undecided|time|has|missing|star|tag|note|figure|pact|model|attack|applies|no|message|same_session):|-?[a-z_]+:(?:\\(|[^\\s\"]*\\*))"),
                                           QRegularExpression::CaseInsensitiveOption);
    QString outside;
    bool inQuotes = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool where = !inQuotes && (i == 0 || text.at(i - 1).isSpace()) && QStringView(text).mid(i).startsWith(QLatin1String("where:("), Qt::CaseInsensitive);
        const qsizetype end = where ? endOfBracket(text, i + 6) : -1;
        if (end > 0) { // read for itself
            i = end - 1;
        } else if (text.at(i) == u'\\' && i + 1 < text.size()) {
            outside += u'_';
            ++i;
        } else if (text.at(i) == u'"') {
            inQuotes = !inQuotes;
        } else if (!inQuotes) {
            outside += text.at(i);
        }
    }
    return signs.match(outside).hasMatch();
}

QString quoted(const QString &text)
{
    QString out = text;
    out.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return u'"' + out + u'"';
}

bool needsQuotes(const QString &value)
{
    return value.isEmpty() || std::any_of(value.begin(), value.end(), [](QChar c) { return c.isSpace() || c == u'"'; });
}

} // namespace

std::optional<FilterField> fieldOf(QStringView name)
{
    for (const auto &[known, field] : fieldNames) {
        if (name.compare(known, Qt::CaseInsensitive) == 0)
            return field;
    }
    return std::nullopt;
}

QString fieldName(FilterField field)
{
    for (const auto &[name, known] : fieldNames) {
        if (known == field)
            return QString(name);
    }
    return {};
}

QStringList allFieldNames()
{
    QStringList all;
    for (const auto &[name, field] : fieldNames)
        all.append(QString(name));
    return all;
}

ParsedFilter parseFilter(const QString &text)
{
    return goesBeyond(text) ? parseQuery(text) : Reader(text).read();
}

QString filterText(const FilterCondition &condition)
{
    if (condition.field == FilterField::Text)
        return condition.phrase ? quoted(condition.value) : condition.value;
    if (condition.field == FilterField::Query)
        return QStringLiteral("where:(") + condition.value + u')';
    const QString value = needsQuotes(condition.value) ? quoted(condition.value) : condition.value;
    return (condition.excluded ? QStringLiteral("-") : QString()) + fieldName(condition.field) + u':' + value;
}

QString conditionOf(FilterField field, const QString &value)
{
    return value.isEmpty() && !mayBeMissing(field) ? QString() : filterText(FilterCondition{field, value, false, false});
}

QString filterText(const QList<FilterCondition> &conditions)
{
    QStringList parts;
    for (const FilterCondition &condition : conditions)
        parts.append(filterText(condition));
    return parts.join(u' ');
}

} // namespace mandate

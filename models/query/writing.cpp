// SPDX-License-Identifier: GPL-3.0-or-later
// Condition to text, so that reading it gives the same condition.
#include "models/query/fields.h"
#include "models/query/query.h"

#include <algorithm>

namespace mandate {

namespace {

using query::Field;
using query::Takes;

std::string_view nameOfField(Takes takes, std::uint8_t which)
{
    const auto fields = query::fields();
    const auto found = std::ranges::find_if(fields, [&](const Field &field) { return field.takes == takes && field.which == which; });
    return found == fields.end() ? std::string_view() : found->name;
}

bool isPlain(std::string_view text)
{
    return !text.empty() && text.find_first_of(" \t\r\n\"(),\\*") == std::string_view::npos && text.find("..") == std::string_view::npos;
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

std::string valueText(const NamePattern &value)
{
    if (!value.isPattern)
        return isPlain(value.text) ? value.text : quoted(value.text);
    std::string out;
    for (const char c : value.text) {
        if (c != '*' && !isPlain(std::string_view(&c, 1)))
            out += '\\';
        out += c;
    }
    return out;
}

template<typename List, typename Text>
std::string anyOf(std::string_view field, const List &values, const Text &text)
{
    std::string out(field);
    out += ':';
    if (values.size() == 1)
        return out + text(values.front());
    out += '(';
    for (std::size_t i = 0; i < values.size(); ++i)
        out += (i == 0 ? "" : ", ") + text(values[i]);
    return out + ')';
}

std::string joined(const std::vector<RowCondition> &parts, std::string_view word)
{
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0)
            out.append(" ").append(word).append(" ");
        const auto *inner = std::get_if<Combined>(&parts[i].is);
        const bool brackets = inner && inner->how != Combined::How::None;
        out += brackets ? '(' + queryText(parts[i]) + ')' : queryText(parts[i]);
    }
    return out;
}

struct Writer
{
    std::string operator()(const Combined &combined) const
    {
        switch (combined.how) {
        case Combined::How::All: return joined(combined.parts, "and");
        case Combined::How::Any: return joined(combined.parts, "or");
        case Combined::How::None: return combined.parts.size() == 1 ? "not " + joined(combined.parts, "or") : "not (" + joined(combined.parts, "or") + ')';
        }
        return {};
    }
    std::string operator()(const NameIs &name) const { return anyOf(nameOfField(Takes::Name, static_cast<std::uint8_t>(name.field)), name.any, valueText); }
    std::string operator()(const CodeIs &code) const
    {
        const auto names = query::codeNames(code.field);
        return anyOf(nameOfField(Takes::Code, static_cast<std::uint8_t>(code.field)), code.any, [&](std::uint8_t value) { return std::string(names[value]); });
    }
    std::string operator()(const FindingOf &finding) const
    {
        const auto which = finding.undecidable ? query::FindingField::Undecided : query::FindingField::Finding;
        return anyOf(nameOfField(Takes::Finding, static_cast<std::uint8_t>(which)), finding.any, valueText);
    }
    std::string operator()(const NumberIn &number) const
    {
        const std::string field(nameOfField(Takes::Number, static_cast<std::uint8_t>(number.field)));
        if (number.from == number.to)
            return field + ':' + std::to_string(number.from);
        if (number.to == INT64_MAX)
            return field + ">=" + std::to_string(number.from);
        if (number.from == INT64_MIN)
            return field + "<=" + std::to_string(number.to);
        return field + ':' + std::to_string(number.from) + ".." + std::to_string(number.to);
    }
    std::string operator()(const TimeIn &time) const
    {
        if (!time.until)
            return "time>=" + (time.since ? formatInstant(*time.since) : std::string("1700"));
        if (!time.since)
            return "time<" + formatInstant(*time.until);
        return "time:" + formatInstant(*time.since) + "..<" + formatInstant(*time.until);
    }
    std::string operator()(const EvidenceHas &has) const
    {
        std::string out;
        for (std::size_t bit = 0; bit < query::partNames().size(); ++bit) {
            if (has.parts >> bit & 1)
                out.append(out.empty() ? "has:" : " and has:").append(query::partNames()[bit]);
        }
        return out;
    }
    std::string operator()(const TextHas &text) const { return text.words; }
    std::string operator()(const SameSession &session) const { return "same_session:(" + queryText(*session.as) + ')'; }
    std::string operator()(const MarkedBy &mark) const
    {
        if (mark.what == MarkedBy::What::Star && mark.any == std::vector<NamePattern>{{"*", true}})
            return "star:yes";
        return anyOf(nameOfField(Takes::Mark, static_cast<std::uint8_t>(mark.what)), mark.any, valueText);
    }
    std::string operator()(const CountedIn &counted) const { return anyOf(nameOfField(Takes::Counted, static_cast<std::uint8_t>(counted.by)), counted.any, valueText); }
    /// As numbers: what it stands for was never a text.
    std::string operator()(const EntryIn &in) const
    {
        std::string out;
        for (const std::uint64_t entry : *in.entries)
            out.append(out.empty() ? "(no:" : " or no:").append(std::to_string(entry));
        return out.empty() ? "no<0" : out + ')';
    }
    std::string operator()(const ArgumentIs &argument) const
    {
        std::string out = "args";
        for (const std::string &step : argument.path)
            out += '.' + step;
        switch (argument.how) {
        case ArgumentIs::How::Given: return out + ":*";
        case ArgumentIs::How::Is: return out + ':' + (argument.number || argument.text.isPattern ? valueText(argument.text) : quoted(argument.text.text));
        case ArgumentIs::How::Below: return out + '<' + argument.text.text;
        case ArgumentIs::How::AtMost: return out + "<=" + argument.text.text;
        case ArgumentIs::How::Above: return out + '>' + argument.text.text;
        case ArgumentIs::How::AtLeast: return out + ">=" + argument.text.text;
        }
        return out;
    }
};

std::string listed(const std::vector<std::string> &names)
{
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i)
        out += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + names[i];
    return out;
}

} // namespace

std::string queryText(const RowCondition &condition)
{
    return std::visit(Writer{}, condition.is);
}

std::string sentenceOf(const QueryProblem &problem)
{
    using Kind = QueryProblem::Kind;
    const std::string subject = '"' + problem.subject + '"';
    switch (problem.kind) {
    case Kind::UnknownField:
        return "There is no field " + subject + (problem.expected.empty() ? std::string(".") : "; did you mean " + listed(problem.expected) + '?') +
               " To look for the text itself, put it in quotation marks.";
    case Kind::NoValue: return subject + " needs a value.";
    case Kind::UnknownValue: return subject + " is no value here. Write " + listed(problem.expected) + '.';
    case Kind::NoTime: return subject + " is no time. Write 2025-08-01, 2025-08, 2025-08-01T14:30:00Z, -7d, today or now.";
    case Kind::NoNumber: return subject + " is no number.";
    case Kind::NoOrder: return subject + " has no smaller and greater; compare it with \":\" or \"!=\".";
    case Kind::NoRange: return subject + " takes one value. Ranges go with time, no and message.";
    case Kind::OpenQuote: return "A quotation mark has no end.";
    case Kind::OpenBracket: return "A bracket has no end.";
    case Kind::Unexpected:
        return problem.subject.empty() ? "A condition is missing here." : "A condition should stand where " + subject + " does. To look for the word itself, put it in quotation marks.";
    case Kind::NoText: return "There are no words between the quotation marks.";
    case Kind::MixedStar: return "In " + subject + " one star stands for any text and another for itself. Put the text in quotation marks to take all for themselves.";
    case Kind::TooDeep: return "There are more than " + std::to_string(queryDepth) + " brackets in each other.";
    case Kind::TooLong: return "The query is longer than " + std::to_string(queryLength / 1024) + " KiB.";
    }
    return {};
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/code_points.h"
#include "models/base/csv.h"
#include "models/evaluations/result_formats.h"

#include <algorithm>
#include <charconv>

namespace mandate {

namespace {

constexpr std::string_view confidenceFormat = "a table of answers with their confidence";

struct Columns
{
    std::size_t confidence = SIZE_MAX, correct = SIZE_MAX, subject = SIZE_MAX, suite = SIZE_MAX, task = SIZE_MAX;
};

std::size_t columnNamed(const std::vector<std::string> &header, std::initializer_list<std::string_view> names)
{
    for (const std::string_view name : names) {
        const auto found = std::ranges::find(header, name);
        if (found != header.end())
            return static_cast<std::size_t>(found - header.begin());
    }
    return SIZE_MAX;
}

std::optional<bool> truthOf(std::string_view text)
{
    if (text == "TRUE" || text == "true" || text == "True" || text == "1")
        return true;
    if (text == "FALSE" || text == "false" || text == "False" || text == "0")
        return false;
    return std::nullopt;
}

std::optional<double> numberOf(std::string_view text)
{
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::string countWords(std::uint64_t count, std::string_view what)
{
    return std::to_string(count) + (count == 1 ? " answer " : " answers ") + std::string(what);
}

} // namespace

ResultReading readConfidenceTable(std::string_view bytes)
{
    CsvReader table(bytes);
    const auto header = table.next();
    if (!header || !*header)
        return std::nullopt;
    Columns at;
    at.confidence = columnNamed(**header, {"stated_confidence", "confidence"});
    at.correct = columnNamed(**header, {"correct"});
    if (at.confidence == SIZE_MAX || at.correct == SIZE_MAX)
        return std::nullopt;
    at.subject = columnNamed(**header, {"llm", "model", "agent"});
    at.suite = columnNamed(**header, {"qset", "question_set", "suite"});
    at.task = columnNamed(**header, {"question_id", "task_id", "id"});
    if (!isUtf8(bytes))
        return Result<ResultFile>(damagedResults(confidenceFormat, "It is not UTF-8."));
    ResultFile file;
    file.format = "confidence-csv";
    file.kind = ResultKind::Answers;
    std::uint64_t noConfidence = 0;
    std::uint64_t noLabel = 0;
    for (;;) {
        const auto row = table.next();
        if (!row)
            return Result<ResultFile>(damagedResults(confidenceFormat, row.error().happened, {}, row.error().position.line));
        if (!*row)
            break;
        const std::vector<std::string> &fields = **row;
        if (fields.size() != (*header)->size())
            return Result<ResultFile>(damagedResults(confidenceFormat, "A row has " + std::to_string(fields.size()) + " fields where the header has " + std::to_string((*header)->size()) + '.', {}, table.line()));
        const auto field = [&fields](std::size_t column) { return column == SIZE_MAX ? std::string() : fields[column]; };
        ResultCase answer;
        answer.subject = field(at.subject);
        answer.suite = field(at.suite);
        answer.task = field(at.task);
        const std::string &stated = fields[at.confidence];
        answer.confidence = numberOf(stated);
        if (answer.confidence ? !(*answer.confidence >= 0 && *answer.confidence <= 1) : stated != "NA" && !stated.empty())
            return Result<ResultFile>(damagedResults(confidenceFormat, "\"" + cutUtf8(stated, 40) + "\" is no confidence from 0 to 1.", {}, table.line()));
        const auto correct = truthOf(fields[at.correct]);
        if (!correct && fields[at.correct] != "NA" && !fields[at.correct].empty())
            return Result<ResultFile>(damagedResults(confidenceFormat, "\"" + cutUtf8(fields[at.correct], 40) + "\" says neither that an answer is correct nor that it is not.", {}, table.line()));
        answer.result = !correct ? CaseResult::NotScored : *correct ? CaseResult::Passed : CaseResult::Failed;
        noConfidence += !answer.confidence;
        noLabel += !correct;
        file.cases.push_back(std::move(answer));
    }
    if (noConfidence > 0)
        file.warnings.push_back(countWords(noConfidence, "state no confidence: they count in no figure of calibration."));
    if (noLabel > 0)
        file.warnings.push_back(countWords(noLabel, "are not said to be right or wrong: they count in no rate."));
    return Result<ResultFile>(std::move(file));
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// A table of sessions that somebody looked at: columns session and label, and by where people are told apart.
#include "models/base/code_points.h"
#include "models/base/csv.h"
#include "models/evaluations/result_formats.h"

#include <algorithm>
#include <array>
#include <set>

namespace mandate {

namespace {

constexpr std::string_view tableFormat = "a table of labelled sessions";
constexpr std::array<std::string_view, 6> passes{"passed", "pass", "true", "yes", "1", "success"};
constexpr std::array<std::string_view, 6> fails{"failed", "fail", "false", "no", "0", "failure"};

std::optional<CaseResult> resultOfWord(std::string word)
{
    std::ranges::transform(word, word.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (std::ranges::find(passes, word) != passes.end())
        return CaseResult::Passed;
    if (std::ranges::find(fails, word) != fails.end())
        return CaseResult::Failed;
    if (word == "error")
        return CaseResult::Error;
    if (word.empty() || word == "na" || word == "not_scored" || word == "unknown")
        return CaseResult::NotScored;
    return std::nullopt;
}

} // namespace

ResultReading readLabelledSessions(std::string_view bytes)
{
    CsvReader table(bytes);
    const auto header = table.next();
    if (!header || !*header)
        return std::nullopt;
    const std::vector<std::string> &names = **header;
    const auto column = [&names](std::string_view name) { return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin()); };
    const std::size_t session = column("session");
    const std::size_t label = column("label");
    const std::size_t by = column("by");
    if (session == names.size() || label == names.size())
        return std::nullopt;
    if (!isUtf8(bytes))
        return Result<ResultFile>(damagedResults(tableFormat, "It is not UTF-8."));
    ResultFile file;
    file.format = "sessions-csv";
    file.kind = ResultKind::Tasks;
    std::set<std::pair<std::string, std::string>> seen;
    for (;;) {
        const auto row = table.next();
        if (!row)
            return Result<ResultFile>(damagedResults(tableFormat, row.error().happened, {}, row.error().position.line));
        if (!*row)
            break;
        const std::vector<std::string> &fields = **row;
        if (fields.size() != names.size())
            return Result<ResultFile>(damagedResults(tableFormat, "A row has another number of fields than the header.", {}, table.line()));
        ResultCase one;
        one.session = fields[session];
        one.task = fields[session];
        one.scorer = by == names.size() ? std::string() : fields[by];
        const auto result = resultOfWord(fields[label]);
        if (one.session.empty())
            return Result<ResultFile>(damagedResults(tableFormat, "A row names no session.", {}, table.line()));
        if (!result)
            return Result<ResultFile>(damagedResults(tableFormat, "\"" + cutUtf8(fields[label], 40) + "\" is none of passed, failed, error and not_scored.", {}, table.line()));
        if (!seen.insert({one.session, one.scorer}).second)
            return Result<ResultFile>(damagedResults(tableFormat, "A session is labelled twice by the same person.", {}, table.line()));
        one.result = *result;
        file.cases.push_back(std::move(one));
    }
    return Result<ResultFile>(std::move(file));
}

} // namespace mandate

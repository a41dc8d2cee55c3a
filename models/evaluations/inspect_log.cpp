// SPDX-License-Identifier: GPL-3.0-or-later
// Inspect's EvalLog, version 2: one JSON document (.json), or a ZIP (.eval) with header.json and a file a sample. A sample has a score of each scorer: C or I,
// P for a part, N for no answer, true or false, or a number. A case is one sample's score by one scorer.
#include "models/base/code_points.h"
#include "models/evaluations/archive_members.h"
#include "models/evaluations/field_reader.h"
#include "models/evaluations/result_formats.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::string_view inspectFormat = "an evaluation log of Inspect";

/// Passed, failed, or neither.
CaseResult resultOf(const Value &score)
{
    if (score.is(ValueKind::Bool))
        return score.asBool() ? CaseResult::Passed : CaseResult::Failed;
    if (const auto number = score.number())
        return *number == 1 ? CaseResult::Passed : *number == 0 ? CaseResult::Failed : CaseResult::NotScored;
    if (!score.isString())
        return CaseResult::NotScored;
    const std::string_view word = score.text();
    if (word == "C")
        return CaseResult::Passed;
    return word == "I" ? CaseResult::Failed : CaseResult::NotScored;
}

class InspectLog
{
public:
    void takeHeader(const Value &log);
    void takeSample(const Value &sample, const std::string &place);
    Result<ResultFile> finish();

private:
    void takeScore(ResultCase one, std::string scorer, const Value &value);

    FieldReader m_in{inspectFormat};
    ResultFile m_file;
    std::string m_model, m_task;
    std::vector<std::string> m_scorers;
    bool m_invalid = false;
    bool m_epochs = false;
    std::uint64_t m_partial = 0, m_noAnswer = 0, m_unscored = 0, m_invalidated = 0, m_limits = 0;
};

void InspectLog::takeHeader(const Value &log)
{
    m_file.format = "inspect";
    m_file.kind = ResultKind::Tasks;
    m_in.at("");
    if (const auto version = m_in.count(log, "version"); version && *version != 2)
        m_in.refuse("version", "The log is of version " + std::to_string(*version) + "; version 2 is read.");
    const std::string status = m_in.text(log, "status");
    const Value *eval = m_in.map(log, "eval");
    m_in.need(eval != nullptr, "eval");
    m_invalid = m_in.truth(log, "invalidated").value_or(false);
    if (!eval)
        return;
    m_in.at("/eval");
    m_model = m_in.text(*eval, "model");
    m_task = m_in.text(*eval, "task");
    m_file.began = m_in.time(*eval, "created");
    m_in.need(!m_task.empty(), "task");
    m_in.bound(m_model, "model");
    m_in.bound(m_task, "task");
    if (const Value *config = m_in.map(*eval, "config"))
        m_epochs = m_in.count(*config, "epochs").value_or(1) > 1;
    m_file.program = "inspect";
    if (const Value *packages = m_in.map(*eval, "packages")) {
        if (const auto version = packages->findText("inspect_ai"))
            m_file.program += " " + std::string(*version);
    }
    if (const Value *scorers = m_in.list(*eval, "scorers")) {
        for (const Value &scorer : scorers->items()) {
            const auto name = scorer.findText("name");
            m_in.bound(name.value_or(std::string_view()), "scorers");
            if (name)
                m_scorers.emplace_back(*name);
        }
    }
    if (!status.empty() && status != "success")
        m_file.warnings.push_back("The evaluation did not end by itself: its status is \"" + cutUtf8(status, 40) + "\".");
}

void InspectLog::takeScore(ResultCase one, std::string scorer, const Value &value)
{
    one.scorer = std::move(scorer);
    if (one.result == CaseResult::NotScored) {
        one.result = resultOf(value);
        if (one.result == CaseResult::NotScored) {
            const bool noAnswer = value.isString() && value.text() == "N";
            const bool partial = (value.isString() && value.text() == "P") || value.number();
            ++(noAnswer ? m_noAnswer : partial ? m_partial : m_unscored);
        }
    }
    m_file.cases.push_back(std::move(one));
}

void InspectLog::takeSample(const Value &sample, const std::string &place)
{
    if (m_in.problem())
        return;
    m_in.at(place);
    ResultCase one;
    one.subject = m_model;
    one.suite = m_task;
    one.task = m_in.label(sample, "id");
    m_in.need(!one.task.empty(), "id");
    if (one.task.size() > longestCaseName)
        one.task = fingerprint(one.task); // it stands in a case of each scorer
    if (m_epochs)
        one.task += " epoch " + m_in.label(sample, "epoch");
    const Value *error = m_in.map(sample, "error");
    const Value *scores = m_in.map(sample, "scores");
    const Value *invalidation = sample.find("invalidation");
    const Value *limit = m_in.map(sample, "limit");
    m_limits += limit != nullptr;
    if (m_in.problem())
        return;
    const bool invalid = m_invalid || (invalidation && !invalidation->isNull());
    if (invalid || error || !scores || scores->members().empty()) {
        // Of every scorer that would have scored it, so that the scorers have the same samples.
        one.result = !invalid && error ? CaseResult::Error : CaseResult::NotScored;
        if (one.result == CaseResult::Error)
            one.says = shortened(error->findText("message").value_or("ended in an error"));
        else if (!invalid && limit)
            one.says = "ended by a limit: " + std::string(limit->findText("type").value_or("not said"));
        m_invalidated += invalid;
        m_unscored += !invalid && !error;
        if (m_file.cases.size() + m_scorers.size() > mostResultCases) {
            m_in.refuse("scores", "The log speaks of more than a million samples and scorers together.");
            return;
        }
        if (m_scorers.empty())
            m_file.cases.push_back(one);
        for (const std::string &scorer : m_scorers) {
            one.scorer = scorer;
            m_file.cases.push_back(one);
        }
        return;
    }
    for (const Member &member : scores->members()) {
        const std::string scorer(member.key.text());
        m_in.bound(scorer, "scores");
        if (!member.value.isMap() || !member.value.find("value")) {
            m_in.refuse("scores/" + scorer, "A score has no value.");
            return;
        }
        const Value &value = *member.value.find("value");
        one.says = shortened(member.value.findText("explanation").value_or(std::string_view()));
        if (m_in.problem())
            return;
        if (value.isMap()) {
            for (const Member &part : value.members())
                takeScore(one, scorer + '/' + std::string(part.key.text()), part.value);
        } else {
            takeScore(one, scorer, value);
        }
    }
}

Result<ResultFile> InspectLog::finish()
{
    if (m_in.problem())
        return *m_in.problem();
    const auto warn = [this](std::uint64_t count, std::string_view one, std::string_view many, std::string_view what) {
        if (count > 0)
            m_file.warnings.push_back(howMany(count, one, many) + std::string(what));
    };
    warn(m_partial, "score is", "scores are", "neither a yes nor a no (a part, or a number between or beyond 0 and 1): not scored here.");
    warn(m_noAnswer, "score says", "scores say", "that there was no answer (N): not scored.");
    warn(m_unscored, "sample or score has", "samples or scores have", "no value: not scored.");
    warn(m_invalidated, "sample was", "samples were", "declared invalid: not scored.");
    warn(m_limits, "sample was", "samples were", "ended by a limit of time, tokens or messages; its score counts where it has one.");
    return std::move(m_file);
}

ResultReading readDocument(std::string_view bytes)
{
    Arena arena;
    JsonReader reader;
    const auto log = readPythonJson(bytes, reader, arena);
    if (!log)
        return Result<ResultFile>(damagedResults(inspectFormat, log.error().happened));
    const Value *eval = log->find("eval");
    if (!eval || !eval->find("task"))
        return std::nullopt;
    const Value *samples = log->find("samples");
    if (!samples || !samples->isList())
        return Result<ResultFile>(damagedResults(inspectFormat, "The log holds no samples.", "/samples"));
    InspectLog reading;
    reading.takeHeader(*log);
    for (std::size_t i = 0; i < samples->items().size(); ++i)
        reading.takeSample(samples->items()[i], "/samples/" + std::to_string(i));
    return reading.finish();
}

Result<ResultFile> readArchive(std::string_view bytes)
{
    auto members = archiveMembers(bytes);
    if (!members)
        return members.error();
    const auto header = std::ranges::find(*members, "header.json", &ArchiveMember::name);
    if (header == members->end())
        return damagedResults(inspectFormat, "The log has no header.json: its run was cut off. Finish it with \"inspect eval-retry\".");
    Arena headerArena;
    JsonReader reader;
    const auto log = readPythonJson(header->bytes, reader, headerArena);
    if (!log)
        return damagedResults(inspectFormat, log.error().happened, "header.json");
    InspectLog reading;
    reading.takeHeader(*log);
    Arena arena;
    for (const ArchiveMember &member : *members) {
        if (!member.name.starts_with("samples/") || !member.name.ends_with(".json"))
            continue;
        arena.reset();
        const auto sample = readPythonJson(member.bytes, reader, arena);
        if (!sample)
            return damagedResults(inspectFormat, sample.error().happened, member.name);
        reading.takeSample(*sample, member.name);
    }
    return reading.finish();
}

} // namespace

ResultReading readInspectLog(std::string_view bytes)
{
    if (bytes.starts_with("PK\x03\x04"))
        return readArchive(bytes);
    if (bytes.find("\"eval\"") == std::string_view::npos || bytes.find("\"samples\"") == std::string_view::npos)
        return std::nullopt;
    return readDocument(bytes);
}

} // namespace mandate

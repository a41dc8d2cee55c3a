// SPDX-License-Identifier: GPL-3.0-or-later
// garak's .report.jsonl: a JSON object a line, by "entry_type". An attempt is written once when it was answered (status 1) and again when it was judged
// (status 2); each of its outputs has a score of each detector, where 1 is a hit, and none where the detector could not say. A case is one output by one
// detector: an attack's rate is one detector's, and never two detectors' mixed.
#include "models/base/canonical_json.h"
#include "models/evaluations/field_reader.h"
#include "models/evaluations/result_formats.h"

#include <algorithm>
#include <map>
#include <set>

namespace mandate {

namespace {

constexpr std::string_view garakFormat = "a report of garak";
constexpr double usualThreshold = 0.5;
constexpr std::uint64_t mostCases = mostResultCases;

/// What an "eval" line counts for one probe and one detector.
struct Tally
{
    std::uint64_t passed = 0, failed = 0, none = 0;
    bool operator==(const Tally &) const = default;
};
using ProbeDetector = std::pair<std::string, std::string>;

/// Reports of older versions say "detector/dan.DAN".
std::string detectorName(std::string name)
{
    constexpr std::string_view prefix = "detector/";
    return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

class GarakReport
{
public:
    Result<ResultFile> read(std::string_view bytes);

private:
    void take(const Value &entry);
    void takeSetup(const Value &entry);
    void takeAttempt(const Value &entry);
    void takeEval(const Value &entry);
    void takeEvalsAlone();
    void compare();

    FieldReader m_in{garakFormat};
    ResultFile m_file;
    std::string m_target;
    double m_threshold = usualThreshold;
    bool m_thresholdSaid = false;
    bool m_judged = false;
    std::set<std::string> m_open; ///< answered and not judged
    std::map<std::string, std::string> m_probeOf;
    std::map<ProbeDetector, Tally> m_evals;
    std::uint64_t m_none = 0;
};

void GarakReport::takeSetup(const Value &entry)
{
    if (const auto threshold = m_in.number(entry, "run.eval_threshold")) {
        m_threshold = *threshold;
        m_thresholdSaid = true;
    }
    for (const std::string_view key : {"plugins.target_name", "plugins.model_name", "plugins.target_type", "plugins.model_type"}) {
        if (m_target.empty())
            m_target = m_in.text(entry, key);
        m_in.bound(m_target, key);
    }
}

void GarakReport::takeAttempt(const Value &entry)
{
    const auto status = m_in.count(entry, "status");
    const std::string id = m_in.text(entry, "uuid");
    const std::string probe = m_in.text(entry, "probe_classname");
    m_in.need(status.has_value(), "status");
    m_in.need(!id.empty(), "uuid");
    m_in.need(!probe.empty(), "probe_classname");
    if (m_in.problem())
        return;
    if (*status > 2) {
        m_in.refuse("status", "\"status\" is none of 0, 1 and 2.");
        return;
    }
    if (*status < 2) {
        m_open.insert(id);
        m_probeOf[id] = probe;
        return;
    }
    m_open.erase(id);
    m_judged = true;
    const Value *results = m_in.map(entry, "detector_results");
    m_in.need(results != nullptr, "detector_results");
    const Value *prompt = entry.find("prompt");
    const std::string task = prompt ? fingerprint(canonicalJson(*prompt)) : std::string();
    const std::string says = shortened(m_in.text(entry, "goal"));
    for (const Member &detector : results ? results->members() : std::span<const Member>()) {
        const std::string name(detector.key.text());
        m_in.bound(name, "detector_results");
        if (m_in.problem())
            return;
        if (!detector.value.isList()) {
            m_in.refuse("detector_results/" + name, "The scores of a detector are no list.");
            return;
        }
        const auto scores = detector.value.items();
        for (std::size_t i = 0; i < scores.size(); ++i) {
            ResultCase one;
            one.subject = m_target;
            one.suite = probe.substr(0, probe.find('.'));
            one.attack = probe;
            one.scorer = detectorName(name);
            if (!task.empty())
                one.task = task + " output " + std::to_string(i);
            one.says = says;
            if (const auto score = scores[i].number()) {
                if (!(*score >= 0 && *score <= 1)) {
                    m_in.refuse("detector_results/" + name + '/' + std::to_string(i), "A score is not between 0 and 1.");
                    return;
                }
                one.result = *score >= m_threshold ? CaseResult::Failed : CaseResult::Passed;
            } else if (scores[i].is(ValueKind::Bool)) {
                one.result = scores[i].asBool() ? CaseResult::Failed : CaseResult::Passed;
            } else if (!scores[i].isNull()) {
                m_in.refuse("detector_results/" + name + '/' + std::to_string(i), "A score is no number.");
                return;
            } else {
                ++m_none;
            }
            if (probe.size() > longestCaseName || m_file.cases.size() == mostCases) {
                m_in.refuse("probe", "The report holds more than a million outputs, or the name of a probe is longer than " + std::to_string(longestCaseName) + " octets.");
                return;
            }
            m_file.cases.push_back(std::move(one));
        }
    }
}

void GarakReport::takeEval(const Value &entry)
{
    const std::string probe = m_in.text(entry, "probe");
    const std::string detector = detectorName(m_in.text(entry, "detector"));
    const auto passed = m_in.count(entry, "passed");
    const auto total = entry.find("total_evaluated") ? m_in.count(entry, "total_evaluated") : m_in.count(entry, "total");
    const auto fails = m_in.count(entry, "fails");
    const auto nones = m_in.count(entry, "nones");
    m_in.need(!probe.empty(), "probe");
    m_in.need(!detector.empty(), "detector");
    m_in.need(passed.has_value(), "passed");
    m_in.need(total.has_value() || fails.has_value(), "total_evaluated");
    if (probe.size() > longestCaseName || detector.size() > longestCaseName)
        m_in.refuse("probe", "The name of a probe or a detector is longer than " + std::to_string(longestCaseName) + " octets.");
    if (m_in.problem())
        return;
    if (total && (*passed > *total || (fails && *passed + *fails != *total))) {
        m_in.refuse("passed", "What passed and failed is not what was evaluated.");
        return;
    }
    m_evals[{probe, detector}] = {*passed, total ? *total - *passed : *fails, nones.value_or(0)};
}

void GarakReport::take(const Value &entry)
{
    const std::string type = m_in.text(entry, "entry_type");
    m_in.need(!type.empty(), "entry_type");
    if (type == "start_run setup")
        takeSetup(entry);
    else if (type == "init") {
        m_file.program = "garak " + m_in.text(entry, "garak_version");
        m_file.began = m_in.time(entry, "start_time");
    } else if (type == "attempt")
        takeAttempt(entry);
    else if (type == "eval")
        takeEval(entry);
    // Others (payloads, probe summaries, completion, digest) say again what these say.
}

/// A report whose attempts were cut out: how many, and not which.
void GarakReport::takeEvalsAlone()
{
    std::uint64_t all = 0;
    for (const auto &[names, tally] : m_evals)
        all = std::min(mostCases + 1, all + std::min(mostCases + 1, tally.passed) + std::min(mostCases + 1, tally.failed) + std::min(mostCases + 1, tally.none)); // each may be any number
    if (all > mostCases) {
        m_in.at("");
        m_in.refuse("total_evaluated", "The report counts more than a million outputs.");
        return;
    }
    for (const auto &[names, tally] : m_evals) {
        ResultCase one;
        one.subject = m_target;
        one.suite = names.first.substr(0, names.first.find('.'));
        one.attack = names.first;
        one.scorer = names.second;
        for (const auto &[result, count] : {std::pair{CaseResult::Passed, tally.passed}, std::pair{CaseResult::Failed, tally.failed}, std::pair{CaseResult::NotScored, tally.none}}) {
            one.result = result;
            m_file.cases.insert(m_file.cases.end(), count, one);
        }
        m_none += tally.none;
    }
    m_file.warnings.emplace_back("The report holds no attempts, only their counts: it cannot be compared case by case.");
}

void GarakReport::compare()
{
    std::map<ProbeDetector, Tally> counted;
    for (const ResultCase &one : m_file.cases) {
        Tally &tally = counted[{one.attack, one.scorer}];
        ++(one.result == CaseResult::Passed ? tally.passed : one.result == CaseResult::Failed ? tally.failed : tally.none);
    }
    std::uint64_t differ = 0;
    for (const auto &[names, tally] : m_evals) {
        const Tally &mine = counted[names];
        differ += mine.passed != tally.passed || mine.failed != tally.failed;
    }
    if (differ > 0)
        m_file.warnings.push_back(howMany(differ, "line of the report counts", "lines of the report count") +
                                  "other numbers than its attempts" + (m_thresholdSaid ? "; the attempts count." : "; the attempts count, by the threshold 0.5, as the report names none."));
}

Result<ResultFile> GarakReport::read(std::string_view bytes)
{
    m_file.format = "garak";
    m_file.program = "garak";
    m_file.kind = ResultKind::RedTeam;
    if (const auto damaged = eachJsonLine(bytes, garakFormat, m_in, [this](const Value &entry) { take(entry); }))
        return *damaged;
    if (!m_judged)
        takeEvalsAlone();
    if (m_in.problem())
        return *m_in.problem();
    if (m_judged)
        compare();
    for (const std::string &id : m_open) {
        ResultCase one;
        one.subject = m_target;
        one.attack = m_probeOf[id];
        one.suite = one.attack.substr(0, one.attack.find('.'));
        one.result = CaseResult::Error;
        one.says = "answered, and never judged";
        m_file.cases.push_back(std::move(one));
    }
    if (!m_open.empty())
        m_file.warnings.push_back(howMany(m_open.size(), "attempt was", "attempts were") + "begun and never judged: an error, no result.");
    if (m_none > 0)
        m_file.warnings.push_back(howMany(m_none, "output has", "outputs have") + "no score of a detector: not scored.");
    for (const auto &[names, tally] : m_evals) {
        if (tally.passed + tally.failed == 0)
            m_file.warnings.push_back("The detector " + names.second + " scored no output of " + names.first + ": nothing is known of this attack by it.");
    }
    return std::move(m_file);
}

} // namespace

ResultReading readGarak(std::string_view bytes)
{
    std::string_view first;
    eachLine(bytes, [&first](std::string_view line, std::uint64_t) {
        first = line;
        return false;
    });
    if (first.find("\"entry_type\"") == std::string_view::npos)
        return std::nullopt;
    return GarakReport().read(bytes);
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer target: a file with results of an evaluation, of any format. What is read is counted, compared with itself and written as a list of sessions.
// Looks for crashes, for cases that say what none may, for figures that lose a case, and for a file that differs from itself.
#include "models/base/code_points.h"
#include "models/evaluations/comparison.h"
#include "models/evaluations/result_figures.h"
#include "models/evaluations/session_list.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace mandate;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

/// What is shown and written as JSON.
void requireText(std::string_view text)
{
    while (!text.empty()) {
        const Utf8Point point = utf8PointAt(text);
        require(point.valid);
        text.remove_prefix(point.octets);
    }
}

void requireFigures(const ResultFile &file)
{
    const ResultCounts counts = countResults(file.cases);
    require(counts.cases() == file.cases.size());
    std::uint64_t attacked = 0;
    for (const AttackGroup &group : attackGroups(file.cases)) {
        require(group.useful <= group.utilityScored && group.utilityScored <= group.counts.cases());
        attacked += group.counts.cases();
    }
    require(attacked == counts.cases());
    std::uint64_t stated = 0;
    for (const CalibrationGroup &group : calibrationGroups(file.cases)) {
        if (group.suite.empty())
            stated += group.answers.size() + group.unlabelled + group.unstated;
    }
    require(stated == counts.cases());
    std::uint64_t opinions = 0;
    for (const JudgeFigures &judge : judgeFigures(file.cases, {}))
        opinions += judge.opinions;
    require(opinions == counts.cases());
    for (const ShareComparison &one : compareResults(file.cases, file.cases)) {
        require(one.worsened == 0 && one.recovered == 0 && one.before == one.after);
        require(one.change == ShareChange::NotShown || one.change == ShareChange::NotComparable);
    }
}

/// What is kept of a ledger's sessions reads as it was written.
void requireSameAsList(const std::vector<ResultCase> &cases)
{
    SessionList list;
    list.sessions = cases;
    const auto again = readResultFile(sessionListJson(list));
    require(again.ok() && again->cases.size() == cases.size());
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const ResultCase &one = cases[i], &other = again->cases[i];
        require(one.result == other.result && one.task == other.task && one.says == other.says && one.session == other.session && one.useful == other.useful);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto file = readResultFile({reinterpret_cast<const char *>(data), size});
    if (!file) {
        require((file.error().kind == ErrorKind::Input || file.error().kind == ErrorKind::Refused) && !file.error().code.empty());
        requireText(file.error().happened);
        requireText(file.error().position.path);
        return 0;
    }
    require(!file->format.empty() && !file->cases.empty());
    requireText(file->program);
    for (const std::string &warning : file->warnings)
        requireText(warning);
    for (const ResultCase &one : file->cases) {
        for (const std::string_view text : {one.subject, one.suite, one.task, one.attack, one.scorer, one.session, one.says})
            requireText(text);
        require(!one.confidence || (*one.confidence >= 0 && *one.confidence <= 1));
    }
    requireFigures(*file);
    requireSameAsList(file->cases);
    return 0;
}

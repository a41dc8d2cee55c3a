// SPDX-License-Identifier: GPL-3.0-or-later
// Figures over the cases of results: calibration of stated confidence, attack success, and a judge's agreement with labels.
#pragma once

#include "models/evaluations/result_file.h"
#include "models/statistics/agreement.h"
#include "models/statistics/calibration.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace mandate {

struct CalibrationGroup
{
    std::string subject;
    std::string suite;             ///< empty: all of them
    std::uint64_t unlabelled = 0;  ///< nobody says whether they are right
    std::uint64_t unstated = 0;    ///< without a confidence
    std::vector<StatedConfidence> answers; ///< those that count
};
/// One a subject over all its suites, then one a suite where there are several; sorted.
[[nodiscard]] std::vector<CalibrationGroup> calibrationGroups(const std::vector<ResultCase> &cases);

/// One subject under one attack of one suite, by one scorer: where several score the same outputs, no rate mixes them.
struct AttackGroup
{
    std::string subject, suite, attack; ///< attack empty: none
    std::string scorer;
    ResultCounts counts;                ///< Failed: the attack succeeded
    std::uint64_t utilityScored = 0, useful = 0;
};
[[nodiscard]] std::vector<AttackGroup> attackGroups(const std::vector<ResultCase> &cases);

/// A judge's opinions against what became of the sessions.
struct JudgeFigures
{
    std::string judge;
    std::uint64_t opinions = 0;
    std::uint64_t notScored = 0;  ///< neither yes nor no
    std::uint64_t unlabelled = 0; ///< nobody says what became of the session
    std::uint64_t labelledByTrail = 0; ///< the session is in the trail and says so itself; the others by the file
    std::uint64_t contradicted = 0;    ///< trail and file say different things: the trail counts
    AgreementTable table;              ///< first the judge, then the label
    std::map<std::pair<std::string, bool>, std::uint64_t> words; ///< by the verdict's own word and the label
};
/// What became of a session, by its name; none where nobody says.
using SessionLabel = std::function<std::optional<bool>(const std::string &session)>;
[[nodiscard]] std::vector<JudgeFigures> judgeFigures(const std::vector<ResultCase> &cases, const SessionLabel &label);

} // namespace mandate

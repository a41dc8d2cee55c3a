// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/evaluations/result_figures.h"

#include <set>
#include <tuple>

namespace mandate {

std::vector<CalibrationGroup> calibrationGroups(const std::vector<ResultCase> &cases)
{
    std::map<std::string, std::set<std::string>> suites;
    for (const ResultCase &one : cases)
        suites[one.subject].insert(one.suite);
    std::map<std::pair<std::string, std::string>, CalibrationGroup> groups;
    const auto add = [&groups](const ResultCase &one, const std::string &suite) {
        CalibrationGroup &group = groups[{one.subject, suite}];
        group.subject = one.subject;
        group.suite = suite;
        if (one.result != CaseResult::Passed && one.result != CaseResult::Failed)
            ++group.unlabelled;
        else if (!one.confidence)
            ++group.unstated;
        else
            group.answers.push_back({*one.confidence, one.result == CaseResult::Passed});
    };
    for (const ResultCase &one : cases) {
        add(one, {});
        if (suites[one.subject].size() > 1 && !one.suite.empty())
            add(one, one.suite);
    }
    std::vector<CalibrationGroup> sorted;
    for (auto &[key, group] : groups)
        sorted.push_back(std::move(group));
    return sorted;
}

std::vector<AttackGroup> attackGroups(const std::vector<ResultCase> &cases)
{
    std::map<std::tuple<std::string, std::string, std::string, std::string>, AttackGroup> groups;
    for (const ResultCase &one : cases) {
        AttackGroup &group = groups[{one.subject, one.suite, one.attack, one.scorer}];
        group.subject = one.subject;
        group.suite = one.suite;
        group.attack = one.attack;
        group.scorer = one.scorer;
        ++group.counts.by.at(static_cast<std::size_t>(one.result));
        group.utilityScored += one.useful.has_value();
        group.useful += one.useful.value_or(false);
    }
    std::vector<AttackGroup> sorted;
    for (auto &[key, group] : groups)
        sorted.push_back(std::move(group));
    return sorted;
}

std::vector<JudgeFigures> judgeFigures(const std::vector<ResultCase> &cases, const SessionLabel &label)
{
    std::map<std::string, JudgeFigures> judges;
    for (const ResultCase &opinion : cases) {
        JudgeFigures &judge = judges[opinion.scorer];
        judge.judge = opinion.scorer;
        ++judge.opinions;
        const auto ofTrail = label ? label(opinion.session) : std::nullopt;
        judge.labelledByTrail += ofTrail.has_value();
        judge.contradicted += ofTrail && opinion.labelled && *ofTrail != *opinion.labelled;
        const auto became = ofTrail ? ofTrail : opinion.labelled;
        if (became)
            ++judge.words[{opinion.says.substr(0, opinion.says.find(':')), *became}];
        if (opinion.result != CaseResult::Passed && opinion.result != CaseResult::Failed) {
            ++judge.notScored;
        } else if (!became) {
            ++judge.unlabelled;
        } else {
            const bool said = opinion.result == CaseResult::Passed;
            ++(said ? (*became ? judge.table.yesYes : judge.table.yesNo) : *became ? judge.table.noYes : judge.table.noNo);
        }
    }
    std::vector<JudgeFigures> sorted;
    for (auto &[name, judge] : judges)
        sorted.push_back(std::move(judge));
    return sorted;
}

} // namespace mandate

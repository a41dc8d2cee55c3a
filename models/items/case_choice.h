// SPDX-License-Identifier: GPL-3.0-or-later
// Which cases of an evaluation are shown: those behind a number of a figure. Goes into links and comes out of them.
#pragma once

#include "models/evaluations/result_file.h"
#include "models/store/store.h"

#include <QString>
#include <QUrl>
#include <QUrlQuery>

#include <optional>
#include <string>

namespace mandate {

/// All of what is given must hold.
struct CaseChoice
{
    std::optional<CaseResult> result;
    std::optional<std::string> subject, suite, attack, scorer; ///< attack empty: none
    std::optional<bool> useful;                         ///< the task beside the attack
    std::optional<bool> sessionSucceeded;               ///< what became of the session that an opinion is about
    std::optional<int> bin;                             ///< tenth of the stated confidence, from 0 (models/statistics/calibration)
    bool stated = false;                                ///< with a confidence, passed or failed: what calibration counts

    [[nodiscard]] bool holds(const ResultCase &one) const;
    /// What is chosen beside the result, in words; empty: nothing.
    [[nodiscard]] QString words() const;
    bool operator==(const CaseChoice &) const = default;
};

/// mandate://metrics?tab=evaluations&entry=…: the evaluation with these cases.
[[nodiscard]] QUrl evaluationLink(EntryNumber evaluation, const CaseChoice &choice = {});
void addTo(QUrlQuery &query, const CaseChoice &choice);
/// What a link does not say, or says wrongly, is not chosen.
[[nodiscard]] CaseChoice caseChoiceOf(const QUrlQuery &query);

} // namespace mandate

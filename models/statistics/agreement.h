// SPDX-License-Identifier: GPL-3.0-or-later
// How far two raters of the same cases agree beyond what chance alone would give.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

namespace mandate {

/// Cases by what two raters said: the first yes or no, then the second.
struct AgreementTable
{
    std::uint64_t yesYes = 0, yesNo = 0, noYes = 0, noNo = 0;
    bool operator==(const AgreementTable &) const = default;
    [[nodiscard]] std::uint64_t cases() const { return yesYes + yesNo + noYes + noNo; }
    [[nodiscard]] std::uint64_t agreed() const { return yesYes + noNo; }
};

struct Kappa
{
    double kappa = 0;
    double standardError = 0;
    /// Kappa ± 1.96 standard errors, within [−1, 1].
    [[nodiscard]] std::pair<double, double> interval() const;
};
/// (p_o − p_e) / (1 − p_e) (J. Cohen, 1960) with the large-sample standard error of J. L. Fleiss, J. Cohen and B. S. Everitt (1969). None where there is no
/// case, or where both raters said the same of every case: then nothing can be told from chance.
[[nodiscard]] std::optional<Kappa> cohensKappa(const AgreementTable &table);

} // namespace mandate

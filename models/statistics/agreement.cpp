// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/statistics/agreement.h"

#include <algorithm>
#include <cmath>

namespace mandate {

std::pair<double, double> Kappa::interval() const
{
    const double half = 1.959963984540054 * standardError;
    return {std::max(-1.0, kappa - half), std::min(1.0, kappa + half)};
}

std::optional<Kappa> cohensKappa(const AgreementTable &table)
{
    const auto n = static_cast<double>(table.cases());
    if (table.cases() == 0)
        return std::nullopt;
    const double p[2][2] = {{static_cast<double>(table.yesYes) / n, static_cast<double>(table.yesNo) / n}, {static_cast<double>(table.noYes) / n, static_cast<double>(table.noNo) / n}};
    const double first[2] = {p[0][0] + p[0][1], p[1][0] + p[1][1]};
    const double second[2] = {p[0][0] + p[1][0], p[0][1] + p[1][1]};
    const double observed = p[0][0] + p[1][1];
    const double expected = first[0] * second[0] + first[1] * second[1];
    if (expected >= 1)
        return std::nullopt;
    const double kappa = (observed - expected) / (1 - expected);
    double diagonal = 0;
    double beside = 0;
    for (int i = 0; i < 2; ++i) {
        const double a = 1 - (first[i] + second[i]) * (1 - kappa);
        diagonal += p[i][i] * a * a;
        beside += p[i][1 - i] * (second[i] + first[1 - i]) * (second[i] + first[1 - i]);
    }
    const double last = kappa - expected * (1 - kappa);
    const double variance = (diagonal + (1 - kappa) * (1 - kappa) * beside - last * last) / (n * (1 - expected) * (1 - expected));
    return Kappa{kappa, std::sqrt(std::max(0.0, variance))};
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// Shares as the command line says them: always with k and n, and with an interval where that says something.
#pragma once

#include "models/evaluations/result_figures.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>

namespace mandate::cli {

/// {"k","n","rate","interval_95"}; the rate is null for n = 0.
[[nodiscard]] nlohmann::ordered_json rateJson(std::uint64_t k, std::uint64_t n);
/// "3 of 752 = 0.4 % (0.1 to 1.2)"; below 30 no rate, "none" of nothing.
[[nodiscard]] std::string rateWords(std::uint64_t k, std::uint64_t n);

/// Calibration of one subject's answers; `allowedError` above 0: with the threshold for handing over, or null where none meets it.
[[nodiscard]] nlohmann::ordered_json calibrationJson(const CalibrationGroup &group, double allowedError);
[[nodiscard]] nlohmann::ordered_json judgeJson(const JudgeFigures &judge);
[[nodiscard]] nlohmann::ordered_json attackJson(const AttackGroup &group);

} // namespace mandate::cli

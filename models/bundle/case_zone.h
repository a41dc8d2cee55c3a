// SPDX-License-Identifier: GPL-3.0-or-later
// Times beside UTC: in the zone of the case, by its name in the IANA list.
#pragma once

#include "models/base/instant.h"

#include <string>

namespace mandate::bundle {

[[nodiscard]] bool isZone(const std::string &name);
/// "2025-12-02T15:04:03.5+01:00"; empty where the source did not say its zone, or `zone` is empty.
[[nodiscard]] std::string inZone(const Instant &instant, const std::string &zone);

} // namespace mandate::bundle

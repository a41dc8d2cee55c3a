// SPDX-License-Identifier: GPL-3.0-or-later
// The adapters, one per format. Each is defined in the file of its name and holds nothing that changes.
#pragma once

#include "models/sources/adapter.h"

namespace mandate {

[[nodiscard]] const Adapter &tau2Adapter();
[[nodiscard]] const Adapter &tauBenchAdapter();
[[nodiscard]] const Adapter &agentDojoAdapter();
[[nodiscard]] const Adapter &openAiAdapter();
[[nodiscard]] const Adapter &anthropicAdapter();
[[nodiscard]] const Adapter &otlpAdapter();
[[nodiscard]] const Adapter &cloudTrailAdapter();
[[nodiscard]] const Adapter &cloudTrailDigestAdapter();
[[nodiscard]] const Adapter &signedAdapter();
[[nodiscard]] const Adapter &agtAdapter();

} // namespace mandate

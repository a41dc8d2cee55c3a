// SPDX-License-Identifier: GPL-3.0-or-later
// Who signed, and how many octets, as the commands about keeping evidence print them.
#pragma once

#include "models/workspace/workspace.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>

namespace mandate::cli {

/// "Ada L. (account:ada)"
[[nodiscard]] std::string nameOfSigner(const NoteSigner &signer);
[[nodiscard]] nlohmann::ordered_json jsonOfSigner(const NoteSigner &signer);
/// "3 to 7, 12"
[[nodiscard]] std::string rangesInWords(const std::vector<EntryRange> &ranges);
[[nodiscard]] nlohmann::ordered_json rangesJson(const std::vector<EntryRange> &ranges);
/// "812 bytes", "1.4 MB"
[[nodiscard]] std::string octetsInWords(std::uint64_t octets);

} // namespace mandate::cli

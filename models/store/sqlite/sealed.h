// SPDX-License-Identifier: GPL-3.0-or-later
// How octets are put away: zstd, led by eight octets of SHA-256 over the compressed form, so that no flipped bit goes unnoticed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mandate::sqlite {

/// Compressed (zstd level 1) and sealed.
[[nodiscard]] std::string seal(std::string_view octets);
/// Sealed as they are: for digests, which do not compress.
[[nodiscard]] std::string sealPlain(std::string_view octets);
/// What was sealed, or nothing when the seal does not hold.
[[nodiscard]] std::optional<std::string> unseal(std::string_view sealed);

} // namespace mandate::sqlite

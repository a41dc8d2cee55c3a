// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256 digests (FIPS 180-4, by OpenSSL) and their hexadecimal and Base64 forms.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace mandate {

/// 32 octets of SHA-256. A default Digest is all zero, which no input is known to have.
struct Digest
{
    std::array<std::uint8_t, 32> octets{};

    auto operator<=>(const Digest &) const = default;
    [[nodiscard]] std::string_view view() const { return {reinterpret_cast<const char *>(octets.data()), octets.size()}; }
    /// 64 lower-case hexadecimal digits.
    [[nodiscard]] std::string hex() const;
    [[nodiscard]] static std::optional<Digest> fromHex(std::string_view hex);
    /// From exactly 32 octets.
    [[nodiscard]] static std::optional<Digest> fromOctets(std::string_view octets);
};

/// Digest of the parts, one after another.
[[nodiscard]] Digest sha256(std::initializer_list<std::string_view> parts);
[[nodiscard]] inline Digest sha256(std::string_view octets) { return sha256({octets}); }

[[nodiscard]] std::string toHex(std::string_view octets);
[[nodiscard]] std::optional<std::string> fromHex(std::string_view hex);
/// RFC 4648 section 4, with padding.
[[nodiscard]] std::string toBase64(std::string_view octets);
[[nodiscard]] std::optional<std::string> fromBase64(std::string_view text);

} // namespace mandate

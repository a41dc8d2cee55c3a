// SPDX-License-Identifier: GPL-3.0-or-later
// The addresses that may be asked: absolute http and https URLs (RFC 3986), read strictly, and texts made safe to stand in one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mandate {

struct Url
{
    bool secure = false; ///< https
    std::string host;    ///< lower case; an IPv6 address without its brackets
    std::uint16_t port = 0;
    std::string path;  ///< begins with '/'
    std::string query; ///< with its '?'; empty when there is none

    /// "https://host:port", as HTTP clients name a server.
    [[nodiscard]] std::string origin() const;
    /// "localhost" or an address of the machine itself.
    [[nodiscard]] bool isLoopback() const;
    bool operator==(const Url &) const = default;
};

/// Nothing for anything but http and https, and for user names, passwords, fragments, white space and control characters.
[[nodiscard]] std::optional<Url> parseUrl(std::string_view text);

/// Whether the part between "//" and the path has an '@': a name or password would be kept and shown with the address.
[[nodiscard]] bool hasCredentials(std::string_view url);

/// RFC 3986 section 2.1 for everything but unreserved characters; "." and ".." too, which as path segments would be taken away.
[[nodiscard]] std::string percentEncoded(std::string_view text);

/// `base` without its last slashes, and then `path`, which begins with one.
[[nodiscard]] std::string joined(std::string_view base, std::string_view path);

} // namespace mandate

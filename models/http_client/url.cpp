// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/http_client/url.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <charconv>

namespace mandate {

namespace {

bool isUrlCharacter(char c)
{
    constexpr std::string_view others = "-._~:/?[]@!$&'()*+,;=%";
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || others.find(c) != std::string_view::npos;
}

bool isHostName(std::string_view host)
{
    return !host.empty() && host.size() <= 253 && host.front() != '-' && host.front() != '.' && std::all_of(host.begin(), host.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' || c == '_';
    });
}

std::string_view authorityOf(std::string_view url)
{
    const std::size_t slashes = url.find("//");
    if (slashes == std::string_view::npos)
        return {};
    const std::string_view rest = url.substr(slashes + 2);
    return rest.substr(0, rest.find_first_of("/?#"));
}

std::optional<std::uint16_t> portOf(std::string_view digits)
{
    std::uint16_t port = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (problem != std::errc() || end != digits.data() + digits.size() || port == 0)
        return std::nullopt;
    return port;
}

} // namespace

std::string Url::origin() const
{
    const std::string name = host.find(':') == std::string::npos ? host : '[' + host + ']';
    return (secure ? "https://" : "http://") + name + ':' + std::to_string(port);
}

bool Url::isLoopback() const
{
    std::array<unsigned char, 16> address{};
    if (inet_pton(AF_INET, host.c_str(), address.data()) == 1)
        return address[0] == 127;
    return host == "localhost" || host == "::1";
}

std::optional<Url> parseUrl(std::string_view text)
{
    Url url;
    if (text.starts_with("https://"))
        url.secure = true;
    else if (!text.starts_with("http://"))
        return std::nullopt;
    if (!std::all_of(text.begin(), text.end(), isUrlCharacter) || hasCredentials(text))
        return std::nullopt;

    const std::string_view authority = authorityOf(text);
    std::string_view host = authority;
    std::string_view port;
    if (authority.starts_with('[')) {
        const std::size_t end = authority.find(']');
        if (end == std::string_view::npos)
            return std::nullopt;
        host = authority.substr(1, end - 1);
        port = authority.substr(end + 1);
        std::array<unsigned char, 16> address{};
        if (inet_pton(AF_INET6, std::string(host).c_str(), address.data()) != 1)
            return std::nullopt;
    } else {
        host = authority.substr(0, authority.find(':'));
        port = authority.substr(host.size());
        if (!isHostName(host))
            return std::nullopt;
    }
    url.port = url.secure ? 443 : 80;
    if (!port.empty()) {
        const auto number = port.front() == ':' ? portOf(port.substr(1)) : std::nullopt;
        if (!number)
            return std::nullopt;
        url.port = *number;
    }
    url.host = host;
    std::transform(url.host.begin(), url.host.end(), url.host.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });

    const std::string_view rest = text.substr(static_cast<std::size_t>(authority.data() - text.data()) + authority.size());
    const std::string_view path = rest.substr(0, rest.find('?'));
    url.path = path.empty() ? "/" : path;
    url.query = rest.substr(path.size());
    return url;
}

bool hasCredentials(std::string_view url)
{
    return authorityOf(url).find('@') != std::string_view::npos;
}

std::string percentEncoded(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    const bool dots = text == "." || text == "..";
    std::string out;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        const bool unreserved = (std::isalnum(octet) != 0 && octet < 0x80) || c == '-' || c == '_' || c == '~' || (c == '.' && !dots);
        if (unreserved) {
            out += c;
        } else {
            out += '%';
            out += digits[octet >> 4];
            out += digits[octet & 15];
        }
    }
    return out;
}

std::string joined(std::string_view base, std::string_view path)
{
    while (base.ends_with('/'))
        base.remove_suffix(1);
    return std::string(base) += path;
}

} // namespace mandate

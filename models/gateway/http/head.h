// SPDX-License-Identifier: GPL-3.0-or-later
// The head of an HTTP/1.1 request (RFC 9112), read strictly: what two readers could understand differently is refused, because one of them may be a
// proxy in front of us. The body's framing is body.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mandate::http {

inline constexpr std::size_t maximumTarget = 8 * 1024;
inline constexpr std::size_t maximumHead = 32 * 1024;
inline constexpr std::size_t maximumFields = 100;

/// A request line and its fields. Owns its bytes, so that it can be moved between threads.
struct Head
{
    std::string method;
    std::string path;  ///< percent-decoded
    std::string query; ///< as it came, without "?"
    bool http10 = false;
    std::vector<std::pair<std::string, std::string>> fields; ///< names in small letters, in the order they came
    std::size_t contentLength = 0;
    bool chunked = false;
    bool keepAlive = true;
    bool expectsContinue = false;

    /// The field's only value; empty when it is absent.
    [[nodiscard]] std::string_view field(std::string_view name) const;
    /// A parameter of the query, percent-decoded; nothing when it is absent.
    [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const;
};

/// Why a request is not read on.
struct Fault
{
    int status = 400;
    std::string detail; ///< one sentence
};

struct HeadReading
{
    std::optional<Head> head;
    std::optional<Fault> fault; ///< with neither, more bytes are needed
    std::size_t length = 0;     ///< bytes of the head, its empty line included
};

/// Reads the head at the beginning of what was received so far. `scanned` is where the last call ended and is moved on, so that a head that
/// comes byte by byte is not searched from its beginning each time.
[[nodiscard]] HeadReading readHead(std::string_view received, std::size_t &scanned);

/// Percent-decoding; nothing for a broken escape or a zero byte.
[[nodiscard]] std::optional<std::string> percentDecoded(std::string_view text, bool plusIsSpace = false);

} // namespace mandate::http

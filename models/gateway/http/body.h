// SPDX-License-Identifier: GPL-3.0-or-later
// Takes a request's body out of what was received: by its length, or chunk by chunk (RFC 9112 section 7.1), never more than a limit.
#pragma once

#include "models/gateway/http/head.h"

namespace mandate::http {

class BodyReader
{
public:
    BodyReader() = default;
    BodyReader(const Head &head, std::size_t limit);

    enum class State : std::uint8_t { More, Complete, TooLarge, Malformed };
    /// Takes what belongs to the body from the front of `received`.
    State take(std::string &received);
    [[nodiscard]] const std::string &body() const { return m_body; }
    [[nodiscard]] std::string release() { return std::move(m_body); }

private:
    State takeChunks(std::string_view &rest);

    std::string m_body;
    std::size_t m_limit = 0;
    std::size_t m_wanted = 0; ///< bytes of the body, or of the chunk, that are still to come
    bool m_chunked = false;
    enum class Part : std::uint8_t { Size, Data, DataEnd, Trailer } m_part = Part::Size;
    std::size_t m_trailer = 0;
};

} // namespace mandate::http

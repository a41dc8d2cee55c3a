// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/gateway/http/body.h"

#include <algorithm>
#include <charconv>

namespace mandate::http {

namespace {

constexpr std::size_t longestSizeLine = 256;
constexpr std::size_t longestTrailer = 8 * 1024;

} // namespace

BodyReader::BodyReader(const Head &head, std::size_t limit) : m_limit(limit), m_wanted(head.contentLength), m_chunked(head.chunked)
{
    if (!m_chunked && m_wanted <= limit)
        m_body.reserve(std::min<std::size_t>(m_wanted, 64 * 1024)); // a length that is only claimed reserves nothing much
}

BodyReader::State BodyReader::take(std::string &received)
{
    if (!m_chunked) {
        if (m_wanted > m_limit)
            return State::TooLarge;
        const std::size_t now = std::min(m_wanted, received.size());
        if (m_body.empty() && now == received.size()) {
            m_body = std::move(received);
            received.clear();
        } else {
            m_body.append(received, 0, now);
            received.erase(0, now);
        }
        m_wanted -= now;
        return m_wanted == 0 ? State::Complete : State::More;
    }
    std::string_view rest = received;
    const State state = takeChunks(rest);
    received.erase(0, received.size() - rest.size());
    return state;
}

BodyReader::State BodyReader::takeChunks(std::string_view &rest)
{
    for (;;) {
        if (m_part == Part::Data) {
            const std::size_t now = std::min(m_wanted, rest.size());
            m_body.append(rest.substr(0, now));
            rest.remove_prefix(now);
            m_wanted -= now;
            if (m_wanted > 0)
                return State::More;
            m_part = Part::DataEnd;
        }
        const std::size_t end = rest.find("\r\n");
        if (end == std::string_view::npos)
            return rest.size() > longestSizeLine && m_part != Part::Trailer ? State::Malformed : rest.size() > longestTrailer ? State::Malformed : State::More;
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end + 2);
        if (m_part == Part::DataEnd) {
            if (!line.empty())
                return State::Malformed;
            m_part = Part::Size;
        } else if (m_part == Part::Trailer) {
            m_trailer += line.size();
            if (line.empty())
                return State::Complete;
            if (m_trailer > longestTrailer)
                return State::Malformed;
        } else {
            const std::string_view digits = line.substr(0, line.find_first_of("; \t"));
            const auto [stop, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), m_wanted, 16);
            if (digits.empty() || problem != std::errc() || stop != digits.data() + digits.size() || line.size() > longestSizeLine)
                return State::Malformed;
            if (m_wanted > m_limit || m_body.size() + m_wanted > m_limit)
                return State::TooLarge;
            m_part = m_wanted == 0 ? Part::Trailer : Part::Data;
        }
    }
}

} // namespace mandate::http

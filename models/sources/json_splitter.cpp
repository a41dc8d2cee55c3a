// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sources/json_splitter.h"

#include "models/sources/json_blocks.h"

#include <bit>
#include <cstring>

namespace mandate {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// `at` holds the opening bracket.
std::optional<std::size_t> endOfContainer(std::string_view json, std::size_t at)
{
    StringTracker strings;
    std::uint64_t depth = 0;
    char tail[64];
    for (std::size_t block = at; block < json.size(); block += 64) {
        const char *bytes = json.data() + block;
        if (json.size() - block < 64) {
            std::memset(tail, ' ', sizeof tail);
            std::memcpy(tail, bytes, json.size() - block);
            bytes = tail;
        }
        const BlockMasks masks = classifyBlock(bytes);
        const std::uint64_t outside = ~strings.inString(masks);
        const std::uint64_t open = masks.open & outside;
        for (std::uint64_t brackets = open | (masks.close & outside); brackets != 0; brackets &= brackets - 1) {
            const std::uint64_t lowest = brackets & (~brackets + 1);
            if (open & lowest)
                ++depth;
            else if (--depth == 0)
                return block + static_cast<std::size_t>(std::countr_zero(brackets)) + 1;
        }
    }
    return std::nullopt;
}

/// `at` holds the opening quote.
std::optional<std::size_t> endOfString(std::string_view json, std::size_t at)
{
    std::size_t from = at + 1;
    while (from < json.size()) {
        const void *found = std::memchr(json.data() + from, '"', json.size() - from);
        if (!found)
            return std::nullopt;
        const auto quote = static_cast<std::size_t>(static_cast<const char *>(found) - json.data());
        std::size_t backslashes = 0;
        while (json[quote - 1 - backslashes] == '\\')
            ++backslashes; // ends at the opening quote at the latest
        if (backslashes % 2 == 0)
            return quote + 1;
        from = quote + 1;
    }
    return std::nullopt;
}

} // namespace

std::size_t skipJsonSpace(std::string_view json, std::size_t at)
{
    while (at < json.size() && isSpace(json[at]))
        ++at;
    return at;
}

std::optional<std::size_t> endOfJsonValue(std::string_view json, std::size_t at)
{
    if (at >= json.size())
        return std::nullopt;
    switch (json[at]) {
    case '{':
    case '[': return endOfContainer(json, at);
    case '"': return endOfString(json, at);
    case '}':
    case ']':
    case ',':
    case ':': return std::nullopt;
    default: break;
    }
    std::size_t end = at;
    while (end < json.size() && !isSpace(json[end]) && json[end] != ',' && json[end] != ']' && json[end] != '}')
        ++end;
    if (end == json.size() || end == at)
        return std::nullopt; // a number at the very end may have been cut
    return end;
}

ElementWalk::ElementWalk(std::string_view json, std::size_t at) : m_json(json), m_position(at + 1)
{
    if (at >= json.size() || json[at] != '[') {
        m_state = WalkState::Broken;
        m_position = at;
    }
}

std::optional<Extent> ElementWalk::breakAt(std::size_t where)
{
    m_state = WalkState::Broken;
    m_position = where;
    return std::nullopt;
}

std::optional<Extent> ElementWalk::next()
{
    if (m_state != WalkState::Going)
        return std::nullopt;
    const std::size_t before = skipJsonSpace(m_json, m_position);
    std::size_t begin = before;
    if (begin < m_json.size() && m_json[begin] == ']') {
        m_state = WalkState::Closed;
        m_position = begin + 1;
        return std::nullopt;
    }
    if (!m_first) {
        if (begin >= m_json.size() || m_json[begin] != ',')
            return breakAt(before);
        begin = skipJsonSpace(m_json, begin + 1);
    }
    const auto end = endOfJsonValue(m_json, begin);
    if (!end)
        return breakAt(begin < m_json.size() ? begin : before);
    m_first = false;
    m_position = *end;
    return Extent{begin, *end};
}

MemberWalk::MemberWalk(std::string_view json, std::size_t at) : m_json(json), m_position(at + 1)
{
    if (at >= json.size() || json[at] != '{') {
        m_state = WalkState::Broken;
        m_position = at;
    }
}

std::optional<MemberStart> MemberWalk::breakAt(std::size_t where)
{
    m_state = WalkState::Broken;
    m_position = where;
    return std::nullopt;
}

std::optional<MemberStart> MemberWalk::next()
{
    if (m_state != WalkState::Going)
        return std::nullopt;
    if (m_valuePending) {
        const auto end = endOfJsonValue(m_json, m_position);
        if (!end)
            return breakAt(m_position);
        m_position = *end;
        m_valuePending = false;
    }
    const std::size_t before = skipJsonSpace(m_json, m_position);
    std::size_t at = before;
    if (at < m_json.size() && m_json[at] == '}') {
        m_state = WalkState::Closed;
        m_position = at + 1;
        return std::nullopt;
    }
    if (!m_first) {
        if (at >= m_json.size() || m_json[at] != ',')
            return breakAt(before);
        at = skipJsonSpace(m_json, at + 1);
    }
    if (at >= m_json.size() || m_json[at] != '"')
        return breakAt(before);
    const auto keyEnd = endOfString(m_json, at);
    if (!keyEnd)
        return breakAt(before);
    const std::size_t colon = skipJsonSpace(m_json, *keyEnd);
    if (colon >= m_json.size() || m_json[colon] != ':')
        return breakAt(before);
    m_first = false;
    m_position = skipJsonSpace(m_json, colon + 1);
    m_valuePending = true;
    return MemberStart{m_json.substr(at + 1, *keyEnd - at - 2), m_position};
}

std::optional<Extent> extentAt(std::string_view json, std::initializer_list<std::string_view> path)
{
    std::size_t at = skipJsonSpace(json, 0);
    for (const std::string_view key : path) {
        MemberWalk members(json, at);
        std::optional<MemberStart> member = members.next();
        while (member && member->key != key)
            member = members.next();
        if (!member)
            return std::nullopt;
        at = member->value;
    }
    const auto end = endOfJsonValue(json, at);
    if (!end)
        return std::nullopt;
    return Extent{at, *end};
}

std::optional<LineWalk::Line> LineWalk::next()
{
    if (m_position >= m_text.size())
        return std::nullopt;
    const std::size_t begin = m_position;
    const void *found = std::memchr(m_text.data() + begin, '\n', m_text.size() - begin);
    std::size_t end = found ? static_cast<std::size_t>(static_cast<const char *>(found) - m_text.data()) : m_text.size();
    m_position = found ? end + 1 : end;
    if (end > begin && m_text[end - 1] == '\r')
        --end;
    return Line{{begin, end}, ++m_number};
}

} // namespace mandate

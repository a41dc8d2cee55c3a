// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sources/item_stream.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

} // namespace

ItemStream::ItemStream(Way way, std::string_view bytes) : m_way(way), m_bytes(bytes), m_lines(bytes)
{
    if (bytes.starts_with(byteOrderMark))
        m_start = byteOrderMark.size();
    m_lines = LineWalk(bytes, m_start);
    m_start = skipJsonSpace(bytes, m_start);
}

ItemStream ItemStream::whole(std::string_view bytes)
{
    return {Way::Whole, bytes};
}

ItemStream ItemStream::untouched(std::string_view bytes)
{
    return {Way::Untouched, bytes};
}

ItemStream ItemStream::lines(std::string_view bytes)
{
    return {Way::Lines, bytes};
}

ItemStream ItemStream::elements(std::string_view bytes)
{
    ItemStream stream(Way::Elements, bytes);
    stream.m_elements.emplace(bytes, stream.m_start);
    return stream;
}

ItemStream ItemStream::elementsOf(std::string_view bytes, std::initializer_list<std::string_view> names, bool withContext)
{
    ItemStream stream(Way::Elements, bytes);
    stream.m_names = names;
    stream.m_withContext = withContext;
    stream.m_lastArrayEnd = stream.m_start;
    stream.m_members.emplace(bytes, stream.m_start);
    return stream;
}

Item ItemStream::make(Extent extent)
{
    Item item;
    item.bytes = extent.of(m_bytes);
    item.offset = extent.begin;
    item.index = m_index++;
    return item;
}

std::optional<Item> ItemStream::broken(std::size_t where)
{
    m_done = true;
    Item item = make({where, m_bytes.size()});
    item.broken = true;
    return item;
}

std::optional<Item> ItemStream::finish(std::size_t documentEnd)
{
    const std::size_t rest = skipJsonSpace(m_bytes, documentEnd);
    if (rest < m_bytes.size())
        return broken(rest);
    m_done = true;
    return std::nullopt;
}

std::optional<Item> ItemStream::next()
{
    if (m_done)
        return std::nullopt;
    switch (m_way) {
    case Way::Whole: {
        m_done = true;
        std::size_t end = m_bytes.size();
        while (end > m_start && skipJsonSpace(m_bytes.substr(end - 1, 1), 0) == 1)
            --end;
        return make({m_start, end});
    }
    case Way::Untouched: m_done = true; return make({0, m_bytes.size()});
    case Way::Lines: return nextLine();
    case Way::Elements: return m_members ? nextOfMembers() : nextElement();
    }
    return std::nullopt;
}

std::optional<Item> ItemStream::nextLine()
{
    while (const auto line = m_lines.next()) {
        if (skipJsonSpace(m_bytes, line->extent.begin) >= line->extent.end)
            continue;
        Item item = make(line->extent);
        item.line = line->number;
        return item;
    }
    m_done = true;
    return std::nullopt;
}

std::optional<Item> ItemStream::nextElement()
{
    if (const auto element = m_elements->next())
        return make(*element);
    if (m_elements->state() == WalkState::Broken)
        return broken(m_elements->position());
    return finish(m_elements->position());
}

std::optional<Item> ItemStream::nextOfMembers()
{
    for (;;) {
        if (m_elements) {
            if (const auto element = m_elements->next())
                return make(*element);
            if (m_elements->state() == WalkState::Broken)
                return broken(m_elements->position());
            m_lastArrayEnd = m_elements->position();
            m_otherMemberSince = false;
            m_members->resumeAt(m_lastArrayEnd);
            m_elements.reset();
        }
        const auto member = m_members->next();
        if (!member)
            break;
        if (std::ranges::find(m_names, member->key) == m_names.end() || member->value >= m_bytes.size() || m_bytes[member->value] != '[') {
            m_otherMemberSince = true;
            continue;
        }
        m_elements.emplace(m_bytes, member->value);
        if (m_withContext && !m_contextGiven) {
            m_contextGiven = true;
            Item item = make({m_start, member->value + 1});
            item.context = true;
            return item;
        }
    }
    if (m_members->state() == WalkState::Broken)
        return broken(m_lastArrayEnd);
    const std::size_t end = m_members->position();
    if (m_withContext && m_otherMemberSince) {
        m_otherMemberSince = false;
        Item item = make({m_lastArrayEnd, end});
        item.context = true;
        return item;
    }
    return finish(end);
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sources/outline.h"

#include "models/sources/adapter.h"

#include <algorithm>

namespace mandate {

namespace {

constexpr std::size_t keysKept = 48;       ///< of one object; formats name themselves within their first members
constexpr std::size_t innerKeysKept = 256; ///< in all

char firstByte(std::string_view bytes, std::size_t at)
{
    return at < bytes.size() ? bytes[at] : '\0';
}

void collectInner(std::string_view bytes, std::size_t value, std::vector<Outline::Key> &inner)
{
    std::size_t at = value;
    if (firstByte(bytes, at) == '[')
        at = skipJsonSpace(bytes, at + 1);
    if (firstByte(bytes, at) != '{')
        return;
    MemberWalk members(bytes, at);
    for (std::size_t n = 0; n < keysKept && inner.size() < innerKeysKept; ++n) {
        const auto member = members.next();
        if (!member)
            return;
        inner.push_back({member->key, member->value, firstByte(bytes, member->value)});
    }
}

/// True when nothing but white space follows the value on its line, and it has no line break within.
bool closesItsLine(std::string_view bytes, std::size_t begin, std::size_t end)
{
    const std::size_t lineEnd = std::min(bytes.find('\n', begin), bytes.size());
    return end <= lineEnd && skipJsonSpace(bytes, end) >= lineEnd;
}

/// The second line when it is one whole object or list and the first is more than a lone bracket.
std::optional<Extent> completeSecondLine(std::string_view bytes, std::size_t begin)
{
    const std::size_t lineEnd = bytes.find('\n', begin);
    if (lineEnd == std::string_view::npos || skipJsonSpace(bytes, begin + 1) >= lineEnd)
        return std::nullopt;
    const std::size_t second = lineEnd + 1;
    if (firstByte(bytes, second) != '{' && firstByte(bytes, second) != '[')
        return std::nullopt;
    const std::size_t secondEnd = std::min(bytes.find('\n', second), bytes.size());
    const auto end = endOfJsonValue(bytes.substr(0, secondEnd), second);
    if (!end || !closesItsLine(bytes, second, *end))
        return std::nullopt;
    return Extent{second, secondEnd};
}

/// The keys of the object at `at`. True when its end was seen.
bool collect(std::string_view bytes, std::size_t at, Outline &outline)
{
    MemberWalk members(bytes, at);
    while (const auto member = members.next()) {
        if (outline.keys.size() >= keysKept)
            continue;
        outline.keys.push_back({member->key, member->value, firstByte(bytes, member->value)});
        collectInner(bytes, member->value, outline.inner);
    }
    outline.complete = members.state() == WalkState::Closed;
    return outline.complete;
}

} // namespace

const Outline::Key *Outline::find(std::string_view name) const
{
    const auto found = std::ranges::find(keys, name, &Key::name);
    return found == keys.end() ? nullptr : &*found;
}

bool Outline::hasInner(std::string_view name) const
{
    return std::ranges::find(inner, name, &Key::name) != inner.end();
}

Outline outlineOf(std::string_view bytes, std::size_t at)
{
    Outline outline;
    outline.bytes = bytes;
    if (at == 0 && bytes.starts_with("\xEF\xBB\xBF"))
        at = 3;
    outline.begin = skipJsonSpace(bytes, at);
    const char first = firstByte(bytes, outline.begin);
    if (outline.begin >= bytes.size())
        return outline;
    if (first != '{' && first != '[') {
        outline.root = Outline::Root::NoJson;
        return outline;
    }
    if (first == '{') {
        outline.root = Outline::Root::Object;
        collect(bytes, outline.begin, outline);
    } else {
        outline.root = Outline::Root::Array;
        const std::size_t element = skipJsonSpace(bytes, outline.begin + 1);
        outline.element = firstByte(bytes, element);
        if (outline.element == '{')
            collect(bytes, element, outline);
    }
    const auto rootEnd = endOfJsonValue(bytes, outline.begin);
    outline.complete = rootEnd.has_value();
    if (rootEnd && closesItsLine(bytes, outline.begin, *rootEnd)) {
        outline.lines = *rootEnd - outline.begin <= maximumItemBytes;
    } else if (!rootEnd || skipJsonSpace(bytes, *rootEnd) < bytes.size()) {
        // No document. A list of lines whose first is damaged?
        if (const auto second = completeSecondLine(bytes, outline.begin)) {
            outline = outlineOf(bytes.substr(0, second->end), second->begin);
            outline.bytes = bytes;
            outline.complete = false;
        }
    }
    return outline;
}

} // namespace mandate

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
    std::size_t end = bytes.size();
    if (first == '{') {
        outline.root = Outline::Root::Object;
        MemberWalk members(bytes, outline.begin);
        collect(bytes, outline.begin, outline);
    } else {
        outline.root = Outline::Root::Array;
        const std::size_t element = skipJsonSpace(bytes, outline.begin + 1);
        outline.element = firstByte(bytes, element);
        if (outline.element == '{')
            collect(bytes, element, outline);
    }
    const std::size_t lineEnd = std::min(bytes.find('\n', outline.begin), bytes.size());
    if (const auto rootEnd = endOfJsonValue(bytes, outline.begin)) {
        outline.complete = true;
        end = *rootEnd;
        outline.lines = end <= lineEnd && end - outline.begin <= maximumItemBytes && skipJsonSpace(bytes, end) >= lineEnd;
    } else {
        outline.complete = false;
    }
    return outline;
}

} // namespace mandate

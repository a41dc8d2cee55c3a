// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/drafts/pact_draft.h"

#include "models/base/arena.h"
#include "models/base/json_reader.h"

#include <algorithm>
#include <iterator>

namespace mandate {

namespace {

using Json = PactDraft::Json;
using Pointer = Json::json_pointer;

Json &listAt(Json &document, const std::string &pointer)
{
    return document[Pointer(pointer)];
}

std::size_t placeOf(const Json &object, const std::string &member)
{
    std::size_t place = 0;
    for (auto it = object.begin(); it != object.end() && it.key() != member; ++it)
        ++place;
    return place;
}

/// The object with a member at a place among its siblings: an ordered object only appends by itself.
Json withMember(const Json &object, const std::string &member, const Json &value, std::size_t place)
{
    Json made = Json::object();
    std::size_t i = 0;
    for (auto it = object.begin(); it != object.end(); ++it, ++i) {
        if (i == place)
            made[member] = value;
        made[it.key()] = it.value();
    }
    made[member] = value;
    return made;
}

} // namespace

std::string below(const std::string &pointer, std::string_view member)
{
    std::string made = pointer + '/';
    for (const char c : member)
        made += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
    return made;
}

std::string below(const std::string &pointer, std::size_t index)
{
    return pointer + '/' + std::to_string(index);
}

Result<Json> PactDraft::parse(std::string_view text)
{
    JsonReader reader;
    Arena arena;
    if (const auto read = reader.read(text, arena); !read) { // strict: refuses what another reader would understand otherwise
        Error error = read.error();
        if (!error.position.line) { // without a place, the end is where something is missing
            const std::uint64_t offset = std::min<std::uint64_t>(error.position.offset.value_or(text.size()), text.size());
            error.position.line = 1 + static_cast<std::uint64_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
        }
        return error;
    }
    Json document = Json::parse(text, nullptr, false);
    if (document.is_object())
        return document;
    Error error;
    error.kind = ErrorKind::Input;
    error.code = "MND-DRF-001";
    error.happened = "The text is no JSON object, so it is no pact.";
    error.unaffected = "The text is kept as you typed it.";
    error.remedy = "Begin with { and end with }.";
    error.position.line = 1;
    return error;
}

const Json *PactDraft::find(const std::string &pointer) const
{
    const Pointer path(pointer);
    return m_document.contains(path) ? &m_document.at(path) : nullptr;
}

void PactDraft::set(const std::string &pointer, Json value, bool typing)
{
    if (const Json *now = find(pointer); now && *now == value && now->type() == value.type())
        return;
    // The first thing that is missing on the way is what changes.
    Pointer path(pointer);
    while (!path.empty() && !path.parent_pointer().empty() && !m_document.contains(path.parent_pointer())) {
        value = Json{{path.back(), std::move(value)}};
        path.pop_back();
    }
    Change change;
    change.place = path.to_string();
    if (const Json *now = find(change.place))
        change.before = *now;
    change.after = std::move(value);
    const Json &parent = m_document.at(path.empty() ? path : path.parent_pointer());
    change.from = parent.is_object() ? parent.size() : 0;
    change.typed = typing;
    make(std::move(change));
}

void PactDraft::remove(const std::string &pointer)
{
    const Json *now = find(pointer);
    if (!now || pointer.empty())
        return;
    const Pointer path(pointer);
    const Json &parent = m_document.at(path.parent_pointer());
    Change change;
    if (parent.is_array()) {
        change.kind = Kind::Erase;
        change.place = path.parent_pointer().to_string();
        change.from = static_cast<std::size_t>(std::stoull(path.back()));
    } else {
        change.place = pointer;
        change.from = placeOf(parent, path.back());
    }
    change.before = *now;
    make(std::move(change));
}

void PactDraft::insert(const std::string &list, std::size_t index, Json item)
{
    const Json *now = find(list);
    if (!now || !now->is_array()) {
        set(list, Json::array({std::move(item)}));
        endTyping();
        return;
    }
    Change change;
    change.kind = Kind::Insert;
    change.place = list;
    change.after = std::move(item);
    change.from = std::min(index, now->size());
    make(std::move(change));
}

void PactDraft::move(const std::string &list, std::size_t from, std::size_t to)
{
    const Json *now = find(list);
    if (!now || !now->is_array() || from >= now->size() || to >= now->size() || from == to)
        return;
    Change change;
    change.kind = Kind::Move;
    change.place = list;
    change.from = from;
    change.to = to;
    make(std::move(change));
}

void PactDraft::replace(Json document, bool typing)
{
    if (document == m_document)
        return;
    Change change;
    change.before = m_document;
    change.after = std::move(document);
    change.typed = typing;
    make(std::move(change));
}

void PactDraft::make(Change change)
{
    m_changes.resize(m_done);
    apply(change, true);
    ++m_revision;
    if (m_typing && change.typed && change.kind == Kind::Set && !m_changes.empty() && m_changes.back().typed &&
        m_changes.back().place == change.place && m_changes.back().after) {
        m_changes.back().after = std::move(change.after);
        return;
    }
    m_typing = change.typed;
    m_changes.push_back(std::move(change));
    m_done = m_changes.size();
}

std::optional<std::string> PactDraft::undo()
{
    if (!canUndo())
        return std::nullopt;
    endTyping();
    const Change &change = m_changes[--m_done];
    apply(change, false);
    ++m_revision;
    return change.place;
}

std::optional<std::string> PactDraft::redo()
{
    if (!canRedo())
        return std::nullopt;
    endTyping();
    const Change &change = m_changes[m_done++];
    apply(change, true);
    ++m_revision;
    return change.place;
}

void PactDraft::apply(const Change &change, bool forward)
{
    if (change.kind == Kind::Set)
        return put(change.place, forward ? change.after : change.before, change.from);
    Json &list = listAt(m_document, change.place);
    const auto at = [&](std::size_t index) { return list.begin() + static_cast<std::ptrdiff_t>(index); };
    if (change.kind == Kind::Move) {
        const std::size_t from = forward ? change.from : change.to;
        const std::size_t to = forward ? change.to : change.from;
        Json item = std::move(list[from]);
        list.erase(at(from));
        list.insert(at(to), std::move(item));
        return;
    }
    if ((change.kind == Kind::Insert) == forward)
        list.insert(at(change.from), forward ? *change.after : *change.before);
    else
        list.erase(at(change.from));
}

void PactDraft::put(const std::string &pointer, const std::optional<Json> &value, std::size_t index)
{
    if (pointer.empty()) {
        m_document = value.value_or(Json::object());
        return;
    }
    const Pointer path(pointer);
    Json &parent = m_document.at(path.parent_pointer());
    if (!value)
        parent.erase(path.back());
    else if (parent.is_array() || parent.contains(path.back()))
        m_document.at(path) = *value;
    else
        parent = withMember(parent, path.back(), *value, index);
}

} // namespace mandate

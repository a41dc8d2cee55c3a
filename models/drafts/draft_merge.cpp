// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/drafts/draft_merge.h"

#include <algorithm>
#include <array>
#include <string>

namespace mandate {

namespace {

using Json = PactDraft::Json;

std::string nameIn(const Json &item)
{
    if (item.is_object()) {
        for (const char *key : {"id", "name", "fact"}) {
            if (item.contains(key) && item[key].is_string())
                return item[key].get<std::string>();
        }
    }
    return {};
}

Json::iterator itemNamed(Json &list, const std::string &name)
{
    return std::find_if(list.begin(), list.end(), [&](const Json &item) { return nameIn(item) == name; });
}

/// The members of `merged` as `like` has them in order; new ones behind.
Json inOrderOf(const Json &merged, const Json &like)
{
    if (merged.is_object() && like.is_object()) {
        Json out = Json::object();
        for (const auto &[key, value] : like.items()) {
            if (merged.contains(key))
                out[key] = inOrderOf(merged[key], value);
        }
        for (const auto &[key, value] : merged.items()) {
            if (!out.contains(key))
                out[key] = value;
        }
        return out;
    }
    if (!merged.is_array() || !like.is_array())
        return merged;
    Json out = Json::array();
    for (const Json &item : merged) {
        const std::string name = nameIn(item);
        const auto found = std::find_if(like.begin(), like.end(), [&](const Json &other) { return !name.empty() && nameIn(other) == name; });
        out.push_back(found == like.end() ? item : inOrderOf(item, *found));
    }
    return out;
}

/// The items that are there, as their list has them; what they do not have stays behind what it stood behind.
Json reordered(const Json &list, const Json &theirs)
{
    std::vector<std::pair<std::ptrdiff_t, Json>> placed;
    std::ptrdiff_t last = -1;
    for (const Json &item : list) {
        const auto found = std::find_if(theirs.begin(), theirs.end(), [&](const Json &other) { return nameIn(other) == nameIn(item); });
        if (found != theirs.end())
            last = found - theirs.begin();
        placed.emplace_back(last, item);
    }
    std::ranges::stable_sort(placed, {}, [](const auto &one) { return one.first; });
    Json out = Json::array();
    for (auto &one : placed)
        out.push_back(std::move(one.second));
    return out;
}

} // namespace

DraftMerge mergeDraft(const ParsedPact &base, const ParsedPact &ours, const ParsedPact &theirs)
{
    MergedPact merged = mergePacts(base, ours, theirs);
    return {inOrderOf(Json::parse(merged.document), Json::parse(ours.canonical)), std::move(merged.conflicts)};
}

void takeTheirs(Json &document, const MergeConflict &conflict)
{
    const Json theirs = conflict.theirs.empty() ? Json() : Json::parse(conflict.theirs);
    if (!conflict.id.empty()) {
        const std::string list = conflict.place.substr(1, conflict.place.find('/', 1) - 1);
        Json &items = document[list];
        if (!items.is_array())
            items = Json::array();
        const auto found = itemNamed(items, conflict.id);
        if (conflict.theirs.empty() && found != items.end())
            items.erase(found);
        else if (!conflict.theirs.empty() && found != items.end())
            *found = inOrderOf(theirs, *found);
        else if (!conflict.theirs.empty())
            items.push_back(theirs);
        return;
    }
    const Json::json_pointer place(conflict.place);
    const bool keyed = conflict.place == "/clauses" || conflict.place == "/tools" || conflict.place == "/state";
    if (conflict.theirs.empty()) {
        if (document.contains(place))
            document[place.parent_pointer()].erase(place.back());
    } else if (keyed && document.contains(place) && document[place].is_array() && theirs.is_array()) {
        document[place] = reordered(document[place], theirs); // each item is a conflict of its own
    } else {
        document[place] = theirs;
    }
}

} // namespace mandate

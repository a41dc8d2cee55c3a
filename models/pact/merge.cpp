// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/merge.h"

#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace mandate {

namespace {

/// Value of a document's part, or nothing.
using Part = const Value *;

/// The member by which elements of a list are known; empty for lists that are taken whole.
std::string_view keyOf(std::string_view list)
{
    if (list == "clauses")
        return "id";
    if (list == "tools")
        return "name";
    if (list == "state")
        return "fact";
    if (list == "windows")
        return "window";
    return {};
}

std::string textOf(Part part)
{
    return part ? canonicalJson(*part) : std::string();
}

bool same(Part a, Part b)
{
    return textOf(a) == textOf(b);
}

class Merger
{
public:
    explicit Merger(Arena &arena) : m_arena(arena) {}

    Value object(const Value &base, const Value &ours, const Value &theirs, const std::string &place, bool isDocument)
    {
        std::set<std::string_view> names;
        for (const Value *side : {&base, &ours, &theirs}) {
            for (const Member &member : side->members())
                names.insert(member.key.text());
        }
        std::vector<Member> merged;
        for (const std::string_view name : names) {
            const Part b = base.find(name);
            const Part o = ours.find(name);
            const Part t = theirs.find(name);
            if (isDocument && (name == "version" || name == "parent_version")) {
                if (o)
                    merged.push_back({Value::string(name), *o});
                continue;
            }
            if (const auto value = part(b, o, t, place + '/' + std::string(name), isDocument ? keyOf(name) : std::string_view()))
                merged.push_back({Value::string(m_arena.copy(name)), *value});
        }
        return Value::map({m_arena.copy(std::span<const Member>(merged)), merged.size()});
    }

    std::vector<MergeConflict> conflicts;

private:
    using Elements = std::vector<std::pair<std::string, Part>>; ///< in the order of the list

    std::optional<Value> part(Part base, Part ours, Part theirs, const std::string &place, std::string_view key)
    {
        if (same(ours, theirs) || same(base, theirs))
            return ours ? std::optional(*ours) : std::nullopt;
        if (same(base, ours))
            return theirs ? std::optional(*theirs) : std::nullopt;
        const auto all = [&](auto is) { return ours && theirs && is(*ours) && is(*theirs) && (!base || is(*base)); };
        if (!key.empty() && all([](const Value &value) { return value.isList(); }))
            return list(base, *ours, *theirs, place, key);
        if (base && all([](const Value &value) { return value.isMap(); }))
            return object(*base, *ours, *theirs, place, false);
        conflict(place, {}, base, ours, theirs);
        return ours ? std::optional(*ours) : std::nullopt;
    }

    void conflict(const std::string &place, const std::string &id, Part base, Part ours, Part theirs)
    {
        conflicts.push_back({place, id, textOf(base), textOf(ours), textOf(theirs)});
    }

    static Elements elements(Part list, std::string_view key)
    {
        Elements found;
        if (!list)
            return found;
        for (const Value &item : list->items())
            found.emplace_back(item.findText(key).value_or(std::string_view()), &item);
        return found;
    }

    Value list(Part base, const Value &ours, const Value &theirs, const std::string &place, std::string_view key)
    {
        const Elements sides[3]{elements(base, key), elements(&ours, key), elements(&theirs, key)};
        std::map<std::string, Part> by[3];
        for (int side = 0; side < 3; ++side) {
            for (const auto &[id, item] : sides[side])
                by[side].emplace(id, item);
        }
        const auto at = [&](int side, const std::string &id) {
            const auto found = by[side].find(id);
            return found == by[side].end() ? nullptr : found->second;
        };
        struct Kept
        {
            Value value;
            bool contested;
        };
        std::map<std::string, Kept> kept;
        std::set<std::string> gone; // contested, and not in our text
        std::set<std::string> ids;
        for (const auto &side : sides) {
            for (const auto &[id, item] : side)
                ids.insert(id);
        }
        for (const std::string &id : ids) {
            const Part b = at(0, id);
            const Part o = at(1, id);
            const Part t = at(2, id);
            const bool contested = !same(o, t) && !same(b, t) && !same(b, o);
            const Part taken = same(b, o) ? t : o;
            if (taken)
                kept.emplace(id, Kept{*taken, contested});
            else if (contested)
                gone.insert(id);
        }
        const auto order = ordered(sides, [&](const std::string &id) { return kept.contains(id); });
        std::vector<Value> items;
        for (const std::string &id : order.ids) {
            if (kept.at(id).contested)
                conflict(place + '/' + std::to_string(items.size()), id, at(0, id), at(1, id), at(2, id));
            items.push_back(kept.at(id).value);
        }
        for (const std::string &id : gone)
            conflict(place, id, at(0, id), at(1, id), at(2, id));
        if (order.contested)
            conflict(place, {}, base, &ours, &theirs);
        return Value::list({m_arena.copy(std::span<const Value>(items)), items.size()});
    }

    struct Order
    {
        std::vector<std::string> ids;
        bool contested = false;
    };

    /// The order of the elements that stay: those of the base as the side has them that moved them, new ones behind what they stood behind.
    template<typename Stays>
    static Order ordered(const Elements (&sides)[3], const Stays &stays)
    {
        std::set<std::string> places[3];
        for (int side = 0; side < 3; ++side) {
            for (const auto &[id, item] : sides[side])
                places[side].insert(id);
        }
        const auto isCommon = [&](const std::string &id) { return places[1].contains(id) && places[2].contains(id) && stays(id); };
        // What both sides have, in the order of each; and of it what the base has too.
        std::vector<std::string> common[3];
        std::vector<std::string> known[3];
        for (int side = 0; side < 3; ++side) {
            for (const auto &[id, item] : sides[side]) {
                if (!isCommon(id))
                    continue;
                common[side].push_back(id);
                if (places[0].contains(id))
                    known[side].push_back(id);
            }
        }
        Order order;
        const bool oursMoved = known[1] != known[0];
        const bool theirsMoved = known[2] != known[0];
        order.contested = oursMoved && theirsMoved && common[1] != common[2];
        const std::vector<std::string> &skeleton = oursMoved ? common[1] : theirsMoved ? common[2] : std::min(common[1], common[2]);
        // The rest stands behind the nearest common element before it; what both sides put at the same place comes by name, so that it does
        // not matter which side is ours.
        std::map<std::string, std::vector<std::vector<std::string>>> behind; // "" is the beginning
        std::set<std::string> placed;
        for (const int side : {1, 2}) {
            std::string anchor;
            std::vector<std::string> run;
            const auto close = [&] {
                if (!run.empty())
                    behind[anchor].push_back(std::exchange(run, {}));
            };
            for (const auto &[id, item] : sides[side]) {
                if (isCommon(id)) {
                    close();
                    anchor = id;
                } else if (stays(id) && placed.insert(id).second) {
                    run.push_back(id);
                }
            }
            close();
        }
        const auto put = [&](const std::string &anchor) {
            auto found = behind.find(anchor);
            if (found == behind.end())
                return;
            std::ranges::sort(found->second);
            for (const auto &run : found->second)
                order.ids.insert(order.ids.end(), run.begin(), run.end());
        };
        put({});
        for (const std::string &id : skeleton) {
            order.ids.push_back(id);
            put(id);
        }
        return order;
    }

    Arena &m_arena;
};

} // namespace

MergedPact mergePacts(const ParsedPact &base, const ParsedPact &ours, const ParsedPact &theirs)
{
    Arena arena;
    JsonReader reader;
    const auto b = reader.read(base.canonical, arena);
    const auto o = reader.read(ours.canonical, arena);
    const auto t = reader.read(theirs.canonical, arena);
    if (!b || !o || !t)
        return {ours.canonical, {}}; // a parsed pact is JSON
    Merger merger(arena);
    MergedPact merged;
    merged.document = canonicalJson(merger.object(*b, *o, *t, {}, true));
    merged.conflicts = std::move(merger.conflicts);
    return merged;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/window_book.h"

#include "models/base/canonical_json.h"
#include "models/pact/judge_room.h"

#include <algorithm>
#include <array>
#include <deque>
#include <limits>
#include <numeric>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace mandate {

namespace {

/// An action may be dated this much before its permission: clocks of different computers differ.
constexpr std::int64_t clocksDiffer = 60'000'000'000; ///< nanoseconds

/// Where an action stands in business time. What came in first plays no part.
struct Place
{
    std::int64_t moment = 0;                                        ///< when it was permitted, else occurred, else was received
    std::uint64_t permission = std::numeric_limits<std::uint64_t>::max(); ///< entry of the decision: those of one moment keep their order, and come first
    std::uint64_t item = 0;                                         ///< of its bytes; with the span it tells apart what nothing else does
    std::uint32_t span = 0;
    std::uint32_t agent = 0; ///< numbers of names
    std::uint32_t session = 0;
    std::int32_t message = -1;
    std::int32_t call = -1;
    std::uint64_t entry = 0; ///< tells apart what one item says in the same place: it keeps its order, however it came in
    bool operator==(const Place &) const = default;
};

/// One window's actions with a key in common, by place.
struct Series
{
    std::vector<Place> places;
    std::vector<Value> values;
    std::size_t errors = 0;     ///< of the values
    std::optional<Place> asked; ///< of the latest action that looked at it
};

struct Shown
{
    Series *series;
    Value value;
};

/// A permission or an action, where it may be the other's.
struct Counted
{
    Place place;
    std::uint64_t entry = 0;
    std::vector<Shown> adds;    ///< what it puts into windows
    std::vector<Series *> asks; ///< what it looks at
    Place shownAt;
    std::vector<Shown> shown; ///< what stands in the windows for it
};

/// Permissions and actions of the same agent, session, tool and arguments.
struct Group
{
    std::vector<Counted> permissions;
    std::vector<Counted> actions;
    std::size_t next = 0; ///< the first permission whose action was not found
};

using DigestGroups = std::unordered_map<std::string, std::unique_ptr<Group>, TextHash, std::equal_to<>>;

/// How the actions of a tool meet the windows.
struct ToolUse
{
    std::vector<std::uint32_t> windows; ///< in which they lie
    bool asks = false;                  ///< a clause about it reads windows
};

struct NumberedNames
{
    std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> numbers;
    std::vector<std::string_view> names;

    std::uint32_t numberOf(std::string_view name)
    {
        const auto found = numbers.find(name);
        if (found != numbers.end())
            return found->second;
        const auto added = numbers.emplace(std::string(name), static_cast<std::uint32_t>(names.size())).first;
        names.push_back(added->first);
        return added->second;
    }
    [[nodiscard]] std::uint32_t find(std::string_view name) const
    {
        const auto found = numbers.find(name);
        return found != numbers.end() ? found->second : static_cast<std::uint32_t>(names.size());
    }
};

using Slots = std::array<Value, variables::WindowSlotCount>;

Slots slotsOf(const Record &record, const Value &noArguments)
{
    Slots slots;
    slots[variables::WindowArgs] = record.arguments.isMap() ? record.arguments : noArguments;
    slots[variables::WindowTool] = Value::string(record.tool);
    slots[variables::WindowAgent] = Value::string(record.agent);
    slots[variables::WindowSession] = Value::string(record.session);
    slots[variables::WindowEnvironment] = Value::string(record.deployment);
    return slots;
}

std::string_view reasonOf(const Value &error)
{
    return error.why().missing.empty() ? error.why().message : error.why().missing;
}

std::int64_t since(std::int64_t moment, std::int64_t within)
{
    return moment < std::numeric_limits<std::int64_t>::min() + within ? std::numeric_limits<std::int64_t>::min() : moment - within;
}

bool sameShown(const Shown &a, const Shown &b)
{
    return a.series == b.series && !a.value.isError() && identical(a.value, b.value);
}

} // namespace

struct WindowBook::Private
{
    explicit Private(std::shared_ptr<const CompiledPact> of) : pact(std::move(of)), windows(pact->parts().windows), byKey(windows.size())
    {
        noArguments = cel::absent(arena, "args");
    }

    [[nodiscard]] ToolUse useOf(std::string_view tool) const;
    const ToolUse &keptUse(std::string_view tool);
    [[nodiscard]] bool isBefore(const Place &a, const Place &b) const { return isBefore(a, b, agents.names[b.agent], sessions.names[b.session]); }
    [[nodiscard]] bool isBefore(const Place &a, const Place &b, std::string_view agentOfB, std::string_view sessionOfB) const;
    [[nodiscard]] static Place placeIn(const Record &record, std::uint64_t entry, std::uint32_t agent, std::uint32_t session);
    Counted count(const Record &record, std::uint64_t entry, const ToolUse &use);
    Series *seriesOf(std::size_t window, std::string_view key);
    Group *groupOf(const Record &record, bool make);
    void settle(Group &group);
    void match(Group &group);
    void show(Counted &one, const Place &place, const std::vector<Shown> &wanted);
    void insert(Series &series, const Place &place, const Value &value);
    void erase(Series &series, const Place &place);
    void touch(const Series &series, const Place &place);
    void noteAsked(const Counted &one, const Place &place);
    [[nodiscard]] Value seen(const Record &record, std::int64_t moment, const Place *end, Arena &scratch) const;

    std::shared_ptr<const CompiledPact> pact;
    const std::vector<CompiledWindow> &windows;
    bool filling = false;
    bool disorder = false;
    Arena arena{4096}; ///< of values
    Arena scratch;
    Value noArguments;
    NumberedNames agents, sessions;
    std::unordered_map<std::string, ToolUse, TextHash, std::equal_to<>> uses;
    std::deque<Series> series;
    std::vector<std::unordered_map<std::string, Series *, TextHash, std::equal_to<>>> byKey; ///< by window
    std::unordered_map<std::string, DigestGroups, TextHash, std::equal_to<>> groups;         ///< by agent and session, then by action
    std::unordered_map<std::uint64_t, Place> permitted; ///< places of actions whose permission was found, by entry
};

ToolUse WindowBook::Private::useOf(std::string_view tool) const
{
    ToolUse use;
    for (std::uint32_t i = 0; i < windows.size(); ++i) {
        const auto &tools = windows[i].window.tools;
        if (tools.empty() || std::ranges::any_of(tools, [&](const std::string &pattern) { return matchesPattern(pattern, tool); }))
            use.windows.push_back(i);
    }
    use.asks = pact->parts().clausesOf(tool).uses[variables::Window];
    return use;
}

const ToolUse &WindowBook::Private::keptUse(std::string_view tool)
{
    const auto found = uses.find(tool);
    return found != uses.end() ? found->second : uses.emplace(std::string(tool), useOf(tool)).first->second;
}

bool WindowBook::Private::isBefore(const Place &a, const Place &b, std::string_view agentOfB, std::string_view sessionOfB) const
{
    if (a.moment != b.moment)
        return a.moment < b.moment;
    if (a.permission != b.permission)
        return a.permission < b.permission;
    if (a.agent != b.agent)
        return agents.names[a.agent] < agentOfB;
    if (a.session != b.session)
        return sessions.names[a.session] < sessionOfB;
    return std::tuple(a.message, a.call, a.item, a.span, a.entry) < std::tuple(b.message, b.call, b.item, b.span, b.entry);
}

Place WindowBook::Private::placeIn(const Record &record, std::uint64_t entry, std::uint32_t agent, std::uint32_t session)
{
    Place place;
    place.moment = record.occurred.value_or(record.received).nanoseconds;
    for (std::size_t i = 0; i < sizeof place.item; ++i)
        place.item = place.item << 8U | record.itemDigest.octets[i];
    place.span = record.spanBegin;
    place.agent = agent;
    place.session = session;
    place.message = record.message;
    place.call = record.call;
    place.entry = entry;
    return place;
}

Series *WindowBook::Private::seriesOf(std::size_t window, std::string_view key)
{
    const auto found = byKey[window].find(key);
    if (found != byKey[window].end())
        return found->second;
    return byKey[window].emplace(std::string(key), &series.emplace_back()).first->second;
}

Counted WindowBook::Private::count(const Record &record, std::uint64_t entry, const ToolUse &use)
{
    recycle(scratch);
    Counted one;
    one.place = placeIn(record, entry, agents.numberOf(record.agent), sessions.numberOf(record.session));
    one.entry = entry;
    const bool executed = countsAsExecuted(record.outcome);
    const Slots slots = slotsOf(record, noArguments);
    std::vector<Series *> of(windows.size()); // by key; none where it cannot be told: such an action is in no window
    for (std::size_t i = 0; i < windows.size(); ++i) {
        if (!use.asks && std::ranges::find(use.windows, i) == use.windows.end())
            continue;
        const Value key = windows[i].by ? windows[i].by->evaluate(slots, scratch) : Value::string({});
        if (key.isString())
            of[i] = seriesOf(i, key.text());
    }
    if (use.asks)
        std::ranges::copy_if(of, std::back_inserter(one.asks), [](const Series *asked) { return asked != nullptr; });
    for (const std::uint32_t i : use.windows) {
        const CompiledWindow &window = windows[i];
        if (!of[i] || !(executed || window.window.attempted))
            continue;
        const Value holds = window.when ? window.when->evaluate(slots, scratch) : Value::boolean(true);
        if (holds.is(ValueKind::Bool) && !holds.asBool())
            continue;
        // Whether it lies in the window may be unknown, and so may what is kept of it: then what the window holds is unknown.
        Value value = holds;
        if (holds.is(ValueKind::Bool))
            value = window.value ? window.value->evaluate(slots, scratch) : record.arguments.isMap() ? record.arguments : Value::map({});
        else if (!holds.isError())
            value = Value::error(scratch, "its condition gave no yes or no");
        if (value.isError()) {
            const std::string missing = "window." + window.window.window + ": " + std::string(reasonOf(value)) + " of an earlier action";
            value = Value::error(scratch, missing, missing);
        }
        one.adds.push_back({of[i], clone(value, arena)});
    }
    return one;
}

Group *WindowBook::Private::groupOf(const Record &record, bool make)
{
    std::string key(record.agent);
    (key += '\0') += record.session;
    auto found = groups.find(key);
    if (found == groups.end()) {
        if (!make)
            return nullptr;
        found = groups.emplace(std::move(key), DigestGroups()).first;
    }
    const Digest action =
        sha256({record.tool, std::string_view("\0", 1), record.arguments.isMap() ? canonicalJson(record.arguments) : std::string("{}")});
    const auto group = found->second.find(action.view());
    if (group != found->second.end())
        return group->second.get();
    return make ? found->second.emplace(std::string(action.view()), std::make_unique<Group>()).first->second.get() : nullptr;
}

/// Something in a series changed at a place. Whoever looked from behind it may have seen something else.
void WindowBook::Private::touch(const Series &changed, const Place &place)
{
    disorder = disorder || (changed.asked && isBefore(place, *changed.asked));
}

void WindowBook::Private::insert(Series &into, const Place &place, const Value &value)
{
    into.errors += value.isError();
    if (filling) {
        into.places.push_back(place);
        into.values.push_back(value);
        return;
    }
    const auto at = std::ranges::upper_bound(into.places, place, [this](const Place &a, const Place &b) { return isBefore(a, b); });
    into.values.insert(into.values.begin() + (at - into.places.begin()), value);
    into.places.insert(at, place);
    touch(into, place);
}

void WindowBook::Private::erase(Series &from, const Place &place)
{
    const auto at = std::ranges::lower_bound(from.places, place, [this](const Place &a, const Place &b) { return isBefore(a, b); });
    if (at == from.places.end() || !(*at == place))
        return;
    const auto value = from.values.begin() + (at - from.places.begin());
    from.errors -= value->isError();
    from.values.erase(value);
    from.places.erase(at);
    touch(from, place);
}

void WindowBook::Private::noteAsked(const Counted &one, const Place &place)
{
    for (Series *asked : one.asks) {
        if (!asked->asked || isBefore(*asked->asked, place))
            asked->asked = place;
    }
}

void WindowBook::Private::show(Counted &one, const Place &place, const std::vector<Shown> &wanted)
{
    if (one.shown.empty() && wanted.empty())
        return;
    if (!one.shown.empty() && one.shownAt == place && std::ranges::equal(one.shown, wanted, sameShown))
        return;
    for (const Shown &shown : one.shown)
        erase(*shown.series, one.shownAt);
    one.shown = wanted;
    one.shownAt = place;
    for (const Shown &shown : wanted)
        insert(*shown.series, place, shown.value);
}

/// Which action ran on which permission: in the order of time, each takes the first that is left, was in the ledger before it and is not later.
void WindowBook::Private::match(Group &group)
{
    const auto byPlace = [this](const Counted &a, const Counted &b) { return isBefore(a.place, b.place); };
    std::ranges::sort(group.permissions, byPlace);
    std::ranges::sort(group.actions, byPlace);
    std::vector<const Counted *> of(group.permissions.size());
    group.next = 0;
    for (Counted &action : group.actions) {
        permitted.erase(action.entry);
        for (std::size_t i = group.next; i < group.permissions.size(); ++i) {
            const Counted &permission = group.permissions[i];
            if (permission.place.moment - clocksDiffer > action.place.moment)
                break;
            if (of[i] || permission.entry > action.entry)
                continue;
            of[i] = &action;
            permitted.emplace(action.entry, permission.place);
            break;
        }
        while (group.next < of.size() && of[group.next])
            ++group.next;
    }
    static const std::vector<Shown> nothing;
    // What goes is taken out before what comes is put in: places are looked up by their order.
    for (Counted &action : group.actions) {
        const bool alone = !permitted.contains(action.entry);
        show(action, action.place, alone ? action.adds : nothing);
    }
    for (std::size_t i = 0; i < of.size(); ++i)
        show(group.permissions[i], group.permissions[i].place, of[i] ? of[i]->adds : group.permissions[i].adds);
    for (const Counted &action : group.actions) {
        const auto place = permitted.find(action.entry);
        noteAsked(action, place != permitted.end() ? place->second : action.place);
    }
}

Value WindowBook::Private::seen(const Record &record, std::int64_t moment, const Place *end, Arena &room) const
{
    const Slots slots = slotsOf(record, noArguments);
    auto *members = room.array<Member>(windows.size());
    for (std::size_t i = 0; i < windows.size(); ++i) {
        const CompiledWindow &window = windows[i];
        const std::string &name = window.window.window;
        Value held = Value::list({});
        const Value key = window.by ? window.by->evaluate(slots, room) : Value::string({});
        if (key.isString()) {
            const auto found = byKey[i].find(key.text());
            if (found != byKey[i].end()) {
                const Series &of = *found->second;
                const auto from = std::ranges::lower_bound(of.places, since(moment, window.within), {}, &Place::moment);
                const auto to = end ? std::ranges::lower_bound(from, of.places.end(), *end,
                                                              [&](const Place &a, const Place &b) { return isBefore(a, b, record.agent, record.session); })
                                    : of.places.end();
                const std::span<const Value> values(of.values.data() + (from - of.places.begin()), static_cast<std::size_t>(to - from));
                held = Value::list(values);
                if (of.errors > 0) {
                    const auto unknown = std::ranges::find_if(values, &Value::isError);
                    if (unknown != values.end())
                        held = *unknown;
                }
            }
        } else {
            const std::string missing = "window." + name + ": " + (key.isError() ? std::string(reasonOf(key)) : std::string("what it is by is no text"));
            held = Value::error(room, missing, missing);
        }
        new (members + i) Member{Value::string(name), held};
    }
    return Value::map({members, windows.size()});
}

WindowBook::WindowBook(std::shared_ptr<const CompiledPact> pact, Begin begin) : m(std::make_unique<Private>(std::move(pact)))
{
    m->filling = begin == Begin::Filling;
}
WindowBook::~WindowBook() = default;
WindowBook::WindowBook(WindowBook &&) noexcept = default;
WindowBook &WindowBook::operator=(WindowBook &&) noexcept = default;

bool WindowBook::concerns(std::string_view tool) const
{
    const ToolUse use = m->useOf(tool);
    return use.asks || !use.windows.empty();
}

void WindowBook::permit(const Record &decision, std::uint64_t entry)
{
    const bool isPermission = decision.kind == RecordKind::Decision && decision.outcome == Outcome::Unknown;
    if (!isPermission || !m->pact->document().bindsAgent(decision.agent, decision.deployment))
        return;
    const ToolUse &use = m->keptUse(decision.tool);
    if (!use.asks && use.windows.empty())
        return;
    Counted permission = m->count(decision, entry, use);
    permission.place.permission = entry;
    permission.place.item = 0;
    permission.place.span = 0;
    Group &group = *m->groupOf(decision, true);
    const bool inOrder = group.permissions.empty() || m->isBefore(group.permissions.back().place, permission.place);
    Counted &taken = group.permissions.emplace_back(std::move(permission));
    if (m->filling)
        return;
    if (inOrder) // no action that is here already ran on it
        m->show(taken, taken.place, taken.adds);
    else
        m->match(group);
}

void WindowBook::act(const Record &action, std::uint64_t entry)
{
    if (action.kind != RecordKind::Action || !m->pact->document().bindsAgent(action.agent, action.deployment))
        return;
    const ToolUse &use = m->keptUse(action.tool);
    if (!use.asks && use.windows.empty())
        return;
    Counted one = m->count(action, entry, use);
    Group *group = m->groups.empty() ? nullptr : m->groupOf(action, false);
    if (!group) {
        for (const Shown &shown : one.adds)
            m->insert(*shown.series, one.place, shown.value);
        m->noteAsked(one, one.place);
        return;
    }
    const bool inOrder = group->actions.empty() || m->isBefore(group->actions.back().place, one.place);
    Counted &taken = group->actions.emplace_back(std::move(one));
    if (m->filling)
        return;
    if (!inOrder) {
        m->match(*group);
        m->disorder = true;
        return;
    }
    Counted *permission = group->next < group->permissions.size() ? &group->permissions[group->next] : nullptr;
    if (!permission || permission->place.moment - clocksDiffer > taken.place.moment) {
        m->show(taken, taken.place, taken.adds);
        m->noteAsked(taken, taken.place);
        return;
    }
    ++group->next;
    m->permitted.emplace(entry, permission->place);
    m->show(*permission, permission->place, taken.adds);
    m->noteAsked(taken, permission->place);
}

void WindowBook::settle()
{
    for (auto &[session, groups] : m->groups) {
        for (auto &[action, group] : groups)
            m->match(*group);
    }
    m->filling = false;
    std::vector<std::size_t> order;
    const auto byPlace = [this](const Place &a, const Place &b) { return m->isBefore(a, b); };
    for (Series &series : m->series) {
        if (std::ranges::is_sorted(series.places, byPlace))
            continue;
        order.resize(series.places.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(order, byPlace, [&](std::size_t i) { return series.places[i]; });
        Series sorted = {{}, {}, series.errors, series.asked};
        for (const std::size_t i : order) {
            sorted.places.push_back(series.places[i]);
            sorted.values.push_back(series.values[i]);
        }
        series = std::move(sorted);
    }
    m->disorder = false;
}

Value WindowBook::before(const Record &action, std::uint64_t entry, Arena &scratch) const
{
    const auto permitted = m->permitted.find(entry);
    const Place place = permitted != m->permitted.end() ? permitted->second
                                                        : Private::placeIn(action, entry, m->agents.find(action.agent), m->sessions.find(action.session));
    return m->seen(action, place.moment, &place, scratch);
}

Value WindowBook::now(const Record &question, Arena &scratch) const
{
    return m->seen(question, question.occurred.value_or(question.received).nanoseconds, nullptr, scratch);
}

bool WindowBook::takeDisorder()
{
    return std::exchange(m->disorder, false);
}

} // namespace mandate

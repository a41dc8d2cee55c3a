// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/redline/domain.h"

#include "models/pact/cel/civil_time.h"
#include "models/pact/cel/program.h"

#include <algorithm>

namespace mandate::redline {

namespace {

constexpr std::array recordParts{"input", "action", "basis", "result", "time", "decision_basis", "signature"};

/// Kinds of what a fact keeps, by the static type of its expression.
std::uint32_t kindsOfFact(const StateFact &fact)
{
    if (fact.value.empty())
        return KMap; // the object itself
    const auto program = cel::compile(fact.value, variables::factEnvironment());
    if (!program)
        return KAny;
    switch (program->resultType().kind()) {
    case cel::Type::Kind::String: return KString;
    case cel::Type::Kind::Bool: return KBool;
    case cel::Type::Kind::Int: return KInt;
    default: break;
    }
    const cel::Ast &ast = program->ast(); // a part of the object is JSON again
    for (cel::ExprId at = ast.root();; at = ast[at].children[0]) {
        if (ast[at].kind == cel::ExprKind::Ident)
            return KJson;
        if (ast[at].kind != cel::ExprKind::Select || ast[at].testOnly || ast[at].optional)
            return KAny;
    }
}

struct Below
{
    std::uint32_t kinds = KJson;
    Role role = Role::Data;
    bool always = false;
    bool never = false;
};

Below belowOf(Role role, const std::string &name)
{
    switch (role) {
    case Role::Action:
        if (name == "tool" || name == "said")
            return {KString, Role::Text, true, false};
        if (name == "calls_in_message" || name == "message" || name == "call")
            return {KInt, Role::Number, true, false};
        return name == "earlier" ? Below{KList, Role::Earlier, true, false} : Below{KNull, Role::Data, false, true};
    case Role::Record:
        if (std::find(recordParts.begin(), recordParts.end(), name) != recordParts.end())
            return {KBool, Role::Truth, true, false};
        return {KNull, Role::Data, false, true};
    case Role::Call:
        if (name == "tool" || name == "result")
            return {KString, Role::Text, true, false};
        if (name == "message" || name == "call")
            return {KInt, Role::Number, true, false};
        if (name == "executed")
            return {KBool, Role::Truth, true, false};
        return name == "args" ? Below{KMap, Role::Data, true, false} : Below{KNull, Role::Data, false, true};
    case Role::Loose: return {KAny, Role::Loose, false, false};
    default: return {};
    }
}

} // namespace

bool Setting::factsDiffer() const
{
    return std::any_of(facts.begin(), facts.end(), [](const auto &fact) { return !fact.second[0].shared; });
}

Setting Setting::of(const PactDocument &before, const PactDocument &after)
{
    Setting setting;
    setting.clock = {before.fixedClock, after.fixedClock};
    const auto untitledWindows = [](const PactDocument &pact) {
        std::map<std::string, ActionWindow> all;
        for (const ActionWindow &window : pact.windows)
            (all[window.window] = window).title.clear();
        return all;
    };
    setting.sameWindows = before.binds == after.binds && untitledWindows(before) == untitledWindows(after);
    for (const int side : {0, 1}) {
        for (const ActionWindow &window : (side == 0 ? before : after).windows)
            setting.windows[window.window][static_cast<std::size_t>(side)] = true;
    }
    for (const int side : {0, 1}) {
        const PactDocument &pact = side == 0 ? before : after;
        for (const StateFact &fact : pact.state) {
            const PactDocument &other = side == 0 ? after : before;
            StateFact untitled = fact;
            untitled.title.clear();
            const bool shared = std::any_of(other.state.begin(), other.state.end(), [&](StateFact their) {
                their.title.clear();
                return their == untitled;
            });
            setting.facts[fact.fact][static_cast<std::size_t>(side)] = {true, !fact.key.empty(), shared, kindsOfFact(fact)};
        }
    }
    return setting;
}

Symbol Domain::unknown(std::uint32_t kinds, const std::string &name, bool mayFail)
{
    Symbol x(solver);
    x.kinds = kinds;
    if ((kinds & (kinds - 1)) == 0) {
        x.kind = kindNumber(solver, kinds);
    } else {
        x.kind = solver.bv_const(fresh(name + " kind").c_str(), 4);
        Formula one = solver.bool_val(false);
        for (std::uint32_t rest = kinds; rest != 0; rest &= rest - 1)
            one = either(one, x.kind == kindNumber(solver, rest & -rest));
        know(one);
        if ((kinds & KJson) != 0)
            prefer(negation(isOf(x, KUint | KOther)));
    }
    if (kinds & KBool)
        x.truth = flag(name);
    if (kinds & KWhole) {
        x.whole = whole(name);
        const auto inside = [&](std::uint32_t kind, const char *low, const char *high) {
            if (kinds & kind)
                know(either(negation(isOf(x, kind)), *x.whole >= solver.int_val(low) && *x.whole <= solver.int_val(high)));
        };
        inside(KInt, "-9223372036854775808", "9223372036854775807");
        inside(KUint, (kinds & KJson) == KJson ? "9223372036854775808" : "0", "18446744073709551615");
        inside(KDuration, "-9223372036854775808", "9223372036854775807");
        inside(KTimestamp, "-62135596800000000000", "253402300799999999999");
        if (kinds & KNumber)
            prefer(either(negation(isOf(x, KInt)), *x.whole <= 1'000'000'000 && *x.whole >= -1'000'000'000));
    }
    if (kinds & KDouble)
        x.real = solver.real_const(fresh(name).c_str());
    if (kinds & KText)
        x.text = solver.constant(fresh(name).c_str(), solver.string_sort());
    if (kinds & KSized) {
        x.length = whole(name + " size");
        know(*x.length >= 0);
    }
    if (mayFail) {
        x.error = flag(name + " error");
        prefer(negation(x.error));
    }
    return x;
}

int Domain::placeOf(int key) const
{
    const auto found = m_places.find(key);
    return found == m_places.end() ? -1 : found->second;
}

int Domain::add(Place place, int key)
{
    const int number = static_cast<int>(places.size());
    place.value.key = key;
    place.value.place = number;
    places.push_back(std::move(place));
    m_places.emplace(key, number);
    return number;
}

Symbol Domain::root(std::uint32_t slot, Side side)
{
    namespace slots = variables;
    const bool ownClock = slot == slots::Now && setting.clock[0] != setting.clock[1];
    const int key = keys.of("slot " + std::to_string(slot) + (ownClock ? side == Side::Before ? " before" : " after" : ""));
    if (const int known = placeOf(key); known >= 0)
        return places[static_cast<std::size_t>(known)].value;
    const std::string &name = variables::clauseEnvironment().variables()[slot].name;
    std::uint32_t kinds = KString;
    Role role = Role::Text;
    bool absent = false;
    switch (slot) {
    case slots::Action:
        kinds = KMap;
        role = Role::Action;
        break;
    case slots::Args:
        kinds = KMap;
        role = Role::Data;
        absent = true;
        break;
    case slots::Input:
    case slots::Result: absent = true; break;
    case slots::Confidence:
        kinds = KDouble;
        role = Role::Number;
        absent = true;
        break;
    case slots::Now:
        kinds = KTimestamp;
        role = Role::Number;
        absent = true;
        break;
    case slots::State:
        kinds = KMap;
        role = Role::State;
        break;
    case slots::Window:
        kinds = KMap;
        role = Role::Windows;
        break;
    case slots::History:
        kinds = KList;
        role = Role::History;
        break;
    case slots::Proposal:
    case slots::Verifier:
        kinds = KMap;
        role = Role::Data;
        absent = true;
        break;
    case slots::Returned:
        kinds = KJson;
        role = Role::Data;
        break;
    case slots::Record:
        kinds = KMap;
        role = Role::Record;
        break;
    default: break;
    }
    Place place{Place::Step::Root, role, -1, name, slot, {}, {}, false, false, false, solver.bool_val(true), unknown(kinds, name, absent)};
    if (slot == slots::Now) {
        if (const auto &fixed = setting.clock[static_cast<std::size_t>(side)]) {
            place.value.error = solver.bool_val(false);
            know(*place.value.whole == solver.int_val(fixed->nanoseconds));
            place.fixed = true;
        }
    }
    return places[static_cast<std::size_t>(add(std::move(place), key))].value;
}

Symbol Domain::read(const Place &parent, const Formula &present, std::uint32_t kinds, const std::string &name)
{
    Symbol value = unknown(kinds, name, false);
    const Formula holds = both(negation(parent.value.error), both(isOf(parent.value, KSized | KOther), present));
    value.error = negation(holds);
    return value;
}

std::string Domain::sideMark(const Place &parent, const std::string &name, Side side) const
{
    if (parent.role == Role::Windows && !setting.sameWindows)
        return side == Side::Before ? "\x01"
                                      "before"
                                    : "\x01"
                                      "after";
    if (parent.role != Role::State)
        return {};
    const auto fact = setting.facts.find(name);
    const bool shared = fact != setting.facts.end() ? fact->second[0].shared && fact->second[1].shared : !setting.factsDiffer();
    return shared || (!name.empty() && fact == setting.facts.end()) ? ""
           : side == Side::Before                                   ? "\x01"
                                                                      "before"
                                                                    : "\x01"
                                                                      "after";
}

Symbol Domain::field(int number, const std::string &name, Side side, int key)
{
    if (const int known = placeOf(key); known >= 0)
        return places[static_cast<std::size_t>(known)].value;
    const Place parent = places[static_cast<std::size_t>(number)];
    Below below = belowOf(parent.role, name);
    bool oneSided = parent.oneSided;
    if (parent.role == Role::State) {
        const auto fact = setting.facts.find(name);
        const FactShape shape = fact == setting.facts.end() ? FactShape() : fact->second[static_cast<std::size_t>(side)];
        below = shape.keyed ? Below{KMap, Role::KeyedFact, true, false}
                            : Below{shape.kinds, shape.kinds & KOther ? Role::Loose : Role::Data, false, !shape.declared};
        oneSided |= fact != setting.facts.end() && !shape.shared;
    } else if (parent.role == Role::Windows) {
        const auto window = setting.windows.find(name);
        const bool declared = window != setting.windows.end() && window->second[static_cast<std::size_t>(side)];
        below = {KList, Role::Loose, false, !declared}; // it may be unknown
        oneSided |= !setting.sameWindows;
    } else if (parent.role == Role::KeyedFact) {
        below = {KAny, Role::Loose, false, false};
        const auto fact = setting.facts.find(parent.name);
        if (fact != setting.facts.end()) {
            below.kinds = fact->second[static_cast<std::size_t>(side)].kinds;
            below.role = below.kinds & KOther ? Role::Loose : Role::Data;
        }
    }
    const Formula present = below.always ? solver.bool_val(true) : below.never ? solver.bool_val(false) : flag("has " + name);
    Symbol value = read(parent, present, below.kinds, name);
    if (!present.is_true()) { // only a map has members
        know(either(negation(present), both(negation(parent.value.error), isOf(parent.value, KMap | KOther))));
        if (parent.value.length)
            know(either(negation(present), *parent.value.length >= 1));
        prefer(present);
    }
    const int made = add({Place::Step::Field, below.role, number, name, 0, {}, {}, oneSided, false, false, present, std::move(value)}, key);
    const Symbol result = places[static_cast<std::size_t>(made)].value;
    if (parent.role == Role::Record && (name == "input" || name == "result")) {
        const Symbol text = root(name == "input" ? variables::Input : variables::Result, side);
        know(*result.truth == both(negation(text.error), text.text->length() > 0));
    }
    return result;
}

Symbol Domain::entry(int number, const Symbol &entryKey, const std::string &source, Side side, int key)
{
    if (const int known = placeOf(key); known >= 0)
        return places[static_cast<std::size_t>(known)].value;
    const Place parent = places[static_cast<std::size_t>(number)];
    Below below;
    if (parent.role == Role::Loose)
        below = {KAny, Role::Loose, false, false};
    else if (parent.role == Role::History)
        below = {KMap, Role::Call, false, false};
    else if (parent.role == Role::Earlier)
        below = {KString, Role::Text, false, false};
    else if (parent.role == Role::KeyedFact) {
        const auto fact = setting.facts.find(parent.name);
        below.kinds = fact == setting.facts.end() ? KAny : fact->second[static_cast<std::size_t>(side)].kinds;
        below.role = below.kinds & KOther ? Role::Loose : Role::Data;
    } else if (parent.role != Role::Data)
        below = {KAny, Role::Loose, false, false}; // a variable indexed by something computed
    const Formula present = flag("entry");
    Symbol value = read(parent, present, below.kinds, "entry");
    value.error = either(value.error, entryKey.error);
    know(either(negation(present), both(negation(parent.value.error), negation(entryKey.error))));
    // Maps read from records have texts as keys; lists are indexed by whole numbers.
    const Formula ofMap = both(isOf(parent.value, KMap | KOther), isOf(entryKey, KString | KOther));
    Formula ofList = both(isOf(parent.value, KList), isOf(entryKey, KNumber));
    if (entryKey.constant && entryKey.constant->is(ValueKind::Int) && parent.value.length && (parent.value.kinds & KList)) {
        const std::int64_t position = entryKey.constant->asInt();
        const Formula inside = position < 0 ? solver.bool_val(false) : *parent.value.length > solver.int_val(position);
        know(either(negation(both(negation(parent.value.error), isOf(parent.value, KList))), present == inside));
        ofList = both(ofList, inside);
    }
    know(either(negation(present), either(ofMap, ofList)));
    if (parent.value.length)
        know(either(negation(present), *parent.value.length >= 1));
    prefer(present);
    if (entryKey.text)
        prefer(entryKey.text->length() > 0);
    Place place{Place::Step::Entry,
                below.role,
                number,
                {},
                0,
                std::make_shared<Symbol>(entryKey),
                source,
                parent.oneSided || parent.role == Role::State || (parent.role == Role::Windows && !setting.sameWindows),
                false,
                false,
                present,
                std::move(value)};
    return places[static_cast<std::size_t>(add(std::move(place), key))].value;
}

std::pair<Symbol, Formula> Domain::element(const Symbol &list, int key)
{
    const Formula in = flag("in");
    know(either(negation(in), both(negation(list.error), isOf(list, KSized | KOther))));
    if (list.length)
        know(either(negation(in), *list.length >= 1));
    if (list.place < 0)
        return {unknown(KAny, "element", false), in};
    const Place parent = places[static_cast<std::size_t>(list.place)];
    Below below;
    if (parent.role == Role::History)
        below = {KMap, Role::Call, false, false};
    else if (parent.role == Role::Earlier)
        below = {KString, Role::Text, false, false};
    else if (parent.role != Role::Data)
        below = {KAny, Role::Loose, false, false};
    Symbol value = unknown(below.kinds, "element", false);
    if (parent.value.kinds & KMap) // a macro of one variable goes over the keys of a map
        know(either(negation(isOf(parent.value, KMap)), isOf(value, KString | KOther)));
    const int made = add({Place::Step::Element, below.role, list.place, {}, 0, {}, {}, parent.oneSided, false, false, in, std::move(value)}, key);
    return {places[static_cast<std::size_t>(made)].value, in};
}

} // namespace mandate::redline

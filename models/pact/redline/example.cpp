// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pact/redline/example.h"

#include "models/pact/cel/civil_time.h"
#include "models/pact/cel/describe.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace mandate::redline {

namespace {

constexpr std::size_t longestList = 2000;
constexpr std::int64_t second = 1'000'000'000;

} // namespace

Json *ExampleMaker::find(Json &root, const Path &path)
{
    Json *at = &root;
    for (const auto &[name, index] : path) {
        if (at->is_array() && name.empty() && index < at->size())
            at = &(*at)[index];
        else if (at->is_object() && at->contains(name))
            at = &(*at)[name];
        else
            return nullptr;
    }
    return at;
}

std::optional<Json> ExampleMaker::entryOf(const Place &place, const Reading &reading, const World &world)
{
    if (!place.entrySource.empty()) {
        auto known = m_keys.find(place.entrySource);
        if (known == m_keys.end()) {
            auto program = cel::compile(place.entrySource, variables::clauseEnvironment());
            known = m_keys.emplace(place.entrySource, program ? std::optional(*program) : std::nullopt).first;
        }
        if (known->second) {
            if (auto value = m_pair.valueOf(*known->second, world))
                return value;
        }
    }
    return reading.entry ? std::optional(Json(*reading.entry)) : std::nullopt;
}

std::optional<Json> ExampleMaker::valueOf(const Reading &reading)
{
    switch (reading.kind) {
    case KNull: return Json(nullptr);
    case KBool: return Json(reading.truth);
    case KInt: return Json(reading.whole);
    case KUint: return Json(reading.unsignedWhole);
    case KDouble: return std::isfinite(reading.real) ? std::optional(Json(reading.real)) : std::nullopt;
    case KString: return Json(reading.text);
    case KList: return Json::array();
    case KMap: return Json::object();
    default: return std::nullopt;
    }
}

std::optional<World> ExampleMaker::make(const std::vector<Reading> &readings, const std::string &tool)
{
    World world;
    world.tool = tool;
    // What always has a value is made first; absent variables stay absent.
    world.variables["state"] = Json::object();
    std::vector<std::optional<Path>> paths(d.places.size());
    for (std::size_t i = 0; i < readings.size(); ++i) {
        const Place &place = d.places[i];
        const Reading &reading = readings[i];
        if (!reading.there || (place.step != Place::Step::Root && !paths[static_cast<std::size_t>(place.parent)]))
            continue;
        if (place.step == Place::Step::Root && place.slot == variables::Now) {
            if (!place.fixed)
                world.now = reading.whole;
            continue;
        }
        if (place.oneSided)
            return std::nullopt;
        const auto value = valueOf(reading);
        if (!value)
            return std::nullopt;
        if (place.step == Place::Step::Root) {
            paths[i] = Path{{place.name, 0}};
            Json &at = world.variables[place.name];
            if (!(at.is_object() && value->is_object()))
                at = *value;
            continue;
        }
        Path path = *paths[static_cast<std::size_t>(place.parent)];
        Json *parent = find(world.variables, path);
        if (!parent)
            continue;
        std::size_t index = 0;
        std::string name = place.name;
        bool named = place.step == Place::Step::Field;
        if (place.step == Place::Step::Entry) {
            const auto key = entryOf(place, reading, world);
            parent = find(world.variables, path);
            if (!key || !parent)
                continue;
            named = key->is_string();
            if (named)
                name = key->get<std::string>();
            else
                index = key->is_number_integer() && *key >= 0 ? key->get<std::size_t>() : longestList;
        } else if (place.step == Place::Step::Element) {
            index = parent->size();
            named = parent->is_object();
            if (named)
                name = reading.text;
        }
        if (parent->is_array() && !named) {
            if (index >= longestList)
                continue;
            while (parent->size() <= index)
                parent->push_back(nullptr);
            path.emplace_back(std::string(), index);
            Json &at = (*parent)[index];
            if (!(at.is_object() && value->is_object()) && !(at.is_array() && value->is_array()))
                at = *value;
        } else if (parent->is_object() && named) {
            path.emplace_back(name, 0);
            Json &at = (*parent)[name];
            if (place.step == Place::Step::Element || (at.is_object() && value->is_object()) || (at.is_array() && value->is_array()))
                (void)at;
            else
                at = *value;
        } else {
            continue;
        }
        paths[i] = path;
    }
    if (const Json action = world.variables.value("action", Json::object());
        action.is_object() && action.contains("tool") && action["tool"].is_string())
        world.tool = action["tool"].get<std::string>();
    // Elements that count more than once, then sizes that are asked for.
    for (std::size_t i = 0; i < readings.size(); ++i) {
        if (d.places[i].step != Place::Step::Element || readings[i].copies < 2 || !paths[i])
            continue;
        Json *list = find(world.variables, *paths[static_cast<std::size_t>(d.places[i].parent)]);
        const Json *one = find(world.variables, *paths[i]);
        if (!list || !one || !list->is_array())
            continue;
        const Json copy = *one;
        for (std::size_t more = 1; more < std::min(readings[i].copies, longestList); ++more)
            list->push_back(copy);
    }
    for (std::size_t i = 0; i < readings.size(); ++i) {
        if (!d.places[i].sized || readings[i].length < 0 || !paths[i] || readings[i].length > static_cast<std::int64_t>(longestList))
            continue;
        Json *sized = find(world.variables, *paths[i]);
        const auto wanted = static_cast<std::size_t>(readings[i].length);
        while (sized && sized->is_array() && sized->size() < wanted)
            sized->push_back(sized->empty() ? Json(nullptr) : sized->front());
        while (sized && sized->is_object() && sized->size() < wanted)
            (*sized)["member " + std::to_string(sized->size())] = nullptr;
    }
    world.complete(m_pair.pact(0), m_pair.pact(1));
    return world;
}

std::vector<Reading> readingsOf(const Domain &domain, const Translation &translation, const z3::model &model)
{
    const auto value = [&](const Formula &formula) { return model.eval(formula, true); };
    std::vector<Reading> readings(domain.places.size());
    for (std::size_t i = 0; i < readings.size(); ++i) {
        const Place &place = domain.places[i];
        Reading &reading = readings[i];
        const Symbol &x = place.value;
        const bool parent = place.parent < 0 || readings[static_cast<std::size_t>(place.parent)].there;
        reading.there = parent && value(place.step == Place::Step::Element ? place.present : negation(x.error)).is_true();
        if (!reading.there)
            continue;
        reading.kind = x.kinds;
        if ((x.kinds & (x.kinds - 1)) != 0) {
            unsigned number = 0;
            const Formula kind = value(x.kind);
            if (!kind.is_numeral_u(number)) {
                reading.there = false;
                continue;
            }
            reading.kind = 1U << number;
        }
        if (x.truth)
            reading.truth = value(*x.truth).is_true();
        if (x.whole) {
            const Formula whole = value(*x.whole);
            whole.is_numeral_i64(reading.whole);
            whole.is_numeral_u64(reading.unsignedWhole);
        }
        if (x.real)
            reading.real = doubleOf(value(*x.real));
        if (x.text) {
            const auto text = textOf(value(*x.text));
            if (!text)
                reading.kind = reading.kind == KString ? KOther : reading.kind;
            else
                reading.text = *text;
        }
        if (x.length && !value(*x.length).is_numeral_i64(reading.length))
            reading.length = -1;
        if (place.entry && place.entry->text)
            reading.entry = textOf(value(*place.entry->text));
    }
    for (const ReadText &note : translation.readTexts()) {
        Reading &reading = readings[static_cast<std::size_t>(note.place)];
        if (!reading.there || reading.kind != KString || !value(note.read->error).is_false())
            continue;
        std::int64_t whole = 0;
        const bool isWhole = note.read->whole && value(*note.read->whole).is_numeral_i64(whole);
        std::string text;
        if (note.read->kinds == KTimestamp && isWhole)
            text = cel::timestampText(
                Value::timestamp(whole / second - (whole % second < 0), static_cast<std::uint32_t>((whole % second + second) % second)));
        else if (note.read->kinds == KDuration && isWhole)
            text = cel::durationText(cel::durationOf(whole));
        else if (note.read->kinds == KInt && isWhole)
            text = std::to_string(whole);
        else if (note.read->kinds == KDouble)
            text = value(*note.read->nan).is_true() ? "nan" : cel::plainDoubleText(doubleOf(value(*note.read->real)));
        if (text.size() > note.before.size() + note.after.size() && text.starts_with(note.before) && text.ends_with(note.after))
            reading.text = text.substr(note.before.size(), text.size() - note.before.size() - note.after.size());
    }
    for (const Quantified &q : translation.quantified()) {
        std::int64_t count = 0;
        const int place = q.holds < 0 ? -1 : domain.placeOf(q.holds);
        if (q.count && place >= 0 && value(*q.count).is_numeral_i64(count) && count > 1)
            readings[static_cast<std::size_t>(place)].copies = static_cast<std::size_t>(std::min<std::int64_t>(count, 1000));
    }
    return readings;
}

} // namespace mandate::redline

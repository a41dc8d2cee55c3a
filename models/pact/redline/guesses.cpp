// SPDX-License-Identifier: GPL-3.0-or-later
// Examples tried at random: where the solver knows something only by its name, constants of the conditions often show a difference.
#include "models/pact/cel/civil_time.h"
#include "models/pact/redline/example.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

namespace mandate::redline {

namespace {

template<typename T>
const T &oneOf(const std::vector<T> &list, std::mt19937 &random)
{
    return list[random() % list.size()];
}

template<typename T>
void sortOnce(std::vector<T> &list)
{
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
}

/// Words of a pattern: what is left between its signs.
void addWords(const std::string &text, std::vector<std::string> &words)
{
    std::string word;
    for (const char c : text + '|') {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ';
        if (plain) {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::exchange(word, {}));
        }
    }
}

} // namespace

Pool poolOf(const std::vector<const cel::Ast *> &conditions, std::int64_t around)
{
    Pool pool;
    std::vector<double> numbers{0, 1};
    std::vector<std::int64_t> spans{0, 60'000'000'000};
    std::vector<std::string> words;
    const auto text = [&](const std::string &literal) {
        pool.texts.push_back(literal);
        pool.texts.push_back(literal + "x");
        pool.texts.push_back("x" + literal);
        addWords(literal, words);
        double number = 0;
        if (const auto [stop, status] = std::from_chars(literal.data(), literal.data() + literal.size(), number);
            status == std::errc{} && stop == literal.data() + literal.size())
            numbers.push_back(number);
        if (const auto span = cel::parseDuration(literal)) {
            if (const auto nanoseconds = cel::totalNanoseconds(*span); nanoseconds && std::abs(static_cast<double>(*nanoseconds)) < 4e18)
                spans.push_back(*nanoseconds);
        }
        if (const auto time = cel::parseTimestamp(literal); time && std::abs(static_cast<double>(time->seconds())) < 4e9)
            pool.times.push_back(time->seconds() * 1'000'000'000);
    };
    for (const cel::Ast *ast : conditions) {
        for (std::size_t i = 0; i < ast->size(); ++i) {
            const cel::Expr &e = (*ast)[static_cast<cel::ExprId>(i)];
            if (e.kind != cel::ExprKind::Literal)
                continue;
            if (e.literal.isString())
                text(std::string(e.literal.text()));
            else if (e.literal.is(ValueKind::Int))
                numbers.push_back(static_cast<double>(e.literal.asInt()));
            else if (e.literal.is(ValueKind::Double) && std::isfinite(e.literal.asDouble()))
                numbers.push_back(e.literal.asDouble());
        }
    }
    sortOnce(numbers);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        for (const double number : {numbers[i], -numbers[i], numbers[i] - 1, numbers[i] + 1, -numbers[i] - 1,
                                    i + 1 < numbers.size() ? (numbers[i] + numbers[i + 1]) / 2 : numbers[i] + 0.5})
            pool.reals.push_back(number);
    }
    sortOnce(pool.reals);
    for (const double number : pool.reals) {
        if (std::abs(number) < 9e18)
            pool.wholes.push_back(static_cast<std::int64_t>(number));
        if (number >= 0 && number <= 64)
            pool.sizes.push_back(static_cast<std::size_t>(number));
    }
    sortOnce(pool.wholes);
    sortOnce(pool.sizes);
    pool.times.push_back(around);
    sortOnce(spans);
    for (const std::int64_t time : std::vector<std::int64_t>(pool.times)) {
        for (std::size_t i = 0; i < spans.size(); ++i) {
            for (const std::int64_t span : {spans[i], i + 1 < spans.size() ? spans[i] / 2 + spans[i + 1] / 2 : spans[i] * 2}) {
                pool.times.push_back(time - span / 1'000'000'000 * 1'000'000'000);
                pool.times.push_back(time + span / 1'000'000'000 * 1'000'000'000);
            }
        }
    }
    sortOnce(pool.times);
    pool.texts.insert(pool.texts.end(), words.begin(), words.end());
    for (const char *plain : {"", "x", "y", "nan"})
        pool.texts.emplace_back(plain);
    sortOnce(pool.texts);
    return pool;
}

std::vector<Reading> randomReadings(const Domain &domain, const Pool &pool, std::mt19937 &random)
{
    std::vector<Reading> readings(domain.places.size());
    const auto chance = [&](unsigned percent) { return random() % 100 < percent; };
    std::vector<bool> hasFields(readings.size());
    std::vector<bool> hasElements(readings.size());
    for (const Place &place : domain.places) {
        if (place.parent >= 0)
            (place.step == Place::Step::Element ? hasElements : hasFields)[static_cast<std::size_t>(place.parent)] = true;
    }
    // One time in this example, and texts that name it, so that they meet.
    const bool readsTime = std::any_of(domain.places.begin(), domain.places.end(), [](const Place &p) { return p.slot == variables::Now; });
    std::vector<std::string> few;
    for (int i = 0; i < 3; ++i)
        few.push_back(oneOf(pool.texts, random));
    for (std::size_t i = 0; i < readings.size(); ++i) {
        const Place &place = domain.places[i];
        Reading &reading = readings[i];
        reading.there = place.value.error.is_false() || (place.step != Place::Step::Root && place.present.is_true()) ||
                        chance(place.step == Place::Step::Element ? 60 : 88);
        std::vector<std::uint32_t> kinds;
        for (std::uint32_t rest = place.value.kinds & (KJson | KTimestamp); rest != 0; rest &= rest - 1) {
            const std::uint32_t kind = rest & -rest;
            // Mostly what the conditions expect of a place: a map where they read fields, a list where they look at elements.
            const bool fits = kind == KMap ? hasFields[i] : kind == KList && hasElements[i];
            const bool read = hasFields[i] || hasElements[i];
            const std::size_t weight = fits ? 24 : read ? 1 : kind & (KString | KInt | KDouble) ? 6 : kind & (KNull | KUint) ? 1 : 2;
            kinds.insert(kinds.end(), weight, kind);
        }
        if (kinds.empty()) {
            reading.there = false;
            continue;
        }
        reading.kind = oneOf(kinds, random);
        reading.truth = chance(50);
        reading.whole = reading.kind == KTimestamp ? oneOf(pool.times, random) : oneOf(pool.wholes, random);
        reading.unsignedWhole = 0x8000000000000000U + (random() % 3);
        reading.real = oneOf(pool.reals, random);
        reading.text = chance(60) ? oneOf(few, random) : oneOf(pool.texts, random);
        if (chance(readsTime ? 40 : 8)) {
            const std::int64_t seconds = oneOf(pool.times, random) / 1'000'000'000;
            std::string time = cel::timestampText(Value::timestamp(seconds, 0));
            if (const auto form = random() % 3; form == 1 && time.ends_with('Z'))
                time.pop_back();
            else if (form == 2)
                time.resize(std::min<std::size_t>(10, time.size()));
            reading.text = time;
        } else if (chance(10)) {
            reading.text = std::to_string(oneOf(pool.wholes, random));
        }
        reading.length = static_cast<std::int64_t>(oneOf(pool.sizes, random));
        if (chance(30))
            reading.length = -1;
        reading.entry = oneOf(few, random);
        reading.copies = chance(60) ? 1 : std::max<std::size_t>(1, oneOf(pool.sizes, random));
    }
    return readings;
}

} // namespace mandate::redline

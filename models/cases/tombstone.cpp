// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/cases/tombstone.h"

#include "models/cases/hold_book.h"

#include <array>
#include <iterator>

namespace mandate {

namespace {

Error noTombstone(std::string why)
{
    return {ErrorKind::Corrupt, "MND-CUS-007", "What was signed about erased records does not hold: " + std::move(why), "It counts for nothing; other entries are unaffected.",
            "Run \"mandate verify\" to find the place.", {}};
}

Value wholeNumber(std::uint64_t number)
{
    return Value::integer(static_cast<std::int64_t>(number));
}

std::optional<std::uint64_t> wholeNumber(const Value *value)
{
    return value && value->is(ValueKind::Int) && value->asInt() >= 0 ? std::optional(static_cast<std::uint64_t>(value->asInt())) : std::nullopt;
}

bool readRanges(const Value *list, std::vector<EntryRange> &ranges)
{
    if (!list || !list->isList() || list->items().empty())
        return false;
    for (const Value &pair : list->items()) {
        if (!pair.isList() || pair.items().size() != 2)
            return false;
        const auto first = wholeNumber(&pair.items()[0]);
        const auto last = wholeNumber(&pair.items()[1]);
        if (!first || !last || *last < *first || (!ranges.empty() && *first <= ranges.back().last))
            return false;
        ranges.push_back({*first, *last});
    }
    return true;
}

bool readPacts(const Value *list, std::vector<Tombstone::Pact> &pacts)
{
    if (!list || !list->isList())
        return false;
    for (const Value &pact : list->items()) {
        const auto version = pact.findText("pact");
        const auto digest = Digest::fromHex(pact.findText("digest").value_or(std::string_view()));
        const auto days = wholeNumber(pact.find("days"));
        const auto records = wholeNumber(pact.find("records"));
        if (!version || !digest || !days || !records)
            return false;
        pacts.push_back({std::string(*version), *digest, static_cast<std::uint32_t>(*days), *records});
    }
    return true;
}

} // namespace

std::vector<EntryRange> rangesOf(std::span<const std::uint64_t> entries)
{
    std::vector<EntryRange> ranges;
    for (const std::uint64_t entry : entries) {
        if (!ranges.empty() && entry == ranges.back().last + 1)
            ranges.back().last = entry;
        else
            ranges.push_back({entry, entry});
    }
    return ranges;
}

std::vector<std::uint64_t> entriesOf(std::span<const EntryRange> ranges)
{
    std::vector<std::uint64_t> entries;
    for (const EntryRange &range : ranges) {
        for (std::uint64_t entry = range.first; entry <= range.last; ++entry)
            entries.push_back(entry);
    }
    return entries;
}

std::string tombstoneEntry(const Tombstone &tombstone, const SigningKey &key)
{
    Arena arena;
    std::vector<Value> ranges;
    for (const EntryRange &range : tombstone.entries) {
        const std::array<Value, 2> pair{wholeNumber(range.first), wholeNumber(range.last)};
        ranges.push_back(Value::list({arena.copy(std::span<const Value>(pair)), pair.size()}));
    }
    std::vector<Value> pacts;
    for (const Tombstone::Pact &pact : tombstone.pacts) {
        const std::array<Member, 4> members{Member{Value::string("pact"), Value::string(pact.version)}, Member{Value::string("digest"), Value::string(arena.copy(pact.digest.hex()))},
                                            Member{Value::string("days"), wholeNumber(pact.days)}, Member{Value::string("records"), wholeNumber(pact.records)}};
        pacts.push_back(Value::map({arena.copy(std::span<const Member>(members)), members.size()}));
    }
    ObjectWriter payload;
    payload.put("entries", Value::list(ranges));
    payload.put("records", wholeNumber(tombstone.records));
    payload.put("leaves", tombstone.leaves.hex());
    payload.put("remains", tombstone.remains.hex());
    payload.put("items", wholeNumber(tombstone.items));
    payload.put("octets", wholeNumber(tombstone.octets));
    payload.put("pacts", Value::list(pacts));
    payload.put("reason", tombstone.reason);
    return noteEntry("tombstone", tombstonePayloadType, std::move(payload), tombstone.signer, key);
}

Result<Tombstone> readTombstone(std::string_view body, const Keyring &keys)
{
    Arena arena;
    const auto note = openNote("tombstone", tombstonePayloadType, body, keys, arena);
    if (!note)
        return noTombstone(note.error().happened);
    Tombstone tombstone;
    const auto leaves = Digest::fromHex(note->text("leaves"));
    const auto remains = Digest::fromHex(note->text("remains"));
    if (!readRanges(note->payload.find("entries"), tombstone.entries) || !readPacts(note->payload.find("pacts"), tombstone.pacts) || !leaves || !remains)
        return noTombstone("it does not say which entries it speaks of.");
    tombstone.leaves = *leaves;
    tombstone.remains = *remains;
    tombstone.records = note->number("records").value_or(0);
    tombstone.items = note->number("items").value_or(0);
    tombstone.octets = note->number("octets").value_or(0);
    tombstone.reason = note->text("reason");
    tombstone.signer = note->signer;
    return tombstone;
}

std::string TombstoneBook::add(std::uint64_t entry, std::string_view body, const PeopleRegister &people)
{
    auto tombstone = readTombstone(body, people.keyring());
    if (!tombstone)
        return tombstone.error().happened;
    if (const auto refused = keepingRefusal(people, tombstone->signer.by, "erase evidence"))
        return refused->happened;
    std::uint64_t records = 0;
    for (const EntryRange &range : tombstone->entries) {
        const auto after = m_ranges.upper_bound(range.last);
        if (range.last >= entry)
            return "It names entries that came after it.";
        if (after != m_ranges.begin() && std::prev(after)->second.first >= range.first)
            return "It names entries that an earlier tombstone names.";
        records += range.last - range.first + 1;
    }
    if (records != tombstone->records)
        return "It names another number of entries than it says.";
    for (const EntryRange &range : tombstone->entries)
        m_ranges.emplace(range.first, std::pair(range.last, m_tombstones.size()));
    m_tombstones.push_back({entry, std::move(tombstone).value()});
    return {};
}

const PlacedTombstone *TombstoneBook::of(std::uint64_t entry) const
{
    const auto after = m_ranges.upper_bound(entry);
    if (after == m_ranges.begin() || std::prev(after)->second.first < entry)
        return nullptr;
    return &m_tombstones[std::prev(after)->second.second];
}

} // namespace mandate

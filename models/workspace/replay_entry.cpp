// SPDX-License-Identifier: GPL-3.0-or-later
// A stored replay as the bytes of its ledger entry, and back.
#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/workspace/replay_evidence.h"

#include <charconv>
#include <deque>

namespace mandate {

namespace {

/// Builds values whose texts live as long as it does.
class EntryWriter
{
public:
    Value text(std::string text) { return Value::string(m_texts.emplace_back(std::move(text))); }
    Value list(std::vector<Value> items) { return Value::list(m_lists.emplace_back(std::move(items))); }
    Value map(std::vector<Member> members) { return Value::map(m_maps.emplace_back(std::move(members))); }
    static Value count(std::uint64_t number) { return Value::integer(static_cast<std::int64_t>(number)); }
    static Member member(std::string_view key, Value value) { return {Value::string(key), value}; }

    Value name(const PactName &pact)
    {
        return map({member("id", text(pact.id)), member("version", text(pact.version)), member("digest", text(pact.digest.hex()))});
    }

    Value change(const ReplayChange &change)
    {
        std::vector<Member> sums; // as text: canonical JSON has no whole numbers beyond 2⁵³
        for (const auto &[currency, millionths] : change.money.millionths)
            sums.push_back({text(currency), text(std::to_string(millionths))});
        return map(
            {member("from", text(std::string(nameOf(change.from)))), member("to", text(std::string(nameOf(change.to)))),
             member("count", count(change.count)), member("sessions", count(change.sessions)), member("executed", count(change.executed)),
             member("customers", map({member("different", count(change.customers.different)), member("unknown", count(change.customers.unknown))})),
             member("money", map({member("millionths", map(std::move(sums))), member("counted", count(change.money.counted)),
                                  member("unknown", count(change.money.unknown))}))});
    }

private:
    std::deque<std::string> m_texts;
    std::deque<std::vector<Value>> m_lists;
    std::deque<std::vector<Member>> m_maps;
};

/// Reads members and remembers whether one was not what it should be.
class EntryReader
{
public:
    static std::string text(const Value &value, std::string_view key, bool &holds)
    {
        const auto found = value.findText(key);
        holds &= found.has_value();
        return std::string(found.value_or(std::string_view()));
    }
    static std::uint64_t count(const Value &value, std::string_view key, bool &holds)
    {
        const Value *found = value.find(key);
        const bool isCount = found && found->is(ValueKind::Int) && found->asInt() >= 0;
        holds &= isCount;
        return isCount ? static_cast<std::uint64_t>(found->asInt()) : 0;
    }
    static Digest digest(const Value &value, std::string_view key, bool &holds)
    {
        const auto found = Digest::fromHex(text(value, key, holds));
        holds &= found.has_value();
        return found.value_or(Digest());
    }
    static std::optional<Instant> instant(const Value &value, std::string_view key, bool &holds)
    {
        if (!value.find(key))
            return std::nullopt;
        const auto found = parseInstant(text(value, key, holds));
        holds &= found.has_value();
        return found;
    }
    static Value member(const Value &value, std::string_view key, ValueKind kind, bool &holds)
    {
        const Value *found = value.find(key);
        holds &= found && found->is(kind);
        if (found && found->is(kind))
            return *found;
        return kind == ValueKind::List ? Value::list({}) : Value::map({});
    }
};

using R = EntryReader;

ReplayChange readChange(const Value &value, bool &holds)
{
    ReplayChange change;
    const auto from = verdictOf(R::text(value, "from", holds));
    const auto to = verdictOf(R::text(value, "to", holds));
    holds &= from && to;
    change.from = from.value_or(Verdict::NotJudged);
    change.to = to.value_or(Verdict::NotJudged);
    change.count = R::count(value, "count", holds);
    change.sessions = R::count(value, "sessions", holds);
    change.executed = R::count(value, "executed", holds);
    const Value customers = R::member(value, "customers", ValueKind::Map, holds);
    change.customers = {R::count(customers, "different", holds), R::count(customers, "unknown", holds)};
    const Value money = R::member(value, "money", ValueKind::Map, holds);
    change.money.counted = R::count(money, "counted", holds);
    change.money.unknown = R::count(money, "unknown", holds);
    const Value sums = R::member(money, "millionths", ValueKind::Map, holds);
    for (const Member &sum : sums.members()) {
        const std::string digits = R::text(sums, sum.key.text(), holds);
        std::int64_t millionths = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), millionths);
        holds &= error == std::errc() && end == digits.data() + digits.size();
        change.money.millionths.emplace(sum.key.text(), millionths);
    }
    return change;
}

} // namespace

std::string replayEntry(const ReplayReport &report, const Instant &recorded, std::string_view by, std::string_view evaluator)
{
    EntryWriter write;
    std::vector<Value> binds;
    for (const Binding &binding : report.binds)
        binds.push_back(
            write.map({EntryWriter::member("agent", write.text(binding.agent)), EntryWriter::member("deployment", write.text(binding.deployment))}));
    std::vector<Value> inForce;
    for (const PactName &pact : report.inForce)
        inForce.push_back(write.name(pact));
    std::vector<Value> changed;
    for (const ReplayChange &change : report.changed)
        changed.push_back(write.change(change));
    std::vector<Member> range;
    if (report.range.since)
        range.push_back(EntryWriter::member("since", write.text(formatInstant(*report.range.since))));
    if (report.range.until)
        range.push_back(EntryWriter::member("until", write.text(formatInstant(*report.range.until))));
    return canonicalJson(write.map({
        EntryWriter::member("type", write.text("note")),
        EntryWriter::member("v", Value::integer(1)),
        EntryWriter::member("note", write.text("replay")),
        EntryWriter::member("recorded", write.text(formatInstant(recorded))),
        EntryWriter::member("by", write.text(std::string(by))),
        EntryWriter::member("evaluator", write.text(std::string(evaluator))),
        EntryWriter::member("pact", write.name({report.pactId, report.pactVersion, report.pact})),
        EntryWriter::member("binds", write.list(std::move(binds))),
        EntryWriter::member("in_force", write.list(std::move(inForce))),
        EntryWriter::member("range", write.map(std::move(range))),
        EntryWriter::member("trail", write.map({EntryWriter::member("entries", EntryWriter::count(report.trailEntries)),
                                                EntryWriter::member("root", write.text(report.trailRoot.hex()))})),
        EntryWriter::member("judged", EntryWriter::count(report.judged)),
        EntryWriter::member("undecidable", EntryWriter::count(report.undecidable)),
        EntryWriter::member("changed", write.list(std::move(changed))),
        EntryWriter::member("changes_digest", write.text(report.changes.hex())),
    }));
}

Result<std::optional<StoredReplay>> readReplayEntry(EntryNumber entry, std::string_view body)
{
    Arena arena;
    JsonReader reader;
    const auto value = reader.read(body, arena);
    if (!value)
        return value.error();
    if (value->findText("note") != "replay")
        return std::optional<StoredReplay>();
    bool holds = true;
    StoredReplay stored;
    stored.entry = entry;
    stored.digest = sha256(body);
    stored.recorded = R::instant(*value, "recorded", holds).value_or(Instant());
    stored.by = R::text(*value, "by", holds);
    stored.evaluator = R::text(*value, "evaluator", holds);
    ReplayReport &report = stored.report;
    const Value pact = R::member(*value, "pact", ValueKind::Map, holds);
    report.pactId = R::text(pact, "id", holds);
    report.pactVersion = R::text(pact, "version", holds);
    report.pact = R::digest(pact, "digest", holds);
    const Value binds = R::member(*value, "binds", ValueKind::List, holds);
    for (const Value &binding : binds.items())
        report.binds.push_back({R::text(binding, "agent", holds), R::text(binding, "deployment", holds)});
    const Value inForce = R::member(*value, "in_force", ValueKind::List, holds);
    for (const Value &name : inForce.items())
        report.inForce.push_back({R::text(name, "id", holds), R::text(name, "version", holds), R::digest(name, "digest", holds)});
    const Value range = R::member(*value, "range", ValueKind::Map, holds);
    report.range = {R::instant(range, "since", holds), R::instant(range, "until", holds)};
    const Value trail = R::member(*value, "trail", ValueKind::Map, holds);
    report.trailEntries = R::count(trail, "entries", holds);
    report.trailRoot = R::digest(trail, "root", holds);
    report.judged = R::count(*value, "judged", holds);
    report.undecidable = R::count(*value, "undecidable", holds);
    const Value changed = R::member(*value, "changed", ValueKind::List, holds);
    for (const Value &change : changed.items())
        report.changed.push_back(readChange(change, holds));
    report.changes = R::digest(*value, "changes_digest", holds);
    if (holds)
        return std::optional(std::move(stored));
    Error error;
    error.kind = ErrorKind::Corrupt;
    error.code = "MND-RPL-001";
    error.happened = "Entry " + std::to_string(entry) + " is a replay that cannot be read.";
    error.unaffected = "Evidence is unaffected.";
    error.remedy = "Run \"mandate verify\" to find out what was changed.";
    return error;
}

} // namespace mandate

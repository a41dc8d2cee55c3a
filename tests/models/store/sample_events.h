// SPDX-License-Identifier: GPL-3.0-or-later
// Small made-up batches for tests of stores: the same seed gives the same events.
#pragma once

#include "models/evidence/record_json.h"
#include "models/store/store.h"

#include <deque>
#include <random>
#include <string>

namespace mandate {

/// Owns everything a Batch points to.
class SampleEvents
{
public:
    explicit SampleEvents(std::uint64_t seed = 1) : m_random(seed) {}

    /// `items` items of `recordsPerItem` records each.
    const Batch &next(std::size_t items, std::size_t recordsPerItem = 2)
    {
        m_batch = {};
        m_arena.reset();
        m_texts.clear();
        m_records.clear();
        for (std::size_t i = 0; i < items; ++i)
            addItem(recordsPerItem);
        return m_batch;
    }
    /// Adds an entry that is no record and came from no source.
    void addNote(EntryType type, std::string body)
    {
        m_texts.push_back(std::move(body));
        m_batch.entries.push_back({type, m_texts.back(), nullptr, -1, Verdict::NotJudged, {}});
    }
    void addItem(std::size_t records)
    {
        std::string bytes = R"({"n":)" + std::to_string(m_count) + R"(,"noise":")" + std::to_string(m_random()) + R"("})";
        m_texts.push_back(std::move(bytes));
        const std::string_view item = m_texts.back();
        const Digest digest = sha256(item);
        const std::uint64_t number = m_count++;
        m_batch.items.push_back({item, digest, number + 1000});
        for (std::size_t r = 0; r < records; ++r)
            addRecord(number, digest, static_cast<std::int32_t>(r));
    }
    [[nodiscard]] const Batch &batch() const { return m_batch; }
    [[nodiscard]] Batch &batch() { return m_batch; }

private:
    void addRecord(std::uint64_t item, const Digest &digest, std::int32_t position)
    {
        static constexpr std::array<std::string_view, 3> tools{"get_user", "cancel_order", "refund"};
        Record &r = m_records.emplace_back();
        r.source = m_arena.copy("runs/" + std::to_string(item % 3) + ".json");
        r.format = "sample";
        r.offset = item * 100;
        r.itemDigest = digest;
        r.message = position;
        r.call = 0;
        r.agent = m_arena.copy("agent-" + std::to_string(item % 4));
        r.deployment = item % 2 ? "airline" : "retail";
        r.session = m_arena.copy("session-" + std::to_string(item));
        if (item % 7 != 6)
            r.occurred = Instant{1'764'000'000'000'000'000 + static_cast<std::int64_t>(item ^ 4) * 60'000'000'000, true};
        r.received = Instant{1'770'000'000'000'000'000, true};
        r.input = m_arena.copy("Please help with order " + std::to_string(item));
        r.tool = tools[(item + static_cast<std::uint64_t>(position)) % tools.size()];
        r.reasoning = item % 10 == 0 ? "The café voucher is worth more than the refund" : "Looks fine";
        r.result = "done";
        r.outcome = item % 5 == 4 ? Outcome::Failed : Outcome::Executed;
        m_texts.emplace_back();
        appendRecordJson(m_texts.back(), r);
        const bool caught = r.tool == "refund";
        m_batch.entries.push_back({EntryType::Record, m_texts.back(), &r, static_cast<std::int32_t>(m_batch.items.size()) - 1,
                                   caught ? Verdict::Prohibited : Verdict::Permitted, caught ? "P1" : "A4"});
        if (caught)
            m_batch.findings.push_back({m_batch.entries.size() - 1, "P1", item % 2 == 1, item % 2 == 1 ? "args.amount" : ""});
    }

    std::mt19937_64 m_random;
    std::uint64_t m_count = 0;
    Arena m_arena{1 << 16};
    std::deque<std::string> m_texts;
    std::deque<Record> m_records;
    Batch m_batch;
};

/// Adds what a store should give back after the batch was appended.
inline void rememberBatch(const Batch &batch, std::deque<std::string> &bodies, std::deque<std::string> &items, std::deque<Row> &rows)
{
    const std::size_t before = items.size();
    for (const NewItem &item : batch.items)
        items.emplace_back(item.bytes);
    for (const NewEntry &entry : batch.entries) {
        bodies.emplace_back(entry.body);
        Row row;
        row.number = rows.size();
        row.type = entry.type;
        row.verdict = entry.verdict;
        row.clause = entry.clause;
        if (entry.item >= 0)
            row.item = before + static_cast<std::size_t>(entry.item);
        if (entry.record) {
            row.kind = entry.record->kind;
            row.time = entry.record->occurred;
            row.agent = entry.record->agent;
            row.deployment = entry.record->deployment;
            row.session = entry.record->session;
            row.tool = entry.record->tool;
            row.source = entry.record->source;
            row.outcome = entry.record->outcome;
            row.message = entry.record->message;
            row.completeness = entry.record->completeness();
        }
        rows.push_back(std::move(row));
    }
}

inline Result<Appended> appendTo(Store &store, const Batch &batch)
{
    std::vector<std::unique_ptr<Store::Prepared>> prepared;
    prepared.push_back(store.prepare(batch));
    return store.append(std::move(prepared));
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite/prepared.h"

#include "models/evidence/merkle.h"
#include "models/store/sqlite/connection.h"

#include <algorithm>

namespace mandate::sqlite {

namespace {

/// Items of this size and above get blocks of their own: an entry should not cost unpacking them.
constexpr std::size_t largeItem = std::size_t{256} * 1024;

} // namespace

std::uint32_t LocalNames::numberOf(std::string_view text)
{
    if (text.empty())
        return 0;
    if (m_last != 0 && text == m_texts[m_last - 1])
        return m_last;
    if (m_slots.size() <= 2 * m_texts.size())
        grow();
    const std::uint64_t hash = std::hash<std::string_view>()(text);
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
        if (m_slots[slot] == 0) {
            m_texts.emplace_back(text);
            m_hashes.push_back(hash);
            m_slots[slot] = static_cast<std::uint32_t>(m_texts.size());
        } else if (const std::uint32_t number = m_slots[slot]; m_hashes[number - 1] != hash || m_texts[number - 1] != text) {
            continue;
        }
        return m_last = m_slots[slot];
    }
}

void LocalNames::grow()
{
    m_slots.assign(std::max<std::size_t>(64, 2 * m_slots.size()), 0);
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t i = 0; i < m_hashes.size(); ++i) {
        std::size_t slot = m_hashes[i] & mask;
        while (m_slots[slot] != 0)
            slot = (slot + 1) & mask;
        m_slots[slot] = static_cast<std::uint32_t>(i + 1);
    }
}

PreparedBatch::PreparedBatch(const Batch &batch) : m_findings(batch.findings)
{
    check(batch);
    if (m_problem)
        return;
    m_rows.resize(batch.entries.size());
    std::vector<std::string_view> bodies;
    bodies.reserve(batch.entries.size());
    for (std::size_t i = 0; i < batch.entries.size(); ++i) {
        const NewEntry &entry = batch.entries[i];
        PackedRow &row = m_rows[i];
        row.leaf = leafHash(entry.body);
        row.type = static_cast<std::uint8_t>(entry.type);
        row.item = entry.item;
        if (entry.record) {
            packRecord(row, *entry.record);
            const auto names = namesOf(*entry.record);
            for (std::size_t kind = 0; kind < names.size(); ++kind)
                row.names[kind] = m_names[kind].numberOf(names[kind]);
        }
        setVerdict(i, entry.verdict, entry.clause);
        bodies.push_back(entry.body);
    }
    std::vector<std::string_view> items;
    items.reserve(batch.items.size());
    for (const NewItem &item : batch.items) {
        items.push_back(item.bytes);
        m_keys.push_back(item.key);
    }
    fillBlocks(bodies, items);
}

void PreparedBatch::check(const Batch &batch)
{
    const auto refuse = [this](std::size_t entry, const char *why) {
        m_problem =
            storeError(ErrorKind::Internal, "MND-STO-020", "Entry " + std::to_string(entry) + " of a batch " + why + ", so the batch was not stored.",
                       "Report this message: it is a fault of the program, not of the data.");
    };
    for (std::size_t i = 0; i < batch.entries.size() && !m_problem; ++i) {
        const NewEntry &entry = batch.entries[i];
        if (entry.item < -1 || entry.item >= static_cast<std::int64_t>(batch.items.size()))
            refuse(i, "names an item that the batch does not hold");
        else if ((entry.type == EntryType::Record) != (entry.record != nullptr))
            refuse(i, "is a record without its fields, or has fields without being a record");
        else if (entry.record && entry.item >= 0 && entry.record->itemDigest != batch.items[static_cast<std::size_t>(entry.item)].digest)
            refuse(i, "cites another digest than its item has");
        else if (!entry.record && entry.item >= 0 &&
                 entry.body.find(batch.items[static_cast<std::size_t>(entry.item)].digest.hex()) == std::string_view::npos)
            refuse(i, "does not cite the digest of its item, so the item would not be bound to the ledger");
    }
}

void PreparedBatch::fillBlocks(const std::vector<std::string_view> &bodies, const std::vector<std::string_view> &items)
{
    m_blocks.clear();
    BlockWriter block;
    const auto finish = [&] {
        if (block.isEmpty())
            return;
        SealedBlock sealed{{}, block.entries(), block.items()};
        sealed.sealed = block.finish();
        m_blocks.push_back(std::move(sealed));
    };
    // An item comes before its first entry, items and entries each stay in their order.
    std::size_t nextItem = 0;
    const auto addItemsTo = [&](std::size_t end) {
        for (; nextItem < end; ++nextItem) {
            const bool large = items[nextItem].size() >= largeItem;
            if (large || block.isFull())
                finish();
            block.addItem(items[nextItem]);
            if (large)
                finish();
        }
    };
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        if (m_rows[i].item >= 0)
            addItemsTo(static_cast<std::size_t>(m_rows[i].item) + 1);
        if (block.isFull())
            finish();
        block.addEntry(bodies[i]);
    }
    addItemsTo(items.size());
    finish();
}

void PreparedBatch::setVerdict(std::size_t entry, Verdict verdict, std::string_view clause)
{
    if (entry >= m_rows.size())
        return;
    m_rows[entry].verdict = static_cast<std::uint8_t>(verdict);
    m_rows[entry].names[clauseNames] = m_names[clauseNames].numberOf(clause);
}

void PreparedBatch::addFinding(Finding finding)
{
    m_findings.push_back(std::move(finding));
}

void PreparedBatch::dropItems(const std::vector<bool> &known)
{
    std::vector<Block> opened;
    opened.reserve(m_blocks.size());
    std::vector<std::string_view> allBodies;
    std::vector<std::string_view> allItems;
    for (const SealedBlock &sealed : m_blocks) {
        opened.push_back(*Block::open(sealed.sealed)); // sealed a moment ago, in this memory
        for (std::size_t i = 0; i < opened.back().entryCount(); ++i)
            allBodies.push_back(opened.back().entry(i));
        for (std::size_t i = 0; i < opened.back().itemCount(); ++i)
            allItems.push_back(opened.back().item(i));
    }
    std::vector<std::string_view> items;
    std::vector<std::uint64_t> keys;
    std::vector<std::int64_t> newItem(allItems.size(), -1);
    for (std::size_t i = 0; i < allItems.size(); ++i) {
        if (known[i])
            continue;
        newItem[i] = static_cast<std::int64_t>(items.size());
        items.push_back(allItems[i]);
        keys.push_back(m_keys[i]);
    }
    constexpr std::uint64_t dropped = UINT64_MAX;
    std::vector<std::string_view> bodies;
    std::vector<PackedRow> rows;
    std::vector<std::uint64_t> newEntry(m_rows.size(), dropped);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        PackedRow row = m_rows[i];
        if (row.item >= 0) {
            row.item = newItem[static_cast<std::size_t>(row.item)];
            if (row.item < 0)
                continue;
        }
        newEntry[i] = rows.size();
        rows.push_back(row);
        bodies.push_back(allBodies[i]);
    }
    std::erase_if(m_findings, [&](Finding &finding) {
        finding.entry = finding.entry < newEntry.size() ? newEntry[finding.entry] : dropped;
        return finding.entry == dropped;
    });
    m_rows = std::move(rows);
    m_keys = std::move(keys);
    fillBlocks(bodies, items);
}

} // namespace mandate::sqlite

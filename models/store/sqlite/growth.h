// SPDX-License-Identifier: GPL-3.0-or-later
// What one transaction is about to add, and its transaction. Private to the writer.
#pragma once

#include "models/store/sqlite/writer.h"

#include <unordered_map>

namespace mandate::sqlite {

/// Appends up to this size are what a person or a live agent did and cannot be repeated: they survive a power cut. A larger one is an
/// import, which a rerun completes; it survives a killed process all the same.
constexpr std::size_t durableEntries = 1024;

/// An open BEGIN; rolled back unless committed.
class Transaction
{
public:
    explicit Transaction(Connection &connection) : m_connection(connection) {}
    ~Transaction()
    {
        if (m_connection.isOpen() && !sqlite3_get_autocommit(m_connection.handle()))
            m_connection.run("ROLLBACK");
    }
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;
    [[nodiscard]] int commit() { return m_connection.run("COMMIT"); }

private:
    Connection &m_connection;
};

/// What one append adds to a picture of the ledger.
struct Growth
{
    std::shared_ptr<const Image> before;
    Appended appended;
    std::vector<PackedRow> rows;     ///< names by number in the file, items by number in the ledger
    std::vector<std::uint64_t> keys; ///< of the new items
    KeySet newKeys;
    std::array<std::vector<std::string>, nameKinds> newNames; ///< in the order of their numbers
    std::array<std::unordered_map<std::string_view, std::uint32_t>, nameKinds> newNumbers;
    std::unordered_map<std::uint32_t, std::int64_t> lastTimes; ///< by source
    std::int64_t blocks = 0;
    MerkleFrontier frontier;
    std::vector<std::shared_ptr<Segment>> segments;

    /// The number of a name, a new one when neither the file nor this append has it.
    std::uint32_t numberOf(std::size_t kind, std::string_view text, const NameTables &names)
    {
        if (const auto number = names[kind].find(text))
            return *number;
        const auto found = newNumbers[kind].find(text);
        if (found != newNumbers[kind].end())
            return found->second;
        const auto number = static_cast<std::uint32_t>(names[kind].count() + newNames[kind].size() + 1);
        newNames[kind].emplace_back(text);
        newNumbers[kind].emplace(text, number);
        return number;
    }
};

} // namespace mandate::sqlite

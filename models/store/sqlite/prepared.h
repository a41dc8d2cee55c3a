// SPDX-License-Identifier: GPL-3.0-or-later
// A batch with all heavy work done: leaf hashes, columns, sealed blocks. Holds copies of everything; knows no file.
#pragma once

#include "models/store/sqlite/block.h"
#include "models/store/sqlite/columns.h"
#include "models/store/store.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::sqlite {

/// Names of one batch, numbered from 1 within it; 0 is the empty name.
class LocalNames
{
public:
    std::uint32_t numberOf(std::string_view text);
    [[nodiscard]] const std::vector<std::string> &texts() const { return m_texts; }

private:
    void grow();

    std::vector<std::uint32_t> m_slots;  ///< open addressing by hash, at most half full; 0 is free
    std::vector<std::uint64_t> m_hashes; ///< number − 1
    std::vector<std::string> m_texts;    ///< number − 1
    std::uint32_t m_last = 0;
};

struct SealedBlock
{
    std::string sealed;
    std::uint32_t entries = 0;
    std::uint32_t items = 0;
};

class PreparedBatch final : public Store::Prepared
{
public:
    explicit PreparedBatch(const Batch &batch);

    void setVerdict(std::size_t entry, Verdict verdict, std::string_view clause) override;
    void addFinding(Finding finding) override;
    [[nodiscard]] std::size_t entryCount() const override { return m_rows.size(); }

    /// Leaves out the items for which `known` holds, with their entries and findings.
    void dropItems(const std::vector<bool> &known);

    /// Why the batch cannot be stored, if it cannot.
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }
    /// `item` counts within the batch, names are local.
    [[nodiscard]] std::vector<PackedRow> &rows() { return m_rows; }
    [[nodiscard]] const std::array<LocalNames, nameKinds> &names() const { return m_names; }
    [[nodiscard]] const std::vector<std::uint64_t> &keys() const { return m_keys; }
    [[nodiscard]] const std::vector<SealedBlock> &blocks() const { return m_blocks; }
    [[nodiscard]] const std::vector<Finding> &findings() const { return m_findings; }

private:
    void check(const Batch &batch);
    void fillBlocks(const std::vector<std::string_view> &bodies, const std::vector<std::string_view> &items);

    std::vector<PackedRow> m_rows;
    std::vector<std::uint64_t> m_keys; ///< of the items
    std::array<LocalNames, nameKinds> m_names;
    std::vector<SealedBlock> m_blocks;
    std::vector<Finding> m_findings;
    std::optional<Error> m_problem;
};

} // namespace mandate::sqlite

// SPDX-License-Identifier: GPL-3.0-or-later
// The entries of a bundle as a Store for reading: a real store in a temporary folder answers, and what goes in and out is renumbered, because a bundle holds some
// entries of its ledger only. Who signs, how large the ledger is and what its root is are the bundle's. Private to this folder.
#pragma once

#include "models/bag/unpack.h"
#include "models/bundle/bundle_lines.h"
#include "models/bundle/bundle_verification.h"
#include "models/store/store.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mandate::bundle {

/// Goes with all that is in it.
class ScratchFolder
{
public:
    static Result<ScratchFolder> make();
    ~ScratchFolder();
    ScratchFolder(ScratchFolder &&other) noexcept : m_path(std::exchange(other.m_path, {})) {}
    ScratchFolder &operator=(ScratchFolder &&) = delete;
    [[nodiscard]] const std::string &path() const { return m_path; }

private:
    explicit ScratchFolder(std::string path) : m_path(std::move(path)) {}
    std::string m_path;
};

/// A bundle whose checkpoint is signed, before its entries are read.
struct ReadableBundle
{
    std::string path;   ///< as it was named
    std::string folder; ///< where its files are
    std::optional<UnpackedArchive> unpacked;
    PublicKey key;
    Checkpoint checkpoint;
    std::string note; ///< the checkpoint as it was signed
    bool allHolds = false; ///< its verification found nothing that does not hold
};

class BundleStore final : public Store
{
public:
    struct Read
    {
        std::unique_ptr<BundleStore> store;
        std::uint64_t leftOut = 0;
        std::uint64_t withheld = 0;
    };
    static Result<Read> read(ReadableBundle bundle, const std::stop_token &stop);

    [[nodiscard]] const std::string &folder() const { return m_bundle.folder; }

    [[nodiscard]] std::unique_ptr<Prepared> prepare(const Batch &batch) const override { return m_inner->prepare(batch); }
    Result<Appended> append(std::vector<std::unique_ptr<Prepared>> batches) override;
    [[nodiscard]] bool knowsItem(std::uint64_t) const override { return false; }
    Result<void> setVerdicts(std::span<const NewVerdict> verdicts, std::span<const Finding> findings) override;
    Result<Erased> erase(std::span<const EntryNumber> entries) override;

    [[nodiscard]] std::uint64_t size() const override { return m_bundle.checkpoint.size; }
    [[nodiscard]] bool isExcerpt() const override { return true; }
    [[nodiscard]] bool holds(EntryNumber entry) const override { return innerOf(entry).has_value(); }
    [[nodiscard]] Checkpoint head() const override { return m_bundle.checkpoint; }
    [[nodiscard]] const std::string &origin() const override { return m_bundle.checkpoint.origin; }
    [[nodiscard]] const PublicKey &publicKey() const override { return m_bundle.key; }

    Result<std::string> body(EntryNumber entry) const override;
    Result<std::vector<std::string>> bodies(std::span<const EntryNumber> entries) const override;
    Result<std::vector<Row>> rows(std::span<const EntryNumber> entries) const override;
    Result<StoredItem> item(std::uint64_t number) const override;
    Result<std::vector<EntryNumber>> select(const RowFilter &filter, RowOrder order, std::stop_token stop = {}) const override;
    Result<std::uint64_t> count(const RowFilter &filter, std::stop_token stop = {}) const override { return m_inner->count(inner(filter), std::move(stop)); }
    Result<std::vector<Tally>> tally(const RowFilter &filter, std::span<const Dimension> by, std::stop_token stop = {}) const override
    {
        return m_inner->tally(inner(filter), by, std::move(stop));
    }
    Result<std::vector<TimeBin>> histogram(const RowFilter &filter, std::size_t bins, std::stop_token stop = {}) const override
    {
        return m_inner->histogram(inner(filter), bins, std::move(stop));
    }
    Result<std::vector<Finding>> findings(EntryNumber first = 0, std::uint64_t count = UINT64_MAX) const override;
    Result<std::vector<std::string>> names(Dimension dimension) const override { return m_inner->names(dimension); }

    Result<std::vector<Digest>> leaves(EntryNumber first, std::uint64_t count) const override;
    Result<std::vector<StoredCheckpoint>> checkpoints() const override { return std::vector<StoredCheckpoint>{{size(), m_bundle.note}}; }
    /// Checks the bundle again, as it now is at its place.
    Result<Verification> verify(const Progress &progress = {}, std::stop_token stop = {}) const override;

    Result<void> indexText(const Progress &progress = {}, std::stop_token stop = {}) override { return m_inner->indexText(progress, std::move(stop)); }
    [[nodiscard]] std::uint64_t textIndexedTo() const override { return size(); }

private:
    friend class BundleReading;
    BundleStore(ReadableBundle bundle, ScratchFolder scratch) : m_bundle(std::move(bundle)), m_scratch(std::move(scratch)) {}

    [[nodiscard]] std::optional<EntryNumber> innerOf(EntryNumber entry) const;
    [[nodiscard]] Result<std::vector<EntryNumber>> innerOf(std::span<const EntryNumber> entries) const;
    [[nodiscard]] RowFilter inner(RowFilter filter) const;
    void renumber(RowCondition &condition) const;

    ReadableBundle m_bundle;
    ScratchFolder m_scratch;
    std::unique_ptr<Store> m_inner;
    std::vector<EntryNumber> m_numbers;  ///< of the ledger, by number of the inner store
    std::vector<Digest> m_leaves;        ///< likewise
    std::vector<std::int64_t> m_itemOf;  ///< likewise: into m_items, or −1
    std::vector<ReceivedLine> m_items;
};

} // namespace mandate::bundle

// SPDX-License-Identifier: GPL-3.0-or-later
// The Store on one SQLite file: puts the parts of this folder together. Each part is explained where it lives.
#pragma once

#include "models/store/sqlite/image.h"
#include "models/store/sqlite/reader.h"
#include "models/store/sqlite/text_index.h"
#include "models/store/sqlite/writer.h"
#include "models/store/store.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

namespace mandate::sqlite {

class SqliteStore final : public Store
{
public:
    static Result<std::unique_ptr<Store>> open(const std::string &path, OpenOptions options);
    ~SqliteStore() override;

    [[nodiscard]] std::unique_ptr<Prepared> prepare(const Batch &batch) const override;
    Result<Appended> append(std::vector<std::unique_ptr<Prepared>> batches) override;
    [[nodiscard]] bool knowsItem(std::uint64_t key) const override;
    Result<void> setVerdicts(std::span<const NewVerdict> verdicts, std::span<const Finding> findings) override;
    Result<Erased> erase(std::span<const EntryNumber> entries) override;
    Result<void> beginWriting(std::chrono::milliseconds patience = {}) override;
    [[nodiscard]] bool othersWait() const override;
    void endWriting() override;

    [[nodiscard]] std::uint64_t size() const override;
    [[nodiscard]] Checkpoint head() const override;
    [[nodiscard]] const std::string &origin() const override { return m_origin; }
    [[nodiscard]] const PublicKey &publicKey() const override { return m_publicKey; }

    Result<std::string> body(EntryNumber entry) const override;
    Result<std::vector<std::string>> bodies(std::span<const EntryNumber> entries) const override;
    Result<std::vector<Row>> rows(std::span<const EntryNumber> entries) const override;
    Result<StoredItem> item(std::uint64_t number) const override;
    Result<std::vector<EntryNumber>> select(const RowFilter &filter, RowOrder order, std::stop_token stop) const override;
    Result<std::uint64_t> count(const RowFilter &filter, std::stop_token stop) const override;
    Result<std::vector<Tally>> tally(const RowFilter &filter, std::span<const Dimension> by, std::stop_token stop) const override;
    Result<std::vector<TimeBin>> histogram(const RowFilter &filter, std::size_t bins, std::stop_token stop) const override;
    Result<RowColumns> columns(const RowFilter &filter, std::stop_token stop = {}) const override;
    Result<std::vector<Finding>> findings(EntryNumber first, std::uint64_t count) const override;
    Result<std::vector<std::string>> names(Dimension dimension) const override;

    Result<std::vector<Digest>> leaves(EntryNumber first, std::uint64_t count) const override;
    Result<std::vector<StoredCheckpoint>> checkpoints() const override;
    Result<Verification> verify(const Progress &progress, std::stop_token stop) const override;

    Result<void> indexText(const Progress &progress, std::stop_token stop) override;
    [[nodiscard]] std::uint64_t textIndexedTo() const override;

private:
    SqliteStore(std::string path, OpenOptions options, std::string origin, PublicKey publicKey);

    /// The newest picture of the ledger; sees what other processes have appended.
    [[nodiscard]] std::shared_ptr<const Image> image() const;
    void publish(std::shared_ptr<const Image> image) const;
    /// Takes away what an erasure freed, in the index of texts too. False: not all of it now.
    bool scrub();
    /// Rows that match all of the filter.
    template<typename Answer>
    auto ofMatching(const RowFilter &filter, const std::stop_token &stop, const Answer &answer) const -> decltype(answer(std::declval<Masks>(), std::declval<Connection &>(), std::declval<Image>()));
    Result<Masks> matching(const RowFilter &filter, Reader &reader, const Image &image, std::stop_token stop) const;

    std::string m_path;
    OpenOptions m_options;
    std::string m_origin;
    PublicKey m_publicKey;
    mutable NameTables m_names;
    mutable KnownItems m_known;
    mutable ReaderPool m_readers;
    TextIndex m_text;

    mutable std::mutex m_imageMutex; ///< guards m_image and m_watch
    mutable std::shared_ptr<const Image> m_image;
    mutable Connection m_watch;

    std::mutex m_writerMutex;
    Writer m_writer;
    std::atomic<bool> m_alone = false; ///< no other process can write now
};

} // namespace mandate::sqlite

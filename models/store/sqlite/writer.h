// SPDX-License-Identifier: GPL-3.0-or-later
// The one writer of a store in this process, and the lock that keeps other processes' writers out while it works. Readers never wait for it.
#pragma once

#include "models/store/sqlite/image.h"
#include "models/store/sqlite/known_items.h"
#include "models/store/sqlite/log_keeper.h"
#include "models/store/sqlite/prepared.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mandate::sqlite {

struct Growth;

class Writer
{
public:
    Writer(std::string path, std::string origin, PublicKey publicKey, NameTables &names, KnownItems &known)
        : m_path(std::move(path)),
          m_origin(std::move(origin)),
          m_publicKey(publicKey),
          m_names(names),
          m_known(known),
          m_log(m_path)
    {
    }
    ~Writer();
    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;

    using Unlock = std::function<Result<SigningKey>(const PublicKey &)>;
    struct Stored
    {
        Appended appended;
        std::shared_ptr<const Image> image; ///< the ledger afterwards
    };
    /// `image` is the newest known picture; a newer one that another process made is read first.
    Result<Stored> append(std::vector<std::unique_ptr<Store::Prepared>> batches, std::shared_ptr<const Image> image, const Unlock &unlock);
    Result<std::shared_ptr<const Image>> setVerdicts(std::span<const Store::NewVerdict> verdicts, std::span<const Finding> findings,
                                                     std::shared_ptr<const Image> image);

    struct ErasedImage
    {
        Erased erased;
        std::shared_ptr<const Image> image;
    };
    Result<ErasedImage> erase(std::span<const EntryNumber> entries, std::shared_ptr<const Image> image);
    /// Whether octets that an erasure freed may still be in the file.
    [[nodiscard]] bool needsScrubbing() const { return m_needsScrubbing; }
    /// Whether it is time to try again: who could not, because somebody else reads, waits longer each time.
    [[nodiscard]] bool isScrubbingDue() const { return m_needsScrubbing && std::chrono::steady_clock::now() >= m_scrubNotBefore; }
    /// Writes the file anew without what was freed, once for what was erased, and empties its log. False when that did not succeed now. Holds the lock.
    bool scrub();

    /// True while other processes cannot write.
    [[nodiscard]] bool holdsLock() const { return m_locked; }
    /// Keeps other processes from writing.
    Result<void> takeLock(std::chrono::milliseconds patience = {});
    /// Whether another process waits for the lock.
    [[nodiscard]] bool othersWait() const;
    /// Lets other processes write.
    void release();

private:
    Result<void> openLock();
    Result<void> tryLock();
    Result<void> begin(std::shared_ptr<const Image> &image, bool durable);
    Error failed(std::string_view doing);
    Result<void> storeBatch(PreparedBatch &batch, Growth &growth);
    Result<void> storeNames(Growth &growth);
    Result<void> storeSegments(Growth &growth);
    Result<void> storeHead(Growth &growth, const SigningKey &key);
    Result<void> storeColumn(EntryNumber first, Column column, const Octets &values);
    Result<void> storeFinding(const Finding &finding, EntryNumber entry, std::int64_t ordinal, Growth &growth);
    Result<void> replaceSegment(std::shared_ptr<Segment> &segment, std::vector<std::pair<Column, Octets>> columns);
    Result<std::uint64_t> replacePieces(std::span<const EntryNumber> entries, std::span<const std::uint64_t> items);
    Result<void> readScrubbing();
    void markOrder(std::vector<PackedRow> &rows, Growth &growth);

    std::string m_path;
    std::string m_origin;
    PublicKey m_publicKey;
    NameTables &m_names;
    KnownItems &m_known;
    Connection m_connection;
    LogKeeper m_log; ///< of m_connection: it ends before
    std::optional<SigningKey> m_key;
    int m_lockFile = -1; ///< open between takings
    bool m_locked = false;
    bool m_needsScrubbing = false;
    bool m_writtenAnew = false; ///< since the last erasure: only the log is left to be emptied
    std::chrono::steady_clock::time_point m_scrubNotBefore{};
    std::chrono::milliseconds m_scrubPause{100};
};

} // namespace mandate::sqlite

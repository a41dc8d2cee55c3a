// SPDX-License-Identifier: GPL-3.0-or-later
// The ledger's store: append-only entries in an RFC 6962 tree, the exact bytes they came from, and columns to ask them by.
// One interface, several engines; callers never see SQL. Contract: tests/models/store/store_contract.h.
#pragma once

#include "models/base/digest.h"
#include "models/base/instant.h"
#include "models/base/result.h"
#include "models/evidence/merkle.h"
#include "models/evidence/record.h"
#include "models/evidence/signing.h"
#include "models/pact/verdict.h"
#include "models/store/row_columns.h"
#include "models/store/row_condition.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

/// Number of an entry in the ledger, from 0, without gaps.
using EntryNumber = std::uint64_t;

enum class EntryType : std::uint8_t { Record, Quarantine, Pact, Statement, Judgement, Incident, Key, Note, Person, Request, Point, ScopePolicy, Case };
[[nodiscard]] std::string_view nameOf(EntryType type);

/// A clause that an action broke, triggered, or could not be decided by; many per action are possible.
struct Finding
{
    EntryNumber entry = 0; ///< in a Batch: index into Batch::entries
    std::string clause;    ///< clause id, such as "A4"
    bool undecidable = false;
    std::string missing;   ///< the fact that was missing, when undecidable
    bool operator==(const Finding &) const = default;
};

/// Exact bytes as received, kept once however many records speak of them.
struct NewItem
{
    std::string_view bytes;
    Digest digest;           ///< SHA-256 of bytes
    std::uint64_t key = 0;   ///< idempotency key: an item whose key is stored already is dropped with its entries; 0 is no key
};

struct NewEntry
{
    EntryType type = EntryType::Record;
    std::string_view body;             ///< RFC 8785 JSON
    const Record *record = nullptr;    ///< for type Record: what the columns are taken from
    std::int32_t item = -1;            ///< index into Batch::items, −1 when it came from no source. The body cites the item's digest in
                                       ///< hexadecimal, which binds the bytes to the ledger; append refuses a batch that does not.
    Verdict verdict = Verdict::NotJudged;
    std::string_view clause;           ///< the deciding clause, if one decided
};

/// What one append holds: all of it is stored or nothing.
struct Batch
{
    std::vector<NewItem> items;
    std::vector<NewEntry> entries;
    std::vector<Finding> findings;
};

struct Appended
{
    EntryNumber first = 0;     ///< number of the first stored entry
    std::uint64_t entries = 0;
    std::uint64_t items = 0;
    std::uint64_t itemsKnown = 0; ///< dropped because their key was stored already
    /// The same of each batch, in order: batches lose different items.
    struct Part
    {
        std::uint64_t records = 0, otherEntries = 0, items = 0, itemsKnown = 0;
    };
    std::vector<Part> parts;
};

/// The columns of one entry, names resolved. For entries that are no records only number, type, time and item are set.
struct Row
{
    EntryNumber number = 0;
    EntryType type = EntryType::Record;
    RecordKind kind = RecordKind::Action;
    std::optional<Instant> time; ///< occurred, else absent
    std::string agent;
    std::string deployment;
    std::string session;
    std::string tool;
    std::string source;
    std::string format;
    std::int32_t message = -1;
    std::int32_t call = -1;
    Outcome outcome = Outcome::Unknown;
    Role role = Role::None;
    std::uint8_t completeness = 0;
    bool outOfOrder = false; ///< earlier than the record before it of the same source
    Verdict verdict = Verdict::NotJudged;
    std::string clause;
    std::optional<std::uint64_t> item;
    bool erased = false; ///< its text and bytes are gone for good; what stands here is what remains of it
};

/// Which entries to show. Empty sets mean any. Times compare the occurred time; an entry without time matches only when neither is set.
struct RowFilter
{
    std::vector<EntryType> types{EntryType::Record};
    std::vector<RecordKind> kinds;
    std::vector<std::string> agents;
    std::vector<std::string> deployments;
    std::vector<std::string> sessions;
    std::vector<std::string> tools;
    std::vector<std::string> sources;
    std::vector<Verdict> verdicts;
    std::vector<std::string> clauses; ///< deciding clause
    std::vector<Outcome> outcomes;
    std::optional<Instant> since;     ///< inclusive
    std::optional<Instant> until;     ///< exclusive
    std::vector<RowCondition> where;  ///< all of these hold too; what a query says beyond the sets above
    std::optional<bool> erased;       ///< only records that were erased, or only those that were not; a text matches no erased one
    std::string text;                 ///< words that must all occur, in any order; "a b" in double quotes is a phrase
    bool operator==(const RowFilter &) const = default;
};

/// Entries without time come last in both orders of time; equal times stay in order of arrival, or its reverse.
enum class RowOrder : std::uint8_t { ArrivalAscending, ArrivalDescending, TimeAscending, TimeDescending };

/// Dimensions to count by. Day is the UTC day of the occurred time as "2025-12-02" ("" without time).
enum class Dimension : std::uint8_t { Agent, Deployment, Tool, Verdict, Outcome, Kind, Source, Format, Session, Day, Clause, Role };
struct Tally
{
    std::vector<std::string> key; ///< one name per asked dimension, in that order
    std::uint64_t count = 0;
    std::uint64_t failed = 0;                 ///< of these, outcome Failed or Refused
    std::array<std::uint64_t, 7> has{};       ///< of these, with bit i of Has set
};

struct TimeBin
{
    std::int64_t beginNs = 0;
    std::uint64_t count = 0;
    std::array<std::uint64_t, 8> byVerdict{};
};

struct StoredItem
{
    std::uint64_t number = 0;
    Digest digest;
    std::string bytes;
};

struct StoredCheckpoint
{
    std::uint64_t size = 0;
    std::string note; ///< signed note, see evidence/signing.h
};

/// The first entry that does not hold, in words for a person.
struct BadEntry
{
    EntryNumber entry = 0;
    std::string reason;
    std::string affects;     ///< what it means for what people rely on
    std::string stillHolds;  ///< what is proven all the same
};

struct Verification
{
    bool ok = false;
    std::uint64_t entries = 0;
    std::uint64_t checkpoints = 0;
    Digest root;
    std::uint64_t erased = 0; ///< entries without text: whether somebody signed for that is for who knows what people sign
    std::optional<BadEntry> firstBad;
};

struct Erased
{
    std::uint64_t entries = 0; ///< that had their text until now
    std::uint64_t items = 0;   ///< received bytes that went with them
    std::uint64_t octets = 0;  ///< of both, as they were received and written
    bool scrubbed = true;      ///< false: the file may still hold freed octets, because it is read just now or the disk is full; the next writer tries again
};

/// Called with done and total of the same unit; returns nothing, must be quick.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// One writer at a time per store file (others get a clear Refused), any number of readers in any threads: every const function may be
/// called from any thread at any time and sees whole appends only.
class Store
{
public:
    virtual ~Store() = default;

    /// CPU-heavy part of an append (leaf hashes, columns, compression), without side effects: call it from worker threads.
    class Prepared
    {
    public:
        virtual ~Prepared() = default;
        /// For the judge, which runs in order between prepare and append: entry is the index in the Batch.
        virtual void setVerdict(std::size_t entry, Verdict verdict, std::string_view clause) = 0;
        virtual void addFinding(Finding finding) = 0;
        [[nodiscard]] virtual std::size_t entryCount() const = 0;
    };
    [[nodiscard]] virtual std::unique_ptr<Prepared> prepare(const Batch &batch) const = 0;
    /// Stores prepared batches in order, in one transaction that ends with a signed checkpoint. Items known already are left out with
    /// their entries. On any error (disk full, locked, I/O) nothing is stored.
    virtual Result<Appended> append(std::vector<std::unique_ptr<Prepared>> batches) = 0;
    /// True when an item with this key is stored.
    [[nodiscard]] virtual bool knowsItem(std::uint64_t key) const = 0;

    /// Replaces verdicts and findings of existing records (a pact came into force): derived data, not part of the ledger. Atomic.
    struct NewVerdict { EntryNumber entry; Verdict verdict; std::string clause; };
    virtual Result<void> setVerdicts(std::span<const NewVerdict> verdicts, std::span<const Finding> findings) = 0;
    /// Takes the text of these records away for good, and the received bytes of items that no remaining entry came from. Leaves, and with them
    /// tree, proofs and checkpoints, stay; so do the columns; of the text stays remainsOf(). The text index has to be built again. Records that
    /// are erased already are left out. All or nothing, but for the octets that the engine freed (Erased::scrubbed). Refused for other entries.
    virtual Result<Erased> erase(std::span<const EntryNumber> entries) = 0;
    /// Keeps other processes from writing until endWriting(): for a job that reads, decides and then appends, so that what it read still
    /// stands. Refused while another writes. An append without it begins by itself.
    /// It waits for the other that long, and says so (othersWait()).
    virtual Result<void> beginWriting(std::chrono::milliseconds patience = {}) { (void)patience; return {}; }
    /// Whether another process waits to write: a long job of appends lets it by calling endWriting() between two of them.
    [[nodiscard]] virtual bool othersWait() const { return false; }
    /// Lets other processes write until the next append: call it when a job of appends is done. Otherwise they are Refused until this
    /// store is closed.
    virtual void endWriting() {}

    [[nodiscard]] virtual std::uint64_t size() const = 0;
    /// Whether this holds some entries of a ledger of size() only, such as those of a bundle: what is asked of others is Missing, and what was derived from
    /// them cannot be derived again.
    [[nodiscard]] virtual bool isExcerpt() const { return false; }
    [[nodiscard]] virtual bool holds(EntryNumber entry) const { return entry < size(); }
    [[nodiscard]] virtual Checkpoint head() const = 0;
    [[nodiscard]] virtual const std::string &origin() const = 0;
    [[nodiscard]] virtual const PublicKey &publicKey() const = 0;

    /// Of an erased record what remains of it (remainsOf()), which is not what its leaf is over; Row::erased tells.
    virtual Result<std::string> body(EntryNumber entry) const = 0;
    /// Bodies of many entries, in the order asked; faster than one by one.
    virtual Result<std::vector<std::string>> bodies(std::span<const EntryNumber> entries) const = 0;
    virtual Result<std::vector<Row>> rows(std::span<const EntryNumber> entries) const = 0;
    /// No bytes when it was erased.
    virtual Result<StoredItem> item(std::uint64_t number) const = 0;
    virtual Result<std::vector<EntryNumber>> select(const RowFilter &filter, RowOrder order, std::stop_token stop = {}) const = 0;
    virtual Result<std::uint64_t> count(const RowFilter &filter, std::stop_token stop = {}) const = 0;
    virtual Result<std::vector<Tally>> tally(const RowFilter &filter, std::span<const Dimension> by, std::stop_token stop = {}) const = 0;
    /// Columns of the matching rows, in order of arrival; an engine that keeps columns gives them without making rows.
    virtual Result<RowColumns> columns(const RowFilter &filter, std::stop_token stop = {}) const;
    /// Equal bins that cover the matching entries with a time; at most `bins`.
    virtual Result<std::vector<TimeBin>> histogram(const RowFilter &filter, std::size_t bins, std::stop_token stop = {}) const = 0;
    /// Findings of the entries in [first, first+count), by entry.
    virtual Result<std::vector<Finding>> findings(EntryNumber first = 0, std::uint64_t count = UINT64_MAX) const = 0;
    /// Every distinct name of a dimension that has names (Agent, Deployment, Tool, Source, Format, Session, Clause), sorted.
    virtual Result<std::vector<std::string>> names(Dimension dimension) const = 0;

    virtual Result<std::vector<Digest>> leaves(EntryNumber first, std::uint64_t count) const = 0;
    virtual Result<std::vector<StoredCheckpoint>> checkpoints() const = 0;
    /// Re-reads everything: bytes, digests, columns, tree, checkpoints, signatures. Never throws on a damaged file; a file that cannot be
    /// read at all is a Corrupt error, a readable one with damage a Verification with firstBad.
    virtual Result<Verification> verify(const Progress &progress = {}, std::stop_token stop = {}) const = 0;

    /// Full text: builds what is missing of the index beside the store; searches work without it, slower.
    virtual Result<void> indexText(const Progress &progress = {}, std::stop_token stop = {}) = 0;
    [[nodiscard]] virtual std::uint64_t textIndexedTo() const = 0;
};

/// Creates a new store file signed by `key`; Refused when the path exists.
Result<std::unique_ptr<Store>> createStore(const std::string &path, SigningKey key);
/// Opens a store for reading, and for writing once `unlock` gave the key. Corrupt, Missing or Refused say why not.
struct OpenOptions
{
    bool readOnly = false;
    /// Given the store's public key, returns its private key; called at the first append.
    std::function<Result<SigningKey>(const PublicKey &)> unlock;
};
Result<std::unique_ptr<Store>> openStore(const std::string &path, OpenOptions options);

} // namespace mandate

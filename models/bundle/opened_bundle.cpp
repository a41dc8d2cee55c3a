// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the entries of a bundle into a store, each only where it proves itself.
#include "models/bundle/opened_bundle.h"

#include "models/bag/bag_error.h"
#include "models/bag/bag_name.h"
#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/bundle/bundle_files.h"
#include "models/bundle/bundle_store.h"
#include "models/bundle/erased_line.h"
#include "models/bundle/public_key_file.h"
#include "models/bundle/redaction.h"
#include "models/bundle/verification_parts.h"
#include "models/evidence/merkle.h"
#include "models/evidence/record_json.h"

#include <algorithm>
#include <filesystem>

namespace mandate {

namespace bundle {

constexpr std::size_t entriesOfBatch = 1024;

/// What a reader sees in place of a hidden value: "▒ hidden, sha256:…".
constexpr std::string_view hiddenWords = "\xE2\x96\x92 hidden, ";

/// Walks the two lists of entries side by side, in order of the ledger.
class BundleReading
{
public:
    BundleReading(BundleStore &store, std::stop_token stop)
        : m_store(store), m_stop(std::move(stop)), m_data(store.m_bundle.folder + "/data/"), m_selection(m_data + files::selection), m_records(m_data + files::entries),
          m_recordProofs(m_data + files::proofs), m_redactions(m_data + files::redactions), m_index(m_data + files::ledgerIndex), m_ledger(m_data + files::ledgerEntries),
          m_ledgerProofs(m_data + files::ledgerProofs), m_redacted(isThere(m_data + files::redactions))
    {
    }

    Result<void> run()
    {
        auto inner = createStore(m_store.m_scratch.path() + "/entries.mandate", SigningKey::generate());
        if (!inner)
            return inner.error();
        m_store.m_inner = std::move(inner).value();
        readItems();
        m_listSigned = m_redacted && listIsSigned();
        nextRecord();
        nextLedger();
        while (m_record || m_entry) {
            if (m_stop.stop_requested())
                return bagStopped();
            if (m_record && (!m_entry || m_record->line.entry < m_entry->line.entry)) {
                takeRecord();
                nextRecord();
            } else {
                takeLedger();
                nextLedger();
            }
            if (m_taken.size() >= entriesOfBatch) {
                if (auto stored = storeTaken(); !stored)
                    return stored;
            }
        }
        if (auto stored = storeTaken(); !stored || m_erased.empty())
            return stored;
        const auto marked = m_store.m_inner->erase(m_erased); // they are shown as what they are
        return marked ? Result<void>() : Result<void>(marked.error());
    }

    [[nodiscard]] std::uint64_t leftOut() const { return m_leftOut; }
    [[nodiscard]] std::uint64_t withheld() const { return m_withheld; }

private:
    template<typename Line>
    struct Step
    {
        Line line;
        std::string body, proof, redaction;
    };
    struct Taken
    {
        EntryType type = EntryType::Record;
        std::string body;
        Record record;
        Verdict verdict = Verdict::NotJudged;
        std::string clause;
    };

    /// Whether the workspace signed the list of the documents with hidden values.
    [[nodiscard]] bool listIsSigned() const
    {
        const auto opened = openDsse(smallFile(m_data + files::redactionStatement), m_store.m_bundle.key);
        RedactionClaim claim;
        return opened && opened->payloadType == redactionPayloadType && readRedactionPayload(opened->payload, claim) && claim.origin == m_store.origin() &&
               digestOfFile(m_data + files::redactions) == claim.redactions;
    }

    void readItems()
    {
        LineReader index(m_data + files::receivedIndex);
        std::string text;
        while (index.next(text)) {
            if (auto line = receivedLineOf(text); line && nameObjection(line->file).empty()) {
                m_items.emplace(line->digest, static_cast<std::int64_t>(m_store.m_items.size()));
                m_store.m_items.push_back(std::move(*line));
            }
        }
    }

    void nextRecord()
    {
        m_record.reset();
        std::string text;
        Step<SelectionLine> step;
        while (m_selection.next(text)) {
            if (!m_records.next(step.body) || !m_recordProofs.next(step.proof) || (m_redacted && !m_redactions.next(step.redaction)))
                return;
            if (auto line = selectionLineOf(text)) {
                step.line = std::move(*line);
                m_record = std::move(step);
                return;
            }
            ++m_leftOut;
        }
    }

    void nextLedger()
    {
        m_entry.reset();
        std::string text;
        Step<IndexLine> step;
        while (m_index.next(text)) {
            if (!m_ledger.next(step.body) || !m_ledgerProofs.next(step.proof))
                return;
            if (auto line = indexLineOf(text)) {
                step.line = *line;
                m_entry = std::move(step);
                return;
            }
            ++m_leftOut;
        }
    }

    [[nodiscard]] bool proved(EntryNumber entry, const Digest &leaf, const std::string &proof) const
    {
        const Checkpoint &checkpoint = m_store.m_bundle.checkpoint;
        const bool inOrder = m_store.m_numbers.empty() || m_store.m_numbers.back() < entry;
        return inOrder && proves(proof, entry, leaf, checkpoint.size, checkpoint.root);
    }

    /// The document as it is to be shown; empty where the line is not what stands for this leaf.
    std::string shownOf(const Step<SelectionLine> &step)
    {
        if (!m_redacted)
            return leafHash(step.body) == step.line.leaf ? step.body : std::string();
        if (!m_listSigned)
            return {};
        const auto signedFor = redactionLineOf(step.redaction);
        Arena arena;
        RedactedLine read;
        std::string why;
        if (!signedFor || signedFor->entry != step.line.entry || signedFor->leaf != step.line.leaf || signedFor->line != sha256(step.body) ||
            !readRedactedLine(step.body, arena, read, why) || read.entry != step.line.entry || read.leaf != step.line.leaf)
            return {};
        // Two lists name the numbers that canonical JSON writes otherwise: integers it cannot carry, and reals that look whole. A hidden one is none of them, so
        // the lists go: the others are read as they are written.
        std::vector<Member> members;
        for (const Member &member : read.document.members()) {
            if (member.key.text() != "integers_as_text" && member.key.text() != "reals")
                members.push_back(member);
        }
        std::string shown = canonicalJson(Value::map(members));
        for (const std::string &pointer : read.pointers) {
            const Value *value = valueAt(read.document, pointer);
            const std::string mark = value ? canonicalJson(*value) : std::string();
            for (std::size_t at = mark.empty() ? std::string::npos : shown.find(mark); at != std::string::npos; at = shown.find(mark, at + mark.size() + hiddenWords.size()))
                shown.insert(at + 1, hiddenWords);
        }
        return shown;
    }

    /// What remains of a record whose text was erased before the export. No leaf is over it: a tombstone answers for it, so it is shown of a bundle in which all
    /// holds and of no other.
    [[nodiscard]] std::string remainsAt(const Step<SelectionLine> &step)
    {
        if (!m_store.m_bundle.allHolds)
            return {};
        Arena arena;
        const auto erased = readErasedLine(step.body, m_reader, arena);
        return erased && erased->entry == step.line.entry && erased->leaf == step.line.leaf ? canonicalJson(erased->document) : std::string();
    }

    void takeRecord()
    {
        const Step<SelectionLine> &step = *m_record;
        Taken taken;
        const bool isProved = proved(step.line.entry, step.line.leaf, step.proof);
        taken.body = isProved ? shownOf(step) : std::string();
        const bool erased = isProved && taken.body.empty() && !(taken.body = remainsAt(step)).empty();
        const auto record = taken.body.empty() ? std::nullopt : recordOf(taken.body);
        if (!record) {
            ++m_leftOut;
            return;
        }
        taken.record = *record;
        taken.verdict = step.line.verdict;
        taken.clause = step.line.clause;
        if (erased)
            m_erased.push_back(m_store.m_numbers.size());
        const auto item = m_items.find(record->itemDigest);
        keep(step.line.entry, step.line.leaf, item == m_items.end() ? -1 : item->second, std::move(taken));
    }

    std::optional<Record> recordOf(const std::string &body)
    {
        const auto read = readRecord(body, m_reader, m_arena);
        return read ? std::optional(*read) : std::nullopt;
    }

    void takeLedger()
    {
        const Step<IndexLine> &step = *m_entry;
        if (!proved(step.line.entry, step.line.leaf, step.proof)) {
            ++m_leftOut;
            return;
        }
        if (leafHash(step.body) == step.line.leaf)
            keep(step.line.entry, step.line.leaf, -1, {step.line.type, step.body, {}, Verdict::NotJudged, {}});
        else if (step.body.ends_with(R"("withheld":true})"))
            ++m_withheld;
        else
            ++m_leftOut;
    }

    void keep(EntryNumber entry, const Digest &leaf, std::int64_t item, Taken taken)
    {
        m_store.m_numbers.push_back(entry);
        m_store.m_leaves.push_back(leaf);
        m_store.m_itemOf.push_back(item);
        m_taken.push_back(std::move(taken));
    }

    Result<void> storeTaken()
    {
        if (m_taken.empty())
            return {};
        Batch batch;
        for (const Taken &taken : m_taken) {
            NewEntry entry;
            entry.type = taken.type;
            entry.body = taken.body;
            entry.record = taken.type == EntryType::Record ? &taken.record : nullptr;
            entry.verdict = taken.verdict;
            entry.clause = taken.clause;
            if (!taken.clause.empty())
                batch.findings.push_back({batch.entries.size(), taken.clause, taken.verdict == Verdict::Undecidable, {}});
            batch.entries.push_back(entry);
        }
        std::vector<std::unique_ptr<Store::Prepared>> prepared;
        prepared.push_back(m_store.m_inner->prepare(batch));
        const auto stored = m_store.m_inner->append(std::move(prepared));
        m_taken.clear();
        m_arena = Arena();
        return stored ? Result<void>() : Result<void>(stored.error());
    }

    BundleStore &m_store;
    std::stop_token m_stop;
    std::string m_data;
    LineReader m_selection, m_records, m_recordProofs, m_redactions, m_index, m_ledger, m_ledgerProofs;
    bool m_redacted;
    bool m_listSigned = false;
    std::optional<Step<SelectionLine>> m_record;
    std::optional<Step<IndexLine>> m_entry;
    std::map<Digest, std::int64_t> m_items;
    std::vector<Taken> m_taken;
    std::vector<EntryNumber> m_erased; ///< of the inner store
    JsonReader m_reader;
    Arena m_arena; ///< holds what the records of m_taken point into
    std::uint64_t m_leftOut = 0;
    std::uint64_t m_withheld = 0;
};

Result<BundleStore::Read> BundleStore::read(ReadableBundle bundle, const std::stop_token &stop)
{
    auto scratch = ScratchFolder::make();
    if (!scratch)
        return scratch.error();
    Read read;
    read.store.reset(new BundleStore(std::move(bundle), std::move(scratch).value()));
    BundleReading reading(*read.store, stop);
    if (auto done = reading.run(); !done)
        return done.error();
    read.leftOut = reading.leftOut();
    read.withheld = reading.withheld();
    return read;
}

} // namespace bundle

namespace {

Result<bundle::ReadableBundle> readable(const std::string &path, const std::stop_token &stop)
{
    bundle::ReadableBundle opened;
    opened.path = path;
    opened.folder = path;
    std::error_code problem;
    if (!std::filesystem::is_directory(path, problem)) {
        auto unpacked = UnpackedArchive::of(path, {}, stop);
        if (!unpacked)
            return unpacked.error();
        opened.unpacked.emplace(std::move(unpacked).value());
        opened.folder = opened.unpacked->folder();
    }
    return opened;
}

} // namespace

Result<OpenedBundle> openBundle(const std::string &path, Surroundings surroundings, std::stop_token stop)
{
    auto files = readable(path, stop);
    if (!files)
        return files.error();
    auto verified = verifyBundle(files->folder, {}, stop);
    if (!verified)
        return verified.error();
    const std::string data = files->folder + "/data/";
    const auto key = bundle::keyOfPem(bundle::smallFile(data + bundle::files::workspaceKey));
    files->note = bundle::smallFile(data + bundle::files::checkpoint);
    const auto checkpoint = key ? openCheckpoint(files->note, *key) : Result<Checkpoint>(Error());
    if (!checkpoint) {
        const auto &bad = verified->firstBad;
        Error error{ErrorKind::Corrupt, "MND-BDL-024", "Nothing in this bundle can be shown: its checkpoint is signed by nobody." + (bad ? " First found: " + bad->place + ": " + bad->reason : std::string()),
                    "Nothing was changed.", "Ask for another copy of the bundle.", {}};
        error.position.file = path;
        return error;
    }
    files->key = *key;
    files->checkpoint = *checkpoint;
    files->allHolds = verified->ok;
    auto read = bundle::BundleStore::read(std::move(files).value(), stop);
    if (!read)
        return read.error();
    OpenedBundle opened;
    opened.verification = std::move(verified).value();
    opened.leftOut = read->leftOut;
    opened.withheld = read->withheld;
    opened.folder = read->store->folder();
    auto workspace = Workspace::over(std::move(read->store), path, std::move(surroundings));
    if (!workspace)
        return workspace.error();
    opened.workspace = std::move(workspace).value();
    const Store &store = opened.workspace->store();
    if (const auto body = store.holds(store.size() - 1) ? store.body(store.size() - 1) : Result<std::string>(Error())) {
        if (auto exported = readExportEntry(*body, opened.workspace->people().keyring()))
            opened.exported = std::move(exported).value();
    }
    return opened;
}

} // namespace mandate

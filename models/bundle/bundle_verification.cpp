// SPDX-License-Identifier: GPL-3.0-or-later
// The checks of a bundle in their order: files, checkpoint, entries of the ledger and what people signed in them, the export itself, then its records.
#include "models/bundle/bundle_verification.h"

#include "models/bag/bag_error.h"
#include "models/bag/unpack.h"
#include "models/base/canonical_json.h"
#include "models/base/json_reader.h"
#include "models/bundle/bundle_files.h"
#include "models/bundle/bundle_lines.h"
#include "models/bundle/public_key_file.h"
#include "models/bundle/verification_parts.h"
#include "models/evidence/merkle.h"
#include "models/workspace/signed_entries.h"
#include "models/workspace/witnesses.h"

#include <algorithm>
#include <filesystem>

namespace mandate {

namespace {

using namespace bundle;

class Verifying
{
public:
    Verifying(std::string folder, const HeldElsewhere &held, std::stop_token stop) : m_folder(std::move(folder)), m_held(held)
    {
        m_checking.data = m_folder + "/data";
        m_checking.stop = std::move(stop);
    }

    Result<BundleVerification> run()
    {
        using Check = CheckOutcome (Verifying::*)();
        for (const Check check : {&Verifying::bag, &Verifying::checkpoint, &Verifying::compared, &Verifying::stamped, &Verifying::ledger, &Verifying::about, &Verifying::redactionWord,
                                  &Verifying::received, &Verifying::records, &Verifying::pacts, &Verifying::revealed}) {
            auto outcome = (this->*check)();
            if (!outcome)
                return outcome.error();
            if (!*outcome)
                continue;
            BadBundlePart bad = std::move(**outcome);
            std::string still;
            for (const BundleCheck &held : m_checking.result.held)
                still += (still.empty() ? "" : "; ") + held.what;
            bad.stillHolds = still.empty() ? "Nothing was shown to hold." : "Shown to hold before it: " + still + ". What comes after it was not checked.";
            m_checking.result.firstBad = std::move(bad);
            return std::move(m_checking.result);
        }
        m_checking.result.ok = true;
        return std::move(m_checking.result);
    }

private:
    static CheckOutcome bad(std::string place, std::string reason, std::string affects)
    {
        return std::optional<BadBundlePart>(BadBundlePart{std::move(place), std::move(reason), std::move(affects), {}});
    }
    static CheckOutcome good() { return std::optional<BadBundlePart>(); }

    CheckOutcome bag()
    {
        const auto report = judgeBag(m_folder, {}, m_checking.stop);
        if (!report)
            return report.error();
        // What a library lets pass with a warning is a change here: our bundles have nothing to warn of.
        if (!report->findings.empty())
            return bad(report->findings.front().file, report->findings.front().what, "What is in this file cannot be relied on, and what it proves is not shown.");
        for (const char *name : {"bagit.txt", "bag-info.txt", "manifest-sha256.txt"}) {
            if (std::ranges::find(report->listedTagFiles, name) == report->listedTagFiles.end())
                return bad(name, "No tag manifest lists it.", "It could have been changed.");
        }
        if (std::ranges::find(report->algorithms, "sha256") == report->algorithms.end())
            return bad("manifest-sha256.txt", "It is missing.", "That the files are as they were sealed is not shown.");
        const std::string text = smallFile(m_checking.path(files::about));
        Arena arena;
        JsonReader reader;
        const auto read = reader.read(text, arena);
        if (!read || read->findText("format") != files::format) {
            Error error{ErrorKind::Input, "MND-BDL-020", "This bag is no bundle of evidence: data/bundle.json does not say so.", "Its files are those of its manifests.",
                        "Name a folder or archive that \"mandate export\" wrote.", {}};
            error.position.file = m_folder;
            return error;
        }
        m_checking.result.files = report->payloadFiles;
        m_checking.holds("every file is as it was sealed", std::to_string(report->payloadFiles) + " files, " + std::to_string(report->payloadOctets) + " octets");
        return good();
    }

    CheckOutcome checkpoint()
    {
        const std::string affects = "That these records are in any ledger is not shown.";
        const auto key = keyOfPem(smallFile(m_checking.path(files::workspaceKey)));
        if (!key)
            return bad(files::workspaceKey, "It is no Ed25519 key in PEM.", affects);
        const auto opened = openCheckpoint(smallFile(m_checking.path(files::checkpoint)), *key);
        if (!opened)
            return bad(files::checkpoint, opened.error().happened, affects);
        m_checking.key = *key;
        BundleVerification &result = m_checking.result;
        result.key = key->id();
        result.origin = opened->origin;
        result.size = opened->size;
        result.root = opened->root;
        m_checking.holds("the checkpoint is signed by " + result.key, std::to_string(result.size) + " entries, root " + result.root.hex());
        return good();
    }

    CheckOutcome compared()
    {
        BundleVerification &result = m_checking.result;
        const std::string affects = "This is not the ledger that you know.";
        if (!m_held.keyId.empty()) {
            if (m_held.keyId != result.key)
                return bad(files::workspaceKey, "The checkpoint is signed by " + result.key + ", and you hold " + m_held.keyId + '.', affects);
            result.keyCompared = true;
            m_checking.holds("the key is the one that you hold");
        }
        if (m_held.checkpoint.empty())
            return good();
        const auto held = openCheckpoint(m_held.checkpoint, m_checking.key);
        if (!held)
            return bad("the checkpoint that you hold", "It is not signed by the key of this bundle. " + held.error().happened, affects);
        result.keyCompared = true;
        if (held->origin != result.origin)
            return bad(files::checkpoint, "It is of the ledger " + result.origin + ", and yours is of " + held->origin + '.', affects);
        if (held->size == result.size && held->root != result.root)
            return bad(files::checkpoint, "Its root differs from the one that you hold for the same " + std::to_string(held->size) + " entries: one of the two was rewritten.", affects);
        if (held->size != result.size)
            return continued(*held);
        m_checking.holds("the checkpoint is the one that you hold");
        return good();
    }

    /// Of a checkpoint of another size than the bundle's, by the same key.
    CheckOutcome continued(const Checkpoint &held)
    {
        const BundleVerification &result = m_checking.result;
        const Checkpoint ours{result.origin, result.size, result.root};
        const std::string place = "the checkpoint that you hold";
        const std::string sizes = "It is of " + std::to_string(held.size) + " entries, the bundle's of " + std::to_string(result.size);
        if (m_held.consistency.empty())
            return bad(place, sizes + ": the same key signed both, and whether one continues the other needs a consistency proof.",
                       "Nothing of the bundle was found wrong; it was not compared. Ask for a proof by \"mandate checkpoint prove\" and give it with --consistency.");
        const bool older = held.size < result.size;
        const auto holds = consistencyHolds(m_held.consistency, older ? held : ours, older ? ours : held);
        if (!holds)
            return holds.error();
        if (!*holds)
            return bad(place, sizes + ", and the proof does not lead from one to the other.", "This may not be the ledger that you know, or the proof is of other checkpoints.");
        m_checking.holds(older ? "the ledger continues the one whose checkpoint you hold" : "the ledger whose checkpoint you hold continues this one");
        return good();
    }

    CheckOutcome stamped()
    {
        const std::string response = smallFile(m_checking.path(files::timestamp));
        if (response.empty())
            return good();
        BundleVerification &result = m_checking.result;
        const std::string certificates = m_held.timestampTrust.empty() ? smallFile(m_checking.path(files::timestampCertificates)) : m_held.timestampTrust;
        const auto stamp = openTimestamp(response, sha256(smallFile(m_checking.path(files::checkpoint))), certificates);
        if (!stamp)
            return bad(files::timestamp, stamp.error().happened, "When the ledger was there is shown by the workspace's word alone.");
        result.stamp = *stamp;
        result.stampTrusted = !m_held.timestampTrust.empty();
        m_checking.holds("a time-stamp authority saw the checkpoint at " + formatInstant(stamp->at),
                         stamp->authority + (result.stampTrusted ? ", by the certificates that you hold" : "; its certificate lies in the bundle: compare it with the authority's own"));
        return good();
    }

    CheckOutcome ledger()
    {
        BundleVerification &result = m_checking.result;
        SignedEntries people(m_checking.key);
        LineReader bodies(m_checking.path(files::ledgerEntries));
        LineReader index(m_checking.path(files::ledgerIndex));
        LineReader proofs(m_checking.path(files::ledgerProofs));
        std::string text, body, proof;
        std::optional<EntryNumber> last;
        while (index.next(text)) {
            if (m_checking.stop.stop_requested())
                return bagStopped();
            const auto line = indexLineOf(text);
            const std::string place = std::string(files::ledgerEntries) + ", line " + std::to_string(index.number()) + (line ? " (entry " + std::to_string(line->entry) + ')' : "");
            const std::string affects = "What this entry says cannot be relied on.";
            if (!line || (last && line->entry <= *last) || !bodies.next(body) || !proofs.next(proof))
                return bad(place, "The entry is missing, or there twice.", affects);
            last = line->entry;
            if (!proves(proof, line->entry, line->leaf, result.size, result.root))
                return bad(std::string(files::ledgerProofs) + ", line " + std::to_string(index.number()), "The proof does not lead to the root that the checkpoint signs.",
                           "That this entry is in the ledger is not shown.");
            ++result.ledgerEntries;
            Arena arena;
            JsonReader reader;
            const auto read = reader.read(body, arena);
            if (read && read->find("withheld")) {
                ++result.withheld;
                if (line->type == EntryType::Statement || line->type == EntryType::Pact || line->type == EntryType::Person || line->type == EntryType::ScopePolicy)
                    return bad(place, "An entry is withheld that others are checked by.", affects);
                continue;
            }
            if (!read || leafHash(body) != line->leaf)
                return bad(place, "The entry was changed: it is not what its leaf in the ledger says.", affects);
            if (read->findText("type") != nameOf(line->type))
                return bad(std::string(files::ledgerIndex) + ", line " + std::to_string(index.number()), "It says another type than the entry.", affects);
            if (auto wrong = people.add(line->entry, line->type, body))
                return bad(place, wrong->reason, wrong->affects);
            if (line->type == EntryType::Pact) {
                if (const auto digest = Digest::fromHex(read->findText("digest").value_or(std::string_view())))
                    m_checking.pactDigests.insert(*digest);
            }
            if (line->entry + 1 == result.size && line->type == EntryType::Note) {
                if (auto exported = readExportEntry(body, people.keyring())) {
                    m_checking.exported = std::move(exported).value();
                    m_checking.exportDigest = sha256(body);
                    m_exportEnvelope = std::string(read->findText("envelope").value_or(std::string_view()));
                }
            }
        }
        if (!index.atEnd() || !bodies.atEnd() || !proofs.atEnd())
            return bad("ledger/", "Its files do not hold equally many lines.", "Which entries there are cannot be relied on.");
        m_checking.holds("the entries beside the records are in the ledger", std::to_string(result.ledgerEntries) + " inclusion proofs");
        m_checking.holds("what people signed in them holds, and statements follow one another");
        for (const auto &[person, key] : people.personKeys()) {
            if (keyOfPem(smallFile(m_checking.path(personKeyFile(key)))) != key)
                return bad(personKeyFile(key), "It is not the key that was enrolled for " + person + '.', "What is checked with this file is not shown.");
        }
        m_checking.tombstones = people.keeping().tombstones;
        return exported();
    }

    CheckOutcome exported()
    {
        const std::string affects = "Who exported these records, and which they were to be, is not shown.";
        if (!m_checking.exported || m_checking.exported->step != ExportStep::Begin)
            return bad(files::ledgerEntries, "The last entry of the ledger is not the export of this bundle.", affects);
        const ExportStatement &statement = *m_checking.exported;
        if (smallFile(m_checking.path(files::exportEnvelope)) != m_exportEnvelope + '\n')
            return bad(files::exportEnvelope, "It is not the envelope of the export's entry.", affects);
        m_checking.result.exportedBy = statement.by;
        m_checking.result.exportedAt = statement.at;
        m_checking.result.selection = statement.selection;
        m_checking.holds("the export is signed", "by " + statement.by + " at " + formatInstant(statement.at));
        return good();
    }

    /// bundle.json is for reading: it must say what the signed entry says.
    CheckOutcome about()
    {
        const std::string text = smallFile(m_checking.path(files::about));
        Arena arena;
        JsonReader reader;
        const auto read = reader.read(text, arena);
        const BundleVerification &result = m_checking.result;
        const ExportStatement &statement = *m_checking.exported;
        const auto says = [&](std::string_view name, const std::string &wanted) { return read->findText(name) == std::string_view(wanted); };
        const auto counts = [&](std::string_view name, std::uint64_t wanted) {
            const Value *value = read->find(name);
            return value && value->is(ValueKind::Int) && static_cast<std::uint64_t>(value->asInt()) == wanted;
        };
        const Value *selection = read ? read->find("selection") : nullptr;
        const bool same = read && says("origin", result.origin) && counts("tree_size", result.size) && says("root", result.root.hex()) && says("workspace_key", result.key) &&
                          counts("export_entry", result.size - 1) && says("selection_digest", statement.selectionDigest.hex()) && counts("records", statement.records) &&
                          says("matter", statement.matter) && says("purpose", statement.purpose) && says("exported_by", statement.by) &&
                          says("exported_at", formatInstant(statement.at)) && says("zone", statement.zone.empty() ? "UTC" : statement.zone) && selection &&
                          canonicalJson(*selection) == statement.selection && (read->find("redaction") != nullptr) == statement.profileDigest.has_value();
        return same ? good() : bad(files::about, "It does not say what the signed export says.", "What it says of the bundle cannot be relied on; the entries can.");
    }

    CheckOutcome redactionWord() { return checkRedactionWord(m_checking); }
    CheckOutcome received() { return checkReceived(m_checking); }
    CheckOutcome records() { return checkRecords(m_checking); }
    CheckOutcome revealed() { return checkRevealed(m_checking, m_held.revealed); }

    CheckOutcome pacts()
    {
        std::uint64_t count = 0;
        std::error_code problem;
        for (const auto &file : std::filesystem::directory_iterator(m_checking.path(files::pacts), problem)) {
            if (file.path().extension() != ".json")
                continue;
            ++count;
            if (!m_checking.pactDigests.contains(digestOfFile(file.path().string())))
                return bad(files::pacts + file.path().filename().string(), "No entry of the ledger holds this version.", "What this pact says was not in the workspace.");
        }
        if (count > 0)
            m_checking.holds("the pacts are those in the ledger", std::to_string(count) + (count == 1 ? " version" : " versions"));
        return good();
    }

    std::string m_folder;
    const HeldElsewhere &m_held;
    Checking m_checking;
    std::string m_exportEnvelope;
};

} // namespace

bool looksLikeBundle(const std::string &path)
{
    std::error_code problem;
    return std::filesystem::is_directory(path, problem) || looksLikeArchive(path);
}

Result<BundleVerification> verifyBundle(const std::string &path, const HeldElsewhere &held, std::stop_token stop)
{
    std::error_code problem;
    if (std::filesystem::is_directory(path, problem))
        return Verifying(path, held, std::move(stop)).run();
    const auto unpacked = UnpackedArchive::of(path, {}, stop);
    if (!unpacked)
        return unpacked.error();
    return Verifying(unpacked->folder(), held, std::move(stop)).run();
}

} // namespace mandate

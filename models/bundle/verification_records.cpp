// SPDX-License-Identifier: GPL-3.0-or-later
// The records of a bundle: entries, proofs, selection and table line by line, what a redaction leaves of them, and their bytes as received.
#include "models/bag/bag_error.h"
#include "models/bag/bag_name.h"
#include "models/base/digest_stream.h"
#include "models/base/json_reader.h"
#include "models/bundle/bundle_files.h"
#include "models/bundle/bundle_lines.h"
#include "models/bundle/erased_line.h"
#include "models/bundle/record_table.h"
#include "models/bundle/verification_parts.h"
#include "models/evidence/merkle.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace mandate::bundle {

namespace {

constexpr const char *aboutOneRecord = "This record cannot be relied on.";

std::optional<BadBundlePart> bad(std::string place, std::string reason, std::string affects)
{
    return BadBundlePart{std::move(place), std::move(reason), std::move(affects), {}};
}

/// Whether the next octets of a file are these.
bool nextIs(std::ifstream &file, const std::string &expected)
{
    std::string read(expected.size(), '\0');
    file.read(read.data(), static_cast<std::streamsize>(read.size()));
    return static_cast<std::size_t>(file.gcount()) == expected.size() && read == expected;
}

/// Walks over the files of records/ together.
class Records
{
public:
    explicit Records(Checking &checking)
        : m_checking(checking), m_entries(checking.path(files::entries)), m_selection(checking.path(files::selection)), m_proofs(checking.path(files::proofs)),
          m_redactions(checking.path(files::redactions)), m_table(checking.path(files::table), std::ios::binary)
    {
    }

    CheckOutcome run()
    {
        BundleVerification &result = m_checking.result;
        if (!nextIs(m_table, tableHead()))
            return bad(files::table, "Its headings are not those of a table of records.", "The table cannot be relied on; the entries can.");
        std::string selected;
        while (m_selection.next(selected)) {
            if (m_checking.stop.stop_requested())
                return bagStopped();
            m_selected.add(selected + '\n');
            if (auto wrong = one(selected))
                return wrong;
            ++result.records;
        }
        if (!m_selection.atEnd() || !m_entries.atEnd() || !m_proofs.atEnd() || (m_checking.redaction && !m_redactions.atEnd()))
            return bad("records/", "Its files do not hold equally many lines.", "Which records there are cannot be relied on.");
        if (m_table.peek() != std::ifstream::traits_type::eof())
            return bad(files::table, "It holds rows that are no records of this bundle.", "The table cannot be relied on; the entries can.");
        result.selectionDigest = m_selected.digest();
        if (result.selectionDigest != m_checking.exported->selectionDigest || result.records != m_checking.exported->records)
            return bad(files::selection, "These are not the records that were exported: the signed export names " + std::to_string(m_checking.exported->records) +
                                             " records with the digest " + m_checking.exported->selectionDigest.hex() + '.',
                       "Records were left out or added, or their verdicts are not those of the export.");
        if (m_checking.redaction && (m_checking.redaction->entries != result.records || m_checking.redaction->values != result.hiddenValues))
            return bad(files::redactionStatement, "The workspace signed for another number of entries or hidden values.", "What is shown beside hidden values cannot be relied on.");
        return std::optional<BadBundlePart>();
    }

private:
    std::optional<BadBundlePart> one(const std::string &selected)
    {
        const std::string number = std::to_string(m_selection.number());
        const auto line = selectionLineOf(selected);
        if (!line)
            return bad(std::string(files::selection) + ", line " + number, "It is no line of a selection.", aboutOneRecord);
        if (m_last && line->entry <= *m_last)
            return bad(std::string(files::selection) + ", line " + number, "Records are there twice or out of order.", "How many records there are cannot be relied on.");
        m_last = line->entry;
        const std::string record = " (entry " + std::to_string(line->entry) + ')';
        std::string body;
        if (!m_entries.next(body))
            return bad(std::string(files::entries) + ", line " + number + record, "The record is missing.", aboutOneRecord);
        std::string proof;
        if (!m_proofs.next(proof) || !proves(proof, line->entry, line->leaf, m_checking.result.size, m_checking.result.root))
            return bad(std::string(files::proofs) + ", line " + number + record, "The proof does not lead to the root that the checkpoint signs.",
                       "That this record is in the ledger is not shown.");
        Arena arena;
        Value document;
        if (const auto erased = readErasedLine(body, m_reader, arena)) {
            if (auto wrong = erasedRecord(*line, body, *erased))
                return wrong;
            document = erased->document;
        } else if (m_checking.redaction) {
            if (auto wrong = redacted(*line, body, arena, document))
                return wrong;
        } else {
            if (leafHash(body) != line->leaf)
                return bad(std::string(files::entries) + ", line " + number + record, "The record was changed: it is not what its leaf in the ledger says.", aboutOneRecord);
            const auto read = m_reader.read(body, arena);
            if (!read || read->findText("type") != "record")
                return bad(std::string(files::entries) + ", line " + number + record, "It is no record.", aboutOneRecord);
            document = *read;
            const auto item = Digest::fromHex(textAt(document, {"source", "item"}));
            if (item && !m_checking.received.contains(*item))
                return bad(std::string(files::receivedIndex) + record, "The bytes as received of this record are missing.", "What the source wrote can be read in the record only.");
        }
        if (!nextIs(m_table, tableRow(tableCells(document, *line, m_checking.exported->zone))))
            return bad(std::string(files::table) + ", record " + number + record, "The row does not say what the entry says.", "The table cannot be relied on; the entry can.");
        return std::nullopt;
    }

    /// Its text is nowhere: a tombstone has to name it, and the leaf of the ledger is what is proved.
    std::optional<BadBundlePart> erasedRecord(const SelectionLine &line, const std::string &body, const ErasedLine &erased)
    {
        const std::string place = std::string(files::entries) + ", line " + std::to_string(m_entries.number()) + " (entry " + std::to_string(line.entry) + ')';
        if (erased.entry != line.entry || erased.leaf != line.leaf)
            return bad(place, "It stands for another entry.", aboutOneRecord);
        const PlacedTombstone *tombstone = m_checking.tombstones.of(line.entry);
        if (!tombstone || tombstone->entry != erased.tombstone)
            return bad(place, "The record is said to be erased, and no tombstone that counts names it.", "What this record said was taken away, and nobody who might answers for that.");
        if (m_checking.redaction) {
            std::string text;
            const auto signedFor = m_redactions.next(text) ? redactionLineOf(text) : std::nullopt;
            if (!signedFor || signedFor->entry != line.entry || signedFor->leaf != line.leaf || signedFor->line != sha256(body))
                return bad(place, "It is not the line that the workspace signed for when it hid values.", aboutOneRecord);
        }
        ++m_checking.result.erased;
        return std::nullopt;
    }

    std::optional<BadBundlePart> redacted(const SelectionLine &line, const std::string &body, Arena &arena, Value &document)
    {
        const std::string place = std::string(files::entries) + ", line " + std::to_string(m_entries.number()) + " (entry " + std::to_string(line.entry) + ')';
        std::string text;
        const auto signedFor = m_redactions.next(text) ? redactionLineOf(text) : std::nullopt;
        if (!signedFor || signedFor->entry != line.entry || signedFor->leaf != line.leaf || signedFor->line != sha256(body))
            return bad(place, "The record was changed: it is not the one that the workspace signed for when it hid values.", aboutOneRecord);
        RedactedLine read;
        std::string why;
        if (!readRedactedLine(body, arena, read, why) || read.entry != line.entry || read.leaf != line.leaf)
            return bad(place, "It cannot be read: " + (why.empty() ? std::string("it stands for another entry") : why) + '.', aboutOneRecord);
        m_checking.result.hiddenValues += read.pointers.size();
        document = read.document;
        return std::nullopt;
    }

    Checking &m_checking;
    LineReader m_entries, m_selection, m_proofs, m_redactions;
    std::ifstream m_table;
    DigestStream m_selected;
    JsonReader m_reader;
    std::optional<EntryNumber> m_last;
};

} // namespace

bool isThere(const std::string &path)
{
    std::error_code problem;
    return std::filesystem::exists(path, problem);
}

std::string smallFile(const std::string &path, std::size_t most)
{
    std::error_code problem;
    if (std::filesystem::file_size(path, problem) > most || problem)
        return {};
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

Digest digestOfFile(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return {};
    DigestStream digest;
    std::string room(1U << 18, '\0');
    while (file) {
        file.read(room.data(), static_cast<std::streamsize>(room.size()));
        digest.add({room.data(), static_cast<std::size_t>(file.gcount())});
    }
    return digest.digest();
}

CheckOutcome checkRedactionWord(Checking &checking)
{
    const std::string affects = "What is shown beside hidden values cannot be relied on.";
    if (!checking.exported->profileDigest) {
        if (isThere(checking.path(files::redactions)))
            return bad(files::redactions, "The export says that nothing is hidden, and here is a list of what is.", affects);
        return std::optional<BadBundlePart>();
    }
    const auto opened = openDsse(smallFile(checking.path(files::redactionStatement)), checking.key);
    if (!opened)
        return bad(files::redactionStatement, opened.error().happened, affects);
    RedactionClaim claim;
    if (opened->payloadType != redactionPayloadType || !readRedactionPayload(opened->payload, claim))
        return bad(files::redactionStatement, "What was signed is no statement about hidden values.", affects);
    std::string profile = smallFile(checking.path(files::redactionProfile));
    if (profile.ends_with('\n'))
        profile.pop_back();
    if (claim.origin != checking.result.origin || claim.exportEntry != checking.exportDigest)
        return bad(files::redactionStatement, "It was signed for another export.", affects);
    if (claim.profile != *checking.exported->profileDigest || sha256(profile) != claim.profile)
        return bad(files::redactionProfile, "It is not the profile that the export was made by.", "Which values were to be hidden cannot be relied on.");
    if (digestOfFile(checking.path(files::redactions)) != claim.redactions)
        return bad(files::redactions, "It is not the list that the workspace signed.", affects);
    checking.redaction = claim;
    checking.result.profile = checking.exported->profile;
    checking.holds("the workspace signed for every document with hidden values", "on its word, not proved: that nothing else was changed in them");
    return std::optional<BadBundlePart>();
}

CheckOutcome checkReceived(Checking &checking)
{
    if (!isThere(checking.path(files::receivedIndex)))
        return std::optional<BadBundlePart>();
    LineReader index(checking.path(files::receivedIndex));
    std::string text;
    std::string room(1U << 18, '\0');
    while (index.next(text)) {
        const auto line = receivedLineOf(text);
        const std::string place = std::string(files::receivedIndex) + ", line " + std::to_string(index.number());
        if (!line || !nameObjection(line->file).empty())
            return bad(place, "It names no item.", "Bytes as received cannot be relied on; the records can.");
        std::ifstream file(checking.path(files::received + line->file), std::ios::binary);
        file.seekg(static_cast<std::streamoff>(line->offset));
        DigestStream digest;
        for (std::uint64_t left = line->length; left > 0 && file;) {
            if (checking.stop.stop_requested())
                return bagStopped();
            file.read(room.data(), static_cast<std::streamsize>(std::min<std::uint64_t>(left, room.size())));
            digest.add({room.data(), static_cast<std::size_t>(file.gcount())});
            left -= static_cast<std::uint64_t>(file.gcount());
        }
        if (digest.digest() != line->digest)
            return bad(files::received + line->file, "The bytes are not those that were received.", "The records that cite them hold without them.");
        checking.received.insert(line->digest);
    }
    if (!index.atEnd())
        return bad(files::receivedIndex, "It ends within a line.", "Bytes as received cannot be relied on; the records can.");
    checking.holds("the bytes as received are those that the records cite", std::to_string(checking.received.size()) + " items");
    return std::optional<BadBundlePart>();
}

CheckOutcome checkRecords(Checking &checking)
{
    auto outcome = Records(checking).run();
    if (!outcome || *outcome)
        return outcome;
    const std::string count = std::to_string(checking.result.records);
    checking.holds("every record is in the ledger", count + " inclusion proofs");
    if (checking.result.erased > 0)
        checking.holds("tombstones name every record that was erased", std::to_string(checking.result.erased) + " of them; their leaves are proved, their text is nowhere");
    checking.holds("entries, table and selection say the same, and are what was exported", count + " records, selection sha256 " + checking.result.selectionDigest.hex());
    return outcome;
}

CheckOutcome checkRevealed(Checking &checking, const std::vector<RevealedValue> &revealed)
{
    if (revealed.empty())
        return std::optional<BadBundlePart>();
    const std::string affects = "The value that was shown to you is not the one that was hidden; the bundle holds without it.";
    std::vector<bool> found(revealed.size(), false);
    LineReader entries(checking.path(files::entries));
    std::string body;
    while (checking.redaction && entries.next(body)) {
        Arena arena;
        RedactedLine line;
        std::string why;
        if (!readRedactedLine(body, arena, line, why))
            continue;
        for (std::size_t i = 0; i < revealed.size(); ++i) {
            if (revealed[i].entry != line.entry || std::ranges::find(line.pointers, revealed[i].pointer) == line.pointers.end())
                continue;
            const Value *hidden = valueAt(line.document, revealed[i].pointer);
            found[i] = hidden && hidden->text() == std::string(hiddenMark) + revealed[i].digest().hex();
        }
    }
    for (std::size_t i = 0; i < revealed.size(); ++i) {
        if (!found[i])
            return bad("the revealed value at " + revealed[i].pointer + " of entry " + std::to_string(revealed[i].entry), "No value with this salt and text is hidden there.", affects);
    }
    checking.holds("the revealed values are those that were hidden", std::to_string(revealed.size()) + (revealed.size() == 1 ? " value" : " values"));
    return std::optional<BadBundlePart>();
}

} // namespace mandate::bundle

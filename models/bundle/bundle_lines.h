// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of a bundle's text files, written and read: made so that head, cut and sha256sum can follow them.
#pragma once

#include "models/base/digest.h"
#include "models/store/store.h"

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate::bundle {

/// records/selection.txt: "ENTRY LEAF VERDICT CLAUSE", "-" where no clause decided. Its SHA-256 is the digest of the selection.
struct SelectionLine
{
    EntryNumber entry = 0;
    Digest leaf;
    Verdict verdict = Verdict::NotJudged;
    std::string clause;
    bool operator==(const SelectionLine &) const = default;
};
[[nodiscard]] std::string textOf(const SelectionLine &line);
[[nodiscard]] std::optional<SelectionLine> selectionLineOf(std::string_view text);

/// ledger/index.txt: "ENTRY LEAF TYPE"
struct IndexLine
{
    EntryNumber entry = 0;
    Digest leaf;
    EntryType type = EntryType::Record;
};
[[nodiscard]] std::string textOf(const IndexLine &line);
[[nodiscard]] std::optional<IndexLine> indexLineOf(std::string_view text);
[[nodiscard]] std::optional<EntryType> entryTypeOf(std::string_view name);

/// proofs.txt: "ENTRY LEAF" and the siblings on the way to the root, each with the side it stands on: "L<hex>" or "R<hex>".
[[nodiscard]] std::string proofLine(EntryNumber entry, const Digest &leaf, std::uint64_t treeSize, const std::vector<Digest> &path);
/// Whether a line proves that this leaf is this entry of the tree: its number, its sides and its digests.
[[nodiscard]] bool proves(std::string_view line, EntryNumber entry, const Digest &leaf, std::uint64_t treeSize, const Digest &root);

/// received/index.txt: "DIGEST FILE OFFSET LENGTH"; FILE lies below received/.
struct ReceivedLine
{
    Digest digest;
    std::string file;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};
[[nodiscard]] std::string textOf(const ReceivedLine &line);
[[nodiscard]] std::optional<ReceivedLine> receivedLineOf(std::string_view text);

/// records/redactions.txt: "ENTRY LEAF DIGEST" of the line in entries.jsonl that stands for the entry.
struct RedactionLine
{
    EntryNumber entry = 0;
    Digest leaf;
    Digest line;
};
[[nodiscard]] std::string textOf(const RedactionLine &line);
[[nodiscard]] std::optional<RedactionLine> redactionLineOf(std::string_view text);

/// Lines ended by LF. A last one without is an end too early.
class LineReader
{
public:
    explicit LineReader(const std::string &path) : m_file(path, std::ios::binary) {}
    [[nodiscard]] bool next(std::string &line);
    /// Nothing more is there.
    [[nodiscard]] bool atEnd();
    /// Lines read so far.
    [[nodiscard]] std::uint64_t number() const { return m_number; }

private:
    std::ifstream m_file;
    std::uint64_t m_number = 0;
};

} // namespace mandate::bundle

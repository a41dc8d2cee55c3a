// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bundle/bundle_lines.h"

#include "models/evidence/merkle.h"

#include <charconv>

namespace mandate::bundle {

namespace {

/// Takes what stands before the next space, or the rest.
std::string_view word(std::string_view &rest)
{
    const std::size_t space = rest.find(' ');
    const std::string_view taken = rest.substr(0, space);
    rest = space == std::string_view::npos ? std::string_view() : rest.substr(space + 1);
    return taken;
}

std::optional<std::uint64_t> numberOfWord(std::string_view text)
{
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || problem != std::errc() || end != text.data() + text.size() || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    return number;
}

/// Which side of the way from leaf `index` to the root each sibling stands on, in a tree of `size` leaves.
std::string sidesOf(std::uint64_t index, std::uint64_t size)
{
    std::string sides;
    for (std::uint64_t last = size - 1; last > 0; index /= 2, last /= 2) {
        if (index % 2 == 1)
            sides += 'L';
        else if (index < last)
            sides += 'R';
    }
    return sides;
}

} // namespace

std::string textOf(const SelectionLine &line)
{
    return std::to_string(line.entry) + ' ' + line.leaf.hex() + ' ' + std::string(nameOf(line.verdict)) + ' ' + (line.clause.empty() ? "-" : line.clause) + '\n';
}

std::optional<SelectionLine> selectionLineOf(std::string_view text)
{
    const auto entry = numberOfWord(word(text));
    const auto leaf = Digest::fromHex(word(text));
    const auto verdict = verdictOf(word(text));
    if (!entry || !leaf || !verdict || text.empty())
        return std::nullopt;
    return SelectionLine{*entry, *leaf, *verdict, text == "-" ? std::string() : std::string(text)};
}

std::optional<EntryType> entryTypeOf(std::string_view name)
{
    for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(EntryType::Case); ++i) {
        if (nameOf(static_cast<EntryType>(i)) == name)
            return static_cast<EntryType>(i);
    }
    return std::nullopt;
}

std::string textOf(const IndexLine &line)
{
    return std::to_string(line.entry) + ' ' + line.leaf.hex() + ' ' + std::string(nameOf(line.type)) + '\n';
}

std::optional<IndexLine> indexLineOf(std::string_view text)
{
    const auto entry = numberOfWord(word(text));
    const auto leaf = Digest::fromHex(word(text));
    const auto type = entryTypeOf(text);
    if (!entry || !leaf || !type)
        return std::nullopt;
    return IndexLine{*entry, *leaf, *type};
}

std::string proofLine(EntryNumber entry, const Digest &leaf, std::uint64_t treeSize, const std::vector<Digest> &path)
{
    std::string line = std::to_string(entry) + ' ' + leaf.hex();
    const std::string sides = sidesOf(entry, treeSize);
    for (std::size_t i = 0; i < path.size(); ++i)
        line += std::string(" ") + sides[i] + path[i].hex();
    return line + '\n';
}

bool proves(std::string_view line, EntryNumber entry, const Digest &leaf, std::uint64_t treeSize, const Digest &root)
{
    if (entry >= treeSize || line.ends_with(' ') || numberOfWord(word(line)) != entry || Digest::fromHex(word(line)) != leaf)
        return false;
    std::vector<Digest> path;
    std::string sides;
    while (!line.empty()) {
        const std::string_view step = word(line);
        const auto digest = step.empty() ? std::nullopt : Digest::fromHex(step.substr(1));
        if (!digest)
            return false;
        sides += step.front();
        path.push_back(*digest);
    }
    return sides == sidesOf(entry, treeSize) && verifyInclusion(leaf, entry, treeSize, path, root);
}

std::string textOf(const ReceivedLine &line)
{
    return line.digest.hex() + ' ' + line.file + ' ' + std::to_string(line.offset) + ' ' + std::to_string(line.length) + '\n';
}

std::optional<ReceivedLine> receivedLineOf(std::string_view text)
{
    const auto digest = Digest::fromHex(word(text));
    const std::string_view file = word(text);
    const auto offset = numberOfWord(word(text));
    const auto length = numberOfWord(text);
    if (!digest || file.empty() || !offset || !length)
        return std::nullopt;
    return ReceivedLine{*digest, std::string(file), *offset, *length};
}

std::string textOf(const RedactionLine &line)
{
    return std::to_string(line.entry) + ' ' + line.leaf.hex() + ' ' + line.line.hex() + '\n';
}

std::optional<RedactionLine> redactionLineOf(std::string_view text)
{
    const auto entry = numberOfWord(word(text));
    const auto leaf = Digest::fromHex(word(text));
    const auto line = Digest::fromHex(text);
    if (!entry || !leaf || !line)
        return std::nullopt;
    return RedactionLine{*entry, *leaf, *line};
}

bool LineReader::next(std::string &line)
{
    if (!std::getline(m_file, line) || m_file.eof()) // a line that the file ends in has no LF
        return false;
    ++m_number;
    return true;
}

bool LineReader::atEnd()
{
    return m_file.peek() == std::ifstream::traits_type::eof();
}

} // namespace mandate::bundle

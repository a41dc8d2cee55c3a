// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/bundle/bundle_store.h"

#include "models/bag/bag_error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace mandate::bundle {

namespace {

Error bundleIsRead()
{
    return {ErrorKind::Refused, "MND-BDL-021", "A bundle is open for reading only.", "Nothing was changed.", "What happened cannot be changed in a bundle; work in the workspace that it is from.", {}};
}

Error notHeld(EntryNumber entry)
{
    return {ErrorKind::Missing, "MND-BDL-022", "Entry " + std::to_string(entry) + " of the ledger is not in this bundle.", "Nothing was changed.", "A bundle holds what was asked for when it was exported.", {}};
}

} // namespace

Result<ScratchFolder> ScratchFolder::make()
{
    const char *const named = std::getenv("TMPDIR");
    std::string place = std::string(named && *named ? named : "/tmp") + "/mandate-bundle-XXXXXX";
    if (!::mkdtemp(place.data()))
        return bagUnwritable(place, errno);
    return ScratchFolder(std::move(place));
}

ScratchFolder::~ScratchFolder()
{
    std::error_code problem;
    if (!m_path.empty())
        std::filesystem::remove_all(m_path, problem);
}

Result<Appended> BundleStore::append(std::vector<std::unique_ptr<Prepared>>)
{
    return bundleIsRead();
}

Result<void> BundleStore::setVerdicts(std::span<const NewVerdict>, std::span<const Finding>)
{
    return bundleIsRead();
}

Result<Erased> BundleStore::erase(std::span<const EntryNumber>)
{
    return bundleIsRead();
}

std::optional<EntryNumber> BundleStore::innerOf(EntryNumber entry) const
{
    const auto found = std::ranges::lower_bound(m_numbers, entry);
    return found != m_numbers.end() && *found == entry ? std::optional(static_cast<EntryNumber>(found - m_numbers.begin())) : std::nullopt;
}

Result<std::vector<EntryNumber>> BundleStore::innerOf(std::span<const EntryNumber> entries) const
{
    std::vector<EntryNumber> inner;
    inner.reserve(entries.size());
    for (const EntryNumber entry : entries) {
        const auto number = innerOf(entry);
        if (!number)
            return notHeld(entry);
        inner.push_back(*number);
    }
    return inner;
}

/// Numbers keep their order, so that a range of the ledger is a range of the inner store.
void BundleStore::renumber(RowCondition &condition) const
{
    if (auto *parts = std::get_if<Combined>(&condition.is)) {
        for (RowCondition &part : parts->parts)
            renumber(part);
    } else if (auto *same = std::get_if<SameSession>(&condition.is)) {
        RowCondition as = *same->as;
        renumber(as);
        same->as = std::make_shared<const RowCondition>(std::move(as));
    } else if (auto *number = std::get_if<NumberIn>(&condition.is); number && number->field == NumberIn::Field::Entry) {
        const auto at = [this](auto found) { return static_cast<std::int64_t>(found - m_numbers.begin()); };
        const auto ledger = [](std::int64_t value) { return static_cast<EntryNumber>(std::max<std::int64_t>(value, 0)); };
        const std::int64_t from = at(std::ranges::lower_bound(m_numbers, ledger(number->from)));
        const std::int64_t to = number->to < 0 ? -1 : at(std::ranges::upper_bound(m_numbers, ledger(number->to))) - 1;
        number->from = from;
        number->to = to;
    }
}

RowFilter BundleStore::inner(RowFilter filter) const
{
    for (RowCondition &condition : filter.where)
        renumber(condition);
    return filter;
}

Result<std::string> BundleStore::body(EntryNumber entry) const
{
    const auto number = innerOf(entry);
    return number ? m_inner->body(*number) : Result<std::string>(notHeld(entry));
}

Result<std::vector<std::string>> BundleStore::bodies(std::span<const EntryNumber> entries) const
{
    const auto numbers = innerOf(entries);
    return numbers ? m_inner->bodies(*numbers) : Result<std::vector<std::string>>(numbers.error());
}

Result<std::vector<Row>> BundleStore::rows(std::span<const EntryNumber> entries) const
{
    const auto numbers = innerOf(entries);
    if (!numbers)
        return numbers.error();
    auto rows = m_inner->rows(*numbers);
    for (std::size_t i = 0; rows && i < rows->size(); ++i) {
        (*rows)[i].number = entries[i];
        const std::int64_t item = m_itemOf[(*numbers)[i]];
        if (item >= 0)
            (*rows)[i].item = static_cast<std::uint64_t>(item);
    }
    return rows;
}

Result<StoredItem> BundleStore::item(std::uint64_t number) const
{
    if (number >= m_items.size())
        return notHeld(number);
    const ReceivedLine &line = m_items[number];
    StoredItem item{number, line.digest, std::string(line.length, '\0')};
    std::ifstream file(m_bundle.folder + "/data/received/" + line.file, std::ios::binary);
    file.seekg(static_cast<std::streamoff>(line.offset));
    file.read(item.bytes.data(), static_cast<std::streamsize>(item.bytes.size()));
    if (!file || sha256(item.bytes) != line.digest)
        return Error{ErrorKind::Corrupt, "MND-BDL-023", "The bytes as received are not those that the record cites.", "The record holds without them.", "Ask for another copy of the bundle.", {}};
    return item;
}

Result<std::vector<EntryNumber>> BundleStore::select(const RowFilter &filter, RowOrder order, std::stop_token stop) const
{
    auto found = m_inner->select(inner(filter), order, std::move(stop));
    if (found)
        std::ranges::transform(*found, found->begin(), [this](EntryNumber number) { return m_numbers[number]; });
    return found;
}

Result<std::vector<Finding>> BundleStore::findings(EntryNumber first, std::uint64_t count) const
{
    auto all = m_inner->findings();
    if (!all)
        return all;
    for (Finding &finding : *all)
        finding.entry = m_numbers[finding.entry];
    std::erase_if(*all, [&](const Finding &finding) { return finding.entry < first || finding.entry - first >= count; });
    return all;
}

Result<std::vector<Digest>> BundleStore::leaves(EntryNumber first, std::uint64_t count) const
{
    std::vector<Digest> leaves;
    for (EntryNumber entry = first; entry < first + count; ++entry) {
        const auto number = innerOf(entry);
        if (!number)
            return notHeld(entry);
        leaves.push_back(m_leaves[*number]);
    }
    return leaves;
}

Result<Verification> BundleStore::verify(const Progress &, std::stop_token stop) const
{
    const auto verified = verifyBundle(m_bundle.path, {}, std::move(stop));
    if (!verified)
        return verified.error();
    Verification verification;
    verification.ok = verified->ok;
    verification.entries = m_numbers.size();
    verification.checkpoints = 1;
    verification.root = verified->root;
    if (const auto &bad = verified->firstBad)
        verification.firstBad = BadEntry{0, bad->place + ": " + bad->reason, bad->affects, bad->stillHolds};
    return verification;
}

} // namespace mandate::bundle

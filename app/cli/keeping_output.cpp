// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/keeping_output.h"

#include "app/cli/output.h"

#include <array>

namespace mandate::cli {

using Json = nlohmann::ordered_json;

std::string nameOfSigner(const NoteSigner &signer)
{
    return signer.byName.empty() ? signer.by : signer.byName + " (" + signer.by + ')';
}

Json jsonOfSigner(const NoteSigner &signer)
{
    return {{"by", signer.by}, {"by_name", signer.byName.empty() ? Json(nullptr) : Json(signer.byName)}, {"at", formatInstant(signer.at)}};
}

std::string rangesInWords(const std::vector<EntryRange> &ranges)
{
    constexpr std::size_t most = 12;
    std::string words;
    for (std::size_t i = 0; i < ranges.size() && i < most; ++i)
        words += (i == 0 ? "" : ", ") + std::to_string(ranges[i].first) + (ranges[i].last == ranges[i].first ? std::string() : " to " + std::to_string(ranges[i].last));
    return ranges.size() <= most ? words : words + " and " + std::to_string(ranges.size() - most) + " more ranges";
}

Json rangesJson(const std::vector<EntryRange> &ranges)
{
    Json list = Json::array();
    for (const EntryRange &range : ranges)
        list.push_back({range.first, range.last});
    return list;
}

std::string octetsInWords(std::uint64_t octets)
{
    constexpr std::array units{"kB", "MB", "GB", "TB"};
    if (octets < 1000)
        return counted(octets, "byte");
    std::size_t unit = 0;
    std::uint64_t tenths = octets / 100;
    for (; tenths >= 10'000 && unit + 1 < units.size(); ++unit)
        tenths /= 1000;
    return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + ' ' + units[unit];
}

} // namespace mandate::cli

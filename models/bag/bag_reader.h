// SPDX-License-Identifier: GPL-3.0-or-later
// Judges a folder as a bag (RFC 8493, and 0.93 to 0.97): every file that was changed, added or removed is named. Follows no link, fetches nothing,
// writes nothing. An archive is unpacked first: unpack.h.
#pragma once

#include "models/bag/tag_file.h"
#include "models/base/result.h"

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace mandate {

/// A bag with more files than this is not read: looking at each takes longer than anyone waits, and nothing needs so many.
inline constexpr std::uint64_t mostBagFiles = 250'000;

struct BagFinding
{
    enum class Kind : std::uint8_t {
        Warning, ///< valid, and somebody should know
        Problem  ///< not valid
    };
    Kind kind = Kind::Problem;
    std::string file; ///< below the bag's folder; empty when it is about the bag
    std::string what; ///< a sentence
    bool operator==(const BagFinding &) const = default;
};

struct BagReport
{
    BagDeclaration declaration;
    BagMetadata metadata;
    std::uint64_t payloadFiles = 0;
    std::uint64_t payloadOctets = 0;
    std::vector<std::string> algorithms; ///< of the payload manifests that were checked
    bool onlyWeakDigests = false;        ///< they do not show that nobody changed a file on purpose
    std::vector<std::string> listedTagFiles; ///< tag files that a tag manifest lists
    std::vector<BagFinding> findings;    ///< problems first, each by name of its file
    [[nodiscard]] bool isValid() const;
};

/// Octets read so far; must be quick.
using BagProgress = std::function<void(std::uint64_t)>;

/// An error only where there is no folder to read, or it was stopped; what is wrong with the bag is in the report.
Result<BagReport> judgeBag(const std::string &folder, const BagProgress &progress = {}, std::stop_token stop = {});

} // namespace mandate

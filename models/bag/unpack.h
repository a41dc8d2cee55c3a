// SPDX-License-Identifier: GPL-3.0-or-later
// An archive (ZIP, tar, tar.gz) of an unknown sender into a new folder: whole, or nothing. Links, devices, names that lead elsewhere or mean the
// same file twice, and what grows beyond its bounds are refused before anything of them is written.
#pragma once

#include "models/bag/bag_reader.h"
#include "models/bag/part_folder.h"
#include "models/base/result.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <utility>

namespace mandate {

struct UnpackBounds
{
    std::uint64_t files = mostBagFiles;
    std::uint64_t octets = std::uint64_t{256} << 30;
    /// Octets for one octet of the archive. Deflate gives at most 1032; evidence some twenty.
    std::uint64_t ratio = 500;
    std::uint64_t freeOctets = 64U << 20; ///< that any archive may grow to, whatever its ratio
};

/// Whether a file is an archive that unpack() reads, by its first bytes.
[[nodiscard]] bool looksLikeArchive(const std::string &path);

/// Unpacks into `folder`, which must not be there; a bag that is the archive's one folder is what is put there.
Result<void> unpack(const std::string &archive, const std::string &folder, const UnpackBounds &bounds = {}, std::stop_token stop = {});

/// A folder for as long as this lives, in the system's folder for such things: for reading an archive once.
class UnpackedArchive
{
public:
    static Result<UnpackedArchive> of(const std::string &archive, const UnpackBounds &bounds = {}, std::stop_token stop = {});
    ~UnpackedArchive();
    UnpackedArchive(UnpackedArchive &&other) noexcept : m_place(std::exchange(other.m_place, {})) {}
    UnpackedArchive &operator=(UnpackedArchive &&) = delete;
    [[nodiscard]] std::string folder() const { return m_place + "/bag"; }

private:
    explicit UnpackedArchive(std::string place) : m_place(std::move(place)) {}
    std::string m_place;
};

} // namespace mandate

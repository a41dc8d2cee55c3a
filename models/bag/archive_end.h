// SPDX-License-Identifier: GPL-3.0-or-later
// Whether anything lies in an archive beside what unpacking reads of it: octets before, between and behind its files, which no manifest covers.
// Of a tar, only behind its end. Says nothing of what the files hold.
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <stop_token>
#include <string>

namespace mandate {

/// Refused when octets were added to a ZIP. `file` is open for reading; its position is kept.
Result<void> noAddedOctetsInZip(const std::string &path, int file);

/// The same for a tar, packed or not, whose reader stopped after so many octets of the unpacked tar.
Result<void> noAddedOctetsBehindTar(const std::string &path, std::uint64_t tarOctets, std::stop_token stop);

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a ZIP that is at hand as octets, by models/bag's unpacking: with its bounds, and nothing that leads elsewhere.
#pragma once

#include "models/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace mandate {

struct ArchiveMember
{
    std::string name; ///< with '/' between folders
    std::string bytes;
};

/// Sorted by name. Refused or an Input error when it is no archive that is taken, or one that grows beyond 1 GiB.
Result<std::vector<ArchiveMember>> archiveMembers(std::string_view archive);

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// A folder as one archive: ZIP (ZIP64 where it has to be) or tar.gz, streamed. Same folder, same time: same bytes.
#pragma once

#include "models/bag/bag_writer.h"

namespace mandate {

/// All regular files below `folder`, by name, below one folder `name` in the archive.
Result<void> pack(const std::string &folder, const std::string &name, const std::string &archive, BagForm form, const Instant &time, std::stop_token stop);

} // namespace mandate

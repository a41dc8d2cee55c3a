// SPDX-License-Identifier: GPL-3.0-or-later
// The errors of this folder, each told in one place. What is wrong inside a bag that can be read is a finding, not an error: bag_reader.h.
#pragma once

#include "models/base/result.h"

#include <string>
#include <string_view>

namespace mandate {

/// Reading stopped because somebody asked.
[[nodiscard]] Error bagStopped();
/// A file or folder cannot be read or written: errno says why.
[[nodiscard]] Error bagUnreadable(const std::string &path, int why);
[[nodiscard]] Error bagUnwritable(const std::string &path, int why);
/// An archive that is not taken: `why` is a clause that goes on after "…: ".
[[nodiscard]] Error archiveRefused(const std::string &archive, std::string_view why);

} // namespace mandate

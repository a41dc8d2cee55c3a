// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a secret is there and locked away. The keychain library says of a locked secret only that it did not find it, and a person who is told
// that their key is gone does the wrong thing.
#pragma once

#include <chrono>
#include <string_view>

namespace mandate {

/// Asks the Secret Service of the session bus without unlocking anything; false where there is none or it does not answer in time.
[[nodiscard]] bool isLockedAway(std::string_view service, std::string_view name, std::chrono::milliseconds patience);

} // namespace mandate

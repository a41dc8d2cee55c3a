// SPDX-License-Identifier: GPL-3.0-or-later
// Files that nobody else may read: written durably, and not used when they are open to others.
#pragma once

#include "models/base/result.h"

#include <string>
#include <string_view>

namespace mandate {

/// Text that is wiped when done.
struct Secret
{
    std::string text;
    Secret() = default;
    explicit Secret(std::string content) : text(std::move(content)) {}
    ~Secret();
    Secret(Secret &&) noexcept = default;
    Secret &operator=(Secret &&) noexcept = default;
    Secret(const Secret &) = delete;
    Secret &operator=(const Secret &) = delete;
};

/// Makes the folder if it is not there, of mode 0700.
Result<void> ensurePrivateFolder(const std::string &folder);
/// Writes or replaces a file of mode 0600, on disk before this returns.
Result<void> writePrivateFile(const std::string &folder, const std::string &name, std::string_view content);
/// At most `most` bytes. Missing when it is not there; Refused when it is no regular file, or others can read it.
Result<Secret> readPrivateFile(const std::string &path, std::size_t most);

} // namespace mandate

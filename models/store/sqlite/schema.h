// SPDX-License-Identifier: GPL-3.0-or-later
// The file: its tables, how it is made, how it is recognised, and how an older one is brought up to date.
#pragma once

#include "models/base/result.h"
#include "models/evidence/signing.h"
#include "models/store/sqlite/connection.h"

#include <string>

namespace mandate::sqlite {

constexpr int schemaVersion = 2;

/// Makes a complete, empty workspace file, or nothing: it appears at `path` by a rename. Refused when the path exists.
Result<void> createFile(const std::string &path, const SigningKey &key);

/// Says in plain words why a path is no workspace that this version can open, judged by its first 100 octets.
Result<void> checkFile(const std::string &path);

/// Opens for reading; falls back to "immutable" where the folder cannot be written and no write-ahead log exists.
Result<void> openForReading(Connection &connection, const std::string &path);
/// Opens for writing and brings an older file up to date.
Result<void> openForWriting(Connection &connection, const std::string &path);

} // namespace mandate::sqlite

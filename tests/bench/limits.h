// SPDX-License-Identifier: GPL-3.0-or-later
// What an import cannot be faster than, each step alone: parsing and hashing every line, and putting the same columns into a plain table.
#pragma once

#include "tests/bench/measure.h"

#include <string>

namespace mandate::bench {

/// simdjson DOM and SHA-256 of every line, one thread.
Taken parseAndHash(const std::string &path);

/// The columns of every record into one table without indexes: prepared statement, 16,384 rows a transaction, WAL, synchronous=NORMAL. With
/// `bytes`, also the line as received, uncompressed. Decoding the file is not counted.
Taken insertBare(const std::string &path, const std::string &database, bool bytes);

} // namespace mandate::bench

// SPDX-License-Identifier: GPL-3.0-or-later
// Values and literals as text for people and command lines. Not canonical JSON: nothing here is signed or hashed.
#pragma once

#include "models/base/value.h"

#include <string>

namespace mandate::cel {

/// What `mandate cel` prints. `ok` is false when the value is an error, and then `json` holds {"error":…,"missing":…}.
struct Description {
    bool ok = true;
    std::string json; ///< one line of JSON
    std::string type; ///< "int", "list(int)", "map(string, dyn)", "optional_type(string)", "error"

    bool operator==(const Description &) const = default;
};

/// JSON text and type name of a value. Timestamps are RFC 3339 strings in UTC, durations strings such as "1.5s", bytes base64 strings,
/// uints numbers, types their names, an optional its value or null; doubles without a JSON form are the strings "NaN", "Infinity",
/// "-Infinity"; keys that are no strings are written as strings. Values above 16 MiB of text or 1,000 levels give an error.
[[nodiscard]] Description describe(const Value &value);

/// Name of the dynamic type as CEL's type() names it: "int", "list", "google.protobuf.Timestamp", "null_type".
[[nodiscard]] std::string_view typeName(const Value &value);

/// A literal as source text; only for kinds that have literals (others give their type name).
[[nodiscard]] std::string literalText(const Value &value);

/// Text in double quotes with the escapes of the language.
[[nodiscard]] std::string quoted(std::string_view text);

/// Shortest decimal that reads back as the same double, always with a fraction or an exponent ("500.0").
[[nodiscard]] std::string doubleText(double number);

/// As string() gives it: like doubleText without a forced fraction ("500"), and "NaN", "Infinity", "-Infinity".
[[nodiscard]] std::string plainDoubleText(double number);

/// Standard base64 with padding (RFC 4648, section 4).
[[nodiscard]] std::string base64(std::string_view octets);

} // namespace mandate::cel

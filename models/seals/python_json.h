// SPDX-License-Identifier: GPL-3.0-or-later
// JSON as Python's json.dumps(value, sort_keys=True) writes it, for hashes that were taken over that. Not RFC 8785: numbers keep their kind (1.0 is not 1),
// keys are in order of code points, and what is beyond ASCII may be escaped.
#pragma once

#include "models/base/value.h"

#include <cstdint>
#include <string>

namespace mandate {

enum class PythonJson : std::uint8_t {
    Compact,      ///< separators "," and ":", UTF-8
    CompactAscii, ///< the same with \uXXXX beyond ASCII
    Spaced,       ///< separators ", " and ": ", with \uXXXX beyond ASCII: what json.dumps does unless told
    SpacedUtf8
};

[[nodiscard]] std::string pythonJson(const Value &value, PythonJson form);

} // namespace mandate

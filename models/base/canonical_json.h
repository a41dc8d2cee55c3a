// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 8785 (JSON Canonicalization Scheme): the one form of a document that is hashed and signed.
#pragma once

#include "models/base/value.h"

#include <string>

namespace mandate {

/// Appends the canonical form. `value` holds only Null, Bool, Int, Uint, Double (finite), String, List and Map with String keys;
/// asserts otherwise. Integers beyond ±(2⁵³−1) are written with all their digits: a caller that needs strict I-JSON (RFC 7493)
/// writes such numbers as text first, as evidence/record_json does.
void appendCanonical(std::string &out, const Value &value);
[[nodiscard]] std::string canonicalJson(const Value &value);

/// Pieces for writers that know their key order. `appendCanonicalNumber` follows ECMAScript's Number::toString.
void appendCanonicalString(std::string &out, std::string_view utf8);
void appendCanonicalNumber(std::string &out, double number);

/// Order of keys in RFC 8785: by UTF-16 code units.
[[nodiscard]] bool lessByUtf16(std::string_view a, std::string_view b);

} // namespace mandate

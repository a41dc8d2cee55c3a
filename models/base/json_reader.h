// SPDX-License-Identifier: GPL-3.0-or-later
// JSON bytes to Values, strictly: the edge where untrusted input is parsed once. Built on simdjson.
#pragma once

#include "models/base/result.h"
#include "models/base/value.h"

#include <memory>
#include <string_view>

namespace mandate {

/// Parses RFC 8259 JSON. Keeps its buffers between calls, so one reader per thread reads many documents without allocating.
///
/// Strict where JSON leaves room: invalid UTF-8, a key given twice in one object, nesting deeper than 512, a number that is
/// neither a 64-bit integer nor a finite IEEE 754 double, and anything after the document are errors with a position.
/// Integers without fraction or exponent become Int (or Uint above 2⁶³−1), every other number Double.
class JsonReader
{
public:
    static constexpr std::size_t maximumDepth = 512;
    static constexpr std::size_t maximumBytes = std::size_t{1} << 30;

    JsonReader();
    ~JsonReader();
    JsonReader(JsonReader &&) noexcept;
    JsonReader &operator=(JsonReader &&) noexcept;

    /// All parts of the value live in `arena`; `json` may be released afterwards.
    Result<Value> read(std::string_view json, Arena &arena);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace mandate

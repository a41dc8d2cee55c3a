// SPDX-License-Identifier: GPL-3.0-or-later
// Where the parts of a JSON document are written: JSON Pointer (RFC 6901) to line and column. Reads as far as the text is JSON, so that a
// document that is being typed has places too. Not a parser: it checks nothing.
#pragma once

#include "models/pact/check.h"
#include "models/pact/document.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace mandate {

/// From the first to behind the last character; lines and columns count from 1, columns in code points.
struct SourceSpan
{
    std::uint64_t line = 1;
    std::uint64_t column = 1;
    std::uint64_t endLine = 1;
    std::uint64_t endColumn = 1;
    bool operator==(const SourceSpan &) const = default;
};

class SourceMap
{
public:
    /// `json` must outlive the map.
    explicit SourceMap(std::string_view json);

    /// Of the value there; nothing when the document has none.
    [[nodiscard]] std::optional<SourceSpan> of(std::string_view pointer) const;
    /// Of the value there or, where there is none, of the nearest that holds it.
    [[nodiscard]] SourceSpan nearest(std::string_view pointer) const;
    /// Of one character inside of a text value, given as line and column of what the text says. Nothing when it is no text or too short.
    [[nodiscard]] std::optional<SourceSpan> within(std::string_view pointer, std::uint64_t line, std::uint64_t column) const;

private:
    struct Bytes
    {
        std::size_t begin = 0;
        std::size_t end = 0;
    };
    class Scan;
    [[nodiscard]] SourceSpan spanOf(Bytes bytes) const;

    std::string_view m_json;
    std::map<std::string, Bytes, std::less<>> m_values;
};

/// JSON Pointer of the place of a problem: a clause id becomes /clauses/3, or /clauses/3/when when the problem is in its condition.
[[nodiscard]] std::string pointerOf(const PactDocument &pact, const Problem &problem);
/// Where a problem is in the pact's own text: the character in the condition where that is known, else the part it speaks of.
[[nodiscard]] SourceSpan spanOf(const PactDocument &pact, const Problem &problem, const SourceMap &source);

} // namespace mandate

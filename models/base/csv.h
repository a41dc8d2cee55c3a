// SPDX-License-Identifier: GPL-3.0-or-later
// Comma-separated values as RFC 4180 has them: fields in double quotes may hold commas, quotes (doubled) and line breaks. It knows no columns by name.
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

class CsvReader
{
public:
    /// `bytes` outlives the reader. A byte order mark is passed over; lines may end in LF or CRLF.
    explicit CsvReader(std::string_view bytes);

    /// The next row that is not an empty line, or nothing at the end. Input error with the line where a quote is not closed, or text follows a closing quote:
    /// what comes behind it cannot be told from it, so reading ends there.
    Result<std::optional<std::vector<std::string>>> next();
    /// Where the row that came last begins, from 1.
    [[nodiscard]] std::uint64_t line() const { return m_rowLine; }

private:
    [[nodiscard]] Error wrong(std::string happened) const;

    std::string_view m_bytes;
    std::size_t m_at = 0;
    std::uint64_t m_line = 1;
    std::uint64_t m_rowLine = 0;
};

} // namespace mandate

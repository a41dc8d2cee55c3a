// SPDX-License-Identifier: GPL-3.0-or-later
// Times as people write them in a query: a moment, or a stretch such as a day or a month. Inside of models/query.
#pragma once

#include "models/base/instant.h"

#include <optional>
#include <string_view>

namespace mandate::query {

/// [begin, end); a moment has both alike.
struct Stretch
{
    Instant begin;
    Instant end;

    /// The first moment behind it.
    [[nodiscard]] Instant after() const { return end == begin ? Instant{end.nanoseconds + 1, end.zoneKnown} : end; }
};

/// "2025", "2025-08", "2025-08-01" (by the calendar of UTC, as times without a zone are kept), "2025-08-01T14:30" (that minute), a full RFC 3339
/// time (that second, or with a fraction that moment), "now", "today", "yesterday", "-7d" and the like (s, m, h, d, w) before now.
[[nodiscard]] std::optional<Stretch> readTime(std::string_view text, Instant now);

} // namespace mandate::query

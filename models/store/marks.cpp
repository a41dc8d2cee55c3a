// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/marks.h"

#include <algorithm>

namespace mandate {

bool asksForMarks(const RowCondition &condition)
{
    if (const auto *combined = std::get_if<Combined>(&condition.is))
        return std::ranges::any_of(combined->parts, [](const RowCondition &part) { return asksForMarks(part); });
    if (const auto *session = std::get_if<SameSession>(&condition.is))
        return asksForMarks(*session->as);
    return std::holds_alternative<MarkedBy>(condition.is);
}

bool asksForMarks(const RowFilter &filter)
{
    return std::ranges::any_of(filter.where, [](const RowCondition &condition) { return asksForMarks(condition); });
}

RowCondition withMarks(const RowCondition &condition, const EntriesMarked &marked)
{
    if (const auto *combined = std::get_if<Combined>(&condition.is)) {
        Combined out{combined->how, {}};
        for (const RowCondition &part : combined->parts)
            out.parts.push_back(withMarks(part, marked));
        return {std::move(out)};
    }
    if (const auto *session = std::get_if<SameSession>(&condition.is))
        return {SameSession{std::make_shared<const RowCondition>(withMarks(*session->as, marked))}};
    if (const auto *mark = std::get_if<MarkedBy>(&condition.is))
        return {EntryIn{std::make_shared<const std::vector<EntryNumber>>(marked(*mark))}};
    return condition;
}

RowFilter withMarks(RowFilter filter, const EntriesMarked &marked)
{
    for (RowCondition &condition : filter.where)
        condition = withMarks(condition, marked);
    return filter;
}

} // namespace mandate

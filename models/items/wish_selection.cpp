// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/wish_selection.h"

#include "models/items/evidence_query.h"
#include "models/query/query.h"
#include "models/workspace/workspace.h"

#include <algorithm>

namespace mandate {

Result<EvidenceSelection> selectionOf(const Workspace &workspace, const ExportWish &wish)
{
    EvidenceSelection selection;
    selection.incident = wish.incident.toStdString();
    selection.entries.assign(wish.entries.begin(), wish.entries.end());
    std::ranges::sort(selection.entries);
    const auto twice = std::ranges::unique(selection.entries);
    selection.entries.erase(twice.begin(), twice.end());
    if (!selection.incident.empty() || !selection.entries.empty())
        return selection;
    const auto filter = rowFilterOf(wish.conditions, [&workspace](Dimension dimension) {
        auto names = workspace.store().names(dimension);
        return names ? std::move(names).value() : std::vector<std::string>();
    });
    if (!filter)
        return Error{ErrorKind::Input, "MND-ITM-011", "No record matches the filter.", "Nothing was written.", "Take conditions away.", {}};
    selection.filter = *filter;
    if (!filter->where.empty())
        selection.query = queryText({Combined{Combined::How::All, filter->where}});
    return selection;
}

} // namespace mandate

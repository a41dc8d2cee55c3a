// SPDX-License-Identifier: GPL-3.0-or-later
// What is computed of a draft beside the window: checks, redline, replay. Functions of values, for any thread. Not for views.
#pragma once

#include "models/items/draft_model.h"
#include "models/items/session.h"
#include "models/workspace/workspace.h"

#include <map>
#include <optional>
#include <stop_token>
#include <string>

namespace mandate::draftwork {

struct Checked
{
    std::uint64_t revision = 0;
    PactItem item; ///< with the one problem that keeps it from being a pact, when it is none
    QStringList tools;
    std::map<QString, QStringList> arguments; ///< by tool: fields under args that the trail holds
    QStringList otherFields;                  ///< state facts and what every condition may use
};
[[nodiscard]] Checked check(const Workspace &workspace, const std::string &text);

struct Compared
{
    QString with; ///< version; empty: there is none to compare with
    std::vector<DraftChange> changes;
};
[[nodiscard]] Compared compare(const Workspace &workspace, const std::string &text, std::stop_token stop);

struct Replayed
{
    std::optional<DraftReplay> replay;
    std::optional<Trouble> trouble;
};
[[nodiscard]] Replayed replay(const Workspace &workspace, const std::string &text, std::stop_token stop);

} // namespace mandate::draftwork

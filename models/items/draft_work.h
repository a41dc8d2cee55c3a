// SPDX-License-Identifier: GPL-3.0-or-later
// What is computed of a draft beside the window: checks, redline, replay. Functions of values, for any thread. Not for views.
#pragma once

#include "models/items/draft_model.h"
#include "models/items/session.h"
#include "models/pact/redline/logic.h"
#include "models/pact/vocabulary.h"
#include "models/workspace/warm_replay.h"
#include "models/workspace/workspace.h"

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace mandate::draftwork {

/// What is known of the trail while a draft is open: read once, asked with every change. Shared by workers.
class Trail
{
public:
    explicit Trail(std::shared_ptr<Workspace> workspace) : m_workspace(std::move(workspace)), m_replay(*m_workspace) {}

    [[nodiscard]] const Workspace &workspace() const { return *m_workspace; }
    /// Of the agents that `binds` names; nullptr until gather() was called for them, or when the ledger grew since.
    [[nodiscard]] std::shared_ptr<const Vocabulary> vocabulary(const std::vector<Binding> &binds) const;
    /// Reads the trail.
    void gather(const std::vector<Binding> &binds, std::stop_token stop);
    [[nodiscard]] WarmReplay &replay() { return m_replay; }

private:
    std::shared_ptr<Workspace> m_workspace;
    WarmReplay m_replay;
    mutable std::mutex m_mutex; ///< guards what follows
    std::shared_ptr<const Vocabulary> m_vocabulary;
    std::vector<Binding> m_binds;
    std::uint64_t m_size = 0;
};

struct Checked
{
    std::uint64_t revision = 0;
    PactItem item; ///< with the one problem that keeps it from being a pact, when it is none
    QStringList tools;
    std::map<QString, QStringList> arguments; ///< by tool: fields under args that the trail holds
    QStringList otherFields;                  ///< state facts and what every condition may use
    std::optional<std::vector<Binding>> wanted; ///< whose vocabulary would say more
};
[[nodiscard]] Checked check(const Trail &trail, const std::string &text);

struct Compared
{
    QString with; ///< version; empty: there is none to compare with
    std::vector<DraftChange> changes;
    QString behind; ///< the version that came into force beside the draft; empty: it is written after that one
};
/// What follows from the clauses alone, with what `memory` holds of earlier states; nothing when it was stopped or the text is no pact.
struct Reasoned
{
    std::vector<ProblemItem> found;
    std::size_t questions = 0;
    std::size_t open = 0;
    std::chrono::milliseconds taken{0};
};
[[nodiscard]] std::optional<Reasoned> reason(const std::string &text, LogicMemory &memory, std::stop_token stop);
/// Version numbers are left out: they always differ. Empty when it was stopped.
[[nodiscard]] std::vector<DraftChange> changesBetween(const PactDocument &before, const PactDocument &after, std::stop_token stop);
[[nodiscard]] Compared compare(const Workspace &workspace, const std::string &text, std::stop_token stop);

struct Replayed
{
    std::optional<DraftReplay> replay;
    std::shared_ptr<const ReplayReport> report;
    std::optional<Trouble> trouble;
};
/// Verdicts that change, in words, with the first record of each.
[[nodiscard]] std::vector<DraftReplayChange> changesOf(const ReplayReport &report);
[[nodiscard]] Replayed replay(Trail &trail, const std::string &text, std::stop_token stop);

} // namespace mandate::draftwork

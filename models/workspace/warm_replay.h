// SPDX-License-Identifier: GPL-3.0-or-later
// Replaying a draft again and again while it is edited: the trail is read once, and only clauses that changed are judged again. Gives the same
// report as Workspace::replay, which it falls back on for a trail that does not fit into memory.
#pragma once

#include "models/workspace/clause_answers.h"
#include "models/workspace/window_books.h"
#include "models/workspace/workspace.h"

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace mandate {

class WarmReplay
{
public:
    struct Options
    {
        WarmTrail::Limits limits;
        std::size_t cases = SIZE_MAX; ///< of each change, to be listed; all are counted
    };
    /// How the last replay came about.
    struct Work
    {
        bool streamed = false;         ///< the trail did not fit: it was read and judged as a whole
        std::uint64_t actionsRead = 0; ///< from the ledger
        std::size_t clausesJudged = 0; ///< of the candidate's; of the others the answers were known
        std::size_t trailBytes = 0;    ///< memory of the trail
        std::size_t answerBytes = 0;   ///< memory of the answers
    };

    /// The workspace must outlive this.
    explicit WarmReplay(const Workspace &workspace) : WarmReplay(workspace, Options()) {}
    WarmReplay(const Workspace &workspace, const Options &options) : m_workspace(workspace), m_options(options) {}

    /// As Workspace::replay. Any thread may call it; one call runs at a time, others wait: stop the one before. What was stopped or failed leaves
    /// nothing half-done. The trail is read when the range or the candidate's bindings are others than before, and extended when the ledger grew.
    Result<ReplayReport> replay(const ParsedPact &candidate, const ReplayRange &range, const ImportProgress &progress = {},
                                std::stop_token stop = {});
    /// Waits for a replay that runs.
    [[nodiscard]] Work lastWork() const;
    /// Gives the memory back; the next replay reads the trail again.
    void forget();

private:
    /// All that a clause's answers depend on, beside facts, clock and windows.
    using Question = std::pair<std::string, std::vector<std::string>>; ///< condition, tools

    Result<bool> warm(const TrailScope &scope, const ImportProgress &progress, const std::stop_token &stop);
    Result<void> fillWindows(const std::shared_ptr<const CompiledPact> &candidate, const std::stop_token &stop);
    Result<void> answer(const CompiledPact &candidate, const ImportProgress &progress, const std::stop_token &stop);
    Result<std::vector<ClauseAnswers>> ask(const CompiledPact &candidate, const std::vector<Question> &questions, TrailPosition from,
                                           const ImportProgress &progress, const std::stop_token &stop) const;
    void compare(const CompiledPact &candidate, ReplayReport &report) const;

    const Workspace &m_workspace;
    Options m_options;
    mutable std::mutex m_mutex; ///< guards what follows
    std::shared_ptr<const WarmTrail> m_trail;
    std::optional<TrailScope> m_tooLarge; ///< does not fit, and a ledger only grows
    std::vector<StateFact> m_state;
    std::optional<Instant> m_clock;
    /// What the windows of the last candidate hold, and what of candidate and ledger that depends on.
    struct Windows
    {
        std::vector<ActionWindow> declared;
        std::vector<Binding> binds;
        std::set<std::string> askedBy; ///< tools
        EntryNumber end = 0;
        bool operator==(const Windows &) const = default;
    };
    Windows m_windows;
    WindowBooks m_books;
    const WindowBook *m_book = nullptr;
    std::map<Question, ClauseAnswers> m_answers; ///< of the last candidate's clauses
    TrailPosition m_answered = 0;                ///< up to where in the trail
    Work m_work;
};

} // namespace mandate

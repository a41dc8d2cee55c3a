// SPDX-License-Identifier: GPL-3.0-or-later
// What an agent was seen to do, gathered call by call in one pass within bounds on memory, and the scope proposed from it.
// Every call that was added as minable is permitted by the proposals, and within their limits a session.
#pragma once

#include "models/pact/mining/argument_use.h"
#include "models/pact/mining/limits.h"
#include "models/pact/mining/mined_scope.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

namespace mandate::mining {

struct SeenCall
{
    Entry entry = 0;
    std::string_view session;
    std::string_view tool;
    Value arguments;         ///< Map; Null when the source gives none
    bool executed = true;    ///< counts in the session
    bool minable = true;     ///< a proposal has to permit it
    bool outOfScope = false; ///< today nothing permits it
};

class ObservedUse
{
public:
    explicit ObservedUse(const Limits &limits = {}) : m_limits(limits), m_cells(limits.sessionCells), m_toolCells(limits.sessionCells) {}

    /// In the order of the ledger.
    void add(const SeenCall &call);
    /// `taken` are clause ids that proposals may not have.
    [[nodiscard]] MinedScope propose(std::set<std::string> taken = {}) const;

private:
    struct Tool
    {
        ArgumentUse arguments;
        std::size_t room = 0;
        std::uint64_t calls = 0;
        std::uint64_t withoutArguments = 0;
        std::uint64_t outOfScope = 0;
        Entry first = 0;
        Entry last = 0;
        struct InSession
        {
            std::uint64_t executed = 0;
            bool mined = false;
        };
        std::unordered_map<std::uint64_t, InSession> sessions;
        bool sessionsCut = false;
        NumberUse perSession; ///< of each minable call: which of its session's calls it was
    };
    [[nodiscard]] Proposal proposalFor(const std::string &name, const Tool &tool) const;

    Limits m_limits;
    std::size_t m_cells;     ///< room for sessions of arguments
    std::size_t m_toolCells; ///< room for sessions of tools, which the limits a session need
    std::map<std::string, Tool, std::less<>> m_tools;
    std::uint64_t m_callsOfFurtherTools = 0;
};

} // namespace mandate::mining

// SPDX-License-Identifier: GPL-3.0-or-later
// The variables a pact's conditions may use, each with its slot. One list for the judge, the checks and the command line.
#pragma once

#include "models/pact/cel/environment.h"

#include <cstdint>

namespace mandate::variables {

/// Slots of a clause's condition, in the order clauseEnvironment() declares them.
enum Slot : std::uint32_t {
    Action,      ///< map: tool, said (text beside the call), calls_in_message, message, call, earlier (tools called before it in its message)
    Args,        ///< map of the call's arguments
    Input,       ///< string: the last user text before the call; absent if none
    Agent,       ///< string
    Session,     ///< string
    Confidence,  ///< double; absent if not recorded
    Environment, ///< string: the deployment the agent acts in
    Now,         ///< timestamp: the pact's clock
    State,       ///< map: fact → key → value, as last read
    History,     ///< list of earlier calls: tool, args, executed, result, message, call
    Proposal,    ///< map: reasoning, scope, blast_radius; absent if not recorded
    Verifier,    ///< map: verdict, by, policy_digest; absent if not recorded
    Result,      ///< string: what this action returned; only for clauses decided after the result
    Returned,    ///< what this action returned, read as JSON; null when it is none; only for clauses decided after the result
    Record,      ///< map of bools: input, action, basis, result, time, decision_basis, signature
    Window,      ///< map: window → values of the actions in it that came before, oldest first
    SlotCount
};

/// Slots of a state fact's expressions.
enum FactSlot : std::uint32_t { FactValue, FactText, FactArgs, FactTool, FactSlotCount };

/// Slots of a window's expressions: what is known of an action before it runs.
enum WindowSlot : std::uint32_t { WindowArgs, WindowTool, WindowAgent, WindowSession, WindowEnvironment, WindowSlotCount };

[[nodiscard]] const cel::Environment &clauseEnvironment();
[[nodiscard]] const cel::Environment &factEnvironment();
[[nodiscard]] const cel::Environment &windowEnvironment();

} // namespace mandate::variables

// SPDX-License-Identifier: GPL-3.0-or-later
// Whether an agent is ready to be answered for: the five ways in which that fails, each asked of the facts in the workspace, with what is missing and
// where it is mended. Nobody's opinion: nothing is entered for it.
#pragma once

#include "models/workspace/workspace.h"

#include <array>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace mandate {

enum class ReadinessQuestion : std::uint8_t { Authorization, Behaviour, Attribution, Evaluation, Accountability };
/// "authorization", "behaviour", "attribution", "evaluation", "accountability".
[[nodiscard]] std::string_view nameOf(ReadinessQuestion question);
/// "Is its authorization unambiguous?"
[[nodiscard]] std::string_view wordsOf(ReadinessQuestion question);

enum class ReadinessAnswer : std::uint8_t { Yes, Partly, No };
/// "yes", "partly", "no".
[[nodiscard]] std::string_view nameOf(ReadinessAnswer answer);

struct MissingPiece
{
    std::string says;   ///< what is missing, in a sentence
    std::string remedy; ///< what a person does
    std::string link;   ///< mandate://…: where
};

struct ReadinessCheck
{
    ReadinessQuestion question = ReadinessQuestion::Authorization;
    ReadinessAnswer answer = ReadinessAnswer::Yes;
    std::vector<std::string> facts; ///< what was found, in sentences
    std::vector<MissingPiece> missing; ///< none where the answer is yes
};

struct AgentReadiness
{
    std::string agent;
    std::array<ReadinessCheck, 5> checks;
    /// Every answer is yes.
    [[nodiscard]] bool isReady() const;
};

/// Of one agent, or of all, by name. Missing when there is no such agent. Changes nothing.
Result<std::vector<AgentReadiness>> readinessOf(Workspace &workspace, const std::string &agent = {}, std::stop_token stop = {});

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// The review queue of a workspace: samples of sessions or actions that people label, signed by who is signed in. What may follow what is
// models/labels/label_book.h, and what the labels say models/labels/label_figures.h.
#pragma once

#include "models/labels/label_book.h"
#include "models/labels/label_figures.h"
#include "models/workspace/workspace.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace mandate {

/// What drawing a sample again gives.
enum class DrawCheck : std::uint8_t {
    Same,         ///< the same sessions or actions, from the same frame
    FrameChanged, ///< what it was drawn from is not as it was: a pact since judged the trail anew
    Different     ///< the seed gives others: somebody chose them
};
/// Stable names: "same", "frame_changed", "different".
[[nodiscard]] std::string_view nameOf(DrawCheck check);

class Labels
{
public:
    explicit Labels(Workspace &workspace) : m_workspace(workspace) {}

    /// In the order they were drawn.
    [[nodiscard]] std::vector<SampleLabels> list() const;
    /// Missing when there is none of this name.
    Result<SampleLabels> named(const std::string &name) const;
    /// Draws what name, question, agent, deployment, times, strategy, wanted, seed and reason of `wanted` say; the rest is filled in. Sessions are those with an
    /// action, a message or an outcome of the agent in that time; a record whose source names no session belongs to none.
    Result<LabelSample> draw(LabelSample wanted, std::stop_token stop = {});
    Result<DrawCheck> check(const LabelSample &sample, std::stop_token stop = {}) const;
    /// The first that who is signed in has not answered; nothing when they answered all. Refused for who cannot label it.
    Result<std::optional<LabelUnit>> next(const std::string &name) const;
    /// Answers; of `said` sample, unit, answer, reason, note and pins count. Pins are records of the same session.
    Result<void> label(Label said);
    Result<void> settle(LabelSettlement said);

    /// Why who is signed in may sign nothing here; nothing when they may.
    [[nodiscard]] std::optional<Error> refusal() const;

private:
    Result<std::vector<FrameUnit>> frame(const LabelSample &sample, const std::stop_token &stop) const;
    Result<void> nameSessions(std::vector<SampleStratum> &strata) const;
    Result<void> checkPins(const Label &label) const;
    template<typename Said, typename Objects, typename Write>
    Result<void> sign(Said said, const Objects &objects, const Write &write);
    Workspace &m_workspace;
};

} // namespace mandate

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
    Same,            ///< the same sessions or actions, from the same frame
    SameJudgedAnew,  ///< the same; verdicts and with them strata and flags are not those of then, because the trail was judged anew
    FrameChanged,    ///< cannot be told: it was drawn by verdicts, and the trail was judged anew or its text erased since. It is of the same sessions or actions
    Different,       ///< the seed gives others: somebody chose them
    OtherEntries,    ///< what it says it was drawn from is not what was there
    OtherLedger,     ///< the ledger had another root when it had that many entries
    NotExplained     ///< its verdicts are not those of the trail, and nothing was judged anew since
};
/// Stable names: "same", "same_judged_anew", "frame_changed", "different", "other_entries", "other_ledger", "not_explained".
[[nodiscard]] std::string_view nameOf(DrawCheck check);
/// Whether somebody has to answer for it.
[[nodiscard]] constexpr bool isFinding(DrawCheck check) { return check >= DrawCheck::Different; }

struct DrawnAgain
{
    DrawCheck check = DrawCheck::Same;
    std::optional<EntryNumber> judgedAnew; ///< where the ledger says that the trail was judged anew since; of SameJudgedAnew and FrameChanged
    bool operator==(const DrawnAgain &) const = default;
};

class Labels
{
public:
    explicit Labels(Workspace &workspace) : m_workspace(workspace) {}

    /// In the order they were drawn.
    [[nodiscard]] std::vector<SampleLabels> list() const;
    /// Missing when there is none of this name.
    Result<SampleLabels> named(const std::string &name) const;
    /// Draws what name, question, agent, deployment, times, strategy, wanted and reason of `wanted` say, by its seed where seedChosen is true and by derivedSeed()
    /// else; the rest is filled in. Sessions are those with an action, a message or an outcome of the agent in that time, each told by all of its records; a
    /// record whose source names no session belongs to none.
    Result<LabelSample> draw(LabelSample wanted, std::stop_token stop = {});
    Result<DrawnAgain> check(const LabelSample &sample, std::stop_token stop = {}) const;
    /// Why an entry must not be shown yet, whoever asks: it is one person's answer to something that two have not answered.
    [[nodiscard]] std::optional<Error> secrecy(EntryNumber entry) const;
    /// The first that who is signed in has not answered; nothing when they answered all. Refused for who cannot label it.
    Result<std::optional<LabelUnit>> next(const std::string &name) const;
    /// Answers; of `said` sample, unit, answer, reason, note and pins count. Pins are records of the same session.
    Result<void> label(Label said);
    Result<void> settle(LabelSettlement said);

    /// Why who is signed in may sign nothing here; nothing when they may.
    [[nodiscard]] std::optional<Error> refusal() const;

private:
    Result<std::vector<FrameUnit>> frame(const LabelSample &sample, const std::stop_token &stop) const;
    [[nodiscard]] Result<Digest> rootAt(std::uint64_t size, const std::stop_token &stop) const;
    [[nodiscard]] Result<std::optional<EntryNumber>> judgedAnewSince(const LabelSample &sample) const;
    [[nodiscard]] Result<bool> erasedOf(const LabelSample &sample) const;
    Result<void> nameSessions(std::vector<SampleStratum> &strata) const;
    Result<void> checkPins(const Label &label) const;
    template<typename Said, typename Objects, typename Write>
    Result<void> sign(Said said, const Objects &objects, const Write &write);
    Workspace &m_workspace;
};

} // namespace mandate

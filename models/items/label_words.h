// SPDX-License-Identifier: GPL-3.0-or-later
// Labels in words for the pages: what is asked, how far a sample is, how far two people agree, and what follows. Not for views: they get LabelDesk's items.
#pragma once

#include "models/items/label_desk.h"
#include "models/labels/label_figures.h"
#include "models/workspace/labels.h"

namespace mandate::labelwords {

[[nodiscard]] QString answer(LabelAnswer answer);
/// "Should this session have been handed to a person?"
[[nodiscard]] QString asked(LabelQuestion question);
[[nodiscard]] QString strategy(SampleStrategy strategy);
/// A stratum's name as people read it.
[[nodiscard]] QString stratum(const std::string &name);
/// What drawing a sample again gave.
[[nodiscard]] QString drawnAgain(const DrawnAgain &drawn);
/// All that is shown of one sample, for this person. `others`: drawn of the same agent for the same question. `refusal`: why they cannot label it. `isOpen`: nobody is enrolled.
[[nodiscard]] LabelSampleItem itemOf(const SampleLabels &labels, const OtherSamples &others, const QString &refusal, const std::vector<const LabelUnit *> &open, bool isOpen);

} // namespace mandate::labelwords

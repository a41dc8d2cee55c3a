// SPDX-License-Identifier: GPL-3.0-or-later
// Values of arguments in a comparison, and which arguments were left out of it, in words.
#pragma once

#include "models/metrics/drift.h"

#include <QString>
#include <QStringList>

namespace mandate {

/// The first five, and how many more.
[[nodiscard]] QString firstFew(const QStringList &names);
/// A value of an argument, or what seldom values stand together.
[[nodiscard]] QString partName(const DriftPart &part);
/// Which arguments were not compared, a sentence a reason; what is the same everywhere is no loss.
[[nodiscard]] QStringList leftOutWords(const DriftReport &report);

} // namespace mandate

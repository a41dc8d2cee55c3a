// SPDX-License-Identifier: GPL-3.0-or-later
// Approving less than was asked: the arguments that can be made smaller, and the narrower action that comes of it. Downwards only; the core
// checks the same again (isNarrower).
#pragma once

#include "models/authorization/action_binding.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <string>
#include <vector>

namespace mandate {

/// An argument that can be narrowed: a number that is not negative, or a list of at least two elements.
struct LimitField
{
    QString name;         ///< safe to read
    std::string key;      ///< of the argument
    bool isList = false;
    double most = 0;      ///< the number asked for
    bool whole = false;   ///< it was a whole number
    QStringList elements; ///< of a list, safe to read
};
[[nodiscard]] std::vector<LimitField> limitFields(const ActionBinding &action);

/// What the person chose for one field.
struct Limit
{
    std::string key;
    std::optional<double> number;
    std::vector<bool> kept; ///< of a list, by element
};
/// The narrower action; none while nothing is narrower or something is not (a larger number, no element left).
[[nodiscard]] std::optional<ActionBinding> narrowed(const ActionBinding &action, const std::vector<Limit> &limits);

} // namespace mandate

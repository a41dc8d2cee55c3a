// SPDX-License-Identifier: GPL-3.0-or-later
// A workspace to photograph the Decisions page on: the sample's runs, and requests made from what they escalated. Its name says so.
#pragma once

#include <QString>

#include <functional>

namespace mandate {

class MainWindow;
class Session;

/// nullptr when it cannot be made.
[[nodiscard]] Session *recordedRequestsSession(const QString &file);
/// The states of the page, each taken by `take` under a name; the session must be one of recordedRequestsSession().
void photographDecisions(MainWindow &window, const std::function<void(const QString &)> &take);

} // namespace mandate

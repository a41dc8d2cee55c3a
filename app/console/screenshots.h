// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of every page, light and dark, small and large, and of the states that are easily forgotten: empty, first run, hostile text.
#pragma once

#include <QString>

namespace mandate {

class MainWindow;

/// Waits until nothing is read any more, at most `milliseconds`.
void settle(const MainWindow &window, int milliseconds = 30'000);

/// Writes the pictures of the open workspace into `folder`; false when one could not be written.
[[nodiscard]] bool takeScreenshots(MainWindow &window, const QString &folder);

} // namespace mandate

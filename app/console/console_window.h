// SPDX-License-Identifier: GPL-3.0-or-later
// Puts the console's window together: which pages there are and under which digit. Used by main() and by the tests.
#pragma once

#include <memory>

namespace mandate {

class MainWindow;
class Opener;

/// Decisions (1) and Exports (7) come with their issues; their digits stay free.
[[nodiscard]] std::unique_ptr<MainWindow> makeConsoleWindow(Opener *opener);

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// Installs the bundled translations: English plural forms always, the person's language on top of it.
#pragma once

namespace mandate {

/// Call once, after the application object exists.
void installTranslations();

} // namespace mandate

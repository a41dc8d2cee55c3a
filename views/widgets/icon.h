// SPDX-License-Identifier: GPL-3.0-or-later
// The console's icons: bundled one-colour SVGs, painted in a colour of the theme in use whenever they are drawn.
#pragma once

#include <QIcon>

namespace mandate {

enum class IconRole { Text, Muted, Accent, OnAccent, OnCritical, Critical, Warning, Good };

/// `name` is the file's name in resources/icons without suffix. An unknown name gives a null icon.
[[nodiscard]] QIcon icon(const QString &name, IconRole role = IconRole::Text);

} // namespace mandate

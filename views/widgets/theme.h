// SPDX-License-Identifier: GPL-3.0-or-later
// The colours, sizes and fonts of the console as tokens (UX.md section 4), in a light and a dark set, and which set is in use.
// Colour here is data; what a token is used for is decided by the widgets.
#pragma once

#include "models/items/words.h"

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>

#include <array>
#include <optional>

namespace mandate {

struct ThemeTokens
{
    bool dark = false;
    QColor window;
    QColor base;  ///< paper: tables, text
    QColor panel; ///< rail, status bar, headers
    QColor text;
    QColor muted;
    QColor selection;
    QColor border; ///< of controls: at least 3:1
    QColor line;   ///< hairlines that only separate
    QColor hover;
    QColor accent; ///< links, information, focus ring
    QColor accentChip;
    QColor critical;
    QColor criticalChip;
    QColor warning;
    QColor warningChip;
    QColor good;
    QColor goodChip;
    QColor neutral;
    QColor neutralChip;
    QColor onAccent;   ///< text on a primary button
    QColor onCritical; ///< text on a danger button
    QColor added;      ///< background of added text
    QColor removed;
    std::array<QColor, 5> series; ///< charts, always with dash and marker too

    [[nodiscard]] QColor of(Tone tone) const;   ///< text and shape
    [[nodiscard]] QColor chip(Tone tone) const; ///< background of a chip
};

[[nodiscard]] const ThemeTokens &lightTokens();
[[nodiscard]] const ThemeTokens &darkTokens();

/// The theme in use. One for the application, made first thing in main(); lives in the window's thread.
class Theme : public QObject
{
    Q_OBJECT

public:
    enum class Choice { System, Light, Dark };
    Q_ENUM(Choice)
    enum class Density { Comfortable, Compact };
    Q_ENUM(Density)

    /// Installs style, palette and fonts. `persistent`: reads and writes the choice in QSettings and follows the desktop.
    explicit Theme(bool persistent = true, QObject *parent = nullptr);
    ~Theme() override;

    /// The theme of the application; a light one that is not persistent is made when there is none (tests).
    static Theme &instance();

    [[nodiscard]] const ThemeTokens &tokens() const { return m_dark ? darkTokens() : lightTokens(); }
    [[nodiscard]] bool isDark() const { return m_dark; }
    [[nodiscard]] Choice choice() const { return m_choice; }
    [[nodiscard]] Density density() const { return m_density; }
    void setChoice(Choice choice);
    void setDensity(Density density);

    /// Height of a table row: 32 px comfortable, 24 px compact, more when the font asks for it.
    [[nodiscard]] int rowHeight() const;
    /// The fixed font for digests, ids and code.
    [[nodiscard]] static QFont monoFont();
    /// The application's font at 0.85, 1, 1.2 or 1.5 em.
    [[nodiscard]] static QFont scaledFont(double em, QFont::Weight weight = QFont::Normal);

Q_SIGNALS:
    /// Colours or density changed: repaint, relayout.
    void changed();

private:
    void apply();

    bool m_persistent;
    bool m_dark = false;
    std::optional<bool> m_desktopDark; ///< what the desktop says; absent: it says nothing
    Choice m_choice = Choice::System;
    Density m_density = Density::Comfortable;
};

/// "#1A5FB4": for style sheets and rich text of our own.
[[nodiscard]] QString cssColor(const QColor &color);

} // namespace mandate

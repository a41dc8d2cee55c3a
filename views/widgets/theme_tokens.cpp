// SPDX-License-Identifier: GPL-3.0-or-later
// The two colour tables of UX.md section 4 as data. Ratios are checked by tests/views/accessibility.
#include "views/widgets/theme.h"

namespace mandate {
namespace {

QColor rgb(unsigned value)
{
    return QColor::fromRgb(static_cast<QRgb>(0xFF000000u | value));
}

} // namespace

const ThemeTokens &lightTokens()
{
    static const ThemeTokens tokens{
        .dark = false,
        .window = rgb(0xFBFBFA),
        .base = rgb(0xFFFFFF),
        .panel = rgb(0xF1F1EE),
        .text = rgb(0x1B1D1F),
        .muted = rgb(0x55595D),
        .selection = rgb(0xD6E6F7),
        .border = rgb(0x767670),
        .line = rgb(0xDCDCD7),
        .hover = rgb(0xE8E8E4),
        .accent = rgb(0x1A5FB4),
        .accentChip = rgb(0xE3EDF8),
        .critical = rgb(0x9B1230),
        .criticalChip = rgb(0xFBE3E6),
        .warning = rgb(0x985000),
        .warningChip = rgb(0xFCEBD6),
        .good = rgb(0x0F6E60),
        .goodChip = rgb(0xDFF2EE),
        .neutral = rgb(0x3F454B),
        .neutralChip = rgb(0xECECE9),
        .onAccent = rgb(0xFFFFFF),
        .onCritical = rgb(0xFFFFFF),
        .added = rgb(0xDFF2EE),
        .removed = rgb(0xFBE3E6),
        .series = {rgb(0x1A5FB4), rgb(0xD9730D), rgb(0x0F6E60), rgb(0x9B1230), rgb(0x6E7378)},
    };
    return tokens;
}

const ThemeTokens &darkTokens()
{
    static const ThemeTokens tokens{
        .dark = true,
        .window = rgb(0x1A1C1E),
        .base = rgb(0x16181A),
        .panel = rgb(0x222528),
        .text = rgb(0xECEDEE),
        .muted = rgb(0xB0B5BA),
        .selection = rgb(0x1F3E5B),
        .border = rgb(0x8A9097),
        .line = rgb(0x34383C),
        .hover = rgb(0x2B2F33),
        .accent = rgb(0x86BDF7),
        .accentChip = rgb(0x1B3148),
        .critical = rgb(0xFF8A95),
        .criticalChip = rgb(0x451C24),
        .warning = rgb(0xF7C46C),
        .warningChip = rgb(0x3D2C0E),
        .good = rgb(0x63D4BE),
        .goodChip = rgb(0x10362F),
        .neutral = rgb(0xD3D8DD),
        .neutralChip = rgb(0x2D3135),
        .onAccent = rgb(0x10243A),
        .onCritical = rgb(0x3A0B10),
        .added = rgb(0x10362F),
        .removed = rgb(0x451C24),
        .series = {rgb(0x86BDF7), rgb(0xF7A94C), rgb(0x63D4BE), rgb(0xFF8A95), rgb(0xB0B5BA)},
    };
    return tokens;
}

QColor ThemeTokens::of(Tone tone) const
{
    switch (tone) {
    case Tone::Neutral: return neutral;
    case Tone::Info: return accent;
    case Tone::Good: return good;
    case Tone::Warning: return warning;
    case Tone::Critical: return critical;
    case Tone::Muted: return muted;
    }
    return text;
}

QColor ThemeTokens::chip(Tone tone) const
{
    switch (tone) {
    case Tone::Neutral: return neutralChip;
    case Tone::Info: return accentChip;
    case Tone::Good: return goodChip;
    case Tone::Warning: return warningChip;
    case Tone::Critical: return criticalChip;
    case Tone::Muted: return Qt::transparent;
    }
    return panel;
}

} // namespace mandate

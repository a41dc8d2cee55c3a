// SPDX-License-Identifier: GPL-3.0-or-later
// A7: WCAG 2.2 contrast ratios of the tokens.
#include "tests/views/accessibility/walk.h"

#include "views/widgets/theme.h"

#include <cmath>

namespace mandate::accessibility {
namespace {

double linear(double part)
{
    return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double ratio(const QColor &a, const QColor &b)
{
    const double one = luminance(a) + 0.05;
    const double other = luminance(b) + 0.05;
    return one > other ? one / other : other / one;
}

} // namespace

QStringList weakContrasts()
{
    QStringList found;
    for (const ThemeTokens *tokens : {&lightTokens(), &darkTokens()}) {
        const ThemeTokens &t = *tokens;
        const auto check = [&](const char *name, const QColor &front, const QColor &back, double least) {
            const double value = ratio(front, back);
            if (value < least)
                found << QStringLiteral("%1 in %2: %3 is below %4")
                             .arg(QLatin1String(name), t.dark ? QStringLiteral("dark") : QStringLiteral("light"))
                             .arg(value, 0, 'f', 2)
                             .arg(least);
        };
        for (const QColor &ground : {t.window, t.base, t.panel, t.selection, t.hover}) {
            check("text", t.text, ground, 4.5);
            check("muted text", t.muted, ground, 4.5);
        }
        for (const Tone tone : {Tone::Neutral, Tone::Info, Tone::Good, Tone::Warning, Tone::Critical}) {
            for (const QColor &ground : {t.window, t.base, t.panel, t.selection})
                check("state word", t.of(tone), ground, 4.5);
            check("chip", t.of(tone), t.chip(tone), 4.5);
            check("text on a banner", t.text, t.chip(tone), 4.5);
            check("muted text on a banner", t.muted, t.chip(tone), 4.5);
        }
        check("primary button", t.onAccent, t.accent, 4.5);
        check("danger button", t.onCritical, t.critical, 4.5);
        check("added text", t.text, t.added, 4.5);
        check("removed text", t.text, t.removed, 4.5);
        for (const QColor &ground : {t.window, t.base, t.panel}) {
            check("border of a control", t.border, ground, 3.0);
            check("focus ring", t.accent, ground, 3.0);
        }
        for (const QColor &line : t.series)
            check("line of a chart", line, t.base, 3.0);
    }
    return found;
}

} // namespace mandate::accessibility

// SPDX-License-Identifier: GPL-3.0-or-later
// Which theme is in use: choice, desktop's wish by the settings portal, and its application to style, palette and fonts.
// The colours are theme_tokens.cpp, the style sheet is style_sheet.cpp.
#include "views/widgets/theme.h"

#include "views/widgets/console_style.h"
#include "views/widgets/desktop_scheme.h"
#include "views/widgets/style_sheet.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetrics>
#include <QPointer>
#include <QSettings>
#include <QStyle>
#include <QStyleFactory>

namespace mandate {
namespace {

QPointer<Theme> current;

double luminance(const QColor &color)
{
    return 0.2126 * color.redF() + 0.7152 * color.greenF() + 0.0722 * color.blueF();
}

QPalette paletteOf(const ThemeTokens &t)
{
    QPalette p;
    p.setColor(QPalette::Window, t.window);
    p.setColor(QPalette::WindowText, t.text);
    p.setColor(QPalette::Base, t.base);
    p.setColor(QPalette::AlternateBase, t.panel);
    p.setColor(QPalette::Text, t.text);
    p.setColor(QPalette::PlaceholderText, t.muted);
    p.setColor(QPalette::Button, t.panel);
    p.setColor(QPalette::ButtonText, t.text);
    p.setColor(QPalette::BrightText, t.critical);
    p.setColor(QPalette::ToolTipBase, t.panel);
    p.setColor(QPalette::ToolTipText, t.text);
    p.setColor(QPalette::Highlight, t.selection);
    p.setColor(QPalette::HighlightedText, t.text);
    p.setColor(QPalette::Link, t.accent);
    p.setColor(QPalette::LinkVisited, t.accent);
    p.setColor(QPalette::Light, t.base);
    p.setColor(QPalette::Midlight, t.line);
    p.setColor(QPalette::Mid, t.border);
    p.setColor(QPalette::Dark, t.border);
    p.setColor(QPalette::Shadow, t.border);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, t.muted);
    p.setColor(QPalette::Disabled, QPalette::Base, t.window);
    return p;
}

} // namespace

Theme::Theme(bool persistent, QObject *parent) : QObject(parent), m_persistent(persistent)
{
    current = this;
    m_dark = luminance(QApplication::palette().color(QPalette::Window)) < 0.5;
    if (!m_persistent)
        m_choice = Choice::Light;
    if (m_persistent) {
        const QSettings settings;
        const QString choice = settings.value(QStringLiteral("theme")).toString();
        m_choice = choice == QLatin1String("light") ? Choice::Light : choice == QLatin1String("dark") ? Choice::Dark : Choice::System;
        m_density = settings.value(QStringLiteral("density")).toString() == QLatin1String("compact") ? Density::Compact : Density::Comfortable;
        m_desktopDark = m_dark;
        auto *desktop = new DesktopScheme(this);
        connect(desktop, &DesktopScheme::told, this, [this](bool dark) {
            m_desktopDark = dark;
            apply();
        });
    }
    QFont font = QApplication::font();
    // Inter's digits are not of one width, so columns of numbers would not line up; offscreen has no font of its own.
    if (font.family().contains(QLatin1String("Inter")) || QGuiApplication::platformName() == QLatin1String("offscreen"))
        font.setFamilies({QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans")});
    if (font.pointSizeF() < 10)
        font.setPointSizeF(10);
    QApplication::setFont(font);
    QApplication::setStyle(new ConsoleStyle(QStyleFactory::create(QStringLiteral("Fusion"))));
    apply();
}

Theme::~Theme() = default;

Theme &Theme::instance()
{
    if (!current)
        new Theme(false, qApp);
    return *current;
}

void Theme::setChoice(Choice choice)
{
    m_choice = choice;
    if (m_persistent) {
        QSettings().setValue(QStringLiteral("theme"), choice == Choice::Light  ? QStringLiteral("light")
                                                      : choice == Choice::Dark ? QStringLiteral("dark")
                                                                               : QStringLiteral("system"));
    }
    apply();
}

void Theme::setDensity(Density density)
{
    m_density = density;
    if (m_persistent)
        QSettings().setValue(QStringLiteral("density"), density == Density::Compact ? QStringLiteral("compact") : QStringLiteral("comfortable"));
    apply();
}

int Theme::rowHeight() const
{
    const int text = QFontMetrics(QApplication::font()).height();
    return m_density == Density::Compact ? qMax(24, text + 4) : qMax(32, text + 12);
}

QFont Theme::monoFont()
{
    QFont font;
    font.setFamilies({QStringLiteral("DejaVu Sans Mono"), QStringLiteral("Hack"), QStringLiteral("Noto Sans Mono"),
                      QFontDatabase::systemFont(QFontDatabase::FixedFont).family()});
    font.setStyleHint(QFont::Monospace);
    font.setPointSizeF(QApplication::font().pointSizeF() * 0.92);
    return font;
}

QFont Theme::scaledFont(double em, QFont::Weight weight)
{
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * em);
    font.setWeight(weight);
    return font;
}

void Theme::apply()
{
    m_dark = m_choice == Choice::Dark || (m_choice == Choice::System && m_desktopDark.value_or(false));
    QApplication::setPalette(paletteOf(tokens()));
    qApp->setStyleSheet(styleSheet(tokens(), m_density == Density::Compact));
    Q_EMIT changed();
}

QString cssColor(const QColor &color)
{
    return color.name();
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// The rules per control. "@name" stands for a token. Dynamic properties used by views: role=primary|danger|link|quiet on buttons,
// surface=panel|paper on frames, part=title|muted|heading on labels.
#include "views/widgets/style_sheet.h"

#include <utility>

namespace mandate {
namespace {

const char rules[] = R"(
QToolTip { background: @panel; color: @text; border: 1px solid @border; padding: 4px 6px; }

QPushButton, QToolButton, QRadioButton, QCheckBox { outline: 0; }
QPushButton, QToolButton[role="button"] {
    background: @base; color: @text; border: 1px solid @border; border-radius: 4px; padding: @padV 12px; min-height: 18px; }
QPushButton:hover, QToolButton[role="button"]:hover { background: @hover; }
QPushButton:pressed, QToolButton[role="button"]:pressed { background: @selection; }
QPushButton:focus, QToolButton[role="button"]:focus { border: 2px solid @accent; padding: @padVfocus 11px; }
QPushButton:disabled, QToolButton[role="button"]:disabled { color: @muted; border-color: @line; background: @window; }
QPushButton[role="primary"] { background: @accent; color: @onAccent; border-color: @accent; font-weight: 600; }
QPushButton[role="primary"]:hover { border-color: @text; }
QPushButton[role="primary"]:focus { border: 3px double @onAccent; padding: @padVring 10px; } /* light on the button: a dark ring on it is not seen */
QPushButton[role="primary"]:disabled { background: @panel; color: @muted; border-color: @line; }
QPushButton[role="danger"] { background: @critical; color: @onCritical; border-color: @critical; font-weight: 600; }
QPushButton[role="danger"]:hover { border-color: @text; }
QPushButton[role="danger"]:focus { border: 3px double @onCritical; padding: @padVring 10px; }
QPushButton[role="danger"]:disabled { background: @panel; color: @muted; border-color: @line; }
QPushButton[role="link"] { background: transparent; border: 2px solid transparent; color: @accent; padding: 1px 0; text-align: left; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 2px solid @accent; }
QPushButton[role="quiet"], QToolButton { background: transparent; border: 2px solid transparent; border-radius: 4px; padding: 3px 8px; color: @text; }
QPushButton[role="quiet"]:hover, QToolButton:hover { background: @hover; }
QPushButton[role="quiet"]:focus, QToolButton:focus { border: 2px solid @accent; }
QPushButton[role="quiet"]:checked, QToolButton:checked { background: @selection; }
QToolButton::menu-indicator, QPushButton::menu-indicator { width: 8px; subcontrol-position: right center; right: 4px; }

QLineEdit, QPlainTextEdit[role="field"], QComboBox, QDateTimeEdit, QSpinBox { /* no colour: it would thin out the placeholder */
    background: @base; border: 1px solid @border; border-radius: 4px; padding: @padV 7px; selection-background-color: @selection;
    selection-color: @text; min-height: 18px; }
QLineEdit:focus, QPlainTextEdit[role="field"]:focus, QComboBox:focus, QDateTimeEdit:focus, QSpinBox:focus {
    border: 2px solid @accent; padding: @padVfocus 6px; }
QLineEdit[state="bad"] { border: 2px solid @critical; }
QLineEdit:disabled, QComboBox:disabled { color: @muted; border-color: @line; background: @window; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(:/themes/chevron-@scheme.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @base; color: @text; border: 1px solid @border; selection-background-color: @selection; selection-color: @text; }

QAbstractScrollArea { background: @base; border: 2px solid transparent; }
QTableView, QTreeView, QListView, QPlainTextEdit, QTextBrowser { background: @base; color: @text; border: 2px solid transparent;
    selection-background-color: @selection; selection-color: @text; outline: 0; gridline-color: @line; }
QTableView:focus, QTreeView:focus, QListView:focus, QPlainTextEdit:focus, QTextBrowser:focus, QScrollArea:focus { border: 2px solid @accent; }
QListView[role="entries"]::item { padding: 6px 8px; border-bottom: 1px solid @line; }
QListView[role="entries"]::item:selected { background: @selection; color: @text; }
QScrollArea { background: transparent; border: 2px solid transparent; }
QHeaderView { background: @base; border: none; }
QHeaderView::section { background: @base; color: @muted; border: none; border-bottom: 1px solid @line; padding: 6px 10px; font-weight: 600; text-align: left; }
QHeaderView::down-arrow, QHeaderView::up-arrow { subcontrol-origin: padding; subcontrol-position: top center; position: relative; top: 2px; width: 7px; height: 7px; }
QHeaderView::section:hover { color: @text; background: @hover; }
QTableCornerButton::section { background: @base; border: none; }

QTabWidget::pane { border: none; border-top: 1px solid @line; background: @base; }
QTabWidget::tab-bar { left: 12px; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: @muted; border: 2px solid transparent; border-bottom: 3px solid transparent; padding: 6px 7px; margin-right: 2px; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom: 3px solid @accent; font-weight: 600; }
QTabBar:focus { outline: none; }
QTabBar::tab:selected:focus { border: 2px solid @accent; border-bottom: 3px solid @accent; border-radius: 3px; }

QSplitter::handle { background: @line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: @accent; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @border; border: 3px solid @base; border-radius: 6px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: @muted; border-width: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenuBar { background: @panel; color: @text; border-bottom: 1px solid @line; padding: 1px 4px; }
QMenuBar::item { background: transparent; padding: 4px 9px; border-radius: 3px; }
QMenuBar::item:selected { background: @selection; }
QMenu { background: @base; color: @text; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 10px; border-radius: 3px; }
QMenu::item:selected { background: @selection; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @line; margin: 4px 6px; }
QMenu::icon { padding-left: 8px; }

QStatusBar { background: @panel; color: @text; border-top: 1px solid @line; }
QStatusBar::item { border: none; }
QProgressBar { background: @base; border: 1px solid @border; border-radius: 3px; height: 8px; text-align: center; }
QProgressBar::chunk { background: @accent; }

QGroupBox { border: none; border-top: 1px solid @line; margin-top: 18px; padding-top: 8px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; top: 6px; color: @muted; }
QRadioButton, QCheckBox { spacing: 8px; padding: 2px 4px; border: 2px solid transparent; border-radius: 4px; }
QRadioButton:focus, QCheckBox:focus { border: 2px solid @accent; }
QRadioButton::indicator, QCheckBox::indicator, QListView::indicator { width: 14px; height: 14px; border: 1px solid @border; background: @base; }
QRadioButton::indicator { border-radius: 8px; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid @accent; border-radius: 8px; background: @base; }
QCheckBox::indicator, QListView::indicator { border-radius: 3px; }
QCheckBox::indicator:checked, QListView::indicator:checked { border-color: @accent; background: @accent; image: url(:/themes/check-@scheme.svg); }
QRadioButton::indicator:hover, QCheckBox::indicator:hover { border-color: @accent; }

QFrame[surface="panel"] { background: @panel; border: none; }
QFrame[surface="paper"] { background: @base; border: none; }
QFrame[surface="card"] { background: @base; border: 1px solid @line; border-radius: 6px; }
QFrame[surface="rail"] { background: @panel; border: none; border-right: 1px solid @line; }
QFrame[surface="rail"][layoutDirection="1"] { border-right: none; border-left: 1px solid @line; }
QFrame[surface="line"] { background: @line; border: none; max-height: 1px; min-height: 1px; }
QLabel { background: transparent; }
QLabel[part="muted"] { color: @muted; }
QLabel[part="heading"] { color: @muted; font-weight: 600; }
QLabel[part="title"] { color: @text; font-weight: 600; }
QLabel[focusable="true"] { border: 2px solid transparent; }
QLabel[focusable="true"]:focus { border: 2px solid @accent; }
)";

} // namespace

QString styleSheet(const ThemeTokens &tokens, bool compact)
{
    QString sheet = QLatin1String(rules);
    // Longer names first, so that "@accent" does not eat the beginning of a longer one.
    const std::initializer_list<std::pair<const char *, QString>> values{
        {"@padVfocus", QString::number(compact ? 1 : 4) + QLatin1String("px")},
        {"@padVring", QString::number(compact ? 0 : 3) + QLatin1String("px")},
        {"@padV", QString::number(compact ? 2 : 5) + QLatin1String("px")},
        {"@scheme", tokens.dark ? QStringLiteral("dark") : QStringLiteral("light")},
        {"@onCritical", cssColor(tokens.onCritical)},
        {"@onAccent", cssColor(tokens.onAccent)},
        {"@selection", cssColor(tokens.selection)},
        {"@critical", cssColor(tokens.critical)},
        {"@window", cssColor(tokens.window)},
        {"@border", cssColor(tokens.border)},
        {"@accent", cssColor(tokens.accent)},
        {"@panel", cssColor(tokens.panel)},
        {"@muted", cssColor(tokens.muted)},
        {"@hover", cssColor(tokens.hover)},
        {"@base", cssColor(tokens.base)},
        {"@text", cssColor(tokens.text)},
        {"@line", cssColor(tokens.line)},
    };
    for (const auto &[name, value] : values)
        sheet.replace(QLatin1String(name), value);
    return sheet;
}

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// The checks of UX.md section 6 that a machine can run, each over any widget tree. Every check returns its findings as sentences; none
// found is a pass. Reusable: nothing here knows a page.
#pragma once

#include <QStringList>
#include <QTranslator>

class QAction;
class QWidget;

namespace mandate::accessibility {

/// Where a widget is, for a finding: "AgentsPage > QTableView 'Agents'".
[[nodiscard]] QString whereIs(const QWidget *widget);

/// A1: every visible widget that takes the focus has a name and a role that says something.
[[nodiscard]] QStringList namelessWidgets(QWidget *root);
/// A2: every row of every visible list can be read aloud, and says its state in a word.
[[nodiscard]] QStringList silentRows(QWidget *root);
/// A3: Tab and Shift+Tab reach every widget below `root` that takes Tab, and none keeps it.
[[nodiscard]] QStringList unreachableWidgets(QWidget *window, QWidget *root);
/// A3: Tab goes as the eye goes: down and from the start to the end of a line within one pane, and from pane to pane. `panes` in any order;
/// what stands in none is a pane of its own. Mirrored when the window is.
[[nodiscard]] QStringList disorderedTab(QWidget *window, QWidget *root, const QList<QWidget *> &panes);
/// A6: no key and no mnemonic twice in one scope.
[[nodiscard]] QStringList clashingShortcuts(QWidget *window);
/// A5: no printable key as a shortcut of the whole window.
[[nodiscard]] QStringList letterShortcuts(QWidget *window);
/// A7: every pair of colours that is used for text or shapes, in both themes.
[[nodiscard]] QStringList weakContrasts();
/// A7: what is really drawn below `root`: texts of labels, buttons, fields and cells at 4.5 to 1, shapes of states at 3 to 1.
[[nodiscard]] QStringList weakPixels(QWidget *root);
/// A7: what shows the focus differs from what lies around it by 3 to 1. Moves the focus.
[[nodiscard]] QStringList weakFocus(QWidget *window, QWidget *root);
/// How many texts and shapes weakPixels() would measure: a walk that measures nothing proves nothing.
[[nodiscard]] int measuredTexts(QWidget *root);
/// No visible text says "(s)": a plural that no catalogue resolved.
[[nodiscard]] QStringList unresolvedPlurals(QWidget *root);
/// I5: no widget below `root` has to lay out more than a bounded piece of text at once.
[[nodiscard]] QStringList unboundedTexts(QWidget *root);
/// I1: every visible word went through tr(). Needs PseudoTranslator installed before the texts were made.
[[nodiscard]] QStringList untranslatedTexts(QWidget *root);
/// I5: no visible text is taken for mark-up or hides a bidirectional control.
[[nodiscard]] QStringList unsafeTexts(QWidget *root);

/// Makes every translated text recognisable and a third longer.
class PseudoTranslator : public QTranslator
{
    Q_OBJECT

public:
    using QTranslator::QTranslator;
    [[nodiscard]] bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *source, const char *disambiguation, int n) const override;

    /// True for a text that came from here.
    [[nodiscard]] static bool made(const QString &text);
};

} // namespace mandate::accessibility

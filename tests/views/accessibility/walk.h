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
/// A6: no key and no mnemonic twice in one scope.
[[nodiscard]] QStringList clashingShortcuts(QWidget *window);
/// A5: no printable key as a shortcut of the whole window.
[[nodiscard]] QStringList letterShortcuts(QWidget *window);
/// A7: every pair of colours that is used for text or shapes, in both themes.
[[nodiscard]] QStringList weakContrasts();
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

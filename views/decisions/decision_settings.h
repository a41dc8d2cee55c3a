// SPDX-License-Identifier: GPL-3.0-or-later
// How deciding behaves for this person: the hold, letter keys, notices and quiet hours; kept in the settings, and the dialog that changes them at once.
#pragma once

#include <QDialog>
#include <QTime>

class QCheckBox;
class QLabel;
class QSpinBox;
class QTimeEdit;

namespace mandate {

struct DecisionSettings
{
    int holdSeconds = 10;     ///< 0 to 60
    bool letterKeys = true;   ///< J K A D L and digits (WCAG 2.1.4: can be switched off)
    bool notices = true;      ///< in the system tray, where there is one
    bool quiet = false;       ///< none of them between the two times, except for the last five minutes
    QTime quietFrom{20, 0};
    QTime quietTo{7, 0};

    [[nodiscard]] static DecisionSettings load();
    void save() const;
    [[nodiscard]] bool isQuiet(const QTime &now) const;
};

class DecisionSettingsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit DecisionSettingsDialog(QWidget *parent = nullptr);

    void load();
    [[nodiscard]] QSpinBox *hold() const { return m_hold; }
    [[nodiscard]] QCheckBox *letters() const { return m_letters; }

Q_SIGNALS:
    void changed();

private:
    void take();

    QSpinBox *m_hold;
    QCheckBox *m_letters;
    QCheckBox *m_notices;
    QCheckBox *m_quiet;
    QTimeEdit *m_from;
    QTimeEdit *m_to;
    bool m_loading = false;
};

} // namespace mandate

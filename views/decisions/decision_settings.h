// SPDX-License-Identifier: GPL-3.0-or-later
// How deciding behaves for this person: the hold and letter keys; kept in the settings, and the form that changes them at once.
#pragma once

#include <QWidget>

class QCheckBox;
class QSpinBox;

namespace mandate {

struct DecisionSettings
{
    int holdSeconds = 10;     ///< 0 to 60
    bool letterKeys = true;   ///< J K A D L and digits (WCAG 2.1.4: can be switched off)

    [[nodiscard]] static DecisionSettings load();
    void save() const;
};

class DecisionSettingsForm : public QWidget
{
    Q_OBJECT

public:
    explicit DecisionSettingsForm(QWidget *parent = nullptr);

    void load();
    [[nodiscard]] QSpinBox *hold() const { return m_hold; }
    [[nodiscard]] QCheckBox *letters() const { return m_letters; }

Q_SIGNALS:
    void changed();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void take();

    QSpinBox *m_hold;
    QCheckBox *m_letters;
    bool m_loading = false;
};

} // namespace mandate

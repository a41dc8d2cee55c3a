// SPDX-License-Identifier: GPL-3.0-or-later
// Whether this person is told things in the desktop's tray, and when not; kept in the settings, and the form that changes it at once.
#pragma once

#include "models/items/notification_plan.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QPushButton;
class QTimeEdit;

namespace mandate {

struct NotificationSettings
{
    bool inTray = true;
    QuietHours quiet;
    [[nodiscard]] static NotificationSettings load();
    void save() const;
};

class NotificationForm : public QWidget
{
    Q_OBJECT

public:
    explicit NotificationForm(QWidget *parent = nullptr);

    /// As it is kept, and whether this desktop has a tray.
    void load();
    [[nodiscard]] QCheckBox *inTray() const { return m_inTray; }
    [[nodiscard]] QCheckBox *quiet() const { return m_quiet; }
    [[nodiscard]] QTimeEdit *from() const { return m_from; }
    [[nodiscard]] QTimeEdit *to() const { return m_to; }
    [[nodiscard]] QLabel *tray() const { return m_tray; }
    [[nodiscard]] QPushButton *test() const { return m_test; }

Q_SIGNALS:
    void changed();
    void testWanted(); ///< a note now, to see what it looks like

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void take();
    void retranslate();
    void enable();

    QCheckBox *m_inTray;
    QLabel *m_tray;
    QCheckBox *m_quiet;
    QTimeEdit *m_from;
    QLabel *m_until;
    QTimeEdit *m_to;
    QLabel *m_meaning;
    QPushButton *m_test;
    QPushButton *m_restore;
    bool m_loading = false;
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// The form of one enforcement point: the fields of its kind, its secret (which goes to the secret store and is never shown again), saving,
// trying the connection, removing. What is wrong is said by the one who reads the configuration, beside the buttons.
#pragma once

#include "views/widgets/scroll_pane.h"

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over concepts of the standard library
#include "models/items/point_list.h"
#endif

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace mandate {

class PlainText;
class StateLines;

class PointForm : public ScrollPane
{
    Q_OBJECT

public:
    explicit PointForm(QWidget *parent = nullptr);

    /// A point that is there. `refusal`: why nothing may be changed; empty when it may.
    void show(const PointItem &point, const QString &refusal);
    /// A new one.
    void begin(const QString &refusal);
    /// What it said last, while the rest stays as typed.
    void showAnswer(const PointItem &point);
    void showSaving();
    void complain(const Trouble &trouble);
    [[nodiscard]] bool isNew() const { return m_new; }
    [[nodiscard]] const QString &refusal() const { return m_refusal; }
    [[nodiscard]] PointDraft draft() const;
    [[nodiscard]] bool isChanged() const;

    [[nodiscard]] QLineEdit *field(const QString &key) const;
    [[nodiscard]] QPushButton *saveButton() const { return m_save; }
    [[nodiscard]] QPushButton *testButton() const { return m_test; }
    [[nodiscard]] QPushButton *removeButton() const { return m_remove; }

Q_SIGNALS:
    void saveWanted(const mandate::PointDraft &draft, const QString &secret);
    void testWanted(const QString &id);
    void removeWanted(const QString &id);

private:
    void fill();
    void addSettings();
    QLineEdit *addLine(const QString &key, const QString &label, const QString &text, const QString &hint);
    QComboBox *addChoice(const QString &key, const QString &label, const QStringList &choices, const QString &now);
    void updateEnabled();

    bool m_new = true;
    bool m_removing = false; ///< asked once; the next press removes
    bool m_filling = false;
    PointDraft m_known;
    QString m_refusal;
    QFormLayout *m_form = nullptr;
    QComboBox *m_kind = nullptr;
    QLineEdit *m_secret = nullptr;
    QMap<QString, QLineEdit *> m_lines;
    QMap<QString, QComboBox *> m_choices;
    QWidget *m_body;
    QLabel *m_heading;
    PlainText *m_proves;
    QWidget *m_fields = nullptr;
    StateLines *m_answer;
    QPushButton *m_save;
    QPushButton *m_test;
    QPushButton *m_remove;
};

} // namespace mandate

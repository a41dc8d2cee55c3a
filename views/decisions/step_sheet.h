// SPDX-License-Identifier: GPL-3.0-or-later
// The small sheet for steps that need a word more: asking back, reassigning, putting aside, revoking, filing a test item. Not modal; Ctrl+Enter
// takes the step, Escape keeps things as they are.
#pragma once

#include <QFrame>
#include <QStringList>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace mandate {

class StepSheet : public QFrame
{
    Q_OBJECT

public:
    explicit StepSheet(QWidget *parent = nullptr);

    struct Question
    {
        QString title;
        QString effect;
        QString commit;
        QStringList choices; ///< empty: none to choose from
        QString choiceName;
        QString textName;    ///< empty: no text is asked for
        bool needsText = false;
        QStringList warnings{}; ///< of each choice, empty: none
    };
    void open(const Question &question);
    void close();
    void commit();
    [[nodiscard]] QComboBox *choice() const { return m_choice; }
    [[nodiscard]] QLineEdit *text() const { return m_text; }
    [[nodiscard]] QPushButton *commitButton() const { return m_commit; }

Q_SIGNALS:
    /// Index of the choice, −1 when there is none to choose.
    void committed(int choice, const QString &text);
    void closed();

private:
    Question m_question;
    QLabel *m_title;
    QLabel *m_effect;
    QComboBox *m_choice;
    QLineEdit *m_text;
    QLabel *m_problem;
    QPushButton *m_keep;
    QPushButton *m_commit;
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet in which a person signs a step in the life of a pact version: what it does, a note or reason, and for activation the time.
// Not modal. Ctrl+Enter signs, Escape keeps things as they are.
#pragma once

#include <QDateTime>
#include <QFrame>

class QCheckBox;
class QDateTimeEdit;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace mandate {

class LifeSheet : public QFrame
{
    Q_OBJECT

public:
    explicit LifeSheet(QWidget *parent = nullptr);

    struct Question
    {
        QString title;   ///< "Approve Airline desk 1.1.0 as legal?"
        QString effect;  ///< what signing does
        QString commit;  ///< words of the button: "Sign and approve"
        bool needsNote = false;
        bool offersTime = false;
    };
    void open(const Question &question);
    void close();
    [[nodiscard]] QPlainTextEdit *note() const { return m_note; }
    [[nodiscard]] QPushButton *commitButton() const { return m_commit; }

Q_SIGNALS:
    /// `effective` is invalid for "at once".
    void committed(const QString &note, const QDateTime &effective);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void commit();
    void retranslate();

    Question m_question;
    QLabel *m_title;
    QLabel *m_effect;
    QLabel *m_noteHeading;
    QPlainTextEdit *m_note;
    QCheckBox *m_later;
    QDateTimeEdit *m_when;
    QLabel *m_problem;
    QPushButton *m_keep;
    QPushButton *m_commit;
};

} // namespace mandate

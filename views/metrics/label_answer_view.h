// SPDX-License-Identifier: GPL-3.0-or-later
// One session after the other as a conversation, and the answer to it: 1, 2 and 3 answer, N goes to the note, P one back, Escape out. No verdict and no other
// person's answer is here, since the model gives none.
#pragma once

#include "models/items/label_desk.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;

namespace mandate {

class PlainText;

class LabelAnswerView : public QWidget
{
    Q_OBJECT

public:
    explicit LabelAnswerView(QWidget *parent = nullptr);

    void setDesk(LabelDesk *desk);
    /// Begins with the first that is open.
    void begin(const LabelSampleItem &sample);
    void focusContent();
    [[nodiscard]] QListView *conversation() const { return m_conversation; }
    [[nodiscard]] QLineEdit *note() const { return m_note; }
    [[nodiscard]] QString said() const; ///< question and progress
    [[nodiscard]] QString problem() const;
    [[nodiscard]] quint64 unit() const; ///< entry; 0: none

Q_SIGNALS:
    /// `all`: everything was answered.
    void outWanted(bool all);

private:
    void answer(LabelChoice choice);
    void showUnit();
    void showTrail();
    void sayLeftOut(quint64 leftOut);
    void step(int by);
    void complain(const QString &problem);
    void setAnswering(bool possible);

    QPointer<LabelDesk> m_desk;
    QString m_sample;
    QString m_agent;
    bool m_ofSessions = true;
    quint64 m_size = 0;
    QList<LabelUnitItem> m_units;
    qsizetype m_at = 0;
    bool m_saving = false;
    bool m_unitIsOut = false; ///< the action that is asked about is beyond what is shown of a long session
    PlainText *m_question;
    PlainText *m_progress;
    ConversationModel *m_turns;
    QListView *m_conversation;
    QList<QPushButton *> m_answers;
    QLabel *m_noteLabel;
    QLineEdit *m_note;
    QLabel *m_passphraseLabel;
    QLineEdit *m_passphrase;
    QPushButton *m_previous;
    QPushButton *m_leave;
    QLabel *m_problem;
};

} // namespace mandate

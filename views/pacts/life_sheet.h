// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet in which a person signs a step in the life of a pact version: what it does, a note or reason, and for activation the time and the
// replay that it rests on.
// Not modal. Ctrl+Enter signs, Escape keeps things as they are.
#pragma once

#include <QDateTime>
#include <QFrame>

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace mandate {

class PactReplays;

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
        bool offersTime = false; ///< and replays to cite
    };
    /// Where the replays of the version come from; not owned.
    void setReplays(PactReplays *replays);
    void open(const Question &question);
    void close();
    [[nodiscard]] QComboBox *replay() const { return m_replay; }
    [[nodiscard]] QPushButton *replayButton() const { return m_replayNow; }
    [[nodiscard]] QCheckBox *later() const { return m_later; }
    [[nodiscard]] QDateTimeEdit *when() const { return m_when; }
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QPlainTextEdit *note() const { return m_note; }
    [[nodiscard]] QPushButton *commitButton() const { return m_commit; }

Q_SIGNALS:
    /// `effective` is invalid for "at once"; `replayEntry` 0: it rests on none.
    void committed(const QString &note, const QDateTime &effective, quint64 replayEntry);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void commit();
    void sayProblem(const QString &problem);
    void fillReplays();
    void showZone();
    void retranslate();

    Question m_question;
    QLabel *m_title;
    QLabel *m_effect;
    QLabel *m_noteHeading;
    QPlainTextEdit *m_note;
    QCheckBox *m_later;
    QDateTimeEdit *m_when;
    QLabel *m_zone; ///< the same time where this computer is
    QWidget *m_rests;
    QLabel *m_replayName;
    QComboBox *m_replay;
    QPushButton *m_replayNow;
    QLabel *m_standing; ///< whether the replay that is chosen holds
    PactReplays *m_replays = nullptr;
    QLabel *m_problem;
    QPushButton *m_keep;
    QPushButton *m_commit;
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// The form for one act about a person: only the fields that it needs, a passphrase where the key is sealed, committed by Ctrl+Return.
#pragma once

#include "models/items/people_model.h"

#include <QFrame>

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace mandate {

class PlainText;

class PersonSheet : public QFrame
{
    Q_OBJECT

public:
    explicit PersonSheet(QWidget *parent = nullptr);

    /// `person` is nullptr for an enrolment. Agents and people are offered where the act needs them.
    void open(PersonAct act, const EnrolledItem *person, const PeopleModel &people, const QStringList &agents);
    [[nodiscard]] PersonAct act() const { return m_change.act; }
    [[nodiscard]] static QString buttonWords(PersonAct act);

public Q_SLOTS:
    void close();

Q_SIGNALS:
    void committed(const mandate::PersonChange &change);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void commit();
    void retranslate(const EnrolledItem *person);

    PersonChange m_change;
    bool m_first = false;
    PlainText *m_title;
    PlainText *m_meaning;
    QWidget *m_roleBox;
    QList<QCheckBox *> m_roles;
    QLabel *m_requestLabel;
    QPlainTextEdit *m_request;
    QLabel *m_agentLabel;
    QComboBox *m_agent;
    QLabel *m_deputyLabel;
    QComboBox *m_deputy;
    QLabel *m_delegateLabel;
    QComboBox *m_delegate;
    QLabel *m_timesLabel;
    QWidget *m_times;
    QDateTimeEdit *m_from;
    QDateTimeEdit *m_until;
    QLabel *m_noteLabel;
    QLineEdit *m_note;
    QLabel *m_passphraseLabel;
    QLineEdit *m_passphrase;
    QLabel *m_problem;
    QPushButton *m_keep;
    QPushButton *m_commit;
};

} // namespace mandate

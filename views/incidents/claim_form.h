// SPDX-License-Identifier: GPL-3.0-or-later
// A claim about the cause before it is signed: which of five, what contributed, how sure, for whom, the records that show it and what each shows.
// Says what is missing; who may claim is models/cases.
#pragma once

#include "models/items/case_item.h"

#include <QFrame>

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace mandate {

class PlainText;

class ClaimForm : public QFrame
{
    Q_OBJECT

public:
    explicit ClaimForm(QWidget *parent = nullptr);

    void setDraft(const ClaimDraft &draft);
    [[nodiscard]] ClaimDraft draft() const;
    void addPin(quint64 entry, const QString &shows);
    void removePin(quint64 entry);
    [[nodiscard]] QList<quint64> pinned() const;
    /// Why who is signed in may not claim; empty: may.
    void setRefusal(const QString &refusal);
    void setNeedsPassphrase(bool needs);
    void complain(const QString &problem, QWidget *field = nullptr);
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QString passphrase() const;
    void choose(const QString &cause);
    [[nodiscard]] QPushButton *signButton() const { return m_sign; }
    [[nodiscard]] QPlainTextEdit *explanation() const { return m_explanation; }
    [[nodiscard]] QPlainTextEdit *missing() const { return m_missing; }
    [[nodiscard]] QButtonGroup *causes() const { return m_causes; }

Q_SIGNALS:
    void signWanted(const mandate::ClaimDraft &draft);
    void pinsChanged();
    void linkActivated(const QUrl &link);

private:
    struct PinRow
    {
        quint64 entry = 0;
        QWidget *row = nullptr;
        QLineEdit *shows = nullptr;
    };
    void sign();
    void showCause();
    void showPins();

    QButtonGroup *m_causes;
    PlainText *m_meaning;
    QList<QCheckBox *> m_contributing;
    QComboBox *m_grade;
    QComboBox *m_party;
    QWidget *m_pinBox;
    QVBoxLayout *m_pinLayout;
    QLabel *m_pinHint;
    QList<PinRow> m_pins;
    QLabel *m_missingLabel;
    QPlainTextEdit *m_missing;
    QPlainTextEdit *m_explanation;
    QLineEdit *m_introduced;
    QLineEdit *m_missed;
    QLineEdit *m_detected;
    QLabel *m_passphraseLabel;
    QLineEdit *m_passphrase;
    QLabel *m_problem;
    QPushButton *m_sign;
    QString m_refusal;
    ClaimDraft m_kept; ///< what has no field: pattern, answers, what was suggested
};

} // namespace mandate

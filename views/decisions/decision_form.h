// SPDX-License-Identifier: GPL-3.0-or-later
// Where a decision is staged: choice, reason, note, and the button that commits. Two lines above say what was decided and what became of the action.
// Stages only; committing is the page's.
#pragma once

#include "models/items/approval_card.h"
#include "models/items/approval_evidence.h"
#include "models/items/decision_desk.h"

#include <QFrame>

class QButtonGroup;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace mandate {

class FlowLayout;
class LimitEditor;
class PlainText;
class StateChip;

class DecisionForm : public QFrame
{
    Q_OBJECT

public:
    enum Choice { Nothing, Approve, Limit, Deny };
    enum Step { Claim, Release, Ask, Reassign, Snooze, Revoke, Suspend, StepCount };

    explicit DecisionForm(QWidget *parent = nullptr);

    /// What the form is about, told by the page.
    struct About
    {
        QStringList requests;    ///< several: a bulk decision
        StateWord decision;
        QString decisionWords;
        StateWord operation;
        QString operationWords;
        bool open = false;
        QString whyNothing;      ///< why nothing can be decided, such as a claim of somebody else; empty when it can
        QStringList whyNoApproval;
        QString whyNoLimits;
        std::array<bool, StepCount> steps{};
        std::array<QString, StepCount> whyNoStep;
        QString nudge;
        const ActionBinding *action = nullptr; ///< of the one request
    };
    void show(const About &about);

    /// False when it is off; the label beside it says why.
    bool stage(Choice choice);
    bool chooseReason(int digit);
    void clear();
    [[nodiscard]] Choice choice() const;
    /// What would be committed; none, and the problem said, while something is missing.
    [[nodiscard]] std::optional<Decision> decision();

    [[nodiscard]] QRadioButton *choiceButton(Choice choice) const;
    [[nodiscard]] QPushButton *commitButton() const { return m_commit; }
    [[nodiscard]] QPushButton *stepButton(Step step) const { return m_steps[step]; }
    [[nodiscard]] QLineEdit *note() const { return m_note; }
    [[nodiscard]] QLabel *whyOff() const { return m_whyOff; }
    [[nodiscard]] LimitEditor *limits() const { return m_limits; }
    [[nodiscard]] QButtonGroup *reasons() const { return m_reasons; }

Q_SIGNALS:
    void commitWanted();
    void stepWanted(int step);

protected:
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    void fillReasons();
    void fit();
    void update();
    void retranslate();
    void say(const QString &problem);
    [[nodiscard]] QStringList reasonCodes() const;

    About m_about;
    StateChip *m_decision;
    QLabel *m_decisionWords;
    StateChip *m_operation;
    QLabel *m_operationWords;
    QWidget *m_choiceRow;
    QButtonGroup *m_choices;
    QLabel *m_whyOff;
    LimitEditor *m_limits;
    QWidget *m_staged;
    QButtonGroup *m_reasons;
    QGridLayout *m_reasonGrid;
    QLineEdit *m_note;
    QLabel *m_problem;
    QPushButton *m_commit;
    QWidget *m_stepRow;
    std::array<QPushButton *, StepCount> m_steps{};
    QLabel *m_nudge;
    int m_reasonsFor = -1;
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// The Cause tab of an incident: on one side what the trail suggests and the guided questions, on the other the claims of all parties side by side and
// the claim that one makes. Keeps one draft an incident while the page lives.
#pragma once

#include "models/items/case_item.h"

#include <QHash>
#include <QWidget>

class QHBoxLayout;
class QSplitter;
class QVBoxLayout;

namespace mandate {

class CauseQuestions;
class ClaimForm;
class PlainText;
class ScrollPane;
class StateChip;

class CauseTab : public QWidget
{
    Q_OBJECT

public:
    explicit CauseTab(QWidget *parent = nullptr);

    /// Another incident: its draft, if there is one.
    void open(const QString &incident);
    void show(const CaseItem &item, bool needsPassphrase);
    void show(const SuggestionItem *suggestion);
    void togglePin(quint64 entry, const QString &shows);
    [[nodiscard]] QList<quint64> pinned() const;
    /// The claim was signed.
    void forgetDraft();
    void complain(const QString &problem);
    [[nodiscard]] CauseQuestions *questions() const { return m_questions; }
    [[nodiscard]] ClaimForm *form() const { return m_form; }
    [[nodiscard]] QList<QWidget *> panes() const;

Q_SIGNALS:
    void changeWanted(const mandate::CaseChange &change);
    void answerWanted(mandate::CaseAct act, const mandate::ClaimItem &claim); ///< Agree or Withdraw
    void pinsChanged();
    void linkActivated(const QUrl &link);

private:
    [[nodiscard]] QWidget *claimCard(const ClaimItem &claim);

    struct Kept
    {
        ClaimDraft draft;
        QMap<QString, QString> answers;
    };
    QString m_incident;
    QHash<QString, Kept> m_kept;
    SuggestionItem m_suggestion;
    CauseQuestions *m_questions;
    ScrollPane *m_left;
    ScrollPane *m_right;
    QWidget *m_rightBody;
    StateChip *m_attribution;
    PlainText *m_attributionSentence;
    QWidget *m_claims = nullptr;
    QVBoxLayout *m_rightLayout;
    ClaimForm *m_form;
};

} // namespace mandate

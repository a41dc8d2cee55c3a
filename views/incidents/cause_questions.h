// SPDX-License-Identifier: GPL-3.0-or-later
// The way to a cause: what the trail suggests, which is nobody's claim, and the guided questions one after another with the trail's answer and the
// person's own beside it. Nothing is filled in by itself: taking over is an act.
#pragma once

#include "models/items/case_item.h"

#include <QMap>
#include <QWidget>

class QButtonGroup;
class QFrame;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace mandate {

class PlainText;

class CauseQuestions : public QWidget
{
    Q_OBJECT

public:
    explicit CauseQuestions(QWidget *parent = nullptr);

    /// nullptr while it is computed.
    void show(const SuggestionItem *suggestion);
    void setAnswers(const QMap<QString, QString> &answers);
    [[nodiscard]] const QMap<QString, QString> &answers() const { return m_answers; }
    [[nodiscard]] QPushButton *takeButton() const { return m_take; }
    [[nodiscard]] QPushButton *useButton() const { return m_use; }
    /// Those shown, in order.
    [[nodiscard]] QStringList asked() const;
    void answer(const QString &question, const QString &answer);

Q_SIGNALS:
    void linkActivated(const QUrl &link);
    void suggestionWanted(); ///< as a draft
    void answersWanted();    ///< what one's own answers lead to, as a draft
    void answered();

private:
    struct Row
    {
        QString question;
        QFrame *card = nullptr;
        QButtonGroup *own = nullptr;
    };
    void addRow(const CauseQuestionItem &question);
    void showAsked();

    QVBoxLayout *m_layout;
    QFrame *m_suggested;
    QVBoxLayout *m_suggestedLayout;
    QWidget *m_suggestedBox; ///< stands before the button in Tab order, whatever is put in it
    QWidget *m_suggestedBody = nullptr;
    QPushButton *m_take;
    QWidget *m_rowBox;
    QVBoxLayout *m_rowLayout;
    QList<Row> m_rows;
    PlainText *m_leads;
    QPushButton *m_use;
    QMap<QString, QString> m_answers;
};

} // namespace mandate

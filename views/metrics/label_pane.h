// SPDX-License-Identifier: GPL-3.0-or-later
// The tab Labels: samples that people judge, with what is left to do and what follows; drawing one, labelling it one session after the other, and settling where
// two disagree. Shows LabelDesk and computes nothing.
#pragma once

#include "models/items/label_desk.h"

#include <QPointer>
#include <QWidget>

class QPushButton;
class QStackedWidget;
class QTableView;

namespace mandate {

class EmptyState;
class LabelAnswerView;
class LabelDrawSheet;
class LabelSettleSheet;
class LineModel;
class PanelCards;
class PlainText;
class ScrollPane;
class StateChip;
class ThreePane;

class LabelPane : public QWidget
{
    Q_OBJECT

public:
    explicit LabelPane(QWidget *parent = nullptr);

    void setSession(Session *session);
    /// Shows this sample, as soon as it was read.
    void showSample(const QString &sample);
    [[nodiscard]] QString current() const { return m_current; } ///< name of the sample shown; empty: none
    void focusContent();

    [[nodiscard]] LabelDesk *desk() const { return m_desk; }
    [[nodiscard]] QPushButton *drawButton() const { return m_draw; }
    [[nodiscard]] QPushButton *labelButton() const { return m_label; }
    [[nodiscard]] QPushButton *settleButton() const { return m_settle; }
    [[nodiscard]] LabelDrawSheet *drawSheet() const { return m_drawSheet; }
    [[nodiscard]] LabelSettleSheet *settleSheet() const { return m_settleSheet; }
    [[nodiscard]] LabelAnswerView *answers() const { return m_answers; }
    [[nodiscard]] QTableView *samples() const { return m_samples; }
    [[nodiscard]] QTableView *disputes() const { return m_disputes; }
    [[nodiscard]] PanelCards *cards() const { return m_cards; }
    [[nodiscard]] bool isLabelling() const;
    [[nodiscard]] QString check() const;   ///< what drawing the sample again gave
    [[nodiscard]] QString summary() const; ///< what the labels of the sample say

Q_SIGNALS:
    void linkActivated(const QUrl &link);

protected:
    void showEvent(QShowEvent *event) override;

private:
    [[nodiscard]] QWidget *buildDetail();
    void attach();
    void refreshed();
    void showCurrent();
    void showCheck();
    void openDraw();
    void openSettle();
    void label();

    QPointer<LabelDesk> m_desk;
    QPointer<Session> m_session;
    QString m_current;
    LineModel *m_lines;
    LineModel *m_disputeLines;
    QStackedWidget *m_stack;    ///< overview, labelling
    QStackedWidget *m_contents; ///< nothing there, samples
    EmptyState *m_empty;
    PlainText *m_words;
    QPushButton *m_draw;
    LabelDrawSheet *m_drawSheet;
    ThreePane *m_panes;
    QTableView *m_samples;
    ScrollPane *m_scroll;
    PlainText *m_title;
    PlainText *m_drawnWords;
    PlainText *m_checkWords;
    StateChip *m_chip;
    PlainText *m_summary;
    QPushButton *m_label;
    QPushButton *m_settle;
    PlainText *m_refusal;
    LabelSettleSheet *m_settleSheet;
    QWidget *m_disputeBox;
    QTableView *m_disputes;
    PanelCards *m_cards;
    LabelAnswerView *m_answers;
};

} // namespace mandate

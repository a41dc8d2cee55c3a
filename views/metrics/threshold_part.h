// SPDX-License-Identifier: GPL-3.0-or-later
// From which confidence on the agent may go without a person: how much error is allowed, what that costs, and the clause for a pact. Shows ThresholdDesk.
#pragma once

#include "models/items/threshold_desk.h"

#include <QPointer>
#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSlider;

namespace mandate {

class PanelCards;
class PanelView;
class PlainText;
class StateSentence;

class ThresholdPart : public QWidget
{
    Q_OBJECT

public:
    explicit ThresholdPart(QWidget *parent = nullptr);

    void setDesk(ThresholdDesk *desk);
    /// Chooses the first source of this evaluation.
    void prefer(quint64 entry);
    [[nodiscard]] QComboBox *sourcePicker() const { return m_source; }
    [[nodiscard]] QDoubleSpinBox *allowed() const { return m_allowed; }
    [[nodiscard]] QSlider *slider() const { return m_slider; }
    [[nodiscard]] QPushButton *copyButton() const { return m_copy; }
    [[nodiscard]] QComboBox *pactPicker() const { return m_pact; }
    [[nodiscard]] QPushButton *draftButton() const { return m_draft; }
    [[nodiscard]] const QList<PanelView *> &views() const;
    [[nodiscard]] QString said() const;
    [[nodiscard]] QString load() const;

Q_SIGNALS:
    void linkActivated(const QUrl &link);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void offer();
    void choose(int index);
    void showAnswer();
    void beginDraft();

    QPointer<ThresholdDesk> m_desk;
    quint64 m_preferred = 0;
    QComboBox *m_source;
    QDoubleSpinBox *m_allowed;
    QSlider *m_slider;
    StateSentence *m_state;
    PlainText *m_load;
    QWidget *m_clause;
    QLabel *m_clauseWords;
    QPushButton *m_copy;
    QComboBox *m_pact;
    QPushButton *m_draft;
    PanelCards *m_cards;
};

} // namespace mandate

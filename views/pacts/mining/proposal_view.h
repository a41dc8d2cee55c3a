// SPDX-License-Identifier: GPL-3.0-or-later
// One mined proposal in full: its clause in words, bounds to choose, and what it rests on, each line with its record. Also shows what was left
// out, never used, or broader than used, which is lines alone.
#pragma once

#include "models/items/mined_draft.h"

#include <QUrl>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QTableWidget;
class QVBoxLayout;

namespace mandate {

class PlainText;
class StateChip;

class ProposalView : public QWidget
{
    Q_OBJECT

public:
    explicit ProposalView(QWidget *parent = nullptr);

    void show(const MinedProposalItem &proposal);
    void show(const MinedGroup &group);
    void clear();
    [[nodiscard]] QTableWidget *lines() const { return m_lines; }
    [[nodiscard]] QComboBox *bound(int index) const;
    [[nodiscard]] QString sentence() const;

Q_SIGNALS:
    void boundChosen(int bound, int offered);
    void limitedChanged(bool limited);
    void linkActivated(const QUrl &link);

private:
    void put(const std::vector<MinedLine> &lines);
    void showBounds(const std::vector<MinedBoundItem> &bounds);

    PlainText *m_sentence;
    StateChip *m_standing;
    PlainText *m_limitSentence;
    PlainText *m_condition;
    QCheckBox *m_limited;
    QWidget *m_bounds;
    QList<QLabel *> m_names;
    QList<QComboBox *> m_choices;
    QTableWidget *m_lines;
};

} // namespace mandate

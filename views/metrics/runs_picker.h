// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses one side of a comparison: a baseline or an agent, and of an agent a time.
#pragma once

#include "models/items/drift_panels.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDateTimeEdit;

namespace mandate {

class RunsPicker : public QWidget
{
    Q_OBJECT

public:
    enum class Side : quint8 { Before, After };

    explicit RunsPicker(Side side, QWidget *parent = nullptr);

    /// What was chosen stays chosen where it is still there.
    void offer(const QList<RunsChoice> &choices);
    [[nodiscard]] ComparedRuns runs() const;
    /// Whose runs are chosen: of a baseline, the agent that it is of.
    [[nodiscard]] ComparedRuns agent() const;
    void setRuns(const ComparedRuns &runs);
    [[nodiscard]] QComboBox *box() const { return m_box; }
    [[nodiscard]] QCheckBox *sinceCheck() const { return m_sinceCheck; }
    [[nodiscard]] QDateTimeEdit *since() const { return m_since; }
    [[nodiscard]] QCheckBox *untilCheck() const { return m_untilCheck; }
    [[nodiscard]] QDateTimeEdit *until() const { return m_until; }

Q_SIGNALS:
    /// By a person.
    void chosen();

private:
    void showTimes();

    Side m_side;
    QComboBox *m_box;
    QCheckBox *m_sinceCheck;
    QDateTimeEdit *m_since;
    QCheckBox *m_untilCheck;
    QDateTimeEdit *m_until;
    QList<RunsChoice> m_choices;
};

} // namespace mandate

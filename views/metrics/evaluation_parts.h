// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the Evaluations tab that ask EvaluationReports: one evaluation with its cases, two side by side, attacks against versions. Show, and compute
// nothing.
#pragma once

#include "models/items/evaluation_reports.h"

#include <QPointer>
#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QTableView;

namespace mandate {

class EvaluationDesk;
class PanelCards;
class PanelView;
class StateSentence;

/// A state line over cards. Its user lays out what is asked above.
class EvaluationPart : public QWidget
{
    Q_OBJECT

public:
    [[nodiscard]] const QList<PanelView *> &views() const;
    [[nodiscard]] QString said() const;
    virtual void setReports(EvaluationDesk *desk, EvaluationReports *reports);
    virtual void refresh() = 0;
    /// What takes the focus when the part is shown.
    [[nodiscard]] virtual QWidget *first() const = 0;

Q_SIGNALS:
    void linkActivated(const QUrl &link);

protected:
    EvaluationPart(const QString &name, const QStringList &wide, QWidget *parent);
    /// `asked`: something was; else `otherwise` says what to do.
    void tell(const EvaluationReports::Answer &answer, bool asked, const QString &otherwise);

    QPointer<EvaluationDesk> m_desk;
    QPointer<EvaluationReports> m_reports;
    StateSentence *m_state;
    PanelCards *m_cards;
};

class ChosenPart : public EvaluationPart
{
    Q_OBJECT

public:
    explicit ChosenPart(QWidget *parent = nullptr);

    void setReports(EvaluationDesk *desk, EvaluationReports *reports) override;
    void refresh() override;
    [[nodiscard]] QWidget *first() const override;
    [[nodiscard]] QTableView *cases() const { return m_cases; }
    [[nodiscard]] QComboBox *resultPicker() const { return m_result; }

private:
    void showResult();
    QWidget *m_below;
    QComboBox *m_result;
    QLabel *m_counted;
    QTableView *m_cases;
};

class ComparisonPart : public EvaluationPart
{
    Q_OBJECT

public:
    explicit ComparisonPart(QWidget *parent = nullptr);

    void refresh() override;
    [[nodiscard]] QWidget *first() const override;
    /// Chooses the two in the order of their entries, and asks.
    void compare(quint64 before, quint64 after);
    [[nodiscard]] QComboBox *before() const { return m_before; }
    [[nodiscard]] QComboBox *after() const { return m_after; }
    [[nodiscard]] QPushButton *compareButton() const { return m_compare; }

private:
    QComboBox *m_before;
    QComboBox *m_after;
    QPushButton *m_compare;
};

class GridPart : public EvaluationPart
{
    Q_OBJECT

public:
    explicit GridPart(QWidget *parent = nullptr);

    void refresh() override;
    [[nodiscard]] QWidget *first() const override;
    [[nodiscard]] QComboBox *agentPicker() const { return m_agent; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void ask();
    QComboBox *m_agent;
    bool m_asked = false;
};

} // namespace mandate

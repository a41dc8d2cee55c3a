// SPDX-License-Identifier: GPL-3.0-or-later
// The filter of the Evidence page: a line in the filter language that completes, says at once what cannot be read, and shows the active
// conditions as chips. It knows the language, never the records.
#pragma once

#include "models/items/evidence_filter.h"

#include <QTimer>
#include <QWidget>

#include <utility>

class QCompleter;
class QLabel;
class QLineEdit;
class QPushButton;
class QStringListModel;

namespace mandate {

class FlowLayout;

class FilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit FilterBar(QWidget *parent = nullptr);

    void setConditions(const QList<FilterCondition> &conditions);
    [[nodiscard]] const QList<FilterCondition> &conditions() const { return m_conditions; }
    void setKnownNames(const KnownNames &names) { m_names = names; }

    /// Adds a condition given as text, such as agent:gpt-4o; `out` filters the value out instead. What contradicts it goes.
    void add(const QString &condition, bool out);
    /// Replaces since: and until:; empty texts remove them.
    void setTimes(const QString &since, const QString &until);

    [[nodiscard]] QLineEdit *edit() const { return m_edit; }
    [[nodiscard]] bool isValid() const { return m_valid; }
    /// The sentence shown for a filter that cannot be read; empty when it can.
    [[nodiscard]] QString problem() const;
    /// The characters that cannot be read, as they are underlined in the line; {0, 0} when all can.
    [[nodiscard]] std::pair<qsizetype, qsizetype> mistake() const { return m_mistake; }

    /// Filters that were asked before, the last first; kept for the person.
    [[nodiscard]] static QStringList recent();
    /// Keeps the filter in the line as one that was asked.
    void remember();

Q_SIGNALS:
    /// The filter holds other conditions now: typed and readable, chosen, or taken away. `typing`: the person is still at it.
    void conditionsChanged(const QList<mandate::FilterCondition> &conditions, bool typing = false);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void edited();
    void check();
    void apply(bool typing);
    void underline();
    void goToMistake();
    void showRecent();
    void complete();
    void insertCompletion(const QString &candidate);
    void showChips();

    QLineEdit *m_edit;
    QLabel *m_problemIcon;
    QLabel *m_problem;
    QPushButton *m_goTo;
    QWidget *m_problemRow;
    QWidget *m_chipRow;
    FlowLayout *m_chips;
    QCompleter *m_completer;
    QStringListModel *m_candidates;
    KnownNames m_names;
    QList<FilterCondition> m_conditions;
    FilterCompletion m_completion;
    QTimer m_soon;
    std::pair<qsizetype, qsizetype> m_mistake{0, 0};
    bool m_valid = true;
    bool m_offersRecent = false; ///< what the list shows are whole filters
};

} // namespace mandate

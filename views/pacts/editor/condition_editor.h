// SPDX-License-Identifier: GPL-3.0-or-later
// A condition as rows to choose and type in: all / any / none, field, operator, value; elements of lists; counts and sums; what happened
// earlier in the session. Beside them the CEL they are, which can be typed as well: both say the same at any time.
#pragma once

#include "models/items/condition_row.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QTabBar;
class QVBoxLayout;

namespace mandate {

class ConditionRowWidget;

class ConditionEditor : public QFrame
{
    Q_OBJECT

public:
    explicit ConditionEditor(QWidget *parent = nullptr);

    void show(const QString &cel);
    /// What completes fields and values.
    void offer(const QStringList &fields, const QStringList &tools);
    [[nodiscard]] const QStringList &fields() const { return m_fields; }
    [[nodiscard]] const QStringList &tools() const { return m_tools; }
    /// A row changed somewhere below.
    void rowsChanged(bool structure, bool typing);

Q_SIGNALS:
    void edited(const QString &cel, bool typing);
    void rebuilt(); ///< rows came or went

private:
    void rebuild();
    void say(const QString &problem);

    QString m_cel;
    ConditionRow m_rows;
    QStringList m_fields;
    QStringList m_tools;
    QVBoxLayout *m_column;
    ConditionRowWidget *m_root = nullptr;
    QPlainTextEdit *m_text;
    QLabel *m_problem;
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// One row of a condition, with the rows inside it.
#pragma once

#include "models/items/condition_row.h"

#include <QFrame>

class QComboBox;
class QHBoxLayout;
class QVBoxLayout;

namespace mandate {

class ConditionEditor;

class ConditionRowWidget : public QFrame
{
    Q_OBJECT

public:
    /// Edits `row` in place; both outlive the widget.
    ConditionRowWidget(ConditionRow &row, ConditionEditor *editor, QWidget *parent, bool root = false);

Q_SIGNALS:
    void removeWanted();

private:
    void build(bool root);
    void buildGroup(bool root);
    void buildCompare(QHBoxLayout *line);
    void buildAsk(QHBoxLayout *line);
    void buildElements(QHBoxLayout *line);
    void buildAggregate(QHBoxLayout *line);
    void buildWritten(QHBoxLayout *line);
    void addInner();
    void addComparison();
    void addRemove(QHBoxLayout *line);
    QComboBox *choice(const QStringList &codes, QString *value, const QString &name);
    QComboBox *fieldBox(QString *value, const QString &name, const QString &placeholder);
    QComboBox *valueBox();
    void changed(bool structure = false, bool typing = false);

    ConditionRow &m_row;
    ConditionEditor *m_editor;
    QVBoxLayout *m_column;
};

} // namespace mandate

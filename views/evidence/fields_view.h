// SPDX-License-Identifier: GPL-3.0-or-later
// Tab "Fields" of the inspector: what the entry holds as a tree, and the facts of its verdict. Remembers across records what was opened.
#pragma once

#include "models/items/record_detail.h"

#include <QSet>
#include <QTreeWidget>

namespace mandate {

class FieldsView : public QTreeWidget
{
    Q_OBJECT

public:
    explicit FieldsView(QWidget *parent = nullptr);

    void show(const RecordDetail &detail);

Q_SIGNALS:
    /// Where the selected field stands in the received bytes; {−1, 0}: not found.
    void fieldSelected(qsizetype begin, qsizetype length);
    void filterWanted(const QString &condition, bool out);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QTreeWidgetItem *add(QTreeWidgetItem *parent, const DetailField &field, const QString &path, bool open);

    QSet<QString> m_closed; ///< groups the person closed
    QSet<QString> m_opened; ///< deeper fields the person opened
};

} // namespace mandate

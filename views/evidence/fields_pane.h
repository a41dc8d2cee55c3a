// SPDX-License-Identifier: GPL-3.0-or-later
// The pane "Fields" beside the Evidence table: which values the matching records have, how often, and by which of them to filter. Counts nothing itself.
#pragma once

#include "models/items/evidence_filter.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QPushButton;
class QTreeView;

namespace mandate {

class EvidenceFieldsModel;

class FieldsPane : public QWidget
{
    Q_OBJECT

public:
    explicit FieldsPane(QWidget *parent = nullptr);

    void setFields(EvidenceFieldsModel *model);
    [[nodiscard]] QTreeView *tree() const { return m_tree; }
    /// "Of 1,204 records", "Counting…".
    [[nodiscard]] QString said() const;

Q_SIGNALS:
    void filterWanted(const QString &condition, bool out);
    void closeWanted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showState();
    void openKept();
    void keepPlace();
    void findPlace();
    void filterByCurrent(bool out);
    void showMenu(const QPoint &at);

    QPointer<EvidenceFieldsModel> m_model;
    QLabel *m_state;
    QPushButton *m_stop;
    QPushButton *m_close;
    QTreeView *m_tree;
    QString m_field;     ///< where the person stood before the values came anew
    QString m_condition;
};

} // namespace mandate

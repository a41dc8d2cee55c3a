// SPDX-License-Identifier: GPL-3.0-or-later
// A list of the draft (clauses of one kind, tools, facts, reviewers): its items on the left, the fields of the chosen one on the right.
// Alt+Up and Alt+Down move an item, Insert adds one, Delete takes it away; each is one undo.
#pragma once

#include "views/pacts/editor/field_form.h"

#include <QPointer>
#include <QVariantMap>
#include <QWidget>

class QListWidget;
class QPushButton;
class QLabel;

namespace mandate {

class DraftModel;
class ScrollPane;

struct ListSpec
{
    QString list;       ///< JSON Pointer: "/clauses"
    QString titleMember; ///< shown first: "/id"
    QString textMember; ///< shown after it: "/reads_as"
    QString kindMember; ///< only items whose member is `kind`; empty: all of them
    QString kind;
    QVariantMap fresh;  ///< a new item
    QString freshPrefix; ///< a new item's title is this and the first free number
    QString addText;
    QString emptyText;
    std::vector<FieldSpec> fields;
};

class ItemListForm : public QWidget
{
    Q_OBJECT

public:
    explicit ItemListForm(ListSpec spec, QWidget *parent = nullptr);

    void show(DraftModel *draft);
    [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }
    [[nodiscard]] QListWidget *list() const { return m_list; }
    [[nodiscard]] FieldForm *form() const { return m_form; }
    /// Columns in the order of reading.
    [[nodiscard]] QList<QWidget *> columns() const;
    /// Chooses the item that a place in the document is in and puts the focus on its field; false when it is none of these.
    bool focusPlace(const QString &pointer);
    bool focusTitle(const QString &title);
    void add();

Q_SIGNALS:
    void countChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refill();
    void choose();
    void removeCurrent();
    void moveCurrent(int by);
    [[nodiscard]] QString titleOf(int item) const;
    [[nodiscard]] QString place(int item) const;

    ListSpec m_spec;
    QPointer<DraftModel> m_draft;
    std::vector<int> m_rows; ///< index in the document's list, by row
    QListWidget *m_list;
    FieldForm *m_form;
    ScrollPane *m_scroll;
    QLabel *m_empty;
    QWidget *m_left;
    QPushButton *m_add;
    QPushButton *m_remove;
    QPushButton *m_up;
    QPushButton *m_down;
};

} // namespace mandate

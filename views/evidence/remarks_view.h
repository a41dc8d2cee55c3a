// SPDX-License-Identifier: GPL-3.0-or-later
// Tab "Remarks" of the inspector: what people signed beside the record, and how to add to it. Signs nothing itself (models/items/record_remarks.h).
#pragma once

#include "models/items/record_remarks.h"
#include "views/widgets/scroll_pane.h"

#include <QPointer>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace mandate {

class FlowLayout;

class RemarksView : public ScrollPane
{
    Q_OBJECT

public:
    explicit RemarksView(QWidget *parent = nullptr);

    void setRemarks(RecordRemarks *remarks);
    /// Of which record remarks are shown and added.
    void show(quint64 entry);
    /// From now on a star or a tag is for all of these, until another record is shown; fewer than two: only for the one that is shown.
    void setTogether(const QList<quint64> &entries);
    [[nodiscard]] const QList<quint64> &together() const { return m_together; }
    void focusTag();
    void focusNote();
    [[nodiscard]] QLineEdit *tagEdit() const { return m_tag; }
    [[nodiscard]] QPlainTextEdit *noteEdit() const { return m_note; }
    [[nodiscard]] QPushButton *signNote() const { return m_signNote; }
    [[nodiscard]] QPushButton *star() const { return m_star; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fill();
    void addTag();
    void addNote();
    void addHistory(const RemarkItem &item);

    QPointer<RecordRemarks> m_remarks;
    quint64 m_entry = 0;
    QList<quint64> m_together;
    QWidget *m_body;
    QLabel *m_refusal;
    QLabel *m_togetherSaid;
    QPushButton *m_star;
    QLineEdit *m_tag;
    QPushButton *m_addTag;
    QWidget *m_tagRow;
    FlowLayout *m_tags;
    QPlainTextEdit *m_note;
    QPushButton *m_signNote;
    QLabel *m_said;
    QVBoxLayout *m_history;
};

} // namespace mandate

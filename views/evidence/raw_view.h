// SPDX-License-Identifier: GPL-3.0-or-later
// Tab "Raw bytes" of the inspector: the exact bytes as received around the record, invisible characters named, the record's part and the
// selected field marked, and the digests that prove them. Of a large item a part is shown at a time, never more than can be laid out at
// once however far one reads on, and what is left out is said.
#pragma once

#include "models/items/record_detail.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace mandate {

class PlainText;

class RawView : public QWidget
{
    Q_OBJECT

public:
    explicit RawView(QWidget *parent = nullptr);

    void show(const RecordDetail &detail);
    /// Marks a field's bytes; {−1, 0}: none.
    void markField(qsizetype begin, qsizetype length);
    /// Text that is marked as the selected field; empty when none.
    [[nodiscard]] QString markedText() const;
    [[nodiscard]] QPlainTextEdit *edit() const { return m_edit; }

private:
    /// Where both do not fit, `keep` stays and the other end gives way.
    enum class Keep { Begin, End };
    void showWindow(qsizetype begin, qsizetype end, Keep keep, qsizetype at);
    void mark();
    void scrollTo(qsizetype at);
    [[nodiscard]] qsizetype shownLength(qsizetype begin, qsizetype end) const;

    RecordDetail m_detail;
    qsizetype m_begin = 0; ///< of the bytes that are shown
    qsizetype m_end = 0;
    qsizetype m_fieldBegin = -1;
    qsizetype m_fieldLength = 0;
    QLabel *m_said;
    QPushButton *m_before;
    QPushButton *m_after;
    QPlainTextEdit *m_edit;
    PlainText *m_digests;
};

} // namespace mandate

// SPDX-License-Identifier: GPL-3.0-or-later
// The small sheet that settles what two labellers disagree on: the answer, and why. Not modal. Ctrl+Enter signs, Escape settles nothing.
#pragma once

#include "models/items/label_desk.h"
#include "views/widgets/signing_sheet.h"

class QComboBox;
class QLineEdit;

namespace mandate {

class PlainText;

class LabelSettleSheet : public SigningSheet
{
    Q_OBJECT

public:
    explicit LabelSettleSheet(QWidget *parent = nullptr);

    void open(const QString &sample, const LineItem &dispute, bool needsPassphrase);
    [[nodiscard]] QComboBox *answer() const { return m_answer; }
    [[nodiscard]] QLineEdit *reason() const { return m_reason; }

Q_SIGNALS:
    void committed(const mandate::LabelAnswerWish &wish);

protected:
    void commit() override;

private:
    QString m_sample;
    quint64 m_unit = 0;
    PlainText *m_title;
    PlainText *m_about;
    QComboBox *m_answer;
    QLineEdit *m_reason;
};

} // namespace mandate

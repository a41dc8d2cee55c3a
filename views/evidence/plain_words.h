// SPDX-License-Identifier: GPL-3.0-or-later
// Tab "In plain words" of the inspector: what was done, what was said, what the pact says about it and why, and which evidence there is.
#pragma once

#include "models/items/record_detail.h"
#include "views/widgets/scroll_pane.h"

#include <QUrl>

class QBoxLayout;
class QVBoxLayout;

namespace mandate {

class PlainWords : public ScrollPane
{
    Q_OBJECT

public:
    explicit PlainWords(QWidget *parent = nullptr);

    void show(const RecordDetail &detail);
    void clear();

Q_SIGNALS:
    void linkActivated(const QUrl &link);
    /// A text was cut: its whole is in the raw bytes.
    void rawWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void turn();
    void addSentence(QVBoxLayout *column, const RecordDetail &detail);
    void addSeals(QVBoxLayout *column, const RecordDetail &detail);
    void addQuote(QVBoxLayout *column, const QuotedText &quote);
    void addVerdict(QVBoxLayout *column, const RecordDetail &detail);
    void addConsidered(QVBoxLayout *column, const RecordDetail &detail);
    void addFacts(QVBoxLayout *column, const RecordDetail &detail);
    void addEvidence(QVBoxLayout *column, const RecordDetail &detail);

    QWidget *m_body = nullptr;
    QBoxLayout *m_columns = nullptr;
};

} // namespace mandate
